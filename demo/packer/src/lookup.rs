//! `lookup`: who sits for a postcode, a country, a département, from a built directory.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use wesign_core::directory::{Find, Kind, Person, Place, Seat, Shard, shard_prefix};

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

/// What to look up.
pub(crate) enum Query {
    /// Deputies of a postcode.
    Postcode(String),
    /// Deputy of the French people of a country, by ISO code.
    Country(String),
    /// Senators of a département, by code; 99 abroad.
    Senators(String),
    /// Members of the European Parliament of a country, by ISO code.
    Meps(String),
    /// Communes whose name has words that begin so.
    Commune(String),
}

/// Prints one line for each seat: constituency, identifier, full name; `-` and `vacant` for a
/// vacant one. Senators and members of the European Parliament have their area's code in place of
/// the constituency; communes their code, name, postcodes and constituencies.
pub(crate) fn run(folder: &Path, query: &Query, json: bool) -> Result<(), Fault> {
    let built = Built::open(folder)?;
    match query {
        Query::Postcode(postcode) => of_postcode(&built, postcode, json),
        Query::Country(code) => of_area(&built, "abroad", code, json),
        Query::Senators(code) => of_area(&built, "senators", code, json),
        Query::Meps(code) => of_area(&built, &format!("meps-{code}"), code, json),
        Query::Commune(name) => communes_called(&built, name, json),
    }
}

fn of_postcode(built: &Built, postcode: &str, json: bool) -> Result<(), Fault> {
    let prefix = shard_prefix(postcode)
        .ok_or_else(|| format!("{postcode:?} is not a French postcode: five digits, as 75018"))?;
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
        Find::Malformed => return Err(format!("{postcode:?} is not a French postcode").into()),
    };
    let answers: Vec<Answer<'_>> = seats
        .into_iter()
        .map(|seat| {
            answer(
                seat.constituency.to_string(),
                communes(&seat, &places),
                seat.holder,
            )
        })
        .collect();
    print(&answers, json)
}

fn of_area(built: &Built, name: &str, code: &str, json: bool) -> Result<(), Fault> {
    let bytes = built
        .shard(name)?
        .ok_or_else(|| format!("{code}: no such area"))?;
    let shard = Shard::decode(&bytes).map_err(|cause| format!("shard {name}: {cause}"))?;
    let area = shard
        .area(code)
        .ok_or_else(|| format!("{code}: no such area"))?;
    let answers: Vec<Answer<'_>> = if shard.kind() == Kind::Deputies {
        shard
            .seats_of(&area)
            .map(|seat| answer(seat.constituency.to_string(), Vec::new(), seat.holder))
            .collect()
    } else {
        shard
            .people(&area)
            .map(|person| answer(area.code.to_owned(), Vec::new(), Some(person)))
            .collect()
    };
    print(&answers, json)
}

#[derive(Serialize)]
struct Called {
    code: String,
    name: String,
    postcodes: Vec<String>,
    constituencies: Vec<String>,
}

fn communes_called(built: &Built, name: &str, json: bool) -> Result<(), Fault> {
    let mut found: BTreeMap<String, Called> = BTreeMap::new();
    for prefix in built.manifest.shards.keys() {
        let bytes = built.shard(prefix)?.ok_or("shard without file")?;
        let shard = Shard::decode(&bytes).map_err(|cause| format!("shard {prefix}: {cause}"))?;
        let codes: Vec<_> = shard.search(name).map(|place| place.code).collect();
        if codes.is_empty() {
            continue;
        }
        for postcode in shard.postcodes() {
            let postcode = format!("{postcode:05}");
            for place in shard.places(&postcode) {
                if codes.contains(&place.code) {
                    let called = found.entry(place.code.to_string()).or_insert(Called {
                        code: place.code.to_string(),
                        name: place.name.to_owned(),
                        postcodes: Vec::new(),
                        constituencies: place.seats.iter().map(ToString::to_string).collect(),
                    });
                    called.postcodes.push(postcode.clone());
                }
            }
        }
    }
    if found.is_empty() {
        return Err(format!("{name:?}: no commune is called so").into());
    }
    let found: Vec<Called> = found.into_values().collect();
    if json {
        return crate::print(&format!("{}\n", serde_json::to_string_pretty(&found)?));
    }
    let mut out = String::new();
    for called in found {
        out.push_str(&format!(
            "{}\t{}\t{}\t{}\n",
            called.code,
            called.name,
            called.postcodes.join(" "),
            called.constituencies.join(" ")
        ));
    }
    crate::print(&out)
}

fn answer<'a>(
    constituency: String,
    communes: Vec<Commune<'a>>,
    holder: Option<Person<'a>>,
) -> Answer<'a> {
    Answer {
        constituency,
        id: holder.as_ref().map(|person| person.id.to_string()),
        name: holder.as_ref().map(Person::full_name),
        holder,
        communes,
    }
}

fn print(answers: &[Answer<'_>], json: bool) -> Result<(), Fault> {
    if json {
        return crate::print(&format!("{}\n", serde_json::to_string_pretty(&answers)?));
    }
    let mut out = String::new();
    for answer in answers {
        out.push_str(&format!(
            "{}\t{}\t{}\n",
            answer.constituency,
            answer.id.as_deref().unwrap_or("-"),
            answer.name.as_deref().unwrap_or("vacant")
        ));
    }
    crate::print(&out)
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
