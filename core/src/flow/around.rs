//! The element that shows what is around a person: mobilisations near a postcode, and the large ones.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::whereabouts::{Located, Whereabouts};
use super::{Failure, Loading};
use crate::mobilisations::{Around, Listing, NEAR_KM};
use crate::time::Timestamp;

/// Something the person did or the network answered.
#[derive(Clone, Debug, PartialEq)]
pub enum AroundEvent {
    /// The list arrived.
    Loaded(Vec<Listing>),
    /// The list could not be had.
    LoadingFailed(Failure),
    /// The person wants the list to be fetched again.
    Retried,
    /// The person changed the postcode.
    PostcodeEdited(String),
    /// The person asked for what is near the postcode, or for another try.
    PostcodeAsked,
    /// The directory's answer for a postcode.
    Placed {
        /// The one of [`AroundEffect::FetchPoint`].
        postcode: String,
        /// [`Located::At`], [`Located::Unknown`] or [`Located::Unreachable`].
        located: Located,
    },
    /// The person chose the mobilisation of this id, where it opens in place.
    Chosen(String),
    /// The person wants to see the list again.
    Left,
}

/// A request to the world; its answer comes back as an [`AroundEvent`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AroundEffect {
    /// Fetch the list.
    Fetch,
    /// Find where this French postcode is, on the device: [`Located::find`] in the directory's file of
    /// points, fetched once.
    FetchPoint(String),
    /// Show the petition of this id in place of the list.
    Open(String),
    /// Move the keyboard focus.
    Focus(AroundSpot),
}

/// A place of the element that the focus can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AroundSpot {
    /// The list, fetched again.
    List,
    /// The postcode.
    Postcode,
    /// What is near, or what is said where nothing is.
    Near,
    /// The card of the mobilisation of this id, which the person left.
    Card(String),
}

/// Everything the element knows.
///
/// ```
/// use wesign_core::flow::{AroundEffect, AroundEvent, AroundStep, Located};
/// use wesign_core::geo::Point;
///
/// let (mut step, effects) = AroundStep::new("35000", None);
/// let fetches = [AroundEffect::Fetch, AroundEffect::FetchPoint("35000".into())];
/// assert_eq!(effects, fetches);
/// let located = Located::At(Point::from([48.11, -1.68]));
/// step.handle(AroundEvent::Placed { postcode: "35000".into(), located });
/// assert!(step.whereabouts().point().is_some());
/// ```
#[derive(Clone, Debug)]
pub struct AroundStep {
    list: Loading<Vec<Listing>>,
    /// Whether the person waits for the list: it then takes the focus.
    list_asked: bool,
    whereabouts: Whereabouts,
    /// Whether the person asked for the postcode: the answer then takes the focus.
    place_asked: bool,
    radius_km: f64,
    chosen: Option<String>,
}

impl AroundStep {
    /// The element, and what must be done first. `postcode` is the partner's, empty for none; "near"
    /// reaches `radius_km` far, [`NEAR_KM`] where it is not said or makes no sense.
    #[must_use]
    pub fn new(postcode: &str, radius_km: Option<f64>) -> (Self, Vec<AroundEffect>) {
        let mut whereabouts = Whereabouts::default();
        let fetch = whereabouts.edit(postcode.into());
        let step = Self {
            list: Loading::Pending,
            list_asked: false,
            whereabouts,
            place_asked: false,
            radius_km: radius_km.filter(|km| *km > 0.0).unwrap_or(NEAR_KM),
            chosen: None,
        };
        let point = fetch.map(AroundEffect::FetchPoint);
        (
            step,
            [AroundEffect::Fetch].into_iter().chain(point).collect(),
        )
    }

    /// How far the list has come.
    #[must_use]
    pub fn list(&self) -> &Loading<Vec<Listing>> {
        &self.list
    }

