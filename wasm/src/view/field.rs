//! A control with its label.

use web_sys::Element;

use crate::dom::{Dom, append, set};
use crate::words::Words;

/// A control with its label; its name, which is its id as well, is what the listener reads.
pub(crate) fn labelled(
    dom: &Dom,
    words: &Words,
    label: &str,
    name: &str,
    control: &Element,
) -> Element {
    let field = dom.element("div", "field");
    let label = dom.text("label", "", &words.get(label));
    set(&label, "for", name);
    set(&label, "part", "label");
    set(control, "id", name);
    set(control, "part", "input");
    set(control, "name", name);
    append(&field, &[&label, control]);
    field
}
