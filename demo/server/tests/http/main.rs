//! The real program over real sockets and real SQLite files.

mod support;

mod backup;
mod bad_http;
mod bad_input;
mod cases;
mod contract;
mod erasure;
mod files;
mod forms;
mod gatherings;
mod kill;
mod levers;
mod mail;
mod mailings;
mod migration;
mod numbers;
mod optin;
mod origins;
mod places;
mod privacy;
mod reading;
mod signing;
mod start;
mod subscriptions;

/// This suite is about SQLite; `tests/postgres` runs some of these files over PostgreSQL.
pub(crate) fn postgres() -> Option<String> {
    None
}
