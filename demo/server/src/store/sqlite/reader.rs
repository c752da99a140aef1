//! Reads: who is shown, stored answers, and whatever a statement asks. Never on the writer's connection.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, ToSql, params, params_from_iter};

use crate::store::statement::{Row, Statement, Value};
use crate::store::storage::Signatory;
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

    /// Runs one statement.
    pub(super) async fn query(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        self.read(move |connection| query(connection, &statement))
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
                     AND petition = ?1 AND given_name IS NOT NULL AND pending = 0
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

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Runs one statement and gives its rows.
pub(super) fn query(
    connection: &Connection,
    statement: &Statement,
) -> Result<Vec<Row>, StoreError> {
    let mut prepared = connection.prepare_cached(statement.sql)?;
    let columns = prepared.column_count();
    let mut found = prepared.query(params_from_iter(&statement.values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let value = |at| {
            Ok::<_, StoreError>(match row.get_ref(at)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Integer(number),
                ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                ValueRef::Real(_) => return Err(StoreError::Column(at)),
            })
        };
        rows.push(Row((0..columns).map(value).collect::<Result<_, _>>()?));
    }
    Ok(rows)
}
