//! `lookup`: what a postcode leads to, from a built directory.

use std::path::Path;

use serde::Serialize;
use wesign_core::directory::{Find, Person, Place, Seat, Shard, shard_prefix};

use crate::Fault;
use crate::pack::Built;

/// One seat of the answer in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    constituency: String,
    /// `null` while the seat is vacant.
    id: Option<String>,
    name: Option<String>,
    holder: Option<Person<'a>>,
    /// Communes of the postcode that lie in the constituency, as a whole or in part.
    communes: Vec<Commune<'a>>,
}

#[derive(Serialize)]
struct Commune<'a> {
    code: String,
    name: &'a str,
    /// Whether other constituencies share the commune.
    split: bool,
}

/// Prints one line for each seat: constituency, identifier, full name; `-` and `vacant` for a
/// vacant one.
pub(crate) fn run(folder: &Path, postcode: &str, json: bool) -> Result<(), Fault> {
    let prefix = shard_prefix(postcode)
        .ok_or_else(|| format!("{postcode:?} is not a French postcode: five digits, as 75018"))?;
    let built = Built::open(folder)?;
    let Some(bytes) = built.shard(prefix)? else {
        return Err(format!("{postcode}: no such postcode; none begins with {prefix}").into());
    };
    let shard = Shard::decode(&bytes).map_err(|cause| format!("shard {prefix}: {cause}"))?;
    let (seats, places) = match shard.find(postcode) {
        Find::One { seat, places } => (vec![seat], places),
        Find::ChooseSeat { seats, places } => (seats, places),
        Find::ChooseCommune { places } => (seats_of(&shard, &places), places),
        Find::NoDeputy { places } => {
            let names: Vec<&str> = places.iter().map(|place| place.name).collect();
            return Err(format!("{postcode}: {} elects no deputy", names.join(", ")).into());
        }
        Find::Unknown { seats } => {
            let numbers: Vec<String> = seats
                .iter()
                .map(|seat| seat.constituency.to_string())
                .collect();
            return Err(format!(
                "{postcode}: no such postcode in the tables, perhaps a CEDEX code; constituencies of its département: {}",
                numbers.join(" ")
            )
            .into());
        }
        Find::Malformed => unreachable!("has a prefix"),
    };
    if json {
        let answers: Vec<Answer<'_>> = seats
            .into_iter()
            .map(|seat| Answer {
                constituency: seat.constituency.to_string(),
                id: seat.holder.as_ref().map(|person| person.id.to_string()),
                name: seat.holder.as_ref().map(|person| person.full_name()),
                communes: communes(&seat, &places),
                holder: seat.holder,
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&answers)?);
        return Ok(());
    }
    for seat in &seats {
        match &seat.holder {
            Some(person) => {
                println!(
                    "{}\t{}\t{}",
                    seat.constituency,
                    person.id,
                    person.full_name()
                );
            }
            None => println!("{}\t-\tvacant", seat.constituency),
        }
    }
    Ok(())
}

/// Seats that any of the places leads to, in order.
fn seats_of<'a>(shard: &Shard<'a>, places: &[Place<'a>]) -> Vec<Seat<'a>> {
    shard
        .seats()
        .filter(|seat| {
            places
                .iter()
                .any(|place| place.seats.contains(&seat.constituency))
        })
        .collect()
}

fn communes<'a>(seat: &Seat<'_>, places: &[Place<'a>]) -> Vec<Commune<'a>> {
    places
        .iter()
        .filter(|place| place.seats.contains(&seat.constituency))
        .map(|place| Commune {
            code: place.code.to_string(),
            name: place.name,
            split: place.seats.len() > 1,
        })
        .collect()
}
