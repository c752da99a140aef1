//! `openapi.yaml` and the server say the same: every answer it lists is provoked and validated.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wesign_core::problem::Code;
use wesign_server::problem::Kind;

use crate::support::{
    Answer, CONFIRMED, Request, Server, Smtp, USUAL, draft, exchange, fresh_key, registration,
    subscription,
};

/// The description, with what validation needs.
struct Contract(Value);

impl Contract {
    fn read() -> Self {
        Self(serde_norway::from_str(include_str!("../../openapi.yaml")).unwrap())
    }

    /// Follows `$ref` until there is none.
    fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(reference) = value["$ref"].as_str() {
            let pointer = reference.strip_prefix('#').unwrap();
            value = self
                .0
                .pointer(pointer)
                .unwrap_or_else(|| panic!("{reference} leads nowhere"));
        }
        value
    }

    /// Panics unless `instance` follows `schema`.
    fn validate(&self, schema: &Value, instance: &Value, what: &str) {
        let whole = json!({"allOf": [schema], "components": self.0["components"]});
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&whole)
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        let errors: Vec<String> = validator
            .iter_errors(instance)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{what}: {errors:?} in {instance}");
    }

    /// Every answer that is promised: method, path, status, media type (empty for no body).
    fn promises(&self) -> BTreeSet<Promise> {
        let mut promises = BTreeSet::new();
        for (path, item) in self.0["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let Some(responses) = operation["responses"].as_object() else {
                    continue;
                };
                for (status, response) in responses {
                    let response = self.resolve(response);
                    let promise = |media: &str| Promise {
                        method: method.to_uppercase(),
                        path: path.clone(),
                        status: status.parse().unwrap(),
                        media: media.into(),
                    };
                    match response["content"].as_object() {
                        Some(content) => promises.extend(content.keys().map(|key| promise(key))),
                        None => _ = promises.insert(promise("")),
                    }
                }
            }
        }
        promises
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Promise {
    method: String,
    path: String,
    status: u16,
    media: String,
}

/// Which promises were kept so far.
struct Examination {
    contract: Contract,
    kept: BTreeSet<Promise>,
}

impl Examination {
    /// Checks an answer against what the contract promises for `method` of `path`.
    fn check(&mut self, method: &str, path: &str, status: u16, answer: &Answer) {
        let what = format!("{method} {path} {status}");
        assert_eq!(answer.status, status, "{what}: {answer:?}");
        let operation = &self.contract.0["paths"][path][method.to_lowercase()];
        let response = &operation["responses"][status.to_string()];
        assert!(!response.is_null(), "{what} is not in the contract");
        let response = self.contract.resolve(response);

        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let header = self.contract.resolve(header);
            match answer.header(&name.to_lowercase()) {
                Some(text) => {
                    let schema = self.contract.resolve(&header["schema"]);
                    let value = match schema["type"].as_str() {
                        Some("integer") => json!(text.parse::<i64>().unwrap()),
                        _ => json!(text),
                    };
                    self.contract
                        .validate(schema, &value, &format!("{what} {name}"));
                }
                None => assert_ne!(header["required"], true, "{what} lacks {name}"),
            }
        }

        let sent = answer
            .header("content-type")
            .unwrap_or("")
            .split(';')
            .next()
            .unwrap();
        let media = if response["content"].is_null() {
            assert!(answer.body.is_empty(), "{what} has a body");
            ""
        } else {
            let content = &response["content"][sent];
            assert!(!content.is_null(), "{what}: {sent} is not in the contract");
            if sent.contains("json") {
                self.contract
                    .validate(&content["schema"], &answer.json(), &what);
            } else {
                assert!(!answer.body.is_empty(), "{what} has no body");
            }
            sent
        };
        self.kept.insert(Promise {
            method: method.into(),
            path: path.into(),
            status,
            media: media.into(),
        });
    }
}

const PETITION: &str = "/api/petitions/{id}";
const SIGN: &str = "/api/petitions/{id}/signatures";
const REGISTER: &str = "/api/petitions/{id}/gatherings/{gathering}/registrations";
const SUBSCRIBE: &str = "/api/petitions/{id}/subscriptions";

const CONFIRM: &str = "/petitions/{id}/confirm/{token}";
const NO_NEWS: &str = "/petitions/{id}/unsubscribe/news/{token}";
const NO_GATHERINGS: &str = "/petitions/{id}/unsubscribe/gatherings/{token}";
const WITHDRAW: &str = "/petitions/{id}/withdraw/{token}";

