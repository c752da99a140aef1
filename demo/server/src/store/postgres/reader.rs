//! Reads: who is shown, and stored answers. Each is one statement, which sees one moment.

use deadpool_postgres::Pool;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::link;
use crate::store::storage::Signatory;
use crate::store::{Idempotency, Outcome, StoreError};

async fn rows(
    pool: &Pool,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, StoreError> {
    let client = link::take(pool).await?;
    let statement = client.prepare_cached(sql).await?;
    Ok(client.query(&statement, values).await?)
}

/// The petitions in which somebody agreed to be shown, or no longer does, in proofs above `after`.
pub(super) async fn shown_after(pool: &Pool, after: i64) -> Result<(i64, Vec<String>), StoreError> {
    let sql = "SELECT (SELECT coalesce(max(id), 0) FROM consent), array(
        SELECT DISTINCT petition FROM consent AS answer
        JOIN signature ON signature.id = answer.signature
        WHERE answer.id > $1 AND purpose = 'public_signatory' AND (
            granted OR EXISTS (SELECT 1 FROM consent AS earlier
                WHERE earlier.signature = answer.signature AND earlier.id < answer.id
                    AND earlier.purpose = 'public_signatory' AND earlier.granted)))";
    let rows = rows(pool, sql, &[&after]).await?;
    let found = rows.first().map(|row| (row.get(0), row.get(1)));
    let (through, petitions): (i64, Vec<String>) = found.unwrap_or_default();
    Ok((through.max(after), petitions))
}

/// The last who signed and agree to be shown.
pub(super) async fn signatories(
    pool: &Pool,
    petition: &str,
    most: u32,
) -> Result<Vec<Signatory>, StoreError> {
    let sql = "SELECT given_name, coalesce(locality, '')
        FROM consent AS agreed JOIN signature ON signature.id = agreed.signature
        WHERE agreed.purpose = 'public_signatory' AND agreed.granted
            AND petition = $1 AND given_name IS NOT NULL AND pending = 0
            AND NOT EXISTS (SELECT 1 FROM consent AS later
                WHERE later.signature = agreed.signature AND later.id > agreed.id
                    AND later.purpose = 'public_signatory')
        ORDER BY agreed.signature DESC LIMIT $2";
    let rows = rows(pool, sql, &[&petition, &i64::from(most)]).await?;
    let shown = |row: &Row| Signatory {
        given_name: row.get(0),
        locality: row.get(1),
    };
    Ok(rows.iter().map(shown).collect())
}

/// What a retry with this key must hear, when the key is known.
pub(super) async fn answered(
    pool: &Pool,
    petition: &str,
    idempotency: &Idempotency,
) -> Result<Option<Outcome>, StoreError> {
    let sql = "SELECT body, answer FROM idempotency WHERE petition = $1 AND key = $2";
    let rows = rows(pool, sql, &[&petition, &idempotency.key]).await?;
    Ok(rows.first().map(|row| outcome(row, idempotency)))
}

/// What a stored key means for who comes with it: `body` and `answer` are the first columns.
pub(super) fn outcome(row: &Row, idempotency: &Idempotency) -> Outcome {
    if row.get::<_, &[u8]>(0) == idempotency.body {
        Outcome::Answer(row.get(1))
    } else {
        Outcome::KeyReused
    }
}
