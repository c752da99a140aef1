//! The step that keeps in touch.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wesign_core::field::Field;
use wesign_core::flow::{UpdatesEffect, UpdatesEvent, UpdatesStep};
use wesign_core::signature::Draft;

use super::Given;
use super::api::Api;
use super::running::{Kept, Lever, Running};
use crate::host::{self, Host, fresh_key, now};
use crate::intl::Browser;
use crate::listen::Heard;
use crate::view::updates::{PREFIX, UpdatesView};

pub(super) struct Updates {
    step: UpdatesStep,
    view: UpdatesView,
    api: Rc<Api>,
    host: Rc<Host>,
}

pub(super) fn start(given: Given) -> Kept<Updates> {
    let lang = given.words.lang().to_owned();
    let (step, effects) = UpdatesStep::new(&given.petition.policy, given.person, &lang);
    let mut view = UpdatesView::new(
        given.dom,
        given.words,
        &given.root,
        &step,
        &given.petition.lang,
        &given.petition.privacy.url,
    );
    view.update(&step);
    let lever = Updates {
        step,
        view,
        api: given.api,
        host: Rc::new(given.host),
    };
    Running::start(&given.root, lever, effects)
}

impl Lever for Updates {
    type Event = UpdatesEvent;
    type Effect = UpdatesEffect;

    fn hear(running: &Rc<Running<Self>>, heard: Heard<'_>) {
        if let Some(event) = event(heard) {
            running.dispatch(event);
        }
    }

    fn met(person: Draft) -> Option<UpdatesEvent> {
        Some(UpdatesEvent::Met(Box::new(person)))
    }

    fn take(&mut self, event: UpdatesEvent) -> Vec<UpdatesEffect> {
        let effects = self.step.handle(event, now(), &Browser);
        self.view.update(&self.step);
        effects
    }

    fn perform(running: &Rc<Running<Self>>, effect: UpdatesEffect) {
        let api = Rc::clone(&running.lever().api);
        match effect {
            UpdatesEffect::Fetch => running.answer(async move { api.news().await }),
            UpdatesEffect::Send { key, draft } => {
                running.watch(UpdatesEvent::Slow);
                let host = Rc::clone(&running.lever().host);
                running.answer(async move {
                    let event = api.subscribe(&key, &draft).await;
                    if let UpdatesEvent::Failed(failure) = &event {
                        host.emit("wesign:error", &host::error(failure.code()));
                    }
                    event
                });
            }
            UpdatesEffect::Focus(spot) => running.lever().view.focus(&spot),
            UpdatesEffect::Subscribed => {
                let host = &running.lever().host;
                host.emit("wesign:subscribed", &JsValue::UNDEFINED);
            }
        }
    }
}

/// What the person did, in the step's terms.
fn event(heard: Heard<'_>) -> Option<UpdatesEvent> {
    let field = |name: &str| Field::parse(name.strip_prefix(PREFIX)?);
    Some(match heard {
        Heard::Act("reload", _) => UpdatesEvent::Retried,
        Heard::Act("retry", _) | Heard::Submit(..) => UpdatesEvent::Submitted { key: fresh_key() },
        Heard::Act("suggestion", _) => UpdatesEvent::SuggestionTaken,
        Heard::Ticked(index, granted) => UpdatesEvent::Consented(index.parse().ok()?, granted),
        Heard::Typed(name, text) => UpdatesEvent::Edited(field(name)?, text),
        Heard::Left(name) => UpdatesEvent::Left(field(name)?),
        Heard::Act(..) => return None,
    })
}
