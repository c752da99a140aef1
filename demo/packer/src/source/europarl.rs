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
    facebook: String,
    twitter: String,
    #[serde(rename = "hasGender")]
    pub(crate) gender: String,
    /// A Python dictionary written out: the members' pages, read by HowTheyVote.
    social_media: String,
    #[serde(skip)]
    pub(crate) line: u64,
}

impl Account {
    /// The account on X, or its address: of the open data, else of the member's page.
    pub(crate) fn x(&self) -> Option<&str> {
        filled(&self.twitter).or_else(|| self.social("twitt"))
    }

    /// The page on Facebook, from the same places.
    pub(crate) fn facebook(&self) -> Option<&str> {
        filled(&self.facebook).or_else(|| self.social("fb"))
    }

    /// A value of the written-out dictionary, as in `'website': 'https://…'`.
    pub(crate) fn social(&self, key: &str) -> Option<&str> {
        let (_, rest) = self.social_media.split_once(&format!("'{key}': '"))?;
        rest.split('\'').next().and_then(filled)
    }
}

fn filled(value: &str) -> Option<&str> {
    Some(value).filter(|value| !value.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_data_before_the_page() {
        let mut account = Account {
            id: "1".into(),
            given_name: "Ada".into(),
            family_name: "EXAMPLE".into(),
            facebook: String::new(),
            twitter: "https://x.com/ada".into(),
            gender: String::new(),
            social_media: "{'twitt': 'https://x.com/second', 'fb': 'https://facebook.com/ada', \
                           'website': '', 'email': 'ue[dot]aporue.lraporue[at]ada'}"
                .into(),
            line: 2,
        };
        assert_eq!(account.x(), Some("https://x.com/ada"));
        assert_eq!(account.facebook(), Some("https://facebook.com/ada"));
        assert_eq!(account.social("website"), None);
        account.twitter.clear();
        assert_eq!(account.x(), Some("https://x.com/second"));
        account.social_media = "{}".into();
        assert_eq!((account.x(), account.facebook()), (None, None));
    }
}
