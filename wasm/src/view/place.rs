//! From the postcode to one elected person: looking, choosing, or why not.

use web_sys::Element;
use wesign_core::flow::{Candidate, Commune, MessageStep, PartOf, PlaceState, Suggestions};
use wesign_core::interpellation::{Gender, constituency_name, departements};
use wesign_core::mobilisation::Targets;

use crate::dom::{Dom, append, focus, set, set_text};
use crate::view::field::labelled;
use crate::view::search::SearchView;
use crate::view::{country, people};
use crate::words::Words;

/// The look-up's answer; drawn anew whenever the answer changes.
pub(crate) struct PlaceView {
    pub(crate) root: Element,
    /// Says that the look-up is under way; always there, so that its changes are spoken.
    pub(crate) status: Element,
    heading: Option<Element>,
    shown: Option<PlaceState>,
    /// The field in which a name is typed; it must outlast the suggestions that it brings.
    search: Option<SearchView>,
}

impl PlaceView {
    pub(crate) fn new(dom: &Dom) -> Self {
        let status = dom.element("p", "small status");
        set(&status, "role", "status");
        Self {
            root: dom.element("div", "stack"),
            status,
            heading: None,
            shown: None,
            search: None,
        }
    }

    /// Moves the focus to what is new: the question, the card, or the postcode.
    pub(crate) fn focus(&self) {
        let search = self.search.as_ref().map(SearchView::heading);
        if let Some(heading) = search.as_ref().or(self.heading.as_ref()) {
            focus(heading);
        }
    }

