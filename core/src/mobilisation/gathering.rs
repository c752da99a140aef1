//! Gatherings: events that belong to a mobilisation.

use alloc::string::String;

use crate::time::Timestamp;

/// An event that people can join: a march, a stall, a meeting.
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

/// Where a gathering takes place.
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
