//! The step that passes the petition on.

use std::rc::Rc;

use wesign_core::flow::{ShareEffect, ShareEvent, ShareStep, Shared};
use wesign_core::interpellation::Channel;
use wesign_core::share::ShareChannel;

use super::running::{Kept, Lever, Running};
use super::{Given, read};
use crate::host::{self, Host};
use crate::listen::Heard;
use crate::view::share::{INSTANCE, ShareView};
use crate::write::put;

/// Of the file that the QR code is saved as.
const SVG: &str = "image/svg+xml";

pub(super) struct Share {
    step: ShareStep,
    view: ShareView,
    petition: String,
    host: Host,
}

pub(super) fn start(given: Given) -> Kept<Share> {
    let shared = Shared {
        petition: given.petition.id.clone(),
        page: given.petition.url,
        title: given.petition.title,
        text: read::share_text(&given.body),
    };
    let step = ShareStep::new(shared, host::can_share());
    let mut view = ShareView::new(given.dom, given.words, &given.root, &step);
    view.update(&step);
    let lever = Share {
        step,
        view,
        petition: given.petition.id,
        host: given.host,
    };
    Running::start(&given.root, lever, Vec::new())
}

impl Lever for Share {
    type Event = ShareEvent;
    type Effect = ShareEffect;

    fn hear(running: &Rc<Running<Self>>, heard: Heard<'_>) {
        let event = match heard {
            Heard::Act("system", _) => return share(running),
            Heard::Act("copy", _) => return copy(running),
            Heard::Act("save", _) => {
                let saved = running.lever().save();
                saved.map(|()| ShareEvent::QrSaved)
            }
            Heard::Act("opened", name) => Channel::from_name(name).map(ShareEvent::Opened),
            Heard::Act("instance", _) => Some(ShareEvent::InstanceAsked),
            Heard::Act("qr", _) => Some(ShareEvent::QrAsked),
            Heard::Typed(INSTANCE, text) => Some(ShareEvent::InstanceEdited(text)),
            _ => None,
        };
        if let Some(event) = event {
            running.dispatch(event);
        }
    }

    fn take(&mut self, event: ShareEvent) -> Vec<ShareEffect> {
        let effects = self.step.handle(event);
        self.view.update(&self.step);
        effects
    }

    fn perform(running: &Rc<Running<Self>>, effect: ShareEffect) {
        let lever = running.lever();
        match effect {
            ShareEffect::Shared(channel) => {
                let detail = host::object("channel", channel.as_str());
                lever.host.emit("wesign:shared", &detail);
            }
            ShareEffect::FocusInstance => lever.view.focus_instance(),
            ShareEffect::FocusQr => lever.view.focus_qr(),
        }
    }
}

/// Gives the page to the system's own way of sharing, within the person's own click.
fn share(running: &Rc<Running<Share>>) {
    let data = {
        let lever = running.lever();
        let (title, text) = lever.step.texts();
        let data = js_sys::Object::new();
        put(&data, "title", title);
        put(&data, "text", text);
        put(
            &data,
            "url",
            lever.step.url(ShareChannel::System).unwrap_or_default(),
        );
        data
    };
    let shared = host::share_data(&data);
    let running = Rc::clone(running);
    wasm_bindgen_futures::spawn_local(async move {
        // Refused is mostly: the person closed the dialog.
        if shared.await {
            running.dispatch(ShareEvent::Shared);
        }
    });
}

/// Copies the link; where that is refused, it is selected for copying by hand.
fn copy(running: &Rc<Running<Share>>) {
    let url = running.lever().step.url(ShareChannel::Copy);
    let url = url.unwrap_or_default();
    let running = Rc::clone(running);
    wasm_bindgen_futures::spawn_local(async move {
        let copied = host::copy(&url).await;
        running.dispatch(ShareEvent::Copied(copied));
        if !copied {
            running.lever().view.select_link();
        }
    });
}

impl Share {
    /// Hands over the QR code as a picture.
    fn save(&self) -> Option<()> {
        host::save(
            &[&*self.petition, ".svg"].concat(),
            SVG,
            &self.view.qr_code()?,
        )
    }
}
