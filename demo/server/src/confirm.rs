//! Confirming an address by the link that was mailed to it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, Uri};
use serde::Deserialize;

use crate::app::App;
use crate::clock;
use crate::locale::Locale;
use crate::mail::{Action, Link, words};
use crate::page;
use crate::petition::Petition;
use crate::problem::{Kind, Problem};
use crate::read;
use crate::store::{Owner, StoreError, VALID};

/// What the path of a link names.
#[derive(Deserialize)]
pub struct Named {
    id: String,
    token: String,
}

type Place = Result<Path<Named>, PathRejection>;

/// `GET /petitions/{id}/confirm/{token}`: a page with a button. It changes nothing and tells nothing of
/// the person, so that a program that looks into mail may open it.
pub async fn page(
    State(app): State<Arc<App>>,
    named: Place,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    answer(&app, named, &uri, &headers, async |opened| {
        page::confirm::ask(
            opened.words,
            opened.petition,
            opened.name("confirm", "subscription"),
        )
    })
    .await
}

/// `POST` of the same: the address is confirmed.
pub async fn confirm(
    State(app): State<Arc<App>>,
    named: Place,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    answer(&app, named, &uri, &headers, async |opened| {
        let (words, petition) = (opened.words, opened.petition);
        let id = &petition.mobilisation().id;
        let now = clock::now().unix();
        match app.store.confirm(id, opened.link.owner, now).await {
            Ok(true) => {
                let name = opened.name("page.confirmed", "page.subscribed");
                page::confirm::done(words, petition, name)
            }
            Ok(false) => page::confirm::gone(words, petition),
            Err(error) => failed(&headers, petition, &error),
        }
    })
    .await
}

/// A link that is good, and the page that it opens.
struct Opened<'a> {
    link: Link,
    petition: &'a Petition,
    words: &'static Locale,
}

impl Opened<'_> {
    fn name(&self, signature: &'static str, subscription: &'static str) -> &'static str {
        match self.link.owner {
            Owner::Signature(_) => signature,
            Owner::Subscription(_) => subscription,
        }
    }
}

async fn answer(
    app: &App,
    named: Place,
    uri: &Uri,
    headers: &HeaderMap,
    act: impl AsyncFnOnce(Opened<'_>) -> Response<Body>,
) -> Response<Body> {
    let named = named.ok().map(|Path(named)| named);
    let found = named
        .as_ref()
        .and_then(|named| Some((app.petitions.get(&named.id)?, &named.token)));
    let Some((petition, token)) = found else {
        let problem = Problem::from(Kind::PetitionNotFound);
        return page::refused(Locale::accepted(headers), None, &problem);
    };
    let terms = petition.mobilisation();
    let words = words(&[&read::lang(uri), &terms.lang]);
    let link = Link::read(app.store.secret(), Action::Confirm, &terms.id, token);
    match link.filter(|link| clock::now().unix() <= link.at + VALID) {
        Some(link) => {
            let opened = Opened {
                link,
                petition,
                words,
            };
            act(opened).await
        }
        None => page::confirm::gone(words, petition),
    }
}

fn failed(headers: &HeaderMap, petition: &Petition, error: &StoreError) -> Response<Body> {
    let kind = if error.passes() {
        Kind::Overloaded
    } else {
        crate::log::note(&format!("an address could not be confirmed: {error}"));
        Kind::Internal
    };
    let subject = page::Subject::new(petition, "");
    page::refused(Locale::accepted(headers), Some(subject), &kind.into())
}
