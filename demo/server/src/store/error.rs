//! Why the database could not do it.

use super::postgres::PostgresError;

/// Why the database could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no, or could not be reached.
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] PostgresError),
    /// The file cannot be opened or created.
    #[error("cannot open the database file {0}: {1}")]
    File(String, std::io::ErrorKind),
    /// The writer thread cannot start.
    #[error("cannot start the writer thread: {0}")]
    Thread(std::io::ErrorKind),
    /// The system gave no random bytes for the secret.
    #[error("the system gives no random bytes")]
    Randomness,
    /// The tables were made by a newer server.
    #[error(
        "the database has tables of version {found}, this server knows up to {known}: \
         use a newer wesign-server"
    )]
    Version {
        /// In the database.
        found: i64,
        /// In this program.
        known: i64,
    },
    /// A column is not of the kind that this program stores there.
    #[error("column {0} holds something else than this server stores there")]
    Column(usize),
    /// Too much waits for the disk.
    #[error("too much waits for the disk")]
    Full,
    /// The writer has ended.
    #[error("the database is closed")]
    Closed,
}

impl StoreError {
    /// Whether the same request can succeed in a moment: a full queue, a database that another
    /// program holds, a backup for instance, or one that cannot be reached for the moment.
    #[must_use]
    pub fn passes(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match self {
            Self::Full => true,
            Self::Sqlite(error) => {
                matches!(
                    error.sqlite_error_code(),
                    Some(DatabaseBusy | DatabaseLocked)
                )
            }
            Self::Postgres(error) => error.passes(),
            _ => false,
        }
    }
}
