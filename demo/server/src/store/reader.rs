//! Reads: sums of what was appended, and stored answers. Never on the writer's connection.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Idempotency, Outcome, StoreError};

/// What was appended up to a signature id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// The highest signature id that the sums include.
    pub through: i64,
    /// New signatures per petition id.
    pub sums: Vec<(String, u64)>,
}

/// A connection that reads, shared by whoever needs one; its work runs on the blocking threads.
#[derive(Clone)]
pub(super) struct Reader {
    connection: Arc<Mutex<Connection>>,
}

impl Reader {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection: Arc::new(Mutex::new(connection)),
        }
    }

    /// Sums, per petition, the signatures with an id above `after`.
    ///
    /// Ids are given under the write lock, so that no smaller id can appear later.
    pub(super) async fn appended_after(&self, after: i64) -> Result<Appended, StoreError> {
        self.read(move |connection| {
            let transaction = connection.unchecked_transaction()?;
            let through = transaction
                .prepare_cached("SELECT coalesce(max(id), 0) FROM signature")?
                .query_row([], |row| row.get::<_, i64>(0))?;
            let through = through.max(after);
            let mut sums = Vec::new();
            if through > after {
                let mut statement = if after == 0 {
                    // The index alone answers: it has no ids, and from zero none is needed.
                    transaction.prepare_cached(
                        "SELECT petition, count(*) FROM signature GROUP BY petition",
                    )?
                } else {
                    transaction.prepare_cached(
                        "SELECT petition, count(*) FROM signature NOT INDEXED
                         WHERE id > ?1 GROUP BY petition",
                    )?
                };
                let values: &[&dyn rusqlite::ToSql] = if after == 0 { &[] } else { &[&after] };
                let rows = statement.query_map(values, |row| {
                    Ok((
                        row.get(0)?,
                        u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
                    ))
                })?;
                for row in rows {
                    sums.push(row?);
                }
            }
            Ok(Appended { through, sums })
        })
        .await
    }

    /// What a retry with this key must hear, when the key is known.
    pub(super) async fn answered(
        &self,
        petition: String,
        idempotency: Idempotency,
    ) -> Result<Option<Outcome>, StoreError> {
        self.read(move |connection| find_answer(connection, &petition, &idempotency))
            .await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let shared = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            let connection = shared.lock().unwrap_or_else(PoisonError::into_inner);
            work(&connection)
        })
        .await
        .map_err(|_| StoreError::Closed)?
    }
}

/// Looks a key up. Used by the writer inside its transaction and by readers.
pub(super) fn find_answer(
    connection: &Connection,
    petition: &str,
    idempotency: &Idempotency,
) -> Result<Option<Outcome>, StoreError> {
    let found = connection
        .prepare_cached("SELECT body, answer FROM idempotency WHERE petition = ?1 AND key = ?2")?
        .query_row(params![petition, idempotency.key], |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    Ok(found.map(|(body, answer)| {
        if body == idempotency.body {
            Outcome::Answer(answer)
        } else {
            Outcome::KeyReused
        }
    }))
}
