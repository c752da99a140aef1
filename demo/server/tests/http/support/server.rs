//! The real program with its own folder, database and port.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use rusqlite::Connection;
use serde_json::{Value, json};
use wesign_core::time::Timestamp;

use super::{Answer, CONFIRMED, Database, Folder, Request, Smtp};

/// The program under test.
pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wesign-server"));
    for variable in [
        "HOST",
        "PORT",
        "DATABASE_URL",
        "WESIGN_PUBLIC_URL",
        "WESIGN_ORIGINS",
        "WESIGN_SMTP",
        "WESIGN_MAIL_FROM",
        "WESIGN_METRICS",
    ] {
        command.env_remove(variable);
    }
    command
}

pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) database: Database,
    folder: Folder,
    flags: Vec<String>,
}

impl Server {
    /// A server with the petitions of the fixtures.
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// The same with more flags.
    pub(crate) fn with(flags: &[&str]) -> Self {
        let folder = Folder::new();
        fixtures(&folder);
        Self::of(folder, flags)
    }

    /// A server on a folder prepared by the test: `petitions/`, `site/`, `widget/`, `directory/`.
    pub(crate) fn of(folder: Folder, flags: &[&str]) -> Self {
        std::fs::create_dir_all(folder.path().join("petitions")).unwrap();
        let database = Database::new(&folder);
        Self::on(folder, database, flags)
    }

    /// The same on a database that is there.
    pub(crate) fn on(folder: Folder, database: Database, flags: &[&str]) -> Self {
        let (child, address) = launch(folder.path(), &database, flags);
        Self {
            child,
            address,
            database,
            folder,
            flags: flags.iter().map(|&flag| flag.to_owned()).collect(),
        }
    }

    /// Ends the program without any warning and starts it again on the same database.
    pub(crate) fn kill_and_restart(&mut self) {
        self.kill();
        let flags: Vec<&str> = self.flags.iter().map(String::as_str).collect();
        let (child, address) = launch(self.folder.path(), &self.database, &flags);
        self.child = child;
        self.address = address;
    }

    /// With a mail server, and a petition `confirmed` that asks addresses to be confirmed.
    pub(crate) fn mailing(smtp: &Smtp) -> Self {
        let folder = Folder::new();
        mailing_fixtures(&folder);
        let flags = smtp.flags();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        Self::of(folder, &flags)
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The process, for tests that kill it from another thread.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGTERM; the exit status and everything it wrote to standard error.
    pub(crate) fn stop(mut self) -> (ExitStatus, String) {
        let kill = Command::new("kill")
            .arg("-TERM")
            .arg(self.pid().to_string())
            .status();
        assert!(kill.unwrap().success());
        let status = self.child.wait().unwrap();
        let log = self.folder.path().join("stderr");
        (status, std::fs::read_to_string(log).unwrap())
    }

    pub(crate) fn send(&self, request: &Request) -> Answer {
        request.send(self.address)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(&Request::get(path))
    }

    pub(crate) fn sign(&self, petition: &str, key: &str, draft: &Value) -> Answer {
        self.send(&Request::sign(petition, key, draft))
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// A connection of the test's own to the database file.
    pub(crate) fn sqlite(&self) -> Connection {
        self.database.sqlite()
    }

    /// Rows of the database, as [`Database::rows`] writes them.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        self.database.rows(sql)
    }

    /// One number out of the database.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        self.rows(sql)[0].parse().unwrap()
    }

