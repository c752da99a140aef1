//! The step that writes: who sits for the person's place, and a message to them.

mod composer;
mod elsewhere;
mod naming;
mod people;
mod place;
mod wording;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

pub use composer::{Composer, Done, MessagePart, Split};
pub use people::Addressees;
pub use place::{Candidate, Commune, PartOf, PlaceState, Suggestions, Way};

use super::Handover;
use crate::directory::{CommuneName, Constituency, Names};
use crate::interpellation::{Channel, Tlds};
use crate::mobilisation::{Targets, Wordings};

/// Something the person did or the network answered.
///
/// ```
/// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
/// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
/// # let acme = Target { id: "acme".into(), name: "Acme".into(), ..Target::default() };
/// # let mut subject = Subject { lang: "fr".into(), url: "https://example.org/p".into(), ..Subject::default() };
/// # subject.targets = Targets::List(TargetList { people: vec![acme], ..TargetList::default() });
/// # subject.message.short = vec!["{target.handle}, non ! {petition.url}".into(), "Non.".into()];
/// # let (mut step, _) = MessageStep::new(subject, Handover::default(), "1".into());
/// # step.handle(MessageEvent::PersonChosen(0));
/// step.handle(MessageEvent::MessageEdited("Bonjour".into()));
/// assert_eq!(step.composer().unwrap().text(), "Bonjour");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum MessageEvent {
    /// The person changed the postcode of the look-up.
    PostcodeEdited(String),
    /// The person tells in another way where they live.
    WayChosen(Way),
    /// The person chose the département of their commune, by INSEE code.
    DepartementChosen(String),
    /// The person changed the name of their commune.
    CommuneNamed(String),
    /// The person chose the country they live in, ISO 3166-1 alpha-2.
    CountryChosen(String),
    /// The person asked for the deputy of the postcode, or for another try.
    PlaceAsked,
    /// The shard of a prefix arrived.
    ShardLoaded(Vec<u8>),
    /// The list of top-level domains arrived, see [`crate::interpellation::Tlds`].
    TldsLoaded(String),
    /// The list of names arrived, see [`crate::directory::Names`].
    NamesLoaded(Vec<u8>),
    /// The list of names could not be had.
    NamesFailed,
    /// The directory has no shard for the prefix.
    ShardMissing,
    /// The shard could not be had, or was damaged.
    ShardFailed,
    /// The person chose the commune, or the suggestion, of this index.
    CommuneChosen(usize),
    /// The person chose a constituency among several.
    SeatChosen(Constituency),
    /// The person wants to choose the place again.
    PlaceReopened,
    /// The person chose whom to write to, by position in the list.
    PersonChosen(usize),
    /// The person wants to write to somebody else.
    PeopleReopened,
    /// The person chose how to write.
    ChannelChosen(Channel),
    /// The person changed the message.
    MessageEdited(String),
    /// The person changed the e-mail's subject.
    SubjectEdited(String),
    /// The person changed the name of their Mastodon instance.
    InstanceEdited(String),
    /// The person wants the message, which is too long, as several.
    SplitAsked(Split),
    /// The person asked for another wording.
    AnotherWording,
    /// The person opened the message in the network's or mail program's window.
    Opened,
    /// The message was given to the system's own way of sharing.
    Shared,
    /// The message was copied, or copying was refused.
    Copied(bool),
}

/// A request to the world; its answer comes back as a [`MessageEvent`].
///
/// ```
/// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
/// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
/// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
/// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
/// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
/// assert_eq!(effects, [MessageEffect::FetchTlds, MessageEffect::FetchShard("75".into())]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum MessageEffect {
    /// Fetch the directory's shard of this prefix.
    FetchShard(String),
    /// Fetch the directory's list of names.
    FetchNames,
    /// Fetch the list of top-level domains, without which lengths on X are not exact.
    FetchTlds,
    /// Move the keyboard focus to the look-up's answer.
    FocusPlace,
    /// A message was opened or copied: tell the host page how. Never to whom: that would tell where
    /// the person lives.
    Opened(Channel),
}

