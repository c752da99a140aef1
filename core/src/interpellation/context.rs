//! What a template is filled with, and the text that comes out.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::channel::Channel;
use super::grammar::{Agreement, Grammar};
use super::target::{Role, Target, TargetKind, list};
use super::template::{Part, Subject, Template, Variable};

/// Who writes; empty where not given.
///
/// ```
/// use wesign_core::interpellation::Signer;
/// let signer = Signer { given_name: "Zoé", ..Signer::default() };
/// assert!(signer.locality.is_empty());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Signer<'a> {
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Commune.
    pub locality: &'a str,
}

/// What is written about.
///
/// ```
/// use wesign_core::interpellation::Petition;
/// let petition = Petition { url: "https://example.org/p", count: "14 832", ..Petition::default() };
/// assert!(petition.title.is_empty());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Petition<'a> {
    /// Title.
    pub title: &'a str,
    /// Public page.
    pub url: &'a str,
    /// Number of signatures, written as the page's language writes it.
    pub count: &'a str,
}

/// Everything a template can name.
///
/// ```
/// use wesign_core::interpellation::{Channel, Context, Gender, Grammar, Target, Template};
/// let someone = |name: &str, gender| Target { name: name.into(), gender: Some(gender), ..Target::default() };
/// let (lea, paul) = (someone("Léa", Gender::Feminine), someone("Paul", Gender::Masculine));
/// let targets = [&lea, &paul];
/// let template = Template::parse("{target|Chère|Cher|Chères|Chers} {target.name}", &Grammar::FRENCH)?;
/// let rendered = template.render(&Context::new(&targets), Channel::Letter);
/// assert_eq!(rendered.text, "Chers Léa et Paul");
/// # Ok::<(), wesign_core::interpellation::TemplateError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who is written to: one, or a group in one message.
    pub targets: &'a [&'a Target],
    /// Who writes.
    pub signer: Signer<'a>,
    /// What is written about.
    pub petition: Petition<'a>,
    /// Agreement of the language the template is written in; French unless changed.
    pub grammar: Grammar<'a>,
}

impl<'a> Context<'a> {
    /// To these targets, in French, everything else empty.
    ///
    /// ```
    /// use wesign_core::interpellation::Context;
    /// assert!(Context::new(&[]).grammar.agrees);
    /// ```
    #[must_use]
    pub fn new(targets: &'a [&'a Target]) -> Self {
        Self {
            targets,
            signer: Signer::default(),
            petition: Petition::default(),
            grammar: Grammar::FRENCH,
        }
    }
}

/// A message ready to be measured, edited and sent.
///
/// ```
/// use wesign_core::interpellation::{Channel, Context, Grammar, Target, Template};
/// let lea = Target { name: "Léa Exemple".into(), ..Target::default() };
/// let targets = [&lea];
/// let template = Template::parse("{target.handle} ?", &Grammar::FRENCH)?;
/// let rendered = template.render(&Context::new(&targets), Channel::Bluesky);
/// assert_eq!((&*rendered.text, &*rendered.named), ("Léa Exemple ?", &[0][..]));
/// # Ok::<(), wesign_core::interpellation::TemplateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Which targets (by their place in the context) are named because they have no account on the
    /// channel. Empty on a channel without mentions, and where the template mentions nobody.
    pub named: Vec<usize>,
}

impl Template {
    /// The text for `context` on `channel`.
    ///
    /// ```
    /// use wesign_core::interpellation::{Accounts, Channel, Context, Grammar, Target, Template};
    /// let accounts = Accounts { x: "acme".into(), ..Accounts::default() };
    /// let acme = Target { name: "Acme".into(), accounts, ..Target::default() };
    /// let targets = [&acme];
    /// let template = Template::parse("{target.handle}, why?", &Grammar::NONE)?;
    /// assert_eq!(template.render(&Context::new(&targets), Channel::X).text, "@acme, why?");
    /// assert_eq!(template.render(&Context::new(&targets), Channel::Email).text, "Acme, why?");
    /// # Ok::<(), wesign_core::interpellation::TemplateError>(())
    /// ```
    #[must_use]
    pub fn render(&self, context: &Context<'_>, channel: Channel) -> Rendered {
        let agreement = context
            .grammar
            .agreement(context.targets.iter().map(|target| target.gender));
        let mut renderer = Renderer {
            context,
            channel,
            agreement,
            out: Rendered::default(),
            gap: false,
        };
        renderer.parts(&self.parts);
        if renderer.gap && renderer.out.text.ends_with(' ') {
            renderer.out.text.pop();
        }
        renderer.out
    }
}

