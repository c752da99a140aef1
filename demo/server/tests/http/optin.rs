//! Double opt-in: an address is confirmed by the button of a page that its letter links to.

use serde_json::{Value, json};

use crate::support::{
    Answer, CONFIRMED, Folder, Letter, Request, Server, Smtp, assert_same, binary, draft,
    fresh_key, mailing_fixtures, subscription,
};

fn sign(server: &Server, name: &str) -> Answer {
    server.sign(CONFIRMED, &fresh_key(), &draft(name))
}

fn count(server: &Server) -> Value {
    server.get("/api/petitions/confirmed/count").json()["count"].clone()
}

/// The button of the page behind the letter's link.
fn press(server: &Server, link: &str) -> Answer {
    server.send(&Request::post(link))
}

fn page(answer: &Answer) -> String {
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.text()
}

/// As if so many seconds had passed since the last letter.
fn wait(server: &Server, table: &str, seconds: i64) {
    server.rows(&format!(
        "UPDATE {table} SET asked_at = asked_at - {seconds}"
    ));
}

#[test]
fn a_signature_counts_once_its_button_was_pressed() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    let answer = sign(&server, "zoe");
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json(), json!({"count": 100, "pending": true}));

    let letter = smtp.letter_to("zoe");
    assert_eq!(letter.from, "petitions@us.example");
    assert_eq!(
        letter.subject,
        "Confirmez votre signature : Pas de caméras <partout>"
    );
    assert_eq!(
        letter.header("From").unwrap(),
        "Petitions <petitions@us.example>"
    );
    assert_eq!(
        letter.header("Reply-To").unwrap(),
        "hello@technopolice.example"
    );
    assert_eq!(letter.header("Auto-Submitted").unwrap(), "auto-generated");
    assert!(letter.id.ends_with("@us.example"), "{}", letter.id);
    assert!(
        letter.text.contains("« Pas de caméras <partout> »"),
        "{}",
        letter.text
    );
    assert!(
        letter.html.contains("« Pas de caméras &lt;partout&gt; »"),
        "{}",
        letter.html
    );
    assert!(letter.html.contains("lang=\"fr\""));
    // Nothing that was typed is sent to an address that may be another person's.
    assert!(!letter.raw.contains("Martin") && !letter.text.contains("Zoé"));

    // Programs that look into mail open links, again and again.
    let link = letter.link("confirm");
    assert!(!link.contains("zoe"));
    for _ in 0..3 {
        let opened = server.get(&link);
        assert_eq!(opened.status, 200);
        let html = page(&opened);
        assert!(
            html.contains("<form method=\"post\">") && html.contains("Je confirme"),
            "{html}"
        );
        assert!(
            !html.contains("zoe"),
            "the page tells nothing of the person"
        );
        let head = server.send(&Request::new("HEAD", &link));
        assert_eq!(head.status, 200);
    }
    assert_eq!(server.number("SELECT pending FROM signature"), 1);
    assert_eq!(count(&server), 100);

    let done = press(&server, &link);
    assert_eq!(done.status, 200);
    assert!(page(&done).contains("votre signature compte"));
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);
    assert_same(&done, &press(&server, &link));
    assert_eq!(
        server.rows("SELECT CAST(sum(change) AS BIGINT) FROM tally"),
        ["1"]
    );
    let proof = "SELECT pending, confirmed_at >= at FROM signature";
    assert_eq!(server.rows(proof), ["0|1"]);

    let address = server.address;
    let (_, log) = server.stop();
    assert!(
        log.contains("POST /petitions/{id}/confirm/{token} 200"),
        "{log}"
    );
    let token = link.split(['/', '?']).nth(4).unwrap();
    for hidden in ["zoe", token, "s1-"] {
        assert!(!log.contains(hidden), "{hidden} at {address}: {log}");
    }
}

#[test]
fn the_count_survives_a_restart_and_leaves_out_who_waits() {
    let smtp = Smtp::start();
    let mut server = Server::mailing(&smtp);
    for name in ["one", "two", "three"] {
        sign(&server, name);
    }
    press(&server, &smtp.letter_to("two").link("confirm"));
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);
    server.kill_and_restart();
    assert_eq!(count(&server), 101);
    press(&server, &smtp.letter_to("one").link("confirm"));
    assert_eq!(server.count_reaching(CONFIRMED, 102), 102);
}

