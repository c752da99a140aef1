//! Gatherings: events that belong to a mobilisation.

use alloc::string::String;

use crate::time::Timestamp;

/// An event that people can join: a march, a stall, a meeting.
///
/// ```
/// # use wesign_core::mobilisation::Gathering;
/// let march: Gathering = serde_json::from_str(r#"{
///     "id": "marche",
///     "title": "Marche pour les arbres",
///     "starts_at": "2026-12-05T14:00:00+01:00",
///     "time_zone": "Europe/Paris",
///     "place": { "name": "Place de la République", "point": [48.11, -1.68] }
/// }"#)?;
/// assert_eq!((march.capacity, march.cancelled), (None, false));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Gathering {
    /// Stable identifier within the mobilisation: lower-case letters, digits, `-`.
    pub id: String,
    /// What it is, in one line of plain text.
    pub title: String,
    /// More about it, in one paragraph of plain text.
    pub text: String,
    /// When it begins. One that does not say so is not shown.
    pub starts_at: Option<Timestamp>,
    /// When it ends, where that is known.
    pub ends_at: Option<Timestamp>,
    /// The time zone of the place, by its IANA name (`Europe/Paris`); empty where it is not known.
    pub time_zone: String,
    /// Where people meet.
    pub place: Venue,
    /// A page about it.
    pub url: String,
    /// How many people can come; `None` for no limit.
    pub capacity: Option<u32>,
    /// How many more can register, as the server counted; `None` for no limit.
    pub places_left: Option<u32>,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Identifier of the organisation that holds it; empty for all of them together.
    pub organisation: String,
}

/// Where a gathering stands for who would like to come.
///
/// ```
/// # use wesign_core::{mobilisation::{Gathering, Standing}, time::Timestamp};
/// let full = Gathering { places_left: Some(0), ..Gathering::default() };
/// assert_eq!(full.standing(Timestamp::from_unix(0)), Standing::Full);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// One can register.
    Open,
    /// No place is left.
    Full,
    /// It is over.
    Past,
    /// It was called off.
    Cancelled,
}

impl Standing {
    /// The stable name, the last part of the locale's key: `full`.
    ///
    /// ```
    /// # use wesign_core::mobilisation::Standing;
    /// assert_eq!(Standing::Past.as_str(), "past");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Full => "full",
            Self::Past => "past",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How long a gathering lasts that does not say so, in seconds: two hours, so that who comes late
/// still finds the way.
const USUAL_LENGTH: i64 = 2 * 3600;

impl Gathering {
    /// Whether it is over: it has ended, or began two hours ago where no end is known. One without
    /// a beginning is never over, and never shown.
    ///
    /// ```
    /// use wesign_core::{mobilisation::Gathering, time::Timestamp};
    /// let gathering = Gathering { starts_at: Timestamp::parse("2026-12-05T14:00:00Z"), ..Gathering::default() };
    /// assert!(!gathering.is_past(Timestamp::parse("2026-12-05T15:59:59Z").unwrap()));
    /// assert!(gathering.is_past(Timestamp::parse("2026-12-05T16:00:00Z").unwrap()));
    /// ```
    #[must_use]
    pub fn is_past(&self, now: Timestamp) -> bool {
        let Some(starts) = self.starts_at else {
            return false;
        };
        // An end before the beginning is a slip of whoever wrote it.
        let ends = self.ends_at.filter(|ends| *ends >= starts);
        let usual = Timestamp::from_unix(starts.unix().saturating_add(USUAL_LENGTH));
        now >= ends.unwrap_or(usual)
    }

    /// Whether one can register at the moment `now`, and why not. Called off says more than past,
    /// past more than full.
    ///
    /// ```
    /// use wesign_core::{mobilisation::{Gathering, Standing}, time::Timestamp};
    /// let mut gathering = Gathering { starts_at: Some(Timestamp::MAX), ..Gathering::default() };
    /// let now = Timestamp::from_unix(0);
    /// assert_eq!(gathering.standing(now), Standing::Open);
    /// gathering.places_left = Some(0);
    /// assert_eq!(gathering.standing(now), Standing::Full);
    /// gathering.cancelled = true;
    /// assert_eq!(gathering.standing(now), Standing::Cancelled);
    /// ```
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.cancelled {
            Standing::Cancelled
        } else if self.is_past(now) {
            Standing::Past
        } else if self.places_left == Some(0) {
            Standing::Full
        } else {
            Standing::Open
        }
    }
}

/// Where a gathering takes place.
///
/// ```
/// # use wesign_core::{map::Map, mobilisation::Venue};
/// let venue: Venue = serde_json::from_str(r#"{"name":"Mairie","address":"35000 Rennes"}"#)?;
/// assert!(Map::Google.url(&venue).unwrap().contains("35000%20Rennes"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Venue {
    /// How the place is called: `Place de la République`.
    pub name: String,
    /// Street, postcode and town, in one line.
    pub address: String,
    /// Latitude and longitude in degrees, WGS 84.
    pub point: Option<[f64; 2]>,
}
