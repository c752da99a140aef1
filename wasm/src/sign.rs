//! The session that signs: the step's state, its view, and the effects performed for it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use wesign_core::field::Field;
use wesign_core::flow::{Failure, Sending, SignEffect, SignEvent, SignStep};

use crate::client::{self, Petition};
use crate::dom::Dom;
use crate::host::{self, Host, Options, fresh_key, now, sleep, window};
use crate::intl::Browser;
use crate::listen::{Heard, Listener, Queue};
use crate::read::{self, Object};
use crate::view::sign::SignView;
use crate::words::Words;
use crate::write;

/// After this long a pending signature says that it takes longer than usual. Milliseconds.
const SLOW_AFTER: i32 = 4_000;
/// How often the count is asked for while the page is seen. Milliseconds.
const COUNT_EVERY: i32 = 20_000;

/// The step that signs, drawn into an element. Free it when the element goes.
#[wasm_bindgen]
pub struct SignSession {
    inner: Rc<Inner>,
    _listener: Listener,
}

struct Inner {
    step: RefCell<SignStep>,
    view: RefCell<SignView>,
    petition: Petition,
    /// The petition as it came, for the next step.
    body: JsValue,
    host: Host,
    queue: Queue<SignEvent>,
    /// Attempts to sign so far; tells an old timer that its attempt is over.
    attempts: Cell<u32>,
}

#[wasm_bindgen]
impl SignSession {
    /// Draws the petition that `response` brings into `root`.
    ///
    /// `options` are the element's, checked; `words` is a locale; `typed` is what the visitor wrote
    /// into the fallback form, by field name.
    ///
    /// # Errors
    /// `{ code }`: `petition_not_found`, `unreachable`, `timeout`, `unreadable`.
    pub async fn start(
        root: Element,
        options: Options,
        words: js_sys::Object,
        response: web_sys::Response,
        typed: JsValue,
        host: Host,
    ) -> Result<SignSession, JsValue> {
        let response = Response::from(response);
        match response.status() {
            200 => {}
            404 => return Err(host::error("petition_not_found")),
            _ => return Err(host::error("unreachable")),
        }
        let failed = |failure: Failure| host::error(failure.code());
        let body = client::json(response).await.map_err(failed)?;
        let petition = read::petition(&body);
        if petition.id != options.petition() || petition.title.is_empty() {
            return Err(host::error("unreadable"));
        }

        let mut step = SignStep::new(petition, &options.lang());
        let typed = Object(&typed);
        for field in Field::PLAIN {
            if let Some(text) = typed.text(field.name()) {
                step.handle(SignEvent::Edited(field.clone(), text), now(), &Browser);
            }
        }
        let words = Words::new(words, &options.lang());
        let view = SignView::new(Dom::of(&root), words, root.clone(), &step, now());
        let inner = Rc::new(Inner {
            step: RefCell::new(step),
            view: RefCell::new(view),
            petition: Petition::new(&options.api(), &options.petition()),
            body,
            host,
            queue: Queue::new(),
            attempts: Cell::new(0),
        });
        let weak = Rc::downgrade(&inner);
        let listener = Listener::new(&root, move |heard| {
            if let (Some(inner), Some(event)) = (weak.upgrade(), event(heard)) {
                inner.dispatch(event);
            }
        });
        spawn_local(keep_counting(Rc::downgrade(&inner)));
        Ok(SignSession {
            inner,
            _listener: listener,
        })
    }

    /// Whether a request that brings a signature is under way.
    #[wasm_bindgen(getter)]
    pub fn sending(&self) -> bool {
        matches!(self.inner.step.borrow().sending(), Sending::Pending { .. })
    }
}

/// What the person did, in the step's terms.
fn event(heard: Heard<'_>) -> Option<SignEvent> {
    Some(match heard {
        Heard::Act("suggestion", _) => SignEvent::SuggestionTaken,
        Heard::Act("retry", _) | Heard::Submit => SignEvent::Submitted { key: fresh_key() },
        Heard::Typed(name, text) => SignEvent::Edited(Field::parse(name)?, text),
        Heard::Left(name) => SignEvent::Left(Field::parse(name)?),
        Heard::Ticked(index, granted) => SignEvent::Consented(index.parse().ok()?, granted),
        Heard::Act(..) => return None,
    })
}

impl Inner {
    /// Hands an event to the step, draws, and performs what the step asks for.
    fn dispatch(self: &Rc<Self>, event: SignEvent) {
        self.queue.run(event, |event| {
            let effects = self.step.borrow_mut().handle(event, now(), &Browser);
            self.view.borrow_mut().update(&self.step.borrow());
            for effect in effects {
                self.perform(effect);
            }
        });
    }

    fn perform(self: &Rc<Self>, effect: SignEffect) {
        match effect {
            SignEffect::Focus(spot) => self.view.borrow().focus(&spot),
            SignEffect::Signed => self.host.emit("wesign:signed", &JsValue::UNDEFINED),
            SignEffect::Continue(handover) => {
                self.host.proceed(&self.body, &write::handover(&handover));
            }
            SignEffect::Send { key, draft } => {
                let attempt = self.attempts.get() + 1;
                self.attempts.set(attempt);
                // Kept alive until the answer is there: a signature under way outlives its element.
                let inner = Rc::clone(self);
                spawn_local(async move {
                    let event = inner.petition.sign(&key, &draft).await;
                    if let SignEvent::Failed(failure) = &event {
                        inner
                            .host
                            .emit("wesign:error", &host::error(failure.code()));
                    }
                    inner.dispatch(event);
                });
                let inner = Rc::clone(self);
                spawn_local(async move {
                    sleep(SLOW_AFTER).await;
                    if inner.attempts.get() == attempt {
                        inner.dispatch(SignEvent::Slow);
                    }
                });
            }
        }
    }
}

/// Asks for the count while somebody may be looking, until the session goes.
async fn keep_counting(inner: Weak<Inner>) {
    loop {
        sleep(COUNT_EVERY).await;
        let Some(inner) = inner.upgrade() else {
            return;
        };
        if window()
            .document()
            .is_some_and(|document| document.hidden())
        {
            continue;
        }
        if let Some(count) = inner.petition.count().await {
            inner.dispatch(SignEvent::Counted(count));
        }
    }
}
