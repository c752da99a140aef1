//! Reads one JSON draft per line on stdin and prints one JSON result per line.
//!
//! ```text
//! $ echo '{"given_name":"Zoé","family_name":"A","email":"zoe@gmial.com","postcode":"75018"}' |
//!     cargo run -q -p wesign-core --example validate
//! {"ok":{"given_name":"Zoé",…},"canonical_email":"zoe@gmial.com","email_suggestion":"zoe@gmail.com"}
//! $ echo '{"email":"zoe"}' | cargo run -q -p wesign-core --example validate
//! {"errors":[{"field":"given_name","code":"required"},…]}
//! ```
//!
//! A line can also be `{"draft":{…},"policy":{…},"now":"2026-11-22T00:00:00Z"}`. `--policy JSON` and
//! `--now TIME` set what the lines don't. Without any policy every field is asked for, and required
//! are the name (`full_name` where the draft has it), the e-mail address and the postcode. A line
//! that is no draft gives `{"malformed":"…"}`, the next ones are read all the same, and the exit
//! status is then 1. Empty lines give nothing. Answers are out as soon as no more input is waiting,
//! so that another program can ask line by line.

use std::{
    error::Error,
    io::{BufRead as _, BufReader, BufWriter, Write as _, stdin, stdout},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::Serialize;
use serde_json::Value;
use wesign_core::{
    field::suggest_email,
    platform::Native,
    policy::{Ask, Names, Policy},
    problem::FieldError,
    signature::{Draft, Signature},
    time::Timestamp,
};

/// What is printed of a line.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Ok {
        ok: Box<Signature>,
        canonical_email: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        email_suggestion: Option<String>,
    },
    Errors {
        errors: Vec<FieldError>,
        #[serde(skip_serializing_if = "Option::is_none")]
        email_suggestion: Option<String>,
    },
    Malformed {
        malformed: String,
    },
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut policy = None;
    let mut now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .map(|since| Timestamp::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX)));
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments
            .next()
            .ok_or_else(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--policy" => policy = Some(serde_json::from_str(&value)?),
            "--now" => now = Timestamp::parse(&value),
            _ => return Err(format!("unknown option {argument}").into()),
        }
    }
    let now = now.ok_or("--now needs RFC 3339, as in 2026-11-22T00:00:00Z")?;
    let mut input = BufReader::new(stdin().lock());
    let mut out = BufWriter::new(stdout().lock());
    let mut code = ExitCode::SUCCESS;
    let mut line = Vec::new();
    // Bytes, not text: a line that is no UTF-8 is one malformed line and not the end of all.
    while input.read_until(b'\n', &mut line)? > 0 {
        let json = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&line);
        if !json.trim_ascii().is_empty() {
            let answer = answer(json, policy.as_ref(), now).unwrap_or_else(|error| {
                code = ExitCode::FAILURE;
                Answer::Malformed {
                    malformed: error.to_string(),
                }
            });
            serde_json::to_writer(&mut out, &answer)?;
            out.write_all(b"\n")?;
        }
        line.clear();
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(code)
}

fn answer(line: &[u8], policy: Option<&Policy>, now: Timestamp) -> serde_json::Result<Answer> {
    let mut line: Value = serde_json::from_slice(line)?;
    let own_policy = line.get_mut("policy").map(Value::take);
    let own_now = line.get_mut("now").map(Value::take);
    let draft = line.get_mut("draft").map(Value::take).unwrap_or(line);
    if !draft.is_object() {
        return Err(serde::de::Error::custom("a draft is a JSON object"));
    }
    let draft: Draft = serde_json::from_value(draft)?;
    let policy = match (own_policy, policy) {
        (Some(own), _) => serde_json::from_value(own)?,
        (None, Some(given)) => given.clone(),
        (None, None) => everything(&draft),
    };
    let now = own_now.map_or(Ok(now), serde_json::from_value)?;
    Ok(match draft.check(&policy, &Native, now) {
        Ok(signature) => Answer::Ok {
            canonical_email: signature.canonical_email(),
            email_suggestion: signature.email_suggestion(),
            ok: Box::new(signature),
        },
        Err(errors) => Answer::Errors {
            errors,
            email_suggestion: suggest_email(&draft.email),
        },
    })
}

/// A policy that leaves nothing of the draft unread.
fn everything(draft: &Draft) -> Policy {
    let full = !draft.full_name.is_empty() && draft.given_name.is_empty();
    Policy {
        names: if full { Names::Full } else { Names::Split },
        country: Ask::Optional,
        locality: Ask::Optional,
        phone: Ask::Optional,
        comment: Ask::Optional,
        birth_year: Ask::Optional,
        organisation: Ask::Optional,
        ..Policy::default()
    }
}
