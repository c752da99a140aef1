//! The session of the second element: mobilisations near a postcode, and the large ones.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use wesign_core::flow::{AroundEffect, AroundEvent, AroundStep};

use crate::client::{self, Directory};
use crate::dom::Dom;
use crate::host::{self, now};
use crate::listen::{Heard, Listener, Queue};
use crate::read::{self, Object};
use crate::view::around::AroundView;
use crate::words::Words;

#[wasm_bindgen]
extern "C" {
    /// What `js/mobilisations.ts` gives the session.
    #[wasm_bindgen(typescript_type = "AroundHost")]
    pub type AroundHost;
    /// Dispatches a DOM event on the element.
    #[wasm_bindgen(method)]
    fn emit(this: &AroundHost, name: &str, detail: &JsValue);
    /// What the element read from attributes and options, and checked (`js/options.ts`).
    #[wasm_bindgen(typescript_type = "MobilisationsOptions")]
    pub type MobilisationsOptions;
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
import type { MobilisationsOptions } from \"../../options.js\";

/** What the element does for its session. */
export interface AroundHost {
  emit(name: string, detail: object): void;
}
";

/// The mobilisations, drawn into an element. Free it when the element goes.
#[wasm_bindgen]
pub struct AroundSession {
    _inner: Rc<Inner>,
    _listener: Listener,
}

struct Inner {
    step: RefCell<AroundStep>,
    view: RefCell<AroundView>,
    directory: Directory,
    host: AroundHost,
    queue: Queue<AroundEvent>,
}

#[wasm_bindgen]
impl AroundSession {
    /// Draws the list that `response` brings into `root`.
    ///
    /// `options` are the element's, checked; `words` is a locale; `typed` is what the visitor wrote
    /// before the element was drawn anew, by field name.
    ///
    /// # Errors
    /// `{ code }`: `unreachable`, `timeout`, `unreadable`.
    pub async fn start(
        root: Element,
        options: MobilisationsOptions,
        words: js_sys::Object,
        response: web_sys::Response,
        typed: JsValue,
        host: AroundHost,
    ) -> Result<AroundSession, JsValue> {
        if response.status() != 200 {
            return Err(host::error("unreachable"));
        }
        let body = client::json(response)
            .await
            .map_err(|failure| host::error(failure.code()))?;
        let list = read::listings(&body).ok_or_else(|| host::error("unreadable"))?;
        let options = Object(&options);
        let text = |name| options.text(name).unwrap_or_default();
        let postcode = Object(&typed).text("postcode");
        let postcode = postcode.unwrap_or_else(|| text("postcode"));
        let (step, effects) = AroundStep::new(list, &postcode, options.get("radius").as_f64());
        let words = Words::new(words, &text("lang"));
        let mut view = AroundView::new(Dom::of(&root), words, &root, &step, &options, now());
        view.update(&step, now());
        let inner = Rc::new(Inner {
            step: RefCell::new(step),
            view: RefCell::new(view),
            directory: Directory::new(&text("directory")),
            host,
            queue: Queue::new(),
        });
        let weak = Rc::downgrade(&inner);
        let listener = Listener::new(&root, move |heard| {
            let Some(inner) = weak.upgrade() else {
                return;
            };
            match heard {
                // A link is followed by the browser.
                Heard::Act("follow", id) => inner.opened(id),
                heard => {
                    if let Some(event) = event(heard) {
                        inner.dispatch(event);
                    }
                }
            }
        });
        for effect in effects {
            inner.perform(effect);
        }
        Ok(AroundSession {
            _inner: inner,
            _listener: listener,
        })
    }
}

/// What the person did, in the step's terms.
fn event(heard: Heard<'_>) -> Option<AroundEvent> {
    Some(match heard {
        Heard::Typed("postcode", text) => AroundEvent::PostcodeEdited(text),
        Heard::Act("look", _) | Heard::Submit(..) => AroundEvent::PostcodeAsked,
        Heard::Act("open", id) => AroundEvent::Chosen(id.to_owned()),
        Heard::Act("back", _) => AroundEvent::Left,
        _ => return None,
    })
}

impl Inner {
    /// Hands an event to the step, draws, and performs what the step asks for.
    fn dispatch(self: &Rc<Self>, event: AroundEvent) {
        self.queue.run(event, |event| {
            let effects = self.step.borrow_mut().handle(event);
            self.view.borrow_mut().update(&self.step.borrow(), now());
            for effect in effects {
                self.perform(effect);
            }
        });
    }

    fn perform(self: &Rc<Self>, effect: AroundEffect) {
        match effect {
            AroundEffect::Focus(spot) => self.view.borrow().focus(&spot),
            AroundEffect::Open(id) => {
                self.view.borrow_mut().open(&id);
                self.opened(&id);
            }
            AroundEffect::FetchPoint(postcode) => {
                let inner = Rc::clone(self);
                spawn_local(async move {
                    let located = inner.directory.locate(&postcode).await;
                    inner.dispatch(AroundEvent::Placed { postcode, located });
                });
            }
        }
    }

    /// Tells the page that somebody went to a petition.
    fn opened(&self, id: &str) {
        let detail = host::object("petition", id);
        self.host.emit("wesign:opened", &detail);
    }
}
