//! The packed directory behind the boundary, as small as a caller in JavaScript would have it.

use wasm_bindgen::prelude::wasm_bindgen;
use wesign_core::directory::{Find, Seat, Shard};

/// A decoded shard.
#[wasm_bindgen]
pub struct Directory {
    shard: Shard<'static>,
}

#[wasm_bindgen]
impl Directory {
    /// Decodes; the bytes stay for ever, as a page keeps them.
    pub fn open(bytes: Vec<u8>) -> Option<Directory> {
        let shard = Shard::decode(bytes.leak()).ok()?;
        Some(Directory { shard })
    }

    /// Full names of who sits for a postcode, with commas between.
    pub fn names(&self, postcode: &str) -> String {
        names(&self.shard, postcode)
    }
}

/// The same without a boundary.
pub fn names(shard: &Shard<'_>, postcode: &str) -> String {
    let mut out = String::new();
    let mut push = |seat: &Seat<'_>| {
        if let Some(person) = &seat.holder {
            if !out.is_empty() {
                out.push(',');
            }
            out.push_str(person.given_name);
            out.push(' ');
            out.push_str(person.family_name);
        }
    };
    match shard.find(postcode) {
        Find::One { seat, .. } => push(&seat),
        Find::ChooseSeat { seats, .. } => seats.iter().for_each(push),
        Find::ChooseCommune { places } => {
            let mut seats: Vec<_> = places.iter().flat_map(|place| &place.seats).collect();
            seats.sort();
            seats.dedup();
            for constituency in seats {
                if let Some(seat) = shard.seat(*constituency) {
                    push(&seat);
                }
            }
        }
        _ => {}
    }
    out
}
