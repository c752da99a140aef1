//! What every write shares: who may send it, its key, its body, and how it is answered.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use wesign_core::platform::Native;
use wesign_core::policy::Policy;
use wesign_core::signature::{Draft, Signature};
use wesign_core::time::Timestamp;

use crate::app::App;
use crate::body::{self, Medium};
use crate::cors::{self, Source};
use crate::digest;
use crate::petition::Petition;
use crate::problem::{Kind, Problem};
use crate::store::{Entry, Idempotency, Outcome, Person, Proof, Record, StoreError};

/// Time for an entry to reach the disk.
const PATIENCE: Duration = Duration::from_secs(10);

/// Refuses pages of sites that the petition does not know. A request without an origin is not a
/// page's: organisers' own programs write so.
pub fn admit(app: &App, petition: &Petition, source: &Source) -> Result<(), Problem> {
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

/// Lets the page read the answer if it may write here; where there is no petition, everyone may
/// read that.
pub fn share(
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

/// The answer to a preflight: may this page write here?
pub fn preflight(app: &App, petition: Option<&Petition>, headers: &HeaderMap) -> Response<Body> {
    let source = Source::of(headers);
    let refusal = match (&source, petition) {
        (Source::Unsaid, _) | (_, None) => None,
        (_, Some(petition)) => admit(app, petition, &source).err(),
    };
    let response = match refusal {
        Some(problem) => problem.response(),
        None => cors::preflight("POST, OPTIONS", "content-type, idempotency-key"),
    };
    share(app, petition, &source, response)
}

/// Where a write goes.
#[derive(Clone, Copy)]
pub struct Resource<'a> {
    /// Of which petition.
    pub petition: &'a Petition,
    /// Which of its collections, and within what: a key stands for one body at one place.
    pub path: &'a [&'a str],
}

/// A draft and its key, out of a request from a page or program that may send it.
pub async fn receive(
    app: &App,
    resource: Resource<'_>,
    source: &Source,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Draft, Idempotency), Problem> {
    admit(app, resource.petition, source)?;
    if Medium::of(headers) != Medium::Json {
        return Err(Kind::UnsupportedMediaType.into());
    }
    let key = key(headers)?;
    let bytes = body::read(headers, body).await?;
    let draft = parse(&bytes)?;
    let mut scoped = Vec::new();
    for part in resource.path {
        scoped.extend_from_slice(part.as_bytes());
        // A byte that no path and no JSON can hold.
        scoped.push(0);
    }
    scoped.extend_from_slice(&bytes);
    let body = digest::keyed(app.store.secret(), &scoped);
    Ok((draft, Idempotency { key, body }))
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

/// Checks a draft; every wrong field is told.
pub fn check(draft: &Draft, policy: &Policy, now: Timestamp) -> Result<Signature, Problem> {
    draft.check(policy, &Native, now).map_err(|errors| Problem {
        errors,
        ..Kind::InvalidSignature.into()
    })
}

/// Stores what was checked; answers the body of the answer.
///
/// An e-mail that was there takes the same way to the same answer: nothing tells the two apart.
pub async fn store(
    app: &App,
    petition: &Petition,
    record: Record,
    checked: Signature,
    idempotency: Option<Idempotency>,
    answer: String,
) -> Result<String, Problem> {
    let entry = entry(app, petition, record, checked, idempotency, answer);
    let outcome = match tokio::time::timeout(PATIENCE, app.store.append(entry)).await {
        Ok(result) => result,
        Err(_) => Err(StoreError::Full),
    };
    answered(outcome)
}

/// What a retry hears that comes when new writes are refused for `shut`: in time the first time,
/// answered too late.
pub async fn earlier(
    app: &App,
    petition: &Petition,
    idempotency: Option<&Idempotency>,
    shut: Kind,
) -> Result<String, Problem> {
    let Some(idempotency) = idempotency else {
        return Err(shut.into());
    };
    let known = app
        .store
        .answered(&petition.mobilisation().id, idempotency)
        .await;
    match known.transpose() {
        Some(known) => answered(known),
        None => Err(shut.into()),
    }
}

fn answered(outcome: Result<Outcome, StoreError>) -> Result<String, Problem> {
    match outcome {
        Ok(Outcome::Answer(answer)) => Ok(answer),
        Ok(Outcome::KeyReused) => Err(Kind::IdempotencyKeyReused.into()),
        Ok(Outcome::NoPlaceLeft) => Err(Kind::GatheringFull.into()),
        Err(error) if error.passes() => Err(Kind::Overloaded.into()),
        Err(error) => {
            crate::log::note(&format!("an entry could not be stored: {error}"));
            Err(Kind::Internal.into())
        }
    }
}

/// 201 with this JSON, or the problem.
pub fn created(answer: Result<String, Problem>) -> Response<Body> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(problem) => return problem.response(),
    };
    let mut response = Response::new(Body::from(answer));
    *response.status_mut() = StatusCode::CREATED;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn entry(
    app: &App,
    terms: &Petition,
    record: Record,
    checked: Signature,
    idempotency: Option<Idempotency>,
    answer: String,
) -> Entry {
    let petition = terms.mobilisation().id.clone();
    let dedup = checked.dedup_key(&petition, app.store.secret());
    let proofs = checked.consents.into_iter().map(|consent| Proof {
        purpose: consent.purpose.as_str().to_owned(),
        granted: consent.granted,
        wording: consent.wording,
        version: consent.version,
        lang: consent.lang,
        at: consent.at.unix(),
    });
    let proofs = proofs.collect();
    let person = Person {
        lang: checked.lang,
        given_name: checked.given_name.map(|name| name.into_string()),
        family_name: checked.family_name.map(|name| name.into_string()),
        full_name: checked.full_name.map(|name| name.into_string()),
        email: checked.email.into_string(),
        country: checked.country.map(|country| country.as_str().to_owned()),
        postcode: checked.postcode.map(|postcode| postcode.to_string()),
        locality: checked.locality.map(|locality| locality.into_string()),
        phone: checked.phone.map(|phone| phone.into_string()),
        comment: checked.comment.map(|comment| comment.into_string()),
        birth_year: checked.birth_year.map(|year| i64::from(year.year())),
        organisation: checked.organisation.map(|name| name.into_string()),
    };
    Entry {
        confirm: terms.confirms && !matches!(record, Record::Registration { .. }),
        petition,
        record,
        dedup,
        at: checked.signed_at.unix(),
        person,
        proofs,
        idempotency,
        answer,
    }
}
