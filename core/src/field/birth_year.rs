use core::fmt;

use crate::{
    problem::{Code, Problem},
    time::Timestamp,
};

/// A year of birth: from 120 years ago to this year.
///
/// With serde it is a number. What "this year" was is not part of it, so that reading one alone
/// checks only that it is a year; a whole [`Signature`](crate::signature::Signature) knows.
///
/// ```
/// use wesign_core::{field::BirthYear, problem::Code, time::Timestamp};
/// let now = Timestamp::parse("2026-11-22T00:00:00Z").unwrap();
/// assert_eq!(BirthYear::parse("1987", now).unwrap().year(), 1987);
/// let future = BirthYear::parse("2030", now).unwrap_err();
/// assert_eq!((future.code, future.min, future.max), (Code::BirthYearRange, Some(1906), Some(2026)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BirthYear(u16);

impl BirthYear {
    /// The age, in years, above which a year of birth is taken for a slip. The oldest age that was
    /// ever verified is 122.
    ///
    /// ```
    /// # use wesign_core::{field::BirthYear, time::Timestamp};
    /// let now = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    /// assert!(BirthYear::parse("1906", now).is_ok());
    /// assert!(BirthYear::parse("1905", now).is_err());
    /// ```
    pub const OLDEST: u16 = 120;

    /// Reads a year of four digits.
    ///
    /// # Errors
    /// `required`, `birth_year_format`, `birth_year_range`.
    ///
    /// ```
    /// # use wesign_core::{field::BirthYear, problem::Code, time::Timestamp};
    /// let error = BirthYear::parse("87", Timestamp::from_unix(0)).unwrap_err();
    /// assert_eq!(error.code, Code::BirthYearFormat);
    /// ```
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required.into());
        }
        if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Code::BirthYearFormat.into());
        }
        let year = text
            .bytes()
            .fold(0, |sum, byte| sum * 10 + u16::from(byte - b'0'));
        Self::within(year, now)
    }

    /// The range, for a year that is a number already.
    pub(crate) fn within(year: u16, now: Timestamp) -> Result<Self, Problem> {
        let (min, max) = (now.year().saturating_sub(Self::OLDEST), now.year());
        if year < min || year > max {
            return Err(Problem {
                code: Code::BirthYearRange,
                min: Some(min.into()),
                max: Some(max.into()),
            });
        }
        Ok(BirthYear(year))
    }

    /// The year.
    ///
    /// ```
    /// # use wesign_core::{field::BirthYear, time::Timestamp};
    /// assert_eq!(BirthYear::parse(" 1950 ", Timestamp::from_unix(0)).unwrap().year(), 1950);
    /// ```
    pub const fn year(self) -> u16 {
        self.0
    }

    /// The age in years that the person reaches within the calendar year of `now`. A year alone
    /// cannot tell whether the birthday has passed: the person gets the benefit of the doubt.
    ///
    /// ```
    /// # use wesign_core::{field::BirthYear, time::Timestamp};
    /// let now = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    /// assert_eq!(BirthYear::parse("2010", now).unwrap().age_within_year(now), 16);
    /// ```
    pub const fn age_within_year(self, now: Timestamp) -> u16 {
        now.year().saturating_sub(self.0)
    }
}

impl fmt::Display for BirthYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for BirthYear {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u16::deserialize(from)? {
            year @ 0..=9999 => Ok(BirthYear(year)),
            _ => Err(serde::de::Error::custom(Code::BirthYearFormat)),
        }
    }
}
