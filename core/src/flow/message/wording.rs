//! The organiser's wordings, put into a message and taken out again.

use alloc::string::String;
use alloc::vec::Vec;

use super::composer::{Composer, Done, MessagePart, Split, Written, measuring};
use super::{MessageEffect, MessageEvent, MessageStep};
use crate::interpellation::{Channel, Context, Grammar, Target, Template, variant};
use crate::mobilisation::Wordings;
use crate::platform::Platform;

impl MessageStep {
    /// Begins a message to `targets`, or puts it away where there are none; the same targets keep
    /// what was written.
    pub(super) fn address(&mut self, targets: Vec<Target>) {
        if let Some(composer) = self.composer.take() {
            self.put_away = Some(composer);
        }
        if targets.is_empty() {
            return;
        }
        let kept = self
            .put_away
            .take_if(|composer| composer.targets == targets);
        self.composer = kept.or_else(|| self.begin_message(targets));
    }

    /// The wordings in the language of the targets, where they share one.
    fn wordings(&self, targets: &[Target]) -> &Wordings {
        let message = &self.subject.message;
        let mut langs = targets.iter().map(|target| &*target.lang);
        let first = langs.next().unwrap_or_default();
        if langs.all(|lang| lang == first) {
            message.in_language(first)
        } else {
            message
        }
    }

    /// The language of wordings: their own, or the petition's.
    fn lang_of<'a>(&'a self, wordings: &'a Wordings) -> &'a str {
        if wordings.lang.is_empty() {
            &self.subject.lang
        } else {
            &wordings.lang
        }
    }

    fn begin_message(&self, targets: Vec<Target>) -> Option<Composer> {
        let wordings = self.wordings(&targets);
        let reaches = |channel: Channel| targets.iter().any(|t| t.account(channel).is_some());
        let mut channels = Vec::new();
        if !wordings.short.is_empty() {
            channels.extend([Channel::X, Channel::Bluesky, Channel::Mastodon]);
        }
        if !wordings.long.is_empty() && reaches(Channel::Email) {
            channels.push(Channel::Email);
        }
        // One calls one.
        if !wordings.call.is_empty() && targets.len() == 1 && reaches(Channel::Phone) {
            channels.push(Channel::Phone);
        }
        // Where the targets can be reached comes first.
        let (reached, named): (Vec<Channel>, Vec<Channel>) =
            channels.into_iter().partition(|&channel| reaches(channel));
        let channels = [reached, named].concat();
        let written = channels.iter().filter_map(|&channel| {
            let wordings = templates(wordings, channel).len();
            let mut written = Written {
                channel,
                text: String::new(),
                wording: variant(&self.signer.seed, wordings),
                wordings,
                edited: false,
                own: None,
                named: Vec::new(),
            };
            self.write(&mut written, &targets)?;
            Some(written)
        });
        let written: Vec<Written> = written.collect();
        // A channel none of whose wordings parses is not offered.
        let channels: Vec<Channel> = written.iter().map(|written| written.channel).collect();
        let channel = *channels.first()?;
        let subject = self.render(&wordings.subject, Channel::Email, &targets);
        Some(Composer {
            lang: self.lang_of(wordings).into(),
            channels,
            channel,
            written,
            done: Done::Nothing,
            instance: String::new(),
            split: Split::Whole,
            subject: subject.map(|(text, _)| text).unwrap_or_default(),
            targets,
        })
    }

    /// Puts the organiser's wording into `written`. A template that does not parse was refused
    /// before publishing; should one come all the same, the next one serves.
    fn write(&self, written: &mut Written, targets: &[Target]) -> Option<()> {
        let templates = templates(self.wordings(targets), written.channel);
        for _ in 0..templates.len() {
            let template = templates.get(written.wording)?;
            if let Some((text, named)) = self.render(template, written.channel, targets) {
                written.text = text;
                written.named = named;
                return Some(());
            }
            written.wording = (written.wording + 1) % templates.len();
        }
        None
    }

