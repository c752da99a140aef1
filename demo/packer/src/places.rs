//! Communes of today with their postcodes and constituencies.

use std::collections::{BTreeMap, BTreeSet};

use wesign_core::directory::encode::HintEntry;
use wesign_core::directory::{CommuneCode, Constituency};

use crate::Fault;
use crate::exceptions::{CALEDONIA, NO_DEPUTY, PARTED, POLYNESIA, UNINHABITED, WHOLE};
use crate::report::{Note, Report};
use crate::shape::Shape;
use crate::source::decoupage::{Commune, Type, successors};
use crate::source::insee::Row;

/// A place that a person can choose.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) code: CommuneCode,
    pub(crate) name: String,
    pub(crate) postcodes: Vec<u32>,
    pub(crate) seats: Vec<Constituency>,
    pub(crate) population: u32,
    /// The commune of today that it is or belongs to; for an arrondissement, itself.
    pub(crate) commune: String,
    pub(crate) hints: Vec<HintEntry>,
}

/// All that places are made from.
pub(crate) struct Input<'a> {
    pub(crate) communes: &'a [Commune],
    pub(crate) composition: &'a [Row],
    pub(crate) contours: &'a BTreeMap<Constituency, Shape>,
    pub(crate) shapes: &'a BTreeMap<String, Shape>,
}

/// The least share of an arrondissement that must lie within a contour to count. The shapes of the
/// arrondissements are simplified, and their edges overlap neighbours: by 3.1 % at most (Marseille
/// 4e in 13-04), where the smallest share that is real has 8.0 % (Paris 12e in 75-07).
pub(crate) const LEAST_SHARE: f64 = 0.04;

/// Resolves every commune of today; what can't be is noted.
pub(crate) fn resolve(input: &Input<'_>, report: &mut Report) -> Result<Vec<Place>, Fault> {
    // Parts of each commune of today: code and name of 2022, constituencies.
    let mut parts: BTreeMap<&str, BTreeMap<CommuneCode, (&str, BTreeSet<Constituency>)>> =
        BTreeMap::new();
    let mut of_2022: BTreeMap<&str, BTreeSet<Constituency>> = BTreeMap::new();
    let today = successors(input.communes);
    for row in input.composition {
        of_2022
            .entry(row.commune.as_str())
            .or_default()
            .insert(row.constituency);
        match today.get(row.commune.as_str()) {
            Some(code) => {
                let parts = parts.entry(*code).or_default();
                let part = parts
                    .entry(row.commune)
                    .or_insert((&row.name, BTreeSet::new()));
                part.1.insert(row.constituency);
            }
            None => report.push(Note {
                file: "insee",
                line: row.line,
                what: format!(
                    "{} {}: no commune of today continues it",
                    row.commune, row.name
                ),
                reason: None,
            }),
        }
    }

    let cities: BTreeSet<&str> = input
        .communes
        .iter()
        .filter_map(|commune| commune.city.as_deref())
        .collect();
    let mut places = Vec::new();
    for commune in input.communes {
        let reason = UNINHABITED
            .iter()
            .find(|(prefix, _)| commune.code.starts_with(prefix))
            .map(|(_, reason)| *reason);
        let note = |what: &str, reason| Note {
            file: "decoupage communes.json",
            line: commune.line,
            what: format!("{} {}: {what}", commune.code, commune.name),
            reason,
        };
        if !matches!(commune.kind, Type::Commune | Type::Arrondissement) {
            continue;
        }
        if cities.contains(&*commune.code) {
            report.push(note(
                "the city as a whole",
                Some("its arrondissements stand for it"),
            ));
            continue;
        }
        let postcodes: Option<Vec<u32>> = commune
            .postcodes
            .iter()
            .map(|postcode| {
                (postcode.len() == 5)
                    .then(|| postcode.parse().ok())
                    .flatten()
            })
            .collect();
        let (Some(postcodes), Some(code)) = (postcodes, CommuneCode::new(&commune.code)) else {
            report.push(note("malformed code or postcode", None));
            continue;
        };
        if postcodes.is_empty() {
            report.push(note("no postcode", reason));
            continue;
        }
        let place = |code, name: &str, seats: &BTreeSet<Constituency>, population| Place {
            code,
            name: name.to_owned(),
            postcodes: postcodes.clone(),
            seats: seats.iter().copied().collect(),
            population,
            commune: commune.code.clone(),
            hints: Vec::new(),
        };
        let parts = parts.get(&*commune.code);
        let all: BTreeSet<Constituency> = match parts {
            Some(parts) => parts
                .values()
                .flat_map(|(_, seats)| seats)
                .copied()
                .collect(),
            None => elsewhere(commune, input, &of_2022)?,
        };
        if all.is_empty() {
            report.push(note("no constituency", reason));
            continue;
        }
        match parts {
            // Merged since 2022 out of communes that vote apart: each stays a choice of its own,
            // for people know which one they live in and the new name alone doesn't tell.
            Some(parts) if parts.len() > 1 && parts.values().any(|(_, seats)| *seats != all) => {
                for (code, (name, seats)) in parts {
                    let name = format!("{name} ({})", commune.name);
                    places.push(place(
                        *code,
                        &name,
                        seats,
                        commune.population / parts.len() as u32,
                    ));
                }
            }
            _ => places.push(place(code, &commune.name, &all, commune.population)),
        }
    }
    for &(code, name, postcode) in NO_DEPUTY {
        places.push(Place {
            code: CommuneCode::new(code).ok_or("NO_DEPUTY: code")?,
            name: name.to_owned(),
            postcodes: vec![postcode],
            seats: Vec::new(),
            population: 0,
            commune: code.to_owned(),
            hints: Vec::new(),
        });
    }
    Ok(places)
}

