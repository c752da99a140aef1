//! The state machines of the widget: what happened goes in, what must be done comes out.
//!
//! One machine a step of the journey. A machine calls nothing: each event changes its state and
//! gives effects, whose results come back as events. So every path of a visitor can be walked in a
//! test without a browser or a network, and a step that the visitor has not reached need not be
//! loaded.

mod around;
mod donate;
mod failure;
mod form;
mod gatherings;
mod handover;
mod loading;
mod message;
mod pace;
mod request;
mod retry;
mod share;
mod sign;
mod updates;
mod validator;
mod whereabouts;

pub use around::{AroundEffect, AroundEvent, AroundSpot, AroundStep};
pub use donate::{DonateEffect, DonateEvent, DonateStep};
pub use failure::Failure;
pub use form::Form;
pub use gatherings::{
    GatheringsEffect, GatheringsEvent, GatheringsSpot, GatheringsStep, Listed, Registration,
};
pub use handover::{Contact, Handover};
pub use loading::Loading;
pub use message::{
    Addressees, Candidate, Commune, Composer, Done, MessageEffect, MessageEvent, MessagePart,
    MessageStep, PartOf, PlaceState, Split, Subject, Suggestions, Way,
};
pub use pace::Pace;
pub use request::Sending;
pub use retry::next_attempt;
pub use share::{ShareEffect, ShareEvent, ShareStep, Shared};
pub use sign::{SignEffect, SignEvent, SignSpot, SignStep};
pub use updates::{UpdatesEffect, UpdatesEvent, UpdatesSpot, UpdatesStep};
pub use validator::{OwnRules, Validator};
pub use whereabouts::{Located, Whereabouts};