    /// The list, parted, at the moment `now`.
    #[must_use]
    pub fn around(&self, now: Timestamp) -> Around<'_> {
        let all = self.list.loaded().map_or(&[][..], Vec::as_slice);
        Around::new(all, self.whereabouts.point(), self.radius_km, now)
    }

    /// How far "near" reaches, in kilometres.
    #[must_use]
    pub fn radius_km(&self) -> f64 {
        self.radius_km
    }

    /// Where the person is.
    #[must_use]
    pub fn whereabouts(&self) -> &Whereabouts {
        &self.whereabouts
    }

    /// The mobilisation that is open in place of the list.
    #[must_use]
    pub fn chosen(&self) -> Option<&Listing> {
        let chosen = self.chosen.as_ref()?;
        self.list.loaded()?.iter().find(|known| known.id == *chosen)
    }

    /// Takes in what happened; gives back what must be done.
    pub fn handle(&mut self, event: AroundEvent) -> Vec<AroundEffect> {
        match event {
            AroundEvent::Loaded(list) => {
                self.list = Loading::Loaded(list);
                return self.list_arrived();
            }
            AroundEvent::LoadingFailed(failure) => {
                self.list.fail(failure);
                return self.list_arrived();
            }
            AroundEvent::Retried if self.list.retry() => {
                self.list_asked = true;
                return vec![AroundEffect::Fetch];
            }
            AroundEvent::Retried => {}
            AroundEvent::PostcodeEdited(text) => {
                self.place_asked = false;
                let fetch = self.whereabouts.edit(text);
                return fetch.map(AroundEffect::FetchPoint).into_iter().collect();
            }
            AroundEvent::PostcodeAsked => return self.ask(),
            AroundEvent::Placed { postcode, located } => {
                self.whereabouts.answer(&postcode, located);
                let answered = *self.whereabouts.located() != Located::Looking;
                if answered && core::mem::take(&mut self.place_asked) {
                    return focus(AroundSpot::Near);
                }
            }
            AroundEvent::Chosen(id) => {
                let listed = self.list.loaded().into_iter().flatten();
                if listed.into_iter().any(|known| known.id == id) {
                    self.chosen = Some(id.clone());
                    return vec![AroundEffect::Open(id)];
                }
            }
            AroundEvent::Left => {
                let left = self.chosen.take();
                return left.map(AroundSpot::Card).map_or_else(Vec::new, focus);
            }
        }
        Vec::new()
    }

    fn ask(&mut self) -> Vec<AroundEffect> {
        let fetch = self.whereabouts.ask();
        match self.whereabouts.located() {
            Located::Refused(_) => focus(AroundSpot::Postcode),
            // On its way, asked for now or while typing.
            Located::Looking => {
                self.place_asked = true;
                fetch.map(AroundEffect::FetchPoint).into_iter().collect()
            }
            _ => focus(AroundSpot::Near),
        }
    }

    fn list_arrived(&mut self) -> Vec<AroundEffect> {
        if core::mem::take(&mut self.list_asked) {
            focus(AroundSpot::List)
        } else {
            Vec::new()
        }
    }
}

fn focus(spot: AroundSpot) -> Vec<AroundEffect> {
    vec![AroundEffect::Focus(spot)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Point;

    fn listing(id: &str) -> Listing {
        Listing {
            id: id.into(),
            ..Listing::default()
        }
    }

    fn placed(postcode: &str) -> AroundEvent {
        AroundEvent::Placed {
            postcode: postcode.into(),
            located: Located::At(Point::from([48.11, -1.68])),
        }
    }

    #[test]
    fn the_focus_goes_where_the_person_asked_to_go() {
        let (mut step, effects) = AroundStep::new("", Some(f64::NAN));
        assert_eq!(effects, [AroundEffect::Fetch]);
        assert!((step.radius_km() - NEAR_KM).abs() < f64::EPSILON);
        let ask = |step: &mut AroundStep| step.handle(AroundEvent::PostcodeAsked);
        assert_eq!(ask(&mut step), focus(AroundSpot::Postcode));
        let typed = AroundEvent::PostcodeEdited("35000".into());
        let fetch = [AroundEffect::FetchPoint("35000".into())];
        assert_eq!(step.handle(typed), fetch, "while it is typed");
        assert_eq!(step.handle(placed("35000")), [], "the focus stays");
        assert_eq!(ask(&mut step), focus(AroundSpot::Near), "known already");
        step.handle(AroundEvent::PostcodeEdited("75018".into()));
        assert_eq!(ask(&mut step), [], "on its way already");
        assert_eq!(step.handle(placed("35000")), [], "an old answer");
        assert_eq!(step.handle(placed("75018")), focus(AroundSpot::Near));
    }

    #[test]
    fn a_directory_that_fails_is_asked_again() {
        let (mut step, _) = AroundStep::new("35000", Some(50.0));
        step.handle(AroundEvent::Placed {
            postcode: "35000".into(),
            located: Located::Unreachable,
        });
        let fetch = [AroundEffect::FetchPoint("35000".into())];
        assert_eq!(step.handle(AroundEvent::PostcodeAsked), fetch);
    }

    #[test]
    fn opening_in_place_and_coming_back() {
        let (mut step, _) = AroundStep::new("", None);
        step.handle(AroundEvent::Loaded(vec![listing("a"), listing("b")]));
        assert_eq!(step.handle(AroundEvent::Chosen("x".into())), []);
        let effects = step.handle(AroundEvent::Chosen("b".into()));
        assert_eq!(effects, [AroundEffect::Open("b".into())]);
        assert_eq!(step.chosen().map(|open| &*open.id), Some("b"));
        let effects = step.handle(AroundEvent::Left);
        assert_eq!(effects, focus(AroundSpot::Card("b".into())));
        assert_eq!(step.chosen(), None);
        assert_eq!(step.handle(AroundEvent::Left), []);
    }

    #[test]
    fn a_list_that_fails_can_be_fetched_again() {
        let (mut step, _) = AroundStep::new("", None);
        step.handle(AroundEvent::LoadingFailed(Failure::Timeout));
        assert_eq!(step.handle(AroundEvent::Retried), [AroundEffect::Fetch]);
        let effects = step.handle(AroundEvent::Loaded(Vec::new()));
        assert_eq!(effects, focus(AroundSpot::List));
        let around = step.around(Timestamp::from_unix(0));
        assert_eq!(around, Around::default());
    }
}
