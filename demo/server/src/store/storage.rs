//! What a database does for the server, whichever it is.

use futures_util::future::BoxFuture;

use super::statement::{Row, Rows, Statement};
use super::{Entry, Idempotency, Outcome, StoreError};

/// How far counts moved up to an id of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// The highest id that the sums include.
    pub through: i64,
    /// What moved.
    pub sums: Vec<Sum>,
}

/// How far one count moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Id of the petition.
    pub petition: String,
    /// Id of the gathering whose places it is about; empty for the petition's signatures.
    pub gathering: String,
    /// Signatures or places: more, or fewer where some were withdrawn.
    pub change: i64,
    /// Whether an entry of earlier was confirmed or withdrawn: who is shown may be another.
    pub late: bool,
}

/// What is shown of a person who agreed to be shown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Signatory {
    /// Given name.
    pub given_name: String,
    /// Town; empty where it was not asked for.
    pub locality: String,
}

/// A future with a result of the database.
pub(super) type Reply<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// A database. [`super::Store`] says what each means to the rest of the server.
///
/// Rows are appended under one lock, whoever writes: an id that is seen has no smaller one that
/// appears later, so that sums can start where the last one ended, and a place that is free within a
/// commit is free.
pub(super) trait Storage: Send + Sync {
    /// Stores an entry; answers once it would survive a crash.
    fn append(&self, entry: Entry) -> Reply<'_, Outcome>;

    /// What a retry with this key must hear, when the key is known.
    fn answered<'a>(
        &'a self,
        petition: &'a str,
        idempotency: &'a Idempotency,
    ) -> Reply<'a, Option<Outcome>>;

    /// Runs statements in one transaction, under the lock of those who write.
    fn run(&self, statements: Vec<Statement>) -> Reply<'_, Rows>;

    /// Runs one statement that only reads.
    fn read(&self, statement: Statement) -> Reply<'_, Vec<Row>>;

    /// The petitions in which somebody agreed to be shown, or no longer does, in proofs above `after`.
    /// A refusal by who was never shown moves nothing.
    fn shown_after(&self, after: i64) -> Reply<'_, (i64, Vec<String>)>;

    /// The last who signed and agree to be shown. Their latest answer counts; who gave the whole
    /// name in one field is left out, since only a given name is shown.
    fn signatories<'a>(&'a self, petition: &'a str, most: u32) -> Reply<'a, Vec<Signatory>>;

    /// Asks to forget the keys older than `before` (Unix seconds).
    fn purge_keys(&self, before: i64);

    /// Whether the writer runs.
    fn is_alive(&self) -> bool;

    /// Writes what waits and lets go of the database.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}
