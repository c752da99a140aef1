use alloc::{string::String, vec::Vec};

use crate::consent::ConsentRequest;
use crate::field::Field;

/// What a person typed, as it was typed. Every field may be missing; unknown ones are ignored.
///
/// ```
/// use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
/// let draft = Draft {
///     given_name: "Zoé".into(),
///     family_name: "d’Arc".into(),
///     email: "zoe@gmial.com".into(),
///     postcode: "75018".into(),
///     ..Draft::default()
/// };
/// let now = Timestamp::parse("2026-11-22T08:00:00Z").unwrap();
/// let signature = draft.check(&Policy::default(), &Native, now).unwrap();
/// assert_eq!(signature.postcode.as_ref().unwrap().as_str(), "75018");
/// assert_eq!(signature.email_suggestion().as_deref(), Some("zoe@gmail.com"));
///
/// let errors = Draft::default().check(&Policy::default(), &Native, now).unwrap_err();
/// let fields: Vec<String> = errors.iter().map(|error| error.field.to_string()).collect();
/// assert_eq!(fields, ["given_name", "family_name", "email", "postcode"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Draft {
    /// Given name, where names are split.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub given_name: String,
    /// Family name, where names are split.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub family_name: String,
    /// The whole name, where it is asked for in one field.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub full_name: String,
    /// E-mail address.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub email: String,
    /// Country, ISO 3166-1 alpha-2.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub country: String,
    /// Postcode.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub postcode: String,
    /// Town.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub locality: String,
    /// Phone number.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub phone: String,
    /// A word to the organisers.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub comment: String,
    /// Year of birth.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub birth_year: String,
    /// Organisation on whose behalf the person signs.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub organisation: String,
    /// The language in which the form was shown (BCP 47).
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub lang: String,
    /// The answers to the consents that were asked for.
    pub consents: Vec<DraftConsent>,
}

/// The answer to a consent, as it was sent.
///
/// ```
/// use wesign_core::signature::DraftConsent;
/// let ticked = DraftConsent { purpose: "terms".into(), granted: true, ..DraftConsent::default() };
/// # assert_eq!(ticked.version, 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct DraftConsent {
    /// What it is for.
    pub purpose: String,
    /// Whether the box was ticked.
    pub granted: bool,
    /// The id of the wording that was shown; empty: the one in force.
    pub wording: String,
    /// The version of the wording that was shown; 0: the one in force.
    pub version: u32,
    /// The language in which it was shown; empty: that of the wording in force.
    pub lang: String,
}

impl DraftConsent {
    /// The answer to `asked`, with the wording that was shown.
    ///
    /// ```
    /// use wesign_core::{consent::{ConsentRequest, Purpose}, signature::DraftConsent};
    /// let asked = ConsentRequest::new(Purpose::parse("terms").unwrap(), "terms", "fr").version(3);
    /// let answer = DraftConsent::to(&asked, false);
    /// assert_eq!((answer.version, answer.granted), (3, false));
    /// ```
    #[must_use]
    pub fn to(asked: &ConsentRequest, granted: bool) -> Self {
        DraftConsent {
            purpose: String::from(asked.purpose.as_str()),
            granted,
            wording: asked.wording.clone(),
            version: asked.version,
            lang: asked.lang.clone(),
        }
    }
}

impl Draft {
    /// What was typed in `field`; empty for a consent.
    ///
    /// ```
    /// use wesign_core::{field::Field, signature::Draft};
    /// let draft = Draft { email: "ada@example.org".into(), ..Draft::default() };
    /// assert_eq!(draft.text(&Field::Email), "ada@example.org");
    /// ```
    pub fn text(&self, field: &Field) -> &str {
        self.text_inline(field)
    }

    /// The same, written out where it is called.
    #[inline(always)]
    pub(super) fn text_inline(&self, field: &Field) -> &str {
        match field {
            Field::GivenName => &self.given_name,
            Field::FamilyName => &self.family_name,
            Field::FullName => &self.full_name,
            Field::Email => &self.email,
            Field::Country => &self.country,
            Field::Postcode => &self.postcode,
            Field::Locality => &self.locality,
            Field::Phone => &self.phone,
            Field::Comment => &self.comment,
            Field::BirthYear => &self.birth_year,
            Field::Organisation => &self.organisation,
            Field::Consent(_) => "",
        }
    }

    /// The same, to write what a person types; `None` for a consent.
    ///
    /// ```
    /// use wesign_core::{field::Field, signature::Draft};
    /// let mut draft = Draft::default();
    /// if let Some(text) = draft.text_mut(&Field::Email) {
    ///     text.push_str("ada@example.org");
    /// }
    /// assert_eq!(draft.email, "ada@example.org");
    /// ```
    pub fn text_mut(&mut self, field: &Field) -> Option<&mut String> {
        Some(match field {
            Field::GivenName => &mut self.given_name,
            Field::FamilyName => &mut self.family_name,
            Field::FullName => &mut self.full_name,
            Field::Email => &mut self.email,
            Field::Country => &mut self.country,
            Field::Postcode => &mut self.postcode,
            Field::Locality => &mut self.locality,
            Field::Phone => &mut self.phone,
            Field::Comment => &mut self.comment,
            Field::BirthYear => &mut self.birth_year,
            Field::Organisation => &mut self.organisation,
            Field::Consent(_) => return None,
        })
    }
}
