//! How each kind of entry becomes a row with its proofs.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::store::{Entry, Record, StoreError, optin};

/// What a transaction does to counts.
#[derive(Default)]
pub(super) struct Counts {
    /// Places taken per gathering, counted once in a transaction and kept up to date within it.
    taken: HashMap<(String, String), u32>,
    /// What counts since it began, per petition and gathering: one row of the ledger each.
    added: HashMap<(String, String), i64>,
}

impl Counts {
    fn add(&mut self, petition: &str, gathering: &str) {
        let key = (petition.to_owned(), gathering.to_owned());
        *self.added.entry(key).or_default() += 1;
    }

    /// Writes what was added to the ledger.
    pub(super) fn write(self, connection: &Connection) -> Result<(), StoreError> {
        let sql = "INSERT INTO tally (petition, gathering, change) VALUES (?1, ?2, ?3)";
        for ((petition, gathering), change) in self.added {
            let mut statement = connection.prepare_cached(sql)?;
            statement.execute(params![petition, gathering, change])?;
        }
        Ok(())
    }

    /// The places taken at a gathering, from the index that makes registrations unique.
    fn taken(
        &mut self,
        connection: &Connection,
        petition: &str,
        gathering: &str,
    ) -> Result<&mut u32, StoreError> {
        use std::collections::hash_map::Entry::{Occupied, Vacant};
        match self
            .taken
            .entry((petition.to_owned(), gathering.to_owned()))
        {
            Occupied(known) => Ok(known.into_mut()),
            Vacant(unknown) => {
                let taken = connection
                    .prepare_cached(
                        "SELECT count(*) FROM registration WHERE petition = ?1 AND gathering = ?2",
                    )?
                    .query_row(params![petition, gathering], |row| row.get(0))?;
                Ok(unknown.insert(taken))
            }
        }
    }
}

