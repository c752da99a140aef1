//! The message: one draft a channel, so that changing the channel loses nothing that was typed.

use alloc::string::String;
use alloc::vec::Vec;

use super::{MessageEffect, MessageEvent, MessageStep, Subject};
use crate::interpellation::{
    Channel, ComposeError, Context, Grammar, Instance, Measure, Measuring, Message, Target,
    Template, Tlds, variant,
};
use crate::platform::Platform;

/// What can be done with the message at hand, and what was done.
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

/// A message being written to one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Composer {
    target: Target,
    channels: Vec<Channel>,
    channel: Channel,
    written: Vec<Written>,
    done: Done,
    /// The last subject typed, shared by the channels that have one.
    subject: String,
    /// The Mastodon instance the person is on, as typed; kept nowhere else.
    instance: String,
    /// Whether the person wants a text that is too long as a thread.
    threaded: bool,
}

/// The text of one channel.
#[derive(Clone, Debug, PartialEq)]
struct Written {
    channel: Channel,
    text: String,
    /// Which of the organiser's wordings it came from; their number for the person's own.
    wording: usize,
    wordings: usize,
    /// Whether the person changed the text since it was put there.
    edited: bool,
    /// The person's own text, while they look at another wording: it comes round again.
    own: Option<String>,
    /// Whether the target has no account here and is named instead.
    named: bool,
}

impl Composer {
    /// Whom the message is to.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The channels to choose from, the likeliest first; never empty.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// The chosen one.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// The text on the chosen channel.
    #[must_use]
    pub fn text(&self) -> &str {
        self.current().map_or("", |written| &written.text)
    }

    /// The subject of an e-mail.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Whether the target has no account on the channel, so that the text names instead of mentions.
    #[must_use]
    pub fn named(&self) -> bool {
        self.current().is_some_and(|written| written.named)
    }

    /// Whether there is another wording to ask for.
    #[must_use]
    pub fn has_wordings(&self) -> bool {
        self.current().is_some_and(|written| written.wordings > 1)
    }

    /// The Mastodon instance, as the person typed it.
    #[must_use]
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Whether the person wants a text that is too long as a thread.
    #[must_use]
    pub fn threaded(&self) -> bool {
        self.threaded
    }

    /// What was done with the message as it is.
    #[must_use]
    pub fn done(&self) -> Done {
        self.done
    }

    /// The length as the network counts it.
    #[must_use]
    pub fn measure(&self, platform: &impl Platform, tlds: Tlds<'_>) -> Measure {
        self.channel
            .measure(self.text(), platform, &measuring(tlds))
    }

    /// The messages of a thread that holds the whole text; none where the network has no limit, or
    /// where something in the text is longer than a message.
    #[must_use]
    pub fn thread(&self, platform: &impl Platform, tlds: Tlds<'_>) -> Vec<String> {
        let parts = self.channel.split(self.text(), platform, &measuring(tlds));
        let texts = parts.into_iter().flatten().map(|part| part.text);
        texts.collect()
    }

    /// The address that opens the message in the network or the mail program.
    ///
    /// # Errors
    /// What keeps the link from being made, see [`ComposeError`].
    pub fn link(&self, platform: &impl Platform) -> Result<String, ComposeError> {
        self.link_of(self.text(), platform)
    }

    /// The same for one message of the thread.
    ///
    /// # Errors
    /// As [`Composer::link`].
    pub fn link_of(&self, text: &str, platform: &impl Platform) -> Result<String, ComposeError> {
        let instance = Instance::parse(&self.instance, platform).ok();
        let to: Vec<&str> = self.target.account(self.channel).into_iter().collect();
        let mut message = Message::new(text);
        message.subject = &self.subject;
        message.to = &to;
        message.instance = instance.as_ref();
        self.channel.compose_url(&message)
    }

    fn current(&self) -> Option<&Written> {
        self.written
            .iter()
            .find(|written| written.channel == self.channel)
    }

    fn current_mut(&mut self) -> Option<&mut Written> {
        self.written
            .iter_mut()
            .find(|written| written.channel == self.channel)
    }
}

impl MessageStep {
    /// Begins a message to `target`, or puts it away; the same target keeps what was written.
    pub(super) fn address(&mut self, target: Option<Target>) {
        if let Some(composer) = self.composer.take() {
            self.put_away = Some(composer);
        }
        let Some(target) = target else {
            return;
        };
        let kept = self.put_away.take_if(|composer| composer.target == target);
        self.composer = kept.or_else(|| self.begin(target));
    }

