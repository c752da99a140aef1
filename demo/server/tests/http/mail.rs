//! The outbox: nothing is lost, and nothing is sent twice but what SMTP cannot tell.

use std::collections::{HashMap, HashSet};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{CONFIRMED, Request, Server, Smtp, draft, fresh_key};

fn sign(server: &Server, name: &str) {
    let answer = server.sign(CONFIRMED, &fresh_key(), &draft(name));
    assert_eq!(answer.status, 201, "{answer:?}");
}

/// What is left to do, once it is so much.
fn reaches(server: &Server, sql: &str, expected: i64) {
    for _ in 0..400 {
        if server.number(sql) == expected {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{sql}: {}, not {expected}", server.number(sql));
}

/// Until fewer letters wait.
fn reaches_less(server: &Server, left: i64) {
    for _ in 0..400 {
        if server.number(DUE) < left {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{left} letters wait, and go on waiting");
}

const DUE: &str = "SELECT count(*) FROM outbox WHERE done_at IS NULL";

#[test]
fn a_mail_server_that_is_busy_is_asked_again_later_and_later() {
    let smtp = Smtp::start();
    smtp.busy(true);
    let server = Server::mailing(&smtp);
    sign(&server, "patient");
    for attempt in 1..=3 {
        let put_off = format!(
            "SELECT count(*) FROM outbox WHERE attempts = {attempt} AND lease = 0 AND due_at > 0"
        );
        reaches(&server, &put_off, 1);
        let pause = server.number("SELECT due_at - at FROM outbox");
        let least = 60 << (attempt - 1);
        assert!(
            (least..least + 30).contains(&pause),
            "attempt {attempt}: {pause}"
        );
        assert_eq!(smtp.letters().len(), 0);
        if attempt == 3 {
            smtp.busy(false);
        }
        server.rows("UPDATE outbox SET due_at = 0");
    }
    smtp.letter_to("patient");
    reaches(&server, DUE, 0);
    assert_eq!(
        server.rows("SELECT attempts, outcome FROM outbox"),
        ["4|sent"]
    );
    let (_, log) = server.stop();
    assert!(
        log.contains("did not take a letter (attempt 2): 451"),
        "{log}"
    );
    assert!(
        !log.contains("patient") && !log.contains("come again"),
        "{log}"
    );
}

#[test]
fn after_five_days_it_is_given_up() {
    let smtp = Smtp::start();
    smtp.busy(true);
    let server = Server::mailing(&smtp);
    sign(&server, "never");
    reaches(
        &server,
        "SELECT count(*) FROM outbox WHERE attempts = 1 AND lease = 0",
        1,
    );
    server.rows("UPDATE outbox SET due_at = 0, at = at - 5 * 86400");
    reaches(&server, DUE, 0);
    assert_eq!(server.rows("SELECT outcome FROM outbox"), ["given up"]);
}

#[test]
fn an_address_that_does_not_exist_is_noted_and_others_are_not_held_up() {
    let smtp = Smtp::start();
    smtp.refuse("nobody", "550 5.1.1 <nobody@example.org> unknown");
    let server = Server::mailing(&smtp);
    for name in ["first", "nobody", "second"] {
        sign(&server, name);
    }
    smtp.letter_to("first");
    smtp.letter_to("second");
    reaches(&server, DUE, 0);
    let outcomes = "SELECT email, outcome, refused_at IS NULL FROM outbox
                    JOIN signature ON signature.id = outbox.signature ORDER BY email";
    assert_eq!(
        server.rows(outcomes),
        [
            "first@example.org|sent|1",
            "nobody@example.org|refused 550|0",
            "second@example.org|sent|1"
        ]
    );
    let (_, log) = server.stop();
    assert!(!log.contains("nobody"), "{log}");
}

#[test]
fn who_may_not_send_loses_no_letter() {
    let smtp = Smtp::start();
    smtp.refuse("kept", "530 5.7.0 authentication required");
    let server = Server::mailing(&smtp);
    sign(&server, "kept");
    reaches(
        &server,
        "SELECT count(*) FROM outbox WHERE attempts = 1 AND lease = 0",
        1,
    );
    assert_eq!(
        server.rows("SELECT done_at, refused_at FROM outbox, signature"),
        ["|"]
    );
}

#[test]
fn a_letter_without_an_answer_comes_again_under_the_same_name() {
    let smtp = Smtp::start();
    smtp.stay_silent(1);
    let server = Server::mailing(&smtp);
    sign(&server, "twice");
    smtp.letters_reaching(1);
    reaches(
        &server,
        "SELECT count(*) FROM outbox WHERE attempts = 1 AND lease = 0",
        1,
    );
    server.rows("UPDATE outbox SET due_at = 0");
    let letters = smtp.letters_reaching(2);
    assert_eq!(letters[0].id, letters[1].id);
    reaches(&server, DUE, 0);
}

#[test]
fn letters_share_connections() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    for number in 0..60 {
        sign(&server, &format!("person-{number}"));
    }
    smtp.letters_reaching(60);
    assert!(
        smtp.connections() <= 16,
        "{} connections",
        smtp.connections()
    );
}

#[test]
fn what_was_begun_is_ended_before_the_server_stops() {
    let smtp = Smtp::start();
    let server = Server::mailing(&smtp);
    for number in 0..30 {
        sign(&server, &format!("person-{number}"));
    }
    let database = server.database.url();
    let (status, _) = server.stop();
    assert!(status.success());
    // In PostgreSQL it can be looked at; an SQLite file went with its folder.
    if database.starts_with("postgres") {
        let sql = "SELECT count(*) FROM outbox WHERE done_at IS NOT NULL";
        let noted = crate::support::Database::Postgres(database).rows(sql)[0].clone();
        assert_eq!(noted, smtp.letters().len().to_string());
    }
}

/// Kills; more by hand: `WESIGN_KILLS=50 cargo test -p wesign-server kill`.
const ROUNDS: usize = 4;
const CLIENTS: usize = 6;
/// Letters that are under way at the same time.
const UNDER_WAY: usize = 8;

#[test]
fn every_letter_survives_sigkill() {
    let smtp = Smtp::start();
    let mut server = Server::mailing(&smtp);
    let kills = std::env::var("WESIGN_KILLS").ok();
    let kills: usize = kills.and_then(|kills| kills.parse().ok()).unwrap_or(ROUNDS);
    let acknowledged: Mutex<HashSet<String>> = Mutex::default();
    let next = AtomicUsize::new(0);
    for round in 0..kills {
        let stop = AtomicBool::new(false);
        let (address, pid) = (server.address, server.pid());
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        let name = format!("person-{}", next.fetch_add(1, Ordering::Relaxed));
                        let request = Request::sign(CONFIRMED, &fresh_key(), &draft(&name));
                        let Ok(answer) = request.try_send(address) else {
                            break;
                        };
                        assert_eq!(answer.status, 201, "{answer:?}");
                        acknowledged
                            .lock()
                            .unwrap()
                            .insert(format!("{name}@example.org"));
                    }
                });
            }
            // The postman looks twice a second: he is in the middle of it.
            std::thread::sleep(Duration::from_millis(600 + 90 * (round % 5) as u64));
            let killed = Command::new("kill")
                .arg("-KILL")
                .arg(pid.to_string())
                .status();
            assert!(killed.unwrap().success());
            stop.store(true, Ordering::Relaxed);
        });
        // What the dead one held comes back with its lease; not to wait five minutes for it.
        server.kill();
        server.rows("UPDATE outbox SET lease = 0 WHERE done_at IS NULL AND lease > 0");
        server.kill_and_restart();
    }
    // As long as it takes, while it goes on.
    let mut left = server.number(DUE);
    while left > 0 {
        reaches_less(&server, left);
        left = server.number(DUE);
    }

    let acknowledged = acknowledged.into_inner().unwrap();
    let signed: HashSet<String> = server
        .rows("SELECT email FROM signature")
        .into_iter()
        .collect();
    assert!(acknowledged.is_subset(&signed));
    let one_each = "SELECT count(*) FROM outbox WHERE outcome = 'sent'";
    assert_eq!(server.number(one_each), signed.len() as i64);
    assert_eq!(
        server.number("SELECT count(DISTINCT signature) FROM outbox"),
        signed.len() as i64
    );

    let mut names: HashMap<String, HashSet<String>> = HashMap::new();
    let letters = smtp.letters();
    for letter in &letters {
        names
            .entry(letter.to.clone())
            .or_default()
            .insert(letter.id.clone());
    }
    assert_eq!(
        names.keys().cloned().collect::<HashSet<_>>(),
        signed,
        "one letter to each, none lost"
    );
    assert!(
        names.values().all(|ids| ids.len() == 1),
        "sent again, it is the same letter"
    );
    let twice = letters.len() - signed.len();
    assert!(
        twice <= kills * UNDER_WAY,
        "{twice} twice after {kills} kills"
    );
    eprintln!(
        "{kills} kills, {} letters, none lost, {twice} sent again",
        signed.len()
    );
}
