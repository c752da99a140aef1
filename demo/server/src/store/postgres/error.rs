//! What PostgreSQL answered, without what it was asked.

use std::fmt;

use deadpool_postgres::PoolError;
use tokio_postgres::error::SqlState;

/// An error of PostgreSQL or of the way to it.
///
/// Its text is the code alone: PostgreSQL's own message and detail repeat the values of the row.
#[derive(Debug)]
pub struct PostgresError(Cause);

#[derive(Debug)]
enum Cause {
    /// The server's answer.
    Server(tokio_postgres::Error),
    /// No connection was free in time.
    Busy,
    /// No trusted certificates on this machine.
    Certificates,
}

impl PostgresError {
    /// Encrypted connections need certificates to trust, and this machine has none.
    pub(super) const CERTIFICATES: Self = Self(Cause::Certificates);

    /// Whether the same request can succeed in a moment: the connection was lost, the server
    /// restarts, somebody holds a lock.
    #[must_use]
    pub fn passes(&self) -> bool {
        let error = match &self.0 {
            Cause::Server(error) => error,
            Cause::Busy => return true,
            Cause::Certificates => return false,
        };
        match error.code() {
            Some(code) => [
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
                SqlState::TOO_MANY_CONNECTIONS,
                SqlState::LOCK_NOT_AVAILABLE,
                SqlState::QUERY_CANCELED,
                SqlState::T_R_DEADLOCK_DETECTED,
                SqlState::T_R_SERIALIZATION_FAILURE,
                SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                SqlState::READ_ONLY_SQL_TRANSACTION,
            ]
            .contains(code),
            // Not an answer of the server: the way to it broke.
            None => {
                error.is_closed()
                    || std::error::Error::source(error)
                        .is_some_and(|source| source.is::<std::io::Error>())
            }
        }
    }
}

impl fmt::Display for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Server(error) => match error.code() {
                Some(code) => write!(f, "SQLSTATE {}", code.code()),
                // Texts of the client library and of the system: they have no values.
                None => match std::error::Error::source(error) {
                    Some(source) => write!(f, "{error}: {source}"),
                    None => write!(f, "{error}"),
                },
            },
            Cause::Busy => f.write_str("no connection was free in time"),
            Cause::Certificates => f.write_str(
                "no trusted certificates on this machine. Install ca-certificates or name a file \
                 in SSL_CERT_FILE; on a network of your own, sslmode=disable goes without",
            ),
        }
    }
}

impl std::error::Error for PostgresError {}

impl From<tokio_postgres::Error> for PostgresError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self(Cause::Server(error))
    }
}

impl From<PoolError> for PostgresError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            _ => Self(Cause::Busy),
        }
    }
}

impl From<tokio_postgres::Error> for crate::store::StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Postgres(error.into())
    }
}

impl From<PoolError> for crate::store::StoreError {
    fn from(error: PoolError) -> Self {
        Self::Postgres(error.into())
    }
}
