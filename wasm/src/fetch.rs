//! Requests to the API, by the browser's `fetch`: no cookie, no referrer, bounded in time.
//!
//! Bound by hand: the same through gloo-net weighs more, for what no request here uses.

use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response};
use wesign_core::flow::Failure;

use crate::write::put;

/// How long an answer may take before the person gets a way to try again. Milliseconds.
const PATIENCE: u32 = 15_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn fetch(address: &str, init: &Object) -> Result<JsValue, JsValue>;
}

/// A request that is being put together.
pub(crate) struct Request<'a> {
    address: &'a str,
    /// `RequestInit` (Fetch).
    init: Object,
    headers: Object,
}

impl<'a> Request<'a> {
    pub(crate) fn get(address: &'a str) -> Self {
        let init = Object::new();
        put(&init, "credentials", "omit");
        put(&init, "referrerPolicy", "no-referrer");
        Self {
            address,
            init,
            headers: Object::new(),
        }
    }

    pub(crate) fn post(address: &'a str) -> Self {
        let request = Self::get(address);
        put(&request.init, "method", "POST");
        request
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        put(&self.headers, name, value);
        self
    }

    pub(crate) fn body(self, body: impl Into<JsValue>) -> Self {
        put(&self.init, "body", body);
        self
    }

    pub(crate) async fn send(self) -> Result<Response, Failure> {
        put(&self.init, "headers", self.headers);
        put(
            &self.init,
            "signal",
            AbortSignal::timeout_with_u32(PATIENCE),
        );
        match fetch(self.address, &self.init).await {
            Ok(response) => Ok(response.unchecked_into()),
            Err(error) => Err(failure(&error, Failure::Unreachable)),
        }
    }
}

/// What the browser's error means; `otherwise` for one that it does not name.
pub(crate) fn failure(error: &JsValue, otherwise: Failure) -> Failure {
    match crate::read::Object(error).text("name").as_deref() {
        Some("TimeoutError") => Failure::Timeout,
        Some("AbortError" | "TypeError") => Failure::Unreachable,
        _ => otherwise,
    }
}
