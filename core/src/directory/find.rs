//! From a postcode to who sits for it.

use alloc::vec::Vec;

use super::shard::postcode_number;
use super::{Departement, Place, Seat, Shard};

/// What a postcode leads to.
///
/// ```
/// use wesign_core::directory::Find;
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// assert!(matches!(shard.find("01000"), Find::ChooseCommune { .. }));
/// assert!(matches!(shard.find("01099"), Find::Unknown { .. }));
/// assert!(matches!(shard.find("1000"), Find::Malformed));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "found", rename_all = "snake_case"))]
pub enum Find<'a> {
    /// One constituency: nothing to choose.
    One {
        /// The seat, which may be vacant.
        seat: Seat<'a>,
        /// Communes of the postcode.
        places: Vec<Place<'a>>,
    },
    /// Several communes that lead to different constituencies: the person chooses the commune, then
    /// [`Shard::of_place`] tells what it leads to.
    ChooseCommune {
        /// Communes of the postcode, in order of name as INSEE's codes are.
        places: Vec<Place<'a>>,
    },
    /// A commune that is split, or several split alike: the person chooses between the seats.
    ChooseSeat {
        /// The candidates, in order of constituency. [`Shard::hint`] helps to tell them apart.
        seats: Vec<Seat<'a>>,
        /// Communes of the postcode.
        places: Vec<Place<'a>>,
    },
    /// A postcode of a place that elects no deputy: Monaco.
    NoDeputy {
        /// Where it is.
        places: Vec<Place<'a>>,
    },
    /// Five digits that are in no table: most often a CEDEX code, which belongs to a company or an
    /// administration. The person picks among the département's deputies, or types their own code.
    Unknown {
        /// Seats of the département that the digits stand for.
        seats: Vec<Seat<'a>>,
    },
    /// Not a French postcode: five digits.
    Malformed,
}

/// The part of a postcode that names its shard: two digits, three overseas (`974` of `97400`).
///
/// That much and no more is asked of the server. `None` for what isn't five digits.
///
/// ```
/// use wesign_core::directory::shard_prefix;
/// assert_eq!(shard_prefix("75018"), Some("75"));
/// assert_eq!(shard_prefix("97400"), Some("974"));
/// assert_eq!(shard_prefix("7501"), None);
/// ```
#[must_use]
pub fn shard_prefix(postcode: &str) -> Option<&str> {
    postcode_number(postcode)?;
    let length = match postcode.get(..2)? {
        "97" | "98" => 3,
        _ => 2,
    };
    postcode.get(..length)
}

/// The départements that a postcode's digits stand for by themselves, whether or not the postcode
/// exists; two for the postcodes of Corsica that don't tell.
fn departements(postcode: &str) -> [Option<Departement>; 2] {
    let code = match postcode.as_bytes() {
        [b'2', b'0', b'0' | b'1', ..] => "2A",
        [b'2', b'0', b'2' | b'6', ..] => "2B",
        [b'2', b'0', ..] => return [Departement::new("2A"), Departement::new("2B")],
        // Saint-Barthélemy and Saint-Martin have left the département and kept its postcodes.
        _ => shard_prefix(postcode).unwrap_or_default(),
    };
    [Departement::new(code), None]
}

impl<'a> Shard<'a> {
    /// What a postcode leads to. The shard must be the one of [`shard_prefix`]: any other answers
    /// [`Find::Unknown`].
    ///
    /// ```
    /// use wesign_core::directory::Find;
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let Find::ChooseCommune { places } = shard.find("01000") else {
    ///     panic!("two communes that vote apart");
    /// };
    /// assert_eq!(places[1].name, "Saint-Denis-lès-Bourg");
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn find(&self, postcode: &str) -> Find<'a> {
        if postcode_number(postcode).is_none() {
            return Find::Malformed;
        }
        let places = self.places(postcode);
        let Some(first) = places.first() else {
            let departements = departements(postcode);
            let seats = self.seats();
            let of_departement =
                |seat: &Seat<'_>| departements.contains(&Some(seat.constituency.departement()));
            return Find::Unknown {
                seats: seats.filter(of_departement).collect(),
            };
        };
        if places.iter().any(|place| place.seats != first.seats) {
            return Find::ChooseCommune { places };
        }
        self.lead(places)
    }

    /// What one place leads to, once chosen.
    ///
    /// ```
    /// use wesign_core::directory::Find;
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let places = shard.places("01000");
    /// assert!(matches!(shard.of_place(&places[0]), Find::ChooseSeat { .. }));
    /// assert!(matches!(shard.of_place(&places[1]), Find::One { .. }));
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn of_place(&self, place: &Place<'a>) -> Find<'a> {
        self.lead([place.clone()].into())
    }

    /// For places that lead to the same seats.
    fn lead(&self, places: Vec<Place<'a>>) -> Find<'a> {
        let mut seats = match places.first() {
            Some(place) => self.pick(&place.seats),
            None => Vec::new(),
        };
        match seats.pop() {
            None => Find::NoDeputy { places },
            Some(seat) if seats.is_empty() => Find::One { seat, places },
            Some(seat) => {
                seats.push(seat);
                Find::ChooseSeat { seats, places }
            }
        }
    }
}