    /// The next of the organiser's wordings; after the last one, what the person wrote.
    fn next_wording(&self, written: &mut Written, targets: &[Target]) {
        if core::mem::take(&mut written.edited) {
            written.own = Some(core::mem::take(&mut written.text));
        }
        let texts = written.wordings + usize::from(written.own.is_some());
        let next = (written.wording + 1) % texts.max(1);
        written.wording = next;
        if next < written.wordings {
            self.write(written, targets);
        }
        // Also where the last wordings do not parse and `write` went round to the first.
        if let Some(own) = &written.own
            && (next == written.wordings || written.wording < next)
        {
            written.text.clone_from(own);
            written.wording = written.wordings;
        }
    }

    /// The text of a template to these targets, and who of them is named for want of an account.
    /// Who can't be reached on a channel without mentions is not spoken to.
    fn render(
        &self,
        template: &str,
        channel: Channel,
        targets: &[Target],
    ) -> Option<(String, Vec<usize>)> {
        let grammar = Grammar::of(self.lang_of(self.wordings(targets)));
        let template = Template::parse(template, &grammar).ok()?;
        let spoken_to: Vec<&Target> = targets
            .iter()
            .filter(|target| channel != Channel::Email || target.account(channel).is_some())
            .collect();
        let rendered = template.render(&self.context(&spoken_to, grammar), channel);
        Some((rendered.text, rendered.named))
    }

    fn context<'a>(&'a self, targets: &'a [&'a Target], grammar: Grammar<'a>) -> Context<'a> {
        let mut context = Context::new(targets);
        context.grammar = grammar;
        context.petition.title = &self.subject.title;
        context.petition.url = &self.subject.url;
        context.petition.count = &self.count;
        context.signer.given_name = &self.signer.given_name;
        context.signer.locality = &self.signer.locality;
        context
    }

    /// The message as several, each to some of the targets; none where it is to one, was changed by
    /// hand, or would not fit that way either.
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
    /// assert!(step.groups(&Native).is_empty(), "it is to one");
    /// ```
    #[must_use]
    pub fn groups(&self, platform: &impl Platform) -> Vec<MessagePart> {
        let Some(composer) = &self.composer else {
            return Vec::new();
        };
        let groups = self.grouped(composer, platform).unwrap_or_default();
        if groups.len() > 1 { groups } else { Vec::new() }
    }

    fn grouped(&self, composer: &Composer, platform: &impl Platform) -> Option<Vec<MessagePart>> {
        let written = composer.current().filter(|written| written.is_wording())?;
        let targets = &composer.targets;
        let wordings = self.wordings(targets);
        let grammar = Grammar::of(self.lang_of(wordings));
        let template = templates(wordings, written.channel).get(written.wording)?;
        let template = Template::parse(template, &grammar).ok()?;
        let all: Vec<&Target> = targets.iter().collect();
        let context = self.context(&all, grammar);
        let measuring = measuring(self.tlds());
        let groups = template.render_groups(&context, composer.channel, platform, &measuring);
        let fit = groups.iter().all(|group| group.measure.fits());
        let parts = groups.into_iter().map(|group| {
            let targets = targets.get(group.targets).unwrap_or_default();
            let text = group.rendered.text;
            MessagePart {
                link: composer.link_to(targets, &text, platform),
                to: targets.iter().map(|target| target.name.clone()).collect(),
                text,
            }
        });
        fit.then(|| parts.collect())
    }

    /// The messages that the message is sent as, where it is too long and the person wants it as
    /// several.
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
    /// assert!(step.parts(&Native).is_empty(), "as it is");
    /// step.handle(MessageEvent::SplitAsked(Split::Thread));
    /// assert!(step.parts(&Native).len() > 1);
    /// ```
    #[must_use]
    pub fn parts(&self, platform: &impl Platform) -> Vec<MessagePart> {
        let Some(composer) = &self.composer else {
            return Vec::new();
        };
        if composer.measure(platform, self.tlds()).fits() {
            return Vec::new();
        }
        match composer.split {
            Split::Whole => Vec::new(),
            Split::Thread => composer.thread(platform, self.tlds()),
            Split::Groups => self.groups(platform),
        }
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
            MessageEvent::SplitAsked(split) => composer.split = split,
            MessageEvent::AnotherWording => {
                let targets = composer.targets.clone();
                if let Some(written) = composer.current_mut() {
                    self.next_wording(written, &targets);
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

fn templates(wordings: &Wordings, channel: Channel) -> &[String] {
    match channel {
        Channel::Email => &wordings.long,
        Channel::Phone => &wordings.call,
        _ => &wordings.short,
    }
}
