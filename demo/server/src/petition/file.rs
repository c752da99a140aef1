//! What a petition file holds, and how it is read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use wesign_core::mobilisation::{Donation, Gathering, Mobilisation, News};
use wesign_core::time::Timestamp;

use super::translation::Translation;
use crate::origin::Origin;

/// A petition file, read and not yet checked.
#[derive(Debug)]
pub(super) struct File {
    /// What is published, as the core understands it.
    pub(super) mobilisation: Mobilisation,
    /// Its gatherings, in the order of the file.
    pub(super) gatherings: Vec<Meeting>,
    /// Its crowdfunding page.
    pub(super) donation: Option<Donation>,
    /// Its news, in the order of the file.
    pub(super) news: Vec<News>,
    /// Ids of the news that are sent to who asked for them.
    pub(super) mailed_news: Vec<String>,
    /// The same in other languages, by BCP 47 tag.
    pub(super) translations: BTreeMap<String, Translation>,
    /// Signatures collected before or on paper, added to the count.
    pub(super) counted_elsewhere: u64,
    /// Whether an address is to be confirmed by mail before its signature counts.
    pub(super) confirm_email: bool,
    /// After how many days what people gave is erased.
    pub(super) erase_after_days: Option<u32>,
    /// Sites that may send signatures.
    pub(super) origins: Vec<Origin>,
    /// The day that the file's dates are told from, for `--demo`.
    pub(super) demo_as_of: Option<Timestamp>,
    /// Paths of what means nothing here: slips of the pen, most likely.
    pub(super) unknown: Vec<String>,
}

/// A gathering, and what is known of it here only.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    /// What is published.
    pub(super) gathering: Gathering,
    /// Places taken by other ways than this server.
    pub(super) registered_elsewhere: u32,
    /// Whether it is sent to who asked to be told.
    pub(super) mail: bool,
}

/// What a file holds besides what the core knows.
const OWN: [&str; 9] = [
    "confirm_email",
    "counted_elsewhere",
    "demo_as_of",
    "donation",
    "erase_after_days",
    "gatherings",
    "news",
    "origins",
    "translations",
];

impl File {
    /// Reads the text of a file. An error names the field.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut file: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut own: Map<String, Value> = OWN
            .iter()
            .filter_map(|name| file.remove_entry(*name))
            .collect();
        let mobilisation = mobilisation(text, &file)?;
        let mut unknown = Vec::new();
        let known = serde_json::to_value(&mobilisation).map_err(|error| error.to_string())?;
        for (name, value) in &file {
            without_effect(value, known.get(name), name, &mut unknown);
        }

        let gatherings = list(&mut own, "gatherings")?
            .into_iter()
            .map(|(path, value)| meeting(&path, value, &mut unknown))
            .collect::<Result<_, _>>()?;
        let mut mailed_news = Vec::new();
        let news = list(&mut own, "news")?
            .into_iter()
            .map(|(path, mut value)| {
                let mail = taken(&path, &mut value, "mail")?;
                let news: News = item(&path, value, &mut unknown)?;
                if mail {
                    mailed_news.push(news.id.clone());
                }
                Ok(news)
            })
            .collect::<Result<_, String>>()?;
        let donation = match own.remove("donation") {
            None | Some(Value::Null) => None,
            Some(value) => Some(item("donation", value, &mut unknown)?),
        };
        let translations = part::<Map<String, Value>>(&mut own, "translations")?
            .into_iter()
            .map(|(tag, value)| {
                let translation = read(&format!("translations.{tag}"), value)?;
                Ok((tag, translation))
            })
            .collect::<Result<_, String>>()?;
        Ok(Self {
            mobilisation,
            gatherings,
            donation,
            news,
            mailed_news,
            translations,
            counted_elsewhere: part(&mut own, "counted_elsewhere")?,
            confirm_email: part(&mut own, "confirm_email")?,
            erase_after_days: part(&mut own, "erase_after_days")?,
            origins: part(&mut own, "origins")?,
            demo_as_of: part(&mut own, "demo_as_of")?,
            unknown,
        })
    }
}

/// The part that the core knows. When it cannot be read, each field is tried alone to name the one.
fn mobilisation(text: &str, file: &Map<String, Value>) -> Result<Mobilisation, String> {
    // From the text, which still tells a field that is there twice.
    serde_json::from_str(text).map_err(|error| {
        let culprit = file.iter().find_map(|(name, value)| {
            let alone = json!({ name: value });
            let error = Mobilisation::deserialize(&alone).err()?;
            Some(format!("{name}: {error}"))
        });
        culprit.unwrap_or_else(|| error.to_string())
    })
}

fn meeting(path: &str, mut value: Value, unknown: &mut Vec<String>) -> Result<Meeting, String> {
    Ok(Meeting {
        registered_elsewhere: taken(path, &mut value, "registered_elsewhere")?,
        mail: taken(path, &mut value, "mail")?,
        gathering: item(path, value, unknown)?,
    })
}

/// Takes a field that is the server's own out of a value.
fn taken<T: DeserializeOwned + Default>(
    path: &str,
    value: &mut Value,
    name: &str,
) -> Result<T, String> {
    let fields = value.as_object_mut();
    match fields.and_then(|fields| fields.remove(name)) {
        Some(field) => read(&format!("{path}.{name}"), field),
        None => Ok(T::default()),
    }
}

/// A value with its path; what in it means nothing is noted.
fn item<T: DeserializeOwned + serde::Serialize>(
    path: &str,
    value: Value,
    unknown: &mut Vec<String>,
) -> Result<T, String> {
    let item: T = read(path, value.clone())?;
    let known = serde_json::to_value(&item).map_err(|error| error.to_string())?;
    without_effect(&value, Some(&known), path, unknown);
    Ok(item)
}

fn read<T: DeserializeOwned>(path: &str, value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| format!("{path}: {error}"))
}

fn part<T: DeserializeOwned + Default>(
    own: &mut Map<String, Value>,
    name: &str,
) -> Result<T, String> {
    match own.remove(name) {
        None | Some(Value::Null) => Ok(T::default()),
        Some(value) => read(name, value),
    }
}

fn list(own: &mut Map<String, Value>, name: &str) -> Result<Vec<(String, Value)>, String> {
    let items: Vec<Value> = part(own, name)?;
    let path = |at: usize| format!("{name}[{at}]");
    Ok(items
        .into_iter()
        .enumerate()
        .map(|(at, value)| (path(at), value))
        .collect())
}

/// Paths of what the file holds and the core does not know. What is empty means nothing, known or
/// not.
fn without_effect(given: &Value, known: Option<&Value>, path: &str, found: &mut Vec<String>) {
    let empty = match given {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    match (given, known) {
        (Value::Object(fields), Some(Value::Object(known))) => {
            for (name, value) in fields {
                without_effect(value, known.get(name), &format!("{path}.{name}"), found);
            }
        }
        (Value::Array(items), Some(Value::Array(known))) => {
            for (at, item) in items.iter().enumerate() {
                without_effect(item, known.get(at), &format!("{path}[{at}]"), found);
            }
        }
        (_, None) if !empty => found.push(path.to_owned()),
        _ => {}
    }
}
