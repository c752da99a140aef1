//! Subscriptions: who wants to be told of what.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Response};
use wesign_core::field::Field;
use wesign_core::problem::{Code, Problem as FieldProblem};
use wesign_core::signature::Signature;

use crate::app::App;
use crate::clock;
use crate::cors::Source;
use crate::petition::Petition;
use crate::problem::{Kind, Problem};
use crate::store::Record;
use crate::write::{self, Resource};

/// `POST /api/petitions/{id}/subscriptions`.
pub async fn subscribe(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let source = Source::of(&parts.headers);
    let petition = id.ok().and_then(|Path(id)| app.petitions.get(&id));
    let answer = match petition {
        Some(petition) => take(&app, petition, &source, &parts.headers, body).await,
        None => Err(Kind::PetitionNotFound.into()),
    };
    write::share(&app, petition, &source, write::created(answer))
}

async fn take(
    app: &App,
    petition: &Petition,
    source: &Source,
    headers: &HeaderMap,
    body: Body,
) -> Result<String, Problem> {
    let resource = Resource {
        petition,
        path: &["subscriptions"],
    };
    let (draft, key) = write::receive(app, resource, source, headers, body).await?;
    let terms = petition.mobilisation();
    let policy = terms.policy.subscription(&terms.lang);
    let checked = write::check(&draft, &policy, clock::now())?;
    something(&checked)?;
    let record = Record::Subscription;
    let answer = if petition.confirms {
        "{\"pending\":true}"
    } else {
        "{}"
    };
    write::store(app, petition, record, checked, Some(key), answer.into()).await
}

/// Refuses a subscription to nothing, at the first choice as the widget shows it.
fn something(checked: &Signature) -> Result<(), Problem> {
    let consents = &checked.consents;
    match consents.first() {
        Some(first) if !consents.iter().any(|consent| consent.granted) => Err(Problem {
            errors: vec![
                FieldProblem::new(Code::ConsentRequired).at(Field::Consent(first.purpose.clone())),
            ],
            ..Kind::InvalidSignature.into()
        }),
        _ => Ok(()),
    }
}
