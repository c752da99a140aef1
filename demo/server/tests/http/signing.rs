//! Signing as JSON: what is stored, what is answered, what nobody can tell apart.

use serde_json::{Value, json};

use crate::support::{Answer, OPEN, Request, Server, USUAL, draft, fresh_key};

#[test]
fn a_signature_is_stored_with_proof_of_its_consents() {
    let server = Server::start();
    let answer = server.sign(USUAL, &fresh_key(), &draft("zoe"));
    assert_eq!((answer.status, answer.json()), (201, json!({"count": 101})));
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    let database = server.sqlite();
    let row: (String, String, String, String, String, i64) = database
        .query_row(
            "SELECT petition, given_name, email, postcode, lang, at FROM signature",
            [],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            },
        )
        .unwrap();
    assert_eq!(row.0, USUAL);
    assert_eq!((row.1.as_str(), row.2.as_str()), ("Zoé", "zoe@example.org"));
    assert_eq!((row.3.as_str(), row.4.as_str()), ("75018", "fr"));
    let age = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64 - row.5;
    assert!(
        (0..60).contains(&age),
        "server time, not the client's: {age} s"
    );
    assert_eq!(
        proofs(&server),
        [
            (1, "petition_updates".into(), true, "updates".into(), 1),
            (
                1,
                "newsletter:technopolice".into(),
                false,
                "newsletter".into(),
                3
            ),
        ]
    );
    assert_eq!(server.count_reaching(USUAL, 101), 101);
}

#[test]
fn every_field_that_is_asked_for_is_kept_and_nothing_else() {
    let server = Server::start();
    let mut everything = draft("all");
    for (name, value) in [
        ("country", json!("be")),
        ("postcode", json!("1000")),
        ("locality", json!("Bruxelles")),
        ("phone", json!("+32 2 123 45 67")),
        ("comment", json!("Merci\nà vous")),
        ("birth_year", json!(1987)),
        ("organisation", json!("Ligue des droits")),
        ("unknown", json!({"deep": [1, 2]})),
        ("consents", json!([{"purpose": "terms", "granted": true}])),
    ] {
        everything[name] = value;
    }
    let answer = server.sign(OPEN, &fresh_key(), &everything);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let kept: String = server
        .sqlite()
        .query_row(
            "SELECT concat_ws('|', country, postcode, locality, comment, birth_year, organisation)
             FROM signature WHERE phone IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(
        kept,
        "BE|1000|Bruxelles|Merci\nà vous|1987|Ligue des droits"
    );

    // The same draft where only the usual fields are asked for: the rest is dropped unread.
    everything["postcode"] = json!("75018");
    assert_eq!(server.sign(USUAL, &fresh_key(), &everything).status, 201);
    let kept = "SELECT count(*) FROM signature WHERE petition = 'usual' AND
                coalesce(country, locality, phone, comment, birth_year, organisation) IS NULL";
    assert_eq!(server.number(kept), 1);
}

#[test]
fn a_retry_hears_the_first_answer() {
    let server = Server::start();
    let (key, draft) = (fresh_key(), draft("retry"));
    let first = server.sign(USUAL, &key, &draft);
    // The count has moved on; the answer has not.
    server.sign(USUAL, &fresh_key(), &crate::support::draft("someone"));
    assert_eq!(server.count_reaching(USUAL, 102), 102);
    let again = server.sign(USUAL, &key, &draft);
    assert_same(&first, &again);
    assert_eq!(
        server.number("SELECT count(*) FROM consent WHERE signature = 1"),
        2
    );
}

#[test]
fn a_key_belongs_to_one_body_of_one_petition() {
    let server = Server::start();
    let key = fresh_key();
    assert_eq!(server.sign(USUAL, &key, &draft("one")).status, 201);
    let other = server.sign(USUAL, &key, &draft("two"));
    assert_eq!(
        (other.status, other.problem().as_str()),
        (422, "idempotency_key_reused")
    );
    assert_eq!(server.sign("other", &key, &draft("one")).status, 201);
    assert_eq!(server.number("SELECT count(*) FROM signature"), 2);
}

#[test]
fn a_refused_body_does_not_use_up_its_key() {
    let server = Server::start();
    let key = fresh_key();
    let mut wrong = draft("later");
    wrong["postcode"] = json!("7501");
    assert_eq!(server.sign(USUAL, &key, &wrong).status, 422);
    assert_eq!(server.sign(USUAL, &key, &draft("later")).status, 201);
}

#[test]
fn concurrent_retries_store_once() {
    let server = Server::start();
    let key = fresh_key();
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| server.sign(USUAL, &key, &draft("hasty"))))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    for answer in &answers {
        assert_same(&answers[0], answer);
    }
    assert_eq!(server.number("SELECT count(*) FROM signature"), 1);
    assert_eq!(server.number("SELECT count(*) FROM consent"), 2);
}

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
fn a_second_signature_changes_nothing_but_adds_its_answers() {
    let server = Server::start();
    assert_eq!(
        server.sign(USUAL, &fresh_key(), &draft("twice")).status,
        201
    );
    let mut again = draft("twice");
    again["given_name"] = json!("Someone else");
    again["consents"] = json!([
        {"purpose": "petition_updates", "granted": false},
        {"purpose": "newsletter:technopolice", "granted": true},
    ]);
    assert_eq!(server.sign(USUAL, &fresh_key(), &again).status, 201);
    let name: String = server
        .sqlite()
        .query_row("SELECT given_name FROM signature", [], |row| row.get(0))
        .unwrap();
    assert_eq!(name, "Zoé");
    let granted: Vec<bool> = proofs(&server).into_iter().map(|proof| proof.2).collect();
    assert_eq!(granted, [true, false, false, true]);
    assert!(
        proofs(&server).iter().all(|proof| proof.0 == 1),
        "all belong to the first signature"
    );
}

