//! Which pages may sign.

use crate::support::{Request, Server, USUAL, draft, fresh_key};

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
fn the_page_of_the_server_itself_may_sign_by_any_name() {
    let server = Server::with(&[
        "--host",
        "0.0.0.0",
        "--public-url",
        "https://api.ngo.example",
    ]);
    let form = |origin: &str, email: &str| {
        let fields = [
            ("given_name", "A"),
            ("family_name", "B"),
            ("email", email),
            ("postcode", "75018"),
        ];
        server
            .send(&Request::form(USUAL, &fields).header("Origin", origin))
            .status
    };
    // The client of these tests calls the server `test`.
    assert_eq!(form("http://test", "a@example.org"), 200);
    assert_eq!(form("https://test", "b@example.org"), 200);
    assert_eq!(form("https://api.ngo.example", "c@example.org"), 200);
    assert_eq!(form("http://test:81", "d@example.org"), 403);
    assert_eq!(form("http://test.evil.example", "e@example.org"), 403);
}
