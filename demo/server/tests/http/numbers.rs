//! Numbers for Prometheus: right, on an address of their own, and about nobody.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::support::{
    Answer, CONFIRMED, Folder, Request, Server, Smtp, binary, draft, fresh_key, mailing_fixtures,
};

/// A server with a mail server and numbers, and where they are.
fn start(smtp: &Smtp) -> (Server, SocketAddr) {
    let folder = Folder::new();
    mailing_fixtures(&folder);
    let mut flags = smtp.flags();
    flags.push("--metrics=127.0.0.1:0".into());
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let server = Server::of(folder, &flags);
    let log = std::fs::read_to_string(server.folder().path().join("stderr")).unwrap();
    let address = log.split("metrics on http://").nth(1).unwrap();
    let address = address.split('/').next().unwrap().parse().unwrap();
    (server, address)
}

fn numbers(address: SocketAddr) -> HashMap<String, f64> {
    let answer: Answer = Request::get("/metrics").send(address);
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/plain; version=0.0.4")
    );
    let text = answer.text();
    let mut known = HashMap::new();
    let mut kinds = HashMap::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(
                kinds.insert(name.to_owned(), kind.to_owned()).is_none(),
                "{name} twice"
            );
        } else if !line.starts_with("# HELP ") {
            let (series, value) = line.rsplit_once(' ').unwrap();
            let name = series.split('{').next().unwrap();
            let base = ["_bucket", "_sum", "_count"]
                .iter()
                .find_map(|end| name.strip_suffix(end));
            assert!(
                kinds.contains_key(base.unwrap_or(name)),
                "{name} has no type"
            );
            assert!(
                known
                    .insert(series.to_owned(), value.parse().unwrap())
                    .is_none(),
                "{series} twice"
            );
        }
    }
    known
}

#[test]
fn they_say_what_was_answered_and_what_waits() {
    let smtp = Smtp::start();
    smtp.busy(true);
    let (server, address) = start(&smtp);
    for name in ["one", "two"] {
        assert_eq!(
            server.sign(CONFIRMED, &fresh_key(), &draft(name)).status,
            201
        );
    }
    let waiting = |expected: f64| {
        (0..200).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            numbers(address)["wesign_letters_waiting"] == expected
        })
    };
    assert!(waiting(2.0));
    smtp.busy(false);
    server.rows("UPDATE outbox SET due_at = 0, lease = 0");
    assert!(waiting(0.0));
    server.send(&Request::post(&smtp.letter_to("one").link("confirm")));
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);

    let numbers = numbers(address);
    let answered = |method: &str, route: &str, status: u16| {
        let labels = format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}");
        numbers[&format!("wesign_http_request_duration_seconds_count{labels}")]
    };
    assert_eq!(answered("POST", "/api/petitions/{id}/signatures", 201), 2.0);
    assert_eq!(
        answered("POST", "/petitions/{id}/confirm/{token}", 200),
        1.0
    );
    assert_eq!(numbers["wesign_signatures{petition=\"confirmed\"}"], 101.0);
    assert_eq!(numbers["wesign_letters{outcome=\"sent\"}"], 2.0);
    assert_eq!(numbers["wesign_letters_oldest_seconds"], 0.0);
}

#[test]
fn they_are_about_nobody_and_not_for_everybody() {
    let smtp = Smtp::start();
    let (server, address) = start(&smtp);
    server.sign(CONFIRMED, &fresh_key(), &draft("private"));
    let link = smtp.letter_to("private").link("confirm");
    server.get(&link);
    server.get("/petitions/private@example.org?private");
    server.get("/private@example.org");
    server.send(&Request::new("PRIVATE", "/api/petitions/private/count"));
    let text = Request::get("/metrics").send(address).text();
    let token = link.split(['/', '?']).nth(4).unwrap();
    for hidden in ["private", "PRIVATE", token, "127.0.0.1"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    assert!(text.contains("method=\"OTHER\""), "{text}");
    // Not where everybody is served, and nothing else where they are.
    assert_eq!(server.get("/metrics").status, 404);
    assert_eq!(Request::get("/api/petitions").send(address).status, 404);
}

#[test]
fn an_address_that_is_taken_or_none_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = Folder::new();
    mailing_fixtures(&folder);
    let smtp = Smtp::start();
    for (address, code) in [
        (taken.local_addr().unwrap().to_string(), 1),
        ("9464".into(), 2),
    ] {
        let ended = binary()
            .current_dir(folder.path())
            .args([
                "--port=0",
                "--mobilisations=petitions",
                "--database=sqlite::memory:",
            ])
            .args(smtp.flags())
            .args(["--metrics", &address])
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), Some(code), "{ended:?}");
    }
}