#[test]
fn dates_are_kept_and_a_late_retry_still_hears_its_answer() {
    let mut server = Server::start();
    for (petition, code) in [
        ("closed", "petition_closed"),
        ("future", "petition_not_open"),
    ] {
        let answer = server.sign(petition, &fresh_key(), &draft("late"));
        assert_eq!((answer.status, answer.problem().as_str()), (403, code));
    }
    let key = fresh_key();
    let first = server.sign(USUAL, &key, &draft("just-in-time"));
    assert_eq!(first.status, 201);
    let file = server.folder().path().join("petitions/usual.json");
    let mut petition: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    petition["closes_at"] = json!("2020-01-01T00:00:00Z");
    std::fs::write(&file, petition.to_string()).unwrap();
    server.kill_and_restart();
    assert_same(&first, &server.sign(USUAL, &key, &draft("just-in-time")));
    let other = server.sign(USUAL, &key, &draft("another"));
    assert_eq!(other.problem(), "idempotency_key_reused");
    let new = server.sign(USUAL, &fresh_key(), &draft("just-in-time"));
    assert_eq!(new.problem(), "petition_closed");
}

#[test]
fn only_the_sites_of_the_petition_may_sign() {
    let server = Server::with(&["--host", "0.0.0.0", "--origin", "https://admitted.example"]);
    let sign = |name: &str, origin: &str| {
        let request = Request::sign(USUAL, &fresh_key(), &draft(name)).header("Origin", origin);
        server.send(&request)
    };
    for (name, origin) in [
        ("a", "https://partner.example"),
        ("b", "https://admitted.example"),
    ] {
        let answer = sign(name, origin);
        assert_eq!(answer.status, 201);
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert_eq!(answer.header("vary"), Some("origin"));
    }
    // Open to the network, pages of localhost are no longer special.
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost:3000",
        "https://partner.example.evil.example",
    ] {
        let answer = sign("c", origin);
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (403, "origin_not_allowed"),
            "{origin}"
        );
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{origin}"
        );
        let preflight = Request::new("OPTIONS", "/api/petitions/usual/signatures");
        let answer = server.send(&preflight.header("Origin", origin));
        assert_eq!(answer.status, 403, "{origin}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{origin}"
        );
    }
    assert_eq!(server.number("SELECT count(*) FROM signature"), 2);

    // On this machine alone, its pages may.
    let local = Server::start();
    let request = Request::sign(USUAL, &fresh_key(), &draft("d"));
    let answer = local.send(&request.header("Origin", "http://localhost:3000"));
    assert_eq!(answer.status, 201);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("http://localhost:3000")
    );
}

#[test]
fn a_preflight_is_kept_and_names_what_may_be_sent() {
    let server = Server::start();
    let request = Request::new("OPTIONS", "/api/petitions/usual/signatures")
        .header("Origin", "https://partner.example")
        .header("Access-Control-Request-Method", "POST")
        .header(
            "Access-Control-Request-Headers",
            "content-type,idempotency-key",
        );
    let answer = server.send(&request);
    assert_eq!(answer.status, 204);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("https://partner.example")
    );
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("POST, OPTIONS")
    );
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("content-type, idempotency-key")
    );
    assert_eq!(answer.header("access-control-max-age"), Some("7200"));
    // The page of a mistyped petition can read why it fails.
    let request = Request::new("OPTIONS", "/api/petitions/nowhere/signatures");
    let answer = server.send(&request.header("Origin", "https://any.example"));
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (204, Some("*"))
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
#[cfg(unix)]
fn the_database_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::start();
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", server.database.display());
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600,
            "{path}"
        );
    }
}

#[test]
fn nothing_but_what_was_typed_is_stored() {
    let server = Server::start();
    let request = Request::sign(USUAL, &fresh_key(), &draft("private"))
        .header("User-Agent", "Telltale/1.0")
        .header("Referer", "https://partner.example/telltale")
        .header("X-Forwarded-For", "203.0.113.7");
    assert_eq!(server.send(&request).status, 201);
    let copy = server.folder().path().join("copy.db");
    server
        .sqlite()
        .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
        .unwrap();
    let stored = std::fs::read(copy).unwrap();
    assert!(
        contains(&stored, "private@example.org"),
        "the copy is not the database"
    );
    let (status, log) = server.stop();
    assert!(status.success());
    assert!(
        log.contains("POST /api/petitions/{id}/signatures 201"),
        "{log}"
    );
    for hidden in ["Telltale", "telltale", "203.0.113.7", "127.0.0.1"] {
        assert!(!contains(&stored, hidden), "{hidden} was stored");
        assert!(!log.contains(hidden), "{hidden} was logged");
    }
    assert!(!log.contains("private"), "{log}");
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

type ProofRow = (i64, String, bool, String, i64);

fn proofs(server: &Server) -> Vec<ProofRow> {
    let database = server.sqlite();
    let mut statement = database
        .prepare("SELECT signature, purpose, granted, wording, version FROM consent ORDER BY id")
        .unwrap();
    let rows = statement
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })
        .unwrap();
    rows.map(|row| row.unwrap()).collect()
}

/// Status, headers but the date, and body are the same.
fn assert_same(one: &Answer, other: &Answer) {
    let strip = |answer: &Answer| {
        let mut answer = answer.clone();
        answer.headers.retain(|(name, _)| name != "date");
        answer
    };
    assert_eq!(strip(one), strip(other));
}
