//! `examples/validate.rs` as other programs use it: lines in, lines out, whatever the lines hold.
#![allow(missing_docs)]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

fn validate() -> Child {
    Command::new(env!("CARGO"))
        .args(["run", "-q", "-p", "wesign-core", "--example", "validate"])
        .args(["--", "--now", "2026-11-22T00:00:00Z"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("cargo runs")
}

#[test]
fn what_is_no_draft_is_said_so_and_does_not_stop_the_rest() {
    let mut child = validate();
    let ada = r#"{"full_name":"Ada","email":"ada@gmial.com","postcode":"75018"}"#;
    let mut input = format!("\u{FEFF}{ada}\r\n\r\n{{\n[]\nnull\n\"Ada\"\n").into_bytes();
    input.extend_from_slice(b"{\"email\":\"\xFF\"}\n{\"email\":\"\\ud800\"}\n{\"email\":{}}\n");
    input.extend("[".repeat(100_000).into_bytes());
    input.extend_from_slice(b"\n{\"draft\":{},\"policy\":{\"names\":\"none\"}}\n");
    input.extend(ada.replace("gmial", "orange").into_bytes());
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(&input)
        .expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1), "something was malformed");
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let malformed: Vec<bool> = lines
        .iter()
        .map(|line| line["malformed"].is_string())
        .collect();
    let expected = [
        false, true, true, true, true, true, true, true, true, true, false,
    ];
    assert_eq!(malformed, expected, "{lines:?}");
    assert_eq!(lines[0]["email_suggestion"], json!("ada@gmail.com"));
    assert_eq!(lines[10]["canonical_email"], json!("ada@orange.com"));
}

#[test]
fn an_answer_is_out_before_the_next_line_is_asked() {
    let mut child = validate();
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    for email in ["lea", "lea@gmail"] {
        writeln!(input, r#"{{"email":"{email}"}}"#).expect("it reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("it answers");
        assert!(line.starts_with(r#"{"errors":["#), "{line}");
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}
