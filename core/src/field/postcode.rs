use alloc::{borrow::Cow, string::String};

use super::{Country, postcode_format::normalise, text::trimmed};
use crate::problem::{Code, Problem};

/// A postcode in the normalised spelling of its country.
///
/// With serde it is `{"country":"FR","code":"75341","cedex":true}`, for the code alone says neither
/// whose it is nor always that it is a CEDEX; `cedex` is left out where it is not one. Within a
/// [`Signature`](crate::signature::Signature) it is the code.
///
/// ```
/// use wesign_core::field::{Country, Postcode};
/// let paris = Postcode::parse("75 018", Country::FRANCE).unwrap();
/// assert_eq!((paris.as_str(), paris.departement()), ("75018", Some("75")));
/// let bastia = Postcode::parse("20200", Country::FRANCE).unwrap();
/// assert_eq!(bastia.departement(), Some("2B"));
/// let office = Postcode::parse("75341 Paris cedex 07", Country::FRANCE).unwrap();
/// assert_eq!((office.as_str(), office.is_cedex()), ("75341", true));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Postcode {
    country: Country,
    text: String,
    cedex: bool,
}

/// What a postcode holds, before it is owned.
pub(crate) struct PostcodeText<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) cedex: bool,
}

impl Postcode {
    /// The longest postcode of a country whose form is not known here, in characters.
    ///
    /// ```
    /// # use wesign_core::field::{Country, Postcode};
    /// let states = Country::parse("US").unwrap();
    /// assert_eq!(Postcode::parse("1234567890123", states).unwrap_err().max, Some(Postcode::MAX));
    /// ```
    pub const MAX: u32 = 12;

    /// Normalises and checks a postcode of `country`.
    ///
    /// # Errors
    /// `required`, `postcode_format`, `postcode_unknown_area`, `too_long`.
    ///
    /// ```
    /// # use wesign_core::{field::{Country, Postcode}, problem::Code};
    /// let britain = Country::parse("GB").unwrap();
    /// assert_eq!(Postcode::parse("sw1a1aa", britain).unwrap().as_str(), "SW1A 1AA");
    /// assert_eq!(Postcode::parse("75018", britain).unwrap_err().code, Code::PostcodeFormat);
    /// ```
    pub fn parse(text: &str, country: Country) -> Result<Self, Problem> {
        Self::read(text, country)
            .map(|read| Postcode::checked(read.text.into(), read.cedex, country))
    }

    /// The text of [`parse`](Self::parse), borrowed where it was typed like that.
    pub(crate) fn read(text: &str, country: Country) -> Result<PostcodeText<'_>, Problem> {
        let text = trimmed(text, char::is_whitespace);
        if text.is_empty() {
            return Err(Code::Required.into());
        }
        if country.is_french() {
            return french(text, country);
        }
        let text = match normalise(text, country.as_str()) {
            Some(fitted) => fitted.ok_or(Code::PostcodeFormat)?,
            None => free(text)?,
        };
        Ok(PostcodeText {
            text: Cow::Owned(text),
            cedex: false,
        })
    }

    /// Holds what `read` gave.
    pub(crate) fn checked(text: String, cedex: bool, country: Country) -> Self {
        Postcode {
            country,
            text,
            cedex,
        }
    }

    /// Checks a code again that was stored without the word that said CEDEX.
    #[cfg(feature = "serde")]
    pub(crate) fn stored(code: &str, country: Country, cedex: bool) -> Result<Self, Problem> {
        let mut postcode = Postcode::parse(code, country)?;
        if cedex && !country.is_french() {
            return Err(Code::PostcodeFormat.into());
        }
        postcode.cedex |= cedex;
        Ok(postcode)
    }

    /// Whether it is a CEDEX code although its digits do not say so.
    #[cfg(feature = "serde")]
    pub(crate) fn is_cedex_by_word(&self) -> bool {
        self.cedex && !is_cedex_of_paris(&self.text)
    }

    /// The postcode in its normalised spelling.
    ///
    /// ```
    /// # use wesign_core::field::{Country, Postcode};
    /// assert_eq!(Postcode::parse("F-75018", Country::FRANCE).unwrap().as_str(), "75018");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The country whose form it has.
    ///
    /// ```
    /// # use wesign_core::field::{Country, Postcode};
    /// assert_eq!(Postcode::parse("75018", Country::FRANCE).unwrap().country(), Country::FRANCE);
    /// ```
    pub fn country(&self) -> Country {
        self.country
    }

    /// Whether it is a French CEDEX code: one of an organisation that gets much mail, of which no
    /// table of places knows.
    ///
    /// ```
    /// # use wesign_core::field::{Country, Postcode};
    /// assert!(Postcode::parse("75341", Country::FRANCE).unwrap().is_cedex());
    /// assert!(!Postcode::parse("75018", Country::FRANCE).unwrap().is_cedex());
    /// ```
    pub fn is_cedex(&self) -> bool {
        self.cedex
    }

    /// The code of the département or overseas territory that the post puts it in: `75`, `2A`, `974`;
    /// `None` outside France. A postcode can serve communes of the next département as well.
    ///
    /// ```
    /// # use wesign_core::field::{Country, Postcode};
    /// let of = |code| Postcode::parse(code, Country::FRANCE).unwrap().departement().unwrap().to_owned();
    /// assert_eq!([of("20090"), of("20600"), of("97410"), of("97150")], ["2A", "2B", "974", "978"]);
    /// ```
    pub fn departement(&self) -> Option<&str> {
        if !self.country.is_french() {
            return None;
        }
        Some(match self.text.get(..2)? {
            "20" => match self.text.as_bytes()[2] {
                b'2' | b'4' | b'6' => "2B",
                _ => "2A",
            },
            // Saint-Barthélemy and Saint-Martin have kept postcodes of Guadeloupe.
            "97" if self.text == "97133" => "977",
            "97" if self.text == "97150" => "978",
            "97" | "98" => self.text.get(..3)?,
            two => two,
        })
    }
}

