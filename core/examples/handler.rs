//! A server's handler: a body comes in, a status and an answer go out, with the same rules as in the
//! browser. [`Signatures::sign`] is what one writes for axum, actix-web or hyper; the rest is just
//! enough HTTP to try it.
//!
//! ```sh
//! cargo run -q -p wesign-core --example handler -- 'a secret of 32 random bytes'
//! # http://127.0.0.1:40123
//! curl http://127.0.0.1:40123 -d '{"given_name":"Zoé","family_name":"A","email":"zoe@example.org","postcode":"75018"}'
//! # {"count":1,"goal":100}
//! ```
//!
//! 201 for a signature, 200 for one that was counted before, 422 with every error and its code for a
//! draft that may not be signed, 400 for what is no draft, 413 for more than 64 kB.

use std::collections::HashMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use wesign_core::{
    consent::{ConsentRequest, Purpose},
    platform::Native,
    policy::Policy,
    signature::{Draft, Signature},
    tally::{GoalLadder, Tally},
    time::Timestamp,
};

/// The signatures of one petition: a database in a real service.
struct Signatures {
    petition: &'static str,
    policy: Policy,
    salt: Vec<u8>,
    by_person: HashMap<[u8; 32], Signature>,
}

impl Signatures {
    /// Takes what was sent at `now`.
    fn sign(&mut self, body: &[u8], now: Timestamp) -> (u16, Value) {
        let draft: Draft = match serde_json::from_slice(body) {
            Ok(draft) => draft,
            Err(error) => return (400, json!({ "title": error.to_string() })),
        };
        let signature = match draft.into_signature(&self.policy, &Native, now) {
            Ok(signature) => signature,
            // Codes and bounds: whoever asked words them in the person's language.
            Err(errors) => return (422, json!({ "errors": errors })),
        };
        let person = signature.dedup_key(self.petition, &self.salt);
        let known = self.by_person.contains_key(&person);
        self.by_person.entry(person).or_insert(signature);
        let tally = Tally::new(self.by_person.len() as u64, &GoalLadder::default());
        let answer = json!({ "count": tally.count, "goal": tally.goal });
        (if known { 200 } else { 201 }, answer)
    }
}

fn main() -> ExitCode {
    let Some(salt) = std::env::args().nth(1) else {
        eprintln!("usage: handler <secret, under which people are told apart>");
        return ExitCode::from(2);
    };
    match serve(salt.into_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("handler: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(salt: Vec<u8>) -> io::Result<()> {
    let updates = Purpose::parse("petition_updates").map(|updates| {
        // Asked for, never needed: silence is a refusal.
        ConsentRequest::new(updates, "updates", "fr")
    });
    let mut signatures = Signatures {
        petition: "example",
        policy: Policy {
            consents: Vec::from_iter(updates),
            ..Policy::default()
        },
        salt,
        by_person: HashMap::new(),
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    for connection in listener.incoming() {
        // A visitor who hangs up is no reason to stop.
        if let Err(error) = connection.and_then(|stream| answer(stream, &mut signatures)) {
            eprintln!("handler: {error}");
        }
    }
    Ok(())
}

const LARGEST: usize = 64 * 1024;

fn answer(stream: TcpStream, signatures: &mut Signatures) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut reader = BufReader::new(stream.take(2 * LARGEST as u64));
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap_or(usize::MAX);
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let (status, answer) = if length > LARGEST {
        // Read all the same: who is still sending hears no answer.
        io::copy(&mut reader.by_ref().take(length as u64), &mut io::sink())?;
        (413, json!({ "title": "too large" }))
    } else {
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |since| since.as_secs() as i64);
        signatures.sign(&body, Timestamp::from_unix(now))
    };
    let answer = answer.to_string();
    write!(
        reader.into_inner().into_inner(),
        "HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
        answer.len(),
    )
}
