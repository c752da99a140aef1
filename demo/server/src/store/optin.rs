//! Entries that wait for their address to be confirmed.

use super::statement::{Row, Statement, Value};
use super::{Store, StoreError};

/// Seconds for which a link confirms, and an entry waits for it: seven days.
pub const VALID: i64 = 7 * 24 * 3600;
/// Letters that ask an address to confirm: the first one and five more.
pub(super) const LETTERS: i64 = 6;
/// Seconds between two of them.
pub(super) const PAUSE: i64 = 600;
/// Entries that are forgotten in one transaction, to keep each one short.
const GROUP: i64 = 500;

/// What a letter or a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The signature with this id.
    Signature(i64),
    /// The subscription with this id.
    Subscription(i64),
}

impl Owner {
    /// The id of the row.
    #[must_use]
    pub const fn id(self) -> i64 {
        match self {
            Self::Signature(id) | Self::Subscription(id) => id,
        }
    }
}

impl Store {
    /// Confirms the address of an entry: it counts from now on. `false` where it is no longer there.
    /// A second time changes nothing.
    pub async fn confirm(
        &self,
        petition: &str,
        owner: Owner,
        now: i64,
    ) -> Result<bool, StoreError> {
        let values = [petition.into(), owner.id().into(), now.into()];
        let statements = match owner {
            Owner::Signature(_) => vec![
                Statement::new(
                    "INSERT INTO tally (petition, gathering, change, late)
                     SELECT petition, '', 1, 1 FROM signature
                     WHERE petition = ?1 AND id = ?2 AND pending = 1",
                    &values[..2],
                ),
                Statement::new(
                    "UPDATE signature SET pending = 0, confirmed_at = ?3
                     WHERE petition = ?1 AND id = ?2 AND pending = 1",
                    &values[..],
                ),
                Statement::new(
                    "SELECT 1 FROM signature WHERE petition = ?1 AND id = ?2",
                    &values[..2],
                ),
            ],
            Owner::Subscription(_) => vec![
                Statement::new(
                    "UPDATE subscription SET pending = 0, confirmed_at = ?3
                     WHERE petition = ?1 AND id = ?2 AND pending = 1",
                    &values[..],
                ),
                Statement::new(
                    "SELECT 1 FROM subscription WHERE petition = ?1 AND id = ?2",
                    &values[..2],
                ),
            ],
        };
        let rows = self.storage.run(statements).await?;
        Ok(rows.last().is_some_and(|found| !found.is_empty()))
    }

    /// Forgets what nobody confirmed in time: its last letter went out before the links of now.
    pub async fn forget_unconfirmed(&self, now: i64) -> Result<(), StoreError> {
        let before = now - VALID;
        for (waiting, delete) in [
            (
                "SELECT 1 FROM signature WHERE pending = 1 AND asked_at < ?1 LIMIT 1",
                "DELETE FROM signature WHERE id IN (SELECT id FROM signature
                     WHERE pending = 1 AND asked_at < ?1 LIMIT ?2) RETURNING 1",
            ),
            (
                "SELECT 1 FROM subscription WHERE pending = 1 AND asked_at < ?1 LIMIT 1",
                "DELETE FROM subscription WHERE id IN (SELECT id FROM subscription
                     WHERE pending = 1 AND asked_at < ?1 LIMIT ?2) RETURNING 1",
            ),
        ] {
            let read = Statement::new(waiting, [Value::from(before)]);
            if self.storage.read(read).await?.is_empty() {
                continue;
            }
            self.in_groups(delete, vec![before.into()], GROUP).await?;
        }
        Ok(())
    }

    /// Runs a statement with the most rows as its last value, until it finds fewer.
    pub(super) async fn in_groups(
        &self,
        sql: &'static str,
        mut values: Vec<Value>,
        most: i64,
    ) -> Result<(), StoreError> {
        values.push(most.into());
        loop {
            let statement = Statement::new(sql, values.clone());
            let rows = self.storage.run(vec![statement]).await?;
            let found: &[Row] = rows.first().map_or(&[], Vec::as_slice);
            if (found.len() as i64) < most {
                return Ok(());
            }
        }
    }
}
