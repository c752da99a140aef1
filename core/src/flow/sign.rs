//! The front of the widget: the count, the way through the steps, and the step that signs.

use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;
use core::mem;

use super::form::{Form, Rules};
use super::request::{Request, Sending};
use super::{Contact, Failure, Handover, OwnRules, Validator};
use crate::field::Field;
use crate::journey::{Journey, Offers, Step};
use crate::mobilisation::{Mobilisation, Targets};
use crate::platform::Platform;
use crate::problem::FieldError;
use crate::signature::{Draft, DraftConsent};
use crate::tally::Tally;
use crate::time::{Phase, Timestamp};

/// Something the person did or the network answered.
///
/// ```
/// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
/// # use wesign_core::{field::Field, journey::Step, problem::Code};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
/// step.handle(SignEvent::Edited(Field::Email, "zoe@gmail".into()), now, &Native);
/// step.handle(SignEvent::Left(Field::Email), now, &Native);
/// assert_eq!(step.errors()[0].code, Code::EmailDomainIncomplete);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum SignEvent {
    /// The API told the count anew.
    Counted(u64),
    /// The person wants to go to a step.
    Went(Step),
    /// The person wants to go one step on.
    Forward,
    /// The person wants to go one step back.
    Back,
    /// The person has done what a further step is for.
    Done(Step),
    /// There are words for what is shown that there were not before.
    Reworded,
    /// The person changed a field.
    Edited(Field, String),
    /// The rules are there that were still being loaded.
    Ready,
    /// The rules can't be had: whoever asked to sign does, and the API judges.
    Unruled,
    /// The person left a field.
    Left(Field),
    /// The person ticked or unticked the consent of this index in the policy.
    Consented(usize, bool),
    /// The person took the proposed spelling of the e-mail address.
    SuggestionTaken,
    /// The person asked to sign; also to try again after a failure.
    Submitted {
        /// A fresh idempotency key; not used when the same draft was tried before.
        key: String,
    },
    /// The request has been under way for longer than people expect.
    Slow,
    /// The API accepted the signature; the count with it.
    Signed(u64),
    /// The API took the signature and mailed a link: it counts once the person confirms by that. The
    /// count without it.
    Mailed(u64),
    /// The API found fields to correct.
    Refused(Vec<FieldError>),
    /// The signature could not be brought to the API, and will be tried again.
    Delayed(Failure),
    /// The signature could not be brought to the API.
    Failed(Failure),
}

/// A request to the world; its answer comes back as a [`SignEvent`].
///
/// ```
/// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
/// # use wesign_core::{field::Field, journey::Step, problem::Code};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
/// # for (field, text) in [
/// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
/// #     (Field::Postcode, "75018"),
/// # ] {
/// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
/// # }
/// let effects = step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
/// assert!(matches!(&effects[..], [SignEffect::Send { key, .. }] if key == "k1"));
/// ```
#[allow(clippy::large_enum_variant, reason = "a few in a person's life")]
#[derive(Clone, Debug, PartialEq)]
pub enum SignEffect {
    /// Post the draft under this idempotency key.
    Send {
        /// The same for every try of the same draft.
        key: String,
        /// What the person typed.
        draft: Draft,
    },
    /// Load the rules: [`SignEvent::Ready`] comes back, or [`SignEvent::Unruled`].
    Prepare,
    /// Do not post again what is waiting to be: the person is changing it.
    Withdraw,
    /// Move the keyboard focus.
    Focus(SignSpot),
    /// The signature was accepted: tell the host page.
    Signed,
    /// Show a further step of the journey; begin it if it was not shown before.
    Show(Step, Handover),
}

/// A place of the step that the focus can go to.
///
/// ```
/// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
/// # use wesign_core::{field::Field, journey::Step, problem::Code};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
/// let effects = step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
/// assert_eq!(effects, [SignEffect::Focus(SignSpot::Field(Field::GivenName))], "the first error");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignSpot {
    /// A field of the form.
    Field(Field),
    /// The thanks after signing.
    Thanks,
    /// The heading of a step.
    Step(Step),
    /// The notice about a failed request.
    Notice,
}

