//! The name of a commune: a field, and under it the communes that it may mean, as buttons. What
//! changes is said by the look-up's own live region, so that nothing takes the focus from the field.

use web_sys::Element;
use wesign_core::directory::CommuneName;
use wesign_core::flow::Suggestions;
use wesign_core::interpellation::departements;

use crate::dom::{Dom, append, set};
use crate::view::field::labelled;
use crate::words::Words;

pub(crate) struct SearchView {
    input: Element,
    pub(crate) list: Element,
    first: Option<Element>,
}

impl SearchView {
    /// The field, with the name as far as it was typed, put into the form.
    pub(crate) fn new(dom: &Dom, words: &Words, form: &Element, typed: &str) -> Self {
        let input = dom.element("input", "");
        set(&input, "autocomplete", "address-level2");
        set(&input, "value", typed);
        let field = labelled(dom, words, "field.locality", "look-commune", &input);
        let hint = dom.text("p", "hint", &words.get("place.search.hint"));
        set(&hint, "id", "look-hint");
        set(&input, "aria-describedby", "look-hint");
        append(form, &[&field, &hint]);
        Self {
            input,
            list: dom.element("ul", "choices"),
            first: None,
        }
    }

    /// What to go to: the first suggestion, or the field while there is none or none was asked for.
    pub(crate) fn heading(&self) -> Element {
        self.first.as_ref().unwrap_or(&self.input).clone()
    }

    /// Shows the suggestions; gives what to say of them.
    pub(crate) fn update(&mut self, dom: &Dom, words: &Words, found: &Suggestions) -> String {
        self.list.set_text_content(None);
        self.first = None;
        for (index, commune) in found.found.best.iter().enumerate() {
            let act = ["commune:", &index.to_string()].concat();
            let button = dom.button("choice", &act, "");
            append(
                &button,
                &[
                    &dom.text("strong", "", &commune.name),
                    &dom.text("span", "small", &where_it_is(words, commune)),
                ],
            );
            let item = dom.element("li", "");
            append(&item, &[&button]);
            append(&self.list, &[&item]);
            self.first.get_or_insert(button);
        }
        let count = found.found.best.len() as u64;
        match (found.loading, found.typed, count) {
            (true, ..) => words.get("place.search.loading"),
            (_, false, _) => String::new(),
            (.., 0) => words.get("place.search.none"),
            _ if found.found.more > 0 => words.counted("place.search.first", count, &[]),
            _ => words.counted("place.search.found", count, &[]),
        }
    }
}

/// "Loire (42)"; "aujourd’hui Annecy, Haute-Savoie (74)".
fn where_it_is(words: &Words, commune: &CommuneName) -> String {
    let today = commune
        .today
        .as_ref()
        .map(|today| words.with("place.search.today", &[("commune", today)]));
    let departement = commune.departement.as_ref().map(|departement| {
        let code = departement.as_str();
        let name = departements().find(|(other, _)| *other == code);
        [name.map_or("", |(_, name)| name), " (", code, ")"].concat()
    });
    let told: Vec<String> = today.into_iter().chain(departement).collect();
    told.join(", ")
}