#[test]
fn nobody_can_tell_who_has_signed_and_a_letter_says_it_to_them_alone() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    sign(&server, "known");
    press(&server, &smtp.letter_to("known").link("confirm"));
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);
    wait(&server, "signature", 700);

    let known = sign(&server, "known");
    assert_same(&known, &sign(&server, "new"));
    let letters = smtp.letters_reaching(3);
    let to_known: Vec<&Letter> = letters
        .iter()
        .filter(|one| one.to.starts_with("known"))
        .collect();
    assert!(
        to_known[1].subject.starts_with("Vous avez déjà signé"),
        "{}",
        to_known[1].subject
    );
    assert!(!to_known[1].text.contains("/confirm/"));
    assert_eq!(count(&server), 101);
}

#[test]
fn a_letter_is_sent_again_when_asked_for_but_not_to_pester_anybody() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    sign(&server, "again");
    smtp.letters_reaching(1);
    // At once: the first letter is on its way.
    sign(&server, "again");
    for sent in 2..=8 {
        wait(&server, "signature", 700);
        sign(&server, "again");
        smtp.letters_reaching(std::cmp::min(sent, 6));
    }
    // A further person's letter shows that nothing else waits.
    sign(&server, "last");
    smtp.letter_to("last");
    let letters = smtp.letters();
    let again: Vec<&Letter> = letters
        .iter()
        .filter(|one| one.to.starts_with("again"))
        .collect();
    assert_eq!(again.len(), 6, "the first one and five more");
    assert_eq!(server.number("SELECT count(*) FROM outbox"), 7);
    // Each of them confirms.
    press(&server, &again[0].link("confirm"));
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);
}

#[test]
fn a_retry_of_the_same_request_sends_no_further_letter() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    let key = fresh_key();
    let first = server.sign(CONFIRMED, &key, &draft("retry"));
    wait(&server, "signature", 700);
    assert_same(&first, &server.sign(CONFIRMED, &key, &draft("retry")));
    assert_eq!(server.number("SELECT count(*) FROM outbox"), 1);
    assert_eq!(server.number("SELECT asked FROM signature"), 1);
}

#[test]
fn a_link_is_good_for_seven_days_and_so_is_what_waits_for_it() {
    let smtp = Smtp::start();
    smtp.busy(true);
    let mut server = Server::mailing(&smtp);
    sign(&server, "late");
    // The first attempt was put off; as if the letter were from eight days ago.
    for _ in 0..400 {
        if server.number("SELECT count(*) FROM outbox WHERE attempts = 1 AND lease = 0") == 1 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    smtp.busy(false);
    server.rows("UPDATE outbox SET at = at - 8 * 86400, due_at = 0");
    let link = smtp.letter_to("late").link("confirm");
    for answer in [server.get(&link), press(&server, &link)] {
        assert_eq!(answer.status, 410);
        assert!(page(&answer).contains("ne fonctionne plus"));
    }
    assert_eq!(server.number("SELECT pending FROM signature"), 1);

    wait(&server, "signature", 8 * 86400);
    server.kill_and_restart();
    for _ in 0..400 {
        if server.number("SELECT count(*) FROM signature") == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    for table in ["signature", "consent", "outbox"] {
        assert_eq!(
            server.number(&format!("SELECT count(*) FROM {table}")),
            0,
            "{table}"
        );
    }
    assert_eq!(count(&server), 100);
}

#[test]
fn links_that_are_not_ours_do_nothing() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    sign(&server, "one");
    sign(&server, "two");
    let link = smtp.letter_to("one").link("confirm");
    let other = smtp.letter_to("two").link("confirm");
    let forged = format!(
        "{}{}",
        &link[..link.rfind('-').unwrap()],
        &other[other.rfind('-').unwrap()..]
    );
    for wrong in [
        forged.as_str(),
        &link.replace("/petitions/confirmed/", "/petitions/levers/"),
        "/petitions/confirmed/confirm/x",
        "/petitions/confirmed/confirm/s1-99999999999999999999-00",
        "/petitions/confirmed/confirm/%00",
        "/petitions/confirmed/confirm/%ff",
    ] {
        let answer = press(&server, wrong);
        assert!(matches!(answer.status, 404 | 410), "{wrong}: {answer:?}");
    }
    assert_eq!(
        press(&server, &link.replace("/confirmed/", "/nothing/")).status,
        404
    );
    assert_eq!(
        server.number("SELECT count(*) FROM signature WHERE pending = 0"),
        0
    );
}

#[test]
fn letters_and_pages_speak_the_language_of_who_signed() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    let mut german = draft("german");
    german["lang"] = json!("de-AT");
    server.sign(CONFIRMED, &fresh_key(), &german);
    let mut other = draft("other");
    other["lang"] = json!("ga");
    server.sign(CONFIRMED, &fresh_key(), &other);

    let letter = smtp.letter_to("german");
    // In the petition's translation.
    assert_eq!(
        letter.subject,
        "Bestätigen Sie Ihre Unterschrift: Keine Kameras"
    );
    let html = page(&server.get(&letter.link("confirm")));
    assert!(
        html.contains("<html lang=\"de\">") && html.contains("Ich bestätige"),
        "{html}"
    );
    assert!(html.contains("„Keine Kameras“"), "{html}");
    // Without words in theirs, in the petition's own.
    assert!(smtp.letter_to("other").subject.starts_with("Confirmez"));
}

