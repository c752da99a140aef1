//! The step that gives.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wesign_core::flow::{DonateEffect, DonateEvent, DonateStep};

use super::Given;
use super::api::Api;
use super::running::{Kept, Lever, Running};
use crate::host::Host;
use crate::listen::Heard;
use crate::view::donate::DonateView;

pub(super) struct Donate {
    step: DonateStep,
    view: DonateView,
    api: Rc<Api>,
    host: Host,
}

pub(super) fn start(given: Given) -> Kept<Donate> {
    let (step, effects) = DonateStep::new();
    let view = DonateView::new(given.dom, given.words, &given.root, &given.petition.lang);
    view.update(&step);
    let lever = Donate {
        step,
        view,
        api: given.api,
        host: given.host,
    };
    Running::start(&given.root, lever, effects)
}

impl Lever for Donate {
    type Event = DonateEvent;
    type Effect = DonateEffect;

    fn hear(running: &Rc<Running<Self>>, heard: Heard<'_>) {
        match heard {
            Heard::Act("reload", _) => running.dispatch(DonateEvent::Retried),
            Heard::Act("give", _) => running.dispatch(DonateEvent::Opened),
            _ => {}
        }
    }

    fn take(&mut self, event: DonateEvent) -> Vec<DonateEffect> {
        let effects = self.step.handle(event);
        self.view.update(&self.step);
        effects
    }

    fn perform(running: &Rc<Running<Self>>, effect: DonateEffect) {
        match effect {
            DonateEffect::Fetch => {
                let api = Rc::clone(&running.lever().api);
                running.answer(async move { api.donation().await });
            }
            DonateEffect::Focus => running.lever().view.focus(),
            DonateEffect::Opened => {
                let lever = running.lever();
                lever.view.thank();
                lever.host.emit("wesign:donate-opened", &JsValue::UNDEFINED);
            }
        }
    }
}