const FORM: [(&str, &str); 4] = [
    ("given_name", "Zoé"),
    ("family_name", "Martin"),
    ("email", "form@example.org"),
    ("postcode", "75018"),
];

#[test]
fn every_promised_answer_is_given_as_promised() {
    let mut exam = Examination {
        contract: Contract::read(),
        kept: BTreeSet::new(),
    };
    let server = Server::start();
    reads(&mut exam, &server);
    signatures(&mut exam, &server);
    confirmations(&mut exam);
    levers(&mut exam, &server);
    broken_database(&mut exam);

    let promises = exam.contract.promises();
    let missing: Vec<_> = promises.difference(&exam.kept).collect();
    assert!(missing.is_empty(), "promised and never seen: {missing:#?}");
    assert!(
        promises.len() >= 121,
        "the contract was not read: {}",
        promises.len()
    );
}

fn reads(exam: &mut Examination, server: &Server) {
    let of = |lever: &str| {
        (
            format!("/api/petitions/levers{lever}"),
            format!("{PETITION}{lever}"),
        )
    };
    let all = [
        "",
        "/count",
        "/gatherings",
        "/donation",
        "/news",
        "/signatories",
    ]
    .map(of);
    let list = ("/api/petitions".to_owned(), "/api/petitions".to_owned());
    for (path, template) in all.iter().chain([&list]) {
        for lang in ["", "?lang=de-AT", "?lang=%00", "?lang="] {
            let answer = server.get(&format!("{path}{lang}"));
            exam.check("GET", template, 200, &answer);
        }
        let answer = server.get(path);
        let etag = answer.header("etag").unwrap();
        let again = server.send(&Request::get(path).header("If-None-Match", etag));
        exam.check("GET", template, 304, &again);
        exam.check(
            "GET",
            template,
            405,
            &server.send(&Request::new("DELETE", path)),
        );
        exam.check(
            "OPTIONS",
            template,
            204,
            &server.send(&Request::new("OPTIONS", path)),
        );
    }
    for (path, template) in &all {
        let path = path.replace("levers", "nowhere");
        exam.check("GET", template, 404, &server.get(&path));
    }
    let none = server.get("/api/petitions/usual/donation");
    exam.check("GET", "/api/petitions/{id}/donation", 404, &none);

    // What the project really publishes keeps to the contract as well, in every language.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/mobilisations");
    let real = Server::with(&["--demo", "--mobilisations", folder]);
    for lang in ["", "fr", "en", "de", "es", "it", "ar", "nl"] {
        let list = real.get(&format!("/api/petitions?lang={lang}"));
        exam.check("GET", "/api/petitions", 200, &list);
        let list = list.json();
        let petitions = list["petitions"].as_array().unwrap();
        assert!(petitions.len() >= 4);
        for petition in petitions {
            let id = petition["id"].as_str().unwrap();
            for lever in ["", "/gatherings", "/donation", "/news", "/signatories"] {
                let template = format!("{PETITION}{lever}");
                let answer = real.get(&format!("/api/petitions/{id}{lever}?lang={lang}"));
                if answer.status != 404 {
                    exam.check("GET", &template, 200, &answer);
                }
            }
        }
    }

    // As does one with an organiser's own targets.
    let listed = server.get("/api/petitions/everything");
    exam.check("GET", PETITION, 200, &listed);

    exam.check(
        "GET",
        "/petitions/{id}",
        200,
        &server.get("/petitions/usual"),
    );
    exam.check(
        "GET",
        "/petitions/{id}",
        404,
        &server.get("/petitions/nowhere"),
    );
    for kind in Kind::ALL {
        let page = server.get(&format!("/problems/{}", kind.code()));
        exam.check("GET", "/problems/{code}", 200, &page);
    }
    exam.check(
        "GET",
        "/problems/{code}",
        404,
        &server.get("/problems/nothing"),
    );
    for path in ["/openapi", "/openapi.json", "/openapi.yaml"] {
        exam.check("GET", path, 200, &server.get(path));
    }
    exam.check("GET", "/healthz", 200, &server.get("/healthz"));
    exam.check("GET", "/readyz", 200, &server.get("/readyz"));
}

