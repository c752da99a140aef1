//! The levers' resources of the HTTP contract: one each, so that one that fails leaves the others
//! alone.

use js_sys::encode_uri_component;
use wasm_bindgen::JsValue;
use wesign_core::flow::{DonateEvent, Failure, GatheringsEvent, UpdatesEvent};
use wesign_core::signature::Draft;

use super::read::{self, Signatory};
use crate::client::{Posted, ask, get, json, post};
use crate::read::Object;
use crate::write;

/// One petition of the API, in the visitor's language.
pub(super) struct Api {
    /// `https://…/api/petitions/<id>/`.
    address: String,
    lang: String,
}

impl Api {
    pub(super) fn new(api: &str, petition: &str, lang: &str) -> Self {
        Self {
            address: [api, "api/petitions/", petition, "/"].concat(),
            lang: lang.to_owned(),
        }
    }

    fn resource(&self, name: &str) -> String {
        [&*self.address, name, "?lang=", &self.lang].concat()
    }

    async fn list<T>(
        &self,
        name: &str,
        read: impl Fn(&Object<'_>) -> Option<T>,
    ) -> Result<Vec<T>, Failure> {
        let body = json(get(&self.resource(name)).await?).await?;
        read::list(&body, name, read).ok_or(Failure::Unreadable)
    }

    pub(super) async fn gatherings(&self) -> GatheringsEvent {
        match self.list("gatherings", read::gathering).await {
            Ok(gatherings) => GatheringsEvent::Loaded(gatherings),
            Err(failure) => GatheringsEvent::LoadingFailed(failure),
        }
    }

    pub(super) async fn register(
        &self,
        gathering: String,
        key: &str,
        draft: &Draft,
    ) -> GatheringsEvent {
        let id = String::from(encode_uri_component(&gathering));
        let address = [&*self.address, "gatherings/", &id, "/registrations"].concat();
        match post(&address, key, &write::draft(draft)).await {
            Ok(Posted::Taken(body)) => GatheringsEvent::Joined {
                gathering,
                places_left: Object(&body).small("places_left"),
            },
            Ok(Posted::Invalid(errors)) => GatheringsEvent::Refused { gathering, errors },
            Err(failure) => GatheringsEvent::Failed { gathering, failure },
        }
    }

    pub(super) async fn donation(&self) -> DonateEvent {
        match self.ask_donation().await {
            Ok(event) => event,
            Err(failure) => DonateEvent::LoadingFailed(failure),
        }
    }

    async fn ask_donation(&self) -> Result<DonateEvent, Failure> {
        let response = ask(&self.resource("donation")).await?;
        match response.status() {
            200 => {}
            404 => return Ok(DonateEvent::Missing),
            _ => return Err(Failure::Unreachable),
        }
        let body: JsValue = json(response).await?;
        let donation = read::donation(&Object(&body));
        donation.map(DonateEvent::Loaded).ok_or(Failure::Unreadable)
    }

    pub(super) async fn news(&self) -> UpdatesEvent {
        match self.list("news", read::news).await {
            Ok(news) => UpdatesEvent::Loaded(news),
            Err(failure) => UpdatesEvent::LoadingFailed(failure),
        }
    }

    pub(super) async fn subscribe(&self, key: &str, draft: &Draft) -> UpdatesEvent {
        let address = [&*self.address, "subscriptions"].concat();
        match post(&address, key, &write::draft(draft)).await {
            Ok(Posted::Taken(_)) => UpdatesEvent::Subscribed,
            Ok(Posted::Invalid(errors)) => UpdatesEvent::Refused(errors),
            Err(failure) => UpdatesEvent::Failed(failure),
        }
    }

    /// Who signed lately; nobody where that can't be had, which nobody needs to hear of.
    pub(super) async fn signatories(&self) -> Vec<Signatory> {
        let list = self.list("signatories", read::signatory).await;
        list.unwrap_or_default()
    }
}
