//! How each kind of entry becomes a row with its proofs and its key, in one statement.

use deadpool_postgres::{Object, Transaction};
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

use super::reader::outcome;
use crate::store::{Entry, Outcome, Record, StoreError, optin};

/// The statements of the writer, prepared once per connection.
pub(super) struct Statements {
    /// Waits for the other writers.
    pub(super) lock: Statement,
    signature: Statement,
    registration: Statement,
    subscription: Statement,
}

/// A kind of entry, as its statement is made.
struct Kind {
    table: &'static str,
    /// Its columns behind `petition`, `dedup` and `at`.
    columns: &'static [&'static str],
    /// The table of its proofs.
    consents: &'static str,
    /// What a row of the ledger is about, where it counts.
    counts: Option<&'static str>,
    /// Whether it can wait for a confirmation.
    confirms: bool,
    /// What else identifies a row, besides `petition` and `dedup`; the first of the columns.
    also: Option<&'static str>,
}

/// The statement that writes an entry.
///
/// `known`: a retry finds its answer, and nothing is written. `room`: a gathering has a place left,
/// counted before this entry. A repeated e-mail takes the same steps as a new one: the first record
/// stays, the newer consents become new proofs of it. Who has a place at a full gathering hears that
/// it is full like everybody else: it is not for others to find out who comes. `asked`: the address
/// was there and gets the letter once more, unless it had enough of them. It sees the rows before
/// the statement, so that it never meets what `added` adds.
///
/// Values: 1 petition, 2 key, 3 body, 4 answer, 5 at, 6 dedup, 7 to 12 the proofs, column by column,
/// 13 whether it waits for a confirmation; from 14 on the columns of the table, and last the capacity
/// of a gathering.
fn statement(kind: &Kind) -> String {
    let Kind { table, .. } = *kind;
    let last = FIRST_COLUMN + kind.columns.len();
    let mut names = kind.columns.join(", ");
    let values = (FIRST_COLUMN..last).map(|at| format!("${at}"));
    let mut values = values.collect::<Vec<_>>().join(", ");
    let (unique, same, room) = match kind.also {
        None => (
            "petition, dedup".to_owned(),
            String::new(),
            "true".to_owned(),
        ),
        Some(column) => (
            format!("petition, {column}, dedup"),
            format!("AND {column} = ${FIRST_COLUMN}"),
            format!(
                "(${last}::bigint IS NULL OR ${last}::bigint > (SELECT count(*) FROM {table}
                 WHERE petition = $1 AND {column} = ${FIRST_COLUMN}))"
            ),
        ),
    };
    let mut further = String::new();
    if let Some(about) = kind.counts {
        further += &format!(
            "counted AS (
            INSERT INTO tally (petition, gathering, change)
            SELECT $1, {about}, 1 FROM added WHERE $13::bigint = 0),"
        );
    }
    if kind.confirms {
        names += ", pending, asked, asked_at";
        values += ", $13::bigint, $13::bigint, $13::bigint * $5::bigint";
        let waits = if table == "signature" {
            ""
        } else {
            "AND pending = 1"
        };
        further += &format!(
            "asked AS (
            UPDATE {table} SET asked = asked + 1, asked_at = $5 FROM room
            WHERE room.left AND $13::bigint = 1 AND petition = $1 AND dedup = $6
                AND asked < {letters} AND asked_at <= $5 - {pause} {waits} RETURNING id),
        letters AS (
            INSERT INTO outbox (letter, petition, {table}, at, due_at)
            SELECT 'confirm', $1, id, $5, $5
            FROM (SELECT id FROM added WHERE $13::bigint = 1 UNION ALL SELECT id FROM asked) AS one),",
            letters = optin::LETTERS,
            pause = optin::PAUSE,
        );
    }
    format!(
        "WITH known AS (SELECT body, answer FROM idempotency WHERE petition = $1 AND key = $2),
        room AS (SELECT {room} AS left WHERE NOT EXISTS (SELECT 1 FROM known)),
        added AS (
            INSERT INTO {table} (petition, dedup, at, {names})
            SELECT $1, $6, $5, {values} FROM room WHERE room.left
            ON CONFLICT ({unique}) DO NOTHING RETURNING id),
        owner AS (
            SELECT id FROM added UNION ALL
            SELECT id FROM {table}, room
            WHERE room.left AND petition = $1 AND dedup = $6 {same}),
        {further}
        proofs AS (
            INSERT INTO {consents} ({table}, purpose, granted, wording, version, lang, at)
            SELECT owner.id, proof.* FROM owner, unnest($7::text[], $8::boolean[], $9::text[],
                $10::bigint[], $11::text[], $12::bigint[]) AS proof),
        kept AS (
            INSERT INTO idempotency (petition, key, body, answer, at)
            SELECT $1, $2, $3, $4, $5 FROM room WHERE room.left AND $2 IS NOT NULL)
        SELECT body, answer, NULL::boolean AS left FROM known
        UNION ALL SELECT NULL, NULL, room.left FROM room",
        consents = kind.consents,
    )
}

