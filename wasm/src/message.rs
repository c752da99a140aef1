//! The session that writes to the petition's targets.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use wesign_core::flow::{MessageEffect, MessageEvent, MessageStep, Split, Way};
use wesign_core::interpellation::Channel;

use crate::client::Directory;
use crate::dom::Dom;
use crate::host::{self, Host, Options};
use crate::intl::Browser;
use crate::listen::{Heard, Listener, Queue};
use crate::subject;
use crate::view::message::MessageView;
use crate::words::Words;

/// The step that writes, drawn into an element. Free it when the element goes.
#[wasm_bindgen]
pub struct MessageSession {
    _inner: Rc<Inner>,
    _listener: Listener,
}

struct Inner {
    step: RefCell<MessageStep>,
    view: RefCell<MessageView>,
    directory: Directory,
    host: Host,
    queue: Queue<MessageEvent>,
}

#[wasm_bindgen]
impl MessageSession {
    /// Draws the step into `root`; `body` is the petition as the API sent it, `handover` what the
    /// step before gave.
    #[wasm_bindgen(constructor)]
    pub fn new(
        root: Element,
        options: &Options,
        words: js_sys::Object,
        body: JsValue,
        handover: JsValue,
        host: Host,
    ) -> MessageSession {
        let mut handover = subject::handover(&handover);
        if handover.seed.is_empty() {
            // Nobody has signed: without a seed all of them would draw the same target.
            handover.seed = host::fresh_key();
        }
        let words = Words::new(words, &options.lang());
        let count = words.number(handover.count);
        let (step, effects) = MessageStep::new(subject::subject(&body), handover, count);
        let mut view = MessageView::new(Dom::of(&root), words, &root, step.targets());
        view.update(&step);
        let inner = Rc::new(Inner {
            step: RefCell::new(step),
            view: RefCell::new(view),
            directory: Directory::new(&options.directory()),
            host,
            queue: Queue::new(),
        });
        let weak = Rc::downgrade(&inner);
        let listener = Listener::new(&root, move |heard| {
            let Some(inner) = weak.upgrade() else {
                return;
            };
            match heard {
                Heard::Act("copy", part) => inner.copy(part),
                Heard::Act("share", _) => inner.share(),
                _ => {
                    if let Some(event) = event(heard) {
                        inner.dispatch(event);
                    }
                }
            }
        });
        for effect in effects {
            inner.perform(effect);
        }
        MessageSession {
            _inner: inner,
            _listener: listener,
        }
    }
}

/// What the person did, in the step's terms.
fn event(heard: Heard<'_>) -> Option<MessageEvent> {
    Some(match heard {
        Heard::Act("look", _) | Heard::Submit(..) => MessageEvent::PlaceAsked,
        Heard::Act("commune", index) => MessageEvent::CommuneChosen(index.parse().ok()?),
        Heard::Act("seat", name) => MessageEvent::SeatChosen(name.parse().ok()?),
        Heard::Act("way", "commune") => MessageEvent::WayChosen(Way::Commune),
        Heard::Act("way", "country") => MessageEvent::WayChosen(Way::Country),
        Heard::Act("reopen", _) => MessageEvent::PlaceReopened,
        Heard::Act("channel", name) => MessageEvent::ChannelChosen(Channel::from_name(name)?),
        Heard::Act("person", index) => MessageEvent::PersonChosen(index.parse().ok()?),
        Heard::Act("people", _) => MessageEvent::PeopleReopened,
        Heard::Act("split", "thread") => MessageEvent::SplitAsked(Split::Thread),
        Heard::Act("split", "groups") => MessageEvent::SplitAsked(Split::Groups),
        Heard::Act("another", _) => MessageEvent::AnotherWording,
        Heard::Act("open", _) => MessageEvent::Opened,
        Heard::Typed("message", text) => MessageEvent::MessageEdited(text),
        Heard::Typed("subject", text) => MessageEvent::SubjectEdited(text),
        Heard::Typed("instance", text) => MessageEvent::InstanceEdited(text),
        Heard::Typed("look-departement", code) => MessageEvent::DepartementChosen(code),
        Heard::Typed("look-commune", name) => MessageEvent::CommuneNamed(name),
        Heard::Typed("look-country", code) => MessageEvent::CountryChosen(code),
        Heard::Typed("look-postcode", text) => MessageEvent::PostcodeEdited(text),
        _ => return None,
    })
}

impl Inner {
    /// Hands an event to the step, draws, and performs what the step asks for.
    fn dispatch(self: &Rc<Self>, event: MessageEvent) {
        self.queue.run(event, |event| {
            let effects = self.step.borrow_mut().handle(event);
            self.view.borrow_mut().update(&self.step.borrow());
            for effect in effects {
                self.perform(effect);
            }
        });
    }

    fn perform(self: &Rc<Self>, effect: MessageEffect) {
        match effect {
            MessageEffect::FocusPlace => self.view.borrow().focus_place(),
            MessageEffect::Opened(channel) => {
                let detail = host::object("channel", channel.as_str());
                self.host.emit("wesign:message-opened", &detail);
            }
            MessageEffect::FetchShard(prefix) => {
                let inner = Rc::clone(self);
                spawn_local(async move {
                    let event = inner.directory.shard(&prefix).await;
                    inner.dispatch(event);
                });
            }
            MessageEffect::FetchNames => {
                let inner = Rc::clone(self);
                spawn_local(async move {
                    let event = inner.directory.names().await;
                    inner.dispatch(event);
                });
            }
            MessageEffect::FetchTlds => {
                let inner = Rc::clone(self);
                spawn_local(async move {
                    if let Some(list) = inner.host.text("tlds.txt").await {
                        inner.dispatch(MessageEvent::TldsLoaded(list));
                    }
                });
            }
        }
    }

    /// Copies the message, or the part of its thread that has this number.
    fn copy(self: &Rc<Self>, part: &str) {
        let text = {
            let step = self.step.borrow();
            let Some(composer) = step.composer() else {
                return;
            };
            match part.parse::<usize>() {
                Ok(part) => step
                    .parts(&Browser)
                    .into_iter()
                    .nth(part)
                    .map(|part| part.text),
                Err(_) => Some(composer.text().to_owned()),
            }
        };
        let Some(text) = text else {
            return;
        };
        let inner = Rc::clone(self);
        spawn_local(async move {
            let copied = host::copy(&text).await;
            inner.dispatch(MessageEvent::Copied(copied));
            if !copied {
                inner.view.borrow().select_message();
            }
        });
    }

    /// Gives the message to the system's own way of sharing, within the person's own click.
    fn share(self: &Rc<Self>) {
        let text = match self.step.borrow().composer() {
            Some(composer) => composer.text().to_owned(),
            None => return,
        };
        let inner = Rc::clone(self);
        let shared = host::share(&text);
        spawn_local(async move {
            // Refused is mostly: the person closed the dialog.
            if shared.await {
                inner.dispatch(MessageEvent::Shared);
            }
        });
    }
}
