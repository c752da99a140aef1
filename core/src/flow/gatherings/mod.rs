//! The step that gathers: what takes place where, nearest first, and registering in one tap.

mod listed;
mod registration;

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

pub use listed::Listed;
pub use registration::Registration;

use super::form::{Form, Rules};
use super::whereabouts::{Located, Whereabouts};
use super::{Failure, Loading, OwnRules};
use crate::field::Field;
use crate::mobilisation::Gathering;
use crate::platform::Platform;
use crate::policy::Policy;
use crate::problem::FieldError;
use crate::signature::Draft;
use crate::time::Timestamp;

/// Something the person did or the network answered. A gathering is named by its id.
///
/// ```
/// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
/// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
/// step.handle(GatheringsEvent::LoadingFailed(Failure::Unreachable), now, &Native);
/// let effects = step.handle(GatheringsEvent::Retried, now, &Native);
/// assert_eq!(effects, [GatheringsEffect::Fetch]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum GatheringsEvent {
    /// The person has said who they are, at another step: what nobody typed here is filled in.
    Met(Box<Draft>),
    /// The gatherings arrived.
    Loaded(Vec<Gathering>),
    /// The gatherings could not be had.
    LoadingFailed(Failure),
    /// The person wants them to be fetched again.
    Retried,
    /// The person changed the postcode to order by.
    PostcodeEdited(String),
    /// The person asked to order by the postcode, or for another try.
    PostcodeAsked,
    /// The directory's answer for a postcode.
    Placed {
        /// The one of [`GatheringsEffect::FetchPoint`].
        postcode: String,
        /// [`Located::At`], [`Located::Unknown`] or [`Located::Unreachable`].
        located: Located,
    },
    /// The person changed a field of the form.
    Edited(Field, String),
    /// The person left a field of the form.
    Left(Field),
    /// The person took the proposed spelling of the e-mail address.
    SuggestionTaken,
    /// The person ticked or unticked to be told of further gatherings, at this one.
    FurtherConsented {
        /// At which.
        gathering: String,
        /// Ticked.
        granted: bool,
    },
    /// The person asked to register, below the line that says what they agree to; also to try again.
    Submitted {
        /// For which.
        gathering: String,
        /// A fresh idempotency key; not used when the same draft was tried before.
        key: String,
    },
    /// The person put the form away.
    FormClosed,
    /// The request has been under way for longer than people expect.
    Slow {
        /// Which one.
        gathering: String,
    },
    /// The API registered the person.
    Joined {
        /// For which.
        gathering: String,
        /// How many more can register; `None` for no limit.
        places_left: Option<u32>,
    },
    /// The API found fields to correct.
    Refused {
        /// Which registration.
        gathering: String,
        /// What is wrong.
        errors: Vec<FieldError>,
    },
    /// The registration could not be brought to the API, or was refused as a whole.
    Failed {
        /// Which registration.
        gathering: String,
        /// Why; `gathering_full`, `gathering_past` and `gathering_cancelled` change where the
        /// gathering stands.
        failure: Failure,
    },
}

/// A request to the world; its answer comes back as a [`GatheringsEvent`].
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
/// let joined = GatheringsEvent::Joined { gathering: "marche".into(), places_left: Some(11) };
/// let effects = step.handle(joined, now, &Native);
/// let outcome = GatheringsSpot::Outcome("marche".into());
/// assert_eq!(effects, [GatheringsEffect::Joined, GatheringsEffect::Focus(outcome)]);
/// ```
#[allow(clippy::large_enum_variant, reason = "a few in a person's life")]
#[derive(Clone, Debug, PartialEq)]
pub enum GatheringsEffect {
    /// Fetch the gatherings.
    Fetch,
    /// Find where this French postcode is, on the device: [`Located::find`] in the directory's file of
    /// points, fetched once.
    FetchPoint(String),
    /// Post a registration.
    Send {
        /// For which gathering.
        gathering: String,
        /// The same for every try of the same draft.
        key: String,
        /// Names, e-mail address, language and consents; nothing else.
        draft: Draft,
    },
    /// Move the keyboard focus.
    Focus(GatheringsSpot),
    /// The person registered: tell the host page. Never for which: that would tell where they live.
    Joined,
}

/// A place of the step that the focus can go to.
///
/// ```
/// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
/// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
/// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
/// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
/// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
/// // Nothing is known of the person: the first tap opens the form at its first empty field.
/// let tap = GatheringsEvent::Submitted { gathering: "marche".into(), key: "k1".into() };
/// let effects = step.handle(tap, now, &Native);
/// let field = GatheringsSpot::Field(Field::GivenName);
/// assert_eq!(effects, [GatheringsEffect::Focus(field)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatheringsSpot {
    /// The list, fetched again.
    List,
    /// The postcode.
    Postcode,
    /// A field of the form.
    Field(Field),
    /// What is said of a registration: done, failed, or too late.
    Outcome(String),
}

