//! European Parliament: who sits (website list), and accounts (HowTheyVote, open data).

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::Fault;

/// A member as the Parliament's list has them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Mep {
    #[serde(rename = "epId")]
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) country: String,
    #[serde(default)]
    pub(crate) group: String,
    #[serde(default)]
    pub(crate) email: String,
}

#[derive(Deserialize)]
struct List {
    meps: Vec<Mep>,
}

/// Reads the list of current members.
pub(crate) fn read(path: &Path) -> Result<Vec<Mep>, Fault> {
    let text = std::fs::read_to_string(path)?;
    let list: List =
        serde_json::from_str(&text).map_err(|cause| format!("{}: {cause}", path.display()))?;
    Ok(list.meps)
}

/// Sex and accounts of a member, present or former.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Account {
    id: String,
    #[serde(rename = "first_name")]
    pub(crate) given_name: String,
    #[serde(rename = "last_name")]
    pub(crate) family_name: String,
    pub(crate) facebook: String,
    #[serde(rename = "twitter")]
    pub(crate) x: String,
    #[serde(rename = "hasGender")]
    pub(crate) gender: String,
    /// A Python dictionary written out.
    social_media: String,
    #[serde(skip)]
    pub(crate) line: u64,
}

impl Account {
    /// A value of the written-out dictionary, as in `'website': 'https://…'`.
    pub(crate) fn social(&self, key: &str) -> Option<&str> {
        let (_, rest) = self.social_media.split_once(&format!("'{key}': '"))?;
        rest.split('\'').next().filter(|value| !value.is_empty())
    }
}

/// Reads the accounts, by identifier.
pub(crate) fn accounts(path: &Path) -> Result<BTreeMap<String, Account>, Fault> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let mut accounts = BTreeMap::new();
    for record in reader.records() {
        let record = record?;
        let mut account: Account = record.deserialize(Some(&headers))?;
        account.line = record.position().map_or(0, csv::Position::line);
        accounts.insert(account.id.clone(), account);
    }
    Ok(accounts)
}
