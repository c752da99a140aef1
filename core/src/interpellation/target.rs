//! Who is written to.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::channel::Channel;
use super::departement::constituency_name;
use crate::directory::{Constituency, Person, Sex};

/// Grammatical gender, for agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Gender {
    /// Madame la députée.
    #[cfg_attr(feature = "serde", serde(rename = "F"))]
    Feminine,
    /// Monsieur le député.
    #[cfg_attr(feature = "serde", serde(rename = "M"))]
    Masculine,
}

impl From<Sex> for Gender {
    fn from(sex: Sex) -> Self {
        match sex {
            Sex::Female => Self::Feminine,
            Sex::Male => Self::Masculine,
        }
    }
}

/// The office a target holds, for the title that agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
#[non_exhaustive]
pub enum Role {
    /// Member of the Assemblée nationale.
    Deputy,
    /// Member of the Sénat.
    Senator,
    /// Member of the European Parliament.
    Mep,
    /// Mayor of a commune.
    Mayor,
    /// Member of a government.
    Minister,
    /// Anyone else; the title is [`Target::title`].
    #[default]
    Other,
}

/// The accounts of a target; empty where there is none. With or without the first `@`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Accounts {
    /// Handle on X, `LeaExemple`.
    pub x: String,
    /// Handle on Bluesky, `lea.bsky.social`.
    pub bluesky: String,
    /// Address on Mastodon, `lea@mastodon.social`.
    pub mastodon: String,
    /// Handle on Threads.
    pub threads: String,
    /// User name on Telegram.
    pub telegram: String,
    /// Number on WhatsApp, international form.
    pub whatsapp: String,
    /// E-mail address.
    pub email: String,
    /// Phone number, international form.
    pub phone: String,
}

/// Who is written to: an elected person, a company, a personality, a medium, an institution.
///
/// Every field but the name may be empty; see [`super::Variable`] for what a template shows then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Target {
    /// Identifier, stable: the directory's or the organiser's.
    pub id: String,
    /// Full name as one calls them.
    pub name: String,
    /// Family name, for "Madame Exemple"; empty for an organisation.
    pub family_name: String,
    /// For agreement; `None` where it is not known.
    pub gender: Option<Gender>,
    /// The office.
    pub role: Role,
    /// Title that replaces the office's: one text, or its feminine and masculine with `|` between.
    pub title: String,
    /// Where they are elected, with its article inside: "3e circonscription de Paris".
    pub constituency: String,
    /// Parliamentary group, in full.
    pub group: String,
    /// Accounts.
    pub accounts: Accounts,
}

impl Target {
    /// A person of the directory, as the deputy of `constituency`.
    #[must_use]
    pub fn deputy(person: &Person<'_>, constituency: Constituency) -> Self {
        Self::elected(person, Role::Deputy, constituency_name(constituency))
    }

    /// A person of the directory in another office: a senator of a département, a member of the
    /// European Parliament of a country. `constituency` is the place as a sentence names it.
    #[must_use]
    pub fn elected(person: &Person<'_>, role: Role, constituency: String) -> Self {
        let some = |handle: Option<&str>| handle.unwrap_or_default().to_string();
        Self {
            id: person.id.to_string(),
            name: person.full_name(),
            family_name: person.family_name.into(),
            gender: person.sex.map(Gender::from),
            role,
            title: String::new(),
            constituency,
            group: some(person.group.map(|group| group.name)),
            accounts: Accounts {
                x: some(person.x),
                bluesky: some(person.bluesky),
                mastodon: some(person.mastodon),
                email: some(person.email.as_deref()),
                ..Accounts::default()
            },
        }
    }

    /// The account on `channel`, without the first `@`. `None` where there is none, or where what
    /// is given cannot be an account there (so that nothing else is slipped into a message).
    #[must_use]
    pub fn account(&self, channel: Channel) -> Option<&str> {
        let accounts = &self.accounts;
        let account = match channel {
            Channel::X => &accounts.x,
            Channel::Bluesky => &accounts.bluesky,
            Channel::Mastodon => &accounts.mastodon,
            Channel::Threads => &accounts.threads,
            Channel::Telegram => &accounts.telegram,
            Channel::WhatsApp => &accounts.whatsapp,
            Channel::Email => &accounts.email,
            Channel::Phone | Channel::Sms => &accounts.phone,
            Channel::Facebook | Channel::LinkedIn | Channel::Letter => return None,
        };
        let account = account.trim();
        let account = account.strip_prefix('@').unwrap_or(account);
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let admitted = match channel {
            Channel::X | Channel::Telegram => account.chars().all(word),
            Channel::Bluesky | Channel::Threads => {
                account.chars().all(|c| word(c) || c == '.' || c == '-')
            }
            Channel::Mastodon => {
                let mut parts = account.split('@');
                let filled = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
                filled(parts.next())
                    && filled(parts.next())
                    && parts.next().is_none()
                    && account
                        .chars()
                        .all(|c| word(c) || matches!(c, '.' | '-' | '@'))
            }
            // Checked where the link is made.
            _ => true,
        };
        (admitted && !account.is_empty()).then_some(account)
    }

    /// How the text of `channel` calls the target: `@account`, or the name (and `false`) where
    /// there is no account or the channel has no mentions.
    pub(super) fn call(&self, channel: Channel) -> (String, bool) {
        match self.account(channel).filter(|_| channel.mentions()) {
            Some(account) => (["@", account].concat(), true),
            None => (self.name.clone(), false),
        }
    }

    /// The given title in its forms, where one is given.
    pub(super) fn given_title(&self) -> Option<[&str; 2]> {
        let title = self.title.trim();
        let (feminine, masculine) = title.split_once('|').unwrap_or((title, title));
        (!title.is_empty()).then_some([feminine, masculine])
    }
}

/// Names, handles … as a list in a sentence.
pub(super) fn list(items: &[String], comma: &str, and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(String::as_str).collect();
            [&first.join(comma), and, last].concat()
        }
    }
}
