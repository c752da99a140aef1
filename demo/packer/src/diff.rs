//! `diff`: what changed between two built directories, in words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use wesign_core::directory::{Constituency, Kind, Person, Shard};
use wesign_core::geo::{Point, distance_km};

use crate::Fault;
use crate::pack::Built;

/// A directory turned inside out: everything by its own key, as text.
#[derive(Debug, Default)]
struct Contents {
    /// Holder of each seat: identifier and name.
    seats: BTreeMap<Constituency, Option<(String, String)>>,
    /// Everything else about a person, by identifier, in words.
    people: BTreeMap<String, BTreeMap<&'static str, String>>,
    names: BTreeMap<String, String>,
    /// Where senators and members of the European Parliament sit.
    areas: BTreeMap<String, String>,
    /// Name, postcodes, seats of each commune.
    communes: BTreeMap<String, (String, BTreeSet<String>, BTreeSet<Constituency>)>,
    countries: BTreeMap<String, BTreeSet<Constituency>>,
    points: BTreeMap<u32, Point>,
}

fn details(person: &Person<'_>) -> BTreeMap<&'static str, String> {
    let mut details = BTreeMap::new();
    let mut put = |what, value: Option<String>| {
        if let Some(value) = value {
            details.insert(what, value);
        }
    };
    put("group", person.group.map(|group| group.name.to_owned()));
    put("since", person.since.map(|date| date.to_string()));
    put("e-mail", person.email.as_deref().map(str::to_owned));
    put("X", person.x.map(str::to_owned));
    put("Bluesky", person.bluesky.map(str::to_owned));
    put("Mastodon", person.mastodon.map(str::to_owned));
    put("Facebook", person.facebook.map(str::to_owned));
    put("Instagram", person.instagram.map(str::to_owned));
    put("site", person.site.as_deref().map(str::to_owned));
    details
}

impl Contents {
    fn read(folder: &Path) -> Result<Self, Fault> {
        let built = Built::open(folder)?;
        let mut contents = Self {
            points: built.points()?,
            ..Self::default()
        };
        for name in built.manifest.shards.keys() {
            let bytes = built.shard(name)?.ok_or("shard without file")?;
            let shard = Shard::decode(&bytes).map_err(|cause| format!("shard {name}: {cause}"))?;
            contents.add(&shard);
        }
        Ok(contents)
    }

    fn person(&mut self, person: &Person<'_>) -> String {
        let id = person.id.to_string();
        self.people.insert(id.clone(), details(person));
        self.names.insert(id.clone(), person.full_name());
        id
    }

    fn add(&mut self, shard: &Shard<'_>) {
        for seat in shard.seats() {
            let holder = seat
                .holder
                .map(|person| (self.person(&person), person.full_name()));
            self.seats.insert(seat.constituency, holder);
        }
        for area in shard.areas() {
            if shard.kind() == Kind::Deputies {
                let seats = shard
                    .seats_of(&area)
                    .map(|seat| seat.constituency)
                    .collect();
                self.countries.insert(area.code.to_owned(), seats);
                continue;
            }
            let house = if shard.kind() == Kind::Senators {
                "Sénat"
            } else {
                "European Parliament"
            };
            for person in shard.people(&area) {
                let id = self.person(&person);
                self.areas.insert(id, format!("{house}, {}", area.name));
            }
        }
        for postcode in shard.postcodes() {
            let postcode = format!("{postcode:05}");
            for place in shard.places(&postcode) {
                let entry = self
                    .communes
                    .entry(place.code.to_string())
                    .or_insert_with(|| (place.name.to_owned(), BTreeSet::new(), BTreeSet::new()));
                entry.1.insert(postcode.clone());
                entry.2.extend(place.seats);
            }
        }
    }
}

fn list<T: ToString>(items: &BTreeSet<T>) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    if items.is_empty() {
        "none".into()
    } else {
        items.join(" ")
    }
}

fn holder(holder: &Option<(String, String)>) -> String {
    match holder {
        Some((id, name)) => format!("{name} ({id})"),
        None => "vacant".into(),
    }
}

