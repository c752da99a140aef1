//! Who the signatories write to.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use super::Wordings;
use crate::interpellation::{Accounts, Channel, ComposeCode, Grammar, Message, Target, Template};
use crate::link;

/// Who the signatories are invited to write to.
///
/// On the wire a name, `"deputies"`, or an organiser's own list:
///
/// ```
/// use wesign_core::mobilisation::{Choice, Targets};
/// let targets: Targets = serde_json::from_str(r#"{
///     "kind": "list",
///     "choice": "rotation",
///     "people": [
///         { "id": "acme", "kind": "company", "name": "Acme", "accounts": { "x": "acme" } },
///         { "id": "lea", "name": "Léa Exemple", "gender": "F", "title": "directrice|directeur",
///           "accounts": { "email": "lea@example.org" } }
///     ]
/// }"#)?;
/// let Targets::List(list) = targets else { panic!() };
/// assert_eq!((list.choice, list.people.len()), (Choice::Rotation, 2));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Targets {
    /// Nobody: the journey ends with the signature.
    #[default]
    None,
    /// The deputy of the signatory's constituency in the Assemblée nationale.
    Deputies,
    /// A senator of the signatory's département, drawn by fair rotation; they may choose another.
    Senators,
    /// A member of the European Parliament of the signatory's country, drawn by fair rotation; they
    /// may choose another.
    Meps,
    /// The organiser's own list: companies, personalities, media, institutions.
    List(TargetList),
}

/// An organiser's own list of targets.
///
/// ```
/// use wesign_core::mobilisation::{Choice, TargetList};
/// assert_eq!(TargetList::default().choice, Choice::Chosen);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct TargetList {
    /// Whom of them a signatory writes to.
    pub choice: Choice,
    /// The targets, in the order they are shown. At most [`TargetList::MAX`].
    pub people: Vec<Target>,
}

impl TargetList {
    /// The longest list: it is part of what every visitor of the petition loads.
    ///
    /// ```
    /// # use wesign_core::mobilisation::{TargetList, Targets, Wordings};
    /// # use wesign_core::interpellation::Target;
    /// let person = |n: usize| Target { id: n.to_string(), name: "Léa".into(), ..Target::default() };
    /// let people = (0..=TargetList::MAX).map(person).collect();
    /// let errors = Targets::List(TargetList { people, ..TargetList::default() })
    ///     .check(&Wordings { short: vec!["Bonjour".into()], ..Wordings::default() }, "fr");
    /// assert_eq!(errors[0].to_string(), "targets.people: too_many");
    /// ```
    pub const MAX: usize = 500;
}

/// Whom of a list a signatory writes to.
///
/// ```
/// use wesign_core::mobilisation::Choice;
/// assert_eq!(serde_json::to_string(&Choice::Rotation)?, r#""rotation""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Choice {
    /// The person chooses one.
    #[default]
    Chosen,
    /// One is assigned, the same at each visit, evenly over all people; they may choose another.
    Rotation,
    /// All of them together, in one message or in several by groups.
    All,
}

/// What is wrong with an organiser's targets.
///
/// ```
/// use wesign_core::mobilisation::TargetCode;
/// assert_eq!(TargetCode::BadAccount.as_str(), "bad_account");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TargetCode {
    /// A list of nobody.
    EmptyList,
    /// More than [`TargetList::MAX`].
    TooMany,
    /// A target without an identifier.
    IdMissing,
    /// An identifier that a target before has too.
    IdRepeated,
    /// A target without a name.
    NameMissing,
    /// What can't be an account on that network.
    BadAccount,
    /// An address that is not `https`.
    BadUrl,
    /// No wording that can be sent to them.
    NoWording,
    /// Several are written to together, and a choice by gender has no plural.
    NoPlural,
}

impl TargetCode {
    /// The stable name.
    ///
    /// ```
    /// use wesign_core::mobilisation::TargetCode;
    /// assert_eq!(TargetCode::NoPlural.as_str(), "no_plural");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmptyList => "empty_list",
            Self::TooMany => "too_many",
            Self::IdMissing => "id_missing",
            Self::IdRepeated => "id_repeated",
            Self::NameMissing => "name_missing",
            Self::BadAccount => "bad_account",
            Self::BadUrl => "bad_url",
            Self::NoWording => "no_wording",
            Self::NoPlural => "no_plural",
        }
    }
}

