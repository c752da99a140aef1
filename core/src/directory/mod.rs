//! Packed directory: postcode, communes, seats, people.
//!
//! A shard is one small file that any static host can keep for ever. It is read in place: what
//! comes out borrows from the bytes that went in. The bytes are described in `README.md` next to
//! this file; the packer of the repository builds them from open data.

mod constituency;
mod date;
mod person;
mod place;

pub use constituency::{Constituency, Departement, ParseConstituencyError};
pub use date::Date;
pub use person::{Group, Person, PersonId, Seat, Sex};
pub use place::{CommuneCode, Place};
