//! What all levers have in common: a step, its view, and effects performed for it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use wesign_core::signature::Draft;

use crate::host::sleep;
use crate::listen::{Heard, Listener, Queue};

/// After this long a pending request says that it takes longer than usual. Milliseconds.
const SLOW_AFTER: i32 = 4_000;

/// A step of the core with its view.
pub(super) trait Lever: Sized + 'static {
    type Event;
    type Effect;

    /// What the person did: an event, or something the page does at once.
    fn hear(running: &Rc<Running<Self>>, heard: Heard<'_>);

    /// The event of a person who said at another step who they are; none where that changes nothing.
    fn met(_person: Draft) -> Option<Self::Event> {
        None
    }

    /// Hands an event to the step and draws; gives back what must be done.
    fn take(&mut self, event: Self::Event) -> Vec<Self::Effect>;

    /// Does it.
    fn perform(running: &Rc<Running<Self>>, effect: Self::Effect);
}

/// A lever in use.
pub(super) struct Running<L: Lever> {
    lever: RefCell<L>,
    queue: Queue<L::Event>,
}

/// Keeps a lever in use for as long as its element stays.
pub(super) struct Kept<L: Lever> {
    running: Rc<Running<L>>,
    _listener: Listener,
}

/// Any lever in use.
pub(super) trait Meets {
    /// Tells who the person is, which may not have been known when the lever began.
    fn meet(&self, person: Draft);
}

impl<L: Lever> Meets for Kept<L> {
    fn meet(&self, person: Draft) {
        if let Some(event) = L::met(person) {
            self.running.dispatch(event);
        }
    }
}

impl<L: Lever> Running<L> {
    pub(super) fn start(root: &Element, lever: L, effects: Vec<L::Effect>) -> Kept<L> {
        let running = Rc::new(Self {
            lever: RefCell::new(lever),
            queue: Queue::new(),
        });
        let weak = Rc::downgrade(&running);
        let listener = Listener::new(root, move |heard| {
            if let Some(running) = weak.upgrade() {
                L::hear(&running, heard);
            }
        });
        for effect in effects {
            L::perform(&running, effect);
        }
        Kept {
            running,
            _listener: listener,
        }
    }

    pub(super) fn lever(&self) -> std::cell::Ref<'_, L> {
        self.lever.borrow()
    }

    pub(super) fn dispatch(self: &Rc<Self>, event: L::Event) {
        self.queue.run(event, |event| {
            let effects = self.lever.borrow_mut().take(event);
            for effect in effects {
                L::perform(self, effect);
            }
        });
    }

    /// Dispatches what `answer` comes to. Kept alive until then: a request under way outlives its
    /// element.
    pub(super) fn answer(self: &Rc<Self>, answer: impl Future<Output = L::Event> + 'static) {
        let running = Rc::clone(self);
        spawn_local(async move {
            let event = answer.await;
            running.dispatch(event);
        });
    }

    /// Dispatches `slow` once a request that begins now should long have been answered.
    pub(super) fn watch(self: &Rc<Self>, slow: L::Event) {
        self.answer(async move {
            sleep(SLOW_AFTER).await;
            slow
        });
    }
}
