//! PostgreSQL: several servers share one database.
//!
//! Each server has one writer, and the writers of all of them take turns: a transaction begins with
//! one advisory lock, which is what SQLite's write lock is on one machine. So the ids that a server
//! has summed up to have no smaller ones to come, places at a gathering are counted once for all
//! servers, and no two writers ever wait for each other's rows.

mod error;
mod link;
mod reader;
mod record;
mod schema;
mod statement;
mod writer;

use deadpool_postgres::Pool;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::task::JoinHandle;
use tokio_postgres::Config;

use super::queue::Queue;
use super::statement::{Row, Rows, Statement};
use super::storage::{Reply, Signatory, Storage};
use super::{Entry, Idempotency, Outcome, StoreError};

pub use error::PostgresError;

/// Held while the tables are changed, and by whoever writes. Any number that no other program uses.
const LOCK: i64 = 0x7773_676e;

/// An open PostgreSQL database.
pub(super) struct Postgres {
    queue: Queue,
    pool: Pool,
    writer: JoinHandle<()>,
}

impl Postgres {
    /// Connects and brings the tables to this version; answers the secret too.
    pub(super) async fn open(config: &Config) -> Result<(Self, [u8; 32]), StoreError> {
        let pool = link::pool(config)?;
        let secret = schema::migrate(&mut *link::take(&pool).await?).await?;
        let (queue, waiting) = Queue::new();
        let writer = tokio::spawn(writer::work(pool.clone(), waiting));
        let open = Self {
            queue,
            pool,
            writer,
        };
        Ok((open, secret))
    }
}

impl Storage for Postgres {
    fn append(&self, entry: Entry) -> Reply<'_, Outcome> {
        self.queue.append(entry).boxed()
    }

    fn answered<'a>(
        &'a self,
        petition: &'a str,
        idempotency: &'a Idempotency,
    ) -> Reply<'a, Option<Outcome>> {
        reader::answered(&self.pool, petition, idempotency).boxed()
    }

    fn run(&self, statements: Vec<Statement>) -> Reply<'_, Rows> {
        self.queue.run(statements).boxed()
    }

    fn read(&self, statement: Statement) -> Reply<'_, Vec<Row>> {
        statement::read(&self.pool, statement).boxed()
    }

    fn shown_after(&self, after: i64) -> Reply<'_, (i64, Vec<String>)> {
        reader::shown_after(&self.pool, after).boxed()
    }

    fn signatories<'a>(&'a self, petition: &'a str, most: u32) -> Reply<'a, Vec<Signatory>> {
        reader::signatories(&self.pool, petition, most).boxed()
    }

    fn purge_keys(&self, before: i64) {
        self.queue.purge(before);
    }

    fn is_alive(&self) -> bool {
        self.queue.is_alive()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        let Self {
            queue,
            pool,
            writer,
        } = *self;
        drop(queue);
        async move {
            let _ = writer.await;
            pool.close();
        }
        .boxed()
    }
}
