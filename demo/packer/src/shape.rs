//! Polygons in degrees, and how much of one lies in another.

use serde_json::Value;

type Ring = Vec<[f64; 2]>;

/// Rings of a polygon or of several; a point is inside by the even-odd rule, holes included.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    rings: Vec<Ring>,
    low: [f64; 2],
    high: [f64; 2],
}

impl Shape {
    fn new(rings: Vec<Ring>) -> Option<Self> {
        let mut low = [f64::MAX; 2];
        let mut high = [f64::MIN; 2];
        for point in rings.iter().flatten() {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        (low[0] < high[0] && low[1] < high[1]).then_some(Self { rings, low, high })
    }

    /// A GeoJSON polygon or multipolygon.
    pub(crate) fn from_geojson(geometry: &Value) -> Option<Self> {
        fn ring(value: &Value) -> Option<Ring> {
            value
                .as_array()?
                .iter()
                .map(|point| Some([point.get(0)?.as_f64()?, point.get(1)?.as_f64()?]))
                .collect()
        }
        let coordinates = geometry["coordinates"].as_array()?;
        let rings: Option<Vec<Ring>> = match geometry["type"].as_str()? {
            "Polygon" => coordinates.iter().map(ring).collect(),
            "MultiPolygon" => coordinates
                .iter()
                .flat_map(|polygon| polygon.as_array().into_iter().flatten())
                .map(ring)
                .collect(),
            _ => None,
        };
        Self::new(rings?)
    }

    /// A little-endian WKB multipolygon in hexadecimal, as PostGIS writes it.
    pub(crate) fn from_wkb_hex(hex: &str) -> Option<Self> {
        let bytes = bytes(hex)?;
        let mut rest = &*bytes;
        let mut take = |length: usize| {
            let (taken, after) = rest.split_at_checked(length)?;
            rest = after;
            Some(taken)
        };
        let mut rings = Vec::new();
        let polygons = header(take(9)?, 6)?;
        for _ in 0..polygons {
            for _ in 0..header(take(9)?, 3)? {
                let points = u32::from_le_bytes(take(4)?.try_into().ok()?);
                let mut ring = Ring::new();
                for _ in 0..points {
                    let x = f64::from_le_bytes(take(8)?.try_into().ok()?);
                    let y = f64::from_le_bytes(take(8)?.try_into().ok()?);
                    ring.push([x, y]);
                }
                rings.push(ring);
            }
        }
        Self::new(rings)
    }

    /// Whether the point is inside.
    pub(crate) fn contains(&self, [x, y]: [f64; 2]) -> bool {
        if x < self.low[0] || x > self.high[0] || y < self.low[1] || y > self.high[1] {
            return false;
        }
        let mut inside = false;
        for ring in &self.rings {
            for (at, &[x1, y1]) in ring.iter().enumerate() {
                let [x0, y0] = ring[if at == 0 { ring.len() - 1 } else { at - 1 }];
                if (y0 > y) != (y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0 {
                    inside = !inside;
                }
            }
        }
        inside
    }

    /// Points of an even grid of `side` × `side` cells over the box that are inside.
    pub(crate) fn grid(&self, side: u32) -> Vec<[f64; 2]> {
        let step = |axis: usize, at: u32| {
            let span = self.high[axis] - self.low[axis];
            self.low[axis] + span * (f64::from(at) + 0.5) / f64::from(side)
        };
        (0..side * side)
            .map(|at| [step(0, at % side), step(1, at / side)])
            .filter(|&point| self.contains(point))
            .collect()
    }

    /// Whether the boxes of the two touch.
    pub(crate) fn near(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.low[axis] <= other.high[axis] && other.low[axis] <= self.high[axis])
    }

    /// The box around several shapes.
    pub(crate) fn around(shapes: &[&Self]) -> Option<Self> {
        let corners = |shape: &&Self| [shape.low, shape.high];
        Self::new(vec![shapes.iter().flat_map(corners).collect()])
    }

    /// How far a point is from the box around the shape, in degrees; 0 within.
    pub(crate) fn distance(&self, point: [f64; 2]) -> f64 {
        let along = |axis: usize| {
            let (below, above) = (self.low[axis] - point[axis], point[axis] - self.high[axis]);
            below.max(above).max(0.0)
        };
        along(0).hypot(along(1))
    }

    /// The mean of the corners: near enough to the middle to compare distances.
    pub(crate) fn middle(&self) -> [f64; 2] {
        let corners: Vec<[f64; 2]> = self.rings.iter().flatten().copied().collect();
        mean(&corners).unwrap_or(self.low)
    }
}

/// The mean of points.
pub(crate) fn mean(points: &[[f64; 2]]) -> Option<[f64; 2]> {
    let sum = points.iter().fold([0.0, 0.0], |sum, point| {
        [sum[0] + point[0], sum[1] + point[1]]
    });
    let count = points.len() as f64;
    (count > 0.0).then(|| [sum[0] / count, sum[1] / count])
}

/// A little-endian WKB point in hexadecimal: longitude, latitude.
pub(crate) fn point_from_wkb_hex(hex: &str) -> Option<[f64; 2]> {
    let bytes: [u8; 21] = bytes(hex)?.try_into().ok()?;
    let number = |at: usize| Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    (bytes.starts_with(&[1, 1, 0, 0, 0]))
        .then(|| Some([number(5)?, number(13)?]))
        .flatten()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// Byte order, type and count of a WKB piece.
fn header(bytes: &[u8], kind: u32) -> Option<u32> {
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (bytes[0] == 1 && word(1)? == kind)
        .then(|| word(5))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_outside() {
        let shape = Shape::from_geojson(&serde_json::json!({
            "type": "Polygon",
            "coordinates": [
                [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]],
                [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]],
            ],
        }))
        .unwrap();
        assert!(shape.contains([0.5, 2.0]));
        assert!(!shape.contains([2.0, 2.0]));
        assert!(!shape.contains([5.0, 2.0]));
        let inside = shape.grid(40).len();
        assert_eq!(inside, 1600 - 400);
    }
}
