//! The one task of this server that writes: it commits whatever waits as a group, then answers.
//!
//! One commit costs one flush of the log, whether it carries one entry or five hundred. The entries of
//! a group are sent one behind the other without waiting for answers, so that the way to the database
//! costs once as well.

use deadpool_postgres::{Object, Pool};
use futures_util::future::try_join_all;
use tokio::sync::mpsc;
use tokio_postgres::IsolationLevel;

use super::record::Statements;
use super::{LOCK, link, statement};
use crate::store::queue::{Group, Job};
use crate::store::{Entry, Outcome, StoreError};

/// Old keys removed in one transaction, to keep each one short.
const PURGE_GROUP: u64 = 1000;

/// Works until nobody can send work any more.
pub(super) async fn work(pool: Pool, mut waiting: mpsc::Receiver<Job>) {
    while let Some(first) = waiting.recv().await {
        let mut group = Group::gather(first, &mut waiting);
        let purged = group.purge;
        let runs = std::mem::take(&mut group.runs);
        if !group.is_empty() {
            let result = commit(&pool, &group.entries()).await;
            if let Some(group) = group.settle(result) {
                let mut results = Vec::new();
                for entry in group.entries() {
                    results.push(alone(&pool, entry).await);
                }
                group.reply(results);
            }
        }
        for (statements, reply) in runs {
            let _ = reply.send(statement::run(&pool, &statements).await);
        }
        if let Some(before) = purged {
            // A failure leaves old keys for the next round.
            let _ = purge(&pool, before).await;
        }
    }
}

async fn alone(pool: &Pool, entry: &Entry) -> Result<Outcome, StoreError> {
    let outcomes = commit(pool, &[entry]).await?;
    outcomes.into_iter().next().ok_or(StoreError::Closed)
}

async fn commit(pool: &Pool, entries: &[&Entry]) -> Result<Vec<Outcome>, StoreError> {
    let mut client: Object = link::take(pool).await?;
    let statements = Statements::prepare(&client).await?;
    // Whatever the database's default is: what others committed before the lock was ours is seen.
    let transaction = client.build_transaction();
    let transaction = transaction.isolation_level(IsolationLevel::ReadCommitted);
    let transaction = transaction.start().await?;
    transaction.execute(&statements.lock, &[&LOCK]).await?;
    let outcomes = entries
        .iter()
        .map(|entry| statements.append(&transaction, entry));
    let outcomes = try_join_all(outcomes).await?;
    transaction.commit().await?;
    Ok(outcomes)
}

async fn purge(pool: &Pool, before: i64) -> Result<(), StoreError> {
    let client = link::take(pool).await?;
    let sql = "DELETE FROM idempotency WHERE (petition, key) IN
               (SELECT petition, key FROM idempotency WHERE at < $1 LIMIT 1000)";
    let statement = client.prepare_cached(sql).await?;
    while client.execute(&statement, &[&before]).await? >= PURGE_GROUP {}
    Ok(())
}
