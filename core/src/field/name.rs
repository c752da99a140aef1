use alloc::{borrow::Cow, string::String};

use super::text::{Needs, Rules, clean};
use crate::{platform::Platform, problem::Problem};

/// The name of a person, or a part of it: 1 to 100 characters of any script.
///
/// Normalised: NFC, trimmed, inner spaces collapsed. Its typography stays as it was written.
///
/// ```
/// use wesign_core::{field::PersonName, platform::Native, problem::Code};
/// let name = PersonName::parse("  Jean-Noël   d’Ormesson ", &Native).unwrap();
/// assert_eq!(name.as_str(), "Jean-Noël d’Ormesson");
/// assert_eq!(PersonName::parse("O", &Native).unwrap().as_str(), "O");
/// assert_eq!(PersonName::parse("=cmd|' /C calc'!A0", &Native).unwrap_err().code, Code::FormulaStart);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonName(String);

impl PersonName {
    /// The longest name, in characters.
    ///
    /// ```
    /// # use wesign_core::{field::PersonName, platform::Native};
    /// assert_eq!(PersonName::parse(&"a".repeat(101), &Native).unwrap_err().max, Some(100));
    /// ```
    pub const MAX: u32 = 100;

    /// Normalises and checks a name.
    ///
    /// # Errors
    /// `required`, `too_long`, `control_character`, `contains_url`, `contains_markup`, `no_letter`,
    /// `formula_start`.
    ///
    /// ```
    /// # use wesign_core::{field::PersonName, platform::Native, problem::Code};
    /// let code = |name| PersonName::parse(name, &Native).unwrap_err().code;
    /// assert_eq!(code(" "), Code::Required);
    /// assert_eq!(code("12345"), Code::NoLetter);
    /// assert_eq!(code("<b>Ada"), Code::ContainsMarkup);
    /// assert_eq!(code("A\u{202E}da"), Code::ControlCharacter);
    /// ```
    pub fn parse(text: &str, platform: &dyn Platform) -> Result<Self, Problem> {
        Self::read(text, platform).map(Self::checked)
    }

    /// The text of [`parse`](Self::parse), borrowed where it was typed like that.
    pub(crate) fn read<'a>(
        text: &'a str,
        platform: &dyn Platform,
    ) -> Result<Cow<'a, str>, Problem> {
        let rules = Rules {
            max: Self::MAX,
            prose: false,
            bare_domain: true,
            needs: Needs::Letter,
        };
        clean(text, platform, rules)
    }
}

super::text_value!(PersonName, r#"parse(" Ada  L. ", &Native)"#, "Ada L.");
super::native_deserialize!(PersonName);
