//! The way through the steps: where the visitor is, a panel for each step, back and on.

use js_sys::Object;
use web_sys::Element;
use wesign_core::flow::SignStep;
use wesign_core::journey::Step;

use crate::dom::{Dom, append, focus, set, set_if, set_text, show};
use crate::words::Words;

/// Draws a [`wesign_core::journey::Journey`]; a journey of one step shows no way.
pub(crate) struct JourneyView {
    dom: Dom,
    /// The list of the steps.
    pub(crate) nav: Element,
    items: Vec<Item>,
    /// Where the panels of the further steps lie.
    pub(crate) panels: Element,
    /// The panels, and what hands over to each.
    shown: Vec<(Step, Element, Object)>,
    /// Back and on.
    pub(crate) foot: Element,
    back: Element,
    forward: Element,
}

struct Item {
    step: Step,
    button: Element,
    /// What a screen reader says of the step's state.
    state: Element,
}

impl JourneyView {
    pub(crate) fn new(dom: &Dom, words: &Words, step: &SignStep) -> Self {
        // No landmark: on a page with two widgets of a petition there would be two of the same name.
        let nav = dom.element("div", "nav");
        let list = dom.element("ol", "steps");
        set(&list, "aria-label", &words.get("journey"));
        append(&nav, &[&list]);
        let mut items = Vec::new();
        for &of in step.journey().steps() {
            let act = ["go:", of.as_str()].concat();
            let button = dom.button("step", &act, "");
            let label = dom.text("span", "", &label(words, of));
            let state = dom.element("span", "hush");
            append(&button, &[&label, &state]);
            let item = dom.element("li", "");
            append(&item, &[&button]);
            append(&list, &[&item]);
            items.push(Item {
                step: of,
                button,
                state,
            });
        }
        show(&nav, items.len() > 1);
        let foot = dom.element("div", "row foot");
        let back = dom.button("button plain", "back", &words.get("journey.back"));
        let forward = dom.button("button plain", "forward", "");
        append(&foot, &[&back, &forward]);
        Self {
            dom: dom.clone(),
            nav,
            items,
            panels: dom.element("div", "panels"),
            shown: Vec::new(),
            foot,
            back,
            forward,
        }
    }

    pub(crate) fn update(&self, words: &Words, step: &SignStep) {
        let journey = step.journey();
        let current = journey.current();
        for item in &self.items {
            let here = current == Some(item.step);
            let open = journey.is_open(item.step);
            let done = journey.is_done(item.step);
            set_if(&item.button, "aria-current", here.then_some("step"));
            set_if(&item.button, "aria-disabled", (!open).then_some("true"));
            set_if(&item.button, "data-done", done.then_some(""));
            let state = if done {
                words.get("journey.done")
            } else if !open {
                words.get("journey.locked")
            } else {
                String::new()
            };
            set_text(&item.state, &state);
        }
        for (of, panel, _) in &self.shown {
            show(panel, current == Some(*of));
        }
        let following = journey.following();
        show(&self.back, journey.preceding().is_some());
        show(&self.forward, following.is_some());
        if let Some(next) = following {
            let label = label(words, next);
            set_text(
                &self.forward,
                &words.with("journey.next", &[("step", &label)]),
            );
        }
        // Nothing to press for who has yet to sign.
        show(&self.foot, following.is_some() || journey.position() > 1);
    }

    /// Brings a step's panel into view; gives back what hands over to it, and the panel where it is
    /// new and empty.
    pub(crate) fn open_panel(&mut self, words: &Words, step: Step) -> (Object, Option<Element>) {
        if let Some((.., given)) = self.shown.iter().find(|(of, ..)| *of == step) {
            return (given.clone(), None);
        }
        let given = Object::new();
        let panel = self.dom.element("div", "stack panel");
        set(&panel, "role", "group");
        set(&panel, "aria-label", &label(words, step));
        set(&panel, "tabindex", "-1");
        append(&self.panels, &[&panel]);
        self.shown.push((step, panel.clone(), given.clone()));
        (given, Some(panel))
    }

    /// Moves the focus to a step: its heading, or its panel while that is still loading.
    pub(crate) fn focus(&self, step: Step) {
        if let Some((_, panel, _)) = self.shown.iter().find(|(of, ..)| *of == step) {
            let heading = panel.query_selector("h3[tabindex]").ok().flatten();
            focus(heading.as_ref().unwrap_or(panel));
        }
    }
}

/// What a step is called on the way.
fn label(words: &Words, step: Step) -> String {
    words.get(&["step.", step.as_str()].concat())
}
