//! News and gatherings, sent to those who asked to be told.
//!
//! A mailing walks over the signatures of a petition, then over its subscriptions, in groups: each group goes
//! into the outbox in the transaction that moves the mailing on. Whoever comes behind it (another
//! server, the same one after a crash) goes on where it is; nobody is written to twice about one thing.

use super::optin::Owner;
use super::statement::{Statement, Value};
use super::{Store, StoreError};

/// People who are looked at in one transaction.
const GROUP: i64 = 500;
/// The wording of the proof that somebody unsubscribed; no form asks with it.
const UNSUBSCRIBED: &str = "unsubscribed";

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    /// Which letter: `news` or `gathering`.
    pub letter: &'static str,
    /// The consent that it needs.
    pub purpose: &'static str,
    /// Id of the piece of news, or of the gathering.
    pub item: String,
}

/// Of a signature: granted, and not taken back since by the link of a letter. An unticked box of a later
/// visit takes nothing back.
macro_rules! granted {
    ($consents:literal, $owner:literal, $row:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM ",
            $consents,
            " AS yes WHERE yes.",
            $owner,
            " = ",
            $row,
            ".id AND yes.purpose = ?3 AND yes.granted AND NOT EXISTS (SELECT 1 FROM ",
            $consents,
            " AS no WHERE no.",
            $owner,
            " = ",
            $row,
            ".id AND no.purpose = ?3 AND no.wording = 'unsubscribed' AND no.id > yes.id))"
        )
    };
}

impl Store {
    /// Puts into the outbox what is left of a mailing.
    pub async fn mail(
        &self,
        petition: &str,
        mailing: &Mailing,
        now: i64,
    ) -> Result<(), StoreError> {
        let key: [Value; 3] = [
            petition.into(),
            mailing.letter.into(),
            (&*mailing.item).into(),
        ];
        let known = Statement::new(
            "SELECT coalesce(done_at, 0) FROM mailing
             WHERE petition = ?1 AND letter = ?2 AND item = ?3",
            &key[..],
        );
        match self.storage.read(known).await?.first() {
            Some(row) if row.integer(0)? > 0 => return Ok(()),
            Some(_) => {}
            None => {
                let begin = Statement::new(
                    "INSERT INTO mailing (petition, letter, item) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO NOTHING",
                    &key[..],
                );
                self.storage.run(vec![begin]).await?;
            }
        }
        let values: [Value; 6] = [
            petition.into(),
            mailing.letter.into(),
            mailing.purpose.into(),
            (&*mailing.item).into(),
            now.into(),
            GROUP.into(),
        ];
        for (fill, advance) in [
            (TO_SIGNATURES, ADVANCE_SIGNATURES),
            (TO_SUBSCRIPTIONS, ADVANCE_SUBSCRIPTIONS),
        ] {
            loop {
                let advance = Statement::new(
                    advance,
                    [
                        petition.into(),
                        mailing.letter.into(),
                        (&*mailing.item).into(),
                        GROUP.into(),
                    ],
                );
                let statements = vec![Statement::new(fill, &values[..]), advance];
                let rows = self.storage.run(statements).await?;
                if rows.last().is_none_or(Vec::is_empty) {
                    break;
                }
            }
        }
        let done = "UPDATE mailing SET done_at = ?4
                    WHERE petition = ?1 AND letter = ?2 AND item = ?3";
        let [petition, letter, item] = key;
        let done = Statement::new(done, [petition, letter, item, now.into()]);
        self.storage.run(vec![done]).await.map(drop)
    }

    /// Whether the person behind this row still agrees to be written to for this purpose.
    pub async fn agrees(&self, owner: Owner, purpose: &str) -> Result<bool, StoreError> {
        let sql = match owner {
            Owner::Signature(_) => concat!(
                "SELECT 1 FROM signature AS one WHERE id = ?1 AND pending = ?2 AND ",
                granted!("consent", "signature", "one")
            ),
            Owner::Subscription(_) => concat!(
                "SELECT 1 FROM subscription AS one WHERE id = ?1 AND pending = ?2 AND ",
                granted!("subscription_consent", "subscription", "one")
            ),
        };
        let values = [owner.id().into(), 0.into(), purpose.into()];
        let rows = self.storage.read(Statement::new(sql, values)).await?;
        Ok(!rows.is_empty())
    }

