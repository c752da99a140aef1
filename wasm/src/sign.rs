//! The session of the front: count, journey and signature; its view, and the effects performed
//! for it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use wesign_core::consent::Purpose;
use wesign_core::field::Field;
use wesign_core::flow::{Failure, Pace, Sending, SignEffect, SignEvent, SignStep, Validator};
use wesign_core::journey::Step;
use wesign_core::policy::{Ask, Policy};
use wesign_core::problem::FieldError;
use wesign_core::signature::Draft;

use crate::client::{self, Petition};
use crate::delivery;
use crate::dom::Dom;
use crate::host::{self, Host, Options, fresh_key, now, sleep};
use crate::listen::{Heard, Listener, Queue};
use crate::read::{self, Object};
use crate::view::sign::SignView;
use crate::words::Words;
use crate::write;

/// After this long a pending signature says that it takes longer than usual. Milliseconds.
const SLOW_AFTER: i32 = 4_000;
/// How the count runs up to a new one: so many pictures, each for so many milliseconds.
const FRAMES: u32 = 20;
const FRAME: i32 = 40;

#[wasm_bindgen]
extern "C" {
    /// The class of the module of rules (`crate::rules`). A call throws where its element is gone.
    type LoadedRules;
    #[wasm_bindgen(method, catch)]
    fn error(this: &LoadedRules, field: &str, draft: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn errors(this: &LoadedRules, draft: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn suggestion(this: &LoadedRules, email: &str) -> Result<JsValue, JsValue>;
}

/// Under the policy that they were loaded for. Where they are gone, the API judges.
impl Validator for LoadedRules {
    fn error(&self, field: &Field, draft: &Draft, _: &Policy) -> Option<FieldError> {
        read_errors(self.error(&write::field(field), write::draft(draft))).pop()
    }

    fn errors(&self, draft: &Draft, _: &Policy) -> Vec<FieldError> {
        read_errors(self.errors(write::draft(draft)))
    }

    fn suggestion(&self, email: &str) -> Option<String> {
        self.suggestion(email).ok()?.as_string()
    }
}

fn read_errors(answer: Result<JsValue, JsValue>) -> Vec<FieldError> {
    let errors = answer.ok().and_then(|body| read::errors(&Object(&body)));
    errors.unwrap_or_default()
}

/// The step that signs, drawn into an element. Free it when the element goes.
#[wasm_bindgen]
pub struct SignSession {
    inner: Rc<Inner>,
    _listeners: [Listener; 2],
}

struct Inner {
    step: RefCell<SignStep>,
    /// What is right in the form; not before the first focus.
    rules: RefCell<Option<LoadedRules>>,
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
    /// Draws the petition that `response` brings into `card`.
    ///
    /// `options` are the element's, checked; `words` is a locale; `typed` is what the visitor wrote
    /// into the fallback form, by field name.
    ///
    /// # Errors
    /// `{ code }`: `petition_not_found`, `unreachable`, `timeout`, `unreadable`.
    pub async fn start(
        card: Element,
        options: Options,
        words: js_sys::Object,
        response: web_sys::Response,
        typed: JsValue,
        host: Host,
    ) -> Result<SignSession, JsValue> {
        match response.status() {
            200 => {}
            404 => return Err(host::error("petition_not_found")),
            _ => return Err(host::error("unreachable")),
        }
        let failed = |failure: Failure| host::error(failure.code());
        let body = host.amend(&client::json(response).await.map_err(failed)?);
        let mut petition = read::petition(&body);
        if petition.id != options.petition() || petition.title.is_empty() {
            return Err(host::error("unreadable"));
        }

        narrow(&mut petition.policy, &options, &host);
        let steps = read::steps(options.steps().into());
        let mut step = SignStep::new(petition, &options.lang(), &steps, now());
        let typed = Object(&typed);
        for field in Field::PLAIN {
            let asked = step.mobilisation().policy.ask(field) != Ask::Hidden;
            if let Some(text) = typed.text(field.name()).filter(|_| asked) {
                step.handle_with(SignEvent::Edited(field.clone(), text), None);
            }
        }
        let words = Words::new(words, &options.lang());
        let view = SignView::new(Dom::of(&card), words, &card, &step, now());
        let heard_on = [view.front.clone(), view.foot.clone()];
        let effects = step.begin();
        let inner = Rc::new(Inner {
            step: RefCell::new(step),
            rules: RefCell::new(None),
            view: RefCell::new(view),
            petition: Petition::new(&options.api(), &options.petition()),
            body,
            host,
            queue: Queue::new(),
            attempts: Cell::new(0),
        });
        let listeners = heard_on.map(|on| {
            let weak = Rc::downgrade(&inner);
            Listener::new(&on, move |heard| {
                let Some(inner) = weak.upgrade() else {
                    return;
                };
                if let Heard::Act("about", _) = heard {
                    inner.show_organisations();
                } else if let Some(event) = event(heard) {
                    inner.dispatch(event);
                }
            })
        });
        for effect in effects {
            inner.perform(effect);
        }
        if inner
            .step
            .borrow()
            .mobilisation()
            .policy
            .shows_signatories()
        {
            let view = inner.view.borrow();
            inner.begin("signatories", view.signatories());
        }
        spawn_local(keep_counting(Rc::downgrade(&inner)));
        Ok(SignSession {
            inner,
            _listeners: listeners,
        })
    }

    /// Loads the rules of the form: somebody begins to fill it in.
    pub fn prepare(&self) {
        self.inner.prepare();
    }

    /// There are more words than when the view was drawn.
    pub fn reworded(&self) {
        self.inner.dispatch(SignEvent::Reworded);
    }

    /// The visitor has done what the step of this name is for.
    pub fn done(&self, step: &str) {
        if let Some(step) = Step::parse(step) {
            self.inner.dispatch(SignEvent::Done(step));
        }
    }

    /// The name of the step after the current one, where it has to be loaded; open or not yet.
    #[wasm_bindgen(getter)]
    pub fn following(&self) -> Option<String> {
        let step = self.inner.step.borrow();
        let journey = step.journey();
        let mut following = journey.steps().get(journey.position()).into_iter();
        let following = following.find(|step| **step != Step::Sign)?;
        Some(following.as_str().to_owned())
    }

    /// Whether a signature is on its way, or waits to be.
    #[wasm_bindgen(getter)]
    pub fn sending(&self) -> bool {
        matches!(
            self.inner.step.borrow().sending(),
            Sending::Pending { .. } | Sending::Waiting(_)
        )
    }
}

/// Asks what the page wants asked, as far as the petition leaves it open.
fn narrow(policy: &mut Policy, options: &Options, host: &Host) {
    let fields = options.fields();
    for field in Field::PLAIN {
        let wanted = Object(&fields).ask(field.name());
        if wanted.is_some_and(|ask| !policy.narrow(field, ask)) {
            host.refuse(&["fields.", field.name()].concat());
        }
    }
    let purposes = options.consents();
    if purposes.length() == 0 {
        return;
    }
    let mut chosen = Vec::new();
    for name in purposes.iter().filter_map(|name| name.as_string()) {
        match Purpose::parse(&name) {
            Some(purpose) if policy.consent(&purpose).is_some() => chosen.push(purpose),
            _ => host.refuse(&["consents: ", &name].concat()),
        }
    }
    policy.choose_consents(&chosen);
}

/// What the person did, in the step's terms.
fn event(heard: Heard<'_>) -> Option<SignEvent> {
    Some(match heard {
        Heard::Act("suggestion", _) => SignEvent::SuggestionTaken,
        Heard::Act("go", step) => SignEvent::Went(Step::parse(step)?),
        Heard::Act("forward", _) => SignEvent::Forward,
        Heard::Act("back", _) => SignEvent::Back,
        Heard::Act("retry", _) | Heard::Submit(..) => SignEvent::Submitted { key: fresh_key() },
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
            let rules = self.rules.borrow();
            let rules = rules.as_ref().map(|rules| rules as &dyn Validator);
            let effects = self.step.borrow_mut().handle_with(event, rules);
            let rolls = self.view.borrow_mut().update(&self.step.borrow());
            if rolls {
                spawn_local(roll(Rc::downgrade(self)));
            }
            for effect in effects {
                self.perform(effect);
            }
        });
    }

    /// Has the rules loaded.
    fn prepare(self: &Rc<Self>) {
        let policy = {
            let step = self.step.borrow();
            let own = Object(&self.body).get("policy");
            write::policy(&own, &step.mobilisation().policy)
        };
        let inner = Rc::clone(self);
        spawn_local(async move {
            inner.dispatch(match inner.host.rules(&policy).await {
                Ok(rules) => {
                    inner.rules.replace(Some(rules.unchecked_into()));
                    SignEvent::Ready
                }
                Err(_) => SignEvent::Unruled,
            });
        });
    }

    fn fail(self: &Rc<Self>, failure: Failure) {
        self.tell(&failure);
        self.dispatch(SignEvent::Failed(failure));
    }

    /// Brings a signature to the API, however often that takes, unless the person tries anew. Kept alive
    /// until it is answered: a signature under way outlives its element.
    fn deliver(self: &Rc<Self>, key: String, draft: &Draft) {
        let inner = Rc::clone(self);
        let attempt = self.attempts.get();
        let draft = write::draft(draft);
        spawn_local(async move {
            let address = inner.petition.signatures();
            for tried in 1.. {
                let (event, wait) = delivery::attempt(&address, &key, &draft, tried).await;
                let current = || inner.attempts.get() == attempt;
                match (event, wait) {
                    // Of an earlier attempt, too: it counts.
                    (event @ (SignEvent::Signed(_) | SignEvent::Mailed(_)), _) => {
                        inner.dispatch(event);
                    }
                    _ if !current() => {}
                    (SignEvent::Failed(failure), Some(wait)) => {
                        inner.delay(failure);
                        delivery::pause(wait).await;
                        if current() {
                            continue;
                        }
                    }
                    (SignEvent::Failed(failure), None) => inner.fail(failure),
                    (event, _) => inner.dispatch(event),
                }
                return;
            }
        });
    }

    /// Another attempt will be made; the page hears of the first failure only.
    fn delay(self: &Rc<Self>, failure: Failure) {
        if !matches!(self.step.borrow().sending(), Sending::Waiting(_)) {
            self.tell(&failure);
        }
        self.dispatch(SignEvent::Delayed(failure));
    }

    fn tell(&self, failure: &Failure) {
        self.host.emit("wesign:error", &host::error(failure.code()));
    }

    /// Says so if the attempt that begins now takes long.
    fn watch(self: &Rc<Self>) {
        let attempt = self.attempts.get() + 1;
        self.attempts.set(attempt);
        let inner = Rc::clone(self);
        spawn_local(async move {
            sleep(SLOW_AFTER).await;
            if inner.attempts.get() == attempt {
                inner.dispatch(SignEvent::Slow);
            }
        });
    }

    /// Has the element begin what needs nothing but the petition.
    fn begin(&self, name: &str, panel: &Element) {
        self.host
            .begin(name, panel, &self.body, &JsValue::UNDEFINED);
    }

    /// Draws the cards of the organisations, the first time they are unfolded.
    fn show_organisations(&self) {
        let cards = self.view.borrow_mut().take_cards();
        if let Some(cards) = cards {
            self.begin("organisations", &cards);
        }
    }

    fn perform(self: &Rc<Self>, effect: SignEffect) {
        match effect {
            SignEffect::Focus(spot) => self.view.borrow().focus(&spot),
            SignEffect::Signed => self.host.emit("wesign:signed", &JsValue::UNDEFINED),
            SignEffect::Show(step, handover) => {
                let (given, fresh) = self.view.borrow_mut().open_panel(step);
                // Also where the step has begun: it looks again when somebody comes back to it.
                write::handover(&given, &handover);
                if let Some(panel) = fresh {
                    self.host.begin(step.as_str(), &panel, &self.body, &given);
                }
                let detail = host::object("step", step.as_str());
                self.host.emit("wesign:viewed", &detail);
            }
            SignEffect::Prepare => {
                self.watch();
                self.prepare();
            }
            SignEffect::Send { key, draft } => {
                self.watch();
                self.deliver(key, &draft);
            }
            SignEffect::Withdraw => self.attempts.set(self.attempts.get() + 1),
        }
    }
}

/// Lets the number on the page run up to the new count.
async fn roll(inner: Weak<Inner>) {
    for frame in 1..=FRAMES {
        sleep(FRAME).await;
        let Some(inner) = inner.upgrade() else {
            return;
        };
        inner.view.borrow_mut().roll(frame, FRAMES);
    }
}

/// Asks for the count while somebody may be looking, until the session goes.
async fn keep_counting(inner: Weak<Inner>) {
    let mut pace = Pace::default();
    loop {
        let mut waited = 0;
        // Who comes back to the tab after a while sees the count move at once.
        while waited < pace.seconds() || host::hidden() {
            sleep(1_000).await;
            waited += 1;
            if inner.strong_count() == 0 {
                return;
            }
        }
        let Some(inner) = inner.upgrade() else {
            return;
        };
        match inner.petition.count().await {
            Some(count) => {
                pace.answered(count > inner.step.borrow().tally().count);
                inner.dispatch(SignEvent::Counted(count));
            }
            None => pace.failed(),
        }
    }
}
