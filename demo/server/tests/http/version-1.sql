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

-- What a server of version 1 left behind.
INSERT INTO meta VALUES ('secret', x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
INSERT INTO signature (petition, dedup, at, lang, given_name, family_name, email, postcode, locality)
VALUES ('levers', x'01', 1790000000, 'fr', 'Ada', 'Lovelace', 'ada@example.org', '35000', 'Rennes'),
       ('levers', x'02', 1790000001, 'fr', 'Malo', 'Le Gall', 'malo@example.org', '35000', NULL),
       ('usual', x'03', 1790000002, 'fr', 'Zoé', 'Martin', 'zoe@example.org', '75018', NULL);
INSERT INTO consent (signature, purpose, granted, wording, version, lang, at)
VALUES (1, 'public_signatory', 1, 'shown', 1, 'fr', 1790000000),
       (2, 'public_signatory', 0, 'shown', 1, 'fr', 1790000001),
       (3, 'petition_updates', 1, 'updates', 1, 'fr', 1790000002);
PRAGMA application_id = 2004051822;
PRAGMA user_version = 1;
