//! npm `@etalab/decoupage-administratif`: today's communes and their postcodes.

use std::path::Path;

use serde::Deserialize;

use super::archive;
use crate::Fault;

/// What a line of `communes.json` describes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) enum Type {
    #[serde(rename = "commune-actuelle")]
    Commune,
    #[serde(rename = "arrondissement-municipal")]
    Arrondissement,
    #[serde(rename = "commune-deleguee")]
    Delegated,
    #[serde(rename = "commune-associee")]
    Associated,
}

/// A commune of today, an arrondissement, or what a commune was before it merged.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Commune {
    pub(crate) code: String,
    #[serde(rename = "nom")]
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: Type,
    /// Of a merged commune: what it belongs to now.
    #[serde(rename = "chefLieu")]
    pub(crate) seat: Option<String>,
    /// Of an arrondissement: its city.
    #[serde(rename = "commune")]
    pub(crate) city: Option<String>,
    #[serde(rename = "codesPostaux", default)]
    pub(crate) postcodes: Vec<String>,
    #[serde(default)]
    pub(crate) population: u32,
    /// Line of the file: it has one object a line.
    #[serde(skip)]
    pub(crate) line: u64,
}

/// A département's code and name.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Departement {
    pub(crate) code: String,
    #[serde(rename = "nom")]
    pub(crate) name: String,
}

/// Reads `communes.json` and `departements.json` from the package's tarball.
pub(crate) fn read(path: &Path) -> Result<(Vec<Commune>, Vec<Departement>), Fault> {
    let files = archive::untar(path, |name| {
        name.ends_with("data/communes.json") || name.ends_with("data/departements.json")
    })?;
    let [(_, communes), (_, departements)] = &*files else {
        return Err(format!("{}: no communes.json or departements.json", path.display()).into());
    };
    let mut list: Vec<Commune> = serde_json::from_str(communes)?;
    let lines: Vec<&str> = communes.lines().collect();
    for (at, commune) in list.iter_mut().enumerate() {
        let line = at + 1;
        let quoted = format!("\"code\":\"{}\"", commune.code);
        if !lines.get(line).is_some_and(|text| text.contains(&quoted)) {
            return Err(format!("communes.json: one object a line was expected at {line}").into());
        }
        commune.line = line as u64 + 1;
    }
    Ok((list, serde_json::from_str(departements)?))
}
