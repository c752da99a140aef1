//! From a draft to a signature, under a policy.

mod check;
mod draft;
#[cfg(feature = "serde")]
mod stored;

use alloc::{string::String, vec::Vec};

pub use self::draft::{Draft, DraftConsent};
use crate::{
    consent::Consent,
    field::{
        BirthYear, Comment, Country, EmailAddress, Locality, OrganisationName, PersonName,
        PhoneNumber, Postcode, suggest_email,
    },
    time::Timestamp,
};

/// A signature that keeps every rule of its petition's policy: made by [`Draft::check`].
///
/// With serde it is what a database stores: the fields by the names of the wire, absent ones left
/// out. Three more are written only where the others would not tell: `postcode_country` (nobody
/// said a country and it was not France), `postcode_cedex`, and `email_provider_rules` where it is
/// `false`. Reading one back checks every value by the rules that need no policy, and each error
/// names its field.
///
/// ```
/// # use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
/// # let draft = Draft { given_name: "Ada".into(), family_name: "L".into(),
/// #     email: "Ada.L+x@gmial.com".into(), postcode: "75018".into(), ..Draft::default() };
/// let signature = draft.check(&Policy::default(), &Native, Timestamp::from_unix(0)).unwrap();
/// assert_eq!(signature.postcode.as_ref().unwrap().departement(), Some("75"));
/// # #[cfg(all(feature = "serde", feature = "native"))] {
/// # use wesign_core::signature::Signature;
/// let stored = serde_json::to_string(&signature).unwrap();
/// assert_eq!(serde_json::from_str::<Signature>(&stored).unwrap(), signature);
/// let tampered = stored.replace("75018", "99018");
/// let error = serde_json::from_str::<Signature>(&tampered).unwrap_err().to_string();
/// assert!(error.starts_with("postcode: postcode_unknown_area"), "{error}");
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// Given name, where names are split.
    pub given_name: Option<PersonName>,
    /// Family name, where names are split.
    pub family_name: Option<PersonName>,
    /// The whole name, where it is asked for in one field.
    pub full_name: Option<PersonName>,
    /// E-mail address.
    pub email: EmailAddress,
    /// Country, where the person said one.
    pub country: Option<Country>,
    /// Postcode.
    pub postcode: Option<Postcode>,
    /// Town.
    pub locality: Option<Locality>,
    /// Phone number.
    pub phone: Option<PhoneNumber>,
    /// A word to the organisers.
    pub comment: Option<Comment>,
    /// Year of birth.
    pub birth_year: Option<BirthYear>,
    /// Organisation on whose behalf the person signs.
    pub organisation: Option<OrganisationName>,
    /// The language in which the form was shown, where it was said in the form of BCP 47.
    pub lang: Option<String>,
    /// One answer for each consent that was asked for, in the order of the policy.
    pub consents: Vec<Consent>,
    /// When it was signed.
    pub signed_at: Timestamp,
    provider_rules: bool,
}

impl Signature {
    /// What the e-mail address may have been meant to be: a hint, see [`suggest_email`].
    ///
    /// ```
    /// # use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
    /// # let draft = Draft { given_name: "Ada".into(), family_name: "L".into(),
    /// #     email: "Ada.L+x@gmial.com".into(), postcode: "75018".into(), ..Draft::default() };
    /// # let signature = draft.check(&Policy::default(), &Native, Timestamp::from_unix(0)).unwrap();
    /// assert_eq!(signature.email.as_str(), "Ada.L+x@gmial.com");
    /// assert_eq!(signature.email_suggestion().as_deref(), Some("Ada.L+x@gmail.com"));
    /// ```
    pub fn email_suggestion(&self) -> Option<String> {
        suggest_email(self.email.as_str())
    }

    /// The form of the e-mail address in which two of one mailbox are the same, by the rules of the
    /// policy that it was signed under.
    ///
    /// ```
    /// # use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
    /// # let draft = Draft { given_name: "Ada".into(), family_name: "L".into(),
    /// #     email: "Ada.L+x@gmail.com".into(), postcode: "75018".into(), ..Draft::default() };
    /// # let signature = draft.check(&Policy::default(), &Native, Timestamp::from_unix(0)).unwrap();
    /// assert_eq!(signature.email.as_str(), "Ada.L+x@gmail.com");
    /// assert_eq!(signature.canonical_email(), "adal@gmail.com");
    /// ```
    pub fn canonical_email(&self) -> String {
        self.email.canonical(self.provider_rules)
    }

    /// The key under which a second signature of the same person to the same petition is found:
    /// HMAC-SHA-256 of the petition's id and the canonical e-mail address, keyed with `salt`.
    ///
    /// `salt` is a secret of the server's, 32 random bytes or so: without it nobody can try out
    /// addresses against the stored keys. The key tells nothing across petitions.
    ///
    /// ```
    /// # use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
    /// # let sign = |email: &str| Draft {
    /// #     given_name: "Zoé".into(), family_name: "A".into(), email: email.into(),
    /// #     postcode: "75018".into(), ..Draft::default()
    /// # }.check(&Policy::default(), &Native, Timestamp::from_unix(0)).unwrap();
    /// let salt = b"32 random bytes, kept on the server";
    /// let (one, other) = (sign("zoe.a@gmail.com"), sign("ZoeA+wesign@Gmail.com"));
    /// assert_eq!(one.dedup_key("petition", salt), other.dedup_key("petition", salt));
    /// assert_ne!(one.dedup_key("petition", salt), one.dedup_key("another", salt));
    /// ```
    #[cfg(feature = "dedup")]
    pub fn dedup_key(&self, petition: &str, salt: &[u8]) -> [u8; 32] {
        use hmac::{Hmac, KeyInit as _, Mac as _};
        let mut mac = <Hmac<sha2::Sha256>>::new_from_slice(salt)
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(petition.as_bytes());
        // A byte that neither side can hold, so that no two pairs run together.
        mac.update(&[0]);
        mac.update(self.canonical_email().as_bytes());
        mac.finalize().into_bytes().into()
    }
}
