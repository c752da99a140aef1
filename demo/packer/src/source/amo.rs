//! Assemblée nationale, AMO10: identity and addresses of the active deputies, one JSON each.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::archive;
use crate::Fault;

/// What AMO10 tells of one deputy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acteur {
    pub(crate) file: String,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    /// Constituency as written: département and number.
    pub(crate) constituency: String,
    /// Day on which the current mandate was taken up.
    pub(crate) since: Option<String>,
    pub(crate) emails: Vec<String>,
    pub(crate) x: Vec<String>,
    pub(crate) facebook: Vec<String>,
    pub(crate) instagram: Vec<String>,
    pub(crate) sites: Vec<String>,
}

/// A list that the converter from XML made an object when it had one item.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Object(_) => std::slice::from_ref(value),
        _ => &[],
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().to_owned()
}

/// Reads every deputy, by identifier (`PA841701`).
pub(crate) fn read(path: &Path) -> Result<BTreeMap<String, Acteur>, Fault> {
    let mut deputies = BTreeMap::new();
    for (file, json) in archive::untar(path, |name| name.ends_with(".json"))? {
        let document: Value =
            serde_json::from_str(&json).map_err(|cause| format!("{file}: {cause}"))?;
        let acteur = &document["acteur"];
        let id = text(&acteur["uid"]["#text"]);
        if id.is_empty() {
            return Err(format!("{file}: no identifier").into());
        }
        let mut deputy = Acteur {
            given_name: text(&acteur["etatCivil"]["ident"]["prenom"]),
            family_name: text(&acteur["etatCivil"]["ident"]["nom"]),
            file,
            ..Acteur::default()
        };
        for mandate in list(&acteur["mandats"]["mandat"]) {
            if mandate["typeOrgane"] == "ASSEMBLEE" && mandate["dateFin"].as_str().is_none() {
                let place = &mandate["election"]["lieu"];
                // AMO10 writes 099 for the French people abroad.
                let departement = text(&place["numDepartement"]).replace("099", "99");
                deputy.constituency = format!("{departement}-{:0>2}", text(&place["numCirco"]));
                let day = text(&mandate["mandature"]["datePriseFonction"]);
                deputy.since = (!day.is_empty()).then_some(day);
            }
        }
        for address in list(&acteur["adresses"]["adresse"]) {
            let value = text(&address["valElec"]);
            let into = match address["typeLibelle"].as_str() {
                Some("Mèl") => &mut deputy.emails,
                Some("Twitter") => &mut deputy.x,
                Some("Facebook") => &mut deputy.facebook,
                Some("Instagram") => &mut deputy.instagram,
                Some("Site internet") => &mut deputy.sites,
                // Postal addresses, telephones, LinkedIn: the widget has no use for them.
                _ => continue,
            };
            if !value.is_empty() {
                into.push(value);
            }
        }
        deputies.insert(id, deputy);
    }
    Ok(deputies)
}