fn signatures(exam: &mut Examination, server: &Server) {
    let path = "/api/petitions/usual/signatures";
    let json = |draft: &Value| Request::sign(USUAL, &fresh_key(), draft);
    exam.check("POST", SIGN, 201, &server.send(&json(&draft("json"))));
    exam.check(
        "POST",
        SIGN,
        200,
        &server.send(&Request::form(USUAL, &FORM)),
    );
    exam.check("POST", SIGN, 400, &server.send(&json(&Value::Null)));
    exam.check(
        "POST",
        SIGN,
        415,
        &server.send(&Request::post(path).body("x")),
    );
    exam.check("POST", SIGN, 405, &server.get(path));
    exam.check("POST", SIGN, 422, &server.send(&json(&json!({}))));
    exam.check("POST", SIGN, 422, &server.send(&Request::form(USUAL, &[])));
    for (petition, status) in [("closed", 403), ("nowhere", 404)] {
        let answer = server.sign(petition, &fresh_key(), &draft("x"));
        exam.check("POST", SIGN, status, &answer);
        exam.check(
            "POST",
            SIGN,
            status,
            &server.send(&Request::form(petition, &FORM)),
        );
    }
    let big = "x".repeat(70_000);
    exam.check(
        "POST",
        SIGN,
        413,
        &server.send(&json(&json!({"comment": big}))),
    );
    exam.check(
        "POST",
        SIGN,
        413,
        &server.send(&Request::form(USUAL, &[("comment", &big)])),
    );
    let (slow_json, slow_form) = std::thread::scope(|scope| {
        let cut_off = |request: Request| {
            let bytes = request.bytes();
            exchange(server.address, &bytes[..bytes.len() - 5]).unwrap()
        };
        let json = scope.spawn(move || cut_off(json(&draft("slow"))));
        (cut_off(Request::form(USUAL, &FORM)), json.join().unwrap())
    });
    exam.check("POST", SIGN, 408, &slow_json);
    exam.check("POST", SIGN, 408, &slow_form);
    let preflight =
        |origin: &str| server.send(&Request::new("OPTIONS", path).header("Origin", origin));
    exam.check("OPTIONS", SIGN, 204, &preflight("https://partner.example"));
    exam.check("OPTIONS", SIGN, 403, &preflight("https://evil.example"));
}

