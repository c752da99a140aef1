//! The one public error: field, code, bound.
//!
//! A code is stable and says what is wrong; words belong to the locales.
#![doc = include_str!("problem-codes.md")]

use core::fmt;

use crate::field::Field;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// What is wrong with a value. The text of a code never changes its meaning.
        ///
        /// ```
        /// use wesign_core::problem::Code;
        /// assert_eq!(Code::TooLong.as_str(), "too_long");
        /// assert_eq!(Code::parse("too_long"), Some(Code::TooLong));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of the documentation.
            ///
            /// ```
            /// use wesign_core::problem::Code;
            /// assert!(Code::ALL.contains(&Code::Required));
            /// ```
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The text of the code on the wire.
            ///
            /// ```
            /// use wesign_core::problem::Code;
            /// assert_eq!(Code::ContainsUrl.as_str(), "contains_url");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text),+ }
            }

            /// What the code means, in one English sentence, for developers.
            ///
            /// ```
            /// use wesign_core::problem::Code;
            /// assert_eq!(Code::ContainsUrl.meaning(), "The value holds a web address.");
            /// ```
            pub const fn meaning(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+).trim_ascii()),+ }
            }
        }
    };
}

codes! {
    /// A required value is missing or empty.
    Required = "required",
    /// The value has more characters than `max` (bytes for an e-mail address).
    TooLong = "too_long",
    /// The value holds a control character, a bidirectional override or a non-character.
    ControlCharacter = "control_character",
    /// The value holds a web address.
    ContainsUrl = "contains_url",
    /// The value holds markup: HTML, BBCode, Markdown links or template braces.
    ContainsMarkup = "contains_markup",
    /// The value holds no letter: only punctuation, symbols or digits.
    NoLetter = "no_letter",
    /// The value starts as a spreadsheet formula does: `=`, `+`, `-`, `@` or a tab.
    FormulaStart = "formula_start",
    /// The e-mail address has no `@`.
    EmailMissingAt = "email_missing_at",
    /// What stands before the `@` is empty or holds a character that no address may hold.
    EmailLocalPart = "email_local_part",
    /// What stands before the `@` is longer than `max` bytes.
    EmailLocalPartTooLong = "email_local_part_too_long",
    /// What stands after the `@` is not a domain name.
    EmailDomain = "email_domain",
    /// The domain has no dot, so no mail can reach it: `jean@gmail`.
    EmailDomainIncomplete = "email_domain_incomplete",
    /// The domain is one that the organiser refuses because it hands out disposable addresses.
    EmailDisposable = "email_disposable",
    /// The country is not an ISO 3166-1 alpha-2 code.
    CountryUnknown = "country_unknown",
    /// The petition is not open to people of this country.
    CountryNotEligible = "country_not_eligible",
    /// The postcode does not have the form that the country uses.
    PostcodeFormat = "postcode_format",
    /// The postcode has the right form, but no such area exists (no French département 00 or 96).
    PostcodeUnknownArea = "postcode_unknown_area",
    /// The phone number is neither international (`+` and country code) nor valid nationally.
    PhoneFormat = "phone_format",
    /// The phone number is national in a country whose national form is not known here: it needs
    /// `+` and the country code.
    PhoneNeedsCountryCode = "phone_needs_country_code",
    /// The birth year is not a year of four digits.
    BirthYearFormat = "birth_year_format",
    /// The birth year is before `min` or after `max`.
    BirthYearRange = "birth_year_range",
    /// The person does not reach the age of `min` years within this calendar year.
    TooYoung = "too_young",
    /// A consent without which this petition cannot be signed was not given.
    ConsentRequired = "consent_required",
    /// The consent was given to another wording than the one in force: it must be asked again.
    ConsentOutdated = "consent_outdated",
    /// The value is refused for a reason that this version does not know (only ever received).
    Invalid = "invalid",
}

impl Code {
    /// The code that this text names, if any.
    ///
    /// ```
    /// use wesign_core::problem::Code;
    /// assert_eq!(Code::parse("no_letter"), Some(Code::NoLetter));
    /// assert_eq!(Code::parse("No letter"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A code and the bound that was broken, where there is one.
///
/// ```
/// use wesign_core::problem::{Code, Problem};
/// let problem = Problem::too_long(100);
/// assert_eq!((problem.code, problem.max), (Code::TooLong, Some(100)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What is wrong.
    pub code: Code,
    /// The least that would have been right.
    pub min: Option<u32>,
    /// The most that would have been right.
    pub max: Option<u32>,
}

impl Problem {
    /// A problem without a bound.
    ///
    /// ```
    /// use wesign_core::problem::{Code, Problem};
    /// assert_eq!(Problem::new(Code::NoLetter), Code::NoLetter.into());
    /// ```
    pub const fn new(code: Code) -> Self {
        Problem {
            code,
            min: None,
            max: None,
        }
    }

    /// More than `max` characters.
    ///
    /// ```
    /// use wesign_core::problem::Problem;
    /// assert_eq!(Problem::too_long(100).to_string(), "too_long (max 100)");
    /// ```
    pub const fn too_long(max: u32) -> Self {
        Problem {
            code: Code::TooLong,
            min: None,
            max: Some(max),
        }
    }

    /// This problem, said of a field.
    ///
    /// ```
    /// use wesign_core::{field::Field, problem::{Code, Problem}};
    /// let error = Problem::new(Code::Required).at(Field::Email);
    /// assert_eq!((error.field, error.code), (Field::Email, Code::Required));
    /// ```
    pub const fn at(self, field: Field) -> FieldError {
        FieldError {
            field,
            code: self.code,
            min: self.min,
            max: self.max,
        }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Problem::new(code)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        if let Some(min) = self.min {
            write!(f, " (min {min})")?;
        }
        if let Some(max) = self.max {
            write!(f, " (max {max})")?;
        }
        Ok(())
    }
}

impl core::error::Error for Problem {}

/// One field of a draft and what is wrong with it.
///
/// On the wire: `{"field":"email","code":"too_long","max":254}`; `min` and `max` only where they
/// mean something.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use wesign_core::{field::Field, problem::{FieldError, Problem}};
/// let error = Problem::too_long(254).at(Field::Email);
/// let json = r#"{"field":"email","code":"too_long","max":254}"#;
/// assert_eq!(serde_json::to_string(&error).unwrap(), json);
/// assert_eq!(serde_json::from_str::<FieldError>(json).unwrap(), error);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FieldError {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub code: Code,
    /// The least that would have been right.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub min: Option<u32>,
    /// The most that would have been right.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub max: Option<u32>,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = Problem {
            code: self.code,
            min: self.min,
            max: self.max,
        };
        write!(f, "{}: {problem}", self.field)
    }
}

impl core::error::Error for FieldError {}

#[cfg(feature = "serde")]
crate::text_serde::as_text!(Code);

#[cfg(feature = "serde")]
impl crate::text_serde::FromText for Code {
    /// A code of a newer version is still an error of its field, so it becomes [`Code::Invalid`].
    fn from_text(text: &str) -> Option<Self> {
        Some(Code::parse(text).unwrap_or(Code::Invalid))
    }
}
