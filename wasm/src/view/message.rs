//! The step that writes: who, and what.

use web_sys::Element;
use wesign_core::flow::MessageStep;
use wesign_core::mobilisation::Targets;

use crate::dom::{Dom, append};
use crate::view::composer::ComposerView;
use crate::view::place::PlaceView;
use crate::words::Words;

/// Draws a [`MessageStep`].
pub(crate) struct MessageView {
    dom: Dom,
    words: Words,
    place: PlaceView,
    composer_box: Element,
    composer: Option<ComposerView>,
}

impl MessageView {
    pub(crate) fn new(dom: Dom, words: Words, root: &Element, targets: &Targets) -> Self {
        let (heading, lead) = match targets {
            Targets::Senators => ("act.heading.senators", "act.lead"),
            Targets::Meps => ("act.heading.meps", "act.lead"),
            Targets::List(_) => ("act.heading.list", "act.lead.list"),
            Targets::Deputies | Targets::None => ("act.heading", "act.lead"),
        };
        let place = PlaceView::new(&dom);
        let composer_box = dom.element("div", "");
        append(
            root,
            &[
                &dom.text("h3", "", &words.get(heading)),
                &dom.text("p", "", &words.get(lead)),
                &place.status,
                &place.root,
                &composer_box,
            ],
        );
        Self {
            dom,
            words,
            place,
            composer_box,
            composer: None,
        }
    }

    /// Brings the page to the step's state.
    pub(crate) fn update(&mut self, step: &MessageStep) {
        self.place.update(&self.dom, &self.words, step);
        let Some(state) = step.composer() else {
            self.composer = None;
            self.composer_box.set_text_content(None);
            return;
        };
        if self
            .composer
            .as_ref()
            .is_none_or(|view| !view.is_for(state))
        {
            self.composer_box.set_text_content(None);
            let view = ComposerView::new(&self.dom, &self.words, state);
            append(&self.composer_box, &[&view.root]);
            self.composer = Some(view);
        }
        if let Some(view) = &mut self.composer {
            view.update(&self.dom, &self.words, step, state);
        }
    }

    /// Moves the focus to what the look-up answered.
    pub(crate) fn focus_place(&self) {
        self.place.focus();
    }

    /// Selects the text of the message, for copying by hand.
    pub(crate) fn select_message(&self) {
        if let Some(view) = &self.composer {
            view.select();
        }
    }
}
