//! What waits to be written, and in which groups: the same before either database.

use tokio::sync::{mpsc, oneshot};

use super::statement::{Rows, Statement};
use super::{Entry, Outcome, StoreError};

/// Entries that may wait for the disk; beyond, the server says that it is overloaded.
const QUEUE: usize = 4096;
/// Entries that share one commit.
const GROUP: usize = 512;

/// Where the result of an entry goes.
type Reply = oneshot::Sender<Result<Outcome, StoreError>>;

/// Statements of a transaction of their own, and who waits for their rows.
pub(super) type Run = (Vec<Statement>, oneshot::Sender<Result<Rows, StoreError>>);

/// Work for the writer.
pub(super) enum Job {
    /// An entry, and who waits for it.
    Append(Box<Entry>, Reply),
    /// Statements of a transaction of their own.
    Run(Run),
    /// Forget the keys older than this (Unix seconds).
    Purge {
        /// From when on keys stay.
        before: i64,
    },
}

/// The way to the writer.
pub(super) struct Queue {
    jobs: mpsc::Sender<Job>,
}

impl Queue {
    /// A queue and its other end.
    pub(super) fn new() -> (Self, mpsc::Receiver<Job>) {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        (Self { jobs }, waiting)
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

    /// Runs statements in a transaction of their own; answers once it is on the disk.
    pub(super) async fn run(&self, statements: Vec<Statement>) -> Result<Rows, StoreError> {
        let (reply, answer) = oneshot::channel();
        // Chores wait for a place in the queue: they have nobody to tell to come again.
        let sent = self.jobs.send(Job::Run((statements, reply))).await;
        sent.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Asks to forget the keys older than `before`. Skipped when the queue is full: the next round
    /// does it.
    pub(super) fn purge(&self, before: i64) {
        let _ = self.jobs.try_send(Job::Purge { before });
    }

    /// Whether somebody takes what waits.
    pub(super) fn is_alive(&self) -> bool {
        !self.jobs.is_closed()
    }
}

/// What is written next.
#[derive(Default)]
pub(super) struct Group {
    /// Entries of one commit.
    entries: Vec<(Box<Entry>, Reply)>,
    /// Transactions of their own, after that of the entries.
    pub(super) runs: Vec<Run>,
    /// Keys older than this are forgotten.
    pub(super) purge: Option<i64>,
}

impl Group {
    /// `first` and what waits behind it, as far as it fits into one commit.
    pub(super) fn gather(first: Job, waiting: &mut mpsc::Receiver<Job>) -> Self {
        let mut group = Self::default();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Append(entry, reply) => group.entries.push((entry, reply)),
                Job::Run(run) => group.runs.push(run),
                Job::Purge { before } => group.purge = Some(before),
            }
            next = if group.entries.len() < GROUP {
                waiting.try_recv().ok()
            } else {
                None
            };
        }
        group
    }

    /// Whether there is nothing to commit.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries.
    pub(super) fn entries(&self) -> Vec<&Entry> {
        self.entries.iter().map(|(entry, _)| &**entry).collect()
    }

    /// Answers each entry when they were committed together, or will not be: where the database is
    /// held or out of reach no entry is to blame, and each would wait in vain. Otherwise gives
    /// itself back: each entry needs a transaction of its own, so that one that cannot be stored
    /// does not take the others with it.
    pub(super) fn settle(self, result: Result<Vec<Outcome>, StoreError>) -> Option<Self> {
        let results = match result {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) if error.passes() => {
                self.entries.iter().map(|_| Err(StoreError::Full)).collect()
            }
            Err(error) if self.entries.len() == 1 => vec![Err(error)],
            Err(_) => return Some(self),
        };
        self.reply(results);
        None
    }

    /// Answers each entry.
    pub(super) fn reply(self, results: Vec<Result<Outcome, StoreError>>) {
        for ((_, reply), result) in self.entries.into_iter().zip(results) {
            // Whoever asked may have gone; the entry stays.
            let _ = reply.send(result);
        }
    }
}
