//! The cards of the organisations that carry a petition.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Url};
use wesign_core::link::admitted;
use wesign_core::mobilisation::Organisation;

use crate::dom::{Dom, append, set, set_lang};
use crate::words::Words;

/// A card for each; `lang` is the language of their texts.
pub(crate) fn list(dom: &Dom, words: &Words, all: &[Organisation], lang: &str) -> Element {
    let list = dom.element("ul", "cards");
    for organisation in all {
        append(&list, &[&card(dom, words, organisation, lang)]);
    }
    list
}

fn card(dom: &Dom, words: &Words, organisation: &Organisation, lang: &str) -> Element {
    let card = dom.element("li", "org");
    let head = dom.element("div", "row");
    if let Some(logo) = logo(dom, &organisation.logo) {
        append(&head, &[&logo]);
    }
    let name = dom.element("strong", "");
    append(&name, &[&dom.link(&organisation.url, &organisation.name)]);
    append(&head, &[&name]);
    append(&card, &[&head]);
    if !organisation.text.is_empty() {
        let text = dom.text("p", "small", &organisation.text);
        set_lang(&text, lang);
        append(&card, &[&text]);
    }
    let links = dom.element("p", "links small");
    if !organisation.email.is_empty() {
        let address = ["mailto:", &organisation.email].concat();
        if admitted(&address).is_some() {
            let link = dom.text("a", "", &organisation.email);
            set(&link, "href", &address);
            append(&links, &[&link]);
        }
    }
    for link in &organisation.links {
        if admitted(&link.url).is_some() {
            let name = network_name(words, &link.network, &link.url);
            append(&links, &[&dom.link(&link.url, &name)]);
        }
    }
    if links.child_element_count() > 0 {
        append(&card, &[&links]);
    }
    card
}

/// What a network calls itself; one that is not known, by the host of its page.
fn network_name(words: &Words, network: &str, address: &str) -> String {
    words
        .find(&["network.", network].concat())
        .or_else(|| words.find(&["channel.", network].concat()))
        .or_else(|| Some(Url::new(address).ok()?.hostname()))
        .unwrap_or_default()
}

/// A picture that goes away without a hole where it does not load. Its name stands beside it.
fn logo(dom: &Dom, address: &str) -> Option<Element> {
    admitted(address)?;
    let logo = dom.element("img", "logo");
    set(&logo, "alt", "");
    set(&logo, "loading", "lazy");
    set(&logo, "referrerpolicy", "no-referrer");
    let failed = logo.clone();
    let forget = Closure::once_into_js(move || failed.remove());
    let _ = logo.add_event_listener_with_callback("error", forget.unchecked_ref());
    set(&logo, "src", address);
    Some(logo)
}
