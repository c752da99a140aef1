//! People to write to: the one, all of them, or a list to choose from.

use web_sys::Element;
use wesign_core::flow::Addressees;
use wesign_core::interpellation::{Grammar, Target};

use crate::dom::{Dom, append, set};
use crate::words::Words;

/// From this many on, the list scrolls by itself and what follows it stays in reach.
const LONG: usize = 7;

/// Draws who is written to, or the choice between them; gives what takes the focus.
pub(crate) fn draw(
    dom: &Dom,
    words: &Words,
    root: &Element,
    addressees: &Addressees,
    lang: &str,
) -> Option<Element> {
    let grammar = Grammar::of(lang);
    let targets = addressees.targets();
    let place = &addressees.place;
    let shown = match &*targets {
        [] if addressees.people.is_empty() => return None,
        [] => {
            let heading = dom.text("h4", "", &words.get("people.question"));
            set(&heading, "tabindex", "-1");
            append(
                root,
                &[&heading, &list(dom, &addressees.people, place, &grammar)],
            );
            heading
        }
        [one] => {
            let card = card(dom, one, &line(one, place, &grammar));
            append(root, &[&card]);
            card
        }
        all => {
            let card = frame(dom);
            let names = words.list(all.iter().map(|target| target.name.clone()));
            let text = words.with("people.to", &[("names", &names)]);
            append(&card, &[&dom.text("p", "", &text)]);
            append(root, &[&card]);
            card
        }
    };
    if addressees.has_others() {
        let other = dom.button("link", "people", &words.get("people.other"));
        append(root, &[&other]);
    }
    Some(shown)
}

/// What stands under a name: the title that an organiser gave, or where somebody is elected.
fn line(target: &Target, place: &str, grammar: &Grammar<'_>) -> String {
    if place.is_empty() {
        target.office(grammar)
    } else {
        place.to_owned()
    }
}

fn list(dom: &Dom, people: &[Target], place: &str, grammar: &Grammar<'_>) -> Element {
    let class = if people.len() < LONG {
        "choices"
    } else {
        "choices long"
    };
    let list = dom.element("ul", class);
    for (index, person) in people.iter().enumerate() {
        let act = ["person:", &index.to_string()].concat();
        let button = dom.button("choice", &act, "");
        // All of a list are elected in the same place.
        let under = if place.is_empty() {
            line(person, place, grammar)
        } else {
            String::new()
        };
        describe(dom, &button, person, &under);
        let item = dom.element("li", "");
        append(&item, &[&button]);
        append(&list, &[&item]);
    }
    list
}

/// Name, a line under it, and the group.
pub(crate) fn describe(dom: &Dom, into: &Element, person: &Target, line: &str) {
    append(into, &[&dom.text("strong", "", &person.name)]);
    for text in [line, &person.group] {
        if !text.is_empty() {
            append(into, &[&dom.text("span", "small", text)]);
        }
    }
}

/// An empty card.
pub(crate) fn frame(dom: &Dom) -> Element {
    let card = dom.element("div", "person");
    set(&card, "tabindex", "-1");
    set(&card, "role", "group");
    card
}

/// The card of one person.
pub(crate) fn card(dom: &Dom, person: &Target, line: &str) -> Element {
    let card = frame(dom);
    let initials = dom.text("span", "initials", &initials(&person.name));
    set(&initials, "aria-hidden", "true");
    set(&card, "aria-label", &person.name);
    let lines = dom.element("div", "lines");
    describe(dom, &lines, person, line);
    if !person.url.is_empty() {
        let host = person.url.split('/').nth(2).unwrap_or_default();
        append(&lines, &[&dom.link(&person.url, host)]);
    }
    append(&card, &[&initials, &lines]);
    card
}

/// The first letters of the first and the last name.
fn initials(name: &str) -> String {
    let mut words = name.split(' ').filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}
