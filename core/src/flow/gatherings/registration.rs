//! Registering: one request a gathering, none in the way of another.

use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use super::{GatheringsEffect, GatheringsSpot, GatheringsStep, focus};
use crate::consent::{ConsentRequest, Purpose};
use crate::flow::request::{Request, Sending};
use crate::flow::{Failure, Loading};
use crate::mobilisation::Standing;
use crate::platform::Platform;
use crate::problem::FieldError;
use crate::signature::{Draft, DraftConsent};
use crate::time::Timestamp;

/// What became of the registration for one gathering.
///
/// ```
/// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
/// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let person = Draft {
/// #     given_name: "Zoé".into(),
/// #     family_name: "A".into(),
/// #     email: "zoe@example.org".into(),
/// #     ..Draft::default()
/// # };
/// # let (mut step, _) = GatheringsStep::new(&Policy::default(), person, "fr");
/// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
/// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
/// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
/// let tap = GatheringsEvent::Submitted { gathering: "marche".into(), key: "k1".into() };
/// step.handle(tap, now, &Native);
/// let listed = step.listed(now);
/// let registration: &Registration = listed[0].registration.unwrap();
/// assert!(!registration.joined(), "the API has not answered yet");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Registration {
    gathering: String,
    pub(super) further: bool,
    pub(super) request: Request,
    joined: bool,
    /// What the API said of the gathering, which knows more than the device's clock and list.
    pub(super) told: Option<Standing>,
}

impl Registration {
    /// Whether the person ticked to be told of further gatherings.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let person = Draft {
    /// #     given_name: "Zoé".into(),
    /// #     family_name: "A".into(),
    /// #     email: "zoe@example.org".into(),
    /// #     ..Draft::default()
    /// # };
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), person, "fr");
    /// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
    /// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
    /// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
    /// let ticked = GatheringsEvent::FurtherConsented { gathering: "marche".into(), granted: true };
    /// step.handle(ticked, now, &Native);
    /// assert!(step.listed(now)[0].registration.unwrap().further());
    /// ```
    #[must_use]
    pub fn further(&self) -> bool {
        self.further
    }

    /// How far the request has come.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let person = Draft {
    /// #     given_name: "Zoé".into(),
    /// #     family_name: "A".into(),
    /// #     email: "zoe@example.org".into(),
    /// #     ..Draft::default()
    /// # };
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), person, "fr");
    /// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
    /// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
    /// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
    /// let tap = GatheringsEvent::Submitted { gathering: "marche".into(), key: "k1".into() };
    /// step.handle(tap, now, &Native);
    /// let listed = step.listed(now);
    /// assert_eq!(*listed[0].registration.unwrap().sending(), Sending::Pending { slow: false });
    /// ```
    #[must_use]
    pub fn sending(&self) -> &Sending {
        &self.request.sending
    }

    /// Whether the person is registered.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let person = Draft {
    /// #     given_name: "Zoé".into(),
    /// #     family_name: "A".into(),
    /// #     email: "zoe@example.org".into(),
    /// #     ..Draft::default()
    /// # };
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), person, "fr");
    /// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
    /// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
    /// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
    /// let joined = GatheringsEvent::Joined { gathering: "marche".into(), places_left: None };
    /// step.handle(joined, now, &Native);
    /// assert!(step.listed(now)[0].registration.unwrap().joined());
    /// ```
    #[must_use]
    pub fn joined(&self) -> bool {
        self.joined
    }

    /// Whether the API refused it because the gathering is full, over or called off.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let person = Draft {
    /// #     given_name: "Zoé".into(),
    /// #     family_name: "A".into(),
    /// #     email: "zoe@example.org".into(),
    /// #     ..Draft::default()
    /// # };
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), person, "fr");
    /// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
    /// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
    /// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
    /// let failure = Failure::Refused("gathering_full".into());
    /// step.handle(GatheringsEvent::Failed { gathering: "marche".into(), failure }, now, &Native);
    /// let listed = step.listed(now);
    /// assert_eq!(listed[0].standing, Standing::Full);
    /// assert!(listed[0].registration.unwrap().came_too_late());
    /// ```
    #[must_use]
    pub fn came_too_late(&self) -> bool {
        self.told.is_some()
    }
}

impl GatheringsStep {
    pub(super) fn registration(&self, id: &str) -> Option<&Registration> {
        let mut all = self.registrations.iter();
        all.find(|registration| registration.gathering == id)
    }