/// Constituencies of a commune that INSEE's table doesn't have.
fn elsewhere(
    commune: &Commune,
    input: &Input<'_>,
    of_2022: &BTreeMap<&str, BTreeSet<Constituency>>,
) -> Result<BTreeSet<Constituency>, Fault> {
    let code = &*commune.code;
    if let Some((_, whole, _)) = PARTED.iter().find(|(today, ..)| *today == code) {
        let seats = of_2022.get(whole).cloned().unwrap_or_default();
        if seats.len() > 1 {
            return Err(format!("{code} parted from {whole}, which is split").into());
        }
        return Ok(seats);
    }
    let one =
        |number: &str| -> Result<BTreeSet<Constituency>, Fault> { Ok([number.parse()?].into()) };
    if let Some((_, number)) = WHOLE.iter().find(|(prefix, _)| code.starts_with(prefix)) {
        return one(number);
    }
    for (prefix, table, rest) in [("987", POLYNESIA, "987-01"), ("988", CALEDONIA, "988-02")] {
        if code.starts_with(prefix) {
            let listed = table
                .iter()
                .find(|(_, names)| names.contains(&&*commune.name));
            return one(listed.map_or(rest, |(number, _)| number));
        }
    }
    if commune.kind == Type::Arrondissement || code.starts_with("976") {
        let seats = shares(code, input)?
            .into_iter()
            .filter(|&(_, share)| share >= LEAST_SHARE)
            .map(|(constituency, _)| constituency)
            .collect();
        return Ok(seats);
    }
    Ok(BTreeSet::new())
}

/// How much of a commune's shape lies in each constituency of its département.
pub(crate) fn shares(code: &str, input: &Input<'_>) -> Result<Vec<(Constituency, f64)>, Fault> {
    let shape = input
        .shapes
        .get(code)
        .ok_or_else(|| format!("no shape of {code}"))?;
    let departement = code
        .get(..if code.starts_with("97") { 3 } else { 2 })
        .unwrap_or(code);
    let points = shape.grid(200);
    Ok(input
        .contours
        .iter()
        .filter(|(constituency, contour)| {
            constituency.departement().as_str() == departement && contour.near(shape)
        })
        .map(|(constituency, contour)| {
            let inside = points
                .iter()
                .filter(|&&point| contour.contains(point))
                .count();
            (*constituency, inside as f64 / points.len() as f64)
        })
        .filter(|&(_, share)| share > 0.0)
        .collect())
}