/// Everything the step knows.
///
/// ```
/// use wesign_core::flow::{GatheringsEffect, GatheringsEvent, GatheringsStep};
/// use wesign_core::mobilisation::Gathering;
/// use wesign_core::platform::Native;
/// use wesign_core::policy::Policy;
/// use wesign_core::signature::Draft;
/// use wesign_core::time::Timestamp;
///
/// // Names and e-mail address are known from signing.
/// let person = Draft {
///     given_name: "Zoé".into(),
///     family_name: "d’Arc".into(),
///     email: "zoe@example.org".into(),
///     ..Draft::default()
/// };
/// let (mut step, effects) = GatheringsStep::new(&Policy::default(), person, "fr");
/// assert_eq!(effects, [GatheringsEffect::Fetch]);
/// let now = Timestamp::parse("2026-11-25T08:00:00Z").unwrap();
/// let march = Gathering {
///     id: "marche".into(),
///     starts_at: Timestamp::parse("2026-12-05T13:00:00Z"),
///     ..Gathering::default()
/// };
/// step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
/// let tap = GatheringsEvent::Submitted { gathering: "marche".into(), key: "k1".into() };
/// let effects = step.handle(tap, now, &Native);
/// assert!(matches!(&effects[..], [GatheringsEffect::Send { key, .. }] if key == "k1"));
/// ```
#[derive(Clone, Debug)]
pub struct GatheringsStep {
    policy: Policy,
    list: Loading<Vec<Gathering>>,
    /// Whether the person waits for the list: it then takes the focus.
    list_asked: bool,
    whereabouts: Whereabouts,
    form: Form,
    /// The gathering under which the form is open.
    open: Option<String>,
    registrations: Vec<Registration>,
}

impl GatheringsStep {
    /// The step of a petition with this `policy`, for who said `person` of themselves so far (empty
    /// where the step stands alone), in the language `lang` (BCP 47); and what must be done first.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// let person = Draft { postcode: "35000".into(), ..Draft::default() };
    /// let (_, effects) = GatheringsStep::new(&Policy::default(), person, "fr");
    /// let point = GatheringsEffect::FetchPoint("35000".into());
    /// assert_eq!(effects, [GatheringsEffect::Fetch, point]);
    /// ```
    #[must_use]
    pub fn new(policy: &Policy, person: Draft, lang: &str) -> (Self, Vec<GatheringsEffect>) {
        let mut step = Self {
            policy: policy.contact(Vec::new()),
            list: Loading::Pending,
            list_asked: false,
            whereabouts: Whereabouts::default(),
            form: Form::new(Draft {
                given_name: person.given_name,
                family_name: person.family_name,
                full_name: person.full_name,
                email: person.email,
                lang: lang.to_string(),
                ..Draft::default()
            }),
            open: None,
            registrations: Vec::new(),
        };
        let mut effects = vec![GatheringsEffect::Fetch];
        effects.extend(step.locate_from(person.postcode, &person.country));
        (step, effects)
    }

    fn locate_from(&mut self, postcode: String, country: &str) -> Option<GatheringsEffect> {
        // A postcode of another country may have the form of a French one.
        let french = matches!(country, "" | "FR");
        french.then(|| self.locate(|place| place.edit(postcode)))?
    }

    /// What the form asks: names and e-mail address.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
    /// let fields: Vec<String> = step.policy().fields().map(|field| field.to_string()).collect();
    /// assert_eq!(fields, ["given_name", "family_name", "email"]);
    /// ```
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The form for names and e-mail address, shared by all gatherings.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(GatheringsEvent::Edited(Field::Email, "zoe@".into()), now, &Native);
    /// step.handle(GatheringsEvent::Left(Field::Email), now, &Native);
    /// assert_eq!(step.form().errors()[0].field, Field::Email);
    /// ```
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The gathering under which the form is open.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
    /// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
    /// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
    /// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
    /// let tap = GatheringsEvent::Submitted { gathering: "marche".into(), key: "k1".into() };
    /// step.handle(tap, now, &Native);
    /// assert_eq!(step.open(), Some("marche"));
    /// step.handle(GatheringsEvent::FormClosed, now, &Native);
    /// assert_eq!(step.open(), None);
    /// ```
    #[must_use]
    pub fn open(&self) -> Option<&str> {
        self.open.as_deref()
    }

    /// How far the list has come.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(GatheringsEvent::Loaded(Vec::new()), now, &Native);
    /// assert_eq!(*step.list(), Loading::Loaded(Vec::new()));
    /// ```
    #[must_use]
    pub fn list(&self) -> &Loading<Vec<Gathering>> {
        &self.list
    }

    /// Where the person is.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(GatheringsEvent::PostcodeEdited("35000".into()), now, &Native);
    /// assert_eq!(*step.whereabouts().located(), Located::Looking);
    /// ```
    #[must_use]
    pub fn whereabouts(&self) -> &Whereabouts {
        &self.whereabouts
    }