/// What the step needs of the petition.
///
/// ```
/// # use wesign_core::{flow::Subject, mobilisation::Targets};
/// assert_eq!(Subject::default().targets, Targets::None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Subject {
    /// Language of the wordings, BCP 47.
    pub lang: String,
    /// The petition's title.
    pub title: String,
    /// The petition's page.
    pub url: String,
    /// Who is written to.
    pub targets: Targets,
    /// The organiser's wordings.
    pub message: Wordings,
}

/// Everything the step knows.
///
/// ```
/// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
/// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
/// # let acme = Target { id: "acme".into(), name: "Acme".into(), ..Target::default() };
/// # let mut subject = Subject { lang: "fr".into(), url: "https://example.org/p".into(), ..Subject::default() };
/// # subject.targets = Targets::List(TargetList { people: vec![acme], ..TargetList::default() });
/// # subject.message.short = vec!["{target.handle}, non ! {petition.url}".into(), "Non.".into()];
/// # let (mut step, _) = MessageStep::new(subject, Handover::default(), "1".into());
/// # step.handle(MessageEvent::PersonChosen(0));
/// let composer = step.composer().unwrap();
/// assert_eq!(composer.targets()[0].name, "Acme");
/// assert!(composer.text().starts_with("Acme, non"));
/// ```
#[derive(Clone, Debug)]
pub struct MessageStep {
    subject: Subject,
    signer: Handover,
    /// The count as the visitor's language writes it.
    count: String,
    /// How the person tells where they live.
    way: Way,
    postcode: String,
    /// INSEE code of the département in which a commune is looked for by name.
    departement: String,
    /// How many further shards the name was looked for in, see `elsewhere`.
    strays: usize,
    /// Name of a commune, as typed.
    commune: String,
    /// The list of names, once somebody looked for one.
    names: Option<Names>,
    /// The suggestion that was chosen.
    named: Option<CommuneName>,
    /// Country of who lives abroad, or of who writes to the European Parliament; ISO 3166-1 alpha-2.
    country: String,
    /// The area whose senators or members of the European Parliament the next shard is to tell.
    area: Option<String>,
    place: PlaceState,
    /// Whether the person asked for the look-up: its answer then takes the focus, which otherwise
    /// stays where it is.
    place_asked: bool,
    /// The shard of the postcode, for choosing again.
    shard: Vec<u8>,
    composer: Option<Composer>,
    /// The message of a person who looks at the place again: it comes back with the same target.
    put_away: Option<Composer>,
    tlds: Option<String>,
}

impl MessageStep {
    /// The step for this petition and person, and what must be done first. `count` is the count of
    /// the handover as the visitor's language writes it: `14 833`.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// let (step, effects) = MessageStep::new(subject, signer, "14 833".into());
    /// assert_eq!((step.postcode(), step.place()), ("75018", &PlaceState::Looking));
    /// assert!(effects.contains(&MessageEffect::FetchShard("75".into())));
    /// ```
    #[must_use]
    pub fn new(subject: Subject, signer: Handover, count: String) -> (Self, Vec<MessageEffect>) {
        let mut step = Self {
            subject,
            count,
            postcode: signer.postcode.clone(),
            signer,
            way: Way::Postcode,
            departement: String::new(),
            strays: 0,
            commune: String::new(),
            names: None,
            named: None,
            country: String::new(),
            area: None,
            place: PlaceState::Asking { error: None },
            place_asked: false,
            shard: Vec::new(),
            composer: None,
            put_away: None,
            tlds: None,
        };
        let mut effects = vec![MessageEffect::FetchTlds];
        effects.extend(step.begin());
        (step, effects)
    }

    /// The postcode of the look-up.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
    /// assert_eq!(step.postcode(), "75018");
    /// ```
    #[must_use]
    pub fn postcode(&self) -> &str {
        &self.postcode
    }

    /// The département and the name of the commune, as far as they were said.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
    /// step.handle(MessageEvent::DepartementChosen("35".into()));
    /// step.handle(MessageEvent::CommuneNamed("Renn".into()));
    /// assert_eq!(step.commune(), ("35", "Renn"));
    /// ```
    #[must_use]
    pub fn commune(&self) -> (&str, &str) {
        (&self.departement, &self.commune)
    }

