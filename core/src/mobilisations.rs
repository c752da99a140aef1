//! Mobilisations in a list: those near a person, and the large ones.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::{Ordering, Reverse};

use crate::geo::{Point, distance_km};
use crate::mobilisation::{Place, Scope};
use crate::sorted::insert;
use crate::tally::{GoalLadder, Tally};
use crate::time::Timestamp;

/// A mobilisation as a list shows it: an item of `GET /api/petitions`.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use wesign_core::{mobilisation::Scope, mobilisations::Listing};
/// let listing: Listing = serde_json::from_str(
///     r#"{"id":"p","title":"T","scope":"local","place":{"name":"Rennes","point":[48.11,-1.68]},
///         "count":12,"goals":[],"organisations":[{"id":"o","name":"O"}],"closes_at":null}"#,
/// ).unwrap();
/// assert_eq!((listing.scope, listing.count), (Scope::Local, 12));
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Listing {
    /// Stable identifier, used in addresses.
    pub id: String,
    /// Language of the texts, BCP 47.
    pub lang: String,
    /// What is asked for, in one line of plain text.
    pub title: String,
    /// Why, in one paragraph of plain text.
    pub summary: String,
    /// The petition's own public page.
    pub url: String,
    /// Address of a picture, `https`; empty for none.
    pub image: String,
    /// What the picture shows, for who does not see it.
    pub image_alt: String,
    /// How far it reaches.
    pub scope: Scope,
    /// Where it is about, for a local one.
    pub place: Option<Place>,
    /// Signatures so far.
    pub count: u64,
    /// The organiser's own goals; empty for the documented ladder.
    pub goals: GoalLadder,
    /// Who carries it, in the order they are shown.
    pub organisations: Vec<Carrier>,
    /// Nobody signs from this moment on.
    pub closes_at: Option<Timestamp>,
}

/// An organisation, by name only.
///
/// ```
/// # use wesign_core::mobilisations::Carrier;
/// let carrier: Carrier = serde_json::from_str(r#"{"id":"attac","name":"Attac"}"#)?;
/// assert_eq!(carrier.name, "Attac");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Carrier {
    /// Stable identifier within the mobilisation.
    pub id: String,
    /// Name as the organisation writes it.
    pub name: String,
}

impl Listing {
    /// The count against its next goal.
    ///
    /// ```
    /// use wesign_core::mobilisations::Listing;
    /// assert_eq!(Listing { count: 99, ..Listing::default() }.tally().remaining, 1);
    /// ```
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::new(self.count, &self.goals)
    }

    /// Whether nobody can sign any more at the moment `now`.
    ///
    /// ```
    /// use wesign_core::{mobilisations::Listing, time::Timestamp};
    /// let now = Timestamp::from_unix(0);
    /// assert!(!Listing::default().is_closed(now));
    /// assert!(Listing { closes_at: Some(now), ..Listing::default() }.is_closed(now));
    /// ```
    #[must_use]
    pub fn is_closed(&self, now: Timestamp) -> bool {
        self.closes_at.is_some_and(|closes| now >= closes)
    }
}

/// A mobilisation at its place in the list.
///
/// ```
/// # use wesign_core::{mobilisation::Scope, mobilisations::*, time::Timestamp};
/// # let all = [Listing { scope: Scope::Local, ..Listing::default() }];
/// let around = Around::new(&all, None, NEAR_KM, Timestamp::from_unix(0));
/// let Placed { distance_km, closed, .. } = around.near[0];
/// assert_eq!((distance_km, closed), (None, false));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed<'a> {
    /// The mobilisation.
    pub listing: &'a Listing,
    /// Kilometres from the person, where both places are known.
    pub distance_km: Option<f64>,
    /// Whether nobody can sign any more.
    pub closed: bool,
}

/// How far "near" reaches by default, in kilometres: a train ride, and hardly a département in
/// France without its neighbours.
///
/// ```
/// # use wesign_core::{geo::{Point, distance_km}, mobilisations::NEAR_KM};
/// let [rennes, nantes] = [[48.11, -1.68], [47.22, -1.55]].map(Point::from);
/// assert!(distance_km(rennes, nantes) < NEAR_KM);
/// ```
pub const NEAR_KM: f64 = 100.0;

/// The mobilisations of a list, parted. In each part those that can be signed come before the
/// closed ones.
///
/// ```
/// # use wesign_core::{mobilisation::Scope, mobilisations::*, time::Timestamp};
/// let of = |scope| Listing { scope, ..Listing::default() };
/// let all = [of(Scope::National), of(Scope::European), of(Scope::National)];
/// let around = Around::new(&all, None, NEAR_KM, Timestamp::from_unix(0));
/// assert_eq!((around.national.len(), around.european.len()), (2, 1));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around<'a> {
    /// Local ones within the radius, nearest first; all local ones, most signed first, where it is
    /// not known where the person is.
    pub near: Vec<Placed<'a>>,
    /// Local ones beyond the radius, nearest first, then those whose place is not known; none where
    /// it is not known where the person is.
    pub farther: Vec<Placed<'a>>,
    /// Those of a country, most signed first.
    pub national: Vec<Placed<'a>>,
    /// Those of several countries, most signed first.
    pub european: Vec<Placed<'a>>,
}

