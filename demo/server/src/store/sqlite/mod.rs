//! SQLite: one file, one machine, one process.
//!
//! One thread writes; reads have their own connection.

mod reader;
mod record;
mod schema;
mod writer;

use std::path::Path;
use std::thread::JoinHandle;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use self::reader::Reader;
use self::schema::Address;
pub(super) use self::schema::{APPLICATION_ID, VERSION};
use super::queue::Queue;
use super::statement::{Row, Rows, Statement};
use super::storage::{Reply, Signatory, Storage};
use super::{Entry, Idempotency, Outcome, StoreError};

/// An open SQLite database.
pub(super) struct Sqlite {
    queue: Queue,
    reader: Reader,
    thread: JoinHandle<()>,
}

impl Sqlite {
    /// Opens or creates the file, or a database in memory; answers the secret too.
    pub(super) fn open(file: Option<&Path>) -> Result<(Self, [u8; 32]), StoreError> {
        let address = Address::prepare(file)?;
        let mut connection = address.writer()?;
        let secret = schema::migrate(&mut connection)?;
        let reader = Reader::new(address.reader()?);
        let (queue, waiting) = Queue::new();
        let thread =
            writer::start(connection, waiting).map_err(|error| StoreError::Thread(error.kind()))?;
        let open = Self {
            queue,
            reader,
            thread,
        };
        Ok((open, secret))
    }
}

impl Storage for Sqlite {
    fn append(&self, entry: Entry) -> Reply<'_, Outcome> {
        self.queue.append(entry).boxed()
    }

    fn answered<'a>(
        &'a self,
        petition: &'a str,
        idempotency: &'a Idempotency,
    ) -> Reply<'a, Option<Outcome>> {
        let (petition, idempotency) = (petition.to_owned(), idempotency.clone());
        self.reader.answered(petition, idempotency).boxed()
    }

    fn run(&self, statements: Vec<Statement>) -> Reply<'_, Rows> {
        self.queue.run(statements).boxed()
    }

    fn read(&self, statement: Statement) -> Reply<'_, Vec<Row>> {
        self.reader.query(statement).boxed()
    }

    fn shown_after(&self, after: i64) -> Reply<'_, (i64, Vec<String>)> {
        self.reader.shown_after(after).boxed()
    }

    fn signatories<'a>(&'a self, petition: &'a str, most: u32) -> Reply<'a, Vec<Signatory>> {
        self.reader.signatories(petition.to_owned(), most).boxed()
    }

    fn purge_keys(&self, before: i64) {
        self.queue.purge(before);
    }

    fn is_alive(&self) -> bool {
        self.queue.is_alive()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        let Self { queue, thread, .. } = *self;
        drop(queue);
        let ended = tokio::task::spawn_blocking(move || thread.join());
        ended.map(drop).boxed()
    }
}
