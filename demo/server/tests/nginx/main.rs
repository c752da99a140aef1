//! The example of `deploy/nginx.conf`, in the real nginx before the real server.
//!
//! Not run by a plain `cargo test`, which must work without nginx:
//! `cargo test -p wesign-server --test nginx`, or `npm test -- nginx`, which installs it.

#[path = "../http/support/mod.rs"]
#[allow(dead_code, unused_imports)]
mod support;

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use support::{Answer, CONFIRMED, Folder, Request, Server, Smtp, USUAL, draft, fresh_key};

/// This suite is about SQLite.
pub(crate) fn postgres() -> Option<String> {
    None
}

struct Nginx {
    child: Child,
    address: SocketAddr,
    folder: Folder,
}

impl Nginx {
    /// The example, with its places and certificate exchanged for those of a test.
    fn before(server: &Server) -> Self {
        let folder = Folder::new();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let root = folder.path().display().to_string();
        for name in ["cache", "log", "tmp"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let mut site = String::new();
        for line in include_str!("../../deploy/nginx.conf").lines() {
            match line.trim() {
                "listen 443 ssl;" => site += &format!("listen {address};"),
                other if other.starts_with("ssl_") || other.starts_with("listen ") => {}
                _ => site += line,
            }
            site.push('\n');
        }
        let site = site
            .replace("127.0.0.1:8080", &server.address.to_string())
            .replace("/var/cache/nginx", &format!("{root}/cache"))
            .replace("/var/log/nginx", &format!("{root}/log"));
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {root}/tmp/{name};\n"))
            .concat();
        let config = folder.write(
            "nginx.conf",
            format!(
                "daemon off; master_process off; pid {root}/nginx.pid; error_log {root}/log/all crit;
                 events {{ worker_connections 512; }}
                 http {{ {temporary} {site} }}"
            ),
        );
        let child = Command::new(program())
            .arg("-c")
            .arg(config)
            .args(["-p", &root])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut nginx = Self {
            child,
            address,
            folder,
        };
        for _ in 0..200 {
            if let Some(ended) = nginx.child.try_wait().unwrap() {
                panic!("nginx ended: {ended}");
            }
            if std::net::TcpStream::connect(address).is_ok() {
                return nginx;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("nginx does not listen");
    }

    fn send(&self, request: &Request) -> Answer {
        request.send(self.address)
    }

    fn get(&self, path: &str) -> Answer {
        self.send(&Request::get(path))
    }

    fn count(&self) -> u64 {
        self.get("/api/petitions/usual/count").json()["count"]
            .as_u64()
            .unwrap()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> &'static str {
    let places = [
        "/usr/sbin/nginx",
        "/usr/local/sbin/nginx",
        "/opt/homebrew/bin/nginx",
    ];
    let found = places
        .into_iter()
        .find(|place| std::path::Path::new(place).exists());
    found.unwrap_or("nginx")
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("never: {what}");
}

#[test]
fn readers_are_served_from_the_cache_and_see_the_count_move() {
    let server = Server::start();
    let nginx = Nginx::before(&server);
    let path = "/api/petitions/usual/count";
    let first = nginx.get(path);
    assert_eq!(first.header("x-cache"), Some("MISS"));
    let second = nginx.get(path);
    assert_eq!(second.header("x-cache"), Some("HIT"));
    assert_eq!(second.body, first.body);
    // Each language is kept apart.
    let title = |lang: &str| {
        nginx
            .get(&format!("/api/petitions/levers?lang={lang}"))
            .json()["title"]
            .clone()
    };
    assert_eq!(title("de"), "Keine Kameras");
    assert_eq!(title("fr"), "Pas de caméras <partout>");
    assert_eq!(title("de"), "Keine Kameras");
    let etag = first.header("etag").unwrap();
    let again = nginx.send(&Request::get(path).header("If-None-Match", etag));
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(first.header("access-control-allow-origin"), Some("*"));

    let signed = nginx.send(&Request::sign(USUAL, &fresh_key(), &draft("reader")));
    assert_eq!(signed.status, 201);
    eventually("the count moves", || nginx.count() == 101);
}

#[test]
fn readers_go_on_when_the_server_is_away() {
    let mut server = Server::start();
    let nginx = Nginx::before(&server);
    for path in ["/api/petitions/usual/count", "/api/petitions/usual"] {
        assert_eq!(nginx.get(path).status, 200);
    }
    server.kill();
    for path in ["/api/petitions/usual/count", "/api/petitions/usual"] {
        assert_eq!(nginx.get(path).status, 200, "{path}");
    }
    eventually("it is no longer fresh and still shown", || {
        let answer = nginx.get("/api/petitions/usual/count");
        assert_eq!(answer.status, 200);
        matches!(answer.header("x-cache"), Some("STALE" | "UPDATING"))
    });
    let signed = nginx.send(&Request::sign(USUAL, &fresh_key(), &draft("unlucky")));
    assert_eq!(signed.status, 502, "nobody is told that they signed");
}

#[test]
fn what_is_personal_is_neither_kept_nor_logged() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    let nginx = Nginx::before(&server);
    let key = fresh_key();
    let sign = || nginx.send(&Request::sign(CONFIRMED, &key, &draft("secret")));
    let first = sign();
    assert_eq!(first.status, 201);
    assert_eq!(sign().body, first.body, "a retry hears the same");
    let link = smtp.letter_to("secret").link("confirm");
    for _ in 0..2 {
        let page = nginx.get(&link);
        assert_eq!((page.status, page.header("x-cache")), (200, Some("MISS")));
    }
    assert_eq!(nginx.send(&Request::post(&link)).status, 200);
    assert_eq!(server.count_reaching(CONFIRMED, 101), 101);

    let log = || std::fs::read_to_string(nginx.folder.path().join("log/wesign.log")).unwrap();
    eventually("it logs", || log().lines().count() >= 5);
    let token = link.split(['/', '?']).nth(4).unwrap();
    for hidden in ["127.0.0.1", "/petitions", "secret", token] {
        assert!(!log().contains(hidden), "{hidden}: {}", log());
    }
    let kept = Command::new("grep")
        .args(["-rl", "secret@"])
        .arg(nginx.folder.path())
        .output()
        .unwrap();
    assert!(kept.stdout.is_empty(), "{kept:?}");
}

#[test]
fn a_script_is_slowed_down_and_readers_are_not() {
    let server = Server::start();
    let nginx = Nginx::before(&server);
    let mut answers: Vec<u16> = Vec::new();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..8)
            .map(|client| {
                let nginx = &nginx;
                scope.spawn(move || {
                    let sign = |number| {
                        let body = draft(&format!("script-{client}-{number}"));
                        nginx
                            .send(&Request::sign(USUAL, &fresh_key(), &body))
                            .status
                    };
                    (0..20).map(sign).collect::<Vec<_>>()
                })
            })
            .collect();
        for client in clients {
            answers.extend(client.join().unwrap());
        }
    });
    assert!(
        answers.contains(&201) && answers.contains(&429),
        "{answers:?}"
    );
    assert!(
        answers.iter().all(|status| [201, 429].contains(status)),
        "{answers:?}"
    );
    assert_eq!(nginx.get("/api/petitions/usual/count").status, 200);
}

#[test]
fn what_is_too_large_does_not_get_through() {
    let server = Server::start();
    let nginx = Nginx::before(&server);
    let large = Request::sign(USUAL, &fresh_key(), &draft("x")).body("x".repeat(70_000));
    assert_eq!(nginx.send(&large).status, 413);
    assert_eq!(nginx.get("/healthz").status, 200);
}
