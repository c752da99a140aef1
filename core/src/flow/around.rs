//! The element that shows what is around a person: mobilisations near a postcode, and the large ones.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::whereabouts::{Located, Whereabouts};
use crate::mobilisation::Scope;
use crate::mobilisations::{Around, Listing, NEAR_KM};
use crate::time::Timestamp;

/// Something the person did or the directory answered.
///
/// ```
/// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
/// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
/// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
/// # let (mut step, _) = AroundStep::new(list, "", None);
/// let effects = step.handle(AroundEvent::PostcodeEdited("35 000".into()));
/// assert_eq!(effects, [AroundEffect::FetchPoint("35000".into())]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum AroundEvent {
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
///
/// ```
/// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
/// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
/// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
/// # let (mut step, _) = AroundStep::new(list, "", None);
/// let effects = step.handle(AroundEvent::Chosen("arbres".into()));
/// assert_eq!(effects, [AroundEffect::Open("arbres".into())]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AroundEffect {
    /// Find where this French postcode is, on the device: [`Located::find`] in the directory's file of
    /// points, fetched once.
    FetchPoint(String),
    /// Show the petition of this id in place of the list, and move the focus to it.
    Open(String),
    /// Move the keyboard focus.
    Focus(AroundSpot),
}

/// A place of the element that the focus can go to.
///
/// ```
/// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
/// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
/// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
/// # let (mut step, _) = AroundStep::new(list, "", None);
/// // Nothing was typed: the focus goes where it can be.
/// let effects = step.handle(AroundEvent::PostcodeAsked);
/// assert_eq!(effects, [AroundEffect::Focus(AroundSpot::Postcode)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AroundSpot {
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
/// use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing};
///
/// let list = vec![Listing { scope: Scope::Local, ..Listing::default() }];
/// let (mut step, effects) = AroundStep::new(list, "35000", None);
/// assert_eq!(effects, [AroundEffect::FetchPoint("35000".into())]);
/// let located = Located::At(Point::from([48.11, -1.68]));
/// step.handle(AroundEvent::Placed { postcode: "35000".into(), located });
/// assert!(step.whereabouts().point().is_some());
/// ```
#[derive(Clone, Debug)]
pub struct AroundStep {
    list: Vec<Listing>,
    whereabouts: Whereabouts,
    /// Whether the person asked for the postcode: the answer then takes the focus.
    place_asked: bool,
    radius_km: f64,
    chosen: Option<String>,
}

impl AroundStep {
    /// The element, and what must be done first. `list` is what the API sent, `postcode` the
    /// partner's, empty for none; "near" reaches `radius_km` far, [`NEAR_KM`] where it is not said or
    /// makes no sense.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// let (step, effects) = AroundStep::new(list, "35000", Some(50.0));
    /// assert_eq!(effects, [AroundEffect::FetchPoint("35000".into())]);
    /// assert_eq!(step.radius_km(), 50.0);
    /// ```
    #[must_use]
    pub fn new(
        list: Vec<Listing>,
        postcode: &str,
        radius_km: Option<f64>,
    ) -> (Self, Vec<AroundEffect>) {
        let mut step = Self {
            list,
            whereabouts: Whereabouts::default(),
            place_asked: false,
            radius_km: radius_km.filter(|km| *km > 0.0).unwrap_or(NEAR_KM),
            chosen: None,
        };
        let effects = if step.asks_place() {
            step.handle(AroundEvent::PostcodeEdited(postcode.into()))
        } else {
            Vec::new()
        };
        (step, effects)
    }

    /// The list as it came.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// # let (step, _) = AroundStep::new(list, "", None);
    /// assert_eq!(step.list()[0].id, "arbres");
    /// ```
    #[must_use]
    pub fn list(&self) -> &[Listing] {
        &self.list
    }

