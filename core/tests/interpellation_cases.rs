//! The rules of messages as data: tests/cases/interpellation.json, each case with its source.

use serde_json::Value;
use wesign_core::interpellation::{
    Channel, Context, Grammar, Instance, Measuring, Message, Target, Template,
};
use wesign_core::platform::Native;

fn cases(kind: &str) -> Vec<Value> {
    let file = include_str!("../../tests/cases/interpellation.json");
    let mut all: Value = serde_json::from_str(file).unwrap();
    match all[kind].take() {
        Value::Array(cases) if !cases.is_empty() => cases,
        other => panic!("no cases of {kind}: {other}"),
    }
}

fn text(case: &Value, key: &str) -> String {
    case[key].as_str().unwrap_or_default().to_owned()
}

/// `repeat: [unit, times]`, then `text`.
fn body(case: &Value) -> String {
    let repeated = case["repeat"].as_array().map(|repeat| {
        let times = usize::try_from(repeat[1].as_u64().unwrap()).unwrap();
        repeat[0].as_str().unwrap().repeat(times)
    });
    repeated.unwrap_or_default() + &text(case, "text")
}

fn channel(case: &Value, default: Channel) -> Channel {
    case["channel"]
        .as_str()
        .map_or(default, |name| Channel::from_name(name).unwrap())
}

#[test]
fn measures() {
    for case in cases("measure") {
        let limit = case["limit"]
            .as_u64()
            .map(|limit| u32::try_from(limit).unwrap());
        let measuring = Measuring {
            limit,
            ..Measuring::default()
        };
        let measure = channel(&case, Channel::X).measure(&body(&case), &Native, &measuring);
        assert_eq!(
            Some(u64::from(measure.length)),
            case["length"].as_u64(),
            "{case}"
        );
        assert_eq!(
            measure.remaining.map(i64::from),
            case["remaining"].as_i64(),
            "{case}"
        );
        assert_eq!(
            u64::from(measure.parts),
            case["parts"].as_u64().unwrap_or(1),
            "{case}"
        );
        assert!(measure.exact);
    }
}

#[test]
fn compose_links() {
    for case in cases("compose") {
        let body = body(&case);
        let (subject, page) = (text(&case, "subject"), text(&case, "page"));
        let to: Vec<String> = serde_json::from_value(case["to"].clone()).unwrap_or_default();
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        let instance = case["instance"]
            .as_str()
            .map(|host| Instance::parse(host, &Native).unwrap());
        let message = Message {
            text: &body,
            subject: &subject,
            to: &to,
            page: &page,
            instance: instance.as_ref(),
        };
        match channel(&case, Channel::Email).compose_url(&message) {
            Ok(url) => assert_eq!(Some(url.as_str()), case["url"].as_str(), "{case}"),
            Err(error) => {
                let error = serde_json::to_value(error).unwrap();
                assert_eq!(error["code"], case["error"], "{case}");
                if case["length"].is_u64() {
                    assert_eq!(
                        (&error["length"], &error["max"]),
                        (&case["length"], &case["max"])
                    );
                }
            }
        }
    }
}

#[test]
fn template_errors() {
    for case in cases("template_errors") {
        let source = text(&case, "template");
        let grammar = Grammar::of(&text(&case, "lang"));
        let errors: Vec<String> = Template::check(&source, &grammar)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            serde_json::to_value(&errors).unwrap(),
            case["errors"],
            "{case}"
        );
        assert_eq!(
            Template::parse(&source, &grammar).is_ok(),
            errors.is_empty(),
            "{case}"
        );
    }
}

/// A target of the file; Mallory's account is none, so that nothing is slipped into a message.
fn target(name: &str) -> Target {
    let file = include_str!("../../tests/cases/interpellation.json");
    let all: Value = serde_json::from_str(file).unwrap();
    let target = all["targets"][name].clone();
    assert!(target.is_object(), "no such target: {name}");
    serde_json::from_value(target).unwrap()
}

#[test]
fn renders() {
    for case in cases("render") {
        let names: Vec<String> = serde_json::from_value(case["targets"].clone()).unwrap();
        let targets: Vec<Target> = names.iter().map(|name| target(name)).collect();
        let targets: Vec<&Target> = targets.iter().collect();
        let (given, family, locality) = (
            text(&case["signer"], "given_name"),
            text(&case["signer"], "family_name"),
            text(&case["signer"], "locality"),
        );
        let mut context = Context::new(&targets);
        context.signer.given_name = &given;
        context.signer.family_name = &family;
        context.signer.locality = &locality;
        context.petition.title = "Titre";
        context.petition.url = "https://example.org/p";
        context.petition.count = "14 832";
        let template = Template::parse(&text(&case, "template"), &Grammar::FRENCH).unwrap();
        let rendered = template.render(&context, channel(&case, Channel::Email));
        assert_eq!(
            Some(rendered.text.as_str()),
            case["text"].as_str(),
            "{case}"
        );
        let named: Vec<usize> = serde_json::from_value(case["named"].clone()).unwrap_or_default();
        assert_eq!(rendered.named, named, "{case}");
    }
}
