//! Names: each place is found by its name, each name leads to a place.

use std::collections::{BTreeMap, BTreeSet};

use wesign_core::directory::{CommuneCode, Departement, shard_prefix};

use super::{Findings, Packed};
use crate::Fault;
use crate::build::Directory;
use crate::names::is_called;
use crate::pack::Built;
use crate::source::decoupage::Type;

const SOURCE: &str = "pack: names";
const MERGED: &str = "decoupage communes.json: merged";

/// Name, shard and département, by which a place is looked for.
type Key = (String, String, Option<Departement>);

/// The list of names against the shards, both ways, and against the communes of the past.
pub(super) fn run(
    built: &Built,
    directory: &Directory,
    packed: &Packed,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let names = built.names()?;
    let mut places: BTreeMap<Key, BTreeSet<&str>> = BTreeMap::new();
    let mut codes: BTreeMap<&str, Vec<Key>> = BTreeMap::new();
    for ((postcode, code), (name, _)) in packed {
        let shard = shard_prefix(postcode).unwrap_or_default().to_owned();
        let departement = CommuneCode::new(code).and_then(|code| code.departement());
        let key = (name.clone(), shard, departement);
        codes.entry(code).or_default().push(key.clone());
        places.entry(key).or_default().insert(code);
    }
    let listed: BTreeSet<Key> = names
        .iter()
        .filter(|name| name.today.is_none())
        .map(|name| (name.name.clone(), name.shard.clone(), name.departement))
        .collect();
    for (code, keys) in &codes {
        findings.compare(SOURCE);
        if !keys.iter().any(|key| listed.contains(key)) {
            findings.differ(
                SOURCE,
                0,
                format!("{code} {} is not in the list", keys[0].0),
            );
        }
    }
    for name in &names {
        findings.compare(SOURCE);
        let key = (
            name.in_shard().to_owned(),
            name.shard.clone(),
            name.departement,
        );
        match places.get(&key).map(BTreeSet::len) {
            Some(1) => {}
            Some(_) => findings.explain(SOURCE, "homonyms of one département: the person chooses"),
            None => findings.differ(SOURCE, 0, format!("{name:?} leads to no place")),
        }
    }
    let mut of_name: BTreeMap<&str, Vec<Key>> = BTreeMap::new();
    for name in &names {
        let key = (
            name.in_shard().to_owned(),
            name.shard.clone(),
            name.departement,
        );
        of_name.entry(&name.name).or_default().push(key);
    }
    let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in &directory.places {
        *parts.entry(&*place.commune).or_default() += 1;
    }
    for commune in &directory.communes {
        if !matches!(commune.kind, Type::Delegated | Type::Associated) {
            continue;
        }
        findings.compare(MERGED);
        let seat = commune.seat.as_deref().unwrap_or_default();
        let today = codes.get(seat).map(Vec::as_slice).unwrap_or_default();
        let leads = of_name
            .get(&*commune.name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let itself = codes.get(&*commune.code).and_then(|keys| keys.first());
        if today.iter().any(|key| leads.contains(key))
            || itself.is_some_and(|(name, ..)| is_called(name, &commune.name))
        {
            continue;
        }
        if parts.get(seat).is_some_and(|&parts| parts > 1) {
            findings.explain(MERGED, "part of a commune of parts: found by their names");
        } else {
            let what = format!("{} {} is not found by its name", commune.code, commune.name);
            findings.differ(MERGED, commune.line, what);
        }
    }
    Ok(())
}
