//! Signing as JSON: what is stored and what is answered.

use serde_json::{Value, json};

use crate::support::{Answer, OPEN, Server, USUAL, assert_same, draft, fresh_key};

#[test]
fn a_signature_is_stored_with_proof_of_its_consents() {
    let server = Server::start();
    let answer = server.sign(USUAL, &fresh_key(), &draft("zoe"));
    assert_eq!((answer.status, answer.json()), (201, json!({"count": 101})));
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    let rows = server.rows("SELECT petition, given_name, email, postcode, lang, at FROM signature");
    let (row, at) = rows[0].rsplit_once('|').unwrap();
    assert_eq!(row, "usual|Zoé|zoe@example.org|75018|fr");
    let at: i64 = at.parse().unwrap();
    let age = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64 - at;
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
    let kept = "SELECT country, postcode, locality, comment, birth_year, organisation
                FROM signature WHERE phone IS NOT NULL";
    let expected = "BE|1000|Bruxelles|Merci\nà vous|1987|Ligue des droits";
    assert_eq!(server.rows(kept), [expected]);

    // The same draft where only the usual fields are asked for: the rest is dropped unread.
    everything["postcode"] = json!("75018");
    assert_eq!(server.sign(USUAL, &fresh_key(), &everything).status, 201);
    let kept = "SELECT count(*) FROM signature WHERE petition = 'usual' AND
                coalesce(country, locality, phone, comment, organisation) IS NULL
                AND birth_year IS NULL";
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
    let names = server.rows("SELECT given_name FROM signature");
    assert_eq!(names, ["Zoé"]);
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

type ProofRow = (i64, String, bool, String, i64);

fn proofs(server: &Server) -> Vec<ProofRow> {
    let sql = "SELECT signature, purpose, granted, wording, version FROM consent ORDER BY id";
    let proof = |row: String| {
        let parts: Vec<&str> = row.split('|').collect();
        let number = |at: usize| parts[at].parse().unwrap();
        let (purpose, wording) = (parts[1].to_owned(), parts[3].to_owned());
        (number(0), purpose, number(2) == 1, wording, number(4))
    };
    server.rows(sql).into_iter().map(proof).collect()
}
