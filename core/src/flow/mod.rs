//! The state machines of the widget: what happened goes in, what must be done comes out.
//!
//! One machine a step of the journey. A machine calls nothing: each event changes its state and
//! gives effects, whose results come back as events. So every path of a visitor can be walked in a
//! test without a browser or a network, and a step that the visitor has not reached need not be
//! loaded.

use alloc::vec::Vec;
use core::cmp::Ordering;

mod failure;
mod form;
mod gatherings;
mod loading;
mod message;
mod request;
mod sign;
mod whereabouts;

pub use failure::Failure;
pub use form::Form;
pub use gatherings::{
    GatheringsEffect, GatheringsEvent, GatheringsSpot, GatheringsStep, Listed, Registration,
};
pub use loading::Loading;
pub use message::{
    Candidate, Commune, Composer, Done, MessageEffect, MessageEvent, MessageStep, PartOf,
    PlaceState, Subject, Way,
};
pub use request::Sending;
pub use sign::{Handover, SignEffect, SignEvent, SignSpot, SignStep};
pub use whereabouts::{Located, Whereabouts};

/// The items in order, equal ones as they came. They are few, and a sort routine would be three
/// kilobytes of the widget.
fn sorted<T>(items: impl Iterator<Item = T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::new();
    for item in items {
        let at = sorted.partition_point(|known| order(known, &item) != Ordering::Greater);
        sorted.insert(at, item);
    }
    sorted
}
