//! npm `@etalab/decoupage-administratif`: today's communes and their postcodes.

use std::collections::BTreeMap;
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
    /// Of a commune of today: codes of what merged into it, or its own before a change.
    #[serde(rename = "anciensCodes", default)]
    pub(crate) former: Vec<String>,
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

/// What each code of the past is part of today, out of today's list: the commune itself if it still
/// is one, else what its delegated or associated commune belongs to, else what names it as a former
/// code of its own.
pub(crate) fn successors(communes: &[Commune]) -> BTreeMap<&str, &str> {
    let mut today = BTreeMap::new();
    for commune in communes {
        for former in &commune.former {
            today.insert(&**former, &*commune.code);
        }
    }
    for commune in communes {
        if let (Type::Delegated | Type::Associated, Some(seat)) = (commune.kind, &commune.seat) {
            today.insert(&*commune.code, &**seat);
        }
    }
    for commune in communes {
        if matches!(commune.kind, Type::Commune | Type::Arrondissement) {
            today.insert(&*commune.code, &*commune.code);
        }
    }
    today
}
