//! What is erased, and that counts stay right.

use super::optin::Owner;
use super::statement::{Row, Statement, Value};
use super::{Store, StoreError};

/// Rows that are erased in one transaction, to keep each one short.
const GROUP: i64 = 500;

/// A count that is not the number of what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Id of the petition.
    pub petition: String,
    /// Id of the gathering; empty for signatures.
    pub gathering: String,
    /// How much the ledger says too many; too few below zero.
    pub excess: i64,
}

impl Store {
    /// Erases everything that the person behind this row gave for the petition: signature,
    /// registrations, subscription, proofs, letters. It no longer counts.
    pub async fn withdraw(&self, petition: &str, owner: Owner) -> Result<(), StoreError> {
        let Some(person) = self.person(petition, owner).await? else {
            return Ok(());
        };
        let values = [petition.into(), person];
        let statements = [
            "INSERT INTO tally (petition, gathering, change, late)
                 SELECT petition, '', -1, 1 FROM signature
                 WHERE petition = ?1 AND dedup = ?2 AND pending = 0",
            "INSERT INTO tally (petition, gathering, change, late)
                 SELECT petition, gathering, -1, 1 FROM registration
                 WHERE petition = ?1 AND dedup = ?2",
            "DELETE FROM registration WHERE petition = ?1 AND dedup = ?2",
            "DELETE FROM subscription WHERE petition = ?1 AND dedup = ?2",
            "DELETE FROM signature WHERE petition = ?1 AND dedup = ?2",
        ];
        let statements = statements.map(|sql| Statement::new(sql, &values[..]));
        self.storage.run(statements.into()).await.map(drop)
    }

    /// The keyed hash of the address behind a row, while it is there.
    pub(super) async fn person(
        &self,
        petition: &str,
        owner: Owner,
    ) -> Result<Option<Value>, StoreError> {
        let sql = match owner {
            Owner::Signature(_) => "SELECT dedup FROM signature WHERE petition = ?1 AND id = ?2",
            Owner::Subscription(_) => {
                "SELECT dedup FROM subscription WHERE petition = ?1 AND id = ?2"
            }
        };
        let found = Statement::new(sql, [petition.into(), owner.id().into()]);
        let found = self.storage.read(found).await?;
        Ok(found.first().and_then(|row| row.0.first()).cloned())
    }

    /// Erases what was given for a petition before a moment (Unix seconds). The counts keep it.
    pub async fn erase_before(&self, petition: &str, before: i64) -> Result<(), StoreError> {
        for (old, keep, delete) in [
            (
                "SELECT 1 FROM signature WHERE petition = ?1 AND at < ?2 LIMIT 1",
                Some(
                    "INSERT INTO tally (petition, gathering, change, forgotten, late)
                     SELECT petition, '', 0, count(*), 1 FROM (
                         SELECT petition, pending FROM signature WHERE petition = ?1 AND at < ?2
                         ORDER BY id LIMIT ?3) AS old
                     WHERE pending = 0 GROUP BY petition",
                ),
                "DELETE FROM signature WHERE id IN (SELECT id FROM signature
                     WHERE petition = ?1 AND at < ?2 ORDER BY id LIMIT ?3) RETURNING 1",
            ),
            (
                "SELECT 1 FROM registration WHERE petition = ?1 AND at < ?2 LIMIT 1",
                Some(
                    "INSERT INTO tally (petition, gathering, change, forgotten, late)
                     SELECT petition, gathering, 0, count(*), 1 FROM (
                         SELECT petition, gathering FROM registration
                         WHERE petition = ?1 AND at < ?2 ORDER BY id LIMIT ?3) AS old
                     GROUP BY petition, gathering",
                ),
                "DELETE FROM registration WHERE id IN (SELECT id FROM registration
                     WHERE petition = ?1 AND at < ?2 ORDER BY id LIMIT ?3) RETURNING 1",
            ),
            (
                "SELECT 1 FROM subscription WHERE petition = ?1 AND at < ?2 LIMIT 1",
                None,
                "DELETE FROM subscription WHERE id IN (SELECT id FROM subscription
                     WHERE petition = ?1 AND at < ?2 ORDER BY id LIMIT ?3) RETURNING 1",
            ),
        ] {
            let values: [Value; 3] = [petition.into(), before.into(), GROUP.into()];
            let read = Statement::new(old, &values[..2]);
            if self.storage.read(read).await?.is_empty() {
                continue;
            }
            loop {
                let keep = keep.map(|sql| Statement::new(sql, &values[..]));
                let delete = Statement::new(delete, &values[..]);
                let statements = keep.into_iter().chain([delete]).collect();
                let rows = self.storage.run(statements).await?;
                if rows.last().map_or(0, Vec::len) < GROUP as usize {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Counts everything anew, in one look, and says where the ledger has another number.
    pub async fn recount(&self) -> Result<Vec<Mismatch>, StoreError> {
        let sql = "SELECT petition, gathering, CAST(sum(one) AS BIGINT) FROM (
                       SELECT petition, gathering, change - forgotten AS one FROM tally
                       UNION ALL SELECT petition, '', -1 FROM signature WHERE pending = 0
                       UNION ALL SELECT petition, gathering, -1 FROM registration) AS every
                   GROUP BY petition, gathering HAVING sum(one) <> 0
                   ORDER BY petition, gathering";
        let rows = self.storage.read(Statement::new(sql, [])).await?;
        let mismatch = |row: &Row| {
            Ok(Mismatch {
                petition: row.text(0)?,
                gathering: row.text(1)?,
                excess: row.integer(2)?,
            })
        };
        rows.iter().map(mismatch).collect()
    }
}