    /// The list, parted, at the moment `now`.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// # let (step, _) = AroundStep::new(list, "", None);
    /// // All local ones are near as long as nobody said where.
    /// let around = step.around(Timestamp::from_unix(0));
    /// assert_eq!((around.near.len(), around.farther.len()), (1, 0));
    /// ```
    #[must_use]
    pub fn around(&self, now: Timestamp) -> Around<'_> {
        Around::new(&self.list, self.whereabouts.point(), self.radius_km, now)
    }

    /// Whether it matters where the person is: it does to local mobilisations.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// # let (step, _) = AroundStep::new(list, "", None);
    /// assert!(step.asks_place());
    /// let (national, _) = AroundStep::new(vec![Listing::default()], "", None);
    /// assert!(!national.asks_place());
    /// ```
    #[must_use]
    pub fn asks_place(&self) -> bool {
        self.list
            .iter()
            .any(|listing| listing.scope == Scope::Local)
    }

    /// How far "near" reaches, in kilometres.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// # let (step, _) = AroundStep::new(list, "", None);
    /// assert_eq!(step.radius_km(), wesign_core::mobilisations::NEAR_KM);
    /// ```
    #[must_use]
    pub fn radius_km(&self) -> f64 {
        self.radius_km
    }

    /// Where the person is.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// # let (mut step, _) = AroundStep::new(list, "", None);
    /// step.handle(AroundEvent::PostcodeEdited("35000".into()));
    /// assert_eq!(*step.whereabouts().located(), Located::Looking);
    /// ```
    #[must_use]
    pub fn whereabouts(&self) -> &Whereabouts {
        &self.whereabouts
    }

    /// The mobilisation that is open in place of the list.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// # let (mut step, _) = AroundStep::new(list, "", None);
    /// step.handle(AroundEvent::Chosen("arbres".into()));
    /// assert!(step.chosen().is_some());
    /// step.handle(AroundEvent::Left);
    /// assert!(step.chosen().is_none());
    /// ```
    #[must_use]
    pub fn chosen(&self) -> Option<&Listing> {
        let chosen = self.chosen.as_ref()?;
        self.list.iter().find(|known| known.id == *chosen)
    }

    /// Takes in what happened; gives back what must be done.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEffect, AroundEvent, AroundSpot, AroundStep, Located};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, time::Timestamp};
    /// # let list = vec![Listing { id: "arbres".into(), scope: Scope::Local, ..Listing::default() }];
    /// # let (mut step, _) = AroundStep::new(list, "", None);
    /// step.handle(AroundEvent::PostcodeEdited("35000".into()));
    /// step.handle(AroundEvent::PostcodeAsked);
    /// let located = Located::At(Point::from([48.11, -1.68]));
    /// let effects = step.handle(AroundEvent::Placed { postcode: "35000".into(), located });
    /// assert_eq!(effects, [AroundEffect::Focus(AroundSpot::Near)]);
    /// ```
    pub fn handle(&mut self, event: AroundEvent) -> Vec<AroundEffect> {
        match event {
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
                    return focus(self.answer());
                }
            }
            AroundEvent::Chosen(id) => {
                if self.list.iter().any(|known| known.id == id) {
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
        if *self.whereabouts.located() == Located::Looking {
            // On its way, asked for now or while typing.
            self.place_asked = true;
            return fetch.map(AroundEffect::FetchPoint).into_iter().collect();
        }
        focus(self.answer())
    }

    /// Where the answer to a postcode is: at the field, if it has to be written anew.
    fn answer(&self) -> AroundSpot {
        match self.whereabouts.located() {
            Located::Refused(_) | Located::Unknown => AroundSpot::Postcode,
            _ => AroundSpot::Near,
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

    fn local(id: &str) -> Listing {
        Listing {
            id: id.into(),
            scope: Scope::Local,
            ..Listing::default()
        }
    }

    fn placed(postcode: &str, located: Located) -> AroundEvent {
        AroundEvent::Placed {
            postcode: postcode.into(),
            located,
        }
    }

    #[test]
    fn the_focus_goes_where_the_person_asked_to_go() {
        let (mut step, effects) = AroundStep::new(vec![local("a")], "", Some(f64::NAN));
        assert_eq!(effects, []);
        assert!((step.radius_km() - NEAR_KM).abs() < f64::EPSILON);
        let here = Located::At(Point::from([48.11, -1.68]));
        let ask = |step: &mut AroundStep| step.handle(AroundEvent::PostcodeAsked);
        assert_eq!(ask(&mut step), focus(AroundSpot::Postcode));
        let typed = AroundEvent::PostcodeEdited("35000".into());
        let fetch = [AroundEffect::FetchPoint("35000".into())];
        assert_eq!(step.handle(typed), fetch, "while it is typed");
        let answer = placed("35000", here.clone());
        assert_eq!(step.handle(answer.clone()), [], "the focus stays");
        assert_eq!(ask(&mut step), focus(AroundSpot::Near), "known already");
        step.handle(AroundEvent::PostcodeEdited("75018".into()));
        assert_eq!(ask(&mut step), [], "on its way already");
        assert_eq!(step.handle(answer), [], "an old answer");
        let answer = placed("75018", Located::Unknown);
        assert_eq!(step.handle(answer), focus(AroundSpot::Postcode), "unknown");
    }

    #[test]
    fn a_directory_that_fails_is_asked_again() {
        let (mut step, _) = AroundStep::new(vec![local("a")], "35000", Some(50.0));
        step.handle(placed("35000", Located::Unreachable));
        let fetch = [AroundEffect::FetchPoint("35000".into())];
        assert_eq!(step.handle(AroundEvent::PostcodeAsked), fetch);
        let answer = placed("35000", Located::Unreachable);
        assert_eq!(step.handle(answer), focus(AroundSpot::Near), "another try");
    }

    #[test]
    fn nobody_is_asked_where_they_are_for_nothing() {
        let (step, effects) = AroundStep::new(vec![Listing::default()], "35000", None);
        assert!(!step.asks_place());
        assert_eq!(effects, []);
        assert_eq!(step.around(Timestamp::from_unix(0)).national.len(), 1);
    }

    #[test]
    fn opening_in_place_and_coming_back() {
        let (mut step, _) = AroundStep::new(vec![local("a"), local("b")], "", None);
        assert_eq!(step.handle(AroundEvent::Chosen("x".into())), []);
        let effects = step.handle(AroundEvent::Chosen("b".into()));
        assert_eq!(effects, [AroundEffect::Open("b".into())]);
        assert_eq!(step.chosen().map(|open| &*open.id), Some("b"));
        let effects = step.handle(AroundEvent::Left);
        assert_eq!(effects, focus(AroundSpot::Card("b".into())));
        assert_eq!(step.chosen(), None);
        assert_eq!(step.handle(AroundEvent::Left), []);
    }
}
