//! SIGKILL at any moment: what was acknowledged is there, and once.

use std::collections::HashMap;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{Request, Server, USUAL, draft};

/// Kills; more by hand: `WESIGN_KILLS=50 cargo test -p wesign-server kill`.
const ROUNDS: usize = 6;
const CLIENTS: usize = 8;

/// What one client sent, and the answer if it came.
struct Attempt {
    key: String,
    name: String,
    answer: Option<Vec<u8>>,
}

#[test]
fn what_was_acknowledged_survives_sigkill_and_counts_once() {
    let mut server = Server::start();
    let attempts: Mutex<Vec<Attempt>> = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    let kills = std::env::var("WESIGN_KILLS").ok();
    let kills = kills.and_then(|kills| kills.parse().ok()).unwrap_or(ROUNDS);
    for round in 0..kills {
        let stop = AtomicBool::new(false);
        let (address, pid) = (server.address, server.pid());
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        // Every fifth person signs a second time with another key.
                        let name = format!(
                            "person-{}",
                            if number % 5 == 4 { number - 1 } else { number }
                        );
                        let key = format!("kill-test-key-{number:06}");
                        let request = Request::sign(USUAL, &key, &draft(&name));
                        let answer = request.try_send(address).ok().map(|answer| {
                            assert_eq!(answer.status, 201, "{answer:?}");
                            answer.body
                        });
                        // The first request without an answer was cut off by the kill.
                        let cut_off = answer.is_none();
                        attempts.lock().unwrap().push(Attempt { key, name, answer });
                        if cut_off {
                            break;
                        }
                    }
                });
            }
            // At another moment each time.
            std::thread::sleep(Duration::from_millis(150 + 70 * (round % 6) as u64));
            let killed = Command::new("kill")
                .arg("-KILL")
                .arg(pid.to_string())
                .status();
            assert!(killed.unwrap().success());
            std::thread::sleep(Duration::from_millis(20));
            stop.store(true, Ordering::Relaxed);
        });
        server.kill_and_restart();
    }

    let attempts = attempts.into_inner().unwrap();
    if crate::postgres().is_none() {
        assert_eq!(server.rows("PRAGMA integrity_check"), ["ok"]);
    }
    let mut rows: HashMap<String, (u32, u32)> = HashMap::new();
    let sql = "SELECT (SELECT count(*) FROM consent WHERE signature = signature.id), email
               FROM signature";
    for row in server.rows(sql) {
        let (proofs, email) = row.split_once('|').unwrap();
        let entry = rows.entry(email.to_owned()).or_default();
        entry.0 += 1;
        entry.1 += proofs.parse::<u32>().unwrap();
    }

    let acknowledged = attempts
        .iter()
        .filter(|attempt| attempt.answer.is_some())
        .count();
    let lost = attempts.len() - acknowledged;
    assert!(
        acknowledged > kills * 20,
        "too little load to prove anything: {acknowledged}"
    );
    assert!(
        lost >= 1,
        "no request was running at any kill: {acknowledged} answered"
    );
    for attempt in attempts.iter().filter(|attempt| attempt.answer.is_some()) {
        let email = format!("{}@example.org", attempt.name);
        let (copies, proofs) = rows.get(&email).copied().unwrap_or_default();
        assert_eq!(copies, 1, "{email} was acknowledged");
        assert!(
            proofs >= 2 && proofs % 2 == 0,
            "{email} has {proofs} proofs of two consents"
        );
    }
    assert!(rows.values().all(|(copies, _)| *copies == 1));

    // Every client tries again with its key: who had an answer hears it again, the others get one.
    for attempt in &attempts {
        let answer = server.sign(USUAL, &attempt.key, &draft(&attempt.name));
        assert_eq!(answer.status, 201);
        if let Some(first) = &attempt.answer {
            assert_eq!(&answer.body, first, "{}", attempt.key);
        }
    }
    let people: std::collections::HashSet<&str> = attempts
        .iter()
        .map(|attempt| attempt.name.as_str())
        .collect();
    assert_eq!(
        server.number("SELECT count(*) FROM signature"),
        people.len() as i64
    );
    assert_eq!(
        server.number("SELECT count(*) FROM consent"),
        2 * attempts.len() as i64
    );
    let expected = 100 + people.len() as u64;
    assert_eq!(server.count_reaching(USUAL, expected), expected);
    eprintln!("{kills} kills, {acknowledged} acknowledged, {lost} cut off, none lost, none twice");
}