/// What waits for a letter, up to the button of the page that it links to.
fn confirmations(exam: &mut Examination) {
    let smtp = Smtp::start();
    let mut server = Server::mailing(&smtp);
    let signed = server.sign(CONFIRMED, &fresh_key(), &draft("contract"));
    exam.check("POST", SIGN, 201, &signed);
    let path = "/api/petitions/confirmed/subscriptions";
    let mut reader = subscription("reader");
    let mut also = reader["consents"][0].clone();
    also["purpose"] = json!("gatherings");
    also["wording"] = json!("widget.gatherings");
    reader["consents"].as_array_mut().unwrap().push(also);
    let subscribed = Request::write(path, &fresh_key(), &reader);
    exam.check("POST", SUBSCRIBE, 201, &server.send(&subscribed));
    let letter = smtp.letter_to("contract");
    let (confirm, withdraw) = (letter.link("confirm"), letter.link("withdraw"));
    for letter in smtp.letters_reaching(2) {
        let pressed = server.send(&Request::post(&letter.link("confirm")));
        assert_eq!(pressed.status, 200);
    }
    let file = server.folder().path().join("petitions/confirmed.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut petition: Value = serde_json::from_str(&text).unwrap();
    petition["news"][1]["mail"] = json!(true);
    petition["gatherings"][1]["mail"] = json!(true);
    std::fs::write(file, petition.to_string()).unwrap();
    server.kill_and_restart();
    let unsubscribe = |name: &str| {
        let letters = smtp.letters_reaching(5).into_iter();
        let mut links = letters.filter_map(|letter| letter.header("List-Unsubscribe"));
        let link = links.find(|link| link.contains(name)).unwrap();
        link[link.find("/petitions/").unwrap()..]
            .trim_end_matches('>')
            .to_owned()
    };
    let links = [
        (CONFIRM, confirm),
        (NO_NEWS, unsubscribe("/news/")),
        (NO_GATHERINGS, unsubscribe("/gatherings/")),
        (WITHDRAW, withdraw),
    ];
    let answer = |method: &str, path: &str| server.send(&Request::new(method, path));
    let other = server.sqlite();
    for (template, link) in &links {
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        exam.check("POST", template, 503, &answer("POST", link));
        other.execute_batch("ROLLBACK").unwrap();
        let nowhere = link.replace("/confirmed/", "/nowhere/");
        let cut_off = link.replace('-', "");
        for method in ["GET", "POST"] {
            exam.check(method, template, 200, &answer(method, link));
            exam.check(method, template, 404, &answer(method, &nowhere));
            exam.check(method, template, 410, &answer(method, &cut_off));
        }
    }
    let broken = "PRAGMA foreign_keys = OFF; DROP TABLE consent; DROP TABLE signature;
                  DROP TABLE subscription;";
    other.execute_batch(broken).unwrap();
    for (template, link) in &links {
        exam.check("POST", template, 500, &answer("POST", link));
    }
}

/// The writes of the levers: as JSON only.
fn levers(exam: &mut Examination, server: &Server) {
    let register = "/api/petitions/levers/gatherings/open/registrations";
    let subscribe = "/api/petitions/levers/subscriptions";
    for (path, template, body) in [
        (register, REGISTER, registration("open", "contract")),
        (subscribe, SUBSCRIBE, subscription("contract")),
    ] {
        let json = |body: &Value| Request::write(path, &fresh_key(), body);
        exam.check("POST", template, 201, &server.send(&json(&body)));
        exam.check("POST", template, 400, &server.send(&json(&Value::Null)));
        let evil = json(&body).header("Origin", "https://evil.example");
        exam.check("POST", template, 403, &server.send(&evil));
        let nowhere = path.replace("levers", "nowhere");
        let nowhere = server.send(&Request::write(&nowhere, &fresh_key(), &body));
        exam.check("POST", template, 404, &nowhere);
        exam.check("POST", template, 405, &server.get(path));
        let big = json!({"email": "x".repeat(70_000)});
        exam.check("POST", template, 413, &server.send(&json(&big)));
        let form = Request::post(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body("email=a%40example.org");
        exam.check("POST", template, 415, &server.send(&form));
        exam.check("POST", template, 422, &server.send(&json(&json!({}))));
        let preflight =
            |origin: &str| server.send(&Request::new("OPTIONS", path).header("Origin", origin));
        let partner = preflight("https://partner.example");
        exam.check("OPTIONS", template, 204, &partner);
        let evil = preflight("https://evil.example");
        exam.check("OPTIONS", template, 403, &evil);
    }
    for gathering in ["full", "past", "cancelled"] {
        let path = register.replace("open", gathering);
        let body = registration(gathering, "contract");
        let refused = server.send(&Request::write(&path, &fresh_key(), &body));
        exam.check("POST", REGISTER, 409, &refused);
    }
    let path = register.replace("open", "nothing");
    let unknown = Request::write(&path, &fresh_key(), &registration("nothing", "contract"));
    exam.check("POST", REGISTER, 404, &server.send(&unknown));
    std::thread::scope(|scope| {
        let cut_off = |request: Request| {
            let bytes = request.bytes();
            exchange(server.address, &bytes[..bytes.len() - 5]).unwrap()
        };
        let body = registration("open", "slow");
        let slow = scope.spawn(move || cut_off(Request::write(register, &fresh_key(), &body)));
        let other = cut_off(Request::write(
            subscribe,
            &fresh_key(),
            &subscription("slow"),
        ));
        exam.check("POST", SUBSCRIBE, 408, &other);
        exam.check("POST", REGISTER, 408, &slow.join().unwrap());
    });
}

/// What is promised for a database that is locked, then for one that is broken.
fn broken_database(exam: &mut Examination) {
    let server = Server::start();
    let other = server.sqlite();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let register = || {
        let path = "/api/petitions/levers/gatherings/open/registrations";
        server.send(&Request::write(
            path,
            &fresh_key(),
            &registration("open", "broken"),
        ))
    };
    let subscribe = || {
        let path = "/api/petitions/levers/subscriptions";
        server.send(&Request::write(path, &fresh_key(), &subscription("broken")))
    };
    std::thread::scope(|scope| {
        let json = scope.spawn(|| server.sign(USUAL, &fresh_key(), &draft("locked")));
        let (registered, subscribed) = (scope.spawn(register), scope.spawn(subscribe));
        let form = server.send(&Request::form(USUAL, &FORM));
        exam.check("POST", SIGN, 503, &form);
        exam.check("POST", SIGN, 503, &json.join().unwrap());
        exam.check("POST", REGISTER, 503, &registered.join().unwrap());
        exam.check("POST", SUBSCRIBE, 503, &subscribed.join().unwrap());
    });
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(
        server.sign(USUAL, &fresh_key(), &draft("unlocked")).status,
        201,
        "it recovers"
    );

    other
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DROP TABLE consent; DROP TABLE signature;
             DROP TABLE registration; DROP TABLE subscription;",
        )
        .unwrap();
    exam.check("POST", REGISTER, 500, &register());
    exam.check("POST", SUBSCRIBE, 500, &subscribe());
    exam.check(
        "POST",
        SIGN,
        500,
        &server.sign(USUAL, &fresh_key(), &draft("broken")),
    );
    exam.check(
        "POST",
        SIGN,
        500,
        &server.send(&Request::form(USUAL, &FORM)),
    );
    exam.check("GET", "/readyz", 503, &server.get("/readyz"));
    exam.check("GET", "/healthz", 200, &server.get("/healthz"));
}

#[test]
fn the_contract_can_be_read_by_programs_and_people() {
    let contract = Contract::read();
    let server = Server::start();
    let json = server.get("/openapi.json");
    assert_eq!(json.json(), contract.0);
    assert_eq!(json.header("access-control-allow-origin"), Some("*"));
    let page = server.get("/openapi").text();
    for (path, item) in contract.0["paths"].as_object().unwrap() {
        for method in ["get", "post"] {
            let operation = &item[method];
            if let Some(id) = operation["operationId"].as_str() {
                let heading = format!(
                    "<h2 id=\"{id}\"><code>{} {path}</code></h2>",
                    method.to_uppercase()
                );
                assert!(page.contains(&heading), "{heading}");
            }
        }
    }
    // Every link within the page leads somewhere in it.
    let anchors = page.split("href=\"#").skip(1);
    let anchors: BTreeSet<&str> = anchors.filter_map(|rest| rest.split('"').next()).collect();
    assert!(anchors.len() > 10, "{anchors:?}");
    for anchor in anchors {
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
}

#[test]
fn the_codes_are_those_of_the_program() {
    let contract = Contract::read();
    let listed = |name: &str| -> Vec<String> {
        serde_json::from_value(contract.0["components"]["schemas"][name]["enum"].clone()).unwrap()
    };
    let problems: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(listed("ProblemCode"), problems);
    let fields: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(
        listed("FieldCode"),
        fields,
        "openapi.yaml lists the codes of core/src/problem.rs"
    );
}

#[test]
fn the_examples_are_right() {
    let contract = Contract::read();
    let mut checked = 0;
    let mut stack = vec![&contract.0["paths"], &contract.0["components"]["responses"]];
    while let Some(value) = stack.pop() {
        if let (Some(examples), schema @ Value::Object(_)) =
            (value["examples"].as_object(), &value["schema"])
        {
            for (name, example) in examples {
                contract.validate(schema, &contract.resolve(example)["value"], name);
                checked += 1;
            }
        }
        match value {
            Value::Object(map) => stack.extend(map.values()),
            Value::Array(items) => stack.extend(items),
            _ => {}
        }
    }
    assert!(checked >= 10, "only {checked} examples were found");

    // The example of a signature signs.
    let example = "/paths/~1api~1petitions~1{id}~1signatures/post/requestBody/content/application~1json/examples/signature/value";
    let mut draft = contract.0.pointer(example).unwrap().clone();
    draft["consents"][1]["version"] = json!(3);
    let server = Server::start();
    assert_eq!(server.sign(USUAL, &fresh_key(), &draft).status, 201);
    // So do those of a registration and a subscription what they say.
    for path in [REGISTER, SUBSCRIBE] {
        let body = &contract.0["paths"][path]["post"]["requestBody"]["content"];
        let example = &body["application/json"]["examples"]["usual"]["value"];
        let text = example
            .to_string()
            .replace("gathering:marche", "gathering:open");
        let path = path
            .replace("{id}", "levers")
            .replace("{gathering}", "open");
        let request = Request::write(&path, &fresh_key(), &Value::Null).body(text);
        let answer = server.send(&request);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
}
