use alloc::string::String;

use super::{Country, text::is_invisible};
use crate::problem::{Code, Problem};

/// A phone number in the international form E.164: `+33612345678`.
///
/// Spaces, dots, hyphens, slashes, brackets and direction marks are dropped; `00` before a country code is read as
/// `+`; French national numbers are accepted where the country is France or one of its territories,
/// and there those of its own plan (`87 12 34 56` in French Polynesia).
/// With serde, which says no country, only the international form is read.
///
/// ```
/// use wesign_core::field::{Country, PhoneNumber};
/// let number = PhoneNumber::parse("06 12 34 56 78", Country::FRANCE).unwrap();
/// assert_eq!(number.as_str(), "+33612345678");
/// let reunion = PhoneNumber::parse("0692 12 34 56", Country::FRANCE).unwrap();
/// assert_eq!(reunion.as_str(), "+262692123456");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(String);

/// French numbering plan: the first digits of a national number without its 0, and the country code
/// of the territory that they belong to (Arcep, decision 2018-0881). All others are `33`.
const FRENCH_ZONES: &[(&str, &str)] = &[
    ("262", "262"),
    ("263", "262"),
    ("269", "262"),
    ("639", "262"),
    ("692", "262"),
    ("693", "262"),
    ("590", "590"),
    ("690", "590"),
    ("691", "590"),
    ("594", "594"),
    ("694", "594"),
    ("596", "596"),
    ("696", "596"),
    ("697", "596"),
    // Saint-Pierre-et-Miquelon: six digits, before which 508 is area and country code at once.
    ("508", ""),
];

/// Territories whose people dial numbers without a trunk 0: how many digits, and the country code (ITU-T,
/// national numbering plans of +687, +689, +508 and +681).
const OWN_PLANS: &[(&str, usize, &str)] = &[
    ("NC", 6, "687"),
    ("PF", 8, "689"),
    ("PM", 6, "508"),
    ("WF", 6, "681"),
];

impl PhoneNumber {
    /// The most digits of E.164, the country code included.
    ///
    /// ```
    /// # use wesign_core::field::{Country, PhoneNumber};
    /// assert!(PhoneNumber::parse("+999123456789012", Country::FRANCE).is_ok());
    /// assert!(PhoneNumber::parse("+9991234567890123", Country::FRANCE).is_err());
    /// ```
    pub const MAX_DIGITS: usize = 15;
    /// The fewest digits that are taken for a whole number, the country code included: the shortest
    /// in use have seven or eight (Niue, Saint Helena).
    ///
    /// ```
    /// # use wesign_core::field::{Country, PhoneNumber};
    /// assert!(PhoneNumber::parse("+683 4000", Country::FRANCE).is_ok());
    /// assert!(PhoneNumber::parse("+683 400", Country::FRANCE).is_err());
    /// ```
    pub const MIN_DIGITS: usize = 7;

    /// Reads a number that was typed in `country`.
    ///
    /// # Errors
    /// `required`, `phone_format`, `phone_needs_country_code`.
    ///
    /// ```
    /// # use wesign_core::{field::{Country, PhoneNumber}, problem::Code};
    /// let belgium = Country::parse("BE").unwrap();
    /// let error = PhoneNumber::parse("0470 12 34 56", belgium).unwrap_err();
    /// assert_eq!(error.code, Code::PhoneNeedsCountryCode);
    /// ```
    pub fn parse(text: &str, country: Country) -> Result<Self, Problem> {
        Self::typed(text, country.as_str(), country.is_french())
    }

    /// Reads a number that was typed where French national numbers are known, or are not.
    fn typed(text: &str, country: &str, in_france: bool) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required.into());
        }
        let mut digits = String::with_capacity(16);
        let mut international = false;
        // `+33 (0)6 12 34 56 78`: the bracket holds the 0 that falls away abroad.
        let bracketed = text
            .as_bytes()
            .windows(3)
            .position(|part| part == b"(0)")
            .filter(|&at| at > 0);
        for (at, character) in text.char_indices() {
            match character {
                '+' if digits.is_empty() && !international => international = true,
                '0' if bracketed == Some(at.wrapping_sub(1)) => {}
                '0'..='9' if digits.len() <= Self::MAX_DIGITS + 2 => digits.push(character),
                '.' | '-' | '\u{2010}'..='\u{2015}' | '/' | '(' | ')' => {}
                // Address books paste direction marks around the numbers that they hold.
                '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
                _ if character.is_whitespace() || is_invisible(character) => {}
                _ => return Err(Code::PhoneFormat.into()),
            }
        }
        if !international && let Some(rest) = digits.strip_prefix("00") {
            digits = rest.into();
            international = true;
        }
        if international {
            from_international(&digits)
        } else {
            from_national(&digits, country, in_france)
        }
    }
}

fn from_international(digits: &str) -> Result<PhoneNumber, Problem> {
    let wrong = Err(Code::PhoneFormat.into());
    if !(PhoneNumber::MIN_DIGITS..=PhoneNumber::MAX_DIGITS).contains(&digits.len())
        || digits.starts_with('0')
    {
        return wrong;
    }
    if let Some(national) = digits.strip_prefix("33") {
        // Nine digits follow; the trunk 0 is often left in by mistake: +33 06 12 34 56 78.
        let national = national.strip_prefix('0').unwrap_or(national);
        return french(national);
    }
    // North American numbers have ten digits: area and exchange start with 2 to 9.
    if let Some(national) = digits.strip_prefix('1')
        && (national.len() != 10
            || !matches!(national.as_bytes()[0], b'2'..=b'9')
            || !matches!(national.as_bytes()[3], b'2'..=b'9'))
    {
        return wrong;
    }
    Ok(joined("", digits))
}

fn from_national(digits: &str, country: &str, in_france: bool) -> Result<PhoneNumber, Problem> {
    if !in_france {
        return Err(Code::PhoneNeedsCountryCode.into());
    }
    let own = OWN_PLANS
        .iter()
        .find(|(of, length, _)| *of == country && *length == digits.len());
    if let Some((_, _, code)) = own
        && !digits.starts_with('0')
    {
        return Ok(joined(code, digits));
    }
    match digits.strip_prefix('0') {
        Some(national) => french(national),
        None => Err(Code::PhoneFormat.into()),
    }
}

/// Nine digits after the trunk 0, the first of which is not 0.
fn french(national: &str) -> Result<PhoneNumber, Problem> {
    if national.len() != 9 || national.starts_with('0') {
        return Err(Code::PhoneFormat.into());
    }
    let zone = FRENCH_ZONES
        .iter()
        .find(|(prefix, _)| national.starts_with(prefix));
    Ok(joined(zone.map_or("33", |(_, code)| code), national))
}

fn joined(code: &str, rest: &str) -> PhoneNumber {
    let mut number = String::with_capacity(1 + code.len() + rest.len());
    number.push('+');
    number.push_str(code);
    number.push_str(rest);
    PhoneNumber(number)
}

super::text_value!(
    PhoneNumber,
    r#"parse("01 40 63 60 00", Country::FRANCE)"#,
    "+33140636000"
);

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for PhoneNumber {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::typed(&text, "", false).map_err(serde::de::Error::custom)
    }
}
