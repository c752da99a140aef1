//! Withdrawing by the link of a letter, and what is erased when its time is over. Counts stay right.

use serde_json::{Value, json};

use crate::support::{
    CONFIRMED, Folder, LEVERS, Request, Server, Smtp, draft, fixtures, fresh_key, registration,
    subscription,
};

const PERSONAL: [&str; 7] = [
    "signature",
    "consent",
    "registration",
    "registration_consent",
    "subscription",
    "subscription_consent",
    "outbox",
];

fn rows(server: &Server, table: &str) -> i64 {
    server.number(&format!("SELECT count(*) FROM {table}"))
}

/// Once it is so.
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..400 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("never: {what}");
}

/// What the server says, once it has.
fn told(server: &Server, what: &str) {
    let log = server.folder().path().join("stderr");
    eventually(what, || {
        std::fs::read_to_string(&log).unwrap().contains(what)
    });
}

fn places_left(server: &Server, petition: &str) -> Value {
    let gatherings = server.get(&format!("/api/petitions/{petition}/gatherings"));
    let all = gatherings.json()["gatherings"].as_array().unwrap().clone();
    let small = all.into_iter().find(|one| one["id"] == "small").unwrap();
    small["places_left"].clone()
}

/// Signs, registers and subscribes, all with one address.
fn take_part(server: &Server, petition: &str, name: &str) {
    let mut signature = draft(name);
    signature["consents"] = json!([
        {"purpose": "petition_updates", "granted": true, "wording": "updates", "version": 1, "lang": "fr"},
        {"purpose": "public_signatory", "granted": true, "wording": "shown", "version": 1, "lang": "fr"},
    ]);
    assert_eq!(server.sign(petition, &fresh_key(), &signature).status, 201);
    for (lever, body) in [
        (
            "gatherings/small/registrations",
            registration("small", name),
        ),
        ("subscriptions", subscription(name)),
    ] {
        let path = format!("/api/petitions/{petition}/{lever}");
        let answer = server.send(&Request::write(&path, &fresh_key(), &body));
        assert_eq!(answer.status, 201, "{answer:?}");
    }
}

#[test]
fn who_withdraws_leaves_nothing_and_no_longer_counts() {
    let smtp = Smtp::start();
    let mut server = Server::mailing(&smtp);
    take_part(&server, CONFIRMED, "gone");
    take_part(&server, CONFIRMED, "stays");
    for name in ["gone", "stays"] {
        let letters = smtp.letters_reaching(4);
        for letter in letters.iter().filter(|letter| letter.to.starts_with(name)) {
            assert_eq!(
                server.send(&Request::post(&letter.link("confirm"))).status,
                200
            );
        }
    }
    assert_eq!(server.count_reaching(CONFIRMED, 102), 102);
    let path = "/api/petitions/confirmed/signatories";
    let shown = |server: &Server| {
        server.get(path).json()["signatories"]
            .as_array()
            .unwrap()
            .len()
    };
    eventually("both are shown", || shown(&server) == 2);
    eventually("two places are taken", || {
        places_left(&server, CONFIRMED) == 1
    });

    let letters = smtp.letters();
    let letter = letters
        .iter()
        .find(|one| one.to.starts_with("gone"))
        .unwrap();
    let link = letter.link("withdraw");
    // Opening it asks, and nothing else.
    let asked = server.get(&link);
    assert_eq!(asked.status, 200);
    assert!(
        asked.text().contains("<form method=\"post\">"),
        "{}",
        asked.text()
    );
    assert!(!asked.text().contains("gone@"));
    assert_eq!(rows(&server, "signature"), 2);
    let done = server.send(&Request::post(&link));
    assert_eq!(done.status, 200);

    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);
    eventually("one is shown", || shown(&server) == 1);
    eventually("the place is free again", || {
        places_left(&server, CONFIRMED) == 2
    });
    let stored = server.database.dump(server.folder());
    assert!(stored.contains("stays@example.org"));
    if crate::postgres().is_some() {
        assert!(!stored.contains("gone@example.org"));
    }
    for table in PERSONAL {
        let owner = "SELECT count(*) FROM signature WHERE email = 'gone@example.org'";
        assert_eq!(server.number(owner), 0);
        assert!(
            rows(&server, table) > 0,
            "{table}: the other one is still there"
        );
    }
    assert_eq!(
        server.rows("SELECT email FROM registration"),
        ["stays@example.org"]
    );
    assert_eq!(
        server.rows("SELECT email FROM subscription"),
        ["stays@example.org"]
    );

    // Once more is the same; the address can sign again, and another one's link erases another one.
    assert_eq!(server.send(&Request::post(&link)).status, 200);
    server.kill_and_restart();
    assert_eq!(
        server.get("/api/petitions/confirmed/count").json()["count"],
        101
    );
    told(&server, "every count is right");
    let (_, log) = server.stop();
    assert!(!log.contains("gone@"), "{log}");
}

