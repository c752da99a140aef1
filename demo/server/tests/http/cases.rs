//! The rules as data, `tests/cases/signature/*.json`, through the whole server.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Map, Value, json};

use crate::support::{Folder, Server, fresh_key};

/// Where the server's clock decides, a case with a time of its own cannot run.
fn cases() -> (Vec<(String, Value)>, usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/signature");
    let (mut cases, mut timed) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let groups: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for group in groups.as_array().unwrap() {
            for case in group["cases"].as_array().unwrap() {
                let file = path.file_stem().unwrap().to_string_lossy();
                let name = format!("{file}: {}: {}", group["group"], case["name"]);
                match case.get("now") {
                    Some(_) => timed += 1,
                    None => cases.push((name, case.clone())),
                }
            }
        }
    }
    (cases, timed)
}

#[test]
fn the_server_decides_every_case_as_the_core_does() {
    let (cases, timed) = cases();
    assert!(cases.len() > 900, "only {} cases", cases.len());
    // A petition for each case: nobody signs twice.
    let folder = Folder::new();
    for (number, (_, case)) in cases.iter().enumerate() {
        let id = format!("case-{number}");
        let policy = case.get("policy").cloned().unwrap_or(json!({}));
        // Who asks for a consent to a newsletter is one of its organisations.
        let organisations = json!([{"id": "technopolice", "name": "Technopolice"}]);
        let petition = json!({"id": id, "lang": "fr", "title": id, "policy": policy,
            "organisations": organisations});
        folder.write(&format!("petitions/{id}.json"), petition.to_string());
    }
    let server = Server::of(folder, &["--quiet"]);
    let next = AtomicUsize::new(0);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut wrong = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some((name, case)) = cases.get(number) else {
                            return wrong;
                        };
                        if let Some(difference) = difference(&server, number, case) {
                            wrong.push(format!("{name}\n  {difference}"));
                        }
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
    eprintln!(
        "{} cases as the core decides them; {timed} have a time of their own",
        cases.len()
    );
}

/// What the server does differently from what the case expects.
fn difference(server: &Server, number: usize, case: &Value) -> Option<String> {
    let petition = format!("case-{number}");
    let answer = server.sign(&petition, &fresh_key(), &case["draft"]);
    let (expected, actual) = match case["expect"].get("errors") {
        Some(errors) => (
            json!([422, errors]),
            json!([answer.status, answer.json()["errors"]]),
        ),
        None => {
            let mut expected = case["expect"]["ok"].clone();
            let expected = expected.as_object_mut().unwrap();
            // The server's own clock; and what the petition knows, so that no row repeats it.
            for elsewhere in [
                "signed_at",
                "postcode_country",
                "postcode_cedex",
                "email_provider_rules",
            ] {
                expected.remove(elsewhere);
            }
            for consent in expected["consents"].as_array_mut().unwrap() {
                consent.as_object_mut().unwrap().remove("at");
            }
            (
                json!([201, expected]),
                json!([answer.status, stored(server, &petition)]),
            )
        }
    };
    (expected != actual).then(|| format!("expected {expected}\n  actual   {actual}"))
}

/// The stored signature in the form of a case's `ok`.
fn stored(server: &Server, petition: &str) -> Value {
    let rows = |sql: &str| -> Vec<Map<String, Value>> {
        let known = |(name, value): (String, Value)| match value {
            Value::Null => None,
            // SQLite has no booleans.
            Value::Number(number) if name == "granted" => Some((name, json!(number == 1.into()))),
            value => Some((name, value)),
        };
        let records = server
            .database
            .records(&sql.replace("?1", &format!("'{petition}'")));
        let map = |record: Vec<_>| record.into_iter().filter_map(known).collect();
        records.into_iter().map(map).collect()
    };
    let mut signatures = rows(
        "SELECT given_name, family_name, full_name, email, country, postcode, locality, phone,
            comment, birth_year, organisation, lang FROM signature WHERE petition = ?1",
    );
    let consents = rows(
        "SELECT purpose, granted, wording, version, consent.lang AS lang FROM consent
         JOIN signature ON signature.id = consent.signature WHERE petition = ?1 ORDER BY consent.id",
    );
    match signatures.as_mut_slice() {
        [signature] => {
            signature.insert("consents".into(), json!(consents));
            json!(signature)
        }
        other => json!(format!("{} signatures", other.len())),
    }
}