    pub(super) fn registration_mut(&mut self, id: &str) -> &mut Registration {
        let known = |registration: &Registration| registration.gathering == id;
        let at = self.registrations.iter().position(known);
        let at = at.unwrap_or_else(|| {
            self.registrations.push(Registration {
                gathering: id.to_string(),
                ..Registration::default()
            });
            self.registrations.len() - 1
        });
        &mut self.registrations[at]
    }

    pub(super) fn submit(
        &mut self,
        id: &str,
        key: String,
        now: Timestamp,
        platform: &dyn Platform,
    ) -> Vec<GatheringsEffect> {
        let Some(gathering) = self.find(id) else {
            return Vec::new();
        };
        let before = self.registration(id);
        let told = before.and_then(|registration| registration.told);
        let under_way = before.is_some_and(|known| known.joined || known.request.is_pending());
        if under_way || told.unwrap_or_else(|| gathering.standing(now)) != Standing::Open {
            return Vec::new();
        }
        let further = before.is_some_and(Registration::further);
        let Some(consents) = consents(id, further, &self.form.draft().lang) else {
            return self.fail(id.to_string(), Failure::Refused("invalid".to_string()));
        };
        if let Err(errors) = self.form.draft().check(&self.policy, platform, now) {
            // The first tap opens the form; only who sends it as it is is told what is wrong.
            if self.open.as_deref() != Some(id) {
                self.open = Some(id.to_string());
                let field = errors.into_iter().next().map(|error| error.field);
                return field
                    .map(GatheringsSpot::Field)
                    .map_or_else(Vec::new, focus);
            }
            return self.refuse(id.to_string(), errors);
        }
        self.form.clear();
        let draft = Draft {
            consents,
            ..self.form.draft().clone()
        };
        let key = self.registration_mut(id).request.begin(key, &draft);
        vec![GatheringsEffect::Send {
            gathering: id.to_string(),
            key,
            draft,
        }]
    }

    pub(super) fn join(&mut self, id: String, places_left: Option<u32>) -> Vec<GatheringsEffect> {
        let registration = self.registration_mut(&id);
        registration.request.end();
        registration.joined = true;
        if self.open.as_ref() == Some(&id) {
            self.open = None;
        }
        if let Loading::Loaded(all) = &mut self.list
            && let Some(gathering) = all.iter_mut().find(|gathering| gathering.id == id)
        {
            gathering.places_left = places_left;
        }
        let outcome = GatheringsEffect::Focus(GatheringsSpot::Outcome(id));
        vec![GatheringsEffect::Joined, outcome]
    }

    /// What the API finds wrong with names or address opens the form, also after one tap.
    pub(super) fn refuse(&mut self, id: String, errors: Vec<FieldError>) -> Vec<GatheringsEffect> {
        self.registration_mut(&id).request.sending = Sending::Idle;
        match self.form.refuse(errors, &self.policy) {
            Ok(field) => {
                self.open = Some(id);
                focus(GatheringsSpot::Field(field))
            }
            Err(code) => self.fail(id, Failure::Refused(code.to_string())),
        }
    }

    pub(super) fn fail(&mut self, id: String, failure: Failure) -> Vec<GatheringsEffect> {
        let registration = self.registration_mut(&id);
        let told = match failure.detail() {
            "gathering_full" => Some(Standing::Full),
            "gathering_past" => Some(Standing::Past),
            "gathering_cancelled" => Some(Standing::Cancelled),
            _ => None,
        };
        if told.is_some() {
            registration.told = told;
            registration.request.end();
            if self.open.as_ref() == Some(&id) {
                self.open = None;
            }
        } else {
            registration.request.sending = Sending::Failed(failure);
        }
        focus(GatheringsSpot::Outcome(id))
    }
}

/// The answers that go with a registration: pressing the button below the line that says so is the
/// consent to be written to about this gathering. `None` for an id that no purpose can carry.
fn consents(id: &str, further: bool, lang: &str) -> Option<Vec<DraftConsent>> {
    let this = Purpose::parse(&["gathering:", id].concat())?;
    let more = Purpose::parse("gatherings")?;
    let answer =
        |(purpose, granted)| DraftConsent::to(&ConsentRequest::of_widget(purpose, lang), granted);
    Some([(this, true), (more, further)].map(answer).into())
}