#[test]
fn who_has_not_confirmed_can_withdraw_as_well() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    server.sign(CONFIRMED, &fresh_key(), &draft("unsure"));
    let letter = smtp.letter_to("unsure");
    assert_eq!(
        server.send(&Request::post(&letter.link("withdraw"))).status,
        200
    );
    assert_eq!(rows(&server, "signature"), 0);
    assert_eq!(rows(&server, "tally"), 0);
    // The other link has nothing left to confirm.
    assert_eq!(
        server.send(&Request::post(&letter.link("confirm"))).status,
        410
    );
    assert_eq!(
        server.get("/api/petitions/confirmed/count").json()["count"],
        100
    );
}

/// `levers` with these further fields, in which three people took part.
fn with_people(more: &Value) -> Server {
    let folder = Folder::new();
    fixtures(&folder);
    let server = Server::of(folder, &[]);
    for name in ["one", "two", "three"] {
        take_part(&server, LEVERS, name);
    }
    assert_eq!(
        server.sign("usual", &fresh_key(), &draft("other")).status,
        201
    );
    assert_eq!(server.count_reaching(LEVERS, 103), 103);
    let path = server.folder().path().join("petitions/levers.json");
    let mut petition: Value =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    for (name, value) in more.as_object().unwrap() {
        petition[name] = value.clone();
    }
    std::fs::write(path, petition.to_string()).unwrap();
    server
}

fn old(server: &Server, email: &str, days: i64) {
    for table in ["signature", "registration", "subscription"] {
        server.rows(&format!(
            "UPDATE {table} SET at = at - {days} * 86400 WHERE email = '{email}@example.org'"
        ));
    }
}

#[test]
fn what_was_given_is_erased_in_time_and_the_counts_stay() {
    let mut server = with_people(&json!({"erase_after_days": 30}));
    old(&server, "one", 31);
    old(&server, "two", 29);
    server.kill_and_restart();
    let left = ["two@example.org", "three@example.org"];
    let of = |table: &str| {
        let sql = format!("SELECT email FROM {table} WHERE petition = 'levers' ORDER BY at");
        server.rows(&sql)
    };
    for table in ["subscription", "registration", "signature"] {
        eventually(table, || of(table) == left);
    }
    assert_eq!(rows(&server, "consent"), 2 * 2 + 2);
    assert_eq!(rows(&server, "registration_consent"), 4);
    // What counts is the same, now and after a restart, and proven so.
    assert_eq!(
        server.get("/api/petitions/levers/count").json()["count"],
        103
    );
    assert_eq!(places_left(&server, LEVERS), 0);
    let shown = "/api/petitions/levers/signatories";
    eventually("who is erased is no longer shown", || {
        server.get(shown).json()["signatories"]
            .as_array()
            .unwrap()
            .len()
            == 2
    });
    server.kill_and_restart();
    assert_eq!(
        server.get("/api/petitions/levers/count").json()["count"],
        103
    );
    assert_eq!(
        server.get("/api/petitions/usual/count").json()["count"],
        101
    );
    assert_eq!(places_left(&server, LEVERS), 0);
    told(&server, "every count is right");
}

#[test]
fn a_petition_with_an_end_keeps_what_it_has_until_so_many_days_after_it() {
    let closed = |days: i64| {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
        let at = i64::try_from(now).unwrap() - days * 86_400;
        let at = wesign_core::time::Timestamp::from_unix(at).to_string();
        let mut server = with_people(&json!({"erase_after_days": 30, "closes_at": at}));
        old(&server, "one", 400);
        server.kill_and_restart();
        server
    };
    let server = closed(31);
    eventually("all is erased", || {
        server.number("SELECT count(*) FROM signature WHERE petition = 'levers'") == 0
    });
    assert_eq!(
        server.get("/api/petitions/levers/count").json()["count"],
        103
    );
    assert_eq!(
        server.rows("SELECT email FROM signature"),
        ["other@example.org"]
    );

    let server = closed(29);
    eventually("it had the time to", || {
        server.database.rows("SELECT count(*) FROM subscription")[0] == "3"
    });
    assert_eq!(server.number("SELECT count(*) FROM signature"), 4);
}

#[test]
fn a_count_that_is_wrong_is_told() {
    let server = with_people(&json!({}));
    server.rows("DELETE FROM consent");
    server.rows("DELETE FROM signature WHERE email = 'two@example.org'");
    let mut server = server;
    server.kill_and_restart();
    told(&server, "petition `levers` has 1 too many in its count");
}
