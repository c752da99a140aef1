//! What a database does for the server, whichever it is.

use futures_util::future::BoxFuture;

use super::{Entry, Idempotency, Outcome, StoreError};

/// What was appended up to an id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended<K> {
    /// The highest id that the sums include.
    pub through: i64,
    /// New rows per petition, or per gathering.
    pub sums: Vec<(K, u64)>,
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

    /// Sums, per petition, the signatures with an id above `after`.
    fn appended_after(&self, after: i64) -> Reply<'_, Appended<String>>;

    /// Sums, per petition and gathering, the registrations with an id above `after`.
    fn registered_after(&self, after: i64) -> Reply<'_, Appended<(String, String)>>;

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