    /// The published count, once it reaches `expected`; whatever it is after two seconds.
    pub(crate) fn count_reaching(&self, petition: &str, expected: u64) -> u64 {
        for _ in 0..40 {
            let count =
                self.get(&format!("/api/petitions/{petition}/count")).json()["count"].clone();
            if count == expected {
                return expected;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        self.get(&format!("/api/petitions/{petition}/count")).json()["count"]
            .as_u64()
            .unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn launch(folder: &Path, database: &Database, flags: &[&str]) -> (Child, SocketAddr) {
    let log = std::fs::File::create(folder.join("stderr")).unwrap();
    let mut child = binary()
        .current_dir(folder)
        .arg(format!("--database={}", database.url()))
        .args([
            "--port",
            "0",
            "--mobilisations",
            "petitions",
            "--site",
            "site",
        ])
        .args(["--widget", "widget", "--directory", "directory"])
        .args(flags)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let Some(port) = line
        .trim()
        .rsplit(':')
        .next()
        .and_then(|port| port.parse::<u16>().ok())
    else {
        let mut rest = String::new();
        let _ = out.read_to_string(&mut rest);
        let log = std::fs::read_to_string(folder.join("stderr")).unwrap();
        panic!("the server did not start: {line}{rest}{log}");
    };
    assert!(line.starts_with("listening on http"), "{line}");
    (child, SocketAddr::from(([127, 0, 0, 1], port)))
}

/// Writes the petitions of the fixtures.
pub(crate) fn fixtures(folder: &Folder) {
    for (id, petition) in petitions() {
        folder.write(&format!("petitions/{id}.json"), petition.to_string());
    }
}

/// The same, and [`CONFIRMED`].
pub(crate) fn mailing_fixtures(folder: &Folder) {
    fixtures(folder);
    let mut petition = petitions().swap_remove(2).1;
    petition["id"] = json!(CONFIRMED);
    petition["confirm_email"] = json!(true);
    petition["organisations"][0]["email"] = json!("hello@technopolice.example");
    folder.write(&format!("petitions/{CONFIRMED}.json"), petition.to_string());
}

fn petitions() -> Vec<(&'static str, Value)> {
    let petition = |id: &str, more: Value| {
        let mut petition = json!({
            "id": id,
            "lang": "fr",
            "title": "Pas de caméras <partout>",
            "summary": "Un résumé & la suite.",
            "url": "https://petition.example/cameras",
            "organisations": [{"id": "technopolice", "name": "Technopolice"}],
            "privacy": {"controller": "wesign", "url": "https://petition.example/privacy"},
            "origins": ["https://partner.example"],
            "counted_elsewhere": 100,
            "policy": {"consents": [
                {"purpose": "petition_updates", "wording": "updates", "version": 1, "lang": "fr",
                 "text": "Des nouvelles de cette pétition"},
                {"purpose": "newsletter:technopolice", "wording": "newsletter", "version": 3,
                 "lang": "fr"},
            ]},
        });
        for (name, value) in more.as_object().unwrap() {
            petition[name] = value.clone();
        }
        petition
    };
    vec![
        ("usual", petition("usual", json!({}))),
        ("other", petition("other", json!({"lang": "en"}))),
        ("levers", petition("levers", levers())),
        (
            "closed",
            petition("closed", json!({"closes_at": "2020-01-01T00:00:00Z"})),
        ),
        (
            "future",
            petition("future", json!({"opens_at": "2999-01-01T00:00:00Z"})),
        ),
        (
            "everything",
            petition(
                "everything",
                json!({"policy": {
                    "country": "optional", "locality": "optional", "phone": "optional",
                    "comment": "optional", "birth_year": "optional", "organisation": "optional",
                    "consents": [{"purpose": "terms", "wording": "terms", "required": true}],
                },
                "targets": {"kind": "list", "choice": "all", "people": [
                    {"id": "acme", "kind": "company", "name": "Acme", "lang": "en",
                     "url": "https://acme.example", "accounts": {"x": "acme", "phone": "+33142000000"}},
                    {"id": "lea", "name": "Léa Exemple", "family_name": "Exemple", "gender": "F",
                     "title": "directrice|directeur", "accounts": {"email": "lea@example.org"}},
                ]},
                "message": {
                    "short": ["{target.handle}"],
                    "call": ["Bonjour"],
                    "translations": [{"lang": "en", "short": ["{target.handle}, why?"]}],
                }}),
            ),
        ),
    ]
}

/// A moment so many days from now, as a file writes it.
fn in_days(days: i64) -> String {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    Timestamp::from_unix(i64::try_from(now).unwrap() + days * 86_400).to_string()
}

/// Every lever, in two languages.
fn levers() -> Value {
    let gathering = |id: &str, days: i64, more: Value| {
        let mut gathering = json!({
            "id": id,
            "title": format!("Réunion {id} <ici>"),
            "starts_at": in_days(days),
            "time_zone": "Europe/Paris",
            "place": {"name": "Place", "address": "Rue", "point": [48.11, -1.68]},
        });
        for (name, value) in more.as_object().unwrap() {
            gathering[name] = value.clone();
        }
        gathering
    };
    json!({
        "image": "/pictures/levers.svg",
        "policy": {"locality": "optional", "consents": [
            {"purpose": "petition_updates", "wording": "updates", "version": 1, "lang": "fr",
             "text": "Des nouvelles"},
            {"purpose": "public_signatory", "wording": "shown", "version": 1, "lang": "fr"},
        ]},
        "gatherings": [
            gathering("later", 20, json!({"time_zone": ""})),
            gathering("open", 10, json!({"organisation": "technopolice"})),
            gathering("small", 5, json!({"capacity": 12, "registered_elsewhere": 9})),
            gathering("full", 6, json!({"capacity": 40, "registered_elsewhere": 40})),
            gathering("cancelled", 7, json!({"cancelled": true})),
            gathering("past", -3, json!({})),
            gathering("gone", -40, json!({})),
        ],
        "donation": {"url": "https://give.example/cameras", "platform": "helloasso",
                     "text": "Pour l’avocate", "raised": 1200, "goal": 5000, "donors": 3},
        "news": [
            {"id": "old", "at": in_days(-9), "title": "Avant", "text": ["a", "b"]},
            {"id": "new", "at": in_days(-1), "title": "Après", "url": "/news/new.html"},
        ],
        "translations": {"de": {
            "title": "Keine Kameras",
            "consents": {"updates": "Neuigkeiten"},
            "gatherings": {"open": {"title": "Treffen"}},
            "news": {"new": {"title": "Danach"}},
            "donation": {"text": "Für die Anwältin"},
        }},
    })
}