/// Everything the step knows.
///
/// ```
/// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
/// # use wesign_core::{field::Field, journey::Step, problem::Code};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
/// # for (field, text) in [
/// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
/// #     (Field::Postcode, "75018"),
/// # ] {
/// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
/// # }
/// step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
/// let effects = step.handle(SignEvent::Signed(14_833), now, &Native);
/// assert!(step.signed() && effects.contains(&SignEffect::Signed));
/// assert_eq!(step.tally().count, 14_833);
/// ```
#[derive(Clone, Debug)]
pub struct SignStep {
    mobilisation: Mobilisation,
    tally: Tally,
    form: Form,
    request: Request,
    waiting: Waiting,
    /// The idempotency key of the signature.
    seed: String,
    signed: bool,
    /// Whether the signature waits for a confirmation by mail.
    mailed: bool,
    journey: Journey,
    /// The goal that the count has just passed.
    milestone: Option<u64>,
    /// Whether the person has just signed and gone nowhere since.
    thanking: bool,
}

/// What is done once the rules are there.
#[derive(Clone, Debug, Default)]
struct Waiting {
    /// Fields that were left.
    left: Vec<Field>,
    /// The key to sign under.
    key: Option<String>,
}

impl SignStep {
    /// A petition at the moment `now`, in the language `lang` (BCP 47).
    ///
    /// `steps` is the journey that the partner's page asks for; empty for the petition's own.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// let step = SignStep::new(Mobilisation { count: 99, ..Mobilisation::default() }, "fr", &[], now);
    /// assert_eq!(step.tally().remaining, 1);
    /// ```
    #[must_use]
    pub fn new(mobilisation: Mobilisation, lang: &str, steps: &[Step], now: Timestamp) -> Self {
        let consents = mobilisation
            .policy
            .consents
            .iter()
            .map(|request| DraftConsent::to(request, false));
        let draft = Draft {
            lang: lang.to_string(),
            country: mobilisation.policy.default_country.as_str().to_string(),
            consents: consents.collect(),
            ..Draft::default()
        };
        let offers = Offers {
            targets: mobilisation.targets != Targets::None,
            ..Offers::default()
        };
        let mut journey = match (steps, &*mobilisation.steps) {
            ([], []) => Journey::new(Step::default_journey(offers)),
            ([], own) => Journey::new(own.iter().copied()),
            (asked, _) => Journey::new(asked.iter().copied()),
        };
        if Phase::at(now, mobilisation.opens_at, mobilisation.closes_at) != Phase::Open {
            journey.lift();
        }
        Self {
            journey,
            milestone: None,
            thanking: false,
            tally: Tally::new(mobilisation.count, &mobilisation.goals),
            mobilisation,
            form: Form::new(draft),
            request: Request::default(),
            waiting: Waiting::default(),
            seed: String::new(),
            signed: false,
            mailed: false,
        }
    }

    /// The petition.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// let petition = Mobilisation { title: "Non".into(), ..Mobilisation::default() };
    /// assert_eq!(SignStep::new(petition, "fr", &[], now).mobilisation().title, "Non");
    /// ```
    #[must_use]
    pub fn mobilisation(&self) -> &Mobilisation {
        &self.mobilisation
    }

    /// The count against its next goal.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// step.handle(SignEvent::Counted(99), now, &Native);
    /// assert_eq!((step.tally().count, step.tally().goal), (99, 100));
    /// ```
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// The visitor's way through the steps.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// let step = SignStep::new(Mobilisation::default(), "fr", &[Step::Sign], now);
    /// assert_eq!(step.journey().current(), Some(Step::Sign));
    /// ```
    #[must_use]
    pub fn journey(&self) -> &Journey {
        &self.journey
    }

    /// The goal that the count has passed in front of the visitor, the last one.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// step.handle(SignEvent::Counted(101), now, &Native);
    /// assert_eq!(step.milestone(), Some(100));
    /// ```
    #[must_use]
    pub fn milestone(&self) -> Option<u64> {
        self.milestone
    }

    /// Whether to thank: after signing, until the person goes on, and at the step of signing.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// # step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
    /// step.handle(SignEvent::Signed(1), now, &Native);
    /// assert!(step.thanking());
    /// ```
    #[must_use]
    pub fn thanking(&self) -> bool {
        self.signed && (self.thanking || self.journey.current() == Some(Step::Sign))
    }

