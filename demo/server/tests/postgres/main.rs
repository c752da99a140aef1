//! The tests of whatever touches the database, over PostgreSQL: the same files as over SQLite, and
//! what only several servers on one database can show.
//!
//! Not run by a plain `cargo test`, which must work without PostgreSQL:
//! `cargo test -p wesign-server --test postgres`, or `npm test -- postgres`, which installs it.

mod cluster;
mod several;

#[path = "../http/support/mod.rs"]
#[allow(dead_code, unused_imports)]
mod support;

#[path = "../http/cases.rs"]
mod cases;
#[path = "../http/erasure.rs"]
mod erasure;
#[path = "../http/forms.rs"]
mod forms;
#[path = "../http/gatherings.rs"]
mod gatherings;
#[path = "../http/kill.rs"]
mod kill;
#[path = "../http/levers.rs"]
mod levers;
#[path = "../http/mail.rs"]
mod mail;
#[path = "../http/mailings.rs"]
mod mailings;
#[path = "../http/numbers.rs"]
mod numbers;
#[path = "../http/optin.rs"]
mod optin;
#[path = "../http/places.rs"]
mod places;
#[path = "../http/privacy.rs"]
mod privacy;
#[path = "../http/signing.rs"]
mod signing;
#[path = "../http/subscriptions.rs"]
mod subscriptions;

/// The address of a new database.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn postgres() -> Option<String> {
    Some(cluster::database())
}