impl<'a> Around<'a> {
    /// Parts `all` as seen from `here` at the moment `now`; "near" reaches `radius_km` far.
    ///
    /// ```
    /// use wesign_core::mobilisation::{Place, Scope};
    /// use wesign_core::mobilisations::{Around, Listing, NEAR_KM};
    /// use wesign_core::{geo::Point, time::Timestamp};
    /// let local = |id: &str, point| Listing {
    ///     id: id.into(),
    ///     scope: Scope::Local,
    ///     place: Some(Place { point: Some(point), ..Place::default() }),
    ///     ..Listing::default()
    /// };
    /// let all = [local("lyon", [45.76, 4.84]), local("rennes", [48.11, -1.68]), Listing::default()];
    /// let here = Some(Point::from([47.22, -1.55])); // Nantes
    /// let around = Around::new(&all, here, NEAR_KM, Timestamp::from_unix(0));
    /// assert_eq!(around.near[0].listing.id, "rennes");
    /// assert_eq!(around.farther[0].listing.id, "lyon");
    /// assert_eq!(around.national.len(), 1);
    /// ```
    #[must_use]
    pub fn new(all: &'a [Listing], here: Option<Point>, radius_km: f64, now: Timestamp) -> Self {
        let mut around = Self::default();
        for listing in all {
            let there = listing.place.as_ref().and_then(|place| place.point);
            let there = there.map(Point::from).filter(Point::is_on_globe);
            let distance = |here| there.map(|there| distance_km(here, there));
            let placed = Placed {
                listing,
                distance_km: here.and_then(distance),
                closed: listing.is_closed(now),
            };
            let within = placed.distance_km.is_some_and(|km| km <= radius_km);
            let part = match listing.scope {
                Scope::Local if within || here.is_none() => &mut around.near,
                Scope::Local => &mut around.farther,
                Scope::National => &mut around.national,
                Scope::European => &mut around.european,
            };
            insert(part, placed, Placed::order);
        }
        around
    }
}

impl Placed<'_> {
    /// Open before closed, near before far where it is local, then the most signed.
    fn order(&self, other: &Self) -> Ordering {
        let far = |placed: &Self| match placed.listing.scope {
            Scope::Local => placed.distance_km.unwrap_or(f64::INFINITY),
            _ => 0.0,
        };
        let count = |placed: &Self| Reverse(placed.listing.count);
        self.closed
            .cmp(&other.closed)
            .then_with(|| far(self).total_cmp(&far(other)))
            .then_with(|| count(self).cmp(&count(other)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);

    fn listing() -> impl Strategy<Value = Listing> {
        let scope = prop::sample::select(std::vec![
            Scope::Local,
            Scope::Local,
            Scope::National,
            Scope::European
        ]);
        let point = prop::option::of([40.0..52.0, -5.0..9.0]);
        let closes = prop::option::of(0..2_000_000_000_i64);
        (scope, point, closes, 0..50_u64).prop_map(|(scope, point, closes, count)| Listing {
            scope,
            count,
            closes_at: closes.map(Timestamp::from_unix),
            place: point.map(|point| Place {
                point: Some(point),
                ..Place::default()
            }),
            ..Listing::default()
        })
    }

    #[test]
    fn a_place_that_is_not_on_the_globe_is_not_known() {
        for point in [[f64::NAN, 0.0], [0.0, f64::INFINITY], [91.0, 0.0]] {
            let all = [Listing {
                scope: Scope::Local,
                place: Some(Place {
                    point: Some(point),
                    ..Place::default()
                }),
                ..Listing::default()
            }];
            let around = Around::new(&all, Some(Point::default()), f64::MAX, NOW);
            assert_eq!(around.farther[0].distance_km, None, "{point:?}");
        }
    }

    proptest! {
        #[test]
        fn each_is_in_one_part_and_in_order(
            all in prop::collection::vec(listing(), 0..30),
            here in prop::option::of([40.0..52.0, -5.0..9.0]),
        ) {
            let here = here.map(Point::from);
            let around = Around::new(&all, here, NEAR_KM, NOW);
            let parts = [&around.near, &around.farther, &around.national, &around.european];
            let mut seen = std::vec::Vec::new();
            for part in parts {
                seen.extend(part.iter().map(|placed| std::ptr::from_ref(placed.listing)));
                prop_assert!(part.windows(2).all(|two| two[0].closed <= two[1].closed));
                for open in [true, false] {
                    let same = part.iter().filter(|placed| placed.closed != open);
                    let same: std::vec::Vec<_> = same.collect();
                    for two in same.windows(2) {
                        let local = two[0].listing.scope == Scope::Local;
                        match (local, two[0].distance_km, two[1].distance_km) {
                            (true, Some(one), Some(other)) => prop_assert!(one <= other),
                            (true, None, Some(_)) => prop_assert!(false, "unplaced before placed"),
                            (true, Some(_), None) => {}
                            _ => prop_assert!(two[0].listing.count >= two[1].listing.count),
                        }
                    }
                }
            }
            seen.sort_unstable();
            let mut expected: std::vec::Vec<_> = all.iter().map(std::ptr::from_ref).collect();
            expected.sort_unstable();
            prop_assert_eq!(seen, expected);
            for placed in &around.near {
                prop_assert!(here.is_none() || placed.distance_km.unwrap() <= NEAR_KM);
            }
            prop_assert!(here.is_some() || around.farther.is_empty());
            let local = |placed: &Placed<'_>| placed.listing.scope == Scope::Local;
            prop_assert!(around.near.iter().chain(&around.farther).all(local));
        }
    }
}
