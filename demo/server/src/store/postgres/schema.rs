//! Tables and the secret of this database. What each holds, why and until when: [`crate::store`].

use tokio_postgres::Client;

use super::LOCK;
use crate::store::StoreError;

/// What leads from each version of the tables to the next one; `meta` says how many of them a
/// database has. One that was released is never changed.
const MIGRATIONS: [&str; 3] = [FIRST, MAIL, MAILINGS];
/// Version of the tables.
const VERSION: i64 = MIGRATIONS.len() as i64;

/// Version 1: signing, gatherings, subscriptions.
const FIRST: &str = "
CREATE TABLE signature (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    petition TEXT NOT NULL,
    dedup BYTEA NOT NULL,
    at BIGINT NOT NULL,
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
    birth_year BIGINT,
    organisation TEXT
);
-- One e-mail counts once per petition. It also covers the sums.
CREATE UNIQUE INDEX signature_once ON signature (petition, dedup);

CREATE TABLE consent (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    signature BIGINT NOT NULL REFERENCES signature (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    wording TEXT NOT NULL,
    version BIGINT NOT NULL,
    lang TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX consent_of_signature ON consent (signature);
-- Who agreed to be shown, newest first, without a walk over everybody else.
CREATE INDEX consent_to_be_shown ON consent (signature)
    WHERE purpose = 'public_signatory' AND granted;

CREATE TABLE registration (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    petition TEXT NOT NULL,
    gathering TEXT NOT NULL,
    dedup BYTEA NOT NULL,
    at BIGINT NOT NULL,
    lang TEXT,
    given_name TEXT,
    family_name TEXT,
    full_name TEXT,
    email TEXT NOT NULL
);
-- One e-mail registers once per gathering. It also covers the places that are taken.
CREATE UNIQUE INDEX registration_once ON registration (petition, gathering, dedup);

CREATE TABLE registration_consent (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    registration BIGINT NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    wording TEXT NOT NULL,
    version BIGINT NOT NULL,
    lang TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX consent_of_registration ON registration_consent (registration);

CREATE TABLE subscription (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    petition TEXT NOT NULL,
    dedup BYTEA NOT NULL,
    at BIGINT NOT NULL,
    lang TEXT,
    email TEXT NOT NULL
);
CREATE UNIQUE INDEX subscription_once ON subscription (petition, dedup);

CREATE TABLE subscription_consent (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscription BIGINT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    wording TEXT NOT NULL,
    version BIGINT NOT NULL,
    lang TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX consent_of_subscription ON subscription_consent (subscription);

CREATE TABLE idempotency (
    petition TEXT NOT NULL,
    key TEXT NOT NULL,
    body BYTEA NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (petition, key)
);
CREATE INDEX idempotency_age ON idempotency (at);
";

/// Version 2: addresses that are confirmed by mail, what counts, and letters to send.
const MAIL: &str = "
CREATE TABLE tally (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    petition TEXT NOT NULL,
    gathering TEXT NOT NULL,
    change BIGINT NOT NULL,
    forgotten BIGINT NOT NULL DEFAULT 0,
    late BIGINT NOT NULL DEFAULT 0
);
INSERT INTO tally (petition, gathering, change)
    SELECT petition, '', count(*) FROM signature GROUP BY petition;
INSERT INTO tally (petition, gathering, change)
    SELECT petition, gathering, count(*) FROM registration GROUP BY petition, gathering;

ALTER TABLE signature
    ADD COLUMN pending BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN asked BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN confirmed_at BIGINT,
    ADD COLUMN refused_at BIGINT;
CREATE INDEX signature_pending ON signature (asked_at) WHERE pending = 1;
ALTER TABLE subscription
    ADD COLUMN pending BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN asked BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN confirmed_at BIGINT,
    ADD COLUMN refused_at BIGINT;
CREATE INDEX subscription_pending ON subscription (asked_at) WHERE pending = 1;

CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter TEXT NOT NULL,
    petition TEXT NOT NULL,
    signature BIGINT REFERENCES signature (id) ON DELETE CASCADE,
    subscription BIGINT REFERENCES subscription (id) ON DELETE CASCADE,
    item TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    lease BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT,
    outcome TEXT
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE done_at IS NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_of_signature ON outbox (signature);
CREATE INDEX outbox_of_subscription ON outbox (subscription);
";

/// Version 3: how far news and gatherings were sent.
const MAILINGS: &str = "
CREATE TABLE mailing (
    petition TEXT NOT NULL,
    letter TEXT NOT NULL,
    item TEXT NOT NULL,
    signature BIGINT NOT NULL DEFAULT 0,
    subscription BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT,
    PRIMARY KEY (petition, letter, item)
);
";

/// Brings the tables to this version, from nothing or from an older one, under the lock of those who
/// write; refuses those of a newer server. Answers the secret.
pub(super) async fn migrate(client: &mut Client) -> Result<[u8; 32], StoreError> {
    let transaction = client.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await?;
    transaction
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BYTEA NOT NULL)",
        )
        .await?;
    let meta = async |key: &str| -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = $1";
        let row = transaction.query_opt(sql, &[&key]).await?;
        Ok(row.map(|row| row.get(0)))
    };
    let found = match meta("version").await? {
        Some(bytes) => i64::from_be_bytes(bytes.try_into().unwrap_or([0xff; 8])),
        None => 0,
    };
    let missing = usize::try_from(found)
        .ok()
        .and_then(|found| MIGRATIONS.get(found..))
        .ok_or(StoreError::Version {
            found,
            known: VERSION,
        })?;
    for migration in missing {
        transaction.batch_execute(migration).await?;
    }
    let set = "INSERT INTO meta (key, value) VALUES ($1, $2)
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    if found == 0 {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| StoreError::Randomness)?;
        transaction.execute(set, &[&"secret", &&secret[..]]).await?;
    }
    if !missing.is_empty() {
        let version = VERSION.to_be_bytes();
        transaction
            .execute(set, &[&"version", &&version[..]])
            .await?;
    }
    let secret = meta("secret")
        .await?
        .and_then(|bytes| bytes.try_into().ok());
    let secret = secret.ok_or(StoreError::Closed)?;
    transaction.commit().await?;
    Ok(secret)
}
