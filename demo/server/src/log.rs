//! One line per request: method, route, status, duration. Nothing that a person sent.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Response, header};
use axum::middleware::Next;
use futures_util::FutureExt as _;

use crate::app::App;
use crate::clock;
use crate::problem::{Kind, Problem};

/// Runs the request, turns a panic into a 500, adds what every answer carries, writes the line.
pub async fn watch(State(app): State<Arc<App>>, request: Request, next: Next) -> Response<Body> {
    let begun = Instant::now();
    let method = request.method().clone();
    // The template, never the path: a path or query can be about a person.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let run = std::panic::AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = run
        .await
        .unwrap_or_else(|_| Problem::from(Kind::Internal).response());
    response.headers_mut().insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    let route = route.as_ref().map_or("/{*file}", MatchedPath::as_str);
    let status = response.status().as_u16();
    // An unknown method is text of the client.
    let method = if KNOWN.contains(&method.as_str()) {
        method.as_str()
    } else {
        "OTHER"
    };
    let took = begun.elapsed();
    app.metrics.answered(method, route, status, took);
    if !app.quiet {
        let milliseconds = took.as_micros() as f64 / 1000.0;
        note(&format!("{method} {route} {status} {milliseconds:.1}ms"));
    }
    response
}

/// Writes one line with the time. A closed standard error is not a reason to stop serving.
pub fn note(line: &str) {
    let _ = writeln!(std::io::stderr(), "{} {line}", clock::now());
}

const KNOWN: [&str; 8] = [
    "GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE",
];