    /// Whether one tap is enough: names and e-mail address are known and right.
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
    /// assert!(step.knows_person(now, &Native));
    /// step.handle(GatheringsEvent::Edited(Field::Email, "zoe@".into()), now, &Native);
    /// assert!(!step.knows_person(now, &Native));
    /// ```
    #[must_use]
    pub fn knows_person(&self, now: Timestamp, platform: &dyn Platform) -> bool {
        self.form.draft().check(&self.policy, platform, now).is_ok()
    }

    /// Takes in what happened at the moment `now`; gives back what must be done.
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
    /// let effects = step.handle(tap, now, &Native);
    /// let [GatheringsEffect::Send { gathering, key, draft }] = &effects[..] else { panic!() };
    /// assert_eq!((&**gathering, &**key, &*draft.email), ("marche", "k1", "zoe@example.org"));
    /// ```
    pub fn handle(
        &mut self,
        event: GatheringsEvent,
        now: Timestamp,
        platform: &dyn Platform,
    ) -> Vec<GatheringsEffect> {
        let rules = Rules {
            policy: &self.policy,
            validator: Some(&OwnRules { now, platform }),
        };
        match event {
            GatheringsEvent::Met(person) => {
                self.form.meet(&person, rules);
                if self.whereabouts.postcode().is_empty() {
                    let place = self.locate_from(person.postcode, &person.country);
                    return place.into_iter().collect();
                }
            }
            GatheringsEvent::Loaded(gatherings) => {
                // An id stands for one gathering: what is done is done by it.
                let mut once: Vec<Gathering> = Vec::new();
                for gathering in gatherings {
                    if once.iter().all(|known| known.id != gathering.id) {
                        once.push(gathering);
                    }
                }
                self.list = Loading::Loaded(once);
                return self.list_arrived();
            }
            GatheringsEvent::LoadingFailed(failure) => {
                self.list.fail(failure);
                return self.list_arrived();
            }
            GatheringsEvent::Retried if self.list.retry() => {
                self.list_asked = true;
                return vec![GatheringsEffect::Fetch];
            }
            GatheringsEvent::Retried => {}
            GatheringsEvent::PostcodeEdited(text) => {
                return self.locate(|place| place.edit(text)).into_iter().collect();
            }
            GatheringsEvent::PostcodeAsked => {
                let fetch = self.locate(Whereabouts::ask);
                let refused = matches!(self.whereabouts.located(), Located::Refused(_));
                let spot = refused.then_some(GatheringsEffect::Focus(GatheringsSpot::Postcode));
                return fetch.into_iter().chain(spot).collect();
            }
            GatheringsEvent::Placed { postcode, located } => {
                self.whereabouts.answer(&postcode, located);
            }
            GatheringsEvent::Edited(field, text) => self.form.edit(&field, text, rules),
            GatheringsEvent::Left(field) => self.form.leave(&field, rules),
            GatheringsEvent::SuggestionTaken => {
                if self.form.take_suggestion(rules) {
                    return focus(GatheringsSpot::Field(Field::Email));
                }
            }
            GatheringsEvent::FurtherConsented { gathering, granted } => {
                if self.lists(&gathering) {
                    self.registration_mut(&gathering).further = granted;
                }
            }
            GatheringsEvent::FormClosed => self.open = None,
            GatheringsEvent::Submitted { gathering, key } => {
                return self.submit(&gathering, key, now, platform);
            }
            GatheringsEvent::Slow { gathering } => self.registration_mut(&gathering).request.slow(),
            GatheringsEvent::Joined {
                gathering,
                places_left,
            } => return self.join(gathering, places_left),
            GatheringsEvent::Refused { gathering, errors } => {
                return self.refuse(gathering, errors);
            }
            GatheringsEvent::Failed { gathering, failure } => return self.fail(gathering, failure),
        }
        Vec::new()
    }

    fn locate(
        &mut self,
        look: impl FnOnce(&mut Whereabouts) -> Option<String>,
    ) -> Option<GatheringsEffect> {
        look(&mut self.whereabouts).map(GatheringsEffect::FetchPoint)
    }

    fn list_arrived(&mut self) -> Vec<GatheringsEffect> {
        if core::mem::take(&mut self.list_asked) {
            focus(GatheringsSpot::List)
        } else {
            Vec::new()
        }
    }

    fn find(&self, id: &str) -> Option<&Gathering> {
        self.list.loaded()?.iter().find(|known| known.id == id)
    }

    fn lists(&self, id: &str) -> bool {
        self.find(id).is_some()
    }
}

fn focus(spot: GatheringsSpot) -> Vec<GatheringsEffect> {
    vec![GatheringsEffect::Focus(spot)]
}

#[cfg(all(test, feature = "native"))]
mod tests;
