//! Writing the file of points.

use alloc::vec::Vec;

use super::{EncodeError, put_sorted};
use crate::directory::points::{LATITUDE, LONGITUDE, PER_DEGREE, unsigned};
use crate::directory::wire::{self, put};
use crate::geo::Point;

/// Writes the file of points: postcodes ascending, as numbers. Points are rounded to 0.01°.
///
/// # Errors
/// [`EncodeError::Point`] names a postcode that is out of order, or whose point is not on the
/// globe.
///
/// ```
/// use wesign_core::directory::{Points, encode};
///
/// let file = encode::points(&[(75_018, [48.8924, 2.3444].into())])?;
/// assert_eq!(Points::decode(&file)?.find("75018"), Some([48.89, 2.34].into()));
/// assert!(encode::points(&[(75_018, [148.0, 2.0].into())]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn points(points: &[(u32, Point)]) -> Result<Vec<u8>, EncodeError> {
    let mut rounded = Vec::new();
    let mut before = None;
    for &(postcode, point) in points {
        let round = |degrees: f64, bound: i32| {
            let number = libm::round(degrees * PER_DEGREE);
            (libm::fabs(number) <= f64::from(bound)).then_some(number as i32)
        };
        let (Some(latitude), Some(longitude)) = (
            round(point.latitude, LATITUDE),
            round(point.longitude, LONGITUDE),
        ) else {
            return Err(EncodeError::Point(postcode));
        };
        if postcode > 99_999 || before.is_some_and(|before| before >= postcode) {
            return Err(EncodeError::Point(postcode));
        }
        before = Some(postcode);
        rounded.push((postcode, latitude, longitude));
    }
    let mut payload = Vec::new();
    put(&mut payload, rounded.len() as u32);
    put_sorted(&mut payload, rounded.iter().map(|&(postcode, ..)| postcode));
    put_signed(
        &mut payload,
        rounded.iter().map(|&(_, latitude, _)| latitude),
    );
    put_signed(
        &mut payload,
        rounded.iter().map(|&(.., longitude)| longitude),
    );
    Ok(wire::close(wire::POINTS, &payload))
}

/// Appends values as differences of either sign.
fn put_signed(into: &mut Vec<u8>, values: impl IntoIterator<Item = i32>) {
    let mut before = 0;
    for value in values {
        put(into, unsigned(value - before));
        before = value;
    }
}