/// Five digits of a département that exists, with or without the line that says CEDEX.
fn french(text: &str, country: Country) -> Result<PostcodeText<'_>, Problem> {
    let cedex = text.get(5..).is_some_and(|rest| has_word(rest, b"cedex"));
    // `75341 Paris CEDEX 07`: what follows the code is not part of it.
    let number = if cedex {
        text.split(char::is_alphabetic).next().unwrap_or_default()
    } else {
        text
    };
    let digits = if country == Country::FRANCE && number.len() == 5 && is_number(number) {
        Cow::Borrowed(number)
    } else {
        let fitted = normalise(number, country.as_str()).flatten();
        Cow::Owned(fitted.ok_or(Code::PostcodeFormat)?)
    };
    let exists = match digits.get(..2).unwrap_or_default() {
        "00" | "96" | "99" => false,
        // 203 to 205 and 207 are CEDEX codes of Ajaccio, Bastia and Porto-Vecchio.
        "20" => digits.as_bytes()[2] <= b'7',
        "97" => matches!(digits.as_bytes()[2], b'1'..=b'8'),
        "98" => matches!(digits.as_bytes()[2], b'0' | b'4' | b'6'..=b'8'),
        _ => true,
    };
    if !exists {
        return Err(Code::PostcodeUnknownArea.into());
    }
    let cedex = cedex || is_cedex_of_paris(&digits);
    Ok(PostcodeText {
        text: digits,
        cedex,
    })
}

/// Paris gives its geographic codes to 20 arrondissements and half of the sixteenth only.
fn is_cedex_of_paris(digits: &str) -> bool {
    digits.starts_with("75") && digits > "75020" && digits != "75116"
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_word(text: &str, word: &[u8]) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|part| part.eq_ignore_ascii_case(word))
}

/// Letters, digits, spaces and hyphens, in capitals, single spaces.
fn free(text: &str) -> Result<String, Problem> {
    let mut free = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '-' => free.push('-'),
            _ if character.is_whitespace() => {
                if !free.ends_with(' ') {
                    free.push(' ');
                }
            }
            _ if character.is_ascii_alphanumeric() => free.push(character.to_ascii_uppercase()),
            _ => return Err(Code::PostcodeFormat.into()),
        }
    }
    if !free.contains(|sign: char| sign.is_ascii_alphanumeric()) {
        return Err(Code::PostcodeFormat.into());
    }
    if free.len() > Postcode::MAX as usize {
        return Err(Problem::too_long(Postcode::MAX));
    }
    Ok(free)
}

impl core::fmt::Display for Postcode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.text)
    }
}

/// A postcode with what it takes to check it again.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Postcode")]
struct Stored<T> {
    country: Country,
    code: T,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    cedex: bool,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Postcode {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let stored = Stored {
            country: self.country,
            code: self.as_str(),
            cedex: self.cedex,
        };
        stored.serialize(to)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Postcode {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let stored = Stored::<String>::deserialize(from)?;
        Postcode::stored(&stored.code, stored.country, stored.cedex)
            .map_err(serde::de::Error::custom)
    }
}
