//! Tables, how a connection is set up, and the secret of this database.
//! What each holds, why and until when: [`crate::store`].

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use crate::store::StoreError;

/// What leads from each version of the tables to the next one; `PRAGMA user_version` says how many
/// of them a file has. One that was released is never changed.
const MIGRATIONS: [&str; 4] = [SIGNATURES, LEVERS, MAIL, MAILINGS];
/// Version of the tables.
pub(in crate::store) const VERSION: i64 = MIGRATIONS.len() as i64;
/// "wsgn": tells `file` and other tools whose database this is.
pub(in crate::store) const APPLICATION_ID: i64 = 0x7773_676e;

/// Version 1: signing.
const SIGNATURES: &str = "
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: ids only grow, even after a deletion, so that the sum of what was appended since
-- an id is exact.
CREATE TABLE signature (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    petition TEXT NOT NULL,
    dedup BLOB NOT NULL,
    at INTEGER NOT NULL,
    lang TEXT,
    given_name TEXT,
    family_name TEXT,
    full_name TEXT,
    email TEXT NOT NULL,
    country TEXT,
    postcode TEXT,
    locality TEXT,
    phone TEXT,
    comment TEXT,
    birth_year INTEGER,
    organisation TEXT
) STRICT;
-- One e-mail counts once per petition. It also covers the sums.
CREATE UNIQUE INDEX signature_once ON signature (petition, dedup);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    signature INTEGER NOT NULL REFERENCES signature (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    granted INTEGER NOT NULL,
    wording TEXT NOT NULL,
    version INTEGER NOT NULL,
    lang TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_of_signature ON consent (signature);

CREATE TABLE idempotency (
    petition TEXT NOT NULL,
    key TEXT NOT NULL,
    body BLOB NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (petition, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (at);
";

/// Version 2: gatherings, subscriptions, and signatories who agreed to be shown.
const LEVERS: &str = "
-- AUTOINCREMENT for the same reason as signatures.
CREATE TABLE registration (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    petition TEXT NOT NULL,
    gathering TEXT NOT NULL,
    dedup BLOB NOT NULL,
    at INTEGER NOT NULL,
    lang TEXT,
    given_name TEXT,
    family_name TEXT,
    full_name TEXT,
    email TEXT NOT NULL
) STRICT;
-- One e-mail registers once per gathering. It also covers the places that are taken.
CREATE UNIQUE INDEX registration_once ON registration (petition, gathering, dedup);

CREATE TABLE registration_consent (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    granted INTEGER NOT NULL,
    wording TEXT NOT NULL,
    version INTEGER NOT NULL,
    lang TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_of_registration ON registration_consent (registration);

CREATE TABLE subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    petition TEXT NOT NULL,
    dedup BLOB NOT NULL,
    at INTEGER NOT NULL,
    lang TEXT,
    email TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX subscription_once ON subscription (petition, dedup);

CREATE TABLE subscription_consent (
    id INTEGER PRIMARY KEY,
    subscription INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    granted INTEGER NOT NULL,
    wording TEXT NOT NULL,
    version INTEGER NOT NULL,
    lang TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_of_subscription ON subscription_consent (subscription);

-- Who agreed to be shown, newest first, without a walk over everybody else.
CREATE INDEX consent_to_be_shown ON consent (signature)
    WHERE purpose = 'public_signatory' AND granted = 1;
";

/// Version 3: addresses that are confirmed by mail, what counts, and letters to send.
const MAIL: &str = "
-- AUTOINCREMENT for the same reason as signatures.
CREATE TABLE tally (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    petition TEXT NOT NULL,
    gathering TEXT NOT NULL,
    change INTEGER NOT NULL,
    forgotten INTEGER NOT NULL DEFAULT 0,
    late INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO tally (petition, gathering, change)
    SELECT petition, '', count(*) FROM signature GROUP BY petition;
INSERT INTO tally (petition, gathering, change)
    SELECT petition, gathering, count(*) FROM registration GROUP BY petition, gathering;

ALTER TABLE signature ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signature ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signature ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signature ADD COLUMN confirmed_at INTEGER;
ALTER TABLE signature ADD COLUMN refused_at INTEGER;
CREATE INDEX signature_pending ON signature (asked_at) WHERE pending = 1;
ALTER TABLE subscription ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN confirmed_at INTEGER;
ALTER TABLE subscription ADD COLUMN refused_at INTEGER;
CREATE INDEX subscription_pending ON subscription (asked_at) WHERE pending = 1;

-- AUTOINCREMENT: the id is part of the letter's Message-ID, which is never given twice.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    letter TEXT NOT NULL,
    petition TEXT NOT NULL,
    signature INTEGER REFERENCES signature (id) ON DELETE CASCADE,
    subscription INTEGER REFERENCES subscription (id) ON DELETE CASCADE,
    item TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    lease INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER,
    outcome TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE done_at IS NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_of_signature ON outbox (signature);
CREATE INDEX outbox_of_subscription ON outbox (subscription);
";

/// Version 4: how far news and gatherings were sent.
const MAILINGS: &str = "
CREATE TABLE mailing (
    petition TEXT NOT NULL,
    letter TEXT NOT NULL,
    item TEXT NOT NULL,
    signature INTEGER NOT NULL DEFAULT 0,
    subscription INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER,
    PRIMARY KEY (petition, letter, item)
) STRICT, WITHOUT ROWID;
";

/// The name under which every connection finds the same database.
pub(super) struct Address {
    name: String,
    memory: bool,
}

impl Address {
    /// Prepares the place: a new file is created readable by its owner alone, since SQLite gives
    /// its journal files the same rights.
    pub(super) fn prepare(file: Option<&Path>) -> Result<Self, StoreError> {
        match file {
            None => {
                let mut unique = [0; 8];
                getrandom::fill(&mut unique).map_err(|_| StoreError::Randomness)?;
                let unique = u64::from_le_bytes(unique);
                Ok(Self {
                    name: format!("file:/wesign-{unique:016x}?vfs=memdb"),
                    memory: true,
                })
            }
            Some(path) => {
                create_private(path)
                    .map_err(|error| StoreError::File(path.display().to_string(), error.kind()))?;
                Ok(Self {
                    name: path.display().to_string(),
                    memory: false,
                })
            }
        }
    }

    /// The connection of the writer.
    pub(super) fn writer(&self) -> Result<Connection, StoreError> {
        let connection = self.connect()?;
        if !self.memory {
            connection.pragma_update(None, "journal_mode", "WAL")?;
        }
        // FULL: the answer goes out after the log reached the disk, so that it also survives a
        // power cut.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", "FAST")?;
        Ok(connection)
    }

    /// A connection that can only read.
    pub(super) fn reader(&self) -> Result<Connection, StoreError> {
        let connection = self.connect()?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }

    fn connect(&self) -> Result<Connection, StoreError> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if self.memory {
            flags |= OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connection = Connection::open_with_flags(&self.name, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        Ok(connection)
    }
}

fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Brings the tables to this version, from nothing or from an older one, under the write lock;
/// refuses those of a newer server. Answers the secret.
pub(super) fn migrate(connection: &mut Connection) -> Result<[u8; 32], StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let missing = usize::try_from(found)
        .ok()
        .and_then(|found| MIGRATIONS.get(found..))
        .ok_or(StoreError::Version {
            found,
            known: VERSION,
        })?;
    for migration in missing {
        transaction.execute_batch(migration)?;
    }
    if found == 0 {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| StoreError::Randomness)?;
        transaction.execute(
            "INSERT INTO meta (key, value) VALUES ('secret', ?1)",
            params![secret.as_slice()],
        )?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    if !missing.is_empty() {
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    let secret =
        transaction.query_row("SELECT value FROM meta WHERE key = 'secret'", [], |row| {
            row.get::<_, [u8; 32]>(0)
        })?;
    transaction.commit()?;
    Ok(secret)
}
