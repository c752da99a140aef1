//! Newtypes that cannot hold a bad value.

mod birth_year;
mod comment;
mod country;
mod email;
mod email_hint;
mod label;
mod name;
mod phone;
mod postcode;
mod postcode_format;
mod text;
pub(crate) mod tidy;

use core::fmt;

pub use self::{
    birth_year::BirthYear,
    comment::Comment,
    country::Country,
    email::EmailAddress,
    email_hint::suggest_email,
    label::{Locality, OrganisationName},
    name::PersonName,
    phone::PhoneNumber,
    postcode::Postcode,
};
pub(crate) use self::{email::is_of as email_is_of, postcode::PostcodeText};
use crate::consent::Purpose;

/// A field of a draft.
///
/// On the wire it is its name: `email`, or `consents.newsletter:technopolice`.
///
/// ```
/// use wesign_core::field::Field;
/// assert_eq!(Field::GivenName.to_string(), "given_name");
/// let consent = Field::parse("consents.petition_updates").unwrap();
/// assert_eq!(consent.to_string(), "consents.petition_updates");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Given name, where names are split.
    GivenName,
    /// Family name, where names are split.
    FamilyName,
    /// The whole name in one field.
    FullName,
    /// E-mail address.
    Email,
    /// Country of residence.
    Country,
    /// Postcode.
    Postcode,
    /// Town.
    Locality,
    /// Phone number.
    Phone,
    /// A word to the organisers.
    Comment,
    /// Year of birth.
    BirthYear,
    /// Organisation on whose behalf the person signs.
    Organisation,
    /// The answer to a consent.
    Consent(Purpose),
}

impl Field {
    /// Every field that is not a consent, in the order in which they are shown and checked.
    ///
    /// ```
    /// # use wesign_core::field::Field;
    /// assert_eq!(Field::PLAIN[0], Field::GivenName);
    /// ```
    pub const PLAIN: &'static [Field] = &[
        Field::GivenName,
        Field::FamilyName,
        Field::FullName,
        Field::Email,
        Field::Country,
        Field::Postcode,
        Field::Locality,
        Field::Phone,
        Field::Comment,
        Field::BirthYear,
        Field::Organisation,
    ];

    /// The name on the wire; for a consent its group, `consents`.
    ///
    /// ```
    /// # use wesign_core::field::Field;
    /// assert_eq!(Field::BirthYear.name(), "birth_year");
    /// ```
    pub const fn name(&self) -> &'static str {
        match self {
            Field::GivenName => "given_name",
            Field::FamilyName => "family_name",
            Field::FullName => "full_name",
            Field::Email => "email",
            Field::Country => "country",
            Field::Postcode => "postcode",
            Field::Locality => "locality",
            Field::Phone => "phone",
            Field::Comment => "comment",
            Field::BirthYear => "birth_year",
            Field::Organisation => "organisation",
            Field::Consent(_) => "consents",
        }
    }

    /// The field of this wire name, if there is one.
    ///
    /// ```
    /// # use wesign_core::field::Field;
    /// assert_eq!(Field::parse("postcode"), Some(Field::Postcode));
    /// assert_eq!(Field::parse("shoe_size"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Field> {
        if let Some(purpose) = text.strip_prefix("consents.") {
            return Purpose::parse(purpose).map(Field::Consent);
        }
        Field::PLAIN
            .iter()
            .find(|field| field.name() == text)
            .cloned()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if let Field::Consent(purpose) = self {
            f.write_str(".")?;
            f.write_str(purpose.as_str())?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
crate::text_serde::as_text!(Field);

#[cfg(feature = "serde")]
impl crate::text_serde::FromText for Field {
    fn from_text(text: &str) -> Option<Self> {
        Field::parse(text)
    }
}

/// What the newtypes of text share: `as_str`, `into_string`, `Display`, `AsRef<str>`, `Serialize`. With
/// an example: how a value is made, and its text.
macro_rules! text_value {
    ($type:ident, $made:literal, $text:literal) => {
        impl $type {
            /// The normalised text.
            ///
            /// ```
            /// # use wesign_core::{field::*, platform::Native};
            #[doc = concat!(" let value = ", stringify!($type), "::", $made, ".unwrap();")]
            #[doc = concat!(" assert_eq!(value.as_str(), ", stringify!($text), ");")]
            /// ```
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Holds a text that `read` gave.
            pub(crate) fn checked(text: impl Into<alloc::string::String>) -> Self {
                $type(text.into())
            }

            /// The normalised text, owned.
            ///
            /// ```
            /// # use wesign_core::{field::*, platform::Native};
            #[doc = concat!(" let value = ", stringify!($type), "::", $made, ".unwrap();")]
            #[doc = concat!(" assert_eq!(value.into_string(), ", stringify!($text), ");")]
            /// ```
            pub fn into_string(self) -> alloc::string::String {
                self.0
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }
    };
}
use text_value;

/// `Deserialize` for values whose rules need the platform's Unicode services: native only.
macro_rules! native_deserialize {
    ($type:ident) => {
        super::native_deserialize!($type, |text| $type::parse(text, &crate::platform::Native));
    };
    ($type:ident, $parse:expr) => {
        #[cfg(all(feature = "serde", feature = "native"))]
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let parse: fn(&str) -> Result<$type, crate::problem::Problem> = $parse;
                let text = alloc::string::String::deserialize(from)?;
                parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
use native_deserialize;
