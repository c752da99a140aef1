//! The postman: takes letters out of the outbox, writes them, sends them.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::watch;

use super::letter::Letter;
use super::relay::{CONNECTIONS, Mailer};
use super::{Action, Link, words};
use wesign_core::mobilisation::Gathering;

use crate::app::App;
use crate::petition::Petition;
use crate::store::{Owner, Recipient, Sent, StoreError, Waiting};
use crate::{clock, digest, log};

/// How often it is looked whether a letter is due.
const BEAT: Duration = Duration::from_millis(500);
/// How often it is looked whether there is something to tell.
const ANNOUNCED: Duration = Duration::from_secs(60);
/// How often it is tried to note what became of a letter, before its lease runs out.
const NOTES: u32 = 20;

/// Delivers letters until the server stops. What was begun is ended first.
pub async fn deliver(app: Arc<App>, mailer: Mailer, mut stop: watch::Receiver<bool>) {
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut news = tokio::time::interval(ANNOUNCED);
    news.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => return,
            _ = news.tick() => announce(&app).await,
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

/// Puts news and gatherings into the outbox, for those who asked to be told.
async fn announce(app: &App) {
    let now = clock::now();
    for petition in app.petitions.all() {
        let id = &petition.mobilisation().id;
        for mailing in petition.mailings(now) {
            if let Err(error) = app.store.mail(id, mailing, now.unix()).await {
                // Where it came to, it goes on the next time.
                log::note(&format!(
                    "a mailing of petition `{id}` was broken off: {error}"
                ));
            }
        }
    }
}

/// Where it is, in one line.
fn place(gathering: &Gathering) -> String {
    let parts = [&gathering.place.name, &gathering.place.address];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.cloned().collect::<Vec<_>>().join(", ")
}

/// The date as the clocks there show it, without words, so that it is the same in every language.
fn when(gathering: &Gathering) -> Option<String> {
    let instant = jiff::Timestamp::from_second(gathering.starts_at?.unix()).ok()?;
    let there = instant.in_tz(&gathering.time_zone);
    Some(match there {
        Ok(local) if !gathering.time_zone.is_empty() => {
            format!(
                "{} ({})",
                local.strftime("%Y-%m-%d %H:%M"),
                gathering.time_zone
            )
        }
        _ => format!("{} UTC", instant.strftime("%Y-%m-%d %H:%M")),
    })
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
    let ends = match waiting.letter.as_str() {
        "news" => Some(Action::NoNews),
        "gathering" => Some(Action::NoGatherings),
        _ => None,
    };
    if let Some(purpose) = ends.and_then(Action::purpose)
        && !app.store.agrees(waiting.owner, purpose).await?
    {
        // Unsubscribed since it went into the outbox.
        return Ok(Sent::Void);
    }
    let Some(letter) = write(app, petition, waiting, &recipient, ends) else {
        return Ok(Sent::Void);
    };
    let organisations = &petition.mobilisation().organisations;
    let reply_to = organisations.first().map_or("", |one| &one.email);
    // No reply of an out-of-office programme (RFC 3834).
    let mut headers = vec![("Auto-Submitted", "auto-generated".to_owned())];
    if let Some(address) = &letter.unsubscribe {
        headers.push(("List-Unsubscribe", format!("<{address}>")));
        let post = "List-Unsubscribe=One-Click".to_owned();
        headers.push(("List-Unsubscribe-Post", post));
    }
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
    ends: Option<Action>,
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
    let named = |name: &str| {
        (
            say(&format!("{name}.subject")),
            vec![say(&format!("{name}.text"))],
        )
    };
    let petition_url = &edition.mobilisation.url;
    let more = |url: &String, label| {
        let url = [url, petition_url].into_iter().find(|url| !url.is_empty());
        url.map(|url| (words.text(label), url.clone()))
    };
    let validity = || vec![words.text("validity").to_owned()];
    let ((subject, told), button, after) =
        match (waiting.letter.as_str(), waiting.owner, recipient.pending) {
            ("confirm", Owner::Signature(_), true) => {
                let button = (words.text("confirm.button"), link(Action::Confirm));
                (named("confirm"), Some(button), validity())
            }
            ("confirm", Owner::Signature(_), false) => (named("known"), None, Vec::new()),
            ("confirm", Owner::Subscription(_), true) => {
                let button = (words.text("subscription.button"), link(Action::Confirm));
                (named("subscription"), Some(button), validity())
            }
            ("news", ..) => {
                let news = edition.told(&waiting.item)?;
                let told = (news.title.clone(), news.text.clone());
                (
                    told,
                    more(&news.url, "news.button"),
                    vec![say("news.reason")],
                )
            }
            ("gathering", ..) => {
                let one = edition.meeting(&waiting.item)?;
                if one.cancelled || one.is_past(clock::now()) {
                    return None;
                }
                let told = (
                    one.title.clone(),
                    vec![when(one)?, place(one), one.text.clone()],
                );
                (
                    told,
                    more(&one.url, "gathering.button"),
                    vec![say("gathering.reason")],
                )
            }
            _ => return None,
        };
    let hello = words.text("hello").to_owned();
    let told = told.into_iter().filter(|text| !text.is_empty());
    let mut letter = Letter {
        words,
        subject,
        paragraphs: std::iter::once(hello).chain(told).collect(),
        button,
        after,
        links: Vec::new(),
        unsubscribe: ends.map(link),
    };
    let signed = petition.mobilisation().privacy.controller.trim();
    if !signed.is_empty() {
        letter.after.push(signed.to_owned());
    }
    if let Some(address) = letter.unsubscribe.clone() {
        letter.links.push((words.text("unsubscribe"), address));
    }
    let withdraw = match waiting.owner {
        Owner::Signature(_) => "withdraw.signature",
        Owner::Subscription(_) => "withdraw.subscription",
    };
    let withdraw = (words.text(withdraw), link(Action::Withdraw));
    letter.links.push(withdraw);
    Some(letter)
}
