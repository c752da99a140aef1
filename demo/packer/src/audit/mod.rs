//! `audit`: a built directory against every source, row by row, in both directions.
//!
//! Reads what a visitor would read, the committed shards, and the raw rows; of the builder's
//! reasoning it shares only the tables of exceptions. A difference is explained by one of them or
//! by a rule written here; anything else makes the command fail.

mod deputies;
mod names;
mod people;
mod points;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use wesign_core::directory::{Constituency, Shard};

use crate::Fault;
use crate::build::{self, Directory};
use crate::exceptions::{CALEDONIA, NO_DEPUTY, PARTED, POLYNESIA, UNINHABITED, WHOLE};
use crate::pack::Built;
use crate::places::{Input, LEAST_SHARE, shares};
use crate::source::Locator;
use crate::source::decoupage::{Type, successors};
use crate::stats;

/// Rows compared and differences found, by source.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    compared: BTreeMap<&'static str, usize>,
    explained: BTreeMap<(&'static str, String), usize>,
    unexplained: Vec<String>,
}

impl Findings {
    pub(crate) fn compare(&mut self, source: &'static str) {
        *self.compared.entry(source).or_default() += 1;
    }

    pub(crate) fn explain(&mut self, source: &'static str, reason: &str) {
        *self
            .explained
            .entry((source, reason.to_owned()))
            .or_default() += 1;
    }

    pub(crate) fn differ(&mut self, source: &'static str, line: u64, what: String) {
        self.unexplained.push(format!("{source}:{line}: {what}"));
    }
}

/// What the shards say of places: constituencies by postcode and place code.
type Packed = BTreeMap<(String, String), (String, BTreeSet<Constituency>)>;

fn packed(built: &Built) -> Result<Packed, Fault> {
    let mut packed = Packed::new();
    for name in built.manifest.shards.keys() {
        let bytes = built.shard(name)?.ok_or("shard without file")?;
        let shard = Shard::decode(&bytes).map_err(|cause| format!("shard {name}: {cause}"))?;
        for postcode in shard.postcodes() {
            let postcode = format!("{postcode:05}");
            for place in shard.places(&postcode) {
                packed.insert(
                    (postcode.clone(), place.code.to_string()),
                    (place.name.to_owned(), place.seats.into_iter().collect()),
                );
            }
        }
    }
    Ok(packed)
}

/// By code of a place: the postcodes that may lead there, the constituencies that it may be in.
type Justified = BTreeMap<String, (BTreeSet<String>, BTreeSet<Constituency>)>;

/// Compares and prints; fails on an unexplained difference.
pub(crate) fn run(folder: &Path, locator: &Locator) -> Result<(), Fault> {
    let built = Built::open(folder)?;
    let directory = build::read(locator)?;
    eprintln!("· comparing");
    let packed = packed(&built)?;
    let mut findings = Findings::default();
    insee(&directory, &packed, &mut findings);
    postcodes(&directory, &packed, &mut findings);
    let justified = justified(&directory)?;
    converse(&packed, &justified, &mut findings);
    contours(&directory, &packed, &mut findings)?;
    people::run(&built, &directory, &mut findings)?;
    names::run(&built, &directory, &packed, &mut findings)?;
    points::run(&built, &directory, &packed, &mut findings)?;
    for note in &directory.report.notes {
        match note.reason {
            Some(reason) => findings.explain(note.file, reason),
            None => findings.unexplained.push(note.to_string()),
        }
    }
    let mut out = String::from("rows compared:\n");
    for (source, count) in &findings.compared {
        out.push_str(&format!("  {source}: {count}\n"));
    }
    out.push_str("explained differences:\n");
    for ((source, reason), count) in &findings.explained {
        out.push_str(&format!("  {count} × {source}: {reason}\n"));
    }
    out.push_str(&stats::text(&stats::figures(&built)?));
    for line in &findings.unexplained {
        out.push_str(&format!("UNEXPLAINED {line}\n"));
    }
    out.push_str(&format!(
        "unexplained differences: {}\n",
        findings.unexplained.len()
    ));
    crate::print(&out)?;
    if findings.unexplained.is_empty() {
        Ok(())
    } else {
        Err("the directory differs from its sources".into())
    }
}

