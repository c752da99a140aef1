//! Runs `tests/cases/signature/*.json`: whole drafts in, whole results out, compared exactly, so that
//! an unexpected pass fails as an unexpected failure does.
#![allow(missing_docs)]

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};
use wesign_core::{
    field::suggest_email, platform::Native, policy::Policy, signature::Draft, time::Timestamp,
};

/// The time at which a case is checked that does not say its own.
const NOW: &str = "2026-11-22T00:00:00Z";

/// Every case, with the name of its file, group and case.
fn cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/signature");
    let mut cases = Vec::new();
    for file in fs::read_dir(folder).expect("the folder of cases") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        let groups: Value = serde_json::from_str(&text).expect("JSON");
        for group in groups.as_array().expect("groups") {
            let title = group["group"].as_str().expect("a title");
            assert!(
                group["source"].as_str().is_some_and(|s| s.len() > 3),
                "{title}: no source"
            );
            for case in group["cases"].as_array().expect("cases") {
                let name = case["name"].as_str().expect("a name");
                let file = path.file_stem().expect("a name").to_string_lossy();
                cases.push((format!("{file}: {title}: {name}"), case.clone()));
            }
        }
    }
    cases
}

/// What the core says of a case, in the form of its `expect`.
fn actual(case: &Value) -> Value {
    let policy = case.get("policy").cloned().unwrap_or(json!({}));
    let policy: Policy = serde_json::from_value(policy).expect("a policy");
    let now = Timestamp::parse(
        case.get("now")
            .map_or(NOW, |now| now.as_str().expect("a time")),
    );
    let draft: Draft = serde_json::from_value(case["draft"].clone()).expect("a draft");
    let mut actual = match draft.check(&policy, &Native, now.expect("RFC 3339")) {
        Ok(signature) => json!({ "ok": signature, "canonical": signature.canonical_email() }),
        Err(errors) => json!({ "errors": errors }),
    };
    if let Some(hint) = suggest_email(&draft.email) {
        actual["hint"] = hint.into();
    }
    // `canonical` is given only where a case is about it.
    if case["expect"].get("canonical").is_none() {
        actual
            .as_object_mut()
            .expect("an object")
            .remove("canonical");
    }
    actual
}

#[test]
fn every_case_gives_exactly_what_it_expects() {
    let cases = cases();
    let mut wrong = Vec::new();
    for (name, case) in &cases {
        let actual = actual(case);
        if actual != case["expect"] {
            wrong.push(format!(
                "{name}\n  expected {}\n  actual   {actual}",
                case["expect"]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
    assert!(cases.len() >= 400, "only {} cases", cases.len());
}

#[test]
fn names_of_cases_are_unique() {
    let mut names = BTreeSet::new();
    for (name, _) in cases() {
        assert!(names.insert(name.clone()), "twice: {name}");
    }
}

#[test]
fn one_field_alone_says_what_the_whole_draft_says_of_it() {
    for (name, case) in cases() {
        let policy = case.get("policy").cloned().unwrap_or(json!({}));
        let policy: Policy = serde_json::from_value(policy).expect("a policy");
        let now = Timestamp::parse(case["now"].as_str().unwrap_or(NOW)).expect("RFC 3339");
        let draft: Draft = serde_json::from_value(case["draft"].clone()).expect("a draft");
        let whole = draft.check(&policy, &Native, now).err().unwrap_or_default();
        let alone: Vec<_> = policy
            .fields()
            .filter_map(|field| draft.check_field(&field, &policy, &Native, now))
            .collect();
        assert_eq!(whole, alone, "{name}");
    }
}
