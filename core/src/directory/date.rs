//! Calendar days, for terms of office.

use core::fmt;

/// A day of the Gregorian calendar, as open data gives it. Prints as `2024-07-08`.
///
/// ```
/// use wesign_core::directory::Date;
/// assert_eq!(Date::new(2024, 7, 8).unwrap().to_string(), "2024-07-08");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day from 1900 to 2155; `None` outside these years or the month's bounds (29 February is let through
    /// in any year: sources are not corrected here).
    ///
    /// ```
    /// use wesign_core::directory::Date;
    /// assert!(Date::new(2024, 7, 31).is_some());
    /// assert!(Date::new(2024, 6, 31).is_none() && Date::new(1899, 1, 1).is_none());
    /// ```
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let longest = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1900..=2155).contains(&year) && (1..=longest).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Year, 1900 to 2155.
    ///
    /// ```
    /// use wesign_core::directory::Date;
    /// assert_eq!(Date::new(2024, 7, 8).unwrap().year(), 2024);
    /// ```
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    ///
    /// ```
    /// use wesign_core::directory::Date;
    /// assert_eq!(Date::new(2024, 7, 8).unwrap().month(), 7);
    /// ```
    #[must_use]
    pub fn month(&self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    ///
    /// ```
    /// use wesign_core::directory::Date;
    /// assert_eq!(Date::new(2024, 7, 8).unwrap().day(), 8);
    /// ```
    #[must_use]
    pub fn day(&self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |n: u16| b'0' + (n % 10) as u8;
        let (month, day) = (u16::from(self.month), u16::from(self.day));
        let text = [
            digit(self.year / 1000),
            digit(self.year / 100),
            digit(self.year / 10),
            digit(self.year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        f.write_str(core::str::from_utf8(&text).unwrap_or_default())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn printed_as_iso() {
        assert_eq!(Date::new(2024, 7, 8).unwrap().to_string(), "2024-07-08");
        assert_eq!(Date::new(1999, 12, 31).unwrap().to_string(), "1999-12-31");
    }

    #[test]
    fn bounds() {
        assert!(Date::new(2024, 13, 1).is_none());
        assert!(Date::new(2024, 0, 1).is_none());
        assert!(Date::new(2024, 4, 31).is_none());
        assert!(Date::new(2024, 1, 0).is_none());
        assert!(Date::new(1899, 1, 1).is_none());
    }
}
