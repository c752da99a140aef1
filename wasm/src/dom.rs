//! Making elements. Text enters the page through `textContent` alone.

use wasm_bindgen::prelude::*;
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};
use wesign_core::link::admitted;

/// The namespace of drawings.
pub(crate) const SVG: &str = "http://www.w3.org/2000/svg";

/// Makes elements of one document.
#[derive(Clone)]
pub(crate) struct Dom(Document);

impl Dom {
    /// Makes elements of the document that `element` lives in.
    pub(crate) fn of(element: &Element) -> Self {
        Self(element.owner_document().unwrap_throw())
    }

    /// An element with a class, empty.
    pub(crate) fn element(&self, tag: &str, class: &str) -> Element {
        let element = self.0.create_element(tag).unwrap_throw();
        if !class.is_empty() {
            element.set_class_name(class);
        }
        element
    }

    /// An element of a drawing.
    pub(crate) fn svg(&self, tag: &str) -> Element {
        self.0.create_element_ns(Some(SVG), tag).unwrap_throw()
    }

    /// An element with text.
    pub(crate) fn text(&self, tag: &str, class: &str, text: &str) -> Element {
        let element = self.element(tag, class);
        element.set_text_content(Some(text));
        element
    }

    /// A button that does `act` (see [`crate::session`]).
    pub(crate) fn button(&self, class: &str, act: &str, text: &str) -> Element {
        let button = self.text("button", class, text);
        set(&button, "type", "button");
        set(&button, "data-act", act);
        button
    }

    /// A choice of a `<select>`.
    pub(crate) fn option(&self, value: &str, text: &str, chosen: bool) -> Element {
        let option = self.text("option", "", text);
        set(&option, "value", value);
        set_if(&option, "selected", chosen.then_some(""));
        option
    }

    /// A link that opens in a window of its own; plain text where the address is not admitted.
    pub(crate) fn link(&self, address: &str, text: &str) -> Element {
        if admitted(address).is_none() {
            return self.text("span", "", text);
        }
        let link = self.text("a", "", text);
        set(&link, "href", address);
        set(&link, "target", "_blank");
        set(&link, "rel", "noopener noreferrer");
        link
    }
}

pub(crate) fn set(element: &Element, name: &str, value: &str) {
    element.set_attribute(name, value).unwrap_throw();
}

/// Sets or removes an attribute.
pub(crate) fn set_if(element: &Element, name: &str, value: Option<&str>) {
    match value {
        Some(value) => set(element, name, value),
        None => element.remove_attribute(name).unwrap_throw(),
    }
}

/// Says what language a text is in, where that is known: it may differ from the widget's.
pub(crate) fn set_lang(element: &Element, lang: &str) {
    set_if(element, "lang", (!lang.is_empty()).then_some(lang));
}

/// Writes text only where it changed, so that live regions speak once.
pub(crate) fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

pub(crate) fn show(element: &Element, shown: bool) {
    set_if(element, "hidden", (!shown).then_some(""));
}

pub(crate) fn append(parent: &Element, children: &[&Element]) {
    for child in children {
        parent.append_child(child).unwrap_throw();
    }
}

pub(crate) fn focus(element: &Element) {
    // A heading or notice takes the focus of the keyboard without joining the tab order.
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// The value of an input or text area.
pub(crate) fn value(element: &Element) -> Option<String> {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        return Some(select.value());
    }
    element
        .dyn_ref::<HtmlTextAreaElement>()
        .map(HtmlTextAreaElement::value)
}

/// Writes a value only where it differs: writing moves the caret.
pub(crate) fn set_value(element: &Element, text: &str) {
    if value(element).as_deref() == Some(text) {
        return;
    }
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(text);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    }
}
