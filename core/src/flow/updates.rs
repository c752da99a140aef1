//! The step that keeps in touch: the news, and what to be told about.

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use super::form::{Form, Rules};
use super::request::{Request, Sending};
use super::{Failure, Loading, OwnRules};
use crate::field::Field;
use crate::mobilisation::News;
use crate::platform::Platform;
use crate::policy::Policy;
use crate::problem::{Code, FieldError, Problem};
use crate::signature::{Draft, DraftConsent};
use crate::sorted::sorted;
use crate::time::Timestamp;

/// Something the person did or the network answered.
///
/// ```
/// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
/// # use wesign_core::{signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
/// step.handle(UpdatesEvent::LoadingFailed(Failure::Timeout), now, &Native);
/// let effects = step.handle(UpdatesEvent::Retried, now, &Native);
/// assert_eq!(effects, [UpdatesEffect::Fetch]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum UpdatesEvent {
    /// The person has said who they are, at another step: an address that nobody typed here is
    /// filled in.
    Met(Box<Draft>),
    /// The news arrived.
    Loaded(Vec<News>),
    /// The news could not be had.
    LoadingFailed(Failure),
    /// The person wants the news to be fetched again.
    Retried,
    /// The person changed a field of the form.
    Edited(Field, String),
    /// The person left a field of the form.
    Left(Field),
    /// The person took the proposed spelling of the e-mail address.
    SuggestionTaken,
    /// The person ticked or unticked what has this index in [`UpdatesStep::policy`]'s consents.
    Consented(usize, bool),
    /// The person asked to be told; also to try again after a failure.
    Submitted {
        /// A fresh idempotency key; not used when the same draft was tried before.
        key: String,
    },
    /// The request has been under way for longer than people expect.
    Slow,
    /// The API took the subscription.
    Subscribed,
    /// The API found fields to correct.
    Refused(Vec<FieldError>),
    /// The subscription could not be brought to the API.
    Failed(Failure),
}

/// A request to the world; its answer comes back as an [`UpdatesEvent`].
///
/// ```
/// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
/// # use wesign_core::{signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let person = Draft { email: "zoe@example.org".into(), ..Draft::default() };
/// # let (mut step, _) = UpdatesStep::new(&Policy::default(), person, "fr");
/// # step.handle(UpdatesEvent::Consented(0, true), now, &Native);
/// let effects = step.handle(UpdatesEvent::Subscribed, now, &Native);
/// assert!(effects.contains(&UpdatesEffect::Subscribed), "the host page is told");
/// assert!(effects.contains(&UpdatesEffect::Focus(UpdatesSpot::Thanks)));
/// ```
#[allow(clippy::large_enum_variant, reason = "a few in a person's life")]
#[derive(Clone, Debug, PartialEq)]
pub enum UpdatesEffect {
    /// Fetch the news.
    Fetch,
    /// Post the subscription.
    Send {
        /// The same for every try of the same draft.
        key: String,
        /// E-mail address, language and consents; nothing else.
        draft: Draft,
    },
    /// Move the keyboard focus.
    Focus(UpdatesSpot),
    /// The subscription was taken: tell the host page.
    Subscribed,
}

/// A place of the step that the focus can go to.
///
/// ```
/// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
/// # use wesign_core::{signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
/// let effects = step.handle(UpdatesEvent::Submitted { key: "k1".into() }, now, &Native);
/// assert_eq!(effects, [UpdatesEffect::Focus(UpdatesSpot::Field(Field::Email))]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdatesSpot {
    /// The news, fetched again.
    News,
    /// A field of the form.
    Field(Field),
    /// The thanks after subscribing.
    Thanks,
    /// The notice about a failed request.
    Notice,
}

