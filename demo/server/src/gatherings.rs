//! Gatherings: what takes place, and who comes.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Response};
use serde::Deserialize;
use wesign_core::consent::{ConsentRequest, Purpose};
use wesign_core::mobilisation::{Gathering, Standing};
use wesign_core::policy::Policy;
use wesign_core::signature::Draft;

use crate::app::App;
use crate::clock;
use crate::cors::Source;
use crate::petition::{Petition, Places};
use crate::problem::{Kind, Problem};
use crate::store::{Idempotency, Record};
use crate::write::{self, Resource};

/// What the path of a registration names.
#[derive(Deserialize)]
pub struct Named {
    id: String,
    gathering: String,
}

/// `POST /api/petitions/{id}/gatherings/{gathering}/registrations`.
pub async fn register(
    State(app): State<Arc<App>>,
    named: Result<Path<Named>, PathRejection>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let source = Source::of(&parts.headers);
    let named = named.ok().map(|Path(named)| named);
    let petition = named
        .as_ref()
        .and_then(|named| app.petitions.get(&named.id));
    let answer = match (petition, &named) {
        (Some(petition), Some(named)) => {
            take(
                &app,
                petition,
                &named.gathering,
                &source,
                &parts.headers,
                body,
            )
            .await
        }
        _ => Err(Kind::PetitionNotFound.into()),
    };
    write::share(&app, petition, &source, write::created(answer))
}

/// `OPTIONS` of the same: may this page register people here?
pub async fn preflight(
    State(app): State<Arc<App>>,
    named: Result<Path<Named>, PathRejection>,
    headers: HeaderMap,
) -> Response<Body> {
    let petition = named
        .ok()
        .and_then(|Path(named)| app.petitions.get(&named.id));
    write::preflight(&app, petition, &headers)
}

async fn take(
    app: &App,
    petition: &Petition,
    id: &str,
    source: &Source,
    headers: &HeaderMap,
    body: Body,
) -> Result<String, Problem> {
    let (gathering, places) = petition.gathering(id).ok_or(Kind::GatheringNotFound)?;
    let path = ["gatherings", id, "registrations"];
    let resource = Resource {
        petition,
        path: &path,
    };
    let (draft, key) = write::receive(app, resource, source, headers, body).await?;
    seat(app, petition, gathering, places, &draft, key).await
}

/// Checks a draft and stores it; answers the body of the answer. Whether a place is left, only the
/// database knows.
async fn seat(
    app: &App,
    petition: &Petition,
    gathering: &Gathering,
    places: &Places,
    draft: &Draft,
    key: Idempotency,
) -> Result<String, Problem> {
    let now = clock::now();
    let shut = match gathering.standing(now) {
        Standing::Cancelled => Some(Kind::GatheringCancelled),
        Standing::Past => Some(Kind::GatheringPast),
        Standing::Full | Standing::Open => None,
    };
    if let Some(shut) = shut {
        return write::earlier(app, petition, Some(&key), shut).await;
    }
    let checked = write::check(draft, &policy(petition, &gathering.id), now)?;
    // As published, less one; so that it is the same for who has a place already.
    let left = places.left().map(|left| left.saturating_sub(1));
    let left = left.map_or("null".to_owned(), |left| left.to_string());
    let record = Record::Registration {
        gathering: gathering.id.clone(),
        capacity: places.capacity,
    };
    let answer = format!("{{\"places_left\":{left}}}");
    write::store(app, petition, record, checked, Some(key), answer).await
}

/// Names as the petition asks them, an e-mail address, the consent to be written to about this
/// gathering, and that about further ones.
fn policy(petition: &Petition, gathering: &str) -> Policy {
    let petition = petition.mobilisation();
    let this = Purpose::parse(&format!("gathering:{gathering}"));
    let further = Purpose::parse("gatherings");
    let asked = |purpose| ConsentRequest::of_widget(purpose, &petition.lang);
    let this = this.map(|purpose| asked(purpose).required());
    let consents = this.into_iter().chain(further.map(asked)).collect();
    petition.policy.contact(consents)
}