/// Every row of INSEE: the pair of commune and constituency must be found under a postcode.
fn insee(directory: &Directory, packed: &Packed, findings: &mut Findings) {
    let mut by_place: BTreeMap<&str, BTreeSet<Constituency>> = BTreeMap::new();
    for ((_, code), (_, seats)) in packed {
        by_place.entry(code).or_default().extend(seats);
    }
    let cities: BTreeMap<&str, Vec<&str>> = directory
        .communes
        .iter()
        .filter_map(|commune| Some((commune.city.as_deref()?, commune.code.as_str())))
        .fold(BTreeMap::new(), |mut cities, (city, code)| {
            cities.entry(city).or_insert_with(Vec::new).push(code);
            cities
        });
    let today = successors(&directory.communes);
    for row in &directory.composition {
        findings.compare("insee");
        let code = row.commune.as_str();
        let has = |code: &str| {
            by_place
                .get(code)
                .is_some_and(|seats| seats.contains(&row.constituency))
        };
        // A place keeps the code of 2022 where it votes on its own.
        if has(code) {
            continue;
        }
        if let Some(arrondissements) = cities.get(code) {
            if arrondissements.iter().any(|code| has(code)) {
                findings.explain(
                    "insee",
                    "a city whose arrondissements have the constituency",
                );
                continue;
            }
        } else if today.get(code).is_some_and(|today| has(today)) {
            findings.explain("insee", "merged into a commune of the same constituency");
            continue;
        }
        findings.differ(
            "insee",
            row.line,
            format!("{code} {} is not in {}", row.name, row.constituency),
        );
    }
}

/// Every pair of commune and postcode must be in the shard of the postcode.
fn postcodes(directory: &Directory, packed: &Packed, findings: &mut Findings) {
    let cities: BTreeSet<&str> = directory
        .communes
        .iter()
        .filter_map(|commune| commune.city.as_deref())
        .collect();
    for commune in &directory.communes {
        findings.compare("decoupage communes.json");
        for postcode in &commune.postcodes {
            if packed.contains_key(&(postcode.clone(), commune.code.clone())) {
                continue;
            }
            let excused = cities.contains(&*commune.code)
                || UNINHABITED
                    .iter()
                    .any(|(code, _)| commune.code.starts_with(code));
            // Those are noted by the reader, with the reason.
            if !excused {
                findings.differ(
                    "decoupage communes.json",
                    commune.line,
                    format!("{} {} is not under {postcode}", commune.code, commune.name),
                );
            }
        }
    }
}

/// Constituencies that the sources and exceptions give to each place that may be in the pack, with
/// the postcodes that may lead there.
fn justified(directory: &Directory) -> Result<Justified, Fault> {
    let mut rows: BTreeMap<&str, BTreeSet<Constituency>> = BTreeMap::new();
    for row in &directory.composition {
        rows.entry(row.commune.as_str())
            .or_default()
            .insert(row.constituency);
    }
    let of_2022 = |code: &str| rows.get(code).cloned().unwrap_or_default();
    let mut justified = Justified::new();
    for commune in &directory.communes {
        let code = &commune.code;
        if !matches!(commune.kind, Type::Commune | Type::Arrondissement) {
            continue;
        }
        let mut seats = of_2022(code);
        if let Some((_, whole, _)) = PARTED.iter().find(|(today, ..)| today == code) {
            seats.extend(of_2022(whole));
        }
        if let Some((_, number)) = WHOLE.iter().find(|(prefix, _)| code.starts_with(prefix)) {
            seats.insert(number.parse()?);
        }
        for (prefix, table, rest) in [("987", POLYNESIA, "987-01"), ("988", CALEDONIA, "988-02")] {
            if code.starts_with(prefix) {
                let listed = table
                    .iter()
                    .find(|(_, names)| names.contains(&&*commune.name));
                seats.insert(listed.map_or(rest, |(number, _)| number).parse()?);
            }
        }
        let entry = justified.entry(code.clone()).or_default();
        entry.0.extend(commune.postcodes.iter().cloned());
        entry.1.extend(seats);
    }
    // Merged since 2022: may stand on its own under today's postcodes, and lends its
    // constituencies to what it merged into.
    for (code, today) in successors(&directory.communes) {
        let seats = of_2022(code);
        if code == today || seats.is_empty() {
            continue;
        }
        let of_today = justified.entry(today.to_owned()).or_default();
        of_today.1.extend(seats.clone());
        let postcodes = of_today.0.clone();
        let entry = justified.entry(code.to_owned()).or_default();
        entry.0.extend(postcodes);
        entry.1.extend(seats);
    }
    for (code, _, postcode) in NO_DEPUTY {
        let entry = justified.entry((*code).to_owned()).or_default();
        entry.0.insert(format!("{postcode:05}"));
    }
    Ok(justified)
}

