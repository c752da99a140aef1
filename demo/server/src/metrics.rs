//! Numbers for whoever runs the server, as Prometheus reads them: on an address of their own, since they
//! are not for everybody. No label comes from a client but a known method; none is about a person.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response, header};
use axum::routing::get;

use crate::app::App;
use crate::problem::{Kind, Problem};

/// Upper bounds of the durations that are told apart, in seconds.
const BOUNDS: [f64; 7] = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0];

/// What has been answered since the start.
#[derive(Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<Answer, Durations>>,
}

/// Method, route and status.
type Answer = (String, String, u16);

#[derive(Clone, Copy, Default)]
struct Durations {
    /// How many were within each bound; the last is all of them.
    within: [u64; BOUNDS.len() + 1],
    seconds: f64,
}

impl Metrics {
    /// Notes an answer. `route` is the template of the path, never the path itself.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let series = answers
            .entry((method.to_owned(), route.to_owned(), status))
            .or_default();
        let seconds = took.as_secs_f64();
        series.seconds += seconds;
        for (within, bound) in series
            .within
            .iter_mut()
            .zip(BOUNDS.iter().chain([&f64::INFINITY]))
        {
            *within += u64::from(seconds <= *bound);
        }
    }

    fn write(&self, text: &mut String) {
        let answers = self
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        about(
            text,
            "http_request_duration_seconds",
            "histogram",
            "Time to answer, by route.",
        );
        for ((method, route, status), series) in &answers {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let name = "wesign_http_request_duration_seconds";
            let bounds = BOUNDS
                .iter()
                .map(ToString::to_string)
                .chain(["+Inf".into()]);
            for (bound, within) in bounds.zip(series.within) {
                line(
                    text,
                    &format!("{name}_bucket{{{labels},le=\"{bound}\"}} {within}"),
                );
            }
            line(text, &format!("{name}_sum{{{labels}}} {}", series.seconds));
            let all = series.within[BOUNDS.len()];
            line(text, &format!("{name}_count{{{labels}}} {all}"));
        }
    }
}

/// `/metrics`, and nothing else.
pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(page)).with_state(app)
}

async fn page(State(app): State<Arc<App>>) -> Response<Body> {
    let letters = match app.store.letters().await {
        Ok(letters) => letters,
        Err(error) => {
            crate::log::note(&format!("the numbers could not be read: {error}"));
            return Problem::from(Kind::Overloaded).response();
        }
    };
    let mut text = String::new();
    app.metrics.write(&mut text);
    about(
        &mut text,
        "signatures",
        "gauge",
        "The published count of each petition.",
    );
    let mut petitions: Vec<_> = app.petitions.all().collect();
    petitions.sort_by_key(|petition| petition.mobilisation().id.clone());
    for petition in petitions {
        let (id, count) = (&petition.mobilisation().id, petition.count());
        line(
            &mut text,
            &format!("wesign_signatures{{petition=\"{id}\"}} {count}"),
        );
    }
    about(
        &mut text,
        "letters",
        "gauge",
        "Letters of the last thirty days, by what became of them.",
    );
    for (outcome, count) in &letters.outcomes {
        line(
            &mut text,
            &format!("wesign_letters{{outcome=\"{outcome}\"}} {count}"),
        );
    }
    let now = crate::clock::now().unix();
    about(
        &mut text,
        "letters_waiting",
        "gauge",
        "Letters that are still to be sent.",
    );
    line(
        &mut text,
        &format!("wesign_letters_waiting {}", letters.waiting),
    );
    about(
        &mut text,
        "letters_oldest_seconds",
        "gauge",
        "Age of the oldest of them.",
    );
    let oldest = letters.oldest.map_or(0, |at| (now - at).max(0));
    line(
        &mut text,
        &format!("wesign_letters_oldest_seconds {oldest}"),
    );
    let mut response = Response::new(Body::from(text));
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn about(text: &mut String, name: &str, kind: &str, help: &str) {
    line(text, &format!("# HELP wesign_{name} {help}"));
    line(text, &format!("# TYPE wesign_{name} {kind}"));
}

fn line(text: &mut String, line: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::{Duration, Metrics};

    #[test]
    fn durations_add_up() {
        let metrics = Metrics::default();
        for milliseconds in [1, 4, 400, 60_000] {
            let took = Duration::from_millis(milliseconds);
            metrics.answered("GET", "/healthz", 200, took);
        }
        let mut text = String::new();
        metrics.write(&mut text);
        let labels = "method=\"GET\",route=\"/healthz\",status=\"200\"";
        for (bound, within) in [
            ("0.001", 1),
            ("0.005", 2),
            ("0.1", 2),
            ("0.5", 3),
            ("10", 3),
            ("+Inf", 4),
        ] {
            let line = format!("_bucket{{{labels},le=\"{bound}\"}} {within}\n");
            assert!(text.contains(&line), "{line} in {text}");
        }
        assert!(
            text.contains(&format!("_sum{{{labels}}} 60.405\n")),
            "{text}"
        );
        assert!(text.contains(&format!("_count{{{labels}}} 4\n")), "{text}");
    }
}
