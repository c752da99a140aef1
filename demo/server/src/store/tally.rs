//! What counts: a ledger that is only appended to.

use super::statement::{Row, Statement, Value};
use super::{Appended, Store, StoreError, Sum};

impl Store {
    /// Sums what moved in the ledger above an id, per petition and gathering.
    ///
    /// Ids are given under the write lock, so that no smaller id can appear later.
    pub async fn appended_after(&self, after: i64) -> Result<Appended, StoreError> {
        let statement = Statement::new(
            "SELECT petition, gathering, CAST(sum(change) AS BIGINT), max(late), max(id)
             FROM tally WHERE id > ?1 GROUP BY petition, gathering",
            [Value::from(after)],
        );
        let rows = self.storage.read(statement).await?;
        let mut appended = Appended {
            through: after,
            sums: Vec::new(),
        };
        for row in rows {
            appended.through = appended.through.max(row.integer(4)?);
            appended.sums.push(sum(&row)?);
        }
        Ok(appended)
    }
}

fn sum(row: &Row) -> Result<Sum, StoreError> {
    Ok(Sum {
        petition: row.text(0)?,
        gathering: row.text(1)?,
        change: row.integer(2)?,
        late: row.integer(3)? != 0,
    })
}