    /// Language of the petition, BCP 47; empty where it does not say.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let acme = Target { id: "acme".into(), name: "Acme".into(), ..Target::default() };
    /// # let mut subject = Subject { lang: "fr".into(), url: "https://example.org/p".into(), ..Subject::default() };
    /// # subject.targets = Targets::List(TargetList { people: vec![acme], ..TargetList::default() });
    /// # subject.message.short = vec!["{target.handle}, non ! {petition.url}".into(), "Non.".into()];
    /// # let (mut step, _) = MessageStep::new(subject, Handover::default(), "1".into());
    /// # step.handle(MessageEvent::PersonChosen(0));
    /// assert_eq!(step.lang(), "fr");
    /// ```
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.subject.lang
    }

    /// Who is written to, as the petition has it.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
    /// assert_eq!(*step.targets(), Targets::Deputies);
    /// ```
    #[must_use]
    pub fn targets(&self) -> &Targets {
        &self.subject.targets
    }

    /// What the look-up answers.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
    /// step.handle(MessageEvent::ShardFailed);
    /// assert_eq!(*step.place(), PlaceState::Unreachable);
    /// ```
    #[must_use]
    pub fn place(&self) -> &PlaceState {
        &self.place
    }

    /// The message, once it is known whom to.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
    /// assert!(step.composer().is_none(), "not before it is known whom to");
    /// ```
    #[must_use]
    pub fn composer(&self) -> Option<&Composer> {
        self.composer.as_ref()
    }

    /// The top-level domains that lengths are counted with.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
    /// step.handle(MessageEvent::TldsLoaded("…".into()));
    /// let _ = step.tlds();
    /// ```
    #[must_use]
    pub fn tlds(&self) -> Tlds<'_> {
        self.tlds.as_deref().map_or(Tlds::none(), Tlds::new)
    }

    /// Takes in what happened; gives back what must be done.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
    /// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
    /// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
    /// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
    /// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
    /// step.handle(MessageEvent::PostcodeEdited("7501".into()));
    /// step.handle(MessageEvent::PlaceAsked);
    /// assert!(matches!(step.place(), PlaceState::Asking { error: Some(_) }));
    /// ```
    pub fn handle(&mut self, event: MessageEvent) -> Vec<MessageEffect> {
        self.place_asked |= matches!(
            event,
            MessageEvent::PlaceAsked
                | MessageEvent::CommuneChosen(_)
                | MessageEvent::SeatChosen(_)
                | MessageEvent::PlaceReopened
                | MessageEvent::PersonChosen(_)
                | MessageEvent::PeopleReopened
                | MessageEvent::WayChosen(_)
        );
        match event {
            MessageEvent::PostcodeEdited(text) => self.postcode = text,
            MessageEvent::WayChosen(way) => return self.go(way),
            MessageEvent::DepartementChosen(code) => self.departement = code,
            MessageEvent::CommuneNamed(name) => {
                self.commune = name;
                self.type_on();
            }
            MessageEvent::NamesLoaded(bytes) => return self.names_loaded(&bytes),
            MessageEvent::NamesFailed => return self.names_failed(),
            MessageEvent::CountryChosen(code) => self.country = code,
            MessageEvent::PlaceAsked => return self.look_up(),
            MessageEvent::ShardLoaded(bytes) => return self.shard_loaded(bytes),
            MessageEvent::ShardMissing => return self.shard_missing(),
            MessageEvent::ShardFailed => return self.placed(PlaceState::Unreachable),
            MessageEvent::CommuneChosen(index) => return self.choose_commune(index),
            MessageEvent::SeatChosen(constituency) => return self.choose_seat(constituency),
            MessageEvent::PlaceReopened => return self.reopen(),
            MessageEvent::PersonChosen(index) => return self.choose_person(index),
            MessageEvent::PeopleReopened => return self.choose_people(),
            MessageEvent::TldsLoaded(list) => self.tlds = Some(list),
            MessageEvent::ChannelChosen(_)
            | MessageEvent::MessageEdited(_)
            | MessageEvent::SubjectEdited(_)
            | MessageEvent::InstanceEdited(_)
            | MessageEvent::SplitAsked(_)
            | MessageEvent::AnotherWording
            | MessageEvent::Shared
            | MessageEvent::Opened
            | MessageEvent::Copied(_) => return self.compose(event),
        }
        Vec::new()
    }
}

// They walk the repository's directory, which the package does not hold.
#[cfg(all(test, feature = "native", feature = "repository"))]
mod tests;
