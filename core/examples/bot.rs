//! A bot that follows the count of a petition and posts when a goal is reached: what to write, to whom,
//! cut as the network counts it.
//!
//! ```sh
//! printf '%s\n' 96 103 151 | cargo run -q -p wesign-core --example bot -- \
//!   mastodon https://example.org/p targets.json
//! # {"goal":100,"target":"1","posts":["100 signatures ! @lea@mastodon.example, …"]}
//! # {"goal":150,"target":"2","posts":["…"]}
//! ```
//!
//! Reads counts, one a line, as whoever asks the API every minute gets them (`GET
//! /api/petitions/<id>/count`); the first is where it begins. Counts that fall or stand still give
//! nothing. Each goal is announced once, to one of the targets (in the form of
//! `interpellation::Target`), fairly by rotation; a second run says the same of the same counts. `limit=…`
//! is an instance's own limit. Sending is the caller's: the core does no I/O.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use serde_json::json;
use wesign_core::interpellation::{
    Channel, Context, Grammar, Measuring, Target, Template, rotation, variant,
};
use wesign_core::platform::Native;
use wesign_core::tally::{GoalLadder, Tally};

const WORDINGS: [&str; 2] = [
    "{petition.count} signatures ! {target.handle}, que répondez-vous ? {petition.url}",
    "Nous sommes {petition.count}. {target.handle}, {target|à vous, Madame|à vous, Monsieur}. {petition.url}",
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bot: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), String> {
    let [channel, page, targets, options @ ..] = args else {
        return Err("usage: bot <channel> <page> <targets.json> [limit=…] < counts".into());
    };
    let channel = Channel::from_name(channel).ok_or_else(|| format!("no channel {channel}"))?;
    let json = std::fs::read_to_string(targets).map_err(|error| format!("{targets}: {error}"))?;
    let targets: Vec<Target> =
        serde_json::from_str(&json).map_err(|error| format!("{targets}: {error}"))?;
    let mut measuring = Measuring::default();
    for option in options {
        let limit = option.strip_prefix("limit=").map(str::parse);
        measuring.limit = Some(limit.and_then(Result::ok).ok_or("limit= and a number")?);
    }
    let wordings: Vec<Template> = WORDINGS
        .iter()
        .map(|wording| Template::parse(wording, &Grammar::FRENCH))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;

    let ladder = GoalLadder::default();
    let mut before: Option<u64> = None;
    for (at, line) in (1..).zip(io::stdin().lock().lines()) {
        let line = line.map_err(|error| error.to_string())?;
        let count = line.trim().parse();
        let count: u64 = count.map_err(|error| format!("line {at}: {error}"))?;
        let crossed =
            before.map(|before| Tally::new(count, &ladder).milestones_crossed(before, &ladder));
        for goal in crossed.unwrap_or_default() {
            let seed = goal.to_string();
            let ids = targets.iter().map(|target| &*target.id);
            let target = rotation(&seed, ids).and_then(|at| targets.get(at));
            let target = target.ok_or("nobody to write to")?;
            let to = [target];
            let mut context = Context::new(&to);
            context.petition.url = page;
            context.petition.count = &seed;
            let text = wordings[variant(&seed, wordings.len())]
                .render(&context, channel)
                .text;
            let posts = if channel.measure(&text, &Native, &measuring).fits() {
                vec![text]
            } else {
                let parts = channel.split(&text, &Native, &measuring);
                let parts = parts.map_err(|error| format!("{goal}: {error}"))?;
                parts.into_iter().map(|part| part.text).collect()
            };
            say(&json!({ "goal": goal, "target": target.id, "posts": posts }).to_string())?;
        }
        before = before.max(Some(count));
    }
    Ok(())
}

/// A line that is out at once: whoever posts it is waiting.
fn say(line: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{line}").and_then(|()| out.flush());
    written.map_err(|error| error.to_string())
}
