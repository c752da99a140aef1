//! The postman: takes letters out of the outbox, writes them, sends them.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::watch;

use super::letter::Letter;
use super::relay::{CONNECTIONS, Mailer};
use super::{Action, Link, words};
use crate::app::App;
use crate::petition::Petition;
use crate::store::{Owner, Recipient, Sent, StoreError, Waiting};
use crate::{clock, digest, log};

/// How often it is looked whether a letter is due.
const BEAT: Duration = Duration::from_millis(500);
/// How often it is tried to note what became of a letter, before its lease runs out.
const NOTES: u32 = 20;

/// Delivers letters until the server stops. What was begun is ended first.
pub async fn deliver(app: Arc<App>, mailer: Mailer, mut stop: watch::Receiver<bool>) {
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => return,
            _ = beat.tick() => {}
        }
        while !*stop.borrow() {
            let now = clock::now().unix();
            let letters = app.store.take_letters(now, i64::from(CONNECTIONS)).await;
            match letters {
                Ok(letters) if letters.is_empty() => break,
                Ok(letters) => {
                    let sending = letters.iter().map(|letter| carry(&app, &mailer, letter));
                    join_all(sending).await;
                }
                Err(error) => {
                    log::note(&format!("the outbox could not be read: {error}"));
                    break;
                }
            }
        }
    }
}

/// Sends one letter and notes what became of it.
async fn carry(app: &App, mailer: &Mailer, letter: &Waiting) {
    let sent = match send(app, mailer, letter).await {
        Ok(sent) => sent,
        Err(error) => {
            // Nothing was sent: the lease gives the letter back.
            log::note(&format!("a letter could not be written: {error}"));
            return;
        }
    };
    for attempt in 1..=NOTES {
        let now = clock::now().unix();
        match app.store.settle_letter(letter, sent, now).await {
            Ok(()) => return,
            Err(error) if attempt == NOTES => {
                log::note(&format!(
                    "a letter that was sent could not be noted: {error}"
                ));
            }
            Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
        }
    }
}

async fn send(app: &App, mailer: &Mailer, waiting: &Waiting) -> Result<Sent, StoreError> {
    let Some(petition) = app.petitions.get(&waiting.petition) else {
        // Its file was taken away.
        return Ok(Sent::Void);
    };
    let Some(recipient) = app.store.recipient(waiting.owner).await? else {
        return Ok(Sent::Void);
    };
    let Some(letter) = write(app, petition, waiting, &recipient) else {
        return Ok(Sent::Void);
    };
    let organisations = &petition.mobilisation().organisations;
    let reply_to = organisations.first().map_or("", |one| &one.email);
    // No reply of an out-of-office programme (RFC 3834).
    let headers = [("Auto-Submitted", "auto-generated".to_owned())];
    let id = message_id(app, waiting.id);
    match letter.message(&mailer.from, reply_to, &recipient.email, &id, &headers) {
        Some(message) => Ok(mailer.send(message, waiting.attempts).await),
        None => Ok(Sent::Refused(553)),
    }
}

/// The same at each attempt, so that a letter that arrives twice is known to be one; not to be guessed,
/// so that it says nothing of how many there are.
fn message_id(app: &App, letter: i64) -> String {
    let hash = digest::keyed(app.store.secret(), format!("letter\0{letter}").as_bytes());
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The letter, in the language of who gets it; nothing that anybody typed is in it, so that nobody can
/// have us send words of theirs to others.
fn write<'a>(
    app: &App,
    petition: &'a Petition,
    waiting: &Waiting,
    recipient: &Recipient,
) -> Option<Letter<'a>> {
    let own = &petition.mobilisation().lang;
    let words = words(&[&recipient.lang, own]);
    let edition = petition.edition(words.lang);
    let title = &edition.mobilisation.title;
    let say = |key: &str| words.text(key).replace("{title}", title);
    let link = |action| {
        let link = Link {
            owner: waiting.owner,
            at: waiting.at,
        };
        let id = &petition.mobilisation().id;
        link.address(app.store.secret(), &app.public, action, id, words.lang)
    };
    let letter = |name: &str, button, after: Vec<String>| Letter {
        words,
        subject: say(&format!("{name}.subject")),
        paragraphs: vec![words.text("hello").to_owned(), say(&format!("{name}.text"))],
        button,
        after,
        links: Vec::new(),
    };
    let signed = petition.mobilisation().privacy.controller.trim();
    let signed = (!signed.is_empty()).then(|| signed.to_owned());
    let mut letter = match (waiting.letter.as_str(), waiting.owner, recipient.pending) {
        ("confirm", Owner::Signature(_), true) => letter(
            "confirm",
            Some((words.text("confirm.button"), link(Action::Confirm))),
            vec![words.text("validity").to_owned()],
        ),
        ("confirm", Owner::Signature(_), false) => letter("known", None, Vec::new()),
        ("confirm", Owner::Subscription(_), true) => letter(
            "subscription",
            Some((words.text("subscription.button"), link(Action::Confirm))),
            vec![words.text("validity").to_owned()],
        ),
        _ => return None,
    };
    letter.after.extend(signed);
    let withdraw = match waiting.owner {
        Owner::Signature(_) => "withdraw.signature",
        Owner::Subscription(_) => "withdraw.subscription",
    };
    let withdraw = (words.text(withdraw), link(Action::Withdraw));
    letter.links.push(withdraw);
    Some(letter)
}
