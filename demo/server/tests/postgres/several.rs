//! Several servers on one database agree.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::cluster;
use crate::support::{
    CONFIRMED, Database, Folder, LEVERS, Request, Server, Smtp, USUAL, assert_same, binary, draft,
    fixtures, fresh_key, mailing_fixtures, registration,
};

/// `count` servers on one new database, started at the same moment.
fn servers(count: usize) -> Vec<Server> {
    servers_with(count, fixtures, &[])
}

fn servers_with(count: usize, fixtures: impl Fn(&Folder) + Sync, flags: &[&str]) -> Vec<Server> {
    let url = crate::postgres().unwrap();
    std::thread::scope(|scope| {
        let start = || {
            let folder = Folder::new();
            fixtures(&folder);
            Server::on(folder, Database::Postgres(url.clone()), flags)
        };
        let starting: Vec<_> = (0..count).map(|_| scope.spawn(start)).collect();
        let started = starting.into_iter().map(|one| one.join().unwrap());
        started.collect()
    })
}

#[test]
fn servers_that_start_together_make_the_tables_once_and_share_the_secret() {
    let servers = servers(4);
    // The same person signs at each: the hash of the address is the same everywhere.
    for server in &servers {
        assert_eq!(server.sign(USUAL, &fresh_key(), &draft("one")).status, 201);
    }
    assert_eq!(servers[0].number("SELECT count(*) FROM signature"), 1);
    for server in &servers {
        assert_eq!(server.count_reaching(USUAL, 101), 101);
    }
}

#[test]
fn a_retry_hears_its_answer_at_any_server() {
    let servers = servers(2);
    let key = fresh_key();
    let first = servers[0].sign(USUAL, &key, &draft("again"));
    assert_same(&first, &servers[1].sign(USUAL, &key, &draft("again")));
    let other = servers[1].sign(USUAL, &key, &draft("other"));
    assert_eq!(other.problem(), "idempotency_key_reused");
}

#[test]
fn under_load_every_server_counts_what_all_of_them_took() {
    let servers = servers(3);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for client in 0..12 {
            let (servers, next) = (&servers, &next);
            scope.spawn(move || {
                for turn in 0..25 {
                    // Every fifth signs twice, at another server, often at the same moment: two
                    // groups then hold the same addresses in another order.
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let number = number - number % 5 / 4;
                    let server = &servers[(client + turn) % servers.len()];
                    let answer = server.sign(USUAL, &fresh_key(), &draft(&format!("p{number}")));
                    assert_eq!(answer.status, 201, "{answer:?}");
                }
            });
        }
    });
    assert_eq!(servers[0].number("SELECT count(*) FROM signature"), 240);
    assert_eq!(servers[0].number("SELECT count(*) FROM consent"), 600);
    for server in &servers {
        assert_eq!(server.count_reaching(USUAL, 340), 340);
    }
}

#[test]
fn a_gathering_is_full_at_every_server_at_once() {
    // 12 places, 9 taken elsewhere.
    let servers = servers(3);
    let taken = AtomicUsize::new(0);
    let full = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for client in 0..12 {
            let (server, taken, full) = (&servers[client % 3], &taken, &full);
            scope.spawn(move || {
                let path = format!("/api/petitions/{LEVERS}/gatherings/small/registrations");
                let body = registration("small", &format!("guest-{client}"));
                let answer = server.send(&Request::write(&path, &fresh_key(), &body));
                match answer.status {
                    201 => taken.fetch_add(1, Ordering::Relaxed),
                    _ => {
                        assert_eq!(answer.problem(), "gathering_full");
                        full.fetch_add(1, Ordering::Relaxed)
                    }
                };
            });
        }
    });
    assert_eq!((taken.into_inner(), full.into_inner()), (3, 9));
    assert_eq!(servers[0].number("SELECT count(*) FROM registration"), 3);
}

