//! The message: one draft a channel, so that changing the channel loses nothing that was typed.

use alloc::string::String;
use alloc::vec::Vec;

use crate::interpellation::{
    Channel, ComposeError, Instance, Measure, Measuring, Message, Target, Tlds,
};
use crate::platform::Platform;

/// What can be done with the message at hand, and what was done.
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
/// # let composer = step.composer().unwrap();
/// assert_eq!(composer.done(), Done::Nothing);
/// step.handle(MessageEvent::Copied(true));
/// assert_eq!(step.composer().unwrap().done(), Done::Copied);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Nothing yet.
    Nothing,
    /// Opened in the network's or mail program's window.
    Opened,
    /// Copied.
    Copied,
    /// Copying was refused by the browser.
    CopyRefused,
}

/// How a message that is too long is sent.
///
/// ```
/// use wesign_core::flow::Split;
/// assert_eq!(Split::default(), Split::Whole);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// As it is.
    #[default]
    Whole,
    /// As a numbered thread.
    Thread,
    /// As several messages, each to some of the targets.
    Groups,
}

/// One of the messages that a message is sent as.
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
/// step.handle(MessageEvent::MessageEdited("Bonjour. ".repeat(60)));
/// let parts: Vec<MessagePart> = step.composer().unwrap().thread(&Native, Tlds::none());
/// assert!(parts.len() > 1 && parts[0].to.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagePart {
    /// Its text.
    pub text: String,
    /// Names of whom it is to; empty in a thread, whose messages are all to the same.
    pub to: Vec<String>,
    /// The address that opens it.
    pub link: Result<String, ComposeError>,
}

/// A message being written, to one target or to several together.
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
/// # let composer = step.composer().unwrap();
/// assert_eq!(composer.channel(), composer.channels()[0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Composer {
    pub(super) targets: Vec<Target>,
    /// Language of the wordings, BCP 47; empty where the petition does not say.
    pub(super) lang: String,
    pub(super) channels: Vec<Channel>,
    pub(super) channel: Channel,
    pub(super) written: Vec<Written>,
    pub(super) done: Done,
    /// The last subject typed, shared by the channels that have one.
    pub(super) subject: String,
    /// The Mastodon instance the person is on, as typed; kept nowhere else.
    pub(super) instance: String,
    /// How the person wants a text that is too long.
    pub(super) split: Split,
}

/// The text of one channel.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    pub(super) channel: Channel,
    pub(super) text: String,
    /// Which of the organiser's wordings it came from; their number for the person's own.
    pub(super) wording: usize,
    pub(super) wordings: usize,
    /// Whether the person changed the text since it was put there.
    pub(super) edited: bool,
    /// The person's own text, while they look at another wording: it comes round again.
    pub(super) own: Option<String>,
    /// Places of the targets who have no account here and are named instead.
    pub(super) named: Vec<usize>,
}

impl Written {
    /// Whether the text is the organiser's wording as it was put there.
    pub(super) fn is_wording(&self) -> bool {
        !self.edited && self.wording < self.wordings
    }
}

