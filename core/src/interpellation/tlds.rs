//! Top-level domains: what makes `example.org` a link without `https://`.

use super::letters::{alphanumeric, fold};

/// The full list: `twitter-text` 3.1.0 (the names delegated in the root zone of 2020), without the
/// two-letter ones, which [`COUNTRY`] holds. 6.6 kB, 3.7 kB in brotli-11.
#[cfg(feature = "tlds")]
const LIST: &str = include_str!("tlds.txt");

/// What counts as known without a list.
const COMMON: &str = "AalsaceAbzhAcomCopCrsicaAeduAgovAinfoCtAmilAnetBgoAorgAparis";

/// The country codes among the pairs of letters: bit `b - 'a'` of row `a - 'a'`.
#[rustfmt::skip]
const COUNTRY: [u32; 26] = [
    0x2df797c, 0x36f7bfb, 0x3f27ded, 0x2005610, 0x01e00d4, 0x0025700, 0x15fb9fb, 0x01a3400,
    0x00f7818, 0x000d010, 0x342b1d0, 0x13e0507, 0x3fffcfd, 0x212c975, 0x0001000, 0x14e3cf1,
    0x0000001, 0x0544010, 0x3be7fdf, 0x26afeec, 0x3041441, 0x0102155, 0x0040020, 0x0000000,
    0x0080010, 0x0401001,
];

/// The top-level domains that make a bare `example.org` a link, borrowed from a compact text.
///
/// The text begins with 27 numbers of four digits: where the names with `a`, `b` … `z` and with
/// another first letter start, in bytes after these numbers. The names are sorted and front-coded:
/// every name is one capital letter (how many characters it shares with the name before, `A` = 0)
/// and the rest of the name. The list lies beside this file
/// (`tlds.txt`) so that a page can load it with the message step only. Country codes are always
/// known. Without the list ([`Tlds::none`]) a link under a name that is neither a country code nor
/// very common is counted at the greater of its own length and 23, and the measure says that it is
/// not exact.
///
/// ```
/// use wesign_core::interpellation::{Channel, Measuring, Tlds};
/// use wesign_core::platform::Native;
/// let without = Measuring { tlds: Tlds::none(), ..Measuring::default() };
/// let unsure = Channel::X.measure("exemple.guru", &Native, &without);
/// let sure = Channel::X.measure("exemple.guru", &Native, &Measuring::default());
/// assert_eq!((sure.length, sure.exact, unsure.exact), (23, true, false));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Tlds<'a> {
    list: Option<&'a str>,
}

/// What stands at a place where a top-level domain could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tld {
    /// A known one, of that many code units.
    Known(usize),
    /// Something that could be one, of that many code units; only without the list.
    Possible(usize),
    /// None.
    No,
}

impl<'a> Tlds<'a> {
    /// Borrows a list in the form of `tlds.txt`. A malformed text finds fewer names, never fails.
    ///
    /// ```
    /// use wesign_core::interpellation::Tlds;
    /// let fetched = String::from("…");
    /// assert!(Tlds::new(&fetched).is_complete());
    /// ```
    #[must_use]
    pub const fn new(list: &'a str) -> Self {
        Self { list: Some(list) }
    }

    /// No list: country codes and a few common names, everything else by its longest reading.
    ///
    /// ```
    /// use wesign_core::interpellation::Tlds;
    /// assert!(!Tlds::none().is_complete());
    /// ```
    #[must_use]
    pub const fn none() -> Self {
        Self { list: None }
    }

    /// Whether the list is there, so that X and Mastodon are counted exactly.
    ///
    /// ```
    /// use wesign_core::interpellation::Tlds;
    /// assert!(Tlds::default().is_complete(), "built in with the feature `tlds`");
    /// ```
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.list.is_some()
    }

    /// The name at the beginning of `text`. The reference asks that no letter or digit of ASCII and
    /// none of `@ + -` follows.
    pub(super) fn at(self, text: &[u16]) -> Tld {
        let Some(&first) = text.first() else {
            return Tld::No;
        };
        let first_letter = letter(first);
        // Most full stops end a sentence: a space follows.
        if first < 0x80 && first_letter.is_none() {
            return Tld::No;
        }
        let ends = |len: usize| text.get(len).is_none_or(|&next| !continues(next));
        if let (Some(a), Some(b)) = (first_letter, text.get(1).and_then(|&unit| letter(unit)))
            && COUNTRY.get(a).is_some_and(|row| row >> b & 1 == 1)
            && ends(2)
        {
            return Tld::Known(2);
        }
        let prefixed = text.len() > 4
            && [b'x', b'n', b'-', b'-']
                .iter()
                .zip(text)
                .all(|(&c, &unit)| fold(unit) == u16::from(c));
        if prefixed {
            let tail = text[4..]
                .iter()
                .take_while(|&&u| alphanumeric(u) || u == u16::from(b'-'))
                .count();
            return if tail > 0 {
                Tld::Known(4 + tail)
            } else {
                Tld::No
            };
        }
        let names = self
            .list
            .map_or(COMMON, |list| section(list, first_letter.unwrap_or(26)));
        let known = longest(names, text, ends);
        if known > 0 {
            return Tld::Known(known);
        }
        if self.list.is_some() {
            return Tld::No;
        }
        let possible = text
            .iter()
            .take_while(|&&u| letter(u).is_some() || (u > 0xBF && super::letters::domain(u)));
        let possible = possible.count();
        if possible > 1 && ends(possible) {
            return Tld::Possible(possible);
        }
        Tld::No
    }
}

