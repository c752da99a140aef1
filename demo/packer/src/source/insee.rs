//! INSEE: composition of the constituencies by commune, 2022. The authority wherever it speaks.

use std::path::Path;

use serde::Deserialize;
use wesign_core::directory::{CommuneCode, Constituency, Departement};

use super::archive;
use crate::Fault;
use crate::report::{Note, Report};

/// One row: a commune of 2022 lies, as a whole or in part, in a constituency.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) commune: CommuneCode,
    pub(crate) name: String,
    pub(crate) constituency: Constituency,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(rename = "COMMUNE_RESID")]
    commune: String,
    #[serde(rename = "LIBcom")]
    name: String,
    circo: String,
}

/// `01004` to 01-04, `2A001` to 2A-01, `97101` to 971-01: a three-digit département leaves two
/// digits for the ordinal, a two-digit one three.
fn constituency(code: &str) -> Option<Constituency> {
    let split = if code.starts_with("97") { 3 } else { 2 };
    let departement = Departement::new(code.get(..split)?)?;
    Constituency::new(departement, code.get(split..)?.parse().ok()?)
}

/// Reads the table; rows that name no constituency are noted.
pub(crate) fn read(path: &Path, report: &mut Report) -> Result<Vec<Row>, Fault> {
    let text = archive::gunzip(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let headers = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let raw: Raw = record.deserialize(Some(&headers))?;
        match (CommuneCode::new(&raw.commune), constituency(&raw.circo)) {
            (Some(commune), Some(constituency)) => rows.push(Row {
                line,
                commune,
                name: repaired(raw.name),
                constituency,
            }),
            _ => report.push(Note {
                file: "insee",
                line,
                what: format!("{} {}: constituency {:?}", raw.commune, raw.name, raw.circo),
                reason: (raw.circo.is_empty() && raw.commune.starts_with("55")).then_some(
                    "village destroyed in 1916, without inhabitants: INSEE gives no constituency",
                ),
            }),
        }
    }
    Ok(rows)
}

/// INSEE's file has `S` for `œ` (a lost code page): `MontembSuf`.
fn repaired(name: String) -> String {
    let mut repaired = String::new();
    let mut before = ' ';
    for c in name.chars() {
        match c {
            'S' if before.is_lowercase() => repaired.push('œ'),
            _ => repaired.push(c),
        }
        before = c;
    }
    repaired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_constituencies() {
        for (code, text) in [
            ("01004", "01-04"),
            ("59021", "59-21"),
            ("2A001", "2A-01"),
            ("97407", "974-07"),
        ] {
            assert_eq!(constituency(code).unwrap().to_string(), text);
        }
        assert_eq!(constituency(""), None);
        assert_eq!(constituency("01"), None);
    }

    #[test]
    fn lost_ligatures_come_back() {
        assert_eq!(repaired("MontembSuf".into()), "Montembœuf");
        assert_eq!(repaired("Saint-Sulpice".into()), "Saint-Sulpice");
    }
}
