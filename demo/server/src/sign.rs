//! Signing: from a request to a stored signature.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use wesign_core::platform::Native;
use wesign_core::signature::{Draft, Signature};

use crate::app::App;
use crate::body::{self, Medium};
use crate::clock;
use crate::cors::{self, Source};
use crate::digest;
use crate::form;
use crate::petition::{Opening, Petition};
use crate::problem::{Kind, Problem};
use crate::store::{Entry, Idempotency, Outcome, Person, Proof, StoreError};

/// Time for a signature to reach the disk.
const PATIENCE: Duration = Duration::from_secs(10);

/// `POST /api/petitions/{id}/signatures`, as JSON or as a plain form.
pub async fn sign(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let petition = id.ok().and_then(|Path(id)| app.petitions.get(&id));
    let source = Source::of(&parts.headers);
    let response = match Medium::of(&parts.headers) {
        Medium::Form => form::answer(&app, petition, &source, &parts.headers, body).await,
        medium => json(&app, petition, &source, medium, &parts.headers, body)
            .await
            .unwrap_or_else(|problem| problem.response()),
    };
    share(&app, petition, &source, response)
}

/// `OPTIONS /api/petitions/{id}/signatures`: may this page sign here?
pub async fn preflight(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response<Body> {
    let petition = id.ok().and_then(|Path(id)| app.petitions.get(&id));
    let source = Source::of(&headers);
    let response = match (&source, petition) {
        (Source::Unsaid, _) | (_, None) => None,
        (_, Some(petition)) => admit(&app, petition, &source).err(),
    };
    let response = match response {
        Some(problem) => problem.response(),
        None => cors::preflight("POST, OPTIONS", "content-type, idempotency-key"),
    };
    share(&app, petition, &source, response)
}

/// Lets the page read the answer if it may sign here; where there is no petition, everyone may
/// read that.
fn share(
    app: &App,
    petition: Option<&Petition>,
    source: &Source,
    response: Response<Body>,
) -> Response<Body> {
    match (petition, source) {
        (None, _) => cors::open(response),
        (Some(petition), Source::Site(origin)) if admit(app, petition, source).is_ok() => {
            cors::only(response, Some(origin))
        }
        _ => cors::only(response, None),
    }
}

/// Refuses pages of sites that the petition does not know. A request without an origin is not a
/// page's: organisers' own programs sign so.
pub(crate) fn admit(app: &App, petition: &Petition, source: &Source) -> Result<(), Problem> {
    let admitted = match source {
        Source::Unsaid | Source::Own => true,
        Source::Opaque => false,
        Source::Site(origin) => {
            *origin == app.public || app.admission.admits(origin, &petition.origins)
        }
    };
    if admitted {
        Ok(())
    } else {
        Err(Kind::OriginNotAllowed.into())
    }
}

async fn json(
    app: &App,
    petition: Option<&Petition>,
    source: &Source,
    medium: Medium,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response<Body>, Problem> {
    let petition = petition.ok_or(Kind::PetitionNotFound)?;
    admit(app, petition, source)?;
    if medium != Medium::Json {
        return Err(Kind::UnsupportedMediaType.into());
    }
    let key = key(headers)?;
    let bytes = body::read(headers, body).await?;
    let draft = parse(&bytes)?;
    let body = digest::keyed(app.store.secret(), &bytes);
    let answer = register(app, petition, &draft, Some(Idempotency { key, body })).await?;
    let mut response = Response::new(Body::from(answer));
    *response.status_mut() = StatusCode::CREATED;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn key(headers: &HeaderMap) -> Result<String, Kind> {
    let mut values = headers.get_all("idempotency-key").iter();
    let value = values.next().ok_or(Kind::IdempotencyKeyMissing)?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    match value.to_str() {
        _ if values.next().is_some() => Err(Kind::IdempotencyKeyInvalid),
        Ok(key) if (16..=64).contains(&key.len()) && key.bytes().all(allowed) => Ok(key.to_owned()),
        _ => Err(Kind::IdempotencyKeyInvalid),
    }
}

fn parse(bytes: &[u8]) -> Result<Draft, Problem> {
    // An array would be taken for the fields in their order: the contract knows objects only.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Kind::MalformedJson.into());
    }
    serde_json::from_slice(bytes).map_err(|error| Problem {
        place: Some((error.line(), error.column())),
        ..Kind::MalformedJson.into()
    })
}

/// Checks a draft and stores it; answers the body of the answer.
///
/// A person who had signed takes the same way to the same answer: nothing tells the two apart.
pub(crate) async fn register(
    app: &App,
    petition: &Petition,
    draft: &Draft,
    idempotency: Option<Idempotency>,
) -> Result<String, Problem> {
    let now = clock::now();
    let outcome = match petition.opening(now) {
        Opening::Open => {
            let signature = draft
                .check(&petition.mobilisation.policy, &Native, now)
                .map_err(|errors| Problem {
                    errors,
                    ..Kind::InvalidSignature.into()
                })?;
            let entry = entry(app, petition, signature, idempotency);
            match tokio::time::timeout(PATIENCE, app.store.sign(entry)).await {
                Ok(result) => result,
                Err(_) => Err(StoreError::Full),
            }
        }
        // Signed in time, answered too late: the retry hears the answer of the first attempt.
        shut => {
            let kind = match shut {
                Opening::NotYet => Kind::PetitionNotOpen,
                _ => Kind::PetitionClosed,
            };
            match &idempotency {
                Some(idempotency) => {
                    let known = app
                        .store
                        .answered(&petition.mobilisation.id, idempotency)
                        .await;
                    match known.transpose() {
                        Some(known) => known,
                        None => return Err(kind.into()),
                    }
                }
                None => return Err(kind.into()),
            }
        }
    };
    match outcome {
        Ok(Outcome::Answer(answer)) => Ok(answer),
        Ok(Outcome::KeyReused) => Err(Kind::IdempotencyKeyReused.into()),
        Err(error) if error.passes() => Err(Kind::Overloaded.into()),
        Err(error) => {
            crate::log::note(&format!("a signature could not be stored: {error}"));
            Err(Kind::Internal.into())
        }
    }
}

fn entry(
    app: &App,
    petition: &Petition,
    signature: Signature,
    idempotency: Option<Idempotency>,
) -> Entry {
    let dedup = signature.dedup_key(&petition.mobilisation.id, app.store.secret());
    let proofs = signature
        .consents
        .into_iter()
        .map(|consent| Proof {
            purpose: consent.purpose.as_str().to_owned(),
            granted: consent.granted,
            wording: consent.wording,
            version: consent.version,
            lang: consent.lang,
            at: consent.at.unix(),
        })
        .collect();
    let person = Person {
        lang: signature.lang,
        given_name: signature.given_name.map(|name| name.into_string()),
        family_name: signature.family_name.map(|name| name.into_string()),
        full_name: signature.full_name.map(|name| name.into_string()),
        email: signature.email.into_string(),
        country: signature.country.map(|country| country.as_str().to_owned()),
        postcode: signature.postcode.map(|postcode| postcode.to_string()),
        locality: signature.locality.map(|locality| locality.into_string()),
        phone: signature.phone.map(|phone| phone.into_string()),
        comment: signature.comment.map(|comment| comment.into_string()),
        birth_year: signature.birth_year.map(|year| i64::from(year.year())),
        organisation: signature.organisation.map(|name| name.into_string()),
    };
    let count = petition.count().saturating_add(1);
    Entry {
        petition: petition.mobilisation.id.clone(),
        dedup,
        at: signature.signed_at.unix(),
        person,
        proofs,
        idempotency,
        answer: format!("{{\"count\":{count}}}"),
    }
}