    fn begin(&self, target: Target) -> Option<Composer> {
        let wordings = &self.subject.message;
        let mut channels = Vec::new();
        if !wordings.short.is_empty() {
            channels.extend([Channel::X, Channel::Bluesky, Channel::Mastodon]);
        }
        if !wordings.long.is_empty() && target.account(Channel::Email).is_some() {
            channels.push(Channel::Email);
        }
        // Where the target can be reached comes first.
        let (reached, named): (Vec<Channel>, Vec<Channel>) = channels
            .into_iter()
            .partition(|channel| target.account(*channel).is_some());
        let channels = [reached, named].concat();
        let written = channels.iter().filter_map(|&channel| {
            let wordings = templates(&self.subject, channel).len();
            let mut written = Written {
                channel,
                text: String::new(),
                wording: variant(&self.signer.seed, wordings),
                wordings,
                edited: false,
                own: None,
                named: false,
            };
            self.write(&mut written, &target)?;
            Some(written)
        });
        let written: Vec<Written> = written.collect();
        // A channel none of whose wordings parses is not offered.
        let channels: Vec<Channel> = written.iter().map(|written| written.channel).collect();
        let channel = *channels.first()?;
        let subject = self.render(&wordings.subject, Channel::Email, &target);
        Some(Composer {
            channels,
            channel,
            written,
            done: Done::Nothing,
            instance: String::new(),
            threaded: false,
            subject: subject.map(|(text, _)| text).unwrap_or_default(),
            target,
        })
    }

    /// Puts the organiser's wording into `written`. A template that does not parse was refused
    /// before publishing; should one come all the same, the next one serves.
    fn write(&self, written: &mut Written, target: &Target) -> Option<()> {
        let templates = templates(&self.subject, written.channel);
        for _ in 0..templates.len() {
            let template = templates.get(written.wording)?;
            if let Some((text, named)) = self.render(template, written.channel, target) {
                written.text = text;
                written.named = named;
                return Some(());
            }
            written.wording = (written.wording + 1) % templates.len();
        }
        None
    }

    /// The next of the organiser's wordings; after the last one, what the person wrote.
    fn next_wording(&self, written: &mut Written, target: &Target) {
        if core::mem::take(&mut written.edited) {
            written.own = Some(core::mem::take(&mut written.text));
        }
        let texts = written.wordings + usize::from(written.own.is_some());
        let next = (written.wording + 1) % texts.max(1);
        written.wording = next;
        if next < written.wordings {
            self.write(written, target);
        }
        // Also where the last wordings do not parse and `write` went round to the first.
        if let Some(own) = &written.own
            && (next == written.wordings || written.wording < next)
        {
            written.text.clone_from(own);
            written.wording = written.wordings;
        }
    }

    fn render(&self, template: &str, channel: Channel, target: &Target) -> Option<(String, bool)> {
        let template = Template::parse(template, &Grammar::of(&self.subject.lang)).ok()?;
        let targets = [target];
        let mut context = Context::new(&targets);
        context.petition.title = &self.subject.title;
        context.petition.url = &self.subject.url;
        context.petition.count = &self.count;
        context.signer.given_name = &self.signer.given_name;
        context.signer.locality = &self.signer.locality;
        let rendered = template.render(&context, channel);
        Some((rendered.text, !rendered.named.is_empty()))
    }

    /// Events of the message step.
    pub(super) fn compose(&mut self, event: MessageEvent) -> Vec<MessageEffect> {
        let Some(mut composer) = self.composer.take() else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        let told = MessageEffect::Opened(composer.channel);
        let before = composer.done;
        composer.done = Done::Nothing;
        match event {
            MessageEvent::ChannelChosen(channel) if composer.channels.contains(&channel) => {
                composer.channel = channel;
            }
            MessageEvent::MessageEdited(text) => {
                if let Some(written) = composer.current_mut() {
                    written.text = text;
                    written.edited = true;
                }
            }
            MessageEvent::SubjectEdited(text) => composer.subject = text,
            MessageEvent::InstanceEdited(text) => composer.instance = text,
            MessageEvent::ThreadAsked => composer.threaded = true,
            MessageEvent::AnotherWording => {
                let target = composer.target.clone();
                if let Some(written) = composer.current_mut() {
                    self.next_wording(written, &target);
                }
            }
            MessageEvent::Opened => {
                composer.done = Done::Opened;
                effects.push(told);
            }
            // The system's own dialog has said the rest.
            MessageEvent::Shared => effects.push(told),
            MessageEvent::Copied(true) => {
                composer.done = Done::Copied;
                effects.push(told);
            }
            MessageEvent::Copied(false) => composer.done = Done::CopyRefused,
            _ => composer.done = before,
        }
        self.composer = Some(composer);
        effects
    }
}

fn measuring(tlds: Tlds<'_>) -> Measuring<'_> {
    Measuring {
        tlds,
        ..Measuring::default()
    }
}

fn templates(subject: &Subject, channel: Channel) -> &[String] {
    match channel {
        Channel::Email => &subject.message.long,
        _ => &subject.message.short,
    }
}
