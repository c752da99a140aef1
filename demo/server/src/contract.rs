//! The contract: `openapi.yaml` as it is written, as JSON for programs, as a page for people.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, Response};
use serde_json::Value;

use crate::cors;
use crate::html::{self, Html};
use crate::representation::Representation;

/// What belongs to this version of the program.
const CACHE: &str = "public, max-age=300";
const YAML: &str = include_str!("../openapi.yaml");

static PARSED: LazyLock<Value> =
    // A test reads it: a broken one does not reach a release.
    LazyLock::new(|| serde_norway::from_str(YAML).unwrap_or_default());

/// `GET /openapi.yaml`.
pub async fn yaml(headers: HeaderMap) -> Response<Body> {
    static MADE: LazyLock<Representation> =
        LazyLock::new(|| Representation::new(YAML.into(), "application/yaml", None));
    cors::open(MADE.answer(&headers, CACHE))
}

/// `GET /openapi.json`.
pub async fn json(headers: HeaderMap) -> Response<Body> {
    static MADE: LazyLock<Representation> = LazyLock::new(|| crate::petition::json(&*PARSED));
    cors::open(MADE.answer(&headers, CACHE))
}

/// `GET /openapi`: to be read from above to below, without a script.
pub async fn page() -> Response<Body> {
    let contract = &*PARSED;
    let mut main = Html::default();
    let title = text(&contract["info"]["title"]);
    main.tag("<h1>").text(title).tag("</h1>\n");
    prose(&mut main, &contract["info"]["description"]);
    main.tag("<p><a href=\"/openapi.yaml\">openapi.yaml</a> · <a href=\"/openapi.json\">openapi.json</a> · <a href=\"/problems/\">problems</a></p>\n");
    for (path, item) in entries(&contract["paths"]) {
        for method in ["get", "post", "put", "patch", "delete"] {
            let operation = &item[method];
            if operation.is_object() {
                describe(&mut main, path, method, item, operation);
            }
        }
    }
    main.tag("<h2 id=\"schemas\">Schemas</h2>\n");
    for (name, schema) in entries(&contract["components"]["schemas"]) {
        let id = format!("schema-{name}");
        main.tag("<h3")
            .attribute("id", &id)
            .tag(">")
            .text(name)
            .tag("</h3>\n");
        code(&mut main, schema);
    }
    html::page("en", title, main)
}

fn describe(main: &mut Html, path: &str, method: &str, item: &Value, operation: &Value) {
    let id = text(&operation["operationId"]);
    main.tag("<h2").attribute("id", id).tag("><code>");
    main.text(&method.to_uppercase())
        .text(" ")
        .text(path)
        .tag("</code></h2>\n<p>");
    main.text(text(&operation["summary"])).tag("</p>\n");
    prose(main, &operation["description"]);
    let own = [&item["parameters"], &operation["parameters"]];
    let mut parameters = own
        .into_iter()
        .filter_map(Value::as_array)
        .flatten()
        .peekable();
    if parameters.peek().is_some() {
        main.tag("<ul>\n");
        for parameter in parameters.map(resolve) {
            main.tag("<li><code>")
                .text(text(&parameter["name"]))
                .tag("</code> (");
            main.text(text(&parameter["in"])).tag(") ");
            main.text(text(&parameter["description"])).tag("</li>\n");
        }
        main.tag("</ul>\n");
    }
    content(main, &resolve(&operation["requestBody"])["content"]);
    for (status, response) in entries(&operation["responses"]) {
        let response = resolve(response);
        main.tag("<h3>").text(status).tag("</h3>\n");
        prose(main, &response["description"]);
        content(main, &response["content"]);
    }
}

/// Media types with the name of their schema and their examples.
fn content(main: &mut Html, content: &Value) {
    for (media, shape) in entries(content) {
        main.tag("<p><code>").text(media).tag("</code>");
        let reference = text(&shape["schema"]["$ref"]);
        if let Some(name) = reference.strip_prefix("#/components/schemas/") {
            let anchor = format!("#schema-{name}");
            main.tag(" <a")
                .attribute("href", &anchor)
                .tag(">")
                .text(name)
                .tag("</a>");
        }
        main.tag("</p>\n");
        for (_, example) in entries(&shape["examples"]) {
            code(main, &resolve(example)["value"]);
        }
    }
}

fn code(main: &mut Html, value: &Value) {
    let pretty = serde_json::to_string_pretty(value).unwrap_or_default();
    main.tag("<pre><code>").text(&pretty).tag("</code></pre>\n");
}

/// Paragraphs.
fn prose(main: &mut Html, value: &Value) {
    for paragraph in text(value)
        .split("\n\n")
        .filter(|one| !one.trim().is_empty())
    {
        main.tag("<p>").text(paragraph.trim()).tag("</p>\n");
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// What a reference within the contract leads to.
fn resolve(value: &Value) -> &Value {
    let reference = text(&value["$ref"]).strip_prefix('#');
    reference
        .and_then(|pointer| PARSED.pointer(pointer))
        .unwrap_or(value)
}
