//! From DOM events to a step's events: one listener for a whole step reads what an element says of
//! itself (`data-act`, `data-consent`, `name`).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

use crate::read::Object;

/// The types of DOM event that are heard. A select tells by `input`, a check box by `change`.
const TYPES: [&str; 7] = [
    "click",
    "input",
    "change",
    "focusout",
    "submit",
    "pointerdown",
    "keydown",
];

/// What the person did, as the elements name it.
pub(crate) enum Heard<'a> {
    /// Pressed what does this act, on this object: `commune:3`.
    Act(&'a str, &'a str),
    /// Submitted the form of this act and object.
    Submit(&'a str, &'a str),
    /// Left the field of this name.
    Left(&'a str),
    /// Changed the field of this name to this text.
    Typed(&'a str, String),
    /// Ticked or unticked the box of this consent.
    Ticked(&'a str, bool),
}

/// Listens on an element for as long as it lives.
pub(crate) struct Listener {
    on: Element,
    callback: Closure<dyn Fn(Event)>,
}

impl Listener {
    pub(crate) fn new(on: &Element, heard: impl Fn(Heard<'_>) + 'static) -> Self {
        let press = Press::default();
        let callback = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            read(&event, &press, &heard);
        });
        for kind in TYPES {
            let callback = callback.as_ref().unchecked_ref();
            on.add_event_listener_with_callback(kind, callback)
                .unwrap_throw();
        }
        Self {
            on: on.clone(),
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for kind in TYPES {
            let callback = self.callback.as_ref().unchecked_ref();
            let _ = self.on.remove_event_listener_with_callback(kind, callback);
        }
    }
}

/// Hears that the person comes into a step's element for the first time since they have signed. The
/// step may have begun before; the handover is then written over ([`crate::write::handover`]).
pub(crate) struct Entry {
    on: Element,
    callback: Closure<dyn Fn(Event)>,
}

impl Entry {
    pub(crate) fn new(
        on: &Element,
        handover: JsValue,
        signed: impl Fn(&JsValue) + 'static,
    ) -> Self {
        let known = Cell::new(Object(&handover).get("signed").is_truthy());
        // The same type as of [`Listener`]: the glue of another would come with the first view.
        let callback = Closure::<dyn Fn(Event)>::new(move |_| {
            if !known.get() && Object(&handover).get("signed").is_truthy() {
                known.set(true);
                signed(&handover);
            }
        });
        on.add_event_listener_with_callback("focusin", callback.as_ref().unchecked_ref())
            .unwrap_throw();
        Self {
            on: on.clone(),
            callback,
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self
            .on
            .remove_event_listener_with_callback("focusin", callback);
    }
}

/// A button of the mouse, or a finger, that is down. What leaving a field shows would move the very
/// button that is being pressed from under the pointer, and the click would miss it: so leaving
/// waits for the click.
#[derive(Default)]
struct Press {
    down: Cell<bool>,
    left: RefCell<Option<String>>,
}

fn read(event: &Event, press: &Press, heard: &dyn Fn(Heard<'_>)) {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else {
        return;
    };
    let named = |of: &Element, name: &str| of.get_attribute(name).unwrap_or_default();
    match &*event.type_() {
        "pointerdown" => press.down.set(true),
        "keydown" => press.down.set(false),
        "click" => {
            press.down.set(false);
            let element = target.closest("[data-act]").ok().flatten();
            // A form's own act is its submit.
            if let Some(element) = element.filter(|element| element.tag_name() != "FORM") {
                let act = named(&element, "data-act");
                let (verb, object) = parts(&act);
                heard(Heard::Act(verb, object));
            }
            if let Some(name) = press.left.take() {
                heard(Heard::Left(&name));
            }
        }
        "submit" => {
            event.prevent_default();
            let act = named(&target, "data-act");
            let (verb, object) = parts(&act);
            heard(Heard::Submit(verb, object));
        }
        "input" => {
            if let Some(text) = crate::dom::value(&target) {
                heard(Heard::Typed(&named(&target, "name"), text));
            }
        }
        "change" => {
            let index = named(&target, "data-consent");
            if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>()
                && !index.is_empty()
            {
                heard(Heard::Ticked(&index, input.checked()));
            }
        }
        _ => {
            let name = named(&target, "name");
            if press.down.get() {
                press.left.replace(Some(name));
            } else {
                heard(Heard::Left(&name));
            }
        }
    }
}

/// Verb and object of a `data-act`.
fn parts(act: &str) -> (&str, &str) {
    act.split_once(':').unwrap_or((act, ""))
}

/// Handles events one after the other: moving the focus or taking an element away makes the
/// browser send some while another is being handled.
pub(crate) struct Queue<E> {
    waiting: RefCell<VecDeque<E>>,
    busy: Cell<bool>,
}

impl<E> Queue<E> {
    pub(crate) fn new() -> Self {
        Self {
            waiting: RefCell::new(VecDeque::new()),
            busy: Cell::new(false),
        }
    }

    pub(crate) fn run(&self, event: E, mut handle: impl FnMut(E)) {
        self.waiting.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        loop {
            // The borrow ends before the event is handled: handling may add one.
            let next = self.waiting.borrow_mut().pop_front();
            match next {
                Some(event) => handle(event),
                None => break,
            }
        }
        self.busy.set(false);
    }
}