impl Default for Tlds<'_> {
    /// The built-in list with the feature `tlds`, none without.
    fn default() -> Self {
        #[cfg(feature = "tlds")]
        let tlds = Self::new(LIST);
        #[cfg(not(feature = "tlds"))]
        let tlds = Self::none();
        tlds
    }
}

/// What must not follow a top-level domain.
fn continues(unit: u16) -> bool {
    alphanumeric(unit) || matches!(unit, 0x40 | 0x2B | 0x2D)
}

fn letter(unit: u16) -> Option<usize> {
    let folded = unit | 0x20;
    (unit < 0x80 && (0x61..=0x7A).contains(&folded)).then(|| usize::from(folded - 0x61))
}

/// The names from the given section of a list on; nothing where the list is malformed.
fn section(list: &str, section: usize) -> &str {
    let read = || {
        let digits = list.as_bytes().get(section * 4..section * 4 + 4)?;
        let start = digits
            .iter()
            .fold(0, |sum, digit| sum * 10 + usize::from(digit & 15));
        list.get(27 * 4 + start..)
    };
    read().unwrap_or_default()
}

/// Length of the longest of the front-coded `names` that `text` begins with and that ends well.
///
/// `common` is how much of the name before agrees with `text`: a name that shares more than that
/// with it disagrees at the same place and is passed over.
fn longest(names: &str, text: &[u16], ends: impl Fn(usize) -> bool) -> usize {
    let (mut best, mut common, mut length, mut compare) = (0, 0, 0, true);
    // A last `A` closes the last name.
    for c in names.chars().chain(['A']) {
        if c.is_ascii_uppercase() {
            if length > 0 && common == length && common > best && ends(common) {
                best = common;
            }
            let shared = c as usize - 'A' as usize;
            compare = shared <= common;
            common = common.min(shared);
            length = shared;
            continue;
        }
        if compare && common == length {
            match text.get(length).map(|&unit| u32::from(fold(unit))) {
                Some(unit) if unit == u32::from(c) => common += 1,
                // Sorted: every further name comes after the text, so that none begins it.
                unit if unit.is_none_or(|unit| unit < u32::from(c)) => break,
                _ => {}
            }
        }
        length += 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn at(tlds: Tlds<'_>, text: &str) -> Tld {
        tlds.at(&text.encode_utf16().collect::<Vec<_>>())
    }

    #[test]
    #[cfg(feature = "tlds")]
    fn finds_the_longest_name() {
        let tlds = Tlds::default();
        for (text, found) in [
            ("com", 3),
            ("COM/", 3),
            ("fr", 2),
            ("fra", 0),
            ("paris,", 5),
            ("aaa", 3),
            ("onion", 5),
            ("zuerich", 7),
            ("嘉里大酒店", 5),
            ("嘉里大", 2),
            ("coma", 0),
            ("co-m", 0),
            ("comé", 3),
            ("xn--p1ai", 8),
            ("xn--", 0),
            ("vermögensberatung", 17),
            ("VERMÖGENSBERATUNG", 17),
            ("МОСКВА", 6),
            ("", 0),
            ("z", 0),
        ] {
            let expected = if found > 0 {
                Tld::Known(found)
            } else {
                Tld::No
            };
            assert_eq!(at(tlds, text), expected, "{text}");
        }
    }

    #[test]
    fn without_a_list_common_names_are_known_and_others_possible() {
        let none = Tlds::none();
        for name in [
            "alsace", "bzh", "com", "coop", "corsica", "edu", "gov", "info", "int", "mil", "net",
            "ngo", "org", "paris", "fr", "uk",
        ] {
            assert_eq!(at(none, name), Tld::Known(name.len()), "{name}");
        }
        assert_eq!(at(none, "agency/"), Tld::Possible(6));
        assert_eq!(at(none, "com4"), Tld::No);
        assert_eq!(at(none, "4"), Tld::No);
        assert_eq!(at(Tlds::new("ZZZ\u{0}é"), "abc"), Tld::No);
    }
}
