//! Everything that can arrive wrong has a coded answer, and leaves no trace.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{OPEN, Request, Server, USUAL, draft, exchange, fresh_key};

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
fn a_body_over_64_kb_is_refused_with_a_readable_answer() {
    let server = Server::start();
    let padded = |length: usize| {
        let mut body = draft("big").to_string().into_bytes();
        body.resize(length, b' ');
        body
    };
    let fits = Request::sign(USUAL, &fresh_key(), &Value::Null).body(padded(64 * 1024));
    assert_eq!(server.send(&fits).status, 201);
    for length in [64 * 1024 + 1, 2 * 1024 * 1024] {
        let request = Request::sign(USUAL, &fresh_key(), &Value::Null).body(padded(length));
        let answer = server.send(&request);
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (413, "body_too_large"),
            "{length}"
        );
        let form = Request::form(USUAL, &[("comment", &"x".repeat(length))]);
        let answer = server.send(&form);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (413, Some("text/html; charset=utf-8"))
        );
    }
    // A body without an announced length is measured as it comes.
    let mut chunked =
        b"POST /api/petitions/usual/signatures HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\
        Content-Type: application/json\r\nIdempotency-Key: 0123456789abcdef\r\n\
        Transfer-Encoding: chunked\r\n\r\n"
            .to_vec();
    for _ in 0..100 {
        chunked.extend_from_slice(format!("400\r\n{}\r\n", " ".repeat(1024)).as_bytes());
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(
        exchange(server.address, &chunked).unwrap().problem(),
        "body_too_large"
    );
    // Who asks first is told before sending anything.
    let mut asking = TcpStream::connect(server.address).unwrap();
    asking
        .write_all(
            b"POST /api/petitions/usual/signatures HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\n\
              Content-Type: application/json\r\nIdempotency-Key: 0123456789abcdef\r\n\
              Content-Length: 2000000\r\n\r\n",
        )
        .unwrap();
    let mut first = [0; 12];
    asking.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 413");
}

#[test]
fn only_json_and_forms_are_understood() {
    let server = Server::start();
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonp",
        "",
    ] {
        let request = Request::post("/api/petitions/usual/signatures")
            .header("Content-Type", kind)
            .header("Idempotency-Key", &fresh_key())
            .body(draft("t").to_string());
        let answer = server.send(&request);
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (415, "unsupported_media_type"),
            "{kind}"
        );
    }
    let zipped = Request::sign(USUAL, &fresh_key(), &draft("t")).header("Content-Encoding", "gzip");
    assert_eq!(server.send(&zipped).problem(), "unsupported_media_type");
    let charset = Request::post("/api/petitions/usual/signatures")
        .header("Content-Type", "Application/JSON; charset=utf-8")
        .header("Idempotency-Key", &fresh_key())
        .body(draft("t").to_string());
    assert_eq!(server.send(&charset).status, 201);
}

#[test]
fn unknown_petitions_paths_and_methods() {
    let server = Server::start();
    for id in [
        "nowhere",
        "USUAL",
        "%75sual%00",
        "..%2fusual",
        "%ff",
        "usual%20",
        &"x".repeat(5000),
    ] {
        for path in [
            format!("/api/petitions/{id}"),
            format!("/api/petitions/{id}/count"),
        ] {
            let answer = server.get(&path);
            assert_eq!(
                (answer.status, answer.problem().as_str()),
                (404, "petition_not_found"),
                "{path}"
            );
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        }
        let request =
            Request::sign(id, &fresh_key(), &draft("n")).header("Origin", "https://a.example");
        let answer = server.send(&request);
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (404, "petition_not_found")
        );
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("*"),
            "the widget reads why"
        );
    }
    for path in [
        "/api",
        "/api/",
        "/api/petitions",
        "/api/petitions/",
        "/api/petitions/usual/",
        "/api/x/y",
    ] {
        let answer = server.get(path);
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (404, "not_found"),
            "{path}"
        );
    }
    for (method, path, allow) in [
        ("POST", "/api/petitions/usual", "GET,HEAD,OPTIONS"),
        ("DELETE", "/api/petitions/usual/count", "GET,HEAD,OPTIONS"),
        ("GET", "/api/petitions/usual/signatures", "POST,OPTIONS"),
        ("PUT", "/api/petitions/usual/signatures", "POST,OPTIONS"),
        ("BREW", "/api/petitions/usual/signatures", "POST,OPTIONS"),
    ] {
        let answer = server.send(&Request::new(method, path));
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (405, "method_not_allowed"),
            "{method}"
        );
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
    }
}

#[test]
fn hostile_text_is_data_everywhere() {
    let server = Server::start();
    let mut draft = draft("o'brien");
    draft["family_name"] = json!("O'Brien");
    draft["lang"] = json!("fr'); DROP TABLE signature;--");
    assert_eq!(server.sign(USUAL, &fresh_key(), &draft).status, 201);
    let kept: String = server
        .sqlite()
        .query_row(
            "SELECT family_name || ifnull(lang, '-') FROM signature",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, "O'Brien-");
}

#[test]
fn broken_http_is_answered_or_closed() {
    let server = Server::start();
    let huge = format!(
        "GET / HTTP/1.1\r\nHost: t\r\nX-Huge: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    let many = format!(
        "GET / HTTP/1.1\r\nHost: t\r\n{}\r\n",
        "X-A: b\r\n".repeat(200)
    );
    for (bytes, status) in [
        (huge.as_bytes(), 431),
        (many.as_bytes(), 431),
        (b"\x16\x03\x01 tls\r\n\r\n", 400),
    ] {
        if let Ok(answer) = exchange(server.address, bytes) {
            assert_eq!(answer.status, status);
        }
    }
    let both = b"POST /api/petitions/usual/signatures HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\
        Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n";
    if let Ok(answer) = exchange(server.address, both) {
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn slow_clients_are_let_go() {
    let server = Server::start();
    // Headers that never end.
    let headers = std::thread::scope(|scope| {
        let headers = scope.spawn(|| {
            let begun = Instant::now();
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream
                .write_all(b"GET / HTTP/1.1\r\nHost: t\r\nX-Slow: ")
                .unwrap();
            stream
                .set_read_timeout(Some(Duration::from_secs(30)))
                .unwrap();
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest);
            begun.elapsed()
        });
        // A body that never comes.
        let begun = Instant::now();
        let mut stream = TcpStream::connect(server.address).unwrap();
        let head = "POST /api/petitions/usual/signatures HTTP/1.1\r\nHost: t\r\n\
            Content-Type: application/json\r\nIdempotency-Key: 0123456789abcdef\r\n\
            Content-Length: 1000\r\n\r\n{\"given_name\":";
        stream.write_all(head.as_bytes()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let mut received = Vec::new();
        let _ = stream.read_to_end(&mut received);
        let text = String::from_utf8_lossy(&received);
        assert!(text.starts_with("HTTP/1.1 408"), "{text}");
        assert!(text.contains("\"code\":\"request_timeout\""), "{text}");
        assert!(
            text.to_ascii_lowercase().contains("connection: close"),
            "{text}"
        );
        assert!(
            begun.elapsed() < Duration::from_secs(15),
            "{:?}",
            begun.elapsed()
        );
        // Others are served meanwhile.
        assert_eq!(server.get("/healthz").status, 200);
        headers.join().unwrap()
    });
    assert!(headers < Duration::from_secs(20), "{headers:?}");
}
