//! The HTTP contract (`demo/server/openapi.yaml`) as the widget uses it.

use js_sys::{JSON, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;
use wesign_core::flow::{Failure, Located, MessageEvent};
use wesign_core::problem::FieldError;

use crate::read::{self, Object};
use crate::transport::{self, Body};

/// One petition of the API.
pub(crate) struct Petition {
    /// `https://…/api/petitions/<id>`.
    address: String,
}

impl Petition {
    pub(crate) fn new(api: &str, id: &str) -> Self {
        Self {
            address: [api, "api/petitions/", id].concat(),
        }
    }

    /// The published count; `None` when it can't be had, which nobody needs to hear of.
    pub(crate) async fn count(&self) -> Option<u64> {
        let response = get(&[&self.address, "/count"].concat()).await.ok()?;
        Object(&json(response).await.ok()?).whole("count")
    }

    /// Where signatures go.
    pub(crate) fn signatures(&self) -> String {
        [&self.address, "/signatures"].concat()
    }
}

/// What became of something that was posted.
pub(crate) enum Posted {
    /// 201, with this body.
    Taken(JsValue),
    /// The API found fields to correct.
    Invalid(Vec<FieldError>),
}

/// Posts what a person asked for. The same `key` makes it the same request, however often it is made.
pub(crate) async fn post(address: &str, key: &str, body: &JsValue) -> Result<Posted, Failure> {
    let text = JSON::stringify(body).map_err(|_| Failure::Unreadable)?;
    let body = Body { key, json: text };
    let response = transport::send(address, Some(body)).await?;
    let status = response.status();
    if matches!(status, 429 | 500..=599) {
        return Err(Failure::Unreachable);
    }
    let body = json(response).await?;
    if status == 201 {
        return Ok(Posted::Taken(body));
    }
    let body = Object(&body);
    let code = body.text("code").ok_or(Failure::Unreadable)?;
    if body.get("errors").is_object() {
        let errors = read::errors(&body).ok_or(Failure::Unreadable)?;
        return Ok(Posted::Invalid(errors));
    }
    Err(refusal(code))
}

/// What a code of the API means that is about no field.
pub(crate) fn refusal(code: String) -> Failure {
    match &*code {
        "petition_closed" | "petition_not_open" => Failure::Closed,
        _ => Failure::Refused(code),
    }
}

/// The directory of elected people: static files, one a prefix of postcodes.
pub(crate) struct Directory {
    /// `https://…/directory/`.
    address: String,
}

impl Directory {
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
        }
    }

    /// The shard of a prefix, through the manifest that names its file.
    pub(crate) async fn shard(&self, prefix: &str) -> MessageEvent {
        match self.fetch_shard(prefix).await {
            Some(Some(bytes)) => MessageEvent::ShardLoaded(bytes),
            Some(None) => MessageEvent::ShardMissing,
            None => MessageEvent::ShardFailed,
        }
    }

    /// The list of names, one for the whole country.
    pub(crate) async fn names(&self) -> MessageEvent {
        let names = async {
            let name = Object(&self.manifest().await?).text("names")?;
            self.file(&name).await
        };
        names
            .await
            .map_or(MessageEvent::NamesFailed, MessageEvent::NamesLoaded)
    }

    /// Where a postcode is, by a file that is the same for everybody.
    pub(crate) async fn locate(&self, postcode: &str) -> Located {
        let points = async {
            let name = Object(&self.manifest().await?).text("points")?;
            self.file(&name).await
        };
        points.await.map_or(Located::Unreachable, |points| {
            Located::find(&points, postcode)
        })
    }

    async fn fetch_shard(&self, prefix: &str) -> Option<Option<Vec<u8>>> {
        let shards = Object(&self.manifest().await?).get("shards");
        if !shards.is_object() {
            return None;
        }
        let Some(name) = Object(&shards).text(prefix) else {
            return Some(None);
        };
        Some(Some(self.file(&name).await?))
    }

    async fn manifest(&self) -> Option<JsValue> {
        let manifest = get(&[&self.address, "manifest.json"].concat()).await.ok()?;
        json(manifest).await.ok()
    }

    async fn file(&self, name: &str) -> Option<Vec<u8>> {
        // A name, not a path: a manifest leads nowhere else.
        if name.contains(['/', '\\', ':', '?', '#']) {
            return None;
        }
        let response = get(&[&*self.address, name].concat()).await.ok()?;
        let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

/// A public read: no cookie, no referrer, bounded in time.
pub(crate) async fn get(address: &str) -> Result<Response, Failure> {
    let response = ask(address).await?;
    if response.ok() {
        Ok(response)
    } else {
        Err(Failure::Unreachable)
    }
}

/// The same, whatever the status.
pub(crate) async fn ask(address: &str) -> Result<Response, Failure> {
    transport::send(address, None).await
}

/// The body parsed by the browser: a JSON parser in wasm costs 11 kB (TOOLCHAIN.md).
pub(crate) async fn json(response: Response) -> Result<JsValue, Failure> {
    let body = response.json().map_err(|_| Failure::Unreadable)?;
    JsFuture::from(body)
        .await
        .map_err(|error| transport::failure(&error, Failure::Unreadable))
}
