//! Consents: one entry per purpose, with the wording that was shown.

use alloc::{borrow::ToOwned as _, string::String};
use core::fmt;

use crate::time::Timestamp;

/// What a consent is for: a short stable id such as `petition_updates`, `public_signatory` or
/// `newsletter:technopolice` (what it is for, and for whom).
///
/// Lower-case ASCII letters, digits, `_` and `-`, in one part or two parts joined by `:`, at most
/// 64 characters.
///
/// ```
/// use wesign_core::consent::Purpose;
/// let purpose = Purpose::parse("newsletter:technopolice").unwrap();
/// assert_eq!((purpose.kind(), purpose.party()), ("newsletter", Some("technopolice")));
/// assert!(Purpose::parse("Newsletter!").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purpose(String);

impl Purpose {
    /// The longest purpose, in characters.
    ///
    /// ```
    /// # use wesign_core::consent::Purpose;
    /// assert!(Purpose::parse(&"a".repeat(Purpose::MAX)).is_some());
    /// assert!(Purpose::parse(&"a".repeat(Purpose::MAX + 1)).is_none());
    /// ```
    pub const MAX: usize = 64;

    /// Reads a purpose; `None` where the text does not have the form.
    ///
    /// ```
    /// # use wesign_core::consent::Purpose;
    /// assert!(Purpose::parse("public_signatory").is_some());
    /// assert!(Purpose::parse("a:b:c").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
        };
        let (kind, party) = match text.split_once(':') {
            Some((kind, party)) => (kind, Some(party)),
            None => (text, None),
        };
        (text.len() <= Self::MAX && part(kind) && party.is_none_or(part))
            .then(|| Purpose(text.to_owned()))
    }

    /// The whole purpose.
    ///
    /// ```
    /// # use wesign_core::consent::Purpose;
    /// assert_eq!(Purpose::parse("newsletter:attac").unwrap().as_str(), "newsletter:attac");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it is for: `newsletter`.
    ///
    /// ```
    /// # use wesign_core::consent::Purpose;
    /// assert_eq!(Purpose::parse("newsletter:attac").unwrap().kind(), "newsletter");
    /// ```
    pub fn kind(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// For whom, where it says so: `technopolice`.
    ///
    /// ```
    /// # use wesign_core::consent::Purpose;
    /// assert_eq!(Purpose::parse("newsletter:attac").unwrap().party(), Some("attac"));
    /// assert_eq!(Purpose::parse("petition_updates").unwrap().party(), None);
    /// ```
    pub fn party(&self) -> Option<&str> {
        self.0.split_once(':').map(|(_, party)| party)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "serde")]
crate::text_serde::as_text!(Purpose);

#[cfg(feature = "serde")]
impl crate::text_serde::FromText for Purpose {
    fn from_text(text: &str) -> Option<Self> {
        Purpose::parse(text)
    }
}

/// A consent that a petition asks for. Nothing is ever ticked beforehand.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use wesign_core::consent::ConsentRequest;
/// let asked: ConsentRequest = serde_json::from_str(
///     r#"{"purpose":"petition_updates","wording":"updates","version":2,"lang":"fr"}"#,
/// ).unwrap();
/// assert!(!asked.required);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ConsentRequest {
    /// What it is for.
    pub purpose: Purpose,
    /// The id of the wording, as the organiser's records know it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub wording: String,
    /// The version of the wording: rises whenever a word of it changes.
    #[cfg_attr(feature = "serde", serde(default = "first"))]
    pub version: u32,
    /// The language of the wording (BCP 47).
    #[cfg_attr(feature = "serde", serde(default))]
    pub lang: String,
    /// The wording itself; empty where a locale of the widget words it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub text: String,
    /// Whether one cannot sign without it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub required: bool,
}

#[cfg(feature = "serde")]
fn first() -> u32 {
    1
}

impl ConsentRequest {
    /// A consent that may be refused, in the first version of its wording.
    ///
    /// ```
    /// use wesign_core::consent::{ConsentRequest, Purpose};
    /// let asked = ConsentRequest::new(Purpose::parse("petition_updates").unwrap(), "updates", "fr");
    /// assert_eq!((asked.version, asked.required), (1, false));
    /// ```
    pub fn new(purpose: Purpose, wording: &str, lang: &str) -> Self {
        ConsentRequest {
            purpose,
            wording: wording.to_owned(),
            version: 1,
            lang: lang.to_owned(),
            text: String::new(),
            required: false,
        }
    }

    /// A consent that a later step of the widget asks for, in the widget's own words: their id is
    /// `widget.` and the purpose.
    ///
    /// ```
    /// use wesign_core::consent::{ConsentRequest, Purpose};
    /// let asked = ConsentRequest::of_widget(Purpose::parse("gathering:rennes").unwrap(), "fr");
    /// assert_eq!((asked.wording.as_str(), asked.version), ("widget.gathering:rennes", 1));
    /// ```
    pub fn of_widget(purpose: Purpose, lang: &str) -> Self {
        let wording = ["widget.", purpose.as_str()].concat();
        ConsentRequest::new(purpose, &wording, lang)
    }

    /// The same, without which one cannot sign.
    ///
    /// ```
    /// use wesign_core::consent::{ConsentRequest, Purpose};
    /// assert!(ConsentRequest::new(Purpose::parse("terms").unwrap(), "terms", "fr").required().required);
    /// ```
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, in this version of its wording.
    ///
    /// ```
    /// use wesign_core::consent::{ConsentRequest, Purpose};
    /// let asked = ConsentRequest::new(Purpose::parse("terms").unwrap(), "terms", "fr").version(3);
    /// assert_eq!(asked.version, 3);
    /// ```
    pub fn version(mut self, version: u32) -> Self {
        self.version = version;
        self
    }
}

/// What a person answered to a [`ConsentRequest`]: proof, ready to be stored.
///
/// ```
/// use wesign_core::{consent::{ConsentRequest, Purpose}, platform::Native, policy::Policy};
/// use wesign_core::{signature::{Draft, DraftConsent}, time::Timestamp};
/// let asked = ConsentRequest::new(Purpose::parse("petition_updates").unwrap(), "updates", "fr");
/// let policy = Policy { consents: vec![asked], ..Policy::default() };
/// let draft = Draft {
///     given_name: "Ada".into(),
///     family_name: "Lovelace".into(),
///     email: "ada@example.org".into(),
///     postcode: "75018".into(),
///     consents: vec![DraftConsent {
///         purpose: "petition_updates".into(),
///         granted: true,
///         ..DraftConsent::default()
///     }],
///     ..Draft::default()
/// };
/// let now = Timestamp::from_unix(0);
/// let proof = &draft.check(&policy, &Native, now).unwrap().consents[0];
/// assert!(proof.granted);
/// assert_eq!((proof.wording.as_str(), proof.version, proof.at), ("updates", 1, now));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Consent {
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it was given. A refusal is kept as well: it proves that the person was asked.
    pub granted: bool,
    /// The id of the wording that was shown.
    pub wording: String,
    /// The version of the wording that was shown.
    pub version: u32,
    /// The language in which it was shown.
    pub lang: String,
    /// When it was answered.
    pub at: Timestamp,
}
