//! News and gatherings by mail, for those who asked for them, until they no longer do.

use std::collections::HashSet;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{
    Folder, LEVERS, Letter, Request, Server, Smtp, draft, fixtures, fresh_key, subscription,
};

/// The petition file, changed.
fn change(server: &Server, work: impl FnOnce(&mut Value)) {
    let path = server.folder().path().join("petitions/levers.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut petition: Value = serde_json::from_str(&text).unwrap();
    work(&mut petition);
    std::fs::write(path, petition.to_string()).unwrap();
}

/// Adds a piece of news that is to be mailed.
fn tell(server: &mut Server, id: &str, more: &Value) {
    change(server, |petition| {
        let mut news = json!({"id": id, "at": "2026-01-01T00:00:00Z", "title": format!("Titre {id}"),
                              "text": ["Un <b>.", "Deux."], "mail": true});
        for (name, value) in more.as_object().unwrap() {
            news[name] = value.clone();
        }
        petition["news"].as_array_mut().unwrap().push(news);
    });
    // What a killed server was sending comes again after its lease only, which is not what this is about.
    let sending = "SELECT count(*) FROM outbox WHERE done_at IS NULL AND lease > 0";
    eventually(sending, || server.number(sending) == 0);
    server.kill_and_restart();
}

fn start(smtp: &Smtp) -> Server {
    let folder = Folder::new();
    fixtures(&folder);
    let flags = smtp.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    Server::of(folder, &flags)
}

fn sign(server: &Server, name: &str, lang: &str, agrees: bool) {
    let mut body = draft(name);
    body["lang"] = json!(lang);
    body["consents"] = json!([
        {"purpose": "petition_updates", "granted": agrees, "wording": "updates", "version": 1, "lang": "fr"},
        {"purpose": "public_signatory", "granted": false, "wording": "shown", "version": 1, "lang": "fr"},
    ]);
    assert_eq!(server.sign(LEVERS, &fresh_key(), &body).status, 201);
}

/// Subscribes to news and gatherings.
fn subscribe(server: &Server, name: &str) {
    let mut body = subscription(name);
    let consent = |purpose: &str| {
        json!({"purpose": purpose, "granted": true, "wording": format!("widget.{purpose}"),
               "version": 1, "lang": "de"})
    };
    body["consents"] = json!([consent("petition_updates"), consent("gatherings")]);
    let path = format!("/api/petitions/{LEVERS}/subscriptions");
    let answer = server.send(&Request::write(&path, &fresh_key(), &body));
    assert_eq!(answer.status, 201, "{answer:?}");
}

/// Who got the letters with this subject, once the mailing is over.
fn told(server: &Server, smtp: &Smtp, item: &str, subject: &str) -> Vec<String> {
    let over = format!(
        "SELECT count(*) FROM mailing WHERE item = '{item}' AND done_at IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM outbox WHERE done_at IS NULL)"
    );
    eventually(&over, || server.number(&over) == 1);
    let mut to: Vec<String> = of(smtp, subject)
        .into_iter()
        .map(|letter| letter.to)
        .collect();
    to.sort();
    to
}

fn of(smtp: &Smtp, subject: &str) -> Vec<Letter> {
    let letters = smtp.letters().into_iter();
    letters.filter(|letter| letter.subject == subject).collect()
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("never: {what}");
}

fn header_link(letter: &Letter) -> String {
    let header = letter.header("List-Unsubscribe").unwrap();
    let address = header.strip_prefix('<').unwrap().strip_suffix('>').unwrap();
    address[address.find("/petitions/").unwrap()..].to_owned()
}

#[test]
fn news_go_to_those_who_asked_for_them_once() {
    let smtp = Smtp::start();
    let mut server = start(&smtp);
    sign(&server, "yes", "fr", true);
    sign(&server, "no", "fr", false);
    sign(&server, "german", "de", true);
    sign(&server, "bounced", "fr", true);
    server.rows("UPDATE signature SET refused_at = 1 WHERE email = 'bounced@example.org'");
    subscribe(&server, "reader");
    subscribe(&server, "yes");

    tell(
        &mut server,
        "first",
        &json!({"url": "https://us.example/first"}),
    );
    let expected = [
        "german@example.org",
        "reader@example.org",
        "yes@example.org",
    ];
    assert_eq!(told(&server, &smtp, "first", "Titre first"), expected);
    let letter = smtp.letter_to("yes");
    assert!(
        letter.text.contains("Un <b>.") && letter.text.contains("Deux."),
        "{}",
        letter.text
    );
    assert!(letter.text.contains("https://us.example/first"));
    assert!(letter.html.contains("Un &lt;b&gt;."), "{}", letter.html);
    assert!(
        letter
            .text
            .contains("parce que vous avez demandé des nouvelles")
    );
    assert_eq!(
        letter.header("List-Unsubscribe-Post").unwrap(),
        "List-Unsubscribe=One-Click"
    );
    assert_eq!(header_link(&letter), letter.link("unsubscribe"));
    letter.link("withdraw");
    let german = smtp.letter_to("german");
    assert!(
        german
            .text
            .contains("weil Sie Neuigkeiten zur Petition „Keine Kameras“"),
        "{}",
        german.text
    );
    // What was not to be mailed was not: the older news of the file.
    assert_eq!(smtp.letters().len(), 3);

    // A restart tells nobody again, and who agrees later gets what comes then.
    sign(&server, "later", "fr", true);
    tell(&mut server, "second", &json!({}));
    let all = ["german", "later", "reader", "yes"].map(|name| format!("{name}@example.org"));
    assert_eq!(told(&server, &smtp, "second", "Titre second"), all);
    assert_eq!(of(&smtp, "Titre first").len(), 3);
    // Without a page of its own it leads to the petition's.
    assert!(
        smtp.letter_to("later")
            .text
            .contains("https://petition.example/cameras")
    );
    // What `mail` says is not published.
    assert!(
        !server
            .get("/api/petitions/levers/news")
            .text()
            .contains("mail")
    );
    let (_, log) = server.stop();
    assert!(!log.contains("example.org"), "{log}");
}

#[test]
fn news_wait_for_their_date_and_gatherings_end_with_theirs() {
    let smtp = Smtp::start();
    let mut server = start(&smtp);
    subscribe(&server, "reader");
    change(&server, |petition| {
        for gathering in petition["gatherings"].as_array_mut().unwrap() {
            gathering["mail"] =
                json!(["open", "cancelled", "past"].contains(&gathering["id"].as_str().unwrap()));
        }
    });
    tell(
        &mut server,
        "tomorrow",
        &json!({"at": "2999-01-01T00:00:00Z"}),
    );
    let letter = smtp.letter_to("reader");
    assert_eq!(letter.subject, "Treffen", "the gathering's title in German");
    assert!(letter.text.contains("(Europe/Paris)"), "{}", letter.text);
    assert!(letter.text.contains("Place, Rue"), "{}", letter.text);
    assert!(
        letter.text.contains("weil Sie von Treffen"),
        "{}",
        letter.text
    );
    tell(&mut server, "now", &json!({}));
    assert_eq!(
        told(&server, &smtp, "now", "Titre now"),
        ["reader@example.org"]
    );
    assert_eq!(smtp.letters().len(), 2, "{:?}", smtp.letters());
}

#[test]
fn one_click_ends_one_purpose_wherever_it_was_agreed_to() {
    let smtp = Smtp::start();
    let mut server = start(&smtp);
    sign(&server, "both", "fr", true);
    subscribe(&server, "both");
    subscribe(&server, "other");
    tell(&mut server, "first", &json!({}));
    let both = ["both@example.org", "other@example.org"];
    assert_eq!(told(&server, &smtp, "first", "Titre first"), both);
    let link = header_link(&smtp.letter_to("both"));

    let proofs = "SELECT count(*) FROM consent WHERE wording = 'unsubscribed'";
    let page = server.get(&link);
    assert!(page.text().contains("Me désinscrire"), "{}", page.text());
    assert_eq!(server.number(proofs), 0, "opening it changes nothing");
    // As a mail program sends it.
    for _ in 0..2 {
        let click = Request::post(&link)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body("List-Unsubscribe=One-Click");
        assert_eq!(server.send(&click).status, 200);
    }
    assert_eq!(server.number(proofs), 1, "noted once");
    assert_eq!(
        server.number(&proofs.replace("consent", "subscription_consent")),
        1
    );
    assert_eq!(
        server.get("/api/petitions/levers/count").json()["count"],
        101,
        "it still counts"
    );

    change(&server, |petition| {
        let all = petition["gatherings"].as_array_mut().unwrap();
        let open = all.iter_mut().find(|one| one["id"] == "open").unwrap();
        open["mail"] = json!(true);
        open["title"] = json!("Réunion");
    });
    tell(&mut server, "second", &json!({}));
    assert_eq!(
        told(&server, &smtp, "second", "Titre second"),
        ["other@example.org"]
    );
    // The other purpose goes on: to both, in German as they subscribed.
    assert_eq!(told(&server, &smtp, "open", "Treffen"), both);

    // Whoever asks for it anew gets it anew.
    subscribe(&server, "both");
    tell(&mut server, "third", &json!({}));
    assert_eq!(told(&server, &smtp, "third", "Titre third"), both);
}

#[test]
fn who_unsubscribes_while_a_letter_waits_does_not_get_it() {
    let smtp = Smtp::start();
    let mut server = start(&smtp);
    sign(&server, "quick", "fr", true);
    tell(&mut server, "first", &json!({}));
    told(&server, &smtp, "first", "Titre first");
    smtp.busy(true);
    tell(&mut server, "second", &json!({}));
    let waits = "SELECT count(*) FROM outbox WHERE done_at IS NULL AND attempts > 0 AND lease = 0";
    eventually(waits, || server.number(waits) == 1);
    let link = smtp.letter_to("quick").link("unsubscribe");
    assert_eq!(server.send(&Request::post(&link)).status, 200);
    smtp.busy(false);
    server.rows("UPDATE outbox SET due_at = 0 WHERE done_at IS NULL");
    let done = "SELECT count(*) FROM outbox WHERE outcome = 'void'";
    eventually(done, || server.number(done) == 1);
    assert_eq!(smtp.letters().len(), 1);
}

#[test]
fn a_mailing_that_was_killed_goes_on_where_it_was() {
    let smtp = Smtp::start();
    // Nothing is sent meanwhile: this is about who is chosen.
    smtp.busy(true);
    let mut server = start(&smtp);
    let bytes = if crate::postgres().is_some() {
        "convert_to(i::text, 'UTF8')"
    } else {
        "CAST(i AS BLOB)"
    };
    server.rows(&format!(
        "INSERT INTO signature (petition, dedup, at, email, lang)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3300)
         SELECT 'levers', {bytes}, 0, 'bulk' || i || '@example.org', 'fr' FROM n"
    ));
    server.rows(
        "INSERT INTO consent (signature, purpose, granted, wording, version, lang, at)
         SELECT id, 'petition_updates', true, 'updates', 1, 'fr', 0 FROM signature",
    );
    tell(&mut server, "many", &json!({}));
    for _ in 0..3 {
        std::thread::sleep(std::time::Duration::from_millis(15));
        let pid = server.pid().to_string();
        assert!(
            Command::new("kill")
                .args(["-KILL", &pid])
                .status()
                .unwrap()
                .success()
        );
        server.kill_and_restart();
    }
    let done = "SELECT count(*) FROM mailing WHERE done_at IS NOT NULL";
    eventually(done, || server.number(done) == 1);
    assert_eq!(server.number("SELECT count(*) FROM outbox"), 3300);
    let chosen: HashSet<String> = server
        .rows("SELECT signature FROM outbox")
        .into_iter()
        .collect();
    assert_eq!(chosen.len(), 3300, "each once");
}
