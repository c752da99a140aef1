//! Subscriptions: who is told of what.

use serde_json::{Value, json};

use crate::support::{
    Answer, LEVERS, Request, Server, assert_same, draft, fresh_key, subscription,
};

const PATH: &str = "/api/petitions/levers/subscriptions";

fn subscribe(server: &Server, body: &Value) -> Answer {
    server.send(&Request::write(PATH, &fresh_key(), body))
}

fn answers(granted: [bool; 3]) -> Value {
    let purposes = ["petition_updates", "gatherings", "similar_petitions"];
    let answer = |(purpose, granted)| json!({"purpose": purpose, "granted": granted});
    purposes.into_iter().zip(granted).map(answer).collect()
}

#[test]
fn each_choice_is_kept_apart_with_its_proof() {
    let server = Server::start();
    let mut body = subscription("zoe");
    body["given_name"] = json!("Zoé");
    let answer = subscribe(&server, &body);
    assert_eq!((answer.status, answer.json()), (201, json!({})));
    let row = "SELECT petition, lang, email FROM subscription";
    assert_eq!(server.rows(row), ["levers|de|zoe@example.org"]);
    let proofs = "SELECT purpose, granted, wording, version, lang FROM subscription_consent
                  ORDER BY id";
    // What was not asked for is a refusal, in the petition's own language.
    assert_eq!(
        server.rows(proofs),
        [
            "petition_updates|1|widget.petition_updates|1|de",
            "gatherings|0|widget.gatherings|1|fr",
            "similar_petitions|0|widget.similar_petitions|1|fr",
        ]
    );
    // Another choice later: one subscription, further proofs.
    body["consents"] = answers([false, true, false]);
    assert_eq!(subscribe(&server, &body).status, 201);
    assert_eq!(server.number("SELECT count(*) FROM subscription"), 1);
    assert_eq!(
        server.number("SELECT count(*) FROM subscription_consent"),
        6
    );
}

#[test]
fn known_and_unknown_addresses_are_answered_alike_and_signatures_stay() {
    let server = Server::start();
    assert_eq!(
        server.sign(LEVERS, &fresh_key(), &draft("signed")).status,
        201
    );
    assert_eq!(subscribe(&server, &subscription("known")).status, 201);
    let signature = "SELECT given_name, email, at, (SELECT count(*) FROM consent) FROM signature";
    let before = server.rows(signature);
    let new = subscribe(&server, &subscription("new"));
    for name in ["signed", "known"] {
        assert_same(&new, &subscribe(&server, &subscription(name)));
    }
    assert_eq!(server.rows(signature), before);
    assert_eq!(server.number("SELECT count(*) FROM subscription"), 3);
    // The same person is found in both by the same hash, and by nothing else.
    let shared = "SELECT count(*) FROM signature JOIN subscription USING (petition, dedup)";
    assert_eq!(server.number(shared), 1);
}

#[test]
fn a_subscription_to_nothing_and_wrong_addresses_are_refused() {
    let server = Server::start();
    let first = "consents.petition_updates";
    let mut body = subscription("nothing");
    for consents in [
        json!([]),
        answers([false; 3]),
        json!([{"purpose": "terms", "granted": true}]),
    ] {
        body["consents"] = consents;
        assert_eq!(
            subscribe(&server, &body).errors(),
            [format!("{first} consent_required")]
        );
    }
    let long = format!("zoe@{}example", "long.".repeat(60));
    for (email, code) in [
        (json!(""), "required"),
        (json!(null), "required"),
        (json!(long), "too_long"),
        (json!("a\u{7}@b.example"), "email_local_part"),
        (json!("<b>@example.org"), "email_local_part"),
        (json!("zoe@gmail"), "email_domain_incomplete"),
    ] {
        let mut body = subscription("bad");
        body["email"] = email.clone();
        assert_eq!(
            subscribe(&server, &body).errors(),
            [format!("email {code}")],
            "{email}"
        );
    }
    for wrong in [
        json!([]),
        json!({"email": true}),
        json!({"consents": [1]}),
        json!("a@b.example"),
    ] {
        assert_eq!(
            subscribe(&server, &wrong).problem(),
            "malformed_json",
            "{wrong}"
        );
    }
    let mut outdated = subscription("old");
    outdated["consents"][0]["version"] = json!(2);
    let errors = subscribe(&server, &outdated).errors();
    assert_eq!(errors, [format!("{first} consent_outdated")]);
    let other = Request::write(PATH, "short", &subscription("key"));
    assert_eq!(server.send(&other).problem(), "idempotency_key_invalid");
    let none = Request::post(PATH)
        .header("Content-Type", "application/json")
        .body("{}");
    assert_eq!(server.send(&none).problem(), "idempotency_key_missing");
    assert_eq!(server.number("SELECT count(*) FROM subscription"), 0);
}

#[test]
fn a_retry_hears_the_first_answer_and_a_closed_petition_can_be_followed() {
    let server = Server::start();
    let key = fresh_key();
    let path = "/api/petitions/closed/subscriptions";
    let send = |name: &str| server.send(&Request::write(path, &key, &subscription(name)));
    let first = send("follower");
    assert_eq!(first.status, 201);
    assert_same(&first, &send("follower"));
    assert_eq!(send("other").problem(), "idempotency_key_reused");
    assert_eq!(
        server.number("SELECT count(*) FROM subscription_consent"),
        3
    );
}

#[test]
fn two_megabytes_are_refused_and_the_server_goes_on() {
    let server = Server::start();
    for path in [PATH, "/api/petitions/levers/gatherings/open/registrations"] {
        let body = json!({"email": "x".repeat(2_000_000)});
        let answer = server.send(&Request::write(path, &fresh_key(), &body));
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (413, "body_too_large")
        );
    }
    assert_eq!(subscribe(&server, &subscription("after")).status, 201);
}
