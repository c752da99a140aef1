//! Reads: sums of what was appended, and stored answers. Never on the writer's connection.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::store::storage::{Appended, Signatory};
use crate::store::{Idempotency, Outcome, StoreError};

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
    pub(super) async fn appended_after(&self, after: i64) -> Result<Appended<String>, StoreError> {
        // From zero the index alone answers: it has no ids, and none is needed.
        let sql = if after == 0 {
            "SELECT petition, count(*) FROM signature WHERE ?1 = 0 GROUP BY petition"
        } else {
            "SELECT petition, count(*) FROM signature NOT INDEXED WHERE id > ?1 GROUP BY petition"
        };
        let last = "SELECT coalesce(max(id), 0) FROM signature";
        self.sums(last, sql, after, |row| Ok((row.get(0)?, row.get(1)?)))
            .await
    }

    /// Sums, per petition and gathering, the registrations with an id above `after`.
    pub(super) async fn registered_after(
        &self,
        after: i64,
    ) -> Result<Appended<(String, String)>, StoreError> {
        let sql = if after == 0 {
            "SELECT petition, gathering, count(*) FROM registration WHERE ?1 = 0
             GROUP BY petition, gathering"
        } else {
            "SELECT petition, gathering, count(*) FROM registration NOT INDEXED WHERE id > ?1
             GROUP BY petition, gathering"
        };
        let last = "SELECT coalesce(max(id), 0) FROM registration";
        self.sums(last, sql, after, |row| {
            Ok(((row.get(0)?, row.get(1)?), row.get(2)?))
        })
        .await
    }

    async fn sums<K: Send + 'static>(
        &self,
        last: &'static str,
        sql: &'static str,
        after: i64,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<(K, i64)> + Send + 'static,
    ) -> Result<Appended<K>, StoreError> {
        self.read(move |connection| {
            let transaction = connection.unchecked_transaction()?;
            let through = transaction
                .prepare_cached(last)?
                .query_row([], |row| row.get::<_, i64>(0))?
                .max(after);
            let mut sums = Vec::new();
            if through > after {
                let mut statement = transaction.prepare_cached(sql)?;
                for row in statement.query_map([after], read)? {
                    let (key, sum) = row?;
                    sums.push((key, u64::try_from(sum).unwrap_or(0)));
                }
            }
            Ok(Appended { through, sums })
        })
        .await
    }

    /// The petitions in which somebody agreed to be shown, or no longer does, in proofs above `after`.
    /// A refusal by who was never shown moves nothing.
    pub(super) async fn shown_after(&self, after: i64) -> Result<(i64, Vec<String>), StoreError> {
        self.read(move |connection| {
            let transaction = connection.unchecked_transaction()?;
            let through = transaction
                .prepare_cached("SELECT coalesce(max(id), 0) FROM consent")?
                .query_row([], |row| row.get::<_, i64>(0))?;
            let mut petitions = Vec::new();
            if through > after {
                let mut statement = transaction.prepare_cached(
                    "SELECT DISTINCT petition FROM consent AS answer
                     JOIN signature ON signature.id = answer.signature
                     WHERE answer.id > ?1 AND purpose = 'public_signatory' AND (
                         granted = 1 OR EXISTS (SELECT 1 FROM consent AS earlier
                             WHERE earlier.signature = answer.signature AND earlier.id < answer.id
                                 AND earlier.purpose = 'public_signatory' AND earlier.granted = 1))",
                )?;
                for petition in statement.query_map([after], |row| row.get(0))? {
                    petitions.push(petition?);
                }
            }
            Ok((through.max(after), petitions))
        })
        .await
    }

    /// The last who signed and agree to be shown. Their latest answer counts; who gave the whole
    /// name in one field is left out, since only a given name is shown.
    pub(super) async fn signatories(
        &self,
        petition: String,
        most: u32,
    ) -> Result<Vec<Signatory>, StoreError> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(
                // By the index of those who agreed, from its end: the first that fit are the answer.
                "SELECT given_name, coalesce(locality, '')
                 FROM consent AS agreed INDEXED BY consent_to_be_shown
                 CROSS JOIN signature ON signature.id = agreed.signature
                 WHERE agreed.purpose = 'public_signatory' AND agreed.granted = 1
                     AND petition = ?1 AND given_name IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM consent AS later
                         WHERE later.signature = agreed.signature AND later.id > agreed.id
                             AND later.purpose = 'public_signatory')
                 ORDER BY agreed.signature DESC LIMIT ?2",
            )?;
            let rows = statement.query_map(params![petition, most], |row| {
                Ok(Signatory {
                    given_name: row.get(0)?,
                    locality: row.get(1)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
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
