//! Gatherings in, a calendar out: to see what a visitor's calendar gets.
//!
//! ```sh
//! cargo run -q -p wesign-core --example calendar -- 2026-11-25T08:00:00Z petition-id https://example.org/p \
//!   < gatherings.jsonl > gatherings.ics
//! ```
//!
//! One gathering a line, in the form of `mobilisation::Gathering`:
//! `{"id":"marche","title":"Marche","starts_at":"2026-12-05T13:00:00Z","place":{"name":"Mairie"}}`.
//! Prints one calendar object each; one without a beginning has none.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use wesign_core::calendar::{Source, file};
use wesign_core::mobilisation::Gathering;
use wesign_core::time::Timestamp;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), String> {
    let [now, petition, url] = args else {
        return Err("usage: calendar <now, RFC 3339> <petition> <url> < gatherings.jsonl".into());
    };
    let now = Timestamp::parse(now).ok_or_else(|| format!("{now}: not an RFC 3339 time"))?;
    let mut out = io::stdout().lock();
    for (at, line) in (1..).zip(io::stdin().lock().lines()) {
        let line = line.map_err(|error| error.to_string())?;
        let gathering: Gathering =
            serde_json::from_str(&line).map_err(|error| format!("line {at}: {error}"))?;
        let text = file(&gathering, Source { petition, url }, now).unwrap_or_default();
        out.write_all(text.as_bytes())
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}
