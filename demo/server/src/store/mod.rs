//! The database: signatures, registrations, subscriptions, proofs of consent and idempotency keys, in
//! SQLite on one machine or in PostgreSQL for several.
//!
//! In either, one writer at a time commits in groups; reads have connections of their own.
//!
//! What each table holds, why, and until when:
//!
//! | table | holds | why | until |
//! |---|---|---|---|
//! | `meta` | the secret that keys the hashes; in PostgreSQL the version of the tables as well | equal e-mails are found without an index on e-mails | the end of the database |
//! | `signature` | what the person gave, and when | it is the signature | the petition's policy |
//! | `consent` | purpose, answer, wording, version, language, server time | proof of each consent | its signature |
//! | `registration` | gathering, name, e-mail, language, and when | to count places and to write about the gathering | the petition's policy; of no use once the gathering is over |
//! | `registration_consent` | as `consent` | proof of each consent | its registration |
//! | `subscription` | e-mail, language, and when | to send what was asked for | the petition's policy; of no use once every consent is withdrawn |
//! | `subscription_consent` | as `consent` | proof of each consent | its subscription |
//! | `tally` | how far a count moved, at which gathering if any | counts stay exact when signatures go | the end of the database |
//! | `outbox` | which letter, about which signature or subscription, when and with what result; no address | a letter is neither lost nor sent twice | thirty days after it was sent, or its signature |
//! | `mailing` | which news or gathering was sent, and up to whom | nobody is told twice | the end of the database |
//! | `idempotency` | key, keyed hash of resource and body, the answer | a retry gets the same answer | 24 hours |
//!
//! A signature or subscription that waits for a confirmation by mail (`pending`) goes after seven days.
//!
//! `dedup` is the keyed hash of petition and e-mail, the same in the three tables: equal e-mails are
//! found, and what one person agreed to within a petition comes together, without an index on
//! e-mails. It ends with its row.
//!
//! No IP address, no user agent, no referrer: nothing that was not typed is kept.

mod backup;
mod erasure;
mod error;
mod location;
mod mailing;
mod optin;
mod outbox;
mod postgres;
mod queue;
mod sqlite;
mod statement;
mod storage;
mod tally;

use statement::Statement;
use storage::Storage;

pub use self::postgres::PostgresError;
pub use backup::{BackupError, backup, restore};
pub use erasure::Mismatch;
pub use error::StoreError;
pub use location::{Location, LocationError};
pub use mailing::Mailing;
pub use optin::{Owner, VALID};
pub use outbox::{LEASE, Letters, Recipient, Sent, Waiting};
pub use storage::{Appended, Signatory, Sum};

/// Something to store, complete: it goes into one transaction.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Id of the petition.
    pub petition: String,
    /// What it is.
    pub record: Record,
    /// Keyed hash of petition and e-mail, from `Signature::dedup_key`.
    pub dedup: [u8; 32],
    /// Server time, Unix seconds.
    pub at: i64,
    /// What the person gave.
    pub person: Person,
    /// One proof per consent that was asked.
    pub proofs: Vec<Proof>,
    /// The key under which a retry finds the answer; a plain form has none.
    pub idempotency: Option<Idempotency>,
    /// Whether its address is to be confirmed by mail before it counts. A registration never waits.
    pub confirm: bool,
    /// The body of the answer, kept for retries.
    pub answer: String,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A signature.
    Signature,
    /// A place at a gathering.
    Registration {
        /// Id of the gathering.
        gathering: String,
        /// How many can register here; `None` for no limit.
        capacity: Option<u32>,
    },
    /// The wish to be told of something.
    Subscription,
}

/// The checked fields of who signs, registers or subscribes, as columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Language of the form, for later mail.
    pub lang: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Full name, where the petition asks for one field.
    pub full_name: Option<String>,
    /// E-mail address.
    pub email: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Postcode in the form of its country.
    pub postcode: Option<String>,
    /// Town.
    pub locality: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// What the person wrote.
    pub comment: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i64>,
    /// Organisation that signs.
    pub organisation: Option<String>,
}

/// Proof of one consent: what was asked, in which words, what was answered, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What the data may be used for.
    pub purpose: String,
    /// The answer.
    pub granted: bool,
    /// Name of the wording that was shown.
    pub wording: String,
    /// Its version.
    pub version: u32,
    /// Its language.
    pub lang: String,
    /// Server time, Unix seconds.
    pub at: i64,
}

/// An idempotency key and the body it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The client's key.
    pub key: String,
    /// Keyed hash of the body.
    pub body: [u8; 32],
}

/// What the client hears. Whether the e-mail was there before is not in it, on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stored, now or at the first attempt: this body.
    Answer(String),
    /// The key stands for another body.
    KeyReused,
    /// Not stored: the gathering is full.
    NoPlaceLeft,
}

/// The open database.
pub struct Store {
    storage: Box<dyn Storage>,
    secret: [u8; 32],
}

impl Store {
    /// Opens or creates the database, brings its tables to this version and starts its writer.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        let (storage, secret): (Box<dyn Storage>, _) = match location {
            Location::Postgres(config) => {
                let (storage, secret) = postgres::Postgres::open(config).await?;
                (Box::new(storage), secret)
            }
            Location::File(path) => {
                let (storage, secret) = sqlite::Sqlite::open(Some(path))?;
                (Box::new(storage), secret)
            }
            Location::Memory => {
                let (storage, secret) = sqlite::Sqlite::open(None)?;
                (Box::new(storage), secret)
            }
        };
        Ok(Self { storage, secret })
    }

    /// The key of this database's hashes. It never leaves the server.
    #[must_use]
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Stores an entry; returns once it is on the disk.
    pub async fn append(&self, entry: Entry) -> Result<Outcome, StoreError> {
        self.storage.append(entry).await
    }

    /// What a retry with this key must hear, when the key is known.
    pub async fn answered(
        &self,
        petition: &str,
        idempotency: &Idempotency,
    ) -> Result<Option<Outcome>, StoreError> {
        self.storage.answered(petition, idempotency).await
    }

    /// The petitions in which somebody agreed to be shown, or no longer does, in proofs with an id
    /// above `after`; and the id up to which that was looked for.
    pub async fn shown_after(&self, after: i64) -> Result<(i64, Vec<String>), StoreError> {
        self.storage.shown_after(after).await
    }

    /// The last `most` who signed a petition and agree to be shown, newest first.
    pub async fn signatories(
        &self,
        petition: &str,
        most: u32,
    ) -> Result<Vec<Signatory>, StoreError> {
        self.storage.signatories(petition, most).await
    }

    /// Forgets the idempotency keys older than `before` (Unix seconds).
    pub fn purge_keys(&self, before: i64) {
        self.storage.purge_keys(before);
    }

    /// Whether the writer runs.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.storage.is_alive()
    }

    /// Whether the writer runs, the database answers and the tables are there.
    pub async fn is_ready(&self) -> bool {
        let tables = "SELECT 1 FROM signature CROSS JOIN tally CROSS JOIN outbox LIMIT 1";
        let tables = Statement::new(tables, []);
        self.storage.is_alive() && self.storage.read(tables).await.is_ok()
    }

    /// Writes what waits and closes the database.
    pub async fn close(self) {
        self.storage.close().await;
    }
}

#[cfg(test)]
mod tests;
