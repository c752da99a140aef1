//! What nobody can tell apart, and what is not kept.

use serde_json::json;

use crate::support::{Request, Server, USUAL, assert_same, draft, fresh_key};

#[test]
fn nobody_can_tell_a_second_signature_from_a_first_one() {
    let server = Server::start();
    assert_eq!(
        server.sign(USUAL, &fresh_key(), &draft("known")).status,
        201
    );
    assert_eq!(server.count_reaching(USUAL, 101), 101);
    let known = server.sign(USUAL, &fresh_key(), &draft("known"));
    let new = server.sign(USUAL, &fresh_key(), &draft("fresh"));
    assert_same(&known, &new);
    assert_eq!(known.json(), json!({"count": 102}));
    // It counts once.
    assert_eq!(server.count_reaching(USUAL, 102), 102);
    assert_eq!(server.number("SELECT count(*) FROM signature"), 2);
    // By plain form as well: the same page, to the byte.
    let form = |email: &str| {
        let fields = [
            ("given_name", "A"),
            ("family_name", "B"),
            ("email", email),
            ("postcode", "75018"),
        ];
        server.send(&Request::form(USUAL, &fields))
    };
    assert_same(&form("known@example.org"), &form("newer@example.org"));
}

#[test]
fn one_mailbox_signs_once_however_it_is_written() {
    let server = Server::start();
    for email in [
        "zoe.martin@gmail.com",
        "ZoeMartin+petitions@Gmail.com",
        "zoemartin@googlemail.com",
    ] {
        let mut draft = draft("x");
        draft["email"] = json!(email);
        assert_eq!(server.sign(USUAL, &fresh_key(), &draft).status, 201);
    }
    assert_eq!(server.number("SELECT count(*) FROM signature"), 1);
    // For another petition it is another signature, under another hash.
    let mut draft = draft("x");
    draft["email"] = json!("zoe.martin@gmail.com");
    assert_eq!(server.sign("other", &fresh_key(), &draft).status, 201);
    assert_eq!(
        server.number("SELECT count(DISTINCT dedup) FROM signature"),
        2
    );
}

#[test]
fn the_secret_stays_with_the_database() {
    let mut server = Server::start();
    assert_eq!(server.sign(USUAL, &fresh_key(), &draft("same")).status, 201);
    server.kill_and_restart();
    assert_eq!(
        server.get("/api/petitions/usual/count").json()["count"],
        101
    );
    assert_eq!(server.sign(USUAL, &fresh_key(), &draft("same")).status, 201);
    assert_eq!(server.number("SELECT count(*) FROM signature"), 1);
    assert_eq!(
        server.number("SELECT length(value) FROM meta WHERE key = 'secret'"),
        32
    );
}

#[test]
fn nothing_but_what_was_typed_is_stored() {
    let server = Server::start();
    let request = Request::sign(USUAL, &fresh_key(), &draft("private"))
        .header("User-Agent", "Telltale/1.0")
        .header("Referer", "https://partner.example/telltale")
        .header("X-Forwarded-For", "203.0.113.7");
    assert_eq!(server.send(&request).status, 201);
    let stored = server.database.dump(server.folder());
    assert!(
        stored.contains("private@example.org"),
        "the dump is not the database"
    );
    let (status, log) = server.stop();
    assert!(status.success());
    assert!(
        log.contains("POST /api/petitions/{id}/signatures 201"),
        "{log}"
    );
    for hidden in ["Telltale", "telltale", "203.0.113.7", "127.0.0.1"] {
        assert!(!stored.contains(hidden), "{hidden} was stored");
        assert!(!log.contains(hidden), "{hidden} was logged");
    }
    assert!(!log.contains("private"), "{log}");
}
