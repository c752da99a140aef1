//! Places of a gathering under load and SIGKILL: never oversold, none that was given lost.

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::gatherings::{left_reaching, path, register};
use crate::support::{Answer, Request, Server, fresh_key, registration};

#[test]
fn places_are_never_oversold() {
    let server = Server::start();
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let server = &server;
        let threads: Vec<_> = (0..48)
            .map(|number| {
                // Every third person asks twice at once, with two keys.
                let name = format!("p{}", number - usize::from(number % 3 == 2));
                scope.spawn(move || register(server, "small", &fresh_key(), &name))
            })
            .collect();
        let threads = threads.into_iter();
        threads.map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(server.number("SELECT count(*) FROM registration"), 3);
    for answer in &answers {
        match answer.status {
            201 => assert!(answer.json()["places_left"].as_u64().unwrap() < 3),
            _ => assert_eq!(answer.problem(), "gathering_full"),
        }
    }
    assert_eq!(left_reaching(&server, 0), 0);
}

#[test]
fn sigkill_loses_no_place_that_was_given_and_gives_none_twice() {
    const CAPACITY: usize = 400;
    let mut server = Server::start();
    let file = server.folder().path().join("petitions/levers.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut petition: Value = serde_json::from_str(&text).unwrap();
    petition["gatherings"][2]["capacity"] = json!(CAPACITY);
    petition["gatherings"][2]["registered_elsewhere"] = json!(0);
    std::fs::write(&file, petition.to_string()).unwrap();
    server.kill_and_restart();

    let given: Mutex<Vec<(String, String, Vec<u8>)>> = Mutex::default();
    let next = AtomicUsize::new(0);
    let mut refused = 0;
    // Killed at other moments until the places are gone.
    for round in 0..60 {
        let full = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let (address, pid) = (server.address, server.pid());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let (key, name) = (format!("places-key-{number:06}"), format!("p{number}"));
                        let body = registration("small", &name);
                        let request = Request::write(&path("small"), &key, &body);
                        match request.try_send(address) {
                            Ok(answer) if answer.status == 201 => {
                                given.lock().unwrap().push((key, name, answer.body));
                            }
                            Ok(answer) => {
                                assert_eq!(answer.problem(), "gathering_full");
                                full.fetch_add(1, Ordering::Relaxed);
                            }
                            // Cut off by the kill.
                            Err(_) => break,
                        }
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(60 + 20 * (round % 7)));
            let killed = Command::new("kill")
                .arg("-KILL")
                .arg(pid.to_string())
                .status();
            assert!(killed.unwrap().success());
            std::thread::sleep(Duration::from_millis(20));
            stop.store(true, Ordering::Relaxed);
        });
        server.kill_and_restart();
        refused += full.into_inner();
        if refused > 0 {
            break;
        }
    }
    assert!(refused > 0, "the places were never gone");
    let given = given.into_inner().unwrap();
    let stored = server.number("SELECT count(*) FROM registration");
    assert_eq!(
        stored, CAPACITY as i64,
        "every place is taken, and none twice"
    );
    for (key, name, body) in &given {
        let email = format!("SELECT count(*) FROM registration WHERE email = '{name}@example.org'");
        assert_eq!(server.number(&email), 1, "{name} was told of a place");
        let again = register(&server, "small", key, name);
        assert_eq!((again.status, &again.body), (201, body), "{name}");
    }
    let proofs = server.number("SELECT count(*) FROM registration_consent");
    assert_eq!(proofs, 2 * stored);
    eprintln!(
        "{} places acknowledged of {CAPACITY}, {refused} refused",
        given.len()
    );
}
