//! Who is written to.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::channel::Channel;
use super::departement::{constituency_name, senators_place};
use crate::directory::{Area, Constituency, Person, Sex};

/// Grammatical gender, for agreement.
///
/// ```
/// use wesign_core::directory::Sex;
/// use wesign_core::interpellation::Gender;
/// assert_eq!(Gender::from(Sex::Female), Gender::Feminine);
/// ```
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
///
/// ```
/// use wesign_core::interpellation::{Role, Target};
/// assert_eq!(Target::default().role, Role::Other);
/// ```
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

/// What a target is. A person is addressed as Madame or Monsieur; behind anything else there may be
/// either.
///
/// ```
/// use wesign_core::interpellation::{Target, TargetKind};
/// assert_eq!(Target::default().kind, TargetKind::Person);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
#[non_exhaustive]
pub enum TargetKind {
    /// Somebody: elected, or a personality.
    #[default]
    Person,
    /// A company.
    Company,
    /// A newspaper, a channel, a site.
    Media,
    /// An administration, an authority, an association.
    Institution,
}

/// The accounts of a target; empty where there is none. With or without the first `@`.
///
/// ```
/// use wesign_core::interpellation::{Accounts, Channel, Target};
/// let accounts = Accounts { x: "@LeaExemple".into(), ..Accounts::default() };
/// let target = Target { accounts, ..Target::default() };
/// assert_eq!(target.account(Channel::X), Some("LeaExemple"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Accounts {
    /// Handle on X, `LeaExemple`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub x: String,
    /// Handle on Bluesky, `lea.bsky.social`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub bluesky: String,
    /// Address on Mastodon, `lea@mastodon.social`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub mastodon: String,
    /// Handle on Threads.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub threads: String,
    /// User name on Telegram.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub telegram: String,
    /// Number on WhatsApp, international form.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub whatsapp: String,
    /// E-mail address.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub email: String,
    /// Phone number, international form.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub phone: String,
}

/// Who is written to: an elected person, a company, a personality, a medium, an institution.
///
/// Every field but the name may be empty; see [`super::Variable`] for what a template shows then.
///
/// ```
/// use wesign_core::interpellation::{Target, TargetKind};
/// let target: Target = serde_json::from_str(
///     r#"{"id": "acme", "name": "Acme", "kind": "company", "lang": "en", "accounts": {"x": "acme"}}"#,
/// )?;
/// assert_eq!((target.kind, &*target.lang), (TargetKind::Company, "en"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Target {
    /// Identifier, stable: the directory's or the organiser's.
    pub id: String,
    /// What it is.
    pub kind: TargetKind,
    /// Full name as one calls them.
    pub name: String,
    /// Languages to write in, BCP 47 tags with commas between, the best first; empty for that of the
    /// petition's messages.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub lang: String,
    /// Family name, for "Madame Exemple"; empty for an organisation.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub family_name: String,
    /// For agreement; `None` where it is not known.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub gender: Option<Gender>,
    /// The office.
    pub role: Role,
    /// Title that replaces the office's: one text, or its feminine and masculine with `|` between.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub title: String,
    /// Where they are elected, as a sentence goes on: "3e circonscription de Paris" for a deputy, "de
    /// la Marne" for a senator, "France" for a member of the European Parliament.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub constituency: String,
    /// Parliamentary group, in full.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub group: String,
    /// A page of theirs where one can see who it is, `https`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub url: String,
    /// Accounts.
    pub accounts: Accounts,
}

impl Target {
    /// A person of the directory, as the deputy of `constituency`.
    ///
    /// ```
    /// # use wesign_core::directory::{Constituency, Person, PersonId, Sex};
    /// # let lea = Person { id: PersonId::Deputy(1), given_name: "Léa", family_name: "Exemple",
    /// #     sex: Some(Sex::Female), group: None, since: None, email: None, x: None, bluesky: None,
    /// #     mastodon: None, facebook: None, instagram: None, site: None };
    /// use wesign_core::interpellation::Target;
    /// let target = Target::deputy(&lea, "75-03".parse()?);
    /// assert_eq!((&*target.id, &*target.constituency), ("PA1", "3e circonscription de Paris"));
    /// # Ok::<(), wesign_core::directory::ParseConstituencyError>(())
    /// ```
    #[must_use]
    pub fn deputy(person: &Person<'_>, constituency: Constituency) -> Self {
        Self::elected(person, Role::Deputy, constituency_name(constituency))
    }

