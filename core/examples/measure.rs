//! Prints the length of texts as a channel counts them, for organisers and for checks from outside.
//!
//! Reads JSON strings, one a line, on stdin; prints one length a line. The channel is the argument:
//! `x`, `bluesky`, `mastodon`, `threads`, `facebook`, `linkedin`, `whatsapp`, `telegram`, `sms`,
//! `email` …
//!
//! ```sh
//! echo '"Bonjour https://example.org"' | cargo run -q -p wesign-core --example measure x   # 31
//! ```

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use wesign_core::interpellation::{Channel, Measuring};
use wesign_core::platform::Native;

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some(channel) = Channel::from_name(&name) else {
        let names: Vec<_> = Channel::ALL
            .iter()
            .map(|channel| channel.as_str())
            .collect();
        eprintln!("usage: measure <channel>, one of: {}", names.join(" "));
        return ExitCode::from(2);
    };
    match run(channel) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader (`head`) has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("measure: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(channel: Channel) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for (at, line) in io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let text: String = serde_json::from_str(&line)
            .or_else(|error| serde_json::from_str(&well_formed(&line)).map_err(|_| error))
            .map_err(|error| {
                let message = format!("line {}: {error}", at + 1);
                io::Error::new(io::ErrorKind::InvalidData, message)
            })?;
        let measure = channel.measure(&text, &Native, &Measuring::default());
        writeln!(out, "{}", measure.length)?;
    }
    out.flush()
}

/// JavaScript's strings may hold half a surrogate pair, and JSON passes it on as an escape. It is
/// read as U+FFFD, which counts the same.
fn well_formed(line: &str) -> String {
    let unit = |at: usize| {
        let escape = line.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let length = match (c, unit(at)) {
            ('\\', Some(0xD800..=0xDBFF)) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => 12,
            ('\\', Some(0xD800..=0xDFFF)) => {
                out.push('\u{FFFD}');
                at += 6;
                continue;
            }
            // The escape and what it escapes: a backslash of its own begins no escape.
            ('\\', _) => 1 + line[at + 1..].chars().next().map_or(0, char::len_utf8),
            _ => c.len_utf8(),
        };
        out.push_str(&line[at..at + length]);
        at += length;
    }
    out
}
