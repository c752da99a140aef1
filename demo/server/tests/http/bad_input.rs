//! Every draft and key that can arrive wrong has a coded answer, and leaves no trace.

use serde_json::{Value, json};

use crate::support::{OPEN, Request, Server, USUAL, draft, fresh_key};

/// Field by field: every entry breaks one field of a valid draft.
#[test]
fn every_field_empty_too_long_controlled_or_marked_up() {
    let server = Server::start();
    let long = "x".repeat(2000);
    let mut refused = 0;
    for field in ["given_name", "family_name", "email", "postcode"] {
        for value in [
            "",
            "   ",
            &long,
            "a\u{0}b",
            "a\u{202e}b",
            "<script>alert(1)</script>",
        ] {
            let mut draft = draft("bad");
            draft[field] = json!(value);
            let answer = server.sign(USUAL, &fresh_key(), &draft);
            assert_eq!(answer.status, 422, "{field} {value:?}");
            let errors = answer.errors();
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert!(
                errors[0].starts_with(&format!("{field} ")),
                "{field} {value:?}: {errors:?}"
            );
            refused += 1;
        }
    }
    assert_eq!(refused, 24);
    let bound = |field: &str| {
        let mut draft = draft("bad");
        draft[field] = json!(long);
        server.sign(USUAL, &fresh_key(), &draft).json()["errors"][0].clone()
    };
    assert_eq!(
        bound("given_name"),
        json!({"field": "given_name", "code": "too_long", "max": 100})
    );
    assert_eq!(server.number("SELECT count(*) FROM signature"), 0);
}

#[test]
fn optional_fields_are_checked_when_they_are_filled() {
    let server = Server::start();
    let long = "x".repeat(20_000);
    for (field, value) in [
        ("country", "Atlantis"),
        ("locality", "<b>Paris</b>"),
        ("locality", &long),
        ("phone", "call me"),
        ("comment", &long),
        ("birth_year", "1789"),
        ("birth_year", "last year"),
        ("organisation", "=cmd()"),
    ] {
        let mut draft = draft("bad");
        draft["consents"] = json!([{"purpose": "terms", "granted": true}]);
        assert_eq!(server.sign(OPEN, &fresh_key(), &draft).status, 201);
        draft[field] = json!(value);
        let errors = server.sign(OPEN, &fresh_key(), &draft).errors();
        assert_eq!(errors.len(), 1, "{field}: {errors:?}");
        assert!(errors[0].starts_with(field), "{field}: {errors:?}");
    }
}

#[test]
fn every_error_is_told_at_once_in_the_order_of_the_form() {
    let server = Server::start();
    let answer = server.sign(
        OPEN,
        &fresh_key(),
        &json!({"postcode": "ABCDE", "phone": "x"}),
    );
    assert_eq!(
        answer.errors(),
        [
            "given_name required",
            "family_name required",
            "email required",
            "postcode postcode_format",
            "phone phone_format",
            "consents.terms consent_required",
        ]
    );
}

#[test]
fn a_consent_to_other_words_is_asked_again() {
    let server = Server::start();
    let mut draft = draft("old");
    draft["consents"][0]["version"] = json!(7);
    let errors = server.sign(USUAL, &fresh_key(), &draft).errors();
    assert_eq!(errors, ["consents.petition_updates consent_outdated"]);
}

#[test]
fn what_is_not_a_draft_is_malformed() {
    let server = Server::start();
    let many = format!("{{\"consents\":[{}]}}", "{},".repeat(9000));
    let mut bodies: Vec<Vec<u8>> = [
        "",
        " ",
        "{",
        "null",
        "42",
        "\"text\"",
        "[]",
        "[\"Zoé\",\"Martin\"]",
        "{}{}",
        "{\"email\":}",
        "{'email':'a'}",
        "{\"email\":\"a\",\"email\":\"b\"}",
        "{\"email\":[\"a\"]}",
        "{\"email\":{}}",
        "{\"email\":true}",
        "{\"postcode\":75018.5}",
        "{\"consents\":{}}",
        "{\"consents\":[1]}",
        "{\"consents\":[{\"granted\":\"yes\"}]}",
        "{\"consents\":[{\"version\":-1}]}",
        "{\"consents\":null}",
        "{\"email\":\"\\ud800\"}",
        &many,
    ]
    .into_iter()
    .map(|body| body.as_bytes().to_vec())
    .collect();
    bodies.push(b"{\"given_name\":\"\xff\xfe\"}".to_vec());
    bodies.push(b"\xef\xbb\xbf{}".to_vec());
    let (open, shut) = ("[".repeat(9000), "]".repeat(9000));
    bodies.push(format!("{{\"email\":{open}1{shut}}}").into_bytes());
    bodies.push(format!("{{\"unknown\":{open}1").into_bytes());
    for body in bodies {
        let request = Request::sign(USUAL, &fresh_key(), &Value::Null).body(body.clone());
        let answer = server.send(&request);
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (400, "malformed_json"),
            "{shown}"
        );
    }
}

#[test]
fn a_malformed_body_is_told_where_and_not_what() {
    let server = Server::start();
    let body = "{\n  \"email\": [\"secret\"]\n}";
    let answer = server.send(&Request::sign(USUAL, &fresh_key(), &Value::Null).body(body));
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.ends_with("Not understood at line 2, column 12."),
        "{detail}"
    );
    assert!(!answer.text().contains("secret"));
}

#[test]
fn keys_are_required_and_plain() {
    let server = Server::start();
    let post = |keys: &[&str]| {
        let mut request = Request::post("/api/petitions/usual/signatures")
            .header("Content-Type", "application/json")
            .body(draft("k").to_string());
        for key in keys {
            request = request.header("Idempotency-Key", key);
        }
        let answer = server.send(&request);
        assert_eq!(answer.status, 400);
        answer.problem()
    };
    assert_eq!(post(&[]), "idempotency_key_missing");
    let long = "x".repeat(65);
    for key in [
        "",
        "short",
        "fifteen-letters",
        &long,
        "spaces are not in it",
        "clé-en-français-ici",
        "'; DROP TABLE--ok",
    ] {
        assert_eq!(post(&[key]), "idempotency_key_invalid", "{key}");
    }
    assert_eq!(
        post(&["0123456789abcdef", "0123456789abcdef"]),
        "idempotency_key_invalid"
    );
    for key in ["0123456789abcdef", "x".repeat(64).as_str()] {
        assert_eq!(server.sign(USUAL, key, &draft("k")).status, 201);
    }
}

#[test]
fn hostile_text_is_data_everywhere() {
    let server = Server::start();
    let mut draft = draft("o'brien");
    draft["family_name"] = json!("O'Brien");
    draft["lang"] = json!("fr'); DROP TABLE signature;--");
    assert_eq!(server.sign(USUAL, &fresh_key(), &draft).status, 201);
    let kept = server.rows("SELECT family_name, lang FROM signature");
    assert_eq!(kept, ["O'Brien|"]);
}