    pub(crate) fn update(&mut self, dom: &Dom, words: &Words, step: &MessageStep) {
        let state = step.place();
        if self.shown.as_ref() == Some(state) {
            return;
        }
        self.shown = Some(state.clone());
        if let PlaceState::Suggesting(suggestions) = state {
            self.suggest(dom, words, step, suggestions);
            return;
        }
        self.root.set_text_content(None);
        self.heading = None;
        self.search = None;
        let looking = *state == PlaceState::Looking;
        let text = looking.then(|| words.get("place.looking"));
        set_text(&self.status, &text.unwrap_or_default());
        let postcode = step.postcode();
        match state {
            PlaceState::Asking { error } => {
                let wrong = error.as_ref().map(|error| words.error(error));
                self.ask(dom, words, postcode, wrong.as_deref());
            }
            PlaceState::Looking => {}
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
                let text = words.get("place.no_deputy");
                self.ask(dom, words, postcode, Some(&text));
            }
            PlaceState::Communes(communes) => {
                self.question(dom, &words.get("place.communes"), None);
                self.communes(dom, communes);
                self.change(dom, words);
            }
            // Drawn above, for the field must stay while somebody types in it.
            PlaceState::Suggesting(_) => {}
            PlaceState::Naming { found } => self.name(dom, words, step, found.as_deref()),
            PlaceState::Countries { codes, missing } => {
                self.country(dom, words, codes, *missing);
            }
            PlaceState::Candidates {
                commune,
                candidates,
            } => {
                let text = if commune.is_empty() {
                    words.get("place.unknown.candidates")
                } else {
                    words.with("place.candidates", &[("commune", commune)])
                };
                self.question(dom, &text, Some(&words.get("place.candidates.hint")));
                self.candidates(dom, words, candidates);
                self.change(dom, words);
            }
            PlaceState::Found(candidate) => {
                self.card(dom, words, candidate);
                self.change(dom, words);
            }
            PlaceState::People(addressees) => {
                self.heading = people::draw(dom, words, &self.root, addressees, step.lang());
                match step.targets() {
                    Targets::Meps => {
                        let text = words.get("place.change.country");
                        append(&self.root, &[&dom.button("link", "reopen", &text)]);
                    }
                    Targets::List(_) | Targets::None => {}
                    Targets::Deputies | Targets::Senators => self.change(dom, words),
                }
            }
        }
    }

    /// The postcode field, with what is wrong with the one at hand, and the other ways to tell.
    fn ask(&mut self, dom: &Dom, words: &Words, postcode: &str, wrong: Option<&str>) {
        let input = dom.element("input", "");
        set(&input, "autocomplete", "postal-code");
        set(&input, "value", postcode);
        let form = look_form(dom);
        let field = labelled(dom, words, "place.postcode", "look-postcode", &input);
        append(&form, &[&field]);
        finish(dom, words, &form, &input, wrong);
        append(&self.root, &[&form]);
        let ways = dom.element("div", "row");
        for (act, key) in [
            ("way:commune", "place.by_name"),
            ("way:country", "place.abroad"),
        ] {
            append(&ways, &[&dom.button("link", act, &words.get(key))]);
        }
        append(&self.root, &[&ways]);
        self.heading = Some(input);
    }

    /// The name of a commune, and what it may be.
    fn suggest(&mut self, dom: &Dom, words: &Words, step: &MessageStep, found: &Suggestions) {
        if self.search.is_none() {
            self.root.set_text_content(None);
            self.heading = None;
            let form = look_form(dom);
            let search = SearchView::new(dom, words, &form, step.commune().1);
            append(&self.root, &[&form, &search.list]);
            self.change(dom, words);
            self.search = Some(search);
        }
        if let Some(search) = &mut self.search {
            set_text(&self.status, &search.update(dom, words, found));
        }
    }

    /// Département and name of a commune, then what was found.
    fn name(&mut self, dom: &Dom, words: &Words, step: &MessageStep, found: Option<&[Commune]>) {
        let (departement, name) = step.commune();
        let select = dom.element("select", "");
        append(&select, &[&dom.option("", &words.get("choose"), false)]);
        for (code, name) in departements() {
            let text = [code, " ", name].concat();
            append(&select, &[&dom.option(code, &text, code == departement)]);
        }
        let input = dom.element("input", "");
        set(&input, "autocomplete", "address-level2");
        set(&input, "value", name);
        let form = look_form(dom);
        append(
            &form,
            &[
                &labelled(dom, words, "place.departement", "look-departement", &select),
                &labelled(dom, words, "field.locality", "look-commune", &input),
            ],
        );
        let none = found
            .is_some_and(<[Commune]>::is_empty)
            .then(|| words.get("place.no_name"));
        finish(dom, words, &form, &input, none.as_deref());
        append(&self.root, &[&form]);
        self.heading = Some(select);
        if let Some(communes) = found.filter(|found| !found.is_empty()) {
            self.question(dom, &words.get("place.communes"), None);
            self.communes(dom, communes);
        }
        self.change(dom, words);
    }

    /// The country of who lives abroad.
    fn country(&mut self, dom: &Dom, words: &Words, codes: &[String], missing: bool) {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let select = country::select(dom, &codes, "", words.lang());
        let first = dom.option("", &words.get("choose"), true);
        let _ = select.prepend_with_node_1(&first);
        let form = look_form(dom);
        append(
            &form,
            &[&labelled(
                dom,
                words,
                "field.country",
                "look-country",
                &select,
            )],
        );
        let wrong = missing.then(|| words.get("error.country_unknown"));
        finish(dom, words, &form, &select, wrong.as_deref());
        append(&self.root, &[&form]);
        self.heading = Some(select);
        self.change(dom, words);
    }

    fn communes(&self, dom: &Dom, communes: &[Commune]) {
        let list = dom.element("ul", "choices");
        for (index, commune) in communes.iter().enumerate() {
            let act = ["commune:", &index.to_string()].concat();
            let item = dom.element("li", "");
            append(&item, &[&dom.button("choice", &act, &commune.name)]);
            append(&list, &[&item]);
        }
        append(&self.root, &[&list]);
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
        let card = match &candidate.holder {
            Some(person) => people::card(dom, person, &title(words, candidate)),
            None => {
                let card = people::frame(dom);
                let text = words.with(
                    "place.vacant",
                    &[("constituency", &constituency_name(candidate.constituency))],
                );
                append(&card, &[&dom.text("p", "", &text)]);
                card
            }
        };
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
        people::describe(dom, &button, person, &title(words, candidate));
        if let Some(text) = candidate
            .hint
            .as_ref()
            .and_then(|hint| hint_text(words, hint))
        {
            append(&button, &[&dom.text("span", "small", &text)]);
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

/// "Plutôt au nord ; près de Sorbiers et La Talaudière (d’après les contours)".
fn hint_text(words: &Words, hint: &PartOf) -> Option<String> {
    let part = hint
        .part
        .map(|part| words.get(["part.", part.as_str()].concat().as_str()));
    let near = (!hint.near.is_empty()).then(|| {
        let names = words.list(hint.near.iter().cloned());
        words.with("place.near", &[("names", &names)])
    });
    let told: Vec<String> = part.into_iter().chain(near).collect();
    let hint = [("where", &*told.join(", "))];
    (!told.is_empty()).then(|| words.with("place.hint", &hint))
}

/// A form that looks up.
fn look_form(dom: &Dom) -> Element {
    let form = dom.element("form", "stack");
    set(&form, "novalidate", "");
    set(&form, "data-act", "look");
    form
}

/// The error of a control, and the button that looks up.
fn finish(dom: &Dom, words: &Words, form: &Element, control: &Element, wrong: Option<&str>) {
    let error = dom.text("p", "error", wrong.unwrap_or_default());
    set(&error, "id", "look-error");
    set(&error, "role", "alert");
    set(control, "aria-describedby", "look-error");
    if wrong.is_some() {
        set(control, "aria-invalid", "true");
    }
    let submit = dom.text("button", "button", &words.get("place.find"));
    set(&submit, "type", "submit");
    append(form, &[&error, &submit]);
}
