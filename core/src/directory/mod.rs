//! Packed directory: postcode, communes, seats, people.
//!
//! A shard is one small file that any static host can keep for ever. It is read in place: what
//! comes out borrows from the bytes that went in. The bytes are described in `README.md` next to
//! this file; the packer of the repository builds them from open data.
//!
//! ```
//! use wesign_core::directory::{DirectoryError, Shard};
//!
//! assert_eq!(Shard::decode(b"<!doctype html>").unwrap_err(), DirectoryError::NotAShard);
//! ```

mod area;
mod constituency;
mod date;
mod decode;
pub mod encode;
mod error;
mod find;
mod fold;
mod hint;
mod names;
mod people;
mod person;
mod place;
mod points;
mod shard;
mod wire;

pub use area::Area;
pub use constituency::{Constituency, Departement, ParseConstituencyError};
pub use date::Date;
pub use error::DirectoryError;
pub use find::{Find, shard_prefix};
pub use hint::{Hint, Part};
pub use names::{CommuneName, Names, NamesFound};
pub use person::{Group, Person, PersonId, Seat, Sex};
pub use place::{CommuneCode, Place};
pub use points::Points;
pub use shard::{Communes, Kind, Seats, Shard};

#[cfg(test)]
mod tests;