/// Writes the row and the proofs; `false`, and nothing is written, where the gathering is full.
///
/// Who has a place hears that it is full like everybody else: it is not for others to find out who
/// comes. The person's own retry hears its answer by its key before this is asked.
pub(super) fn insert(
    connection: &Connection,
    entry: &Entry,
    counts: &mut Counts,
) -> Result<bool, StoreError> {
    let (owner, proof) = match &entry.record {
        Record::Signature => {
            let (id, new) = signature(connection, entry)?;
            if new && !entry.confirm {
                counts.add(&entry.petition, "");
            }
            if entry.confirm {
                ask(connection, entry, &SIGNATURE, id, new)?;
            }
            (
                id,
                "INSERT INTO consent (signature, purpose, granted, wording, version, lang, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
        }
        Record::Registration {
            gathering,
            capacity,
        } => {
            if let Some(capacity) = capacity
                && *counts.taken(connection, &entry.petition, gathering)? >= *capacity
            {
                return Ok(false);
            }
            let (id, new) = registration(connection, entry, gathering)?;
            if new {
                counts.add(&entry.petition, gathering);
                *counts.taken(connection, &entry.petition, gathering)? += 1;
            }
            (
                id,
                "INSERT INTO registration_consent
                     (registration, purpose, granted, wording, version, lang, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
        }
        Record::Subscription => {
            let (id, new) = subscription(connection, entry)?;
            if entry.confirm {
                ask(connection, entry, &SUBSCRIPTION, id, new)?;
            }
            (
                id,
                "INSERT INTO subscription_consent
                     (subscription, purpose, granted, wording, version, lang, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
        }
    };
    for consent in &entry.proofs {
        connection.prepare_cached(proof)?.execute(params![
            owner,
            consent.purpose,
            consent.granted,
            consent.wording,
            consent.version,
            consent.lang,
            consent.at,
        ])?;
    }
    Ok(true)
}

/// How a kind of entry is asked to confirm.
struct Asked {
    /// Counts one more letter to an address that was there, unless it had enough of them lately.
    again: &'static str,
    /// Puts the letter into the outbox.
    letter: &'static str,
}

const SIGNATURE: Asked = Asked {
    again: "UPDATE signature SET asked = asked + 1, asked_at = ?2
            WHERE id = ?1 AND asked < ?3 AND asked_at <= ?4",
    letter: "INSERT INTO outbox (letter, petition, signature, at, due_at)
             VALUES ('confirm', ?1, ?2, ?3, ?3)",
};
const SUBSCRIPTION: Asked = Asked {
    again: "UPDATE subscription SET asked = asked + 1, asked_at = ?2
            WHERE id = ?1 AND asked < ?3 AND asked_at <= ?4 AND pending = 1",
    letter: "INSERT INTO outbox (letter, petition, subscription, at, due_at)
             VALUES ('confirm', ?1, ?2, ?3, ?3)",
};

fn ask(
    connection: &Connection,
    entry: &Entry,
    asked: &Asked,
    id: i64,
    new: bool,
) -> Result<(), StoreError> {
    let again = || {
        let mut statement = connection.prepare_cached(asked.again)?;
        let earlier = entry.at - optin::PAUSE;
        statement.execute(params![id, entry.at, optin::LETTERS, earlier])
    };
    if new || again()? > 0 {
        let mut statement = connection.prepare_cached(asked.letter)?;
        statement.execute(params![entry.petition, id, entry.at])?;
    }
    Ok(())
}

/// The id of the signature, and whether it is new.
fn signature(connection: &Connection, entry: &Entry) -> Result<(i64, bool), StoreError> {
    let person = &entry.person;
    let asked = i64::from(entry.confirm);
    let added = connection
        .prepare_cached(
            "INSERT INTO signature (petition, dedup, at, lang, given_name, family_name, full_name,
                 email, country, postcode, locality, phone, comment, birth_year, organisation,
                 pending, asked, asked_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                 ?16, ?16, ?16 * ?3)
             ON CONFLICT (petition, dedup) DO NOTHING",
        )?
        .execute(params![
            entry.petition,
            entry.dedup,
            entry.at,
            person.lang,
            person.given_name,
            person.family_name,
            person.full_name,
            person.email,
            person.country,
            person.postcode,
            person.locality,
            person.phone,
            person.comment,
            person.birth_year,
            person.organisation,
            asked,
        ])?;
    let id = connection
        .prepare_cached("SELECT id FROM signature WHERE petition = ?1 AND dedup = ?2")?
        .query_row(params![entry.petition, entry.dedup], |row| row.get(0))?;
    Ok((id, added > 0))
}

/// The id of the registration, and whether it is new.
fn registration(
    connection: &Connection,
    entry: &Entry,
    gathering: &str,
) -> Result<(i64, bool), StoreError> {
    let person = &entry.person;
    let added = connection
        .prepare_cached(
            "INSERT INTO registration (petition, gathering, dedup, at, lang, given_name,
                 family_name, full_name, email)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (petition, gathering, dedup) DO NOTHING",
        )?
        .execute(params![
            entry.petition,
            gathering,
            entry.dedup,
            entry.at,
            person.lang,
            person.given_name,
            person.family_name,
            person.full_name,
            person.email,
        ])?;
    let id = connection
        .prepare_cached(
            "SELECT id FROM registration WHERE petition = ?1 AND gathering = ?2 AND dedup = ?3",
        )?
        .query_row(params![entry.petition, gathering, entry.dedup], |row| {
            row.get(0)
        })?;
    Ok((id, added > 0))
}

/// The id of the subscription, and whether it is new.
fn subscription(connection: &Connection, entry: &Entry) -> Result<(i64, bool), StoreError> {
    let person = &entry.person;
    let asked = i64::from(entry.confirm);
    let added = connection
        .prepare_cached(
            "INSERT INTO subscription (petition, dedup, at, lang, email, pending, asked, asked_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6 * ?3)
             ON CONFLICT (petition, dedup) DO NOTHING",
        )?
        .execute(params![
            entry.petition,
            entry.dedup,
            entry.at,
            person.lang,
            person.email,
            asked,
        ])?;
    let id = connection
        .prepare_cached("SELECT id FROM subscription WHERE petition = ?1 AND dedup = ?2")?
        .query_row(params![entry.petition, entry.dedup], |row| row.get(0))?;
    Ok((id, added > 0))
}