    /// Ends a purpose for the person behind this row, wherever they agreed to it within the petition:
    /// a further proof that says so. A second time changes nothing.
    pub async fn unsubscribe(
        &self,
        petition: &str,
        owner: Owner,
        purpose: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let Some(person) = self.person(petition, owner).await? else {
            return Ok(());
        };
        let values = [
            petition.into(),
            person,
            purpose.into(),
            now.into(),
            UNSUBSCRIBED.into(),
        ];
        let statements = [
            concat!(
                "INSERT INTO consent (signature, purpose, granted, wording, version, lang, at)
                 SELECT id, ?3, false, ?5, 1, coalesce(lang, ''), ?4 FROM signature AS one
                 WHERE petition = ?1 AND dedup = ?2 AND ",
                granted!("consent", "signature", "one")
            ),
            concat!(
                "INSERT INTO subscription_consent
                     (subscription, purpose, granted, wording, version, lang, at)
                 SELECT id, ?3, false, ?5, 1, coalesce(lang, ''), ?4 FROM subscription AS one
                 WHERE petition = ?1 AND dedup = ?2 AND ",
                granted!("subscription_consent", "subscription", "one")
            ),
            concat!(
                "INSERT INTO registration_consent
                     (registration, purpose, granted, wording, version, lang, at)
                 SELECT id, ?3, false, ?5, 1, coalesce(lang, ''), ?4 FROM registration AS one
                 WHERE petition = ?1 AND dedup = ?2 AND ",
                granted!("registration_consent", "registration", "one")
            ),
        ];
        let statements = statements.map(|sql| Statement::new(sql, &values[..]));
        self.storage.run(statements.into()).await.map(drop)
    }
}

/// Values: 1 petition, 2 letter, 3 purpose, 4 item, 5 now, 6 how many are looked at.
const TO_SIGNATURES: &str = concat!(
    "INSERT INTO outbox (letter, petition, signature, item, at, due_at)
     SELECT ?2, ?1, one.id, ?4, ?5, ?5 FROM (
         SELECT id, pending, refused_at FROM signature WHERE petition = ?1 AND id >
             (SELECT signature FROM mailing WHERE petition = ?1 AND letter = ?2 AND item = ?4)
         ORDER BY id LIMIT ?6) AS one
     WHERE one.pending = 0 AND one.refused_at IS NULL AND ",
    granted!("consent", "signature", "one")
);
const TO_SUBSCRIPTIONS: &str = concat!(
    "INSERT INTO outbox (letter, petition, subscription, item, at, due_at)
     SELECT ?2, ?1, one.id, ?4, ?5, ?5 FROM (
         SELECT id, pending, refused_at, dedup FROM subscription WHERE petition = ?1 AND id >
             (SELECT subscription FROM mailing WHERE petition = ?1 AND letter = ?2 AND item = ?4)
         ORDER BY id LIMIT ?6) AS one
     WHERE one.pending = 0 AND one.refused_at IS NULL
         -- Who gets it for a signature has it.
         AND NOT EXISTS (SELECT 1 FROM signature JOIN outbox ON outbox.signature = signature.id
             WHERE signature.petition = ?1 AND signature.dedup = one.dedup
                 AND outbox.letter = ?2 AND outbox.item = ?4)
         AND ",
    granted!("subscription_consent", "subscription", "one")
);
/// Values: 1 petition, 2 letter, 3 item, 4 how many were looked at.
const ADVANCE_SIGNATURES: &str = "UPDATE mailing SET signature = next.id FROM (
         SELECT max(id) AS id FROM (SELECT id FROM signature WHERE petition = ?1 AND id >
             (SELECT signature FROM mailing WHERE petition = ?1 AND letter = ?2 AND item = ?3)
         ORDER BY id LIMIT ?4) AS looked) AS next
     WHERE petition = ?1 AND letter = ?2 AND item = ?3 AND next.id IS NOT NULL RETURNING 1";
const ADVANCE_SUBSCRIPTIONS: &str = "UPDATE mailing SET subscription = next.id FROM (
         SELECT max(id) AS id FROM (SELECT id FROM subscription WHERE petition = ?1 AND id >
             (SELECT subscription FROM mailing WHERE petition = ?1 AND letter = ?2 AND item = ?3)
         ORDER BY id LIMIT ?4) AS looked) AS next
     WHERE petition = ?1 AND letter = ?2 AND item = ?3 AND next.id IS NOT NULL RETURNING 1";
