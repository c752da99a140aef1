//! The card of one gathering.

use web_sys::Element;
use wesign_core::flow::{GatheringsStep, Listed, Sending};
use wesign_core::link::admitted;
use wesign_core::map::Map;
use wesign_core::mobilisation::{Gathering, Standing};

use crate::dom::{Dom, append, focus, set, set_if, set_lang, set_text, show};
use crate::formats::moment;
use crate::intl::Kilometres;
use crate::view::entry::tick;
use crate::view::sending::{self, SendingView, is_pending};
use crate::words::Words;

/// Drawn once for a gathering; what changes is patched.
pub(crate) struct Card {
    id: String,
    /// What the fields for names and address are for.
    named: String,
    root: Element,
    distance: Element,
    standing: Element,
    /// What registers: fields where the person is not known, what they agree to, the button.
    form: Element,
    known: Element,
    further: Element,
    join: Element,
    not_now: Element,
    sending: SendingView,
    /// What came of it.
    outcome: Element,
    outcome_text: Element,
    calendar: Element,
}

impl Card {
    pub(crate) fn new(
        dom: &Dom,
        words: &Words,
        gathering: &Gathering,
        by: Option<&str>,
        lang: &str,
        privacy: &str,
    ) -> Self {
        let root = dom.element("li", "gathering");
        let title = dom.text("h4", "", &gathering.title);
        set_lang(&title, lang);
        let standing = dom.element("p", "pill");
        let distance = dom.element("span", "");
        append(&root, &[&title, &standing]);
        if let Some(starts) = gathering.starts_at {
            let text = moment(words, starts, gathering.ends_at, &gathering.time_zone);
            let time = dom.text("time", "when", &text);
            set(&time, "datetime", &starts.to_string());
            append(&root, &[&time]);
        }
        append(&root, &[&place(dom, gathering, &distance)]);
        append_more(dom, words, &root, gathering, by, lang);

        let form = dom.element("form", "");
        set(&form, "novalidate", "");
        set(&form, "data-act", &["join:", &gathering.id].concat());
        // No landmark: there may be two of the same title.
        let named = words.with("gatherings.for", &[("title", &gathering.title)]);
        let (label, further, text) = tick(dom, &gathering.id);
        set_text(&text, &words.get("gatherings.further"));
        let known = dom.element("p", "small");
        let consent = dom.text("p", "small", &words.get("gatherings.consent"));
        if !privacy.is_empty() {
            consent.append_with_str_1(" ").ok();
            append(&consent, &[&dom.link(privacy, &words.get("privacy.link"))]);
        }
        let row = dom.element("div", "row");
        let join = dom.text("button", "button", &words.get("gatherings.join"));
        set(&join, "type", "submit");
        let of = dom.text("span", "hush", &gathering.title);
        append(&join, &[&of]);
        let close = ["close:", &gathering.id].concat();
        let not_now = dom.button("button plain", &close, &words.get("gatherings.not_now"));
        append(&row, &[&join, &not_now]);
        let retry = ["retry:", &gathering.id].concat();
        let sending = SendingView::new(dom, words, sending::LATER, &retry);
        append(
            &form,
            &[
                &label,
                &consent,
                &known,
                &sending.notice,
                &row,
                &sending.status,
            ],
        );

        let outcome = dom.element("div", "thanks");
        set(&outcome, "tabindex", "-1");
        let outcome_text = dom.element("p", "");
        let calendar = ["calendar:", &gathering.id].concat();
        let calendar = dom.button("button plain", &calendar, &words.get("gatherings.calendar"));
        append(&outcome, &[&outcome_text, &calendar]);
        append(&root, &[&form, &outcome]);
        Self {
            id: gathering.id.clone(),
            named,
            root,
            distance,
            standing,
            form,
            known,
            further,
            join,
            not_now,
            sending,
            outcome,
            outcome_text,
            calendar,
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn root(&self) -> &Element {
        &self.root
    }

    /// Whether the fields for names and address are in this card.
    pub(crate) fn holds(&self, contact: &Element) -> bool {
        contact.parent_element().as_ref() == Some(&self.form)
    }

    /// Takes the fields for names and address in.
    pub(crate) fn open(&self, contact: &Element) {
        set(contact, "role", "group");
        set(contact, "aria-label", &self.named);
        let first = self.form.first_child();
        let _ = self.form.insert_before(contact, first.as_ref());
    }

    pub(crate) fn update(
        &self,
        words: &Words,
        kilometres: &Kilometres,
        step: &GatheringsStep,
        listed: &Listed<'_>,
    ) {
        let gathering = listed.gathering;
        let far = listed.distance_km.map(|km| kilometres.away(words, km));
        set_text(&self.distance, &far.unwrap_or_default());
        let (state, text) = match listed.standing {
            Standing::Open => {
                let left = gathering.places_left.map(u64::from);
                let left = left.map(|left| words.counted("gatherings.left", left, &[]));
                (None, left.unwrap_or_default())
            }
            Standing::Full => (Some("full"), words.get("gatherings.full")),
            Standing::Past => (Some("past"), words.get("gatherings.past")),
            Standing::Cancelled => (Some("cancelled"), words.get("gatherings.cancelled")),
        };
        set_text(&self.standing, &text);
        show(&self.standing, !text.is_empty());
        set_if(&self.standing, "data-state", state);

        let idle = Sending::Idle;
        let registration = listed.registration;
        let joined = registration.is_some_and(|known| known.joined());
        let sending = registration.map_or(&idle, |known| known.sending());
        let open = step.open() == Some(&self.id);
        show(&self.form, listed.standing == Standing::Open && !joined);
        // Who is known hears with which address; who is not, sees it in the form.
        let email = step.form().draft().email.trim();
        let known = !open && !email.is_empty();
        let text = known.then(|| words.with("gatherings.known", &[("email", email)]));
        set_text(&self.known, &text.unwrap_or_default());
        show(&self.known, known);
        let further = registration.is_some_and(|known| known.further());
        set_checked(&self.further, further);
        show(&self.not_now, open);
        let pending = is_pending(sending);
        set_if(&self.join, "aria-disabled", pending.then_some("true"));
        self.sending.update(words, sending);

        // It was refused: the list alone would leave the person without a word.
        let refused = registration.is_some_and(|known| known.came_too_late());
        let said = if joined {
            words.get("gatherings.joined")
        } else if refused {
            words.get("gatherings.too_late")
        } else {
            String::new()
        };
        set_text(&self.outcome_text, &said);
        show(&self.calendar, joined);
        show(&self.outcome, !said.is_empty());
    }

    /// Moves the focus to what came of the registration.
    pub(crate) fn focus_outcome(&self) {
        if self.outcome.has_attribute("hidden") {
            self.sending.focus();
        } else {
            focus(&self.outcome);
        }
    }

    pub(crate) fn focus_button(&self) {
        focus(&self.join);
    }
}

fn set_checked(control: &Element, checked: bool) {
    use wasm_bindgen::JsCast as _;
    if let Some(input) = control.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_checked(checked);
    }
}

/// Name and address of the place, and how far it is.
fn place(dom: &Dom, gathering: &Gathering, distance: &Element) -> Element {
    let line = dom.element("p", "place");
    let venue = &gathering.place;
    let name = dom.text("strong", "", &venue.name);
    let address = dom.text("span", "", &venue.address);
    append(&line, &[&name, &address, distance]);
    line
}

/// What else is known: a text, who holds it, a page about it, maps.
fn append_more(
    dom: &Dom,
    words: &Words,
    root: &Element,
    gathering: &Gathering,
    by: Option<&str>,
    lang: &str,
) {
    if !gathering.text.is_empty() {
        let text = dom.text("p", "", &gathering.text);
        set_lang(&text, lang);
        append(root, &[&text]);
    }
    if let Some(by) = by {
        let text = words.with("gatherings.by", &[("name", by)]);
        append(root, &[&dom.text("p", "small", &text)]);
    }
    if admitted(&gathering.url).is_some() {
        let link = dom.link(&gathering.url, &words.get("more"));
        append(&link, &[&dom.text("span", "hush", &gathering.title)]);
        append(root, &[&link]);
    }
    let maps = dom.element("p", "links small");
    append(
        &maps,
        &[&dom.text("span", "", &words.get("gatherings.maps"))],
    );
    for map in Map::ALL {
        if let Some(url) = map.url(&gathering.place) {
            let name = words.get(&["map.", map.as_str()].concat());
            append(&maps, &[&dom.link(&url, &name)]);
        }
    }
    if maps.child_element_count() > 1 {
        append(root, &[&maps]);
    }
}
