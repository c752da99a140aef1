//! Places on the globe.

use alloc::format;
use alloc::string::String;

/// A place on the globe, WGS 84.
///
/// ```
/// use wesign_core::geo::Point;
/// let rennes = Point::from([48.11, -1.68]);
/// assert_eq!(rennes, Point { latitude: 48.11, longitude: -1.68 });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Degrees north of the equator, -90 to 90.
    pub latitude: f64,
    /// Degrees east of Greenwich, -180 to 180.
    pub longitude: f64,
}

impl Point {
    /// Latitude and longitude as text, to six decimals (11 cm); `None` unless they are on the globe.
    ///
    /// ```
    /// use wesign_core::geo::Point;
    /// let texts = Point::from([48.11, -0.5]).texts().unwrap();
    /// assert_eq!(texts, ["48.110000", "-0.500000"]);
    /// assert_eq!(Point::from([91.0, 0.0]).texts(), None);
    /// ```
    #[must_use]
    pub fn texts(&self) -> Option<[String; 2]> {
        self.is_on_globe()
            .then(|| [self.latitude, self.longitude].map(degrees))
    }

    pub(crate) fn is_on_globe(&self) -> bool {
        self.latitude.abs() <= 90.0 && self.longitude.abs() <= 180.0
    }
}

/// Six decimals, by whole numbers: the formatting of `f64` is ten kilobytes in wasm.
fn degrees(value: f64) -> String {
    let millionths = (value.abs() * 1e6 + 0.5) as u32;
    let sign = if value < 0.0 && millionths > 0 {
        "-"
    } else {
        ""
    };
    let (whole, rest) = (millionths / 1_000_000, millionths % 1_000_000);
    format!("{sign}{whole}.{rest:06}")
}

impl From<[f64; 2]> for Point {
    fn from([latitude, longitude]: [f64; 2]) -> Self {
        Self {
            latitude,
            longitude,
        }
    }
}

/// Mean radius of the Earth in kilometres (IUGG, R₁).
const RADIUS_KM: f64 = 6371.0088;

/// The distance between two places as the crow flies, in kilometres: along a great circle of a
/// sphere, within 0.6 % of the ellipsoid's (haversine formula).
///
/// ```
/// use wesign_core::geo::{Point, distance_km};
/// let paris = Point::from([48.8566, 2.3522]);
/// let lyon = Point::from([45.7640, 4.8357]);
/// assert_eq!(distance_km(paris, lyon).floor(), 391.0);
/// ```
#[must_use]
pub fn distance_km(from: Point, to: Point) -> f64 {
    let half = |a: f64, b: f64| {
        let degrees = (b - a).abs() / 2.0;
        let sine = sine(degrees.min(180.0 - degrees));
        sine * sine
    };
    let cosine = |latitude: f64| sine(90.0 - latitude.abs());
    let haversine = half(from.latitude, to.latitude)
        + cosine(from.latitude) * cosine(to.latitude) * half(from.longitude, to.longitude);
    // Rounding may leave [0, 1] at antipodes.
    2.0 * RADIUS_KM * libm::asin(libm::sqrt(haversine.clamp(0.0, 1.0)))
}

/// Sine of an angle between 0° and 90°, to 11 decimals: eight terms of its series. The one of `libm`
/// takes angles of any size, and three kilobytes of the widget.
fn sine(degrees: f64) -> f64 {
    let x = degrees.to_radians();
    let square = x * x;
    let (mut term, mut sum) = (x, x);
    for n in 1..8 {
        let n = f64::from(2 * n);
        term *= -square / (n * (n + 1.0));
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point() -> impl Strategy<Value = Point> {
        (-90.0..=90.0, -180.0..=180.0).prop_map(|(latitude, longitude)| Point {
            latitude,
            longitude,
        })
    }

    #[test]
    fn distances_as_a_formula_with_vectors_gives_them() {
        let cases: [([f64; 2], [f64; 2], f64); 4] = [
            ([48.8566, 2.3522], [50.8503, 4.3517], 263.9), // Paris, Brussels
            ([48.8566, 2.3522], [-20.8789, 55.4481], 9364.6), // Paris, Saint-Denis de La Réunion
            ([0.0, 179.5], [0.0, -179.5], 111.2),          // over the antimeridian
            ([90.0, 0.0], [-90.0, 0.0], 20015.1),          // pole to pole
        ];
        for (from, to, km) in cases {
            let distance = distance_km(from.into(), to.into());
            assert!((distance - km).abs() < 0.1, "{distance} {km}");
        }
    }

    proptest! {
        #[test]
        fn the_sine_is_the_standard_librarys(degrees in 0.0..=90.0_f64) {
            prop_assert!((sine(degrees) - degrees.to_radians().sin()).abs() < 1e-11);
        }

        #[test]
        fn degrees_are_text_that_reads_back(point in point()) {
            let texts = point.texts().expect("on the globe");
            for (text, value) in texts.iter().zip([point.latitude, point.longitude]) {
                let read: f64 = text.parse().expect("a number");
                prop_assert!((read - value).abs() <= 0.51e-6, "{text} {value}");
            }
        }

        #[test]
        fn a_distance(a in point(), b in point(), c in point()) {
            let ab = distance_km(a, b);
            prop_assert!((0.0..=20_016.0).contains(&ab));
            prop_assert!((ab - distance_km(b, a)).abs() < 1e-6);
            prop_assert!(distance_km(a, a) < 1e-6);
            prop_assert!(ab <= distance_km(a, c) + distance_km(c, b) + 1e-3);
        }
    }
}
