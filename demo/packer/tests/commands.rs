//! The command line as people and scripts use it, over the committed directory.

use std::path::Path;
use std::process::{Command, Output};

fn packer(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wesign-packer"))
        .args(arguments)
        // From anywhere: the directory's place is known since the build.
        .current_dir(std::env::temp_dir())
        .output()
        .expect("the packer runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn one_line_for_each_seat() {
    let output = packer(&["lookup", "75018"]);
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
    let lines: Vec<Vec<String>> = stdout(&output)
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], ["75-03", "PA841701", "Léa Balage El Mariky"]);
    assert!(
        lines
            .iter()
            .all(|line| line.len() == 3 && line[1].starts_with("PA"))
    );
}

#[test]
fn json_has_the_communes() {
    let output = packer(&["lookup", "01200", "--json"]);
    assert!(output.status.success());
    let answers: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let answers = answers.as_array().expect("an array");
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[1]["constituency"], "74-04");
    assert_eq!(answers[1]["communes"][0]["code"], "74109");
    assert_eq!(answers[1]["communes"][0]["split"], false);
}

#[test]
fn what_cannot_be_found_fails_with_one_clear_line() {
    for (arguments, words) in [
        (&["lookup", "75999"][..], "perhaps a CEDEX code"),
        (&["lookup", "99999"], "no such postcode"),
        (&["lookup", "7501x"], "five digits"),
        (&["lookup", ""], "five digits"),
        (&["lookup", "98000"], "Monaco elects no deputy"),
        (&["lookup", "--country", "XX"], "no such area"),
        (&["lookup", "--meps", "GB"], "no such area"),
        (&["lookup", "--commune", "zzzzz"], "no commune"),
        (&["audit"], "missing source"),
        (
            &["lookup", "75018", "--directory", "/nowhere"],
            "manifest.json",
        ),
    ] {
        let output = packer(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let last = stderr.lines().last().unwrap_or_default();
        assert!(last.contains(words), "{arguments:?}: {stderr}");
    }
}

#[test]
fn other_houses_and_countries() {
    for (arguments, line) in [
        (&["lookup", "--country", "MD"][..], "99-11\t"),
        (
            &["lookup", "--senators", "2A"],
            "2A\t14191V\tJean-Jacques Panunzi",
        ),
        (&["lookup", "--meps", "MT"], "MT\t118859\tRoberta Metsola"),
        (
            &["lookup", "--commune", "l'hay les"],
            "94038\tL'Haÿ-les-Roses\t94240\t94-07",
        ),
    ] {
        let output = packer(arguments);
        assert!(output.status.success(), "{arguments:?}");
        assert!(stdout(&output).contains(line), "{}", stdout(&output));
    }
}

#[test]
fn a_directory_does_not_differ_from_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../directory");
    let folder = folder.to_str().expect("UTF-8");
    let output = packer(&["diff", folder, folder]);
    assert!(output.status.success());
    assert_eq!(stdout(&output), "0 changes\n");
}
