//! From the postcode to one elected person: looking, choosing, or why not.

use web_sys::Element;
use wesign_core::flow::{Candidate, MessageStep, PlaceState};
use wesign_core::interpellation::{Gender, constituency_name};

use crate::dom::{Dom, append, focus, set};
use crate::words::Words;

/// The look-up's answer; drawn anew whenever the answer changes.
pub(crate) struct PlaceView {
    pub(crate) root: Element,
    heading: Option<Element>,
    shown: Option<PlaceState>,
}

impl PlaceView {
    pub(crate) fn new(dom: &Dom) -> Self {
        Self {
            root: dom.element("div", "stack"),
            heading: None,
            shown: None,
        }
    }

    /// Moves the focus to what is new: the question, the card, or the postcode.
    pub(crate) fn focus(&self) {
        if let Some(heading) = &self.heading {
            focus(heading);
        }
    }

    pub(crate) fn update(&mut self, dom: &Dom, words: &Words, step: &MessageStep) {
        let state = step.place();
        if self.shown.as_ref() == Some(state) {
            return;
        }
        self.shown = Some(state.clone());
        self.root.set_text_content(None);
        self.heading = None;
        let postcode = step.postcode();
        match state {
            PlaceState::Asking { error } => {
                let wrong = error.as_ref().map(|error| words.error(error));
                self.ask(dom, words, postcode, wrong.as_deref());
            }
            PlaceState::Looking => {
                let status = dom.text("p", "small", &words.get("place.looking"));
                set(&status, "role", "status");
                append(&self.root, &[&status]);
            }
            PlaceState::Unreachable => {
                let notice = dom.element("div", "notice bad");
                set(&notice, "role", "alert");
                let retry = dom.button("button", "look", &words.get("retry"));
                append(
                    &notice,
                    &[&dom.text("p", "", &words.get("place.unreachable")), &retry],
                );
                append(&self.root, &[&notice]);
                self.heading = Some(retry);
            }
            PlaceState::Unknown(candidates) => {
                let text = words.with("place.unknown", &[("postcode", postcode)]);
                self.ask(dom, words, postcode, Some(&text));
                if !candidates.is_empty() {
                    let text = words.get("place.unknown.candidates");
                    append(&self.root, &[&dom.text("h4", "", &text)]);
                    self.candidates(dom, words, candidates);
                }
            }
            PlaceState::NoDeputy => {
                let text = words.with("place.no_deputy", &[("postcode", postcode)]);
                self.ask(dom, words, postcode, Some(&text));
            }
            PlaceState::Communes(communes) => {
                self.question(dom, &words.get("place.communes"), None);
                let list = dom.element("ul", "choices");
                for (index, commune) in communes.iter().enumerate() {
                    let act = ["commune:", &index.to_string()].concat();
                    let item = dom.element("li", "");
                    append(&item, &[&dom.button("choice", &act, &commune.name)]);
                    append(&list, &[&item]);
                }
                append(&self.root, &[&list]);
                self.change(dom, words);
            }
            PlaceState::Candidates {
                commune,
                candidates,
            } => {
                let text = words.with("place.candidates", &[("commune", commune)]);
                self.question(dom, &text, Some(&words.get("place.candidates.hint")));
                self.candidates(dom, words, candidates);
                self.change(dom, words);
            }
            PlaceState::Found(candidate) => {
                self.card(dom, words, candidate);
                self.change(dom, words);
            }
        }
    }

