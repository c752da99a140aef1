//! Public reads: a petition and its levers, each a resource of its own, in the language asked for.

use std::borrow::Borrow;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, Uri};

use crate::app::App;
use crate::clock;
use crate::cors;
use crate::petition::Petition;
use crate::problem::{Kind, Problem};
use crate::representation::Representation;

/// Texts: a minute fresh, ten more while they are fetched again, a day when the server is down.
const TEXTS: &str = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";
/// Numbers move: five seconds shared by everyone behind a cache.
const NUMBERS: &str = "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400";

type Id = Result<Path<String>, PathRejection>;

/// `GET /api/petitions/{id}`.
pub async fn petition(
    State(app): State<Arc<App>>,
    id: Id,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let now = clock::now();
    answer(&app, id, &headers, TEXTS, |petition| {
        Ok(petition.representation(&lang(&uri), now))
    })
}

/// `GET /api/petitions/{id}/count`.
pub async fn count(State(app): State<Arc<App>>, id: Id, headers: HeaderMap) -> Response<Body> {
    answer(&app, id, &headers, NUMBERS, |petition| {
        let json = format!("{{\"count\":{}}}", petition.count());
        Ok(Representation::new(json.into(), "application/json", None))
    })
}

/// `GET /api/petitions/{id}/gatherings`.
pub async fn gatherings(
    State(app): State<Arc<App>>,
    id: Id,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let now = clock::now();
    answer(&app, id, &headers, NUMBERS, |petition| {
        Ok(petition.gatherings(&lang(&uri), now))
    })
}

/// `GET /api/petitions/{id}/donation`.
pub async fn donation(
    State(app): State<Arc<App>>,
    id: Id,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    answer(&app, id, &headers, TEXTS, |petition| {
        let donation = petition.edition(&lang(&uri)).donation();
        donation.ok_or(Kind::DonationNotFound)
    })
}

/// `GET /api/petitions/{id}/news`.
pub async fn news(
    State(app): State<Arc<App>>,
    id: Id,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    answer(&app, id, &headers, TEXTS, |petition| {
        Ok(petition.edition(&lang(&uri)).news())
    })
}

/// `GET /api/petitions/{id}/signatories`.
pub async fn signatories(
    State(app): State<Arc<App>>,
    id: Id,
    headers: HeaderMap,
) -> Response<Body> {
    answer(&app, id, &headers, NUMBERS, |petition| {
        Ok(petition.signatories())
    })
}

/// `GET /api/petitions`.
pub async fn petitions(
    State(app): State<Arc<App>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    cors::open(app.petitions.list(&lang(&uri)).answer(&headers, TEXTS))
}

/// `OPTIONS` of every read: any page may.
pub async fn preflight() -> Response<Body> {
    cors::open(cors::preflight(
        "GET, HEAD, OPTIONS",
        "if-none-match, cache-control",
    ))
}

fn answer<'a, R: Borrow<Representation> + 'a>(
    app: &'a App,
    id: Id,
    headers: &HeaderMap,
    cache: &'static str,
    find: impl FnOnce(&'a Petition) -> Result<R, Kind>,
) -> Response<Body> {
    let found = app
        .petition(id)
        .and_then(|petition| find(petition).map_err(Problem::from));
    cors::open(match found {
        Ok(found) => found.borrow().answer(headers, cache),
        Err(problem) => problem.response(),
    })
}

/// The language that the query asks for; the first, where it asks for several.
pub(crate) fn lang(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