#[test]
fn who_waits_is_not_shown_among_the_signatories() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    let mut shown = draft("shown");
    shown["consents"] = json!([
        {"purpose": "petition_updates", "granted": false, "wording": "updates", "version": 1, "lang": "fr"},
        {"purpose": "public_signatory", "granted": true, "wording": "shown", "version": 1, "lang": "fr"},
    ]);
    assert_eq!(server.sign(CONFIRMED, &fresh_key(), &shown).status, 201);
    let link = smtp.letter_to("shown").link("confirm");
    let path = "/api/petitions/confirmed/signatories";
    assert_eq!(server.get(path).json(), json!({"signatories": []}));
    press(&server, &link);
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);
    let expected = json!({"signatories": [{"given_name": "Zoé", "locality": ""}]});
    for _ in 0..100 {
        if server.get(path).json() == expected {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(server.get(path).json(), expected);
}

#[test]
fn a_subscription_waits_as_well() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    let path = "/api/petitions/confirmed/subscriptions";
    let answer = server.send(&Request::write(path, &fresh_key(), &subscription("reader")));
    assert_eq!(
        (answer.status, answer.json()),
        (201, json!({"pending": true}))
    );
    let letter = smtp.letter_to("reader");
    assert!(
        letter.subject.starts_with("Bestätigen Sie Ihre Anmeldung"),
        "{}",
        letter.subject
    );
    let link = letter.link("confirm");
    assert!(page(&server.get(&link)).contains("Ich bestätige meine Anmeldung"));
    assert_eq!(server.number("SELECT pending FROM subscription"), 1);
    assert!(page(&press(&server, &link)).contains("Danke"));
    assert_eq!(server.number("SELECT pending FROM subscription"), 0);
    assert_eq!(count(&server), 100);
}

#[test]
fn the_plain_form_says_that_a_letter_was_sent() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    let fields = [
        ("given_name", "Zoé"),
        ("family_name", "Martin"),
        ("email", "form@example.org"),
        ("postcode", "75018"),
    ];
    let answer = server.send(&Request::form(CONFIRMED, &fields));
    assert_eq!(answer.status, 200);
    assert!(page(&answer).contains("consultez votre boîte mail"));
    press(&server, &smtp.letter_to("form").link("confirm"));
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);
}

#[test]
fn without_a_mail_server_such_a_petition_is_refused_at_the_start() {
    let folder = Folder::new();
    mailing_fixtures(&folder);
    let start = |flags: &[&str]| {
        let ended = binary()
            .current_dir(folder.path())
            .args([
                "--port",
                "0",
                "--mobilisations",
                "petitions",
                "--database",
                "sqlite::memory:",
            ])
            .args(flags)
            .output()
            .unwrap();
        (
            ended.status.code(),
            String::from_utf8(ended.stderr).unwrap(),
        )
    };
    let (code, said) = start(&[]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("petition `confirmed`") && said.contains("--smtp"),
        "{said}"
    );
    let (code, said) = start(&["--smtp", "smtp://u:hush@mail.example/x"]);
    assert_eq!(code, Some(2));
    assert!(!said.contains("hush"), "{said}");
    assert_eq!(start(&["--smtp", "smtp://localhost"]).0, Some(2));
}