/// Place of the first value that is a column of its own.
const FIRST_COLUMN: usize = 14;

const SIGNATURE: Kind = Kind {
    table: "signature",
    columns: &[
        "lang",
        "given_name",
        "family_name",
        "full_name",
        "email",
        "country",
        "postcode",
        "locality",
        "phone",
        "comment",
        "birth_year",
        "organisation",
    ],
    consents: "consent",
    counts: Some("''"),
    confirms: true,
    also: None,
};
const REGISTRATION: Kind = Kind {
    table: "registration",
    columns: &[
        "gathering",
        "lang",
        "given_name",
        "family_name",
        "full_name",
        "email",
    ],
    consents: "registration_consent",
    counts: Some("$14"),
    confirms: false,
    also: Some("gathering"),
};
const SUBSCRIPTION: Kind = Kind {
    table: "subscription",
    columns: &["lang", "email"],
    consents: "subscription_consent",
    counts: None,
    confirms: true,
    also: None,
};

impl Statements {
    /// From the connection's cache after the first time.
    pub(super) async fn prepare(client: &Object) -> Result<Self, StoreError> {
        let prepare = async |sql: &str| client.prepare_cached(sql).await;
        Ok(Self {
            lock: prepare("SELECT pg_advisory_xact_lock($1)").await?,
            signature: prepare(&statement(&SIGNATURE)).await?,
            registration: prepare(&statement(&REGISTRATION)).await?,
            subscription: prepare(&statement(&SUBSCRIPTION)).await?,
        })
    }

    /// Writes the entry with its proofs and its key.
    pub(super) async fn append(
        &self,
        transaction: &Transaction<'_>,
        entry: &Entry,
    ) -> Result<Outcome, StoreError> {
        let key = entry.idempotency.as_ref();
        let (name, body) = (key.map(|key| &*key.key), key.map(|key| &key.body[..]));
        let dedup = &entry.dedup[..];
        let proofs = Proofs::of(entry);
        let confirm = i64::from(entry.confirm);
        let person = &entry.person;
        let mut values: Vec<&(dyn ToSql + Sync)> = vec![
            &entry.petition,
            &name,
            &body,
            &entry.answer,
            &entry.at,
            &dedup,
            &proofs.purpose,
            &proofs.granted,
            &proofs.wording,
            &proofs.version,
            &proofs.lang,
            &proofs.at,
            &confirm,
        ];
        let names: [&(dyn ToSql + Sync); 4] = [
            &person.given_name,
            &person.family_name,
            &person.full_name,
            &person.email,
        ];
        let places;
        let statement = match &entry.record {
            Record::Signature => {
                values.push(&person.lang);
                values.extend(names);
                let more: [&(dyn ToSql + Sync); 7] = [
                    &person.country,
                    &person.postcode,
                    &person.locality,
                    &person.phone,
                    &person.comment,
                    &person.birth_year,
                    &person.organisation,
                ];
                values.extend(more);
                &self.signature
            }
            Record::Registration {
                gathering,
                capacity,
            } => {
                values.push(gathering);
                values.push(&person.lang);
                values.extend(names);
                places = capacity.map(i64::from);
                values.push(&places);
                &self.registration
            }
            Record::Subscription => {
                values.push(&person.lang);
                values.push(&person.email);
                &self.subscription
            }
        };
        let row = transaction.query_one(statement, &values).await?;
        Ok(match (row.get::<_, Option<bool>>(2), key) {
            (None, Some(key)) => outcome(&row, key),
            (Some(false), _) => Outcome::NoPlaceLeft,
            _ => Outcome::Answer(entry.answer.clone()),
        })
    }
}

/// The proofs of an entry, column by column.
#[derive(Default)]
struct Proofs<'e> {
    purpose: Vec<&'e str>,
    granted: Vec<bool>,
    wording: Vec<&'e str>,
    version: Vec<i64>,
    lang: Vec<&'e str>,
    at: Vec<i64>,
}

impl<'e> Proofs<'e> {
    fn of(entry: &'e Entry) -> Self {
        let mut proofs = Self::default();
        for proof in &entry.proofs {
            proofs.purpose.push(&proof.purpose);
            proofs.granted.push(proof.granted);
            proofs.wording.push(&proof.wording);
            proofs.version.push(proof.version.into());
            proofs.lang.push(&proof.lang);
            proofs.at.push(proof.at);
        }
        proofs
    }
}