/// An error in an organiser's targets and where it is.
///
/// ```
/// use wesign_core::interpellation::Target;
/// use wesign_core::mobilisation::{TargetList, Targets, Wordings};
/// let wordings = Wordings { short: vec!["Bonjour".into()], ..Wordings::default() };
/// let people = vec![Target { id: "a".into(), ..Target::default() }];
/// let errors = Targets::List(TargetList { people, ..TargetList::default() }).check(&wordings, "fr");
/// assert_eq!(errors[0].to_string(), "targets.people[0].name: name_missing");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TargetError {
    /// What is wrong.
    pub code: TargetCode,
    /// Where: `targets.people[3].accounts.x`.
    pub path: String,
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.code.as_str())
    }
}

impl core::error::Error for TargetError {}

impl Targets {
    /// Whether there is anybody to write to.
    ///
    /// ```
    /// use wesign_core::mobilisation::Targets;
    /// assert!(Targets::None.is_none() && !Targets::Meps.is_none());
    /// ```
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Whether the signatory's place tells who it is.
    ///
    /// ```
    /// use wesign_core::mobilisation::Targets;
    /// assert!(Targets::Senators.by_place() && !Targets::Meps.by_place());
    /// ```
    #[must_use]
    pub fn by_place(&self) -> bool {
        matches!(self, Self::Deputies | Self::Senators)
    }

    /// Every error of the targets, for the organiser who publishes them. `lang` is the petition's
    /// language. The templates have a check of their own, see [`Template::check`].
    ///
    /// ```
    /// use wesign_core::interpellation::{Accounts, Target};
    /// use wesign_core::mobilisation::{TargetCode, TargetList, Targets, Wordings};
    /// let wordings = Wordings { short: vec!["Bonjour {target.handle}".into()], ..Wordings::default() };
    /// let accounts = Accounts { x: "https://x.com/acme".into(), ..Accounts::default() };
    /// let people = vec![Target { id: "acme".into(), name: "Acme".into(), accounts, ..Target::default() }];
    /// let targets = Targets::List(TargetList { people, ..TargetList::default() });
    /// let errors = targets.check(&wordings, "fr");
    /// assert_eq!((errors[0].code, &*errors[0].path), (TargetCode::BadAccount, "targets.people[0].accounts.x"));
    /// ```
    #[must_use]
    pub fn check(&self, wordings: &Wordings, lang: &str) -> Vec<TargetError> {
        let mut errors = Vec::new();
        let mut push = |code, path: &[&str]| {
            let path = path.concat();
            errors.push(TargetError { code, path });
        };
        if !self.is_none() && wordings.is_empty() {
            push(TargetCode::NoWording, &["message"]);
        }
        let Self::List(list) = self else {
            return errors;
        };
        match list.people.len() {
            0 => push(TargetCode::EmptyList, &["targets.people"]),
            1..=TargetList::MAX => {}
            _ => push(TargetCode::TooMany, &["targets.people"]),
        }
        let mut seen = Vec::new();
        for (at, target) in list.people.iter().enumerate() {
            let at = at.to_string();
            let here = ["targets.people[", &at, "]."].concat();
            if target.id.trim().is_empty() {
                push(TargetCode::IdMissing, &[&here, "id"]);
            } else if seen.contains(&&*target.id) {
                push(TargetCode::IdRepeated, &[&here, "id"]);
            }
            seen.push(&*target.id);
            if target.name.trim().is_empty() {
                push(TargetCode::NameMissing, &[&here, "name"]);
            }
            for (name, channel, given) in accounts(&target.accounts) {
                if !given.trim().is_empty() && !usable(target, channel) {
                    push(TargetCode::BadAccount, &[&here, "accounts.", name]);
                }
            }
            let https = link::admitted(&target.url).is_some() && target.url.starts_with("https:");
            if !target.url.is_empty() && !https {
                push(TargetCode::BadUrl, &[&here, "url"]);
            }
        }
        if list.choice == Choice::All && list.people.len() > 1 {
            for (path, text, lang) in wordings.all(lang) {
                // What does not parse is told with its line and column elsewhere.
                let template = Template::parse(text, &Grammar::of(lang));
                if template.is_ok_and(|template| !template.speaks_to_groups()) {
                    push(TargetCode::NoPlural, &[&path]);
                }
            }
        }
        errors
    }
}

