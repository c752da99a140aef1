//! Draws the steps' states. A view decides nothing: what it shows comes from a step of
//! [`wesign_core::flow`], what is done on it goes back as an event (`data-act` and `name`, read by
//! [`crate::listen`]).

#[cfg(feature = "around")]
pub(crate) mod around;
#[cfg(feature = "message")]
mod composer;
mod country;
#[cfg(feature = "levers")]
pub(crate) mod donate;
mod entry;
#[cfg(any(feature = "message", feature = "levers", feature = "around"))]
mod field;
#[cfg(feature = "sign")]
mod form;
#[cfg(feature = "levers")]
mod gathering;
#[cfg(feature = "levers")]
pub(crate) mod gatherings;
#[cfg(feature = "sign")]
mod header;
#[cfg(feature = "sign")]
mod journey;
#[cfg(feature = "levers")]
mod loading;
#[cfg(feature = "message")]
pub(crate) mod message;
#[cfg(feature = "levers")]
pub(crate) mod organisations;
#[cfg(feature = "message")]
mod people;
#[cfg(feature = "message")]
mod place;
#[cfg(feature = "message")]
mod search;
mod sending;
#[cfg(feature = "levers")]
pub(crate) mod share;
#[cfg(feature = "sign")]
pub(crate) mod sign;
#[cfg(feature = "levers")]
pub(crate) mod updates;
