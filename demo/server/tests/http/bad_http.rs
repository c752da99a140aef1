//! Sizes, kinds, methods, broken and slow HTTP: a coded answer, or a closed connection.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Folder, Request, Server, USUAL, draft, exchange, fresh_key};

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
            format!("/api/petitions/{id}/gatherings"),
            format!("/api/petitions/{id}/signatories?lang=de"),
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

#[test]
#[cfg(target_os = "linux")]
fn a_client_that_takes_no_answer_is_let_go() {
    let folder = Folder::new();
    folder.write("site/large.bin", vec![7; 32 << 20]);
    let server = Server::of(folder, &[]);
    let connections = || {
        let open = std::fs::read_dir(format!("/proc/{}/fd", server.pid())).unwrap();
        open.filter(|file| {
            let link = std::fs::read_link(file.as_ref().unwrap().path());
            link.is_ok_and(|link| link.to_string_lossy().starts_with("socket:"))
        })
        .count()
    };
    let before = connections();
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream
        .write_all(&Request::get("/large.bin").bytes())
        .unwrap();
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(connections(), before + 1, "the answer is under way");
    let begun = Instant::now();
    while connections() > before {
        assert!(
            begun.elapsed() < Duration::from_secs(45),
            "the server still waits"
        );
        std::thread::sleep(Duration::from_millis(250));
    }
    assert!(
        begun.elapsed() > Duration::from_secs(5),
        "it was not the patience that ended it"
    );
}
