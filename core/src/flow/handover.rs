//! What one step of the journey hands to another.

use alloc::string::String;

/// What a step knows of the person, from the steps before it. It stays in the visitor's memory.
///
/// ```
/// # use wesign_core::flow::Handover;
/// assert!(!Handover::default().signed, "a step can stand alone: nothing is known then");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Handover {
    /// How the person is called.
    pub given_name: String,
    /// Where they live, if they said so.
    pub locality: String,
    /// Their postcode, to find who sits for it.
    pub postcode: String,
    /// Their country, ISO 3166-1 alpha-2; empty where it is not known.
    pub country: String,
    /// Signatures so far, theirs included.
    pub count: u64,
    /// Chooses a wording; the signature's idempotency key, which says nothing of the person.
    pub seed: String,
    /// Whether they have signed.
    pub signed: bool,
    /// How to reach them: given to the steps that bring it to the API again, and to no other.
    pub contact: Contact,
}

/// Name and address of the person, for a step that registers them for something.
///
/// ```
/// # use wesign_core::flow::Contact;
/// let contact = Contact { full_name: "Ada".into(), email: "ada@example.org".into(), ..Contact::default() };
/// assert!(contact.given_name.is_empty(), "names are asked in one field or in two");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Contact {
    /// Given name, where names are asked in two fields.
    pub given_name: String,
    /// Family name, where names are asked in two fields.
    pub family_name: String,
    /// The whole name, where it is asked in one field.
    pub full_name: String,
    /// E-mail address, as typed.
    pub email: String,
}