    /// The postcode field, with what is wrong with the one at hand.
    fn ask(&mut self, dom: &Dom, words: &Words, postcode: &str, wrong: Option<&str>) {
        let form = dom.element("form", "field");
        set(&form, "novalidate", "");
        set(&form, "data-act", "look");
        let label = dom.text("label", "", &words.get("place.postcode"));
        set(&label, "for", "look-postcode");
        let row = dom.element("div", "row");
        let input = dom.element("input", "");
        set(&input, "id", "look-postcode");
        set(&input, "name", "look-postcode");
        set(&input, "autocomplete", "postal-code");
        set(&input, "value", postcode);
        set(&input, "aria-describedby", "look-error");
        let submit = dom.text("button", "button", &words.get("place.find"));
        set(&submit, "type", "submit");
        append(&row, &[&input, &submit]);
        let error = dom.text("p", "error", wrong.unwrap_or_default());
        set(&error, "id", "look-error");
        set(&error, "role", "alert");
        if wrong.is_some() {
            set(&input, "aria-invalid", "true");
        }
        append(&form, &[&label, &row, &error]);
        append(&self.root, &[&form]);
        self.heading = Some(input);
    }

    fn question(&mut self, dom: &Dom, text: &str, hint: Option<&str>) {
        let heading = dom.text("h4", "", text);
        set(&heading, "tabindex", "-1");
        append(&self.root, &[&heading]);
        if let Some(hint) = hint {
            append(&self.root, &[&dom.text("p", "hint", hint)]);
        }
        self.heading = Some(heading);
    }

    fn candidates(&self, dom: &Dom, words: &Words, candidates: &[Candidate]) {
        let list = dom.element("ul", "choices");
        for candidate in candidates {
            let item = dom.element("li", "");
            append(&item, &[&choice(dom, words, candidate)]);
            append(&list, &[&item]);
        }
        append(&self.root, &[&list]);
    }

    fn card(&mut self, dom: &Dom, words: &Words, candidate: &Candidate) {
        let card = dom.element("div", "person");
        set(&card, "tabindex", "-1");
        set(&card, "role", "group");
        if let Some(person) = &candidate.holder {
            let initials = dom.text("span", "initials", &initials(&person.name));
            set(&initials, "aria-hidden", "true");
            set(&card, "aria-label", &person.name);
            let lines = dom.element("div", "");
            let name = dom.text("strong", "", &person.name);
            let title = dom.text("p", "small", &title(words, candidate));
            append(&lines, &[&name, &title]);
            if !person.group.is_empty() {
                append(&lines, &[&dom.text("p", "small", &person.group)]);
            }
            append(&card, &[&initials, &lines]);
        } else {
            let text = words.with(
                "place.vacant",
                &[("constituency", &constituency_name(candidate.constituency))],
            );
            append(&card, &[&dom.text("p", "", &text)]);
        }
        append(&self.root, &[&card]);
        self.heading = Some(card);
    }

    fn change(&self, dom: &Dom, words: &Words) {
        append(
            &self.root,
            &[&dom.button("link", "reopen", &words.get("place.change"))],
        );
    }
}

/// A candidate to choose: name, constituency, group.
fn choice(dom: &Dom, words: &Words, candidate: &Candidate) -> Element {
    let act = ["seat:", &candidate.constituency.to_string()].concat();
    let button = dom.button("choice", &act, "");
    if let Some(person) = &candidate.holder {
        append(
            &button,
            &[
                &dom.text("strong", "", &person.name),
                &dom.text("span", "small", &title(words, candidate)),
            ],
        );
        if !person.group.is_empty() {
            append(&button, &[&dom.text("span", "small", &person.group)]);
        }
    } else {
        let text = words.with(
            "place.vacant",
            &[("constituency", &constituency_name(candidate.constituency))],
        );
        append(&button, &[&dom.text("span", "", &text)]);
    }
    button
}

/// "Députée, 3e circonscription de Paris", in the visitor's language.
fn title(words: &Words, candidate: &Candidate) -> String {
    let gender = candidate.holder.as_ref().and_then(|person| person.gender);
    let key = if gender == Some(Gender::Feminine) {
        "deputy.f"
    } else {
        "deputy.m"
    };
    words.with(
        key,
        &[("constituency", &constituency_name(candidate.constituency))],
    )
}

/// The first letters of the first and the last name.
fn initials(name: &str) -> String {
    let mut words = name.split(' ').filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}
