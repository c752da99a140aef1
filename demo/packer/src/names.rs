//! The list of names: every place of the shards, and what merged into one.

use std::collections::BTreeMap;

use wesign_core::directory::{CommuneName, shard_prefix};

use crate::Fault;
use crate::places::Place;
use crate::report::{Note, Report};
use crate::source::decoupage::{Commune, Type};

/// The name of each place, with the shard of its lowest postcode, and the names that communes had
/// before they merged. One of those that can't be placed is noted.
pub(crate) fn resolve(
    places: &[Place],
    communes: &[Commune],
    report: &mut Report,
) -> Result<Vec<CommuneName>, Fault> {
    let mut names = Vec::new();
    // Those whose own name is known, by code: what is left of a merged commune's names is new.
    let mut known = BTreeMap::new();
    // What stands for a commune of today: itself, or its parts that vote apart.
    let mut of_today: BTreeMap<&str, Vec<CommuneName>> = BTreeMap::new();
    for place in places {
        let postcode = place
            .postcodes
            .iter()
            .min()
            .ok_or("place without postcode")?;
        let postcode = format!("{postcode:05}");
        let name = CommuneName {
            name: place.name.clone(),
            departement: place.code.departement(),
            shard: shard_prefix(&postcode)
                .ok_or("postcode without prefix")?
                .to_owned(),
            today: None,
        };
        known.insert(place.code.to_string(), &place.name);
        of_today
            .entry(&place.commune)
            .or_default()
            .push(name.clone());
        names.push(name);
    }
    for commune in communes {
        if !matches!(commune.kind, Type::Delegated | Type::Associated)
            || known
                .get(&commune.code)
                .is_some_and(|name| is_called(name, &commune.name))
        {
            continue;
        }
        let today = commune.seat.as_deref().and_then(|seat| of_today.get(seat));
        let Some([today]) = today.map(Vec::as_slice) else {
            report.push(Note {
                file: "decoupage communes.json",
                line: commune.line,
                what: format!(
                    "{} {}: which part of {} it is, no source tells",
                    commune.code,
                    commune.name,
                    commune.seat.as_deref().unwrap_or("nothing")
                ),
                reason: today.map(|_| "found by the parts' names, which have the commune's"),
            });
            continue;
        };
        if today.name != commune.name {
            names.push(CommuneName {
                name: commune.name.clone(),
                today: Some(today.name.clone()),
                ..today.clone()
            });
        }
    }
    Ok(names)
}

/// Whether a place has this name, alone or with that of what it merged into: `Béon (Culoz-Béon)`.
pub(crate) fn is_called(place: &str, name: &str) -> bool {
    place
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}
