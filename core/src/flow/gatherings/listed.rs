//! The list: what is to come first, nearest first.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{GatheringsStep, Registration};
use crate::geo::{Point, distance_km};
use crate::mobilisation::{Gathering, Standing};
use crate::sorted::sorted;
use crate::time::Timestamp;

/// A gathering as it is listed.
///
/// ```
/// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
/// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
/// # let starts_at = Some(Timestamp::from_unix(now.unix() + 86_400));
/// # let march = Gathering { id: "marche".into(), starts_at, ..Gathering::default() };
/// # step.handle(GatheringsEvent::Loaded(vec![march]), now, &Native);
/// let listed: Listed<'_> = step.listed(now).remove(0);
/// assert_eq!((&*listed.gathering.id, listed.standing), ("marche", Standing::Open));
/// assert!(listed.distance_km.is_none() && listed.registration.is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// The gathering.
    pub gathering: &'a Gathering,
    /// Whether one can register.
    pub standing: Standing,
    /// Whether it is over, called off or not: such ones come last.
    pub past: bool,
    /// Kilometres from the person, where both places are known.
    pub distance_km: Option<f64>,
    /// What became of the registration; `None` before anything was done.
    pub registration: Option<&'a Registration>,
}

impl GatheringsStep {
    /// The gatherings at the moment `now`, in the order they are shown: what is to come first,
    /// nearest first where it is known where the person is (without a place after those with one),
    /// else by date; then what is over, latest first. One without a beginning is left out.
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, mobilisation::{Gathering, Standing}, platform::Native};
    /// # use wesign_core::{policy::Policy, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = GatheringsStep::new(&Policy::default(), Draft::default(), "fr");
    /// let at = |id: &str, unix| Gathering {
    ///     id: id.into(),
    ///     starts_at: Some(Timestamp::from_unix(unix)),
    ///     ..Gathering::default()
    /// };
    /// let (over, later, soon) = (at("over", 0), at("later", now.unix() + 9), at("soon", now.unix() + 1));
    /// step.handle(GatheringsEvent::Loaded(vec![over, later, soon]), now, &Native);
    /// let ids: Vec<&str> = step.listed(now).iter().map(|listed| &*listed.gathering.id).collect();
    /// assert_eq!(ids, ["soon", "later", "over"]);
    /// ```
    #[must_use]
    pub fn listed(&self, now: Timestamp) -> Vec<Listed<'_>> {
        let here = self.whereabouts.point();
        let all = self.list.loaded().map_or(&[][..], Vec::as_slice);
        let dated = all.iter().filter(|gathering| gathering.starts_at.is_some());
        let listed = dated.map(|gathering| {
            let registration = self.registration(&gathering.id);
            let told = registration.and_then(|registration| registration.told);
            let there = gathering.place.point.map(Point::from);
            Listed {
                gathering,
                standing: told.unwrap_or_else(|| gathering.standing(now)),
                past: gathering.is_past(now) || told == Some(Standing::Past),
                distance_km: here
                    .zip(there)
                    .map(|(here, there)| distance_km(here, there)),
                registration,
            }
        });
        sorted(listed, order)
    }
}

/// See [`GatheringsStep::listed`]. What is equal stays as the API sent it.
fn order(one: &Listed<'_>, other: &Listed<'_>) -> Ordering {
    let starts = |listed: &Listed<'_>| listed.gathering.starts_at;
    let by_date = starts(one).cmp(&starts(other));
    one.past.cmp(&other.past).then_with(|| {
        if one.past {
            return by_date.reverse();
        }
        let far = |listed: &Listed<'_>| listed.distance_km.unwrap_or(f64::INFINITY);
        far(one).total_cmp(&far(other)).then(by_date)
    })
}
