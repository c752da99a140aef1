//! The examples that others start from, run as they would be run.
#![allow(missing_docs)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

fn example(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "-q", "-p", "wesign-core", "--example", name, "--"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// A file for one test alone.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, content).expect("a file");
    path
}

/// Cargo becomes the example on Unix and takes it along elsewhere.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_counts_each_person_once() {
    let child = example("handler", &["a secret of 32 random bytes"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("cargo runs");
    let mut handler = Running(child);
    let mut line = String::new();
    let stdout = handler.0.stdout.take().expect("a pipe");
    BufReader::new(stdout)
        .read_line(&mut line)
        .expect("an address");
    let address = line.trim().strip_prefix("http://").expect("an address");
    let post = |body: &str| -> (u16, Value) {
        let mut stream = TcpStream::connect(address).expect("it listens");
        write!(
            stream,
            "POST / HTTP/1.1\r\nhost: x\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let status = answer[9..12].parse().expect("a status");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        (status, serde_json::from_str(body).expect("JSON"))
    };
    let zoe =
        r#"{"given_name":"Zoé","family_name":"A","email":"zoe.a@gmail.com","postcode":"75018"}"#;
    assert_eq!(post(zoe), (201, json!({ "count": 1, "goal": 100 })));
    let again = zoe.replace("zoe.a@", "ZoeA+petition@");
    assert_eq!(post(&again), (200, json!({ "count": 1, "goal": 100 })));
    assert_eq!(post(&zoe.replace("zoe.a", "ada")).0, 201);
    let wrong = r#"{"given_name":"=1","family_name":"A","email":"zoe","postcode":"7501"}"#;
    let errors = json!([
        { "field": "given_name", "code": "formula_start" },
        { "field": "email", "code": "email_missing_at" },
        { "field": "postcode", "code": "postcode_format" },
    ]);
    assert_eq!(post(wrong), (422, json!({ "errors": errors })));
    assert_eq!(post("[").0, 400);
    assert_eq!(post(&" ".repeat(70_000)).0, 413);
}

#[test]
fn a_command_line_finds_who_sits_and_never_guesses() {
    let shard: Vec<u8> = include!("../src/directory/example.rs");
    let folder = file("find/manifest.json", br#"{"shards":{"01":"01.bin"}}"#);
    file("find/01.bin", &shard);
    let folder = folder.parent().and_then(Path::to_str).expect("a folder");
    let martin =
        "01-01  PA1  Zoé Martin (EX)  zoe.martin@assemblee-nationale.fr  zoemartin.example\n";
    let vacant = "01-04  vacant\n";
    for (arguments, status, printed) in [
        (&["01000", "st", "denis"][..], 0, martin.to_owned()),
        (&["01000", "bourg en bresse"], 0, [martin, vacant].concat()),
        (
            &["01000"],
            2,
            "which commune? Bourg-en-Bresse, Saint-Denis-lès-Bourg\n".to_owned(),
        ),
        (&["01000", "paris"], 1, String::new()),
        (&["01099"], 1, String::new()),
        (&["75018"], 1, String::new()),
        (&["7501x"], 1, String::new()),
    ] {
        let output = example("find", &[&[folder], arguments].concat())
            .output()
            .expect("cargo runs");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(
            (output.status.code(), stdout),
            (Some(status), printed),
            "{arguments:?}"
        );
        assert_eq!(output.stderr.is_empty(), status != 1, "{arguments:?}");
    }
}

#[test]
fn a_bot_announces_each_goal_once_and_in_what_fits() {
    let targets = json!([
        { "id": "1", "name": "Léa Exemple", "gender": "F", "accounts": { "mastodon": "lea@mastodon.example" } },
        { "id": "2", "name": "Jean Exemple", "gender": "M" },
    ]);
    let targets = file("bot/targets.json", targets.to_string().as_bytes());
    let page = "https://example.org/une-adresse-assez-longue-pour-un-message";
    let run = |options: &[&str], counts: &str| -> Vec<Value> {
        let targets = targets.to_str().expect("UTF-8");
        let mut child = example("bot", &[&["mastodon", page, targets], options].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(counts.as_bytes()).expect("it reads");
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success());
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        let lines = printed.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    };
    let counts = "96\n103\n103\n90\n102\n151\n450\n";
    let said = run(&[], counts);
    let goals: Vec<&Value> = said.iter().map(|line| &line["goal"]).collect();
    assert_eq!(goals, [100, 150, 200, 250, 300, 400]);
    for line in &said {
        let [post] = &**line["posts"].as_array().expect("posts") else {
            panic!("one post: {line}");
        };
        let post = post.as_str().expect("a text");
        let named = match line["target"].as_str() {
            Some("1") => "@lea@mastodon.example",
            _ => "Jean Exemple",
        };
        assert!(post.contains(named) && post.contains(page), "{post}");
    }
    assert!(said.iter().any(|line| line["target"] == "1"));
    assert!(said.iter().any(|line| line["target"] == "2"));
    assert_eq!(run(&[], counts), said, "the same of the same counts");
    for line in run(&["limit=60"], counts) {
        assert!(line["posts"].as_array().expect("posts").len() > 1, "{line}");
    }
}

#[test]
fn a_template_and_targets_become_messages_and_links() {
    let targets = json!([
        { "id": "1", "name": "Léa Exemple", "gender": "F", "role": "deputy",
          "constituency": "3e circonscription de Paris", "accounts": { "x": "LeaExemple", "phone": "+33140000000" } },
        { "id": "2", "name": "Jean Exemple", "gender": "M", "role": "deputy",
          "constituency": "1re circonscription de l'Ain" },
    ]);
    let targets = file("compose/targets.json", targets.to_string().as_bytes());
    let run = |template: &str, arguments: &[&str]| {
        // One file for each, for tests and runs go side by side.
        let template = file(
            &format!("compose/{}.txt", arguments.concat()),
            template.as_bytes(),
        );
        let [template, targets] = [&template, &targets].map(|path| path.to_str().expect("UTF-8"));
        let output = example("compose", &[&[template, targets], arguments].concat())
            .output()
            .expect("cargo runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let template = "{target.handle}, {target|députée|député} de la {target.constituency} ? {signer.given_name}";
    let (status, stdout, _) = run(template, &["x", "phone", "letter", "signer=Zoé"]);
    assert_eq!(status, Some(0));
    let lines: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let line = |target: &str, channel: &str| {
        let of = |line: &&Value| line["target"] == target && line["channel"] == channel;
        lines.iter().find(of).expect("a line")
    };
    assert_eq!(lines.len(), 6);
    let lea = line("1", "x");
    let text = "@LeaExemple, députée de la 3e circonscription de Paris ? Zoé";
    assert_eq!(lea["text"], text);
    assert_eq!(lea["remaining"], 280 - text.chars().count());
    assert_eq!(lea["named"], false);
    let url = lea["url"].as_str().expect("a link");
    assert!(
        url.starts_with("https://x.com/intent/tweet?text=%40LeaExemple"),
        "{url}"
    );
    let jean = line("2", "x");
    assert_eq!(
        jean["text"],
        "Jean Exemple, député de la 1re circonscription de l'Ain ? Zoé"
    );
    assert_eq!(jean["named"], true);
    assert_eq!(line("1", "phone")["url"], "tel:+33140000000");
    assert_eq!(line("2", "phone")["error"]["code"], "no_recipient");
    assert_eq!(line("1", "letter")["error"]["code"], "no_link");

    let (status, stdout, stderr) = run("Bonjour {target.nme},\n{target|e} {", &[]);
    assert_eq!((status, &*stdout), (Some(1), ""));
    let errors: Vec<&str> = stderr
        .lines()
        .filter_map(|line| line.split_once(".txt:"))
        .map(|(_, error)| error)
        .collect();
    let expected = [
        "1:9: unknown_variable `target.nme`",
        "2:1: missing_branches `target`",
        "2:12: unclosed_brace",
    ];
    assert_eq!(errors, expected, "{stderr}");
}