/// Each account with its name on the wire and a channel it is for.
fn accounts(accounts: &Accounts) -> [(&'static str, Channel, &str); 8] {
    [
        ("x", Channel::X, &accounts.x),
        ("bluesky", Channel::Bluesky, &accounts.bluesky),
        ("mastodon", Channel::Mastodon, &accounts.mastodon),
        ("threads", Channel::Threads, &accounts.threads),
        ("telegram", Channel::Telegram, &accounts.telegram),
        ("whatsapp", Channel::WhatsApp, &accounts.whatsapp),
        ("email", Channel::Email, &accounts.email),
        ("phone", Channel::Phone, &accounts.phone),
    ]
}

/// Whether the channel takes the account: what makes no mention or no link is none.
fn usable(target: &Target, channel: Channel) -> bool {
    let Some(account) = target.account(channel) else {
        return false;
    };
    let message = Message {
        to: &[account],
        ..Message::default()
    };
    let link = channel.compose_url(&message);
    link.map_or_else(|error| error.code != ComposeCode::BadRecipient, |_| true)
}

#[cfg(feature = "serde")]
mod wire {
    use core::fmt;

    use alloc::string::String;
    use alloc::vec::Vec;
    use serde::de::value::MapAccessDeserializer;
    use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
    use serde::ser::{Serialize, Serializer};

    use super::{Choice, TargetList, Targets};
    use crate::interpellation::Target;

    const NAMES: [&str; 4] = ["none", "deputies", "senators", "meps"];

    #[derive(serde::Serialize)]
    struct ListOut<'a> {
        kind: &'static str,
        choice: Choice,
        people: &'a [Target],
    }

    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct ListIn {
        kind: String,
        choice: Choice,
        people: Vec<Target>,
    }

    impl Serialize for Targets {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let name = match self {
                Self::None => NAMES[0],
                Self::Deputies => NAMES[1],
                Self::Senators => NAMES[2],
                Self::Meps => NAMES[3],
                Self::List(list) => {
                    return ListOut {
                        kind: "list",
                        choice: list.choice,
                        people: &list.people,
                    }
                    .serialize(serializer);
                }
            };
            serializer.serialize_str(name)
        }
    }

    /// A name or an object; by hand, so that an error in the object says what and where.
    struct Either;

    impl<'de> Visitor<'de> for Either {
        type Value = Targets;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("\"none\", \"deputies\", \"senators\", \"meps\" or {\"kind\":\"list\", …}")
        }

        fn visit_str<E: Error>(self, name: &str) -> Result<Targets, E> {
            match name {
                "none" => Ok(Targets::None),
                "deputies" => Ok(Targets::Deputies),
                "senators" => Ok(Targets::Senators),
                "meps" => Ok(Targets::Meps),
                _ => Err(E::unknown_variant(name, &NAMES)),
            }
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Targets, A::Error> {
            let given = ListIn::deserialize(MapAccessDeserializer::new(map))?;
            if given.kind == "list" {
                Ok(Targets::List(TargetList {
                    choice: given.choice,
                    people: given.people,
                }))
            } else {
                Err(A::Error::invalid_value(Unexpected::Str(&given.kind), &self))
            }
        }
    }

    impl<'de> Deserialize<'de> for Targets {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Either)
        }
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;
    use std::format;
    use std::string::ToString;
    use std::vec;

    fn list(choice: Choice, people: Vec<Target>) -> Targets {
        Targets::List(TargetList { choice, people })
    }

    fn short(text: &str) -> Wordings {
        Wordings {
            short: vec![text.into()],
            ..Wordings::default()
        }
    }

    fn target(id: &str) -> Target {
        Target {
            id: id.into(),
            name: id.into(),
            ..Target::default()
        }
    }

    #[test]
    fn every_form_comes_back_from_the_wire() {
        for targets in [
            Targets::None,
            Targets::Deputies,
            Targets::Senators,
            Targets::Meps,
            list(Choice::All, vec![target("a"), target("b")]),
        ] {
            let json = serde_json::to_string(&targets).unwrap();
            let back: Targets = serde_json::from_str(&json).unwrap();
            assert_eq!(back, targets, "{json}");
        }
    }

    #[test]
    fn what_is_neither_name_nor_list_says_what_would_be() {
        for (json, part) in [
            (r#""mayors""#, "unknown variant `mayors`"),
            (r#"{"people":[]}"#, "\"kind\":\"list\""),
            (r#"{"kind":"lists"}"#, "lists"),
            (
                r#"{"kind":"list","choice":"some"}"#,
                "unknown variant `some`",
            ),
            (
                r#"{"kind":"list","people":[{"gender":"X"}]}"#,
                "unknown variant `X`",
            ),
            ("3", "\"deputies\""),
        ] {
            let error = serde_json::from_str::<Targets>(json)
                .unwrap_err()
                .to_string();
            assert!(error.contains(part), "{json}: {error}");
        }
    }

    #[test]
    fn an_organiser_hears_every_error_and_where() {
        let mut wrong = target("a");
        wrong.url = "javascript:alert(1)".into();
        wrong.accounts = Accounts {
            x: "a b".into(),
            bluesky: "a.bsky.social/x".into(),
            mastodon: "lea".into(),
            whatsapp: "call me".into(),
            email: "nobody".into(),
            phone: "12".into(),
            ..Accounts::default()
        };
        let targets = list(Choice::All, vec![target(""), wrong, target("a")]);
        let errors = targets.check(&short("{target|chère|cher}"), "fr");
        let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
        let at = |path: &str, code: &str| format!("targets.people[{path}: {code}");
        assert_eq!(
            errors,
            [
                at("0].id", "id_missing"),
                at("0].name", "name_missing"),
                at("1].accounts.x", "bad_account"),
                at("1].accounts.bluesky", "bad_account"),
                at("1].accounts.mastodon", "bad_account"),
                at("1].accounts.whatsapp", "bad_account"),
                at("1].accounts.email", "bad_account"),
                at("1].accounts.phone", "bad_account"),
                at("1].url", "bad_url"),
                at("2].id", "id_repeated"),
                "message.short[0]: no_plural".into(),
            ]
        );
        let error = |targets: Targets, wordings| targets.check(&wordings, "fr")[0].to_string();
        let empty = list(Choice::Chosen, vec![]);
        assert_eq!(error(empty, short("x")), "targets.people: empty_list");
        let nothing = error(Targets::Deputies, Wordings::default());
        assert_eq!(nothing, "message: no_wording");
        let many = (0..=TargetList::MAX).map(|n| target(&n.to_string()));
        let many = list(Choice::Chosen, many.collect());
        assert_eq!(error(many, short("x")), "targets.people: too_many");
    }

    #[test]
    fn what_can_be_sent_passes() {
        let mut good = target("a");
        good.url = "https://example.org".into();
        good.accounts = Accounts {
            x: "@acme".into(),
            bluesky: "acme.example".into(),
            mastodon: "@lea@example.org".into(),
            threads: "acme.x".into(),
            telegram: "acme".into(),
            whatsapp: "+33 6 12 34 56 78".into(),
            email: "a@example.org".into(),
            phone: "01 42 00 00 00".into(),
        };
        for (choice, text) in [
            (Choice::Chosen, "{target|chère|cher}"),
            (Choice::All, "{target|chère|cher|chères|chers}"),
            (Choice::All, "Bonjour"),
        ] {
            let targets = list(choice, vec![good.clone(), target("b")]);
            assert_eq!(targets.check(&short(text), "fr"), []);
        }
        assert_eq!(Targets::None.check(&Wordings::default(), "fr"), []);
    }
}
