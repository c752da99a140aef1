//! WebAssembly bindings of `wesign-core`: the sessions behind the wesign petition widget.
//!
//! The core decides ([`wesign_core::flow`]), this crate performs: it draws with web-sys, fetches
//! with gloo-net and lets the browser do what it has tables for (`intl`).
//!
//! Built once a module (features `sign`, `rules`, `message`, `levers` and `around`), so that a visitor who only
//! looks at the form does not load what writes to deputies.

// A build of one step leaves what only the other uses to the linker.
#![cfg_attr(
    not(all(
        feature = "sign",
        feature = "rules",
        feature = "message",
        feature = "levers",
        feature = "around"
    )),
    allow(dead_code, unused_imports)
)]

#[cfg(feature = "around")]
mod around;
mod client;
#[cfg(feature = "sign")]
mod delivery;
mod dom;
#[cfg(feature = "levers")]
mod formats;
mod host;
mod intl;
#[cfg(feature = "levers")]
mod levers;
mod listen;
#[cfg(feature = "message")]
mod message;
mod read;
#[cfg(feature = "rules")]
mod rules;
#[cfg(feature = "sdk")]
pub mod sdk;
#[cfg(feature = "sign")]
mod sign;
#[cfg(any(feature = "message", feature = "sdk"))]
mod subject;
mod transport;
mod view;
mod words;
mod write;

#[cfg(feature = "around")]
pub use around::AroundSession;
#[cfg(feature = "levers")]
pub use levers::LeversSession;
#[cfg(feature = "message")]
pub use message::MessageSession;
#[cfg(feature = "rules")]
pub use rules::Rules;
#[cfg(feature = "sign")]
pub use sign::SignSession;

/// 2 kB of brotli less than the standard library's allocator, and faster.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