/// Everything the step knows.
///
/// ```
/// use wesign_core::flow::{UpdatesEffect, UpdatesEvent, UpdatesStep};
/// use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
///
/// let person = Draft { email: "zoe@example.org".into(), ..Draft::default() };
/// let (mut step, effects) = UpdatesStep::new(&Policy::default(), person, "fr");
/// assert_eq!(effects, [UpdatesEffect::Fetch]);
/// let purposes: Vec<&str> = step.policy().consents.iter().map(|c| c.purpose.as_str()).collect();
/// assert_eq!(purposes, ["petition_updates", "gatherings", "similar_petitions"]);
/// let now = Timestamp::from_unix(0);
/// step.handle(UpdatesEvent::Consented(1, true), now, &Native);
/// let effects = step.handle(UpdatesEvent::Submitted { key: "k".into() }, now, &Native);
/// assert!(matches!(&effects[..], [UpdatesEffect::Send { .. }]));
/// ```
#[derive(Clone, Debug)]
pub struct UpdatesStep {
    policy: Policy,
    news: Loading<Vec<News>>,
    /// Whether the person waits for the news: they then take the focus.
    news_asked: bool,
    form: Form,
    request: Request,
    subscribed: bool,
}

impl UpdatesStep {
    /// The step of a petition with this `policy`, for who said `person` of themselves so far (empty
    /// where the step stands alone), in the language `lang` (BCP 47); and what must be done first.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// let person = Draft { email: "zoe@example.org".into(), ..Draft::default() };
    /// let (step, effects) = UpdatesStep::new(&Policy::default(), person, "fr");
    /// assert_eq!(effects, [UpdatesEffect::Fetch]);
    /// assert_eq!(step.form().draft().email, "zoe@example.org", "what is known is not asked again");
    /// ```
    #[must_use]
    pub fn new(policy: &Policy, person: Draft, lang: &str) -> (Self, Vec<UpdatesEffect>) {
        let policy = policy.subscription(lang);
        let answers = policy.consents.iter();
        let draft = Draft {
            email: person.email,
            lang: lang.to_string(),
            consents: answers
                .map(|request| DraftConsent::to(request, false))
                .collect(),
            ..Draft::default()
        };
        let step = Self {
            policy,
            news: Loading::Pending,
            news_asked: false,
            form: Form::new(draft),
            request: Request::default(),
            subscribed: false,
        };
        (step, vec![UpdatesEffect::Fetch])
    }

    /// What the form asks: an e-mail address, and what to be told about.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// let fields: Vec<String> = step.policy().fields().map(|field| field.to_string()).collect();
    /// assert_eq!(fields[0], "email");
    /// assert_eq!(fields[1], "consents.petition_updates");
    /// ```
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The news, newest first; those without a date last.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// let at = |unix| News { at: Some(Timestamp::from_unix(unix)), ..News::default() };
    /// step.handle(UpdatesEvent::Loaded(vec![at(1), at(2)]), now, &Native);
    /// let news = step.news().loaded().unwrap();
    /// assert_eq!(news[0].at, Some(Timestamp::from_unix(2)), "newest first");
    /// ```
    #[must_use]
    pub fn news(&self) -> &Loading<Vec<News>> {
        &self.news
    }

