//! Petition domain rules: validate signatures, count them, find the elected person of a place,
//! write to them.
//!
//! Pure: no I/O, no clock, no randomness. Time enters as a [`time::Timestamp`]; what needs the
//! platform enters through [`platform::Platform`].
//!
#![doc = include_str!("../README.md")]
#![cfg_attr(
    all(feature = "native", feature = "dedup", feature = "tlds"),
    doc = include_str!("tour.md")
)]
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod calendar;
pub mod consent;
pub mod contrast;
pub mod directory;
pub mod field;
pub mod flow;
pub mod geo;
pub mod interpellation;
pub mod journey;
pub mod link;
pub mod map;
pub mod mobilisation;
pub mod mobilisations;
pub mod platform;
pub mod policy;
pub mod problem;
#[cfg(feature = "qr")]
pub mod qr;
pub mod share;
pub mod signature;
mod sorted;
pub mod tally;
#[cfg(feature = "serde")]
mod text_serde;
pub mod time;
mod url;
