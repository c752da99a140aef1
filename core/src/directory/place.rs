//! Communes and arrondissements as a postcode leads to them.

use alloc::vec::Vec;
use core::fmt;

use super::{Constituency, Departement};

/// INSEE code of a commune or arrondissement: `75118`, `2A004`, `97105`.
///
/// ```
/// use wesign_core::directory::CommuneCode;
/// assert_eq!(CommuneCode::new("2A004").unwrap().to_string(), "2A004");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommuneCode([u8; 5]);

impl CommuneCode {
    /// Reads a code of five characters: digits, the second may be `A` or `B` after a `2` (Corsica).
    ///
    /// ```
    /// use wesign_core::directory::CommuneCode;
    /// assert!(CommuneCode::new("75118").is_some() && CommuneCode::new("7511").is_none());
    /// ```
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 5] = code.as_bytes().try_into().ok()?;
        let corsica = bytes[0] == b'2' && matches!(bytes[1], b'A' | b'B');
        let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
        (digits == 5 || (corsica && digits == 4)).then_some(Self(bytes))
    }

    /// The département or territory of the commune; `None` for a state that INSEE counts as a
    /// commune of its own (Monaco, `99138`).
    ///
    /// ```
    /// use wesign_core::directory::{CommuneCode, Departement};
    /// let departement = |code| CommuneCode::new(code).and_then(|code| code.departement());
    /// assert_eq!(departement("2A004"), Departement::new("2A"));
    /// assert_eq!(departement("97701"), Departement::new("977"));
    /// assert_eq!(departement("99138"), None);
    /// ```
    #[must_use]
    pub fn departement(&self) -> Option<Departement> {
        let length = match self.as_str().get(..2)? {
            "99" => return None,
            "97" | "98" => 3,
            _ => 2,
        };
        Departement::new(self.as_str().get(..length)?)
    }

    /// For numbers read from a shard, which are digits by construction.
    pub(super) fn from_bytes(bytes: [u8; 5]) -> Self {
        Self(bytes)
    }

    /// The five characters.
    ///
    /// ```
    /// use wesign_core::directory::CommuneCode;
    /// assert_eq!(CommuneCode::new("01053").unwrap().as_str(), "01053");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CommuneCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CommuneCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CommuneCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A commune, or an arrondissement of Paris, Lyon or Marseille.
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let bourg = &shard.places("01000")[0];
/// assert_eq!((bourg.name, bourg.seats.len()), ("Bourg-en-Bresse", 2));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Place<'a> {
    /// INSEE code.
    pub code: CommuneCode,
    /// Name as INSEE writes it, `Paris 18e Arrondissement`.
    pub name: &'a str,
    /// Constituencies that the place lies in, in order. More than one: the place is split, and
    /// its people are in one of them that the place alone doesn't tell.
    pub seats: Vec<Constituency>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commune_codes() {
        for code in ["01001", "75118", "2A004", "2B366", "97105", "98818"] {
            assert_eq!(CommuneCode::new(code).expect(code).as_str(), code);
        }
        for code in ["", "1001", "750118", "2C001", "AB001", "7511é", "2AA04"] {
            assert_eq!(CommuneCode::new(code), None, "{code}");
        }
    }
}
