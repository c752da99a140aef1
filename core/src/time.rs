//! Time as a value.

use core::fmt;

const DAY: i64 = 86_400;

/// A moment in UTC, to the second, between the years 0000 and 9999.
///
/// The core has no clock: whoever calls it says what time it is. On the wire it is RFC 3339 text.
///
/// ```
/// use wesign_core::time::Timestamp;
/// let at = Timestamp::parse("2026-11-22T07:30:00+01:00").unwrap();
/// assert_eq!(at.to_string(), "2026-11-22T06:30:00Z");
/// assert_eq!(at.unix(), 1_795_329_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0000-01-01T00:00:00Z, the earliest that RFC 3339 can write.
    ///
    /// ```
    /// # use wesign_core::time::Timestamp;
    /// assert_eq!(Timestamp::MIN.to_string(), "0000-01-01T00:00:00Z");
    /// ```
    pub const MIN: Timestamp = Timestamp(-62_167_219_200);
    /// 9999-12-31T23:59:59Z, the latest that RFC 3339 can write.
    ///
    /// ```
    /// # use wesign_core::time::Timestamp;
    /// assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59Z");
    /// ```
    pub const MAX: Timestamp = Timestamp(253_402_300_799);

    /// The moment `seconds` after 1970-01-01T00:00:00Z, held within [`MIN`](Self::MIN) and
    /// [`MAX`](Self::MAX).
    ///
    /// ```
    /// use wesign_core::time::Timestamp;
    /// assert_eq!(Timestamp::from_unix(0).to_string(), "1970-01-01T00:00:00Z");
    /// assert_eq!(Timestamp::from_unix(i64::MAX), Timestamp::MAX);
    /// ```
    pub const fn from_unix(seconds: i64) -> Self {
        if seconds < Self::MIN.0 {
            Self::MIN
        } else if seconds > Self::MAX.0 {
            Self::MAX
        } else {
            Timestamp(seconds)
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// # use wesign_core::time::Timestamp;
    /// assert_eq!(Timestamp::from_unix(-1).unix(), -1);
    /// ```
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The calendar year in UTC.
    ///
    /// ```
    /// # use wesign_core::time::Timestamp;
    /// assert_eq!(Timestamp::from_unix(0).year(), 1970);
    /// ```
    pub const fn year(self) -> u16 {
        self.date().0
    }

    /// Year, month (1–12) and day (1–31) in UTC.
    ///
    /// ```
    /// # use wesign_core::time::Timestamp;
    /// assert_eq!(Timestamp::parse("2024-02-29T23:59:59Z").unwrap().date(), (2024, 2, 29));
    /// ```
    pub const fn date(self) -> (u16, u8, u8) {
        // Days to civil date in the proleptic Gregorian calendar, counted in eras of 400 years that
        // start on the 1st of March, so that the leap day comes last (Howard Hinnant's algorithm).
        let days = self.0.div_euclid(DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year as u16, month as u8, day as u8)
    }

    /// Reads RFC 3339: `2026-11-22T07:30:00Z`, with an offset or a fraction of a second (dropped)
    /// as well. `None` for anything else, a leap second or a day that does not exist.
    ///
    /// ```
    /// # use wesign_core::time::Timestamp;
    /// assert!(Timestamp::parse("2026-11-22T07:30:00.5-01:30").is_some());
    /// assert!(Timestamp::parse("2026-02-29T00:00:00Z").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| {
            bytes.get(from..to)?.iter().try_fold(0_i64, |sum, byte| {
                byte.is_ascii_digit()
                    .then(|| sum * 10 + i64::from(byte - b'0'))
            })
        };
        let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if !separators
            .iter()
            .all(|&(at, byte)| bytes.get(at) == Some(&byte))
            || !matches!(bytes.get(10), Some(b'T' | b't'))
        {
            return None;
        }
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let mut at = 19;
        if bytes.get(at) == Some(&b'.') {
            let digits = bytes
                .get(20..)?
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if digits == 0 {
                return None;
            }
            at += 1 + digits;
        }
        let sign = match bytes.get(at)? {
            b'Z' | b'z' if bytes.len() == at + 1 => 0,
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let mut offset = 0;
        if sign != 0 {
            let (hours, minutes) = (number(at + 1, at + 3)?, number(at + 4, at + 6)?);
            if bytes.get(at + 3) != Some(&b':')
                || bytes.len() != at + 6
                || hours > 23
                || minutes > 59
            {
                return None;
            }
            offset = sign * (hours * 3600 + minutes * 60);
        }
        let days = days_from_civil(year, month, day)?;
        let seconds = days * DAY + hour * 3600 + minute * 60 + second - offset;
        (Self::MIN.0..=Self::MAX.0)
            .contains(&seconds)
            .then_some(Timestamp(seconds))
    }
}

fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + of_era - 719_468)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let of_day = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

#[cfg(feature = "serde")]
crate::text_serde::as_text!(Timestamp);

#[cfg(feature = "serde")]
impl crate::text_serde::FromText for Timestamp {
    fn from_text(text: &str) -> Option<Self> {
        Timestamp::parse(text)
    }
}

/// Where a moment stands to the opening and the closing of a petition.
///
/// ```
/// use wesign_core::time::{Phase, Timestamp};
/// let now = Timestamp::from_unix(0);
/// assert_eq!(Phase::at(now, None, None), Phase::Open);
/// assert_eq!(Phase::at(now, Some(Timestamp::from_unix(1)), None), Phase::NotOpen);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Not open yet.
    NotOpen,
    /// Open: it can be signed.
    Open,
    /// Closed.
    Closed,
}

impl Phase {
    /// The phase at `now` of what opens at `opens_at` (included) and closes at `closes_at`
    /// (excluded); without a date it was always open, or never closes.
    ///
    /// ```
    /// use wesign_core::time::{Phase, Timestamp};
    /// let closes = Timestamp::parse("2026-12-01T00:00:00Z");
    /// let last_second = Timestamp::parse("2026-11-30T23:59:59Z").unwrap();
    /// assert_eq!(Phase::at(last_second, None, closes), Phase::Open);
    /// assert_eq!(Phase::at(closes.unwrap(), None, closes), Phase::Closed);
    /// ```
    pub fn at(now: Timestamp, opens_at: Option<Timestamp>, closes_at: Option<Timestamp>) -> Phase {
        match (opens_at, closes_at) {
            (_, Some(closes)) if now >= closes => Phase::Closed,
            (Some(opens), _) if now < opens => Phase::NotOpen,
            _ => Phase::Open,
        }
    }
}
