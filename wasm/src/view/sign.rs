//! The step that signs: header, form, thanks.

use web_sys::Element;
use wesign_core::flow::{SignSpot, SignStep};
use wesign_core::time::{Phase, Timestamp};

use crate::dom::{Dom, append, focus, set, set_text};
use crate::view::form::Form;
use crate::view::header::Header;
use crate::words::Words;

/// What stands under the header.
enum Body {
    Form(Form),
    Thanks(Thanks),
    /// Not open yet, or closed.
    Shut,
}

/// Draws a [`SignStep`].
pub(crate) struct SignView {
    dom: Dom,
    words: Words,
    root: Element,
    header: Header,
    body: Body,
}

impl SignView {
    pub(crate) fn new(
        dom: Dom,
        words: Words,
        root: Element,
        step: &SignStep,
        now: Timestamp,
    ) -> Self {
        let header = Header::new(&dom, &words, step);
        append(&root, &[&header.root]);
        let shut = match step.phase(now) {
            Phase::Open => None,
            Phase::NotOpen => Some("not_open"),
            Phase::Closed => Some("closed"),
        };
        let body = if let Some(key) = shut {
            append(&root, &[&dom.text("p", "notice", &words.get(key))]);
            Body::Shut
        } else {
            let mut form = Form::new(&dom, &words, step);
            form.update(&words, step);
            append(&root, &[&form.root]);
            Body::Form(form)
        };
        Self {
            dom,
            words,
            root,
            header,
            body,
        }
    }

    /// Brings the page to the step's state.
    pub(crate) fn update(&mut self, step: &SignStep) {
        self.header.update(&self.words, step);
        if step.signed()
            && let Body::Form(form) = &self.body
        {
            form.root.remove();
            let thanks = Thanks::new(&self.dom, &self.words, step);
            append(&self.root, &[&thanks.root]);
            self.body = Body::Thanks(thanks);
        }
        match &mut self.body {
            Body::Form(form) => form.update(&self.words, step),
            Body::Thanks(thanks) => thanks.update(&self.words, step),
            Body::Shut => {}
        }
    }

    /// Moves the keyboard focus.
    pub(crate) fn focus(&self, spot: &SignSpot) {
        match (&self.body, spot) {
            (Body::Form(form), SignSpot::Field(field)) => form.focus_field(field),
            (Body::Form(form), SignSpot::Notice) => form.focus_notice(),
            (Body::Thanks(thanks), SignSpot::Thanks) => focus(&thanks.heading),
            _ => {}
        }
    }
}

/// What the person reads once the signature counts.
struct Thanks {
    root: Element,
    heading: Element,
    counted: Element,
}

impl Thanks {
    fn new(dom: &Dom, words: &Words, step: &SignStep) -> Self {
        let root = dom.element("div", "thanks");
        let name = [("name", step.signer_name())];
        let heading = dom.text("h3", "", &words.with("thanks", &name));
        set(&heading, "tabindex", "-1");
        let counted = dom.element("p", "");
        append(&root, &[&heading, &counted]);
        Self {
            root,
            heading,
            counted,
        }
    }

    fn update(&mut self, words: &Words, step: &SignStep) {
        set_text(
            &self.counted,
            &words.counted("thanks.count", step.tally().count, &[]),
        );
    }
}