    /// What must be done before the visitor has done anything: a journey may begin with another
    /// step than signing.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// assert!(step.begin().is_empty(), "a journey that begins with signing needs nothing");
    /// ```
    #[must_use]
    pub fn begin(&self) -> Vec<SignEffect> {
        self.shown().into_iter().collect()
    }

    /// Whether the signature was accepted.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// # step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
    /// assert!(!step.signed(), "not before the API says so");
    /// step.handle(SignEvent::Signed(1), now, &Native);
    /// assert!(step.signed());
    /// ```
    #[must_use]
    pub fn signed(&self) -> bool {
        self.signed
    }

    /// Whether the signature counts only once the person opens the link that was mailed to them.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// # step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
    /// step.handle(SignEvent::Mailed(1), now, &Native);
    /// assert!(step.signed() && step.mailed());
    /// ```
    #[must_use]
    pub fn mailed(&self) -> bool {
        self.mailed
    }

    /// What the person typed so far.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// assert_eq!(step.draft().given_name, "Zoé");
    /// ```
    #[must_use]
    pub fn draft(&self) -> &Draft {
        self.form.draft()
    }

    /// The errors that are shown, in field order.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// assert!(step.errors().is_empty(), "not before anything was typed");
    /// step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
    /// assert_eq!(step.errors()[0].field, Field::GivenName);
    /// ```
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        self.form.errors()
    }

    /// Whether an attempt to sign was refused for these errors.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
    /// assert!(step.refused());
    /// ```
    #[must_use]
    pub fn refused(&self) -> bool {
        self.form.refused()
    }

    /// A likelier spelling of the e-mail address; a hint, never an error.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// step.handle(SignEvent::Left(Field::Email), now, &Native);
    /// assert_eq!(step.suggestion(), Some("zoe@gmail.com"));
    /// ```
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.form.suggestion()
    }

    /// How far the request has come.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// # step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
    /// assert_eq!(*step.sending(), Sending::Pending { slow: false });
    /// step.handle(SignEvent::Failed(Failure::Timeout), now, &Native);
    /// assert_eq!(*step.sending(), Sending::Failed(Failure::Timeout));
    /// ```
    #[must_use]
    pub fn sending(&self) -> &Sending {
        &self.request.sending
    }

    /// Where the petition stands between its opening and its closing.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # use wesign_core::time::Phase;
    /// let petition = Mobilisation { closes_at: Some(now), ..Mobilisation::default() };
    /// assert_eq!(SignStep::new(petition, "fr", &[], now).phase(now), Phase::Closed);
    /// ```
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Phase {
        Phase::at(now, self.mobilisation.opens_at, self.mobilisation.closes_at)
    }

    /// How the person is called: the given name, or the whole name.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// assert_eq!(step.signer_name(), "Zoé");
    /// ```
    #[must_use]
    pub fn signer_name(&self) -> &str {
        let draft = self.form.draft();
        let given = draft.given_name.trim();
        if given.is_empty() {
            draft.full_name.trim()
        } else {
            given
        }
    }

    /// Whether the consent of this index in the policy is given.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # use wesign_core::{consent::{ConsentRequest, Purpose}, policy::Policy};
    /// let asked = ConsentRequest::new(Purpose::parse("petition_updates").unwrap(), "updates", "fr");
    /// let policy = Policy { consents: vec![asked], ..Policy::default() };
    /// let petition = Mobilisation { policy, ..Mobilisation::default() };
    /// let mut step = SignStep::new(petition, "fr", &[], now);
    /// assert!(!step.consented(0), "nothing is ticked beforehand");
    /// step.handle(SignEvent::Consented(0, true), now, &Native);
    /// assert!(step.consented(0));
    /// ```
    #[must_use]
    pub fn consented(&self, index: usize) -> bool {
        self.form.consented(index)
    }

    /// Takes in what happened at the moment `now`; gives back what must be done.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// # for (field, text) in [
    /// #     (Field::GivenName, "Zoé"), (Field::FamilyName, "A"), (Field::Email, "zoe@gmial.com"),
    /// #     (Field::Postcode, "75018"),
    /// # ] {
    /// #     step.handle(SignEvent::Edited(field, text.into()), now, &Native);
    /// # }
    /// let effects = step.handle(SignEvent::Submitted { key: "k1".into() }, now, &Native);
    /// step.handle(SignEvent::Failed(Failure::Timeout), now, &Native);
    /// let again = step.handle(SignEvent::Submitted { key: "k2".into() }, now, &Native);
    /// assert_eq!(effects, again, "the same draft goes out under the same key");
    /// ```
    pub fn handle(
        &mut self,
        event: SignEvent,
        now: Timestamp,
        platform: &dyn Platform,
    ) -> Vec<SignEffect> {
        self.handle_with(event, Some(&OwnRules { now, platform }))
    }

    /// The same where the rules may still have to be loaded, `validator` being theirs. What waits for
    /// them is done with [`SignEvent::Ready`]: fields that were left meanwhile are judged, and who
    /// asked to sign does.
    ///
    /// ```
    /// # use wesign_core::{flow::*, mobilisation::Mobilisation, platform::Native, time::Timestamp};
    /// # use wesign_core::{field::Field, journey::Step, problem::Code};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let mut step = SignStep::new(Mobilisation::default(), "fr", &[], now);
    /// let effects = step.handle_with(SignEvent::Submitted { key: "k1".into() }, None);
    /// assert_eq!(effects, [SignEffect::Prepare]);
    /// assert_eq!(*step.sending(), Sending::Pending { slow: false }, "nobody presses twice");
    /// let rules = OwnRules { now, platform: &Native };
    /// step.handle_with(SignEvent::Ready, Some(&rules));
    /// assert_eq!(step.errors()[0].field, Field::GivenName, "nothing was filled in");
    /// ```
    pub fn handle_with(
        &mut self,
        event: SignEvent,
        validator: Option<&dyn Validator>,
    ) -> Vec<SignEffect> {
        let rules = Rules {
            policy: &self.mobilisation.policy,
            validator,
        };
        match event {
            SignEvent::Counted(count) => self.count(count),
            SignEvent::Went(step) => return self.go(|journey| journey.go(step)),
            SignEvent::Forward => return self.go(Journey::forward),
            SignEvent::Back => return self.go(Journey::back),
            SignEvent::Done(step) => self.journey.done(step),
            // Nothing changes but what the view says.
            SignEvent::Reworded => {}
            SignEvent::Edited(field, text) => {
                self.form.edit(&field, text, rules);
                return self.withdraw();
            }
            SignEvent::Left(field) if validator.is_none() => self.waiting.left.push(field),
            SignEvent::Left(field) => self.form.leave(&field, rules),
            SignEvent::Ready => {
                let Waiting { left, key } = mem::take(&mut self.waiting);
                for field in left {
                    self.form.leave(&field, rules);
                }
                if let Some(key) = key {
                    self.request.sending = Sending::Idle;
                    return self.submit(key, validator);
                }
            }
            SignEvent::Unruled => {
                if let Some(key) = mem::take(&mut self.waiting).key {
                    return self.send(key);
                }
            }
            SignEvent::Consented(index, granted) => {
                self.form.consent(index, granted, rules);
                return self.withdraw();
            }
            SignEvent::SuggestionTaken => {
                if self.form.take_suggestion(rules) {
                    let mut effects = self.withdraw();
                    effects.push(SignEffect::Focus(SignSpot::Field(Field::Email)));
                    return effects;
                }
            }
            SignEvent::Submitted { key } => return self.submit(key, validator),
            SignEvent::Slow => self.request.slow(),
            SignEvent::Signed(count) => return self.accept(count),
            SignEvent::Mailed(count) => {
                self.mailed = true;
                return self.accept(count);
            }
            SignEvent::Refused(errors) => return self.refuse(errors),
            // Said once: who listens to a screen reader, or reads on, is not called back each time.
            SignEvent::Delayed(failure) => {
                if !self.signed && self.request.wait(failure) {
                    return vec![SignEffect::Focus(SignSpot::Notice)];
                }
            }
            SignEvent::Failed(failure) => {
                self.request.sending = Sending::Failed(failure);
                return vec![SignEffect::Focus(SignSpot::Notice)];
            }
        }
        Vec::new()
    }

    /// What is sent is what the person sees.
    fn withdraw(&mut self) -> Vec<SignEffect> {
        let withdrawn = self.request.withdraw();
        withdrawn
            .then_some(SignEffect::Withdraw)
            .into_iter()
            .collect()
    }

    /// A count never falls in front of a visitor: an older cached answer is passed over.
    fn count(&mut self, count: u64) {
        let before = self.tally;
        if count > before.count {
            let goals = &self.mobilisation.goals;
            self.tally = Tally::new(count, goals);
            // The goal that was shown; a count that jumps over several has passed the last of them.
            if let Some(passed) = self.tally.milestones_crossed(before.count, goals).pop() {
                self.milestone = Some(passed);
            }
        }
    }

    /// Moves through the journey; the step that comes into view takes the focus.
    fn go(&mut self, way: impl FnOnce(&mut Journey) -> bool) -> Vec<SignEffect> {
        let before = self.journey.current();
        if !way(&mut self.journey) || self.journey.current() == before {
            return Vec::new();
        }
        self.thanking = false;
        let mut effects = self.begin();
        let focus = match self.journey.current() {
            Some(Step::Sign) if self.signed => Some(SignSpot::Thanks),
            current => current.map(SignSpot::Step),
        };
        effects.extend(focus.map(SignEffect::Focus));
        effects
    }

    /// What shows the current step; the step that signs is there already.
    fn shown(&self) -> Option<SignEffect> {
        let step = self.journey.current().filter(|&step| step != Step::Sign)?;
        Some(SignEffect::Show(step, self.handover(step)))
    }

    fn handover(&self, to: Step) -> Handover {
        let typed = |text: &str| text.trim().to_string();
        let draft = self.form.draft();
        let contact = match to {
            Step::Gatherings | Step::Updates if self.signed => Contact {
                given_name: typed(&draft.given_name),
                family_name: typed(&draft.family_name),
                full_name: typed(&draft.full_name),
                email: typed(&draft.email),
            },
            _ => Contact::default(),
        };
        Handover {
            given_name: self.signer_name().to_string(),
            locality: typed(&draft.locality),
            postcode: typed(&draft.postcode),
            country: typed(&draft.country),
            count: self.tally.count,
            seed: self.seed.clone(),
            signed: self.signed,
            contact,
        }
    }

    fn submit(&mut self, key: String, validator: Option<&dyn Validator>) -> Vec<SignEffect> {
        if self.request.is_pending() || self.signed {
            return Vec::new();
        }
        let Some(validator) = validator else {
            self.request.sending = Sending::Pending { slow: false };
            self.waiting.key = Some(key);
            return vec![SignEffect::Prepare];
        };
        let errors = validator.errors(self.form.draft(), &self.mobilisation.policy);
        if !errors.is_empty() {
            return self.refuse(errors);
        }
        self.send(key)
    }

    fn send(&mut self, key: String) -> Vec<SignEffect> {
        let draft = self.form.draft();
        let key = self.request.begin(key, draft);
        let draft = draft.clone();
        self.form.clear();
        vec![SignEffect::Send { key, draft }]
    }

    fn refuse(&mut self, errors: Vec<FieldError>) -> Vec<SignEffect> {
        self.request.sending = Sending::Idle;
        let spot = match self.form.refuse(errors, &self.mobilisation.policy) {
            Ok(field) => SignSpot::Field(field),
            Err(code) => {
                self.request.sending = Sending::Failed(Failure::Refused(code.to_string()));
                SignSpot::Notice
            }
        };
        vec![SignEffect::Focus(spot)]
    }

    fn accept(&mut self, count: u64) -> Vec<SignEffect> {
        self.count(count);
        // Two tries that were on their way at once.
        if self.signed {
            return Vec::new();
        }
        self.seed = self.request.end();
        self.signed = true;
        self.thanking = true;
        self.journey.done(Step::Sign);
        let mut effects = vec![SignEffect::Signed, SignEffect::Focus(SignSpot::Thanks)];
        // The thanks stay above the step that follows.
        if self.journey.current() == Some(Step::Sign) && self.journey.forward() {
            effects.extend(self.shown());
        }
        effects
    }
}

#[cfg(all(test, feature = "native"))]
mod tests;
