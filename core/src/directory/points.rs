//! Where each postcode is, for distances that are reckoned on the device.

use super::DirectoryError;
use super::shard::postcode_number;
use super::wire::{self, Numbers};
use crate::geo::Point;

/// Points of one degree, in the file and here: 0.01° is 1.1 km, less than a postcode is wide.
pub(super) const PER_DEGREE: f64 = 100.0;
/// The highest latitude in the file's unit.
pub(super) const LATITUDE: i32 = 9_000;
/// The highest longitude in the file's unit.
pub(super) const LONGITUDE: i32 = 18_000;

/// One point for each postcode of the country, in one file that is the same for everybody: who
/// asks for it says nothing of where they live.
///
/// ```
/// use wesign_core::directory::{Points, encode};
/// use wesign_core::geo::Point;
///
/// let rennes = Point::from([48.11, -1.68]);
/// let file = encode::points(&[(35_000, rennes)])?;
/// let points = Points::decode(&file)?;
/// assert_eq!(points.find("35000"), Some(rennes));
/// assert_eq!(points.find("35001"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    postcodes: Numbers<'a>,
    latitudes: Numbers<'a>,
    longitudes: Numbers<'a>,
}

impl<'a> Points<'a> {
    /// Reads the header, checks the checksum and that every point is on the globe.
    ///
    /// # Errors
    /// Whatever is wrong with the bytes, see [`DirectoryError`].
    ///
    /// ```
    /// use wesign_core::directory::{DirectoryError, Points};
    /// assert_eq!(Points::decode(b"<!doctype html>").unwrap_err(), DirectoryError::NotAShard);
    /// ```
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DirectoryError> {
        let (wire::POINTS, payload) = wire::open(bytes)? else {
            return Err(DirectoryError::Malformed);
        };
        let mut input = Numbers(payload);
        let count = input.required()?;
        let [postcodes, latitudes, longitudes] = input.take_columns([
            (count, 100_000),
            (count, 4 * LATITUDE as u32 + 1),
            (count, 4 * LONGITUDE as u32 + 1),
        ])?;
        let points = Self {
            postcodes,
            latitudes,
            longitudes,
        };
        let within = |difference: u32, bound: i32, sum: &mut i32| {
            *sum += signed(difference);
            sum.abs() <= bound
        };
        let (mut latitude, mut longitude, mut postcode) = (0, 0, 0);
        let sound = input.0.is_empty()
            && postcodes.into_iter().enumerate().all(|(at, difference)| {
                postcode += difference;
                postcode < 100_000 && (at == 0 || difference > 0)
            })
            && latitudes
                .into_iter()
                .all(|step| within(step, LATITUDE, &mut latitude))
            && longitudes
                .into_iter()
                .all(|step| within(step, LONGITUDE, &mut longitude));
        if sound {
            Ok(points)
        } else {
            Err(DirectoryError::Malformed)
        }
    }

    /// Where the postcode is: the middle of its communes, weighted by population, to 0.01°. `None`
    /// for what is in no table, or is no postcode.
    ///
    /// ```
    /// use wesign_core::directory::{Points, encode};
    /// let file = encode::points(&[(1000, [46.2, 5.23].into())])?;
    /// let points = Points::decode(&file)?;
    /// assert_eq!(points.find("01000"), Some([46.2, 5.23].into()));
    /// assert_eq!(points.find("1000"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn find(&self, postcode: &str) -> Option<Point> {
        let wanted = postcode_number(postcode)?;
        self.iter()
            .find(|&(postcode, _)| postcode == wanted)
            .map(|(_, point)| point)
    }

    /// Every postcode and its point, ascending; 1400 is `01400`.
    ///
    /// ```
    /// use wesign_core::directory::{Points, encode};
    ///
    /// let file = encode::points(&[(1_400, [46.15, 4.93].into()), (97_500, [46.78, -56.18].into())])?;
    /// let postcodes = Points::decode(&file)?.iter().map(|(postcode, _)| postcode).collect::<Vec<_>>();
    /// assert_eq!(postcodes, [1_400, 97_500]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (u32, Point)> + use<'a> {
        let Self {
            mut postcodes,
            mut latitudes,
            mut longitudes,
        } = *self;
        let (mut postcode, mut latitude, mut longitude) = (0, 0, 0);
        core::iter::from_fn(move || {
            postcode += postcodes.next()?;
            latitude += signed(latitudes.next()?);
            longitude += signed(longitudes.next()?);
            Some((
                postcode,
                Point {
                    latitude: f64::from(latitude) / PER_DEGREE,
                    longitude: f64::from(longitude) / PER_DEGREE,
                },
            ))
        })
    }
}

/// A difference of either sign from a number: 0, −1, 1, −2 … from 0, 1, 2, 3 …
fn signed(number: u32) -> i32 {
    (number >> 1) as i32 ^ -((number & 1) as i32)
}

/// The inverse of [`signed`].
pub(super) fn unsigned(difference: i32) -> u32 {
    ((difference << 1) ^ (difference >> 31)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_come_back() {
        for number in [0, 1, -1, 18_000, -36_000] {
            assert_eq!(signed(unsigned(number)), number);
        }
        assert_eq!([0, 1, 2, 3].map(signed), [0, -1, 1, -2]);
    }
}
