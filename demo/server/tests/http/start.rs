//! Starting and stopping: what the program says and how it ends.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Folder, Request, Server, USUAL, binary, draft, fresh_key};

fn run(flags: &[&str], environment: &[(&str, &str)]) -> (i32, String) {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("petitions")).unwrap();
    let Output {
        status,
        stdout,
        stderr,
    } = binary()
        .current_dir(folder.path())
        .args(["--mobilisations", "petitions"])
        .args(flags)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let text = [stdout, stderr].concat();
    (status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn help_names_every_flag_and_variable() {
    let (code, text) = run(&["--help"], &[]);
    assert_eq!(code, 0);
    for word in [
        "--port",
        "--host",
        "--database",
        "--origin",
        "--public-url",
        "--demo",
        "PORT",
        "DATABASE_URL",
    ] {
        assert!(text.contains(word), "{word}");
    }
    assert_eq!(
        run(&["--version"], &[]).1,
        format!("wesign-server {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn wrong_options_end_with_2_and_a_reason() {
    for (flags, environment, words) in [
        (&["--prot"][..], &[][..], "unknown option `--prot`"),
        (&[], &[("PORT", "eighty")], "`eighty` is not a port"),
        (
            &[],
            &[("HOST", "example.org")],
            "`example.org` is not an address",
        ),
        (&["--origin", "partner"], &[], "`partner` is not an origin"),
        (
            &[],
            &[("DATABASE_URL", "postgres://u:hush@h:x/d")],
            "DATABASE_URL cannot be read",
        ),
        (
            &[],
            &[("DATABASE_URL", "mysql://u:hush@h/d")],
            "scheme `mysql`",
        ),
    ] {
        let (code, text) = run(flags, environment);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(words), "{text}");
        assert!(!text.contains("hush"), "{text}");
    }
}

#[test]
fn a_taken_port_is_named_with_a_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let (code, text) = run(&["--database=:memory:"], &[("PORT", &port.to_string())]);
    assert_eq!(code, 1);
    assert!(
        text.contains(&format!("port {port} is already in use")),
        "{text}"
    );
    assert!(text.contains("PORT="), "{text}");
    // Taken on the other loopback address only: a browser could be sent there.
    if let Ok(taken) = TcpListener::bind("[::1]:0") {
        let port = taken.local_addr().unwrap().port();
        let (code, text) = run(&["--database=:memory:", "--port", &port.to_string()], &[]);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("on ::1"), "{text}");
    }
}

#[test]
fn broken_files_are_named() {
    let folder = Folder::new();
    let petition = json!({"id": "one", "lang": "fr", "title": "T"}).to_string();
    let run = |flags: &[&str]| {
        let output = binary()
            .current_dir(folder.path())
            .args(flags)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let flags = [
        "--mobilisations",
        "petitions",
        "--port",
        "0",
        "--database",
        "a.db",
    ];
    assert!(run(&flags).contains("cannot read the petitions in petitions"));
    folder.write("petitions/two.json", &petition);
    assert!(run(&flags).contains("name it one.json"));
    folder.write("petitions/two.json", "{");
    assert!(run(&flags).contains("two.json: EOF"));
    let wrong = json!({"id": "two", "lang": "fr", "title": "T", "steps": ["sign", "pay"]});
    folder.write("petitions/two.json", wrong.to_string());
    assert!(run(&flags).contains("two.json: steps: unknown variant `pay`"));
    std::fs::remove_file(folder.path().join("petitions/two.json")).unwrap();
    folder.write("petitions/one.json", &petition);
    let flags = [
        "--mobilisations",
        "petitions",
        "--port",
        "0",
        "--database",
        "no/such/folder/a.db",
    ];
    assert!(run(&flags).contains("cannot open the database file no/such/folder/a.db"));
    folder.write(
        "b.db",
        "this is not a database, however long it may be, and it must stay as it is",
    );
    let flags = [
        "--mobilisations",
        "petitions",
        "--port",
        "0",
        "--database",
        "b.db",
    ];
    assert!(run(&flags).contains("not a database"));
    let newer = rusqlite::Connection::open(folder.path().join("c.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let flags = [
        "--mobilisations",
        "petitions",
        "--port",
        "0",
        "--database",
        "c.db",
    ];
    assert!(run(&flags).contains("use a newer wesign-server"));
}

#[test]
fn localhost_is_both_addresses() {
    let server = Server::start();
    let six = SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], server.address.port()));
    if TcpListener::bind("[::1]:0").is_ok() {
        assert_eq!(Request::get("/healthz").send(six).status, 200);
    }
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn memory_serves_and_forgets() {
    let folder = Folder::new();
    folder.write(
        "petitions/one.json",
        json!({"id": "one", "lang": "fr", "title": "T"}).to_string(),
    );
    let server = Server::of(folder, &["--database", "sqlite::memory:"]);
    let first = server.sign("one", &fresh_key(), &draft("m"));
    assert_eq!((first.status, first.json()), (201, json!({"count": 1})));
    assert_eq!(server.count_reaching("one", 1), 1);
    let files: Vec<_> = std::fs::read_dir(server.folder().path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("db") || name.contains("memory"))
        .collect();
    assert_eq!(files, Vec::<String>::new());
}

#[test]
fn a_signal_lets_the_running_request_end() {
    let server = Server::start();
    let address = server.address;
    let mut stream = TcpStream::connect(address).unwrap();
    let bytes = Request::sign(USUAL, &fresh_key(), &draft("last")).bytes();
    let (head, tail) = bytes.split_at(bytes.len() - 10);
    stream.write_all(head).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let begun = Instant::now();
    let copy = Folder::new();
    let database = server.database.file().to_owned();
    let stopping = std::thread::spawn(move || {
        let kept = std::fs::hard_link(&database, copy.path().join("kept.db"));
        let ended = server.stop();
        (kept.is_ok(), copy, ended)
    });
    std::thread::sleep(Duration::from_millis(300));
    stream.write_all(tail).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let (kept, copy, (status, _)) = stopping.join().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(
        begun.elapsed() < Duration::from_secs(9),
        "{:?}",
        begun.elapsed()
    );
    assert!(TcpStream::connect(address).is_err());
    // The log was folded into the file: the file alone is complete.
    assert!(kept);
    let database = rusqlite::Connection::open(copy.path().join("kept.db")).unwrap();
    let count: i64 = database
        .query_row("SELECT count(*) FROM signature", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1);
}

#[test]
fn the_log_holds_routes_and_nothing_personal() {
    let server = Server::start();
    server.get("/api/petitions/usual?email=secret@example.org");
    server.get("/secret-path/secret.html");
    server.send(&Request::new("SECRET", "/api/petitions/usual"));
    server.sign(USUAL, "secret-key-secret-key", &draft("secret"));
    server.send(&Request::form(
        USUAL,
        &[("given_name", "secret<"), ("email", "secret@")],
    ));
    let (_, log) = server.stop();
    assert!(log.contains(" GET /api/petitions/{id} 200 "), "{log}");
    assert!(log.contains(" GET /{*file} 404 "), "{log}");
    assert!(log.contains(" OTHER /api/petitions/{id} 405 "), "{log}");
    assert!(
        log.contains(" POST /api/petitions/{id}/signatures 422 "),
        "{log}"
    );
    assert!(!log.to_lowercase().contains("secret"), "{log}");
}

#[test]
#[cfg(unix)]
fn the_database_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::start();
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", server.database.file().display());
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600,
            "{path}"
        );
    }
}
