//! Requests to the API: no cookie, no referrer, bounded in time.
//!
//! Through gloo-net in the modules that come later. The module of the first view binds `fetch` by hand:
//! it asks for little, and gloo-net weighs 2.3 kB of brotli there. Both give the browser's own
//! [`Response`].

use js_sys::JsString;
use wasm_bindgen::JsValue;
use web_sys::Response;
use wesign_core::flow::Failure;

use crate::read::Object;

/// How long an answer may take before the person gets a way to try again. Milliseconds.
const PATIENCE: u32 = 15_000;

/// JSON that is posted under an idempotency key.
pub(crate) struct Body<'a> {
    pub(crate) key: &'a str,
    pub(crate) json: JsString,
}

/// More than this the browser does not send for a page that is gone (Fetch, "keepalive"); in UTF-16
/// units, of which each takes three bytes at most.
const OUTLIVES: u32 = 20_000;

#[cfg(not(feature = "sign"))]
pub(crate) async fn send(address: &str, body: Option<Body<'_>>) -> Result<Response, Failure> {
    use gloo_net::http::RequestBuilder;
    use web_sys::{AbortSignal, ReferrerPolicy, RequestCredentials};

    let request = RequestBuilder::new(address)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let request = match body {
        None => request.build(),
        Some(Body { key, json }) => request
            .method(gloo_net::http::Method::POST)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .body(JsValue::from(json)),
    };
    let request = request.map_err(|_| Failure::Unreachable)?;
    match request.send().await {
        Ok(response) => Ok(response.into()),
        Err(gloo_net::Error::JsError(error)) if error.name == "TimeoutError" => {
            Err(Failure::Timeout)
        }
        Err(_) => Err(Failure::Unreachable),
    }
}

#[cfg(feature = "sign")]
pub(crate) async fn send(address: &str, body: Option<Body<'_>>) -> Result<Response, Failure> {
    use js_sys::Object;
    use wasm_bindgen::prelude::*;
    use web_sys::AbortSignal;

    use crate::write::put;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch)]
        async fn fetch(address: &str, init: &Object) -> Result<JsValue, JsValue>;
    }

    let init = Object::new();
    put(&init, "credentials", "omit");
    put(&init, "referrerPolicy", "no-referrer");
    put(&init, "signal", AbortSignal::timeout_with_u32(PATIENCE));
    if let Some(Body { key, json }) = body {
        let headers = Object::new();
        put(&headers, "Content-Type", "application/json");
        put(&headers, "Idempotency-Key", key);
        put(&init, "method", "POST");
        put(&init, "headers", headers);
        // Who leaves has signed all the same.
        put(&init, "keepalive", json.length() < OUTLIVES);
        put(&init, "body", json);
    }
    match fetch(address, &init).await {
        Ok(response) => Ok(response.unchecked_into()),
        Err(error) => Err(failure(&error, Failure::Unreachable)),
    }
}

/// What the browser's error means; `otherwise` for one that it does not name.
pub(crate) fn failure(error: &JsValue, otherwise: Failure) -> Failure {
    match Object(error).text("name").as_deref() {
        Some("TimeoutError") => Failure::Timeout,
        Some("AbortError" | "TypeError") => Failure::Unreachable,
        _ => otherwise,
    }
}
