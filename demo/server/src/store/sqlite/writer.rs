//! The one thread that writes: it commits whatever waits as a group, then answers.
//!
//! One commit costs one `fsync`, whether it carries one entry or five hundred: under load the group
//! that gathers during the last `fsync` shares the next one. Since nobody else writes, a place that
//! is free within a commit is free.

use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior, params};
use tokio::sync::mpsc;

use super::reader::{find_answer, query};
use super::record::{self, Counts};
use crate::store::queue::{Group, Job};
use crate::store::statement::{Rows, Statement};
use crate::store::{Entry, Outcome, StoreError};

/// Old keys removed in one transaction, to keep each one short.
const PURGE_GROUP: u32 = 1000;

/// Starts the thread. It ends when nobody can send work any more.
pub(super) fn start(
    connection: Connection,
    waiting: mpsc::Receiver<Job>,
) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name("wesign-writer".into())
        .spawn(move || work(connection, waiting))
}

fn work(mut connection: Connection, mut waiting: mpsc::Receiver<Job>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = Group::gather(first, &mut waiting);
        let purged = group.purge;
        let runs = std::mem::take(&mut group.runs);
        if !group.is_empty() {
            let result = commit(&mut connection, &group.entries());
            if let Some(group) = group.settle(result) {
                let alone = |entry| {
                    let outcomes = commit(&mut connection, &[entry])?;
                    outcomes.into_iter().next().ok_or(StoreError::Closed)
                };
                let results = group.entries().into_iter().map(alone).collect();
                group.reply(results);
            }
        }
        for (statements, reply) in runs {
            let _ = reply.send(run(&mut connection, &statements));
        }
        if let Some(before) = purged {
            // A failure leaves old keys for the next round.
            let _ = purge(&mut connection, before);
        }
    }
    // The file is complete without its log, which makes copies and backups simple.
    let _ = connection.pragma_update(None, "wal_checkpoint", "TRUNCATE");
}

fn commit(connection: &mut Connection, entries: &[&Entry]) -> Result<Vec<Outcome>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut counts = Counts::default();
    let outcomes = entries
        .iter()
        .map(|entry| append(&transaction, entry, &mut counts))
        .collect::<Result<_, _>>()?;
    counts.write(&transaction)?;
    transaction.commit()?;
    Ok(outcomes)
}

fn run(connection: &mut Connection, statements: &[Statement]) -> Result<Rows, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let rows = statements.iter().map(|one| query(&transaction, one));
    let rows = rows.collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(rows)
}

/// One entry, its proofs and its key. A repeated e-mail takes the same steps as a new one: the
/// unique index keeps the first record, the newer consents become new proofs of it.
fn append(
    connection: &Connection,
    entry: &Entry,
    counts: &mut Counts,
) -> Result<Outcome, StoreError> {
    if let Some(idempotency) = &entry.idempotency
        && let Some(outcome) = find_answer(connection, &entry.petition, idempotency)?
    {
        return Ok(outcome);
    }
    if !record::insert(connection, entry, counts)? {
        return Ok(Outcome::NoPlaceLeft);
    }
    if let Some(idempotency) = &entry.idempotency {
        connection
            .prepare_cached(
                "INSERT INTO idempotency (petition, key, body, answer, at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                entry.petition,
                idempotency.key,
                idempotency.body,
                entry.answer,
                entry.at,
            ])?;
    }
    Ok(Outcome::Answer(entry.answer.clone()))
}

fn purge(connection: &mut Connection, before: i64) -> Result<(), StoreError> {
    loop {
        let removed = connection
            .prepare_cached(
                "DELETE FROM idempotency WHERE (petition, key) IN
                 (SELECT petition, key FROM idempotency WHERE at < ?1 LIMIT ?2)",
            )?
            .execute(params![before, PURGE_GROUP])?;
        if removed < PURGE_GROUP as usize {
            return Ok(());
        }
    }
}
