//! The step that signs: form, errors, the request, thanks.

use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use super::Failure;
use super::form::{Form, Rules};
use super::request::{Request, Sending};
use crate::field::Field;
use crate::mobilisation::{Mobilisation, Targets};
use crate::platform::Platform;
use crate::problem::FieldError;
use crate::signature::{Draft, DraftConsent};
use crate::tally::Tally;
use crate::time::{Phase, Timestamp};

/// Something the person did or the network answered.
#[derive(Clone, Debug, PartialEq)]
pub enum SignEvent {
    /// The API told the count anew.
    Counted(u64),
    /// The person changed a field.
    Edited(Field, String),
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
    /// The API found fields to correct.
    Refused(Vec<FieldError>),
    /// The signature could not be brought to the API.
    Failed(Failure),
}

/// A request to the world; its answer comes back as a [`SignEvent`].
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
    /// Move the keyboard focus.
    Focus(SignSpot),
    /// The signature was accepted: tell the host page.
    Signed,
    /// Begin the step that writes to the petition's targets.
    Continue(Handover),
}

/// A place of the step that the focus can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignSpot {
    /// A field of the form.
    Field(Field),
    /// The thanks after signing.
    Thanks,
    /// The notice about a failed request.
    Notice,
}

/// What the next step needs of this one: no e-mail address, no family name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Handover {
    /// How the person is called.
    pub given_name: String,
    /// Where they live, if they said so.
    pub locality: String,
    /// Their postcode, to find who sits for it.
    pub postcode: String,
    /// Signatures so far, this one included.
    pub count: u64,
    /// Chooses a wording; the signature's idempotency key, which says nothing of the person.
    pub seed: String,
}

/// Everything the step knows.
#[derive(Clone, Debug)]
pub struct SignStep {
    mobilisation: Mobilisation,
    tally: Tally,
    form: Form,
    request: Request,
    signed: bool,
}

impl SignStep {
    /// A petition to sign, in the language `lang` (BCP 47).
    #[must_use]
    pub fn new(mobilisation: Mobilisation, lang: &str) -> Self {
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
        Self {
            tally: Tally::new(mobilisation.count, &mobilisation.goals),
            mobilisation,
            form: Form::new(draft),
            request: Request::default(),
            signed: false,
        }
    }

    /// The petition.
    #[must_use]
    pub fn mobilisation(&self) -> &Mobilisation {
        &self.mobilisation
    }

    /// The count against its next goal.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether the signature was accepted.
    #[must_use]
    pub fn signed(&self) -> bool {
        self.signed
    }

    /// What the person typed so far.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        self.form.draft()
    }

    /// The errors that are shown, in field order.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        self.form.errors()
    }

    /// Whether an attempt to sign was refused for these errors.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.form.refused()
    }

    /// A likelier spelling of the e-mail address; a hint, never an error.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.form.suggestion()
    }

    /// How far the request has come.
    #[must_use]
    pub fn sending(&self) -> &Sending {
        &self.request.sending
    }

    /// Where the petition stands between its opening and its closing.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Phase {
        Phase::at(now, self.mobilisation.opens_at, self.mobilisation.closes_at)
    }

    /// How the person is called: the given name, or the whole name.
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
    #[must_use]
    pub fn consented(&self, index: usize) -> bool {
        self.form.consented(index)
    }

    /// Takes in what happened at the moment `now`; gives back what must be done.
    pub fn handle(
        &mut self,
        event: SignEvent,
        now: Timestamp,
        platform: &dyn Platform,
    ) -> Vec<SignEffect> {
        let rules = Rules {
            policy: &self.mobilisation.policy,
            now,
            platform,
        };
        match event {
            SignEvent::Counted(count) => self.count(count),
            SignEvent::Edited(field, text) => self.form.edit(&field, text, rules),
            SignEvent::Left(field) => self.form.leave(&field, rules),
            SignEvent::Consented(index, granted) => self.form.consent(index, granted, rules),
            SignEvent::SuggestionTaken => {
                if self.form.take_suggestion(rules) {
                    return vec![SignEffect::Focus(SignSpot::Field(Field::Email))];
                }
            }
            SignEvent::Submitted { key } => return self.submit(key, now, platform),
            SignEvent::Slow => self.request.slow(),
            SignEvent::Signed(count) => return self.accept(count),
            SignEvent::Refused(errors) => return self.refuse(errors),
            SignEvent::Failed(failure) => {
                self.request.sending = Sending::Failed(failure);
                return vec![SignEffect::Focus(SignSpot::Notice)];
            }
        }
        Vec::new()
    }

    /// A count never falls in front of a visitor: an older cached answer is passed over.
    fn count(&mut self, count: u64) {
        if count > self.tally.count {
            self.tally = Tally::new(count, &self.mobilisation.goals);
        }
    }

    fn submit(&mut self, key: String, now: Timestamp, platform: &dyn Platform) -> Vec<SignEffect> {
        if self.request.is_pending() || self.signed {
            return Vec::new();
        }
        let draft = self.form.draft();
        if let Err(errors) = draft.check(&self.mobilisation.policy, platform, now) {
            return self.refuse(errors);
        }
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
        let seed = self.request.end();
        self.signed = true;
        let mut effects = vec![SignEffect::Signed, SignEffect::Focus(SignSpot::Thanks)];
        if self.mobilisation.targets != Targets::None {
            effects.push(SignEffect::Continue(Handover {
                given_name: self.signer_name().to_string(),
                locality: self.form.draft().locality.trim().to_string(),
                postcode: self.form.draft().postcode.trim().to_string(),
                count: self.tally.count,
                seed,
            }));
        }
        effects
    }
}

#[cfg(all(test, feature = "native"))]
mod tests;