#[test]
fn each_letter_is_sent_by_one_of_them_and_its_link_works_at_any() {
    let smtp = Smtp::start();
    let flags = smtp.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let servers = servers_with(3, mailing_fixtures, &flags);
    std::thread::scope(|scope| {
        for (at, server) in servers.iter().enumerate() {
            scope.spawn(move || {
                for number in 0..20 {
                    let body = draft(&format!("person-{at}-{number}"));
                    assert_eq!(server.sign(CONFIRMED, &fresh_key(), &body).status, 201);
                }
            });
        }
    });
    let left = "SELECT count(*) FROM outbox WHERE done_at IS NULL";
    for _ in 0..400 {
        if servers[0].number(left) == 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let letters = smtp.letters();
    let names: HashSet<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!((letters.len(), names.len()), (60, 60), "one letter to each");
    for (at, letter) in letters.iter().enumerate().take(6) {
        let pressed = servers[at % 3].send(&Request::post(&letter.link("confirm")));
        assert_eq!(pressed.status, 200);
    }
    for server in &servers {
        assert_eq!(server.count_reaching(CONFIRMED, 106), 106);
    }
}

#[test]
fn a_lost_connection_is_taken_up_again() {
    let server = Server::start();
    assert_eq!(
        server.sign(USUAL, &fresh_key(), &draft("before")).status,
        201
    );
    cluster::run(
        &server.database.url(),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'wesign-server'",
    );
    let key = fresh_key();
    // The first one may be told to come again, with the same key.
    let signed = (0..40).any(|_| {
        let answer = server.sign(USUAL, &key, &draft("after"));
        assert!(matches!(answer.status, 201 | 503), "{answer:?}");
        std::thread::sleep(Duration::from_millis(50));
        answer.status == 201
    });
    assert!(signed);
    assert_eq!(server.count_reaching(USUAL, 102), 102);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn who_holds_the_lock_makes_others_wait_and_not_fail() {
    let servers = servers(2);
    let url = servers[0].database.url();
    let mut other = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let mut held = other.transaction().unwrap();
    held.execute("SELECT pg_advisory_xact_lock(2004051822)", &[])
        .unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| servers[1].sign(USUAL, &fresh_key(), &draft("patient")));
        std::thread::sleep(Duration::from_millis(300));
        assert!(!waiting.is_finished(), "nobody writes beside the lock");
        held.rollback().unwrap();
        assert_eq!(waiting.join().unwrap().status, 201);
    });
}

#[test]
fn tables_of_a_newer_server_are_left_alone() {
    let server = Server::start();
    let url = server.database.url();
    drop(server);
    cluster::run(
        &url,
        "UPDATE meta SET value = '\\x00000000000003e7' WHERE key = 'version'",
    );
    let folder = Folder::new();
    fixtures(&folder);
    let ended = binary()
        .current_dir(folder.path())
        .args(["--port", "0", "--mobilisations", "petitions"])
        .env("DATABASE_URL", &url)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let message = String::from_utf8(ended.stderr).unwrap();
    assert!(message.contains("tables of version 999"), "{message}");
}

#[test]
fn a_database_out_of_reach_is_named_without_its_password() {
    let folder = Folder::new();
    fixtures(&folder);
    let ended = binary()
        .current_dir(folder.path())
        .args(["--port", "0", "--mobilisations", "petitions"])
        .env("DATABASE_URL", "postgres://u:hush@127.0.0.1:1/d")
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let message = String::from_utf8(ended.stderr).unwrap();
    assert!(message.contains("PostgreSQL: "), "{message}");
    assert!(!message.contains("hush"), "{message}");
}

#[test]
fn errors_do_not_repeat_what_was_typed() {
    let server = Server::start();
    cluster::run(
        &server.database.url(),
        "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF NEW.email LIKE 'poison@%' THEN RAISE 'refused %', NEW.email; END IF;
             RETURN NEW;
         END $$;
         CREATE TRIGGER poison BEFORE INSERT ON signature FOR EACH ROW EXECUTE FUNCTION poison()",
    );
    let hold = "SELECT pg_advisory_xact_lock(2004051822)";
    let url = server.database.url();
    let mut other = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let mut held = other.transaction().unwrap();
    held.execute(hold, &[]).unwrap();
    // The lock is held until all of them wait: the later ones become one group.
    std::thread::scope(|scope| {
        let sign = |name: &'static str| {
            let server = &server;
            scope.spawn(move || server.sign(USUAL, &fresh_key(), &draft(name)))
        };
        let names = ["first", "one", "poison", "two"];
        let signing = names.map(sign);
        std::thread::sleep(Duration::from_millis(300));
        held.rollback().unwrap();
        let statuses = signing.map(|one| one.join().unwrap().status);
        assert_eq!(statuses, [201, 201, 500, 201], "only the one is refused");
    });
    assert_eq!(server.number("SELECT count(*) FROM idempotency"), 3);
    assert_eq!(server.get("/api/petitions/usual/count").status, 200);
    let (_, log) = server.stop();
    assert!(log.contains("SQLSTATE P0001"), "{log}");
    assert!(!log.contains("poison"), "{log}");
}
