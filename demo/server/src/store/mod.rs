//! The database: signatures, registrations, subscriptions, proofs of consent and idempotency keys in
//! SQLite.
//!
//! One thread writes, in groups; reads have their own connection.

mod location;
mod reader;
mod record;
mod schema;
mod writer;

use reader::Reader;
use schema::Address;
use writer::Writer;

pub use location::{Location, LocationError};
pub use reader::{Appended, Signatory};

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

/// Why the database could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file cannot be opened or created.
    #[error("cannot open the database file {0}: {1}")]
    File(String, std::io::ErrorKind),
    /// The writer thread cannot start.
    #[error("cannot start the writer thread: {0}")]
    Thread(std::io::ErrorKind),
    /// The system gave no random bytes for the secret.
    #[error("the system gives no random bytes")]
    Randomness,
    /// The file was written by a newer server.
    #[error(
        "the database has tables of version {found}, this server knows up to {known}: \
         use a newer wesign-server"
    )]
    Version {
        /// In the file.
        found: i64,
        /// In this program.
        known: i64,
    },
    /// Too much waits for the disk.
    #[error("too much waits for the disk")]
    Full,
    /// The writer has ended.
    #[error("the database is closed")]
    Closed,
}

/// The open database.
pub struct Store {
    writer: Writer,
    reader: Reader,
    secret: [u8; 32],
}

impl StoreError {
    /// Whether the same request can succeed in a moment: a full queue, or a database that another
    /// program holds, a backup for instance.
    #[must_use]
    pub fn passes(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match self {
            Self::Full => true,
            Self::Sqlite(error) => {
                matches!(
                    error.sqlite_error_code(),
                    Some(DatabaseBusy | DatabaseLocked)
                )
            }
            _ => false,
        }
    }
}

impl Store {
    /// Opens or creates the database and starts its writer.
    pub fn open(location: &Location) -> Result<Self, StoreError> {
        let address = Address::prepare(location)?;
        let mut connection = address.writer()?;
        let secret = schema::migrate(&mut connection)?;
        let reader = Reader::new(address.reader()?);
        let writer = Writer::start(connection).map_err(|error| StoreError::Thread(error.kind()))?;
        Ok(Self {
            writer,
            reader,
            secret,
        })
    }

    /// The key of this database's hashes. It never leaves the server.
    #[must_use]
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Stores an entry; returns once it is on the disk.
    pub async fn append(&self, entry: Entry) -> Result<Outcome, StoreError> {
        self.writer.append(entry).await
    }

    /// What a retry with this key must hear, when the key is known.
    pub async fn answered(
        &self,
        petition: &str,
        idempotency: &Idempotency,
    ) -> Result<Option<Outcome>, StoreError> {
        self.reader
            .answered(petition.to_owned(), idempotency.clone())
            .await
    }

    /// Sums the signatures with an id above `after`, per petition.
    pub async fn appended_after(&self, after: i64) -> Result<Appended<String>, StoreError> {
        self.reader.appended_after(after).await
    }

    /// Sums the registrations with an id above `after`, per petition and gathering.
    pub async fn registered_after(
        &self,
        after: i64,
    ) -> Result<Appended<(String, String)>, StoreError> {
        self.reader.registered_after(after).await
    }

    /// The petitions in which somebody agreed to be shown, or no longer does, in proofs with an id
    /// above `after`; and the id up to which that was looked for.
    pub async fn shown_after(&self, after: i64) -> Result<(i64, Vec<String>), StoreError> {
        self.reader.shown_after(after).await
    }

    /// The last `most` who signed a petition and agree to be shown, newest first.
    pub async fn signatories(
        &self,
        petition: &str,
        most: u32,
    ) -> Result<Vec<Signatory>, StoreError> {
        self.reader.signatories(petition.to_owned(), most).await
    }

    /// Forgets the idempotency keys older than `before` (Unix seconds).
    pub fn purge_keys(&self, before: i64) {
        self.writer.purge(before);
    }

    /// Whether the writer runs and the tables are there.
    pub async fn is_healthy(&self) -> bool {
        self.writer.is_alive() && self.reader.appended_after(i64::MAX).await.is_ok()
    }

    /// Writes what waits and closes the file.
    pub fn close(self) {
        self.writer.close();
    }
}

#[cfg(test)]
mod tests;