impl Composer {
    /// Whom the message is to; never empty.
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
    /// # let composer = step.composer().unwrap();
    /// assert_eq!(composer.targets()[0].name, "Acme");
    /// ```
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Language of the wordings, BCP 47; empty where the petition does not say.
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
    /// # let composer = step.composer().unwrap();
    /// assert_eq!(composer.lang(), "fr");
    /// ```
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The channels to choose from, the likeliest first; never empty.
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
    /// # let composer = step.composer().unwrap();
    /// assert!(composer.channels().contains(&Channel::Bluesky));
    /// ```
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// The chosen one.
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
    /// step.handle(MessageEvent::ChannelChosen(Channel::Bluesky));
    /// assert_eq!(step.composer().unwrap().channel(), Channel::Bluesky);
    /// ```
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// The text on the chosen channel.
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
    /// # let composer = step.composer().unwrap();
    /// assert!(!composer.text().is_empty());
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        self.current().map_or("", |written| &written.text)
    }

    /// The subject of an e-mail.
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
    /// step.handle(MessageEvent::SubjectEdited("Objet".into()));
    /// assert_eq!(step.composer().unwrap().subject(), "Objet");
    /// ```
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Names of the targets whom the text names instead of mentioning: no account on the channel.
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
    /// # let composer = step.composer().unwrap();
    /// assert_eq!(composer.named(), ["Acme"], "who has no account is named");
    /// ```
    #[must_use]
    pub fn named(&self) -> Vec<&str> {
        let named = self.current().map_or(&[][..], |written| &written.named);
        let targets = named.iter().filter_map(|&at| self.targets.get(at));
        targets.map(|target| &*target.name).collect()
    }

    /// Names of the targets whom an e-mail does not reach: no address.
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
    /// # let composer = step.composer().unwrap();
    /// assert!(composer.unreached().is_empty(), "it is no e-mail");
    /// ```
    #[must_use]
    pub fn unreached(&self) -> Vec<&str> {
        let targets = self.targets.iter().filter(|target| {
            self.channel == Channel::Email && target.account(self.channel).is_none()
        });
        targets.map(|target| &*target.name).collect()
    }

    /// Whether there is another wording to ask for.
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
    /// # let composer = step.composer().unwrap();
    /// assert!(composer.has_wordings());
    /// ```
    #[must_use]
    pub fn has_wordings(&self) -> bool {
        self.current().is_some_and(|written| written.wordings > 1)
    }

    /// The Mastodon instance, as the person typed it.
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
    /// step.handle(MessageEvent::InstanceEdited("piaille.fr".into()));
    /// assert_eq!(step.composer().unwrap().instance(), "piaille.fr");
    /// ```
    #[must_use]
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// How the person wants a text that is too long.
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
    /// step.handle(MessageEvent::SplitAsked(Split::Thread));
    /// assert_eq!(step.composer().unwrap().split(), Split::Thread);
    /// ```
    #[must_use]
    pub fn split(&self) -> Split {
        self.split
    }

    /// What was done with the message as it is.
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
    /// step.handle(MessageEvent::Copied(false));
    /// assert_eq!(step.composer().unwrap().done(), Done::CopyRefused);
    /// ```
    #[must_use]
    pub fn done(&self) -> Done {
        self.done
    }

    /// The length as the network counts it.
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
    /// # let composer = step.composer().unwrap();
    /// assert!(composer.measure(&Native, Tlds::none()).length > 0);
    /// ```
    #[must_use]
    pub fn measure(&self, platform: &impl Platform, tlds: Tlds<'_>) -> Measure {
        self.channel
            .measure(self.text(), platform, &measuring(tlds))
    }

    /// The messages of a thread that holds the whole text; none where the network has no limit, or
    /// where something in the text is longer than a message.
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
    /// let long = "Bonjour. ".repeat(60);
    /// step.handle(MessageEvent::MessageEdited(long));
    /// assert!(step.composer().unwrap().thread(&Native, Tlds::none()).len() > 1);
    /// ```
    #[must_use]
    pub fn thread(&self, platform: &impl Platform, tlds: Tlds<'_>) -> Vec<MessagePart> {
        let parts = self.channel.split(self.text(), platform, &measuring(tlds));
        let parts = parts.into_iter().flatten().map(|part| MessagePart {
            link: self.link_of(&part.text, platform),
            text: part.text,
            to: Vec::new(),
        });
        parts.collect()
    }

    /// The address that opens the message in the network or the mail program.
    ///
    /// # Errors
    /// What keeps the link from being made, see [`ComposeError`].
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
    /// # let composer = step.composer().unwrap();
    /// assert!(composer.link(&Native).unwrap().starts_with("https://"));
    /// ```
    pub fn link(&self, platform: &impl Platform) -> Result<String, ComposeError> {
        self.link_of(self.text(), platform)
    }

    /// The same for another text: nothing, to paste the message into.
    ///
    /// # Errors
    /// As [`Composer::link`].
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
    /// # let composer = step.composer().unwrap();
    /// assert!(composer.link_of("", &Native).unwrap().starts_with("https://"));
    /// ```
    pub fn link_of(&self, text: &str, platform: &impl Platform) -> Result<String, ComposeError> {
        self.link_to(&self.targets, text, platform)
    }

    /// The same to these of the targets.
    pub(super) fn link_to(
        &self,
        targets: &[Target],
        text: &str,
        platform: &impl Platform,
    ) -> Result<String, ComposeError> {
        let instance = Instance::parse(&self.instance, platform).ok();
        let to = targets
            .iter()
            .filter_map(|target| target.account(self.channel));
        let to: Vec<&str> = to.collect();
        let mut message = Message::new(text);
        message.subject = &self.subject;
        message.to = &to;
        message.instance = instance.as_ref();
        self.channel.compose_url(&message)
    }

    pub(super) fn current(&self) -> Option<&Written> {
        self.written
            .iter()
            .find(|written| written.channel == self.channel)
    }

    pub(super) fn current_mut(&mut self) -> Option<&mut Written> {
        self.written
            .iter_mut()
            .find(|written| written.channel == self.channel)
    }
}

pub(super) fn measuring(tlds: Tlds<'_>) -> Measuring<'_> {
    Measuring {
        tlds,
        ..Measuring::default()
    }
}