    /// What the person typed and ticked.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(UpdatesEvent::Consented(1, true), now, &Native);
    /// assert!(step.form().consented(1));
    /// ```
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// How far the subscription has come.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let person = Draft { email: "zoe@example.org".into(), ..Draft::default() };
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), person, "fr");
    /// # step.handle(UpdatesEvent::Consented(0, true), now, &Native);
    /// step.handle(UpdatesEvent::Submitted { key: "k1".into() }, now, &Native);
    /// assert_eq!(*step.sending(), Sending::Pending { slow: false });
    /// step.handle(UpdatesEvent::Slow, now, &Native);
    /// assert_eq!(*step.sending(), Sending::Pending { slow: true });
    /// ```
    #[must_use]
    pub fn sending(&self) -> &Sending {
        &self.request.sending
    }

    /// Whether the subscription was taken.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let person = Draft { email: "zoe@example.org".into(), ..Draft::default() };
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), person, "fr");
    /// # step.handle(UpdatesEvent::Consented(0, true), now, &Native);
    /// step.handle(UpdatesEvent::Subscribed, now, &Native);
    /// assert!(step.subscribed());
    /// ```
    #[must_use]
    pub fn subscribed(&self) -> bool {
        self.subscribed
    }

    /// Takes in what happened at the moment `now`; gives back what must be done.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::News, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let person = Draft { email: "zoe@example.org".into(), ..Draft::default() };
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), person, "fr");
    /// # step.handle(UpdatesEvent::Consented(0, true), now, &Native);
    /// let effects = step.handle(UpdatesEvent::Submitted { key: "k1".into() }, now, &Native);
    /// let [UpdatesEffect::Send { key, draft }] = &effects[..] else { panic!() };
    /// assert_eq!((&**key, &*draft.email), ("k1", "zoe@example.org"));
    /// ```
    pub fn handle(
        &mut self,
        event: UpdatesEvent,
        now: Timestamp,
        platform: &dyn Platform,
    ) -> Vec<UpdatesEffect> {
        let rules = Rules {
            policy: &self.policy,
            validator: Some(&OwnRules { now, platform }),
        };
        match event {
            UpdatesEvent::Met(person) => {
                let email = person.email;
                let person = Draft {
                    email,
                    ..Draft::default()
                };
                self.form.meet(&person, rules);
            }
            UpdatesEvent::Loaded(news) => {
                let newest = sorted(news.into_iter(), |one, other| other.at.cmp(&one.at));
                self.news = Loading::Loaded(newest);
                return self.news_arrived();
            }
            UpdatesEvent::LoadingFailed(failure) => {
                self.news.fail(failure);
                return self.news_arrived();
            }
            UpdatesEvent::Retried if self.news.retry() => {
                self.news_asked = true;
                return vec![UpdatesEffect::Fetch];
            }
            UpdatesEvent::Retried => {}
            UpdatesEvent::Edited(field, text) => self.form.edit(&field, text, rules),
            UpdatesEvent::Left(field) => self.form.leave(&field, rules),
            UpdatesEvent::SuggestionTaken => {
                if self.form.take_suggestion(rules) {
                    return focus(UpdatesSpot::Field(Field::Email));
                }
            }
            UpdatesEvent::Consented(index, granted) => {
                self.form.consent(index, granted, rules);
                if granted {
                    self.form.forgive_consents();
                }
            }
            UpdatesEvent::Submitted { key } => return self.submit(key, now, platform),
            UpdatesEvent::Slow => self.request.slow(),
            UpdatesEvent::Subscribed => {
                self.request.end();
                self.subscribed = true;
                let thanks = UpdatesEffect::Focus(UpdatesSpot::Thanks);
                return vec![UpdatesEffect::Subscribed, thanks];
            }
            UpdatesEvent::Refused(errors) => return self.refuse(errors),
            UpdatesEvent::Failed(failure) => {
                self.request.sending = Sending::Failed(failure);
                return focus(UpdatesSpot::Notice);
            }
        }
        Vec::new()
    }

    fn news_arrived(&mut self) -> Vec<UpdatesEffect> {
        if core::mem::take(&mut self.news_asked) {
            focus(UpdatesSpot::News)
        } else {
            Vec::new()
        }
    }

    fn submit(
        &mut self,
        key: String,
        now: Timestamp,
        platform: &dyn Platform,
    ) -> Vec<UpdatesEffect> {
        if self.request.is_pending() || self.subscribed {
            return Vec::new();
        }
        let draft = self.form.draft();
        let mut errors = draft
            .check(&self.policy, platform, now)
            .err()
            .unwrap_or_default();
        errors.extend(nothing_chosen(draft, &self.policy));
        if !errors.is_empty() {
            return self.refuse(errors);
        }
        let key = self.request.begin(key, draft);
        let draft = draft.clone();
        self.form.clear();
        vec![UpdatesEffect::Send { key, draft }]
    }

    fn refuse(&mut self, errors: Vec<FieldError>) -> Vec<UpdatesEffect> {
        self.request.sending = Sending::Idle;
        match self.form.refuse(errors, &self.policy) {
            Ok(field) => focus(UpdatesSpot::Field(field)),
            Err(code) => {
                self.request.sending = Sending::Failed(Failure::Refused(code.to_string()));
                focus(UpdatesSpot::Notice)
            }
        }
    }
}

fn focus(spot: UpdatesSpot) -> Vec<UpdatesEffect> {
    vec![UpdatesEffect::Focus(spot)]
}

/// A subscription to nothing is an error of the first choice: `consent_required`.
fn nothing_chosen(draft: &Draft, policy: &Policy) -> Option<FieldError> {
    let first = policy.consents.first()?;
    let chosen = draft.consents.iter().any(|answer| answer.granted);
    (!chosen).then(|| Problem::new(Code::ConsentRequired).at(Field::Consent(first.purpose.clone())))
}

#[cfg(all(test, feature = "native"))]
mod tests;
