use alloc::{borrow::Cow, string::String};

use super::text::{Needs, Rules, clean};
use crate::{platform::Platform, problem::Problem};

/// The name of a town: 1 to 100 characters of any script (`Y` is a commune of the Somme).
///
/// ```
/// use wesign_core::{field::Locality, platform::Native};
/// assert_eq!(Locality::parse(" L’Haÿ-les-Roses ", &Native).unwrap().as_str(), "L’Haÿ-les-Roses");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locality(String);

impl Locality {
    /// The longest name, in characters.
    ///
    /// ```
    /// # use wesign_core::{field::Locality, platform::Native};
    /// assert_eq!(Locality::parse(&"a".repeat(101), &Native).unwrap_err().max, Some(100));
    /// ```
    pub const MAX: u32 = 100;

    /// Normalises and checks the name of a town, by the rules of a person's name.
    ///
    /// # Errors
    /// As [`PersonName::parse`](super::PersonName::parse).
    ///
    /// ```
    /// # use wesign_core::{field::Locality, platform::Native, problem::Code};
    /// assert_eq!(Locality::parse("75018", &Native).unwrap_err().code, Code::NoLetter);
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

super::text_value!(Locality, r#"parse(" Lyon ", &Native)"#, "Lyon");
super::native_deserialize!(Locality);

/// The name of an organisation: 1 to 150 characters. It may be a number (`350`) or look like a
/// domain (`Change.org`), but may not be a link.
///
/// ```
/// use wesign_core::{field::OrganisationName, platform::Native};
/// assert!(OrganisationName::parse("350.org", &Native).is_ok());
/// assert!(OrganisationName::parse("https://350.org", &Native).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrganisationName(String);

impl OrganisationName {
    /// The longest name, in characters.
    ///
    /// ```
    /// # use wesign_core::{field::OrganisationName, platform::Native};
    /// assert_eq!(OrganisationName::parse(&"a".repeat(151), &Native).unwrap_err().max, Some(150));
    /// ```
    pub const MAX: u32 = 150;

    /// Normalises and checks the name of an organisation.
    ///
    /// # Errors
    /// As [`PersonName::parse`](super::PersonName::parse); `no_letter` where there is no digit
    /// either.
    ///
    /// ```
    /// # use wesign_core::{field::OrganisationName, platform::Native, problem::Code};
    /// assert_eq!(OrganisationName::parse("***", &Native).unwrap_err().code, Code::NoLetter);
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
            bare_domain: false,
            needs: Needs::LetterOrDigit,
        };
        clean(text, platform, rules)
    }
}

super::text_value!(OrganisationName, r#"parse(" 350 ", &Native)"#, "350");
super::native_deserialize!(OrganisationName);
