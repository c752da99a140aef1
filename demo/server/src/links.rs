//! What the links of letters lead to: a page with a button that acts.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, Uri};
use axum::routing::{MethodRouter, get};
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
struct Named {
    id: String,
    token: String,
}

type Place = Result<Path<Named>, PathRejection>;

/// `GET` and `POST` of `/petitions/{id}/<action>/{token}`.
///
/// `GET` is a page with a button. It changes nothing and tells nothing of the person, so that a program
/// that looks into mail may open it. `POST` acts; a second time changes nothing. Mail programs send it
/// themselves for a one-click unsubscription (RFC 8058): what its body says does not matter.
pub fn routes(action: Action) -> MethodRouter<Arc<App>> {
    let page =
        async move |State(app): State<Arc<App>>, named: Place, uri: Uri, headers: HeaderMap| {
            match open(&app, action, named, &uri, &headers) {
                Ok(opened) => page::links::ask(opened.words, opened.petition, opened.asked()),
                Err(refusal) => *refusal,
            }
        };
    let act =
        async move |State(app): State<Arc<App>>, named: Place, uri: Uri, headers: HeaderMap| {
            match open(&app, action, named, &uri, &headers) {
                Ok(opened) => opened.act(&app, &headers).await,
                Err(refusal) => *refusal,
            }
        };
    get(page).post(act)
}

/// A link that is good, and the page that it opens.
struct Opened<'a> {
    action: Action,
    link: Link,
    petition: &'a Petition,
    words: &'static Locale,
}

fn open<'a>(
    app: &'a App,
    action: Action,
    named: Place,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Opened<'a>, Box<Response<Body>>> {
    let named = named.ok().map(|Path(named)| named);
    let found = named
        .as_ref()
        .and_then(|named| Some((app.petitions.get(&named.id)?, &named.token)));
    let Some((petition, token)) = found else {
        let problem = Problem::from(Kind::PetitionNotFound);
        let refusal = page::refused(Locale::accepted(headers), None, &problem);
        return Err(Box::new(refusal));
    };
    let terms = petition.mobilisation();
    let words = words(&[&read::lang(uri), &terms.lang]);
    let now = clock::now().unix();
    let link = Link::read(app.store.secret(), action, &terms.id, token)
        // Erasing stays possible as long as there is something to erase.
        .filter(|link| action != Action::Confirm || now <= link.at + VALID);
    match link {
        Some(link) => Ok(Opened {
            action,
            link,
            petition,
            words,
        }),
        None => Err(Box::new(page::links::gone(words, petition))),
    }
}

impl Opened<'_> {
    /// Which page asks.
    fn asked(&self) -> &'static str {
        match (self.action, self.link.owner) {
            (Action::Confirm, Owner::Signature(_)) => "confirm",
            (Action::Confirm, Owner::Subscription(_)) => "subscription",
            (Action::Withdraw, _) => "withdraw",
            (Action::NoNews, _) => "no_news",
            (Action::NoGatherings, _) => "no_gatherings",
        }
    }

    async fn act(&self, app: &App, headers: &HeaderMap) -> Response<Body> {
        match self.done(app).await {
            Ok(Some(done)) => page::links::done(self.words, self.petition, done),
            Ok(None) => page::links::gone(self.words, self.petition),
            Err(error) => failed(headers, self.petition, &error),
        }
    }

    /// Acts; says which page tells of it, or nothing where what it was about is no longer there.
    async fn done(&self, app: &App) -> Result<Option<&'static str>, StoreError> {
        let (id, owner) = (&self.petition.mobilisation().id, self.link.owner);
        match self.action {
            Action::Confirm => {
                let found = app.store.confirm(id, owner, clock::now().unix()).await?;
                Ok(found.then_some(match owner {
                    Owner::Signature(_) => "page.confirmed",
                    Owner::Subscription(_) => "page.subscribed",
                }))
            }
            Action::Withdraw => {
                // What is no longer there is erased.
                app.store.withdraw(id, owner).await?;
                Ok(Some("page.withdrawn"))
            }
            Action::NoNews | Action::NoGatherings => {
                let purpose = self.action.purpose().unwrap_or_default();
                let now = clock::now().unix();
                app.store.unsubscribe(id, owner, purpose, now).await?;
                Ok(Some("page.unsubscribed"))
            }
        }
    }
}

fn failed(headers: &HeaderMap, petition: &Petition, error: &StoreError) -> Response<Body> {
    let kind = if error.passes() {
        Kind::Overloaded
    } else {
        crate::log::note(&format!("what a link asked for could not be done: {error}"));
        Kind::Internal
    };
    let subject = page::Subject::new(petition, "");
    page::refused(Locale::accepted(headers), Some(subject), &kind.into())
}
