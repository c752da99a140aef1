//! What the tests share: a server of their own, and a client that can misbehave.

mod client;
mod database;
mod folder;
mod server;
mod smtp;

pub(crate) use client::{Answer, Request, exchange};
pub(crate) use database::Database;
pub(crate) use folder::Folder;
pub(crate) use server::{Server, binary, fixtures, mailing_fixtures};
pub(crate) use smtp::{Letter, Smtp};

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

/// Petition of the fixtures with every field open.
pub(crate) const OPEN: &str = "everything";
/// Petition of the fixtures with the usual fields.
pub(crate) const USUAL: &str = "usual";

/// Petition of the fixtures with every lever.
pub(crate) const LEVERS: &str = "levers";

/// Petition that asks addresses to be confirmed, otherwise as `levers`; see [`Server::mailing`].
pub(crate) const CONFIRMED: &str = "confirmed";

/// What registers at this gathering of `levers`, with an e-mail of this name.
pub(crate) fn registration(gathering: &str, name: &str) -> Value {
    let purpose = format!("gathering:{gathering}");
    json!({
        "given_name": "Zoé",
        "family_name": "Martin",
        "email": format!("{name}@example.org"),
        "lang": "fr",
        "consents": [
            {"purpose": purpose, "granted": true, "wording": format!("widget.{purpose}"), "version": 1, "lang": "fr"},
            {"purpose": "gatherings", "granted": false, "wording": "widget.gatherings", "version": 1, "lang": "fr"},
        ],
    })
}

/// What subscribes to the news, with an e-mail of this name.
pub(crate) fn subscription(name: &str) -> Value {
    json!({
        "email": format!("{name}@example.org"),
        "lang": "de",
        "consents": [
            {"purpose": "petition_updates", "granted": true, "wording": "widget.petition_updates", "version": 1, "lang": "de"},
        ],
    })
}

/// A draft that `usual` takes, with an e-mail of this name.
pub(crate) fn draft(name: &str) -> Value {
    json!({
        "given_name": "Zoé",
        "family_name": "Martin",
        "email": format!("{name}@example.org"),
        "postcode": "75018",
        "lang": "fr",
        "consents": [
            {"purpose": "petition_updates", "granted": true, "wording": "updates", "version": 1, "lang": "fr"}
        ],
    })
}

/// A key that no other test uses.
pub(crate) fn fresh_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("test-key-{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Status, headers but the date, and body are the same.
pub(crate) fn assert_same(one: &Answer, other: &Answer) {
    let strip = |answer: &Answer| {
        let mut answer = answer.clone();
        answer.headers.retain(|(name, _)| name != "date");
        answer
    };
    assert_eq!(strip(one), strip(other));
}
