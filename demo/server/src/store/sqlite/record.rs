//! How each kind of entry becomes a row with its proofs.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::store::{Entry, Record, StoreError};

/// Places taken per gathering, counted once in a transaction and kept up to date within it.
#[derive(Default)]
pub(super) struct Places {
    taken: HashMap<(String, String), u32>,
}

impl Places {
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
    places: &mut Places,
) -> Result<bool, StoreError> {
    let (owner, proof) = match &entry.record {
        Record::Signature => (
            signature(connection, entry)?,
            "INSERT INTO consent (signature, purpose, granted, wording, version, lang, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        ),
        Record::Registration {
            gathering,
            capacity,
        } => {
            if let Some(capacity) = capacity {
                let taken = places.taken(connection, &entry.petition, gathering)?;
                if *taken >= *capacity {
                    return Ok(false);
                }
                *taken += u32::from(add_registration(connection, entry, gathering)?);
            } else {
                add_registration(connection, entry, gathering)?;
            }
            let owner = connection
                .prepare_cached(
                    "SELECT id FROM registration
                     WHERE petition = ?1 AND gathering = ?2 AND dedup = ?3",
                )?
                .query_row(params![entry.petition, gathering, entry.dedup], |row| {
                    row.get(0)
                })?;
            (
                owner,
                "INSERT INTO registration_consent
                     (registration, purpose, granted, wording, version, lang, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
        }
        Record::Subscription => (
            subscription(connection, entry)?,
            "INSERT INTO subscription_consent
                 (subscription, purpose, granted, wording, version, lang, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        ),
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

fn signature(connection: &Connection, entry: &Entry) -> Result<i64, StoreError> {
    let person = &entry.person;
    connection
        .prepare_cached(
            "INSERT INTO signature (petition, dedup, at, lang, given_name, family_name, full_name,
                 email, country, postcode, locality, phone, comment, birth_year, organisation)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
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
        ])?;
    let id = connection
        .prepare_cached("SELECT id FROM signature WHERE petition = ?1 AND dedup = ?2")?
        .query_row(params![entry.petition, entry.dedup], |row| row.get(0))?;
    Ok(id)
}

/// Whether the registration is new.
fn add_registration(
    connection: &Connection,
    entry: &Entry,
    gathering: &str,
) -> Result<bool, StoreError> {
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
    Ok(added > 0)
}

fn subscription(connection: &Connection, entry: &Entry) -> Result<i64, StoreError> {
    let person = &entry.person;
    connection
        .prepare_cached(
            "INSERT INTO subscription (petition, dedup, at, lang, email)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (petition, dedup) DO NOTHING",
        )?
        .execute(params![
            entry.petition,
            entry.dedup,
            entry.at,
            person.lang,
            person.email,
        ])?;
    let id = connection
        .prepare_cached("SELECT id FROM subscription WHERE petition = ?1 AND dedup = ?2")?
        .query_row(params![entry.petition, entry.dedup], |row| row.get(0))?;
    Ok(id)
}
