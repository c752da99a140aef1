//! Gatherings: what is listed, and who gets a place.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    Answer, LEVERS, Request, Server, assert_same, draft, fresh_key, registration,
};

pub(crate) fn path(gathering: &str) -> String {
    format!("/api/petitions/levers/gatherings/{gathering}/registrations")
}

pub(crate) fn register(server: &Server, gathering: &str, key: &str, name: &str) -> Answer {
    let body = registration(gathering, name);
    server.send(&Request::write(&path(gathering), key, &body))
}

fn listed(server: &Server, lang: &str) -> Vec<Value> {
    let answer = server.get(&format!("/api/petitions/levers/gatherings?lang={lang}"));
    answer.json()["gatherings"].as_array().unwrap().clone()
}

/// The published number of places left at `small`, once it reaches `expected`.
pub(crate) fn left_reaching(server: &Server, expected: u64) -> Value {
    let left = || {
        let all = listed(server, "");
        let small = all.iter().find(|one| one["id"] == "small");
        small.unwrap()["places_left"].clone()
    };
    for _ in 0..40 {
        if left() == expected {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    left()
}

#[test]
fn they_come_by_date_in_a_language_without_what_is_long_over() {
    let server = Server::start();
    let all = listed(&server, "");
    let ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["past", "small", "full", "cancelled", "open", "later"]);
    let left: Vec<&Value> = all.iter().map(|one| &one["places_left"]).collect();
    assert_eq!(json!(left), json!([null, 3, 0, null, null, null]));
    assert_eq!(all[3]["cancelled"], true);
    assert_eq!(all[5]["time_zone"], "");
    assert_eq!(all[4]["title"], "Réunion open <ici>");
    let german = listed(&server, "de-AT");
    assert_eq!(german[4]["title"], "Treffen");
    assert_eq!(german[5]["title"], "Réunion later <ici>", "not translated");
    let text = server.get("/api/petitions/levers/gatherings").text();
    assert!(!text.contains("registered_elsewhere"));
}

#[test]
fn a_registration_is_stored_with_proof_of_its_consents() {
    let server = Server::start();
    let mut body = registration("open", "zoe");
    body["postcode"] = json!("35000");
    body["comment"] = json!("dropped unread");
    let answer = server.send(&Request::write(&path("open"), &fresh_key(), &body));
    assert_eq!(
        (answer.status, answer.json()),
        (201, json!({"places_left": null}))
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let row = "SELECT petition, gathering, lang, given_name, family_name, full_name, email
               FROM registration WHERE length(dedup) = 32";
    assert_eq!(
        server.rows(row),
        ["levers|open|fr|Zoé|Martin||zoe@example.org"]
    );
    let proofs = "SELECT registration, purpose, granted, wording, version, lang
                  FROM registration_consent ORDER BY id";
    assert_eq!(
        server.rows(proofs),
        [
            "1|gathering:open|1|widget.gathering:open|1|fr",
            "1|gatherings|0|widget.gatherings|1|fr",
        ]
    );
    let at = server.number("SELECT max(at) FROM registration_consent");
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64;
    assert!((now - at).abs() < 60, "server time");
    assert_eq!(server.number("SELECT count(*) FROM signature"), 0);
}

#[test]
fn one_e_mail_has_one_place_and_nobody_can_tell() {
    let server = Server::start();
    assert_eq!(
        register(&server, "small", &fresh_key(), "known").status,
        201
    );
    assert_eq!(left_reaching(&server, 2), 2);
    let again = register(&server, "small", &fresh_key(), "known");
    let new = register(&server, "small", &fresh_key(), "new");
    assert_same(&again, &new);
    assert_eq!(new.json(), json!({"places_left": 1}));
    assert_eq!(left_reaching(&server, 1), 1);
    assert_eq!(server.number("SELECT count(*) FROM registration"), 2);
    assert_eq!(
        server.number("SELECT count(*) FROM registration_consent"),
        6,
        "further proofs"
    );

    // Full for everybody, also for who has a place; their retry hears its answer.
    let key = fresh_key();
    let last = register(&server, "small", &key, "last");
    assert_eq!(last.json(), json!({"places_left": 0}));
    let known = register(&server, "small", &fresh_key(), "known");
    let late = register(&server, "small", &fresh_key(), "late");
    assert_same(&known, &late);
    assert_eq!(
        (late.status, late.problem().as_str()),
        (409, "gathering_full")
    );
    assert_same(&last, &register(&server, "small", &key, "last"));
    // The same person elsewhere is another registration.
    assert_eq!(register(&server, "open", &fresh_key(), "known").status, 201);
}

#[test]
fn what_is_full_over_or_called_off_takes_nobody() {
    let mut server = Server::start();
    for (gathering, status, code) in [
        ("full", 409, "gathering_full"),
        ("past", 409, "gathering_past"),
        ("cancelled", 409, "gathering_cancelled"),
        ("nothing", 404, "gathering_not_found"),
        ("Open", 404, "gathering_not_found"),
        ("%00", 404, "gathering_not_found"),
        ("..%2fopen", 404, "gathering_not_found"),
    ] {
        let answer = register(&server, gathering, &fresh_key(), "late");
        assert_eq!((answer.status, answer.problem().as_str()), (status, code));
    }
    assert_eq!(server.number("SELECT count(*) FROM registration"), 0);
    // Called off in between: who registered in time hears so.
    let key = fresh_key();
    let first = register(&server, "open", &key, "in-time");
    let file = server.folder().path().join("petitions/levers.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut petition: Value = serde_json::from_str(&text).unwrap();
    petition["gatherings"][1]["cancelled"] = json!(true);
    std::fs::write(&file, petition.to_string()).unwrap();
    server.kill_and_restart();
    assert_same(&first, &register(&server, "open", &key, "in-time"));
    assert_eq!(
        register(&server, "open", &fresh_key(), "x").problem(),
        "gathering_cancelled"
    );
    assert_eq!(
        register(&server, "open", &key, "other").problem(),
        "idempotency_key_reused"
    );
}

#[test]
fn wrong_fields_are_told_by_the_core() {
    let server = Server::start();
    let errors = |change: &dyn Fn(&mut Value)| {
        let mut body = registration("open", "bad");
        change(&mut body);
        server
            .send(&Request::write(&path("open"), &fresh_key(), &body))
            .errors()
    };
    let long = "x".repeat(300);
    let far = format!("zoe@{}example", "long.".repeat(60));
    for (field, value, code) in [
        ("email", "", "required"),
        ("email", "zoe", "email_missing_at"),
        ("email", &far, "too_long"),
        ("given_name", " ", "required"),
        ("given_name", &long, "too_long"),
        ("given_name", "a\u{0}b", "control_character"),
        ("family_name", "<b>Zoé</b>", "contains_markup"),
        ("family_name", "=cmd()", "formula_start"),
    ] {
        let found = errors(&|body| body[field] = json!(value));
        assert_eq!(found, [format!("{field} {code}")], "{value}");
    }
    let consent = "consents.gathering:open";
    let refused = [format!("{consent} consent_required")];
    assert_eq!(errors(&|body| body["consents"] = json!([])), refused);
    assert_eq!(
        errors(&|body| body["consents"][0]["granted"] = json!(false)),
        refused
    );
    // The consent to another gathering is not the one to this.
    let other = |body: &mut Value| body["consents"][0]["purpose"] = json!("gathering:small");
    assert_eq!(errors(&other), refused);
    let outdated = [format!("{consent} consent_outdated")];
    assert_eq!(
        errors(&|body| body["consents"][0]["version"] = json!(2)),
        outdated
    );
    assert_eq!(
        errors(&|body| body["consents"][0]["wording"] = json!("mine")),
        outdated
    );
    assert_eq!(server.number("SELECT count(*) FROM registration"), 0);
}

#[test]
fn a_key_stands_for_one_body_at_one_place() {
    let server = Server::start();
    let key = fresh_key();
    let signed = server.sign(LEVERS, &key, &draft("one"));
    assert_eq!(signed.status, 201);
    assert_eq!(
        register(&server, "open", &key, "one").problem(),
        "idempotency_key_reused"
    );
    // Even the same bytes are something else elsewhere.
    let mut body = registration("open", "two");
    for purpose in ["gathering:later", "petition_updates"] {
        let consent = json!({"purpose": purpose, "granted": true});
        body["consents"].as_array_mut().unwrap().push(consent);
    }
    let key = fresh_key();
    let send = |gathering: &str| server.send(&Request::write(&path(gathering), &key, &body));
    assert_eq!(send("open").status, 201);
    assert_eq!(send("later").problem(), "idempotency_key_reused");
    let bodies = Request::write("/api/petitions/levers/subscriptions", &key, &body);
    assert_eq!(server.send(&bodies).problem(), "idempotency_key_reused");
    assert_eq!(server.number("SELECT count(*) FROM registration"), 1);
}
