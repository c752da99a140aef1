//! Signing: from a request to a stored signature.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use wesign_core::signature::Draft;

use crate::app::App;
use crate::body::Medium;
use crate::clock;
use crate::cors::Source;
use crate::form;
use crate::petition::{Opening, Petition};
use crate::problem::{Kind, Problem};
use crate::store::{Idempotency, Record};
use crate::write::{self, Resource};

/// `POST /api/petitions/{id}/signatures`, as JSON or as a plain form.
pub async fn sign(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let petition = id.ok().and_then(|Path(id)| app.petitions.get(&id));
    let source = Source::of(&parts.headers);
    let response = match (Medium::of(&parts.headers), petition) {
        (Medium::Form, _) => form::answer(&app, petition, &source, &parts, body).await,
        (_, None) => Problem::from(Kind::PetitionNotFound).response(),
        (_, Some(petition)) => {
            // No path: keys of signatures are as old as the server.
            let resource = Resource {
                petition,
                path: &[],
            };
            let received = write::receive(&app, resource, &source, &parts.headers, body).await;
            write::created(match received {
                Ok((draft, key)) => register(&app, petition, &draft, Some(key)).await,
                Err(problem) => Err(problem),
            })
        }
    };
    write::share(&app, petition, &source, response)
}

/// Checks a draft and stores it; answers the body of the answer.
pub(crate) async fn register(
    app: &App,
    petition: &Petition,
    draft: &Draft,
    idempotency: Option<Idempotency>,
) -> Result<String, Problem> {
    let now = clock::now();
    let shut = match petition.opening(now) {
        Opening::Open => {
            let signature = write::check(draft, &petition.mobilisation().policy, now)?;
            let answer = if petition.confirms {
                format!("{{\"count\":{},\"pending\":true}}", petition.count())
            } else {
                format!("{{\"count\":{}}}", petition.count().saturating_add(1))
            };
            let record = Record::Signature;
            return write::store(app, petition, record, signature, idempotency, answer).await;
        }
        Opening::NotYet => Kind::PetitionNotOpen,
        Opening::Closed => Kind::PetitionClosed,
    };
    write::earlier(app, petition, idempotency.as_ref(), shut).await
}