/// Every change as a sentence, in a fixed order.
fn changes(before: &Contents, after: &Contents) -> Vec<String> {
    let mut lines = Vec::new();
    for (constituency, now) in &after.seats {
        match before.seats.get(constituency) {
            None => lines.push(format!("seat {constituency} is new: {}", holder(now))),
            Some(then) if then.as_ref().map(|h| &h.0) != now.as_ref().map(|h| &h.0) => {
                lines.push(format!(
                    "seat {constituency} changed hands: {} → {}",
                    holder(then),
                    holder(now)
                ));
            }
            Some(_) => {}
        }
    }
    for constituency in before.seats.keys().filter(|c| !after.seats.contains_key(c)) {
        lines.push(format!("seat {constituency} is gone"));
    }
    for (id, area) in &after.areas {
        match before.areas.get(id) {
            None => lines.push(format!("{area}: {} ({id}) came", after.names[id])),
            Some(then) if then != area => {
                lines.push(format!("{} ({id}) moved: {then} → {area}", after.names[id]));
            }
            Some(_) => {}
        }
    }
    for (id, area) in before
        .areas
        .iter()
        .filter(|(id, _)| !after.areas.contains_key(*id))
    {
        lines.push(format!("{area}: {} ({id}) left", before.names[id]));
    }
    for (id, now) in &after.people {
        let Some(then) = before.people.get(id) else {
            continue;
        };
        let name = &after.names[id];
        if before.names[id] != *name {
            lines.push(format!("{} ({id}) is now called {name}", before.names[id]));
        }
        let keys: BTreeSet<_> = then.keys().chain(now.keys()).collect();
        for key in keys {
            let text = |details: &BTreeMap<_, String>| {
                details.get(key).map_or("none".into(), String::clone)
            };
            if then.get(key) != now.get(key) {
                lines.push(format!(
                    "{name} ({id}): {key} {} → {}",
                    text(then),
                    text(now)
                ));
            }
        }
    }
    for (code, (name, postcodes, seats)) in &after.communes {
        let Some((old_name, old_postcodes, old_seats)) = before.communes.get(code) else {
            lines.push(format!(
                "commune {code} {name} is new: {} → {}",
                list(postcodes),
                list(seats)
            ));
            continue;
        };
        if old_name != name {
            lines.push(format!("commune {code} {old_name} is now called {name}"));
        }
        if old_postcodes != postcodes {
            lines.push(format!(
                "commune {code} {name}: postcodes {} → {}",
                list(old_postcodes),
                list(postcodes)
            ));
        }
        if old_seats != seats {
            lines.push(format!(
                "commune {code} {name} moved: {} → {}",
                list(old_seats),
                list(seats)
            ));
        }
    }
    for (code, (name, ..)) in &before.communes {
        if !after.communes.contains_key(code) {
            lines.push(format!("commune {code} {name} is gone"));
        }
    }
    for (code, now) in &after.countries {
        let then = before.countries.get(code).cloned().unwrap_or_default();
        if then != *now {
            lines.push(format!("country {code}: {} → {}", list(&then), list(now)));
        }
    }
    for code in before
        .countries
        .keys()
        .filter(|code| !after.countries.contains_key(*code))
    {
        lines.push(format!("country {code} is gone"));
    }
    for (postcode, now) in &after.points {
        match before.points.get(postcode) {
            None => lines.push(format!("postcode {postcode:05} has a point: {}", at(*now))),
            Some(then) if then != now => lines.push(format!(
                "postcode {postcode:05} moved by {:.0} km: {} → {}",
                distance_km(*then, *now),
                at(*then),
                at(*now)
            )),
            Some(_) => {}
        }
    }
    for postcode in before
        .points
        .keys()
        .filter(|postcode| !after.points.contains_key(*postcode))
    {
        lines.push(format!("postcode {postcode:05} has no point any more"));
    }
    lines
}

fn at(point: Point) -> String {
    format!("{:.2} {:.2}", point.latitude, point.longitude)
}

/// Prints the changes from one built directory to another.
pub(crate) fn run(before: &Path, after: &Path) -> Result<(), Fault> {
    let lines = changes(&Contents::read(before)?, &Contents::read(after)?);
    let mut out = lines.join("\n");
    if !lines.is_empty() {
        out.push('\n');
    }
    crate::print(&format!("{out}{} changes\n", lines.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents() -> Contents {
        let mut contents = Contents::default();
        let seat = "75-03".parse().unwrap();
        contents
            .seats
            .insert(seat, Some(("PA1".into(), "Léa Martin".into())));
        contents.names.insert("PA1".into(), "Léa Martin".into());
        contents
            .people
            .insert("PA1".into(), [("X", "lea".to_owned())].into());
        contents.communes.insert(
            "75118".into(),
            ("Paris 18e".into(), ["75018".into()].into(), [seat].into()),
        );
        contents.points.insert(75_018, [48.89, 2.35].into());
        contents
    }

    #[test]
    fn nothing_changed() {
        assert!(changes(&contents(), &contents()).is_empty());
    }

    #[test]
    fn changes_in_words() {
        let mut after = contents();
        let seat: Constituency = "75-03".parse().unwrap();
        after.seats.insert(seat, None);
        after.people.get_mut("PA1").unwrap().clear();
        after.communes.get_mut("75118").unwrap().2 = ["75-18".parse().unwrap()].into();
        after.points.insert(75_018, [48.89, 2.49].into());
        assert_eq!(
            changes(&contents(), &after),
            [
                "seat 75-03 changed hands: Léa Martin (PA1) → vacant",
                "Léa Martin (PA1): X lea → none",
                "commune 75118 Paris 18e moved: 75-03 → 75-18",
                "postcode 75018 moved by 10 km: 48.89 2.35 → 48.89 2.49",
            ]
        );
    }
}
