//! Letters that wait to be sent.
//!
//! A letter goes into the outbox in the transaction of what it is about. It has no address: who gets it is
//! read when it is sent, so that who withdrew gets nothing. Who sends takes a letter for the time of a
//! lease, so that several servers share the work; a server that dies gives it back when the lease is
//! over. A letter that the mail server took in the moment of the crash is then sent again, under the
//! same Message-ID: SMTP has no way to ask whether it arrived.

use super::optin::Owner;
use super::statement::{Row, Statement, Value};
use super::{Store, StoreError};

/// Seconds for which a letter is in the hands of who took it.
pub const LEASE: i64 = 300;
/// Seconds after which a letter that could not be sent is given up: five days.
const PATIENCE: i64 = 5 * 24 * 3600;
/// Seconds for which it is known that a letter was sent: thirty days.
const REMEMBERED: i64 = 30 * 24 * 3600;
/// Letters that are forgotten in one transaction.
const GROUP: i64 = 500;

/// A letter of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id, which is never given twice.
    pub id: i64,
    /// Which letter it is.
    pub letter: String,
    /// Id of the petition.
    pub petition: String,
    /// Whom it is for.
    pub owner: Owner,
    /// What it tells of, the id of a piece of news for instance; empty where it is nothing else.
    pub item: String,
    /// When it was put there, Unix seconds.
    pub at: i64,
    /// How often it was taken, now included.
    pub attempts: i64,
}

/// Who gets a letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// E-mail address.
    pub email: String,
    /// Language of the form; empty if unknown.
    pub lang: String,
    /// Whether the address is not confirmed yet.
    pub pending: bool,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The mail server took it.
    Taken,
    /// There is nobody to send it to any more, or nothing to tell.
    Void,
    /// The mail server refused the address for good, with this code.
    Refused(u16),
    /// Not now: to be tried again after so many seconds.
    Later(i64),
}

/// How the outbox stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// How many are still to be sent.
    pub waiting: i64,
    /// When the oldest of them was put there, Unix seconds.
    pub oldest: Option<i64>,
    /// How many were done with, by what became of them.
    pub outcomes: Vec<(String, i64)>,
}

impl Store {
    /// How the outbox stands.
    pub async fn letters(&self) -> Result<Letters, StoreError> {
        let sql = "SELECT coalesce(outcome, ''), count(*), min(at) FROM outbox
                   GROUP BY outcome ORDER BY outcome";
        let rows = self.storage.read(Statement::new(sql, [])).await?;
        let mut letters = Letters::default();
        for row in rows {
            let (outcome, count) = (row.text(0)?, row.integer(1)?);
            if outcome.is_empty() {
                letters.waiting = count;
                letters.oldest = Some(row.integer(2)?);
            } else {
                letters.outcomes.push((outcome, count));
            }
        }
        Ok(letters)
    }

    /// Takes up to `most` letters that are due, for the time of the lease.
    pub async fn take_letters(&self, now: i64, most: i64) -> Result<Vec<Waiting>, StoreError> {
        let due =
            "SELECT 1 FROM outbox WHERE done_at IS NULL AND due_at <= ?1 AND lease <= ?1 LIMIT 1";
        let due = Statement::new(due, [Value::from(now)]);
        if self.storage.read(due).await?.is_empty() {
            return Ok(Vec::new());
        }
        let take = Statement::new(
            "UPDATE outbox SET lease = ?2, attempts = attempts + 1 WHERE id IN
                 (SELECT id FROM outbox WHERE done_at IS NULL AND due_at <= ?1 AND lease <= ?1
                  ORDER BY due_at, id LIMIT ?3)
             RETURNING id, letter, petition, coalesce(signature, 0), coalesce(subscription, 0),
                 item, at, attempts",
            [now.into(), (now + LEASE).into(), most.into()],
        );
        let rows = self.storage.run(vec![take]).await?;
        rows.iter().flatten().map(waiting).collect()
    }

    /// Who gets a letter, while they are there.
    pub async fn recipient(&self, owner: Owner) -> Result<Option<Recipient>, StoreError> {
        let sql = match owner {
            Owner::Signature(_) => "SELECT email, lang, pending FROM signature WHERE id = ?1",
            Owner::Subscription(_) => "SELECT email, lang, pending FROM subscription WHERE id = ?1",
        };
        let statement = Statement::new(sql, [Value::from(owner.id())]);
        let rows = self.storage.read(statement).await?;
        let recipient = |row: &Row| {
            Ok(Recipient {
                email: row.text(0)?,
                lang: row.text(1)?,
                pending: row.integer(2)? != 0,
            })
        };
        rows.first().map(recipient).transpose()
    }

    /// Notes what became of a letter.
    pub async fn settle_letter(
        &self,
        letter: &Waiting,
        sent: Sent,
        now: i64,
    ) -> Result<(), StoreError> {
        let done = |outcome: String| {
            let sql = "UPDATE outbox SET done_at = ?2, outcome = ?3, lease = 0 WHERE id = ?1";
            let values = [letter.id.into(), now.into(), Value::Text(outcome)];
            Statement::new(sql, values)
        };
        let statements = match sent {
            Sent::Taken => vec![done("sent".into())],
            Sent::Void => vec![done("void".into())],
            Sent::Refused(code) => {
                let mark = match letter.owner {
                    Owner::Signature(_) => "UPDATE signature SET refused_at = ?2 WHERE id = ?1",
                    Owner::Subscription(_) => {
                        "UPDATE subscription SET refused_at = ?2 WHERE id = ?1"
                    }
                };
                let mark = Statement::new(mark, [letter.owner.id().into(), now.into()]);
                vec![done(format!("refused {code}")), mark]
            }
            Sent::Later(seconds) if now + seconds - letter.at <= PATIENCE => {
                let sql = "UPDATE outbox SET due_at = ?2, lease = 0 WHERE id = ?1";
                vec![Statement::new(
                    sql,
                    [letter.id.into(), (now + seconds).into()],
                )]
            }
            Sent::Later(_) => vec![done("given up".into())],
        };
        self.storage.run(statements).await.map(drop)
    }

    /// Forgets the letters that were sent long ago.
    pub async fn forget_letters(&self, now: i64) -> Result<(), StoreError> {
        let before = now - REMEMBERED;
        let old = "SELECT 1 FROM outbox WHERE done_at < ?1 LIMIT 1";
        let old = Statement::new(old, [Value::from(before)]);
        if self.storage.read(old).await?.is_empty() {
            return Ok(());
        }
        let sql =
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE done_at < ?1 LIMIT ?2)
                   RETURNING 1";
        self.in_groups(sql, vec![before.into()], GROUP).await
    }
}

fn waiting(row: &Row) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        id: row.integer(0)?,
        letter: row.text(1)?,
        petition: row.text(2)?,
        owner: match row.integer(3)? {
            0 => Owner::Subscription(row.integer(4)?),
            signature => Owner::Signature(signature),
        },
        item: row.text(5)?,
        at: row.integer(6)?,
        attempts: row.integer(7)?,
    })
}