/// Whether the contours decide about the place.
fn by_contour(code: &str, directory: &Directory) -> bool {
    code.starts_with("976")
        || directory
            .communes
            .iter()
            .any(|commune| commune.code == code && commune.kind == Type::Arrondissement)
}

/// Everything in the pack must follow from a source or an exception.
fn converse(packed: &Packed, justified: &Justified, findings: &mut Findings) {
    for ((postcode, code), (name, seats)) in packed {
        findings.compare("pack: places by postcode");
        let Some((postcodes, allowed)) = justified.get(code) else {
            findings.differ(
                "pack",
                0,
                format!("{postcode} {code} {name} is in no source"),
            );
            continue;
        };
        if !postcodes.contains(postcode) {
            findings.differ(
                "pack",
                0,
                format!("{code} {name} has not the postcode {postcode}"),
            );
        }
        // Those without any are compared to the contours.
        if !allowed.is_empty() && !seats.is_subset(allowed) {
            findings.differ(
                "pack",
                0,
                format!("{code} {name}: {seats:?}, sources say {allowed:?}"),
            );
        }
    }
}

/// Arrondissements and Mayotte must equal the contours; elsewhere they are only counted.
fn contours(directory: &Directory, packed: &Packed, findings: &mut Findings) -> Result<(), Fault> {
    let input = Input {
        communes: &directory.communes,
        composition: &directory.composition,
        contours: &directory.contours,
        shapes: &directory.shapes,
    };
    for constituency in directory.contours.keys() {
        findings.compare("contours");
        if !directory.seats.contains_key(constituency) {
            findings.differ("contours", 0, format!("{constituency} is no seat"));
        }
    }
    let places: BTreeMap<&str, (&str, &BTreeSet<Constituency>)> = packed
        .iter()
        .map(|((_, code), (name, seats))| (code.as_str(), (name.as_str(), seats)))
        .collect();
    let (mut agree, mut disagree) = (0, 0);
    for (code, (name, seats)) in places {
        if by_contour(code, directory) {
            let drawn: BTreeSet<Constituency> = shares(code, &input)?
                .into_iter()
                .filter(|&(_, share)| share >= LEAST_SHARE)
                .map(|(constituency, _)| constituency)
                .collect();
            findings.compare("contours: arrondissements and Mayotte");
            if drawn != *seats {
                findings.differ(
                    "contours",
                    0,
                    format!("{code} {name}: {seats:?}, drawn {drawn:?}"),
                );
            }
        } else if let Some(shape) = directory.shapes.get(code) {
            let middle = shape.middle();
            let drawn = directory
                .contours
                .iter()
                .find(|(_, contour)| contour.contains(middle))
                .map(|(constituency, _)| constituency);
            match drawn {
                Some(drawn) if !seats.contains(drawn) => disagree += 1,
                Some(_) => agree += 1,
                None => {}
            }
        }
    }
    for _ in 0..disagree {
        findings.explain(
            "contours",
            "a commune's middle is drawn in another constituency: INSEE decides",
        );
    }
    for _ in 0..agree + disagree {
        findings.compare("contours: middles of other communes");
    }
    Ok(())
}
