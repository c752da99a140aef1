//! The one thread that writes: it commits whatever waits as a group, then answers.
//!
//! One commit costs one `fsync`, whether it carries one entry or five hundred: under load the group
//! that gathers during the last `fsync` shares the next one. Since nobody else writes, a place that
//! is free within a commit is free.

use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot};

use super::reader::find_answer;
use super::record::{self, Places};
use super::{Entry, Outcome, StoreError};

/// Entries that may wait for the disk; beyond, the server says that it is overloaded.
const QUEUE: usize = 4096;
/// Entries that share one commit.
const GROUP: usize = 512;
/// Old keys removed in one transaction, to keep each one short.
const PURGE_GROUP: u32 = 1000;

type Reply = oneshot::Sender<Result<Outcome, StoreError>>;

enum Job {
    Append(Box<Entry>, Reply),
    Purge { before: i64 },
}

/// The way to the writer thread.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<()>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> std::io::Result<Self> {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("wesign-writer".into())
            .spawn(move || work(connection, waiting))?;
        Ok(Self { jobs, thread })
    }

    /// Stores an entry; answers once it is on the disk.
    pub(super) async fn append(&self, entry: Entry) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.jobs
            .try_send(Job::Append(Box::new(entry), reply))
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => StoreError::Full,
                mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
            })?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Asks to forget the keys older than `before` (Unix seconds). Skipped when the queue is full:
    /// the next round does it.
    pub(super) fn purge(&self, before: i64) {
        let _ = self.jobs.try_send(Job::Purge { before });
    }

    pub(super) fn is_alive(&self) -> bool {
        !self.jobs.is_closed()
    }

    /// Writes what waits, then ends.
    pub(super) fn close(self) {
        drop(self.jobs);
        let _ = self.thread.join();
    }
}

fn work(mut connection: Connection, mut waiting: mpsc::Receiver<Job>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = Vec::new();
        let mut oldest = None;
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Append(entry, reply) => group.push((entry, reply)),
                Job::Purge { before } => oldest = Some(before),
            }
            next = if group.len() < GROUP {
                waiting.try_recv().ok()
            } else {
                None
            };
        }
        if !group.is_empty() {
            settle(&mut connection, group);
        }
        if let Some(before) = oldest {
            // A failure leaves old keys for the next round.
            let _ = purge(&mut connection, before);
        }
    }
    // The file is complete without its log, which makes copies and backups simple.
    let _ = connection.pragma_update(None, "wal_checkpoint", "TRUNCATE");
}

/// Commits the group and answers each. When the group fails, each entry gets its own transaction,
/// so that one that cannot be stored does not take the others with it; unless the database is held
/// by another program, which no entry is to blame for and each would wait for in vain.
fn settle(connection: &mut Connection, group: Vec<(Box<Entry>, Reply)>) {
    let results = match commit(connection, group.iter().map(|(entry, _)| &**entry)) {
        Ok(outcomes) => outcomes.into_iter().map(Ok).collect::<Vec<_>>(),
        Err(error) if error.passes() => group.iter().map(|_| Err(StoreError::Full)).collect(),
        Err(error) if group.len() == 1 => vec![Err(error)],
        Err(_) => group
            .iter()
            .map(|(entry, _)| {
                commit(connection, std::iter::once(&**entry))
                    .and_then(|outcomes| outcomes.into_iter().next().ok_or(StoreError::Closed))
            })
            .collect(),
    };
    for ((_, reply), result) in group.into_iter().zip(results) {
        // Whoever asked may have gone; the entry stays.
        let _ = reply.send(result);
    }
}

fn commit<'e>(
    connection: &mut Connection,
    entries: impl Iterator<Item = &'e Entry>,
) -> Result<Vec<Outcome>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut places = Places::default();
    let outcomes = entries
        .map(|entry| append(&transaction, entry, &mut places))
        .collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(outcomes)
}

/// One entry, its proofs and its key. A repeated e-mail takes the same steps as a new one: the
/// unique index keeps the first record, the newer consents become new proofs of it.
fn append(
    connection: &Connection,
    entry: &Entry,
    places: &mut Places,
) -> Result<Outcome, StoreError> {
    if let Some(idempotency) = &entry.idempotency
        && let Some(outcome) = find_answer(connection, &entry.petition, idempotency)?
    {
        return Ok(outcome);
    }
    if !record::insert(connection, entry, places)? {
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
