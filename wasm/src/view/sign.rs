//! The front: header, way through the steps, form, thanks.

use js_sys::Object;
use web_sys::Element;
use wesign_core::flow::{SignSpot, SignStep};
use wesign_core::journey::Step;
use wesign_core::time::{Phase, Timestamp};

use crate::dom::{Dom, append, focus, set, set_text, show};
use crate::view::form::Form;
use crate::view::header::Header;
use crate::view::journey::JourneyView;
use crate::words::Words;

/// What stands at the step of signing.
enum Body {
    Form(Form),
    Thanks(Thanks),
    /// Not open yet, or closed.
    Shut(Element),
    /// The journey has no such step.
    Absent,
}

/// Draws a [`SignStep`] into a card.
pub(crate) struct SignView {
    dom: Dom,
    words: Words,
    /// Header, way and the step of signing.
    pub(crate) front: Element,
    /// Back and on, below the further steps.
    pub(crate) foot: Element,
    header: Header,
    journey: JourneyView,
    body: Body,
}

impl SignView {
    pub(crate) fn new(
        dom: Dom,
        words: Words,
        card: &Element,
        step: &SignStep,
        now: Timestamp,
    ) -> Self {
        let front = dom.element("div", "front");
        let header = Header::new(&dom, &words, step);
        let journey = JourneyView::new(&dom, &words, step);
        let foot = journey.foot.clone();
        append(&front, &[&header.root, &journey.nav]);
        append(card, &[&front, &journey.panels, &foot]);
        let shut = match step.phase(now) {
            Phase::Open => None,
            Phase::NotOpen => Some("not_open"),
            Phase::Closed => Some("closed"),
        };
        let body = if !step.journey().steps().contains(&Step::Sign) {
            Body::Absent
        } else if let Some(key) = shut {
            let notice = dom.text("p", "notice", &words.get(key));
            append(&front, &[&notice]);
            Body::Shut(notice)
        } else {
            let form = Form::new(&dom, &words, step);
            append(&front, &[&form.root]);
            Body::Form(form)
        };
        let mut view = Self {
            dom,
            words,
            front,
            foot,
            header,
            journey,
            body,
        };
        view.update(step);
        view
    }

    /// Brings the page to the step's state; true where the count now has to roll to a new one.
    pub(crate) fn update(&mut self, step: &SignStep) -> bool {
        if step.signed()
            && let Body::Form(form) = &self.body
        {
            form.root.remove();
            let thanks = Thanks::new(&self.dom, &self.words, step);
            append(&self.front, &[&thanks.root]);
            self.body = Body::Thanks(thanks);
        }
        let here = step.journey().current() == Some(Step::Sign);
        match &mut self.body {
            Body::Form(form) => {
                form.update(&self.words, step);
                show(&form.root, here);
            }
            Body::Thanks(thanks) => {
                thanks.update(&self.words, step);
                show(&thanks.root, step.thanking());
            }
            Body::Shut(notice) => show(notice, here),
            Body::Absent => {}
        }
        self.journey.update(&self.words, step);
        self.header.update(&self.words, step)
    }

    /// Brings a further step's panel into view; gives back what hands over to it, and the panel where
    /// it is new and empty.
    pub(crate) fn open_panel(&mut self, step: Step) -> (Object, Option<Element>) {
        self.journey.open_panel(&self.words, step)
    }

    /// Where the cards of the organisations go; `None` once they have begun.
    pub(crate) fn take_cards(&mut self) -> Option<Element> {
        self.header.cards.take()
    }

    /// Where it stands who signed lately.
    pub(crate) fn signatories(&self) -> &Element {
        &self.header.signatories
    }

    /// One picture of the count that rolls, the `frame`th of so many.
    pub(crate) fn roll(&mut self, frame: u32, of: u32) {
        self.header.roll(&self.words, frame, of);
    }

    /// Moves the keyboard focus.
    pub(crate) fn focus(&self, spot: &SignSpot) {
        match (&self.body, spot) {
            (Body::Form(form), SignSpot::Field(field)) => form.focus_field(field),
            (Body::Form(form), SignSpot::Notice) => form.focus_notice(),
            (Body::Form(form), SignSpot::Step(Step::Sign)) => form.focus(),
            (Body::Thanks(thanks), SignSpot::Thanks) => focus(&thanks.heading),
            (_, SignSpot::Step(step)) => self.journey.focus(*step),
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
        // Its words come with the form's later texts. Without them the person reads it in the mail.
        let mailed = step.mailed().then(|| words.find("mailed")).flatten();
        let thanks = mailed.unwrap_or_else(|| words.with("thanks", &name));
        let heading = dom.text("h3", "", &thanks);
        set(&heading, "tabindex", "-1");
        let counted = dom.element("p", "");
        append(&root, &[&heading, &counted, &dom.slot("thanks")]);
        Self {
            root,
            heading,
            counted,
        }
    }

    fn update(&mut self, words: &Words, step: &SignStep) {
        if !step.mailed() {
            set_text(
                &self.counted,
                &words.counted("thanks.count", step.tally().count, &[]),
            );
        }
    }
}
