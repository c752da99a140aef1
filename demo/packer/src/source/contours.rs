//! data.gouv.fr: contours of the constituencies. Only asked where INSEE is silent.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use wesign_core::directory::Constituency;

use super::archive;
use crate::Fault;
use crate::shape::Shape;

/// Overseas, the file uses the letters of the Interior ministry.
const OVERSEAS: [(&str, &str); 6] = [
    ("ZA", "971"),
    ("ZB", "972"),
    ("ZC", "973"),
    ("ZD", "974"),
    ("ZS", "975"),
    ("ZM", "976"),
];

fn constituency(code: &str) -> Option<Constituency> {
    let (departement, ordinal) = (code.get(..2)?, code.get(2..)?);
    let departement = OVERSEAS
        .iter()
        .find(|(letters, _)| *letters == departement)
        .map_or(departement, |(_, digits)| digits);
    format!("{departement}-{ordinal}").parse().ok()
}

/// Reads the contours by constituency.
pub(crate) fn read(path: &Path) -> Result<BTreeMap<Constituency, Shape>, Fault> {
    let bytes = archive::unzip(path, ".geojson")?;
    let document: Value = serde_json::from_slice(&bytes)?;
    let features = document["features"]
        .as_array()
        .ok_or("contours: no features")?;
    let mut shapes = BTreeMap::new();
    for (at, feature) in features.iter().enumerate() {
        let code = feature["properties"]["codeCirconscription"]
            .as_str()
            .unwrap_or_default();
        let (Some(constituency), Some(shape)) = (
            constituency(code),
            Shape::from_geojson(&feature["geometry"]),
        ) else {
            return Err(format!("contours: feature {at} ({code}) can't be read").into());
        };
        shapes.insert(constituency, shape);
    }
    Ok(shapes)
}