    /// A person of the directory, as a senator of a département (or of the collectivity, or abroad).
    ///
    /// ```
    /// # use wesign_core::directory::{Area, Person, PersonId, Sex};
    /// # let lea = Person { id: PersonId::Senator(1, b'A'), given_name: "Léa", family_name: "Exemple",
    /// #     sex: Some(Sex::Female), group: None, since: None, email: None, x: None, bluesky: None,
    /// #     mastodon: None, facebook: None, instagram: None, site: None };
    /// use wesign_core::interpellation::Target;
    /// let area = Area { code: "51", name: "Marne", languages: "", first: 0, count: 3 };
    /// assert_eq!(Target::senator(&lea, &area).constituency, "de la Marne");
    /// ```
    #[must_use]
    pub fn senator(person: &Person<'_>, area: &Area<'_>) -> Self {
        let place = senators_place(area.code).unwrap_or(area.name);
        Self::elected(person, Role::Senator, place.to_string())
    }

    /// A person of the directory, as a member of the European Parliament elected in a country.
    ///
    /// ```
    /// # use wesign_core::directory::{Area, Person, PersonId, Sex};
    /// # let lea = Person { id: PersonId::Mep(1), given_name: "Léa", family_name: "Beispiel",
    /// #     sex: Some(Sex::Female), group: None, since: None, email: None, x: None, bluesky: None,
    /// #     mastodon: None, facebook: None, instagram: None, site: None };
    /// use wesign_core::interpellation::Target;
    /// let area = Area { code: "DE", name: "Allemagne", languages: "de", first: 0, count: 96 };
    /// let target = Target::mep(&lea, &area);
    /// assert_eq!((&*target.constituency, &*target.lang), ("Allemagne", "de"));
    /// ```
    #[must_use]
    pub fn mep(person: &Person<'_>, area: &Area<'_>) -> Self {
        Self {
            lang: area.languages.into(),
            ..Self::elected(person, Role::Mep, area.name.into())
        }
    }

    /// A person of the directory in an office. `constituency` is the place as a sentence goes on
    /// after the office, see [`Target::constituency`].
    ///
    /// ```
    /// # use wesign_core::directory::{Person, PersonId, Sex};
    /// # let lea = Person { id: PersonId::Deputy(1), given_name: "Léa", family_name: "Exemple",
    /// #     sex: Some(Sex::Female), group: None, since: None, email: None, x: Some("LeaExemple"),
    /// #     bluesky: None, mastodon: None, facebook: None, instagram: None, site: None };
    /// use wesign_core::interpellation::{Channel, Role, Target};
    /// let target = Target::elected(&lea, Role::Mayor, "Rennes".into());
    /// assert_eq!(target.account(Channel::X), Some("LeaExemple"));
    /// ```
    #[must_use]
    pub fn elected(person: &Person<'_>, role: Role, constituency: String) -> Self {
        let some = |handle: Option<&str>| handle.unwrap_or_default().to_string();
        Self {
            id: person.id.to_string(),
            name: person.full_name(),
            family_name: person.family_name.into(),
            gender: person.sex.map(Gender::from),
            role,
            constituency,
            group: some(person.group.map(|group| group.name)),
            accounts: Accounts {
                x: some(person.x),
                bluesky: some(person.bluesky),
                mastodon: some(person.mastodon),
                email: some(person.email.as_deref()),
                ..Accounts::default()
            },
            ..Self::default()
        }
    }

    /// The account on `channel`, without the first `@`. `None` where there is none, or where what
    /// is given cannot be an account there (so that nothing else is slipped into a message).
    ///
    /// ```
    /// use wesign_core::interpellation::{Accounts, Channel, Target};
    /// let accounts = Accounts { x: "a/b".into(), mastodon: "@lea@example.org".into(), ..Accounts::default() };
    /// let target = Target { accounts, ..Target::default() };
    /// assert_eq!(target.account(Channel::X), None);
    /// assert_eq!(target.account(Channel::Mastodon), Some("lea@example.org"));
    /// ```
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
