//! Where the person is, as far as a postcode says it: to order by distance, on the device.

use alloc::string::String;

use crate::directory::Points;
use crate::field::{Country, Field, Postcode};
use crate::geo::Point;
use crate::problem::FieldError;

/// What is known of where the person is.
///
/// ```
/// # use wesign_core::flow::{AroundEvent, AroundStep, Located, Whereabouts};
/// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, problem::Code};
/// # let list = vec![Listing { scope: Scope::Local, ..Listing::default() }];
/// # let (mut step, _) = AroundStep::new(list, "", None);
/// step.handle(AroundEvent::PostcodeEdited("00123".into()));
/// step.handle(AroundEvent::PostcodeAsked);
/// let Located::Refused(error) = step.whereabouts().located() else { panic!() };
/// assert_eq!(error.code, Code::PostcodeUnknownArea);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Located {
    /// Nothing was asked for.
    #[default]
    Unasked,
    /// The postcode can't be one.
    Refused(FieldError),
    /// The point of the postcode is on its way.
    Looking,
    /// Here.
    At(Point),
    /// The directory does not know the postcode.
    Unknown,
    /// The directory can't be had.
    Unreachable,
}

impl Located {
    /// Looks `postcode` up in the directory's file of points, see [`Points`]. A file that does not
    /// check out is as good as none: [`Located::Unreachable`].
    ///
    /// ```
    /// use wesign_core::{directory::encode, flow::Located, geo::Point};
    /// let rennes = Point::from([48.11, -1.68]);
    /// let file = encode::points(&[(35_000, rennes)])?;
    /// assert_eq!(Located::find(&file, "35000"), Located::At(rennes));
    /// assert_eq!(Located::find(&file, "35001"), Located::Unknown);
    /// assert_eq!(Located::find(&file[1..], "35000"), Located::Unreachable);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn find(points: &[u8], postcode: &str) -> Self {
        match Points::decode(points) {
            Ok(points) => points.find(postcode).map_or(Self::Unknown, Self::At),
            Err(_) => Self::Unreachable,
        }
    }
}

/// A postcode and where it is.
///
/// ```
/// # use wesign_core::flow::{AroundEvent, AroundStep, Located, Whereabouts};
/// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, problem::Code};
/// # let list = vec![Listing { scope: Scope::Local, ..Listing::default() }];
/// # let (mut step, _) = AroundStep::new(list, "", None);
/// let place: &Whereabouts = step.whereabouts();
/// assert_eq!((place.postcode(), place.located()), ("", &Located::Unasked));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whereabouts {
    postcode: String,
    located: Located,
    /// The postcode that `located` is about, in its normal form.
    of: String,
}

impl Whereabouts {
    /// The postcode as typed, or as the step before gave it.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEvent, AroundStep, Located, Whereabouts};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, problem::Code};
    /// # let list = vec![Listing { scope: Scope::Local, ..Listing::default() }];
    /// # let (mut step, _) = AroundStep::new(list, "", None);
    /// step.handle(AroundEvent::PostcodeEdited("35 0".into()));
    /// assert_eq!(step.whereabouts().postcode(), "35 0");
    /// ```
    #[must_use]
    pub fn postcode(&self) -> &str {
        &self.postcode
    }

    /// What is known.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEvent, AroundStep, Located, Whereabouts};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, problem::Code};
    /// # let list = vec![Listing { scope: Scope::Local, ..Listing::default() }];
    /// # let (mut step, _) = AroundStep::new(list, "", None);
    /// step.handle(AroundEvent::PostcodeEdited("35 000".into()));
    /// assert_eq!(*step.whereabouts().located(), Located::Looking);
    /// ```
    #[must_use]
    pub fn located(&self) -> &Located {
        &self.located
    }

    /// The point, once it is known.
    ///
    /// ```
    /// # use wesign_core::flow::{AroundEvent, AroundStep, Located, Whereabouts};
    /// # use wesign_core::{geo::Point, mobilisation::Scope, mobilisations::Listing, problem::Code};
    /// # let list = vec![Listing { scope: Scope::Local, ..Listing::default() }];
    /// # let (mut step, _) = AroundStep::new(list, "", None);
    /// let rennes = Point::from([48.11, -1.68]);
    /// step.handle(AroundEvent::PostcodeEdited("35000".into()));
    /// step.handle(AroundEvent::Placed { postcode: "35000".into(), located: Located::At(rennes) });
    /// assert_eq!(step.whereabouts().point(), Some(rennes));
    /// ```
    #[must_use]
    pub fn point(&self) -> Option<Point> {
        match self.located {
            Located::At(point) => Some(point),
            _ => None,
        }
    }

    /// The person changed the postcode; the postcode to look up, where there is a new one. Nothing
    /// is said of one that is still being typed.
    pub(super) fn edit(&mut self, text: String) -> Option<String> {
        self.postcode = text;
        match Postcode::parse(&self.postcode, Country::FRANCE) {
            Ok(postcode) => self.look(postcode),
            Err(_) => {
                self.located = Located::Unasked;
                self.of.clear();
                None
            }
        }
    }

    /// The person asked for the postcode, or for another try: now a wrong one is said.
    pub(super) fn ask(&mut self) -> Option<String> {
        match Postcode::parse(&self.postcode, Country::FRANCE) {
            Ok(postcode) => self.look(postcode),
            Err(problem) => {
                self.located = Located::Refused(problem.at(Field::Postcode));
                self.of.clear();
                None
            }
        }
    }

    fn look(&mut self, postcode: Postcode) -> Option<String> {
        let known = matches!(
            self.located,
            Located::Looking | Located::At(_) | Located::Unknown
        );
        if known && self.of == postcode.as_str() {
            return None;
        }
        self.of = String::from(postcode.as_str());
        self.located = Located::Looking;
        Some(self.of.clone())
    }

    /// The answer for `postcode`; one that the person has changed since is passed over.
    pub(super) fn answer(&mut self, postcode: &str, located: Located) {
        if self.of == postcode && self.located == Located::Looking {
            self.located = located;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_looked_up_once_it_is_whole_and_only_once() {
        let mut place = Whereabouts::default();
        assert_eq!(place.edit("3500".into()), None);
        assert_eq!(*place.located(), Located::Unasked, "still being typed");
        assert_eq!(place.edit("35 000".into()).as_deref(), Some("35000"));
        assert_eq!(place.edit("35000".into()), None, "the same one");
        assert_eq!(place.ask(), None, "on its way");
        let rennes = Located::At(Point::from([48.11, -1.68]));
        place.answer("35000", rennes.clone());
        assert_eq!(*place.located(), rennes);
        assert_eq!(place.ask(), None, "known");
    }

    #[test]
    fn a_wrong_postcode_is_said_when_asked() {
        let mut place = Whereabouts::default();
        place.edit("35".into());
        assert_eq!(place.ask(), None);
        assert!(
            matches!(place.located(), Located::Refused(error) if error.field == Field::Postcode)
        );
        place.edit("350".into());
        assert_eq!(*place.located(), Located::Unasked);
    }

    #[test]
    fn an_old_answer_does_not_move_the_person() {
        let mut place = Whereabouts::default();
        place.edit("35000".into());
        place.edit("75018".into());
        place.answer("35000", Located::At(Point::from([48.11, -1.68])));
        assert_eq!(*place.located(), Located::Looking);
        place.answer("75018", Located::Unreachable);
        assert_eq!(place.ask().as_deref(), Some("75018"), "another try");
    }
}
