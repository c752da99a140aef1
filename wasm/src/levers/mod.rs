//! The session of what stands around the signature: gatherings, donate, share, updates, who carries
//! the petition and who signed it lately.

mod api;
mod donate;
mod gatherings;
mod read;
mod running;
mod share;
mod signatories;
mod updates;

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::Element;
use wesign_core::mobilisation::Mobilisation;
use wesign_core::signature::Draft;

use self::api::Api;
use self::running::Meets;
use crate::dom::Dom;
use crate::host::{self, Host, Options};
use crate::listen::Entry;
use crate::view::organisations;
use crate::words::Words;

pub(crate) use self::read::Signatory;

/// One step around the signature, drawn into an element. Free it when the element goes.
#[wasm_bindgen]
pub struct LeversSession {
    _running: Option<Rc<dyn Meets>>,
    _entry: Option<Entry>,
}

/// What every lever is given.
struct Given {
    root: Element,
    dom: Dom,
    words: Words,
    directory: String,
    api: Rc<Api>,
    petition: Mobilisation,
    /// The petition as it came.
    body: JsValue,
    /// What is known of the person.
    person: Draft,
    host: Host,
}

#[wasm_bindgen]
impl LeversSession {
    /// Draws what is called `name` into `root`: a step of the journey, or `organisations` or
    /// `signatories`. `body` is the petition as the API sent it, `handover` what the step before gave.
    ///
    /// # Errors
    /// `{ code: "unknown_step" }` for a name that is none of these.
    #[wasm_bindgen(constructor)]
    pub fn new(
        name: &str,
        root: Element,
        options: Options,
        words: js_sys::Object,
        body: JsValue,
        handover: JsValue,
        host: Host,
    ) -> Result<LeversSession, JsValue> {
        let given = Given {
            dom: Dom::of(&root),
            root: root.clone(),
            words: Words::new(words, &options.lang()),
            directory: options.directory(),
            api: Rc::new(Api::new(
                &options.api(),
                &options.petition(),
                &options.lang(),
            )),
            petition: crate::read::petition(&body),
            person: read::person(&handover),
            body,
            host,
        };
        let running: Option<Rc<dyn Meets>> = match name {
            "gatherings" => Some(Rc::new(gatherings::start(given))),
            "donate" => Some(Rc::new(donate::start(given))),
            "share" => Some(Rc::new(share::start(given))),
            "updates" => Some(Rc::new(updates::start(given))),
            "organisations" => {
                let all = read::organisations(&given.body);
                let list =
                    organisations::list(&given.dom, &given.words, &all, &given.petition.lang);
                crate::dom::append(&given.root, &[&list]);
                None
            }
            "signatories" => {
                signatories::start(given);
                None
            }
            _ => return Err(host::error("unknown_step")),
        };
        // The step may have begun before the person signed.
        let entry = running.clone().map(|running| {
            Entry::new(&root, handover, move |handover| {
                running.meet(read::person(handover))
            })
        });
        Ok(LeversSession {
            _running: running,
            _entry: entry,
        })
    }
}
