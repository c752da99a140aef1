//! The step that gathers.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wesign_core::calendar;
use wesign_core::field::Field;
use wesign_core::flow::{GatheringsEffect, GatheringsEvent, GatheringsStep};
use wesign_core::signature::Draft;

use super::Given;
use super::api::Api;
use super::running::{Kept, Lever, Running};
use crate::client::Directory;
use crate::host::{self, Host, fresh_key, now};
use crate::intl::Browser;
use crate::listen::Heard;
use crate::view::gatherings::{GatheringsView, PREFIX};

pub(super) struct Gatherings {
    step: GatheringsStep,
    view: GatheringsView,
    api: Rc<Api>,
    directory: Rc<Directory>,
    /// The petition's identifier and page, for calendar files.
    petition: String,
    page: String,
    host: Rc<Host>,
}

pub(super) fn start(given: Given) -> Kept<Gatherings> {
    let lang = given.words.lang().to_owned();
    let (step, effects) = GatheringsStep::new(&given.petition.policy, given.person, &lang);
    let organisations = given.petition.organisations;
    let privacy = given.petition.privacy;
    let mut view = GatheringsView::new(
        given.dom,
        given.words,
        &given.root,
        &step,
        organisations,
        &given.petition.lang,
        &privacy.url,
    );
    view.update(&step, now());
    let lever = Gatherings {
        step,
        view,
        api: given.api,
        directory: Rc::new(Directory::new(&given.directory)),
        petition: given.petition.id,
        page: given.petition.url,
        host: Rc::new(given.host),
    };
    Running::start(&given.root, lever, effects)
}

impl Lever for Gatherings {
    type Event = GatheringsEvent;
    type Effect = GatheringsEffect;

    fn hear(running: &Rc<Running<Self>>, heard: Heard<'_>) {
        if let Heard::Act("calendar", id) = heard {
            running.lever().save(id);
        } else if let Heard::Act("close", id) = heard {
            running.dispatch(GatheringsEvent::FormClosed);
            running.lever().view.focus_button(id);
        } else if let Some(event) = event(heard) {
            running.dispatch(event);
        }
    }

    fn met(person: Draft) -> Option<GatheringsEvent> {
        Some(GatheringsEvent::Met(Box::new(person)))
    }

    fn take(&mut self, event: GatheringsEvent) -> Vec<GatheringsEffect> {
        let effects = self.step.handle(event, now(), &Browser);
        self.view.update(&self.step, now());
        effects
    }

    fn perform(running: &Rc<Running<Self>>, effect: GatheringsEffect) {
        let api = Rc::clone(&running.lever().api);
        match effect {
            GatheringsEffect::Fetch => running.answer(async move { api.gatherings().await }),
            GatheringsEffect::FetchPoint(postcode) => {
                let directory = Rc::clone(&running.lever().directory);
                running.answer(async move {
                    let located = directory.locate(&postcode).await;
                    GatheringsEvent::Placed { postcode, located }
                });
            }
            GatheringsEffect::Send {
                gathering,
                key,
                draft,
            } => {
                running.watch(GatheringsEvent::Slow {
                    gathering: gathering.clone(),
                });
                let host = Rc::clone(&running.lever().host);
                running.answer(async move {
                    let event = api.register(gathering, &key, &draft).await;
                    if let GatheringsEvent::Failed { failure, .. } = &event {
                        host.emit("wesign:error", &host::error(failure.code()));
                    }
                    event
                });
            }
            GatheringsEffect::Focus(spot) => running.lever().view.focus(&spot),
            GatheringsEffect::Joined => {
                let host = &running.lever().host;
                host.emit("wesign:gathering-joined", &JsValue::UNDEFINED);
            }
        }
    }
}

impl Gatherings {
    /// Hands over the gathering of this id as a file for the person's calendar.
    fn save(&self, id: &str) {
        let all = self.step.list().loaded();
        let found = all.and_then(|all| all.iter().find(|gathering| gathering.id == id));
        let source = calendar::Source {
            petition: &self.petition,
            url: &self.page,
        };
        if let Some(gathering) = found
            && let Some(text) = calendar::file(gathering, source, now())
        {
            host::save(&calendar::file_name(gathering), calendar::MEDIA_TYPE, &text);
        }
    }
}

/// What the person did, in the step's terms.
fn event(heard: Heard<'_>) -> Option<GatheringsEvent> {
    let field = |name: &str| Field::parse(name.strip_prefix(PREFIX)?);
    Some(match heard {
        Heard::Act("reload", _) => GatheringsEvent::Retried,
        Heard::Act("sort", _) | Heard::Submit("sort", _) => GatheringsEvent::PostcodeAsked,
        Heard::Act("retry", id) | Heard::Submit("join", id) => GatheringsEvent::Submitted {
            gathering: id.to_owned(),
            key: fresh_key(),
        },
        Heard::Act("suggestion", _) => GatheringsEvent::SuggestionTaken,
        Heard::Ticked(id, granted) => GatheringsEvent::FurtherConsented {
            gathering: id.to_owned(),
            granted,
        },
        Heard::Typed(name, text) => match field(name)? {
            Field::Postcode => GatheringsEvent::PostcodeEdited(text),
            field => GatheringsEvent::Edited(field, text),
        },
        Heard::Left(name) => GatheringsEvent::Left(field(name)?),
        _ => return None,
    })
}
