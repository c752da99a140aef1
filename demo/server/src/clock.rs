//! The only clock of the server.

use std::time::{SystemTime, UNIX_EPOCH};

use wesign_core::time::Timestamp;

/// The time of this machine, in whole seconds.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
