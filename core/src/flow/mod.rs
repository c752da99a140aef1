//! The state machines of the widget: what happened goes in, what must be done comes out.
//!
//! One machine a step of the journey. A machine calls nothing: each event changes its state and
//! gives effects, whose results come back as events. So every path of a visitor can be walked in a
//! test without a browser or a network, and a step that the visitor has not reached need not be
//! loaded.

mod failure;
mod handover;
mod message;
mod pace;
mod sign;

pub use failure::Failure;
pub use handover::{Contact, Handover};
pub use message::{
    Addressees, Candidate, Commune, Composer, Done, MessageEffect, MessageEvent, MessagePart,
    MessageStep, PartOf, PlaceState, Split, Subject, Way,
};
pub use pace::Pace;
pub use sign::{Sending, SignEffect, SignEvent, SignSpot, SignStep};
