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
//! "constituency":"3e circonscription de Paris","accounts":{"x":"LeaExemple","email":"…"}}`.
//! Further arguments are channels (`x` when none is given) and values; `subject=…`, `instance=…`
//! and `lang=…` as well.
//!
//! Prints one JSON object a line: target, channel, text, length, limit, remaining, named (no
//! account there), the link or why there is none, and the thread where the text is too long. An
//! error in the template is printed as `file:line:column: code` and ends with 1.

use std::process::ExitCode;

use serde_json::json;
use wesign_core::interpellation::{
    Channel, Context, Grammar, Instance, Measuring, Message, Target, Template, variant,
};
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
    let lang = value("lang");
    let grammar = Grammar::of(if lang.is_empty() { "fr" } else { lang });
    let templates = templates(template, &grammar)?;
    let json = read(targets)?;
    let targets: Vec<Target> = serde_json::from_str(&json)
        .or_else(|list| {
            serde_json::from_str(&json)
                .map(|one| vec![one])
                .map_err(|_| list)
        })
        .map_err(|error| format!("{targets}: {error}"))?;
    let instance = match value("instance") {
        "" => None,
        typed => {
            Some(Instance::parse(typed, &Native).map_err(|error| format!("{typed}: {error}"))?)
        }
    };

    for target in &targets {
        let seed = [value("seed"), &target.id].concat();
        let Some(template) = templates.get(variant(&seed, templates.len())) else {
            continue;
        };
        let one = [target];
        let mut context = Context::new(&one);
        context.grammar = grammar;
        context.signer.given_name = value("signer");
        context.signer.family_name = value("family");
        context.signer.locality = value("locality");
        context.petition.title = value("title");
        context.petition.url = value("url");
        context.petition.count = value("count");
        for &channel in &channels {
            let rendered = template.render(&context, channel);
            let measuring = Measuring::default();
            let measure = channel.measure(&rendered.text, &Native, &measuring);
            let to: Vec<&str> = target.account(channel).into_iter().collect();
            let link = channel.compose_url(&Message {
                text: &rendered.text,
                subject: value("subject"),
                to: &to,
                page: value("url"),
                instance: instance.as_ref(),
            });
            let mut line = json!({
                "target": target.id,
                "channel": channel,
                "text": rendered.text,
                "length": measure.length,
                "limit": measure.limit,
                "remaining": measure.remaining,
                "named": !rendered.named.is_empty(),
            });
            match link {
                Ok(url) => line["url"] = json!(url),
                Err(error) => line["error"] = json!(error),
            }
            if !measure.fits() {
                let parts = channel.split(&rendered.text, &Native, &measuring);
                line["thread"] = match parts {
                    Ok(parts) => parts.into_iter().map(|part| part.text).collect(),
                    Err(error) => json!({ "code": error }),
                };
            }
            println!("{line}");
        }
    }
    Ok(())
}