impl Target {
    /// Title and where it is held, as `{target.office}` gives them.
    ///
    /// ```
    /// use wesign_core::interpellation::{Gender, Grammar, Target};
    /// let target = Target {
    ///     gender: Some(Gender::Feminine),
    ///     title: "directrice|directeur".into(),
    ///     ..Target::default()
    /// };
    /// assert_eq!(target.office(&Grammar::FRENCH), "directrice");
    /// ```
    #[must_use]
    pub fn office(&self, grammar: &Grammar<'_>) -> String {
        let targets = [self];
        let context = Context {
            grammar: *grammar,
            ..Context::new(&targets)
        };
        let renderer = Renderer {
            context: &context,
            channel: Channel::Letter,
            agreement: grammar.agreement(core::iter::once(self.gender)),
            out: Rendered::default(),
            gap: false,
        };
        renderer.office()
    }
}

struct Renderer<'a> {
    context: &'a Context<'a>,
    channel: Channel,
    agreement: Agreement,
    out: Rendered,
    /// The last part had no value: the space before it must not meet another, or a full stop.
    gap: bool,
}

impl Renderer<'_> {
    fn push(&mut self, text: &str) {
        let Some(first) = text.chars().next() else {
            return;
        };
        if self.gap {
            self.gap = false;
            let out = &mut self.out.text;
            if out.ends_with(' ') && matches!(first, ' ' | ',' | '.' | ')' | '\n') {
                out.pop();
            } else if first == ' ' && (out.is_empty() || out.ends_with('\n')) {
                self.out.text.extend(text.chars().skip(1));
                return;
            }
        }
        self.out.text.push_str(text);
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Text(text) => self.push(text),
                Part::Value { variable, fallback } => {
                    let mut value = self.value(*variable);
                    if value.is_empty() {
                        value = fallback.clone().unwrap_or_default();
                    }
                    if value.is_empty() {
                        self.gap = true;
                    }
                    self.push(&value);
                }
                Part::Choice { subject, branches } => self.choice(*subject, branches),
            }
        }
    }

    fn choice(&mut self, subject: Subject, branches: &[Vec<Part>]) {
        let plural = self.agreement.plural;
        if subject == Subject::Targets {
            if let Some(branch) = branches.get(usize::from(plural)) {
                self.parts(branch);
            }
            return;
        }
        // Both forms are rendered: with an unknown gender both may be shown, unless they are equal.
        let forms: Vec<String> = branches
            .iter()
            .map(|branch| {
                let mut inner = Renderer {
                    out: Rendered::default(),
                    gap: false,
                    ..*self
                };
                inner.parts(branch);
                // The branches name the same targets, so one record of them is enough.
                for named in inner.out.named {
                    self.note(named);
                }
                inner.out.text
            })
            .collect();
        let text = self.context.grammar.form(&forms, self.agreement);
        self.push(&text);
    }

    fn note(&mut self, named: usize) {
        if !self.out.named.contains(&named) {
            self.out.named.push(named);
        }
    }

    /// One text for each target, as a list of the distinct ones.
    fn each(&self, text: impl Fn(&Target) -> String) -> String {
        let mut items: Vec<String> = Vec::new();
        for target in self.context.targets {
            let item = text(target);
            if !item.is_empty() && !items.contains(&item) {
                items.push(item);
            }
        }
        let grammar = &self.context.grammar;
        list(&items, grammar.comma, grammar.and)
    }

    fn value(&mut self, variable: Variable) -> String {
        let Context {
            signer, petition, ..
        } = *self.context;
        match variable {
            Variable::TargetName => {
                let names = self.each(|target| target.name.trim().to_string());
                if names.is_empty() {
                    self.title()
                } else {
                    names
                }
            }
            Variable::TargetFamilyName => self.each(|target| {
                let family = target.family_name.trim();
                if family.is_empty() {
                    target.name.trim()
                } else {
                    family
                }
                .to_string()
            }),
            Variable::TargetCivility => {
                let mut kinds = self.context.targets.iter().map(|target| target.kind);
                let people = kinds.all(|kind| kind == TargetKind::Person);
                self.context.grammar.civility(self.agreement, people)
            }
            Variable::TargetTitle => self.title(),
            Variable::TargetConstituency => self.each(|target| target.constituency.clone()),
            Variable::TargetOffice => self.office(),
            Variable::TargetGroup => self.each(|target| target.group.clone()),
            Variable::TargetHandle => self.handles(),
            Variable::SignerGivenName => signer.given_name.into(),
            Variable::SignerFamilyName => signer.family_name.into(),
            Variable::SignerLocality => signer.locality.into(),
            Variable::PetitionTitle => petition.title.into(),
            Variable::PetitionUrl => petition.url.into(),
            Variable::PetitionCount => petition.count.into(),
        }
    }

    /// Mentions with spaces between them, names as a list.
    fn handles(&mut self) -> String {
        let mut mentions = String::new();
        let mut names = Vec::new();
        for (at, target) in self.context.targets.iter().enumerate() {
            let (call, mentioned) = target.call(self.channel);
            if mentioned {
                if !mentions.is_empty() {
                    mentions.push(' ');
                }
                mentions.push_str(&call);
                continue;
            }
            if self.channel.mentions() {
                self.note(at);
            }
            names.push(call);
        }
        let grammar = &self.context.grammar;
        let names = list(&names, grammar.comma, grammar.and);
        if !mentions.is_empty() && !names.is_empty() {
            mentions.push_str(grammar.comma);
        }
        mentions + &names
    }

    /// The title of the office, or the one given; a group's where all of them share it.
    fn title(&self) -> String {
        match self.shared_role() {
            Some(role) => self.role_title(role, self.agreement),
            None => self.each(|target| self.title_of(target)),
        }
    }

    /// Title and where it is held; a group's where all of them share both.
    fn office(&self) -> String {
        let targets = self.context.targets;
        if let (Some(role), Some(first)) = (self.shared_role(), targets.first())
            && targets.iter().all(|t| t.constituency == first.constituency)
        {
            return self.join(role, self.role_title(role, self.agreement), first);
        }
        self.each(|target| self.join(target.role, self.title_of(target), target))
    }

    /// The office that all of them hold, where it gives the title.
    fn shared_role(&self) -> Option<Role> {
        let role = self.context.targets.first()?.role;
        let targets = &mut self.context.targets.iter();
        let same = targets.all(|t| t.role == role && t.given_title().is_none());
        (role != Role::Other && same).then_some(role)
    }

    fn role_title(&self, role: Role, agreement: Agreement) -> String {
        let grammar = &self.context.grammar;
        let forms = grammar.titles.iter().find(|(known, _)| *known == role);
        forms.map_or_else(String::new, |(_, forms)| grammar.form(forms, agreement))
    }

    fn title_of(&self, target: &Target) -> String {
        let grammar = &self.context.grammar;
        let agreement = grammar.agreement(core::iter::once(target.gender));
        match target.given_title() {
            Some(forms) => grammar.form(&forms, agreement),
            None => self.role_title(target.role, agreement),
        }
    }

    fn join(&self, role: Role, title: String, target: &Target) -> String {
        let grammar = &self.context.grammar;
        let joint = grammar.offices.iter().find(|(known, _)| *known == role);
        let joint = joint.map_or(grammar.office, |(_, joint)| joint);
        if title.is_empty() || target.constituency.is_empty() {
            return title + &target.constituency;
        }
        [&*title, joint, &target.constituency].concat()
    }
}
