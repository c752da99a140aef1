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
        let text: String = serde_json::from_str(&line).map_err(|error| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("line {}: {error}", at + 1),
            )
        })?;
        let measure = channel.measure(&text, &Native, &Measuring::default());
        writeln!(out, "{}", measure.length)?;
    }
    out.flush()
}
