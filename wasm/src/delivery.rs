//! Bringing a signature to the API, however often that takes.

use js_sys::{Date, JSON, Math, Promise};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AddEventListenerOptions, Event, EventTarget, Response};
use wesign_core::flow::{Failure, SignEvent, next_attempt};

use crate::client;
use crate::host::{hidden, window};
use crate::read::{self, Object};
use crate::transport::{self, Body};

/// Posts a draft for the `tried`th time. Gives what came of it and, where the same is worth another
/// attempt, the milliseconds to wait before.
pub(crate) async fn attempt(
    address: &str,
    key: &str,
    draft: &JsValue,
    tried: u32,
) -> (SignEvent, Option<u32>) {
    let Ok(json) = JSON::stringify(draft) else {
        return (SignEvent::Failed(Failure::Unreadable), None);
    };
    let body = Body { key, json };
    let (answer, status, asked) = match transport::send(address, Some(body)).await {
        Ok(response) => {
            let (status, asked) = (response.status(), retry_after(&response));
            match client::json(response).await {
                // Cut short, and so no better than none.
                Err(failure @ (Failure::Unreachable | Failure::Timeout)) => {
                    (Err(failure), 0, asked)
                }
                answer => (answer, status, asked),
            }
        }
        Err(failure) => (Err(failure), 0, None),
    };
    let failure = match (answer, status) {
        (_, 429 | 500..) => Failure::Unreachable,
        (Err(failure), _) => failure,
        (Ok(body), _) => match read(&Object(&body), status) {
            Ok(event) => return (event, None),
            Err(failure) => failure,
        },
    };
    let dice = (Math::random() * f64::from(u32::MAX)) as u32;
    let wait = next_attempt(tried, status, asked, dice);
    (SignEvent::Failed(failure), wait)
}

/// What an answer says.
fn read(body: &Object<'_>, status: u16) -> Result<SignEvent, Failure> {
    if status == 201 {
        let count = body.whole("count").ok_or(Failure::Unreadable)?;
        return Ok(if body.get("pending").is_truthy() {
            SignEvent::Mailed(count)
        } else {
            SignEvent::Signed(count)
        });
    }
    let code = body.text("code").ok_or(Failure::Unreadable)?;
    if body.get("errors").is_object() {
        let errors = read::errors(body).ok_or(Failure::Unreadable)?;
        return Ok(SignEvent::Refused(errors));
    }
    Err(client::refusal(code))
}

/// Seconds to wait, said as such or by a date (RFC 9110, 10.2.3).
fn retry_after(response: &Response) -> Option<u32> {
    let header = response.headers().get("Retry-After").ok().flatten()?;
    header.parse().ok().or_else(|| {
        let seconds = (Date::parse(&header) - Date::now()) / 1000.0;
        // What is no date becomes 0, and so does what is past.
        Some(seconds as u32)
    })
}

/// Waits `milliseconds` before another attempt; less where the connection is back, or the page is about
/// to go: who leaves gets one more, which the browser sees through without the page.
pub(crate) async fn pause(milliseconds: u32) {
    let until = Date::now() + f64::from(milliseconds);
    loop {
        let left = until - Date::now();
        let woken = wake(left.max(0.0) as i32).await;
        let seen = woken
            .dyn_ref::<Event>()
            .is_some_and(|event| event.type_() == "visibilitychange" && !hidden());
        if !seen {
            return;
        }
    }
}

/// What comes first: that much time, or an event that changes the odds, which it gives.
async fn wake(milliseconds: i32) -> JsValue {
    let Ok(over) = AbortController::new() else {
        return JsValue::UNDEFINED;
    };
    let options = AddEventListenerOptions::new();
    options.set_signal(&over.signal());
    let promise = Promise::new(&mut |resolve, _| {
        let window = window();
        let listen = |on: &EventTarget, kind| {
            let _ = on.add_event_listener_with_callback_and_add_event_listener_options(
                kind, &resolve, &options,
            );
        };
        listen(&window, "online");
        listen(&window, "pagehide");
        if let Some(document) = window.document() {
            listen(&document, "visibilitychange");
        }
        let _ =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let woken = JsFuture::from(promise).await;
    over.abort();
    woken.unwrap_or_default()
}
