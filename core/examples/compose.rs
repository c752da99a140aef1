//! Template and targets in, messages and links out: to try a wording before publishing it.
//!
//! ```sh
//! cargo run -q -p wesign-core --example compose -- message.txt targets.json x email \
//!   url=https://example.org/petition title='Une pétition' count='14 832' signer=Zoé locality=Rennes
//! ```
//!
//! The template file holds one wording, or several with a line `---` between them; each target gets
//! one by a stable hash (`seed=…` for another draw). The targets are one object or a list in the
//! form of `interpellation::Target`:
//! `{"id":"1","name":"Léa Exemple","family_name":"Exemple","gender":"F","role":"deputy",
//! "constituency":"3e circonscription de Paris","accounts":{"x":"LeaExemple","email":"…"}}`;
//! or a petition's own list, `{"kind":"list","choice":"all","people":[…]}`, which is checked as the
//! server checks it. With `all` they are written to together, in as many messages as it takes.
//! Further arguments are channels (`x` when none is given) and values; `subject=…`, `instance=…`
//! and `lang=…` as well.
//!
//! Prints one JSON object a line: target, channel, text, length, limit, remaining, named (no
//! account there), the link or why there is none, and the thread where the text is too long. An
//! error in the template is printed as `file:line:column: code` and ends with 1.

use std::process::ExitCode;

use serde_json::{Value, json};
use wesign_core::interpellation::{
    Channel, Context, Grammar, Group, Instance, Measuring, Message, Target, Template, variant,
};
use wesign_core::mobilisation::{Choice, Targets, Wordings};
use wesign_core::platform::Native;

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

fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

/// The wordings of a file with the line each begins on.
fn wordings(source: &str) -> Vec<(u32, String)> {
    let mut wordings = vec![(0, Vec::new())];
    for (at, line) in (1..).zip(source.lines()) {
        if line.trim_end() == "---" {
            wordings.push((at, Vec::new()));
        } else if let Some((_, lines)) = wordings.last_mut() {
            lines.push(line);
        }
    }
    wordings
        .into_iter()
        .map(|(at, lines)| (at, lines.join("\n")))
        .collect()
}

fn templates(path: &str, grammar: &Grammar<'_>) -> Result<Vec<Template>, String> {
    let mut templates = Vec::new();
    let mut errors = Vec::new();
    for (before, source) in wordings(&read(path)?) {
        for mut error in Template::check(&source, grammar) {
            error.line += before;
            errors.push(format!("{path}:{error}"));
        }
        templates.extend(Template::parse(&source, grammar));
    }
    if errors.is_empty() {
        Ok(templates)
    } else {
        Err(errors.join("\n"))
    }
}

fn run(args: &[String]) -> Result<(), String> {
    let [template, targets, rest @ ..] = args else {
        return Err("usage: compose <template> <targets.json> [channel …] [name=value …]".into());
    };
    let value = |name: &str| {
        let given = rest.iter().filter_map(|arg| arg.split_once('='));
        given
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .next_back()
            .unwrap_or_default()
    };
    let mut channels = Vec::new();
    for name in rest.iter().filter(|arg| !arg.contains('=')) {
        channels.push(Channel::from_name(name).ok_or_else(|| format!("no channel {name}"))?);
    }
    if channels.is_empty() {
        channels.push(Channel::X);
    }
    let lang = Some(value("lang")).filter(|lang| !lang.is_empty());
    let lang = lang.unwrap_or("fr");
    let grammar = Grammar::of(lang);
    let templates = templates(template, &grammar)?;
    let (targets, choice) = read_targets(targets, &templates, lang)?;
    let instance = match value("instance") {
        "" => None,
        typed => {
            Some(Instance::parse(typed, &Native).map_err(|error| format!("{typed}: {error}"))?)
        }
    };

    let all: Vec<&Target> = targets.iter().collect();
    let groups: Vec<&[&Target]> = match choice {
        Choice::All => vec![&all],
        _ => all.chunks(1).collect(),
    };
    for group in groups {
        let ids: Vec<&str> = group.iter().map(|target| &*target.id).collect();
        let seed = [value("seed"), &ids.concat()].concat();
        let Some(template) = templates.get(variant(&seed, templates.len())) else {
            continue;
        };
        for &channel in &channels {
            // Who has no address gets no e-mail.
            let reached = |target: &&Target| target.account(channel).is_some();
            let to: Vec<&Target> = match channel {
                Channel::Email if group.len() > 1 => {
                    group.iter().copied().filter(reached).collect()
                }
                _ => group.to_vec(),
            };
            let mut context = Context::new(&to);
            context.grammar = grammar;
            context.signer.given_name = value("signer");
            context.signer.family_name = value("family");
            context.signer.locality = value("locality");
            context.petition.title = value("title");
            context.petition.url = value("url");
            context.petition.count = value("count");
            let measuring = Measuring::default();
            for message in template.render_groups(&context, channel, &Native, &measuring) {
                let to = to.get(message.targets.clone()).unwrap_or_default();
                let accounts: Vec<&str> = to.iter().filter_map(|t| t.account(channel)).collect();
                let letter = Message {
                    text: &message.rendered.text,
                    subject: value("subject"),
                    to: &accounts,
                    page: value("url"),
                    instance: instance.as_ref(),
                };
                println!("{}", line(to, channel, &message, &letter));
            }
        }
    }
    Ok(())
}

/// The targets of a file, and how they are written to.
fn read_targets(
    path: &str,
    templates: &[Template],
    lang: &str,
) -> Result<(Vec<Target>, Choice), String> {
    let json: Value =
        serde_json::from_str(&read(path)?).map_err(|error| format!("{path}: {error}"))?;
    let given = if json.is_array() {
        serde_json::from_value(json).map(|people| (people, Choice::Chosen))
    } else if json["kind"] == "list" {
        let targets: Targets =
            serde_json::from_value(json).map_err(|error| format!("{path}: {error}"))?;
        let wordings = Wordings {
            short: templates.iter().map(ToString::to_string).collect(),
            ..Wordings::default()
        };
        let errors = targets.check(&wordings, lang);
        if !errors.is_empty() {
            let errors: Vec<String> = errors.iter().map(|e| format!("{path}: {e}")).collect();
            return Err(errors.join("\n"));
        }
        match targets {
            Targets::List(list) => Ok((list.people, list.choice)),
            _ => Ok((Vec::new(), Choice::Chosen)),
        }
    } else {
        serde_json::from_value(json).map(|one| (vec![one], Choice::Chosen))
    };
    given.map_err(|error| format!("{path}: {error}"))
}

/// What is printed of one message.
fn line(to: &[&Target], channel: Channel, message: &Group, letter: &Message<'_>) -> Value {
    let ids: Vec<&str> = to.iter().map(|target| &*target.id).collect();
    let measure = &message.measure;
    let mut line = json!({
        "channel": channel,
        "text": letter.text,
        "length": measure.length,
        "limit": measure.limit,
        "remaining": measure.remaining,
        "named": !message.rendered.named.is_empty(),
    });
    match &*ids {
        [one] => line["target"] = json!(one),
        all => line["targets"] = json!(all),
    }
    match channel.compose_url(letter) {
        Ok(url) => line["url"] = json!(url),
        Err(error) => line["error"] = json!(error),
    }
    if !measure.fits() {
        let parts = channel.split(letter.text, &Native, &Measuring::default());
        line["thread"] = match parts {
            Ok(parts) => parts.into_iter().map(|part| part.text).collect(),
            Err(error) => json!({ "code": error }),
        };
    }
    line
}
