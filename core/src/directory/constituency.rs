//! Constituencies and the départements they belong to.

use core::fmt;
use core::str::FromStr;

/// A département or what stands for one, by its INSEE code: `01` … `95`, `2A`, `2B`, `971` … `988`,
/// and `99` for the French people who live abroad.
///
/// Orders as the codes do as text: `29`, `2A`, `2B`, `30`.
///
/// ```
/// use wesign_core::directory::Departement;
/// let codes = ["29", "2A", "30"].map(|code| Departement::new(code).unwrap());
/// assert!(codes.is_sorted());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Departement([u8; 3]);

impl Departement {
    /// The French people who live abroad: constituencies 99-01 to 99-11.
    ///
    /// ```
    /// use wesign_core::directory::Departement;
    /// assert_eq!(Departement::ABROAD.as_str(), "99");
    /// ```
    pub const ABROAD: Self = Self(*b"99\0");

    /// Reads a code of two or three characters; `None` unless it is made as one is.
    ///
    /// Checks the form (digits, or `2A`/`2B`), not that such a département exists.
    ///
    /// ```
    /// use wesign_core::directory::Departement;
    /// assert!(Departement::new("974").is_some() && Departement::new("2C").is_none());
    /// ```
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        match *code.as_bytes() {
            [b'2', c @ (b'A' | b'B')] => Some(Self([b'2', c, 0])),
            [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => Some(Self([a, b, 0])),
            [b'9', b, c] if matches!(b, b'7' | b'8') && c.is_ascii_digit() => {
                Some(Self([b'9', b, c]))
            }
            _ => None,
        }
    }

    /// The INSEE code, as in `75`, `2A` or `974`.
    ///
    /// ```
    /// use wesign_core::directory::Departement;
    /// assert_eq!(Departement::new("2A").unwrap().as_str(), "2A");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        let code = match &self.0 {
            [short @ .., 0] => short.as_slice(),
            long => long.as_slice(),
        };
        core::str::from_utf8(code).unwrap_or_default()
    }
}

impl fmt::Display for Departement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Departement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One of the 577 constituencies (circonscriptions législatives) that elect a deputy each.
///
/// Written as the département's code and the ordinal in two digits: `75-03`, `2A-01`, `974-07`,
/// `99-11`.
///
/// ```
/// use wesign_core::directory::Constituency;
/// let corsican: Constituency = "2A-01".parse()?;
/// assert_eq!(corsican.to_string(), "2A-01");
/// # Ok::<(), wesign_core::directory::ParseConstituencyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Constituency {
    departement: Departement,
    ordinal: u8,
}

impl Constituency {
    /// The constituency of a number; `None` unless the ordinal is from 1 to 99.
    ///
    /// ```
    /// use wesign_core::directory::{Constituency, Departement};
    /// let paris = Departement::new("75").unwrap();
    /// assert_eq!(Constituency::new(paris, 3).unwrap().to_string(), "75-03");
    /// assert_eq!(Constituency::new(paris, 0), None);
    /// ```
    #[must_use]
    pub fn new(departement: Departement, ordinal: u8) -> Option<Self> {
        (1..=99).contains(&ordinal).then_some(Self {
            departement,
            ordinal,
        })
    }

    /// The département, or 99 for the French people abroad.
    ///
    /// ```
    /// use wesign_core::directory::{Constituency, Departement};
    /// let abroad: Constituency = "99-11".parse()?;
    /// assert_eq!(abroad.departement(), Departement::ABROAD);
    /// # Ok::<(), wesign_core::directory::ParseConstituencyError>(())
    /// ```
    #[must_use]
    pub fn departement(&self) -> Departement {
        self.departement
    }

    /// The number within the département, from 1.
    ///
    /// ```
    /// use wesign_core::directory::Constituency;
    /// let eleventh: Constituency = "99-11".parse()?;
    /// assert_eq!(eleventh.ordinal(), 11);
    /// # Ok::<(), wesign_core::directory::ParseConstituencyError>(())
    /// ```
    #[must_use]
    pub fn ordinal(&self) -> u8 {
        self.ordinal
    }
}

impl fmt::Display for Constituency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Bytes by hand: padding through the formatter costs more code in wasm than this.
        f.write_str(self.departement.as_str())?;
        let digits = [b'-', b'0' + self.ordinal / 10, b'0' + self.ordinal % 10];
        f.write_str(core::str::from_utf8(&digits).unwrap_or_default())
    }
}

impl fmt::Debug for Constituency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not the number of a constituency.
///
/// ```
/// use wesign_core::directory::{Constituency, ParseConstituencyError};
/// assert_eq!("75-3".parse::<Constituency>(), Err(ParseConstituencyError));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a constituency: expected the form 75-03")]
pub struct ParseConstituencyError;

impl FromStr for Constituency {
    type Err = ParseConstituencyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (departement, ordinal) = text.split_once('-')?;
            let &[tens, ones] = ordinal.as_bytes() else {
                return None;
            };
            if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
                return None;
            }
            Self::new(
                Departement::new(departement)?,
                (tens - b'0') * 10 + ones - b'0',
            )
        };
        read().ok_or(ParseConstituencyError)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Constituency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Departement {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn written_and_read_alike() {
        for text in [
            "01-01", "75-18", "2A-02", "2B-01", "974-07", "977-01", "99-11",
        ] {
            let read: Constituency = text.parse().expect(text);
            assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "-",
            "75",
            "75-",
            "75-3",
            "75-003",
            "75-00",
            "7-03",
            "2C-01",
            "a5-01",
            "75-+3",
            "075-03",
            "975",
            "999-01",
            "75_03",
            "７５-03",
        ] {
            assert_eq!(
                text.parse::<Constituency>(),
                Err(ParseConstituencyError),
                "{text}"
            );
        }
    }

    #[test]
    fn corsica_sorts_between_29_and_30() {
        let codes = ["29", "2A", "2B", "30"].map(|code| Departement::new(code).expect(code));
        assert!(codes.is_sorted());
    }
}
