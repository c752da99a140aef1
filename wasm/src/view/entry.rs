//! The fields of a form: each with its label, its hint and where its error stands.

use web_sys::Element;
use wesign_core::field::Field;
use wesign_core::policy::{Ask, Policy};
use wesign_core::problem::FieldError;
use wesign_core::signature::Draft;

use crate::dom::{Dom, append, focus, set, set_if, set_text, set_value, show};
use crate::words::Words;

/// One field: its control and where its error stands.
pub(crate) struct FieldView {
    pub(crate) field: Field,
    pub(crate) control: Element,
    pub(crate) error: Element,
}

/// The fields of a form, drawn once; what changes is patched, so that a caret never jumps.
pub(crate) struct Fields {
    /// What stands before the names of the controls, which are their ids as well: several forms
    /// share one shadow root.
    prefix: &'static str,
    pub(crate) all: Vec<FieldView>,
    suggestion: Element,
}

impl Fields {
    pub(crate) fn new(dom: &Dom, prefix: &'static str) -> Self {
        let suggestion = dom.button("link", "suggestion", "");
        show(&suggestion, false);
        Self {
            prefix,
            all: Vec::new(),
            suggestion,
        }
    }

    /// Adds a field with this control; its line. `hinted` where it comes with its hint.
    pub(crate) fn add(
        &mut self,
        dom: &Dom,
        words: &Words,
        policy: &Policy,
        field: Field,
        control: Element,
        hinted: bool,
    ) -> Element {
        let kind = field.name();
        let name = [self.prefix, kind].concat();
        let line = dom.element("div", if short(&field) { "field" } else { "field wide" });
        let label = dom.text("label", "", &words.get(&["field.", kind].concat()));
        set(&label, "for", &name);
        set(&label, "part", "label");
        let required = policy.ask(&field) == Ask::Required;
        if !required {
            label.append_with_str_1(" ").ok();
            append(
                &label,
                &[&dom.text("span", "optional", &words.get("optional"))],
            );
        }
        let (kind_of_input, mode, complete) = entry(&field);
        if control.tag_name() == "INPUT" {
            set(&control, "type", kind_of_input);
        }
        set_if(&control, "inputmode", mode);
        set(&control, "autocomplete", complete);
        set(&control, "id", &name);
        set(&control, "name", &name);
        set(&control, "part", "input");
        set_if(&control, "aria-required", required.then_some("true"));
        append(&line, &[&label]);
        let error = error_of(dom, &control, &name);
        if let Some(text) = words.find(&["hint.", kind].concat()).filter(|_| hinted) {
            let hint = dom.text("p", "hint", &text);
            let id = ["hint-", &name].concat();
            set(&hint, "id", &id);
            set(
                &control,
                "aria-describedby",
                &[&id, " error-", &name].concat(),
            );
            append(&line, &[&hint]);
        }
        append(&line, &[&control, &error]);
        if field == Field::Email {
            append(&line, &[&self.suggestion]);
        }
        self.all.push(FieldView {
            field,
            control,
            error,
        });
        line
    }

    /// Adds the box of a consent, never ticked beforehand; its label, without words yet.
    pub(crate) fn add_consent(
        &mut self,
        dom: &Dom,
        field: Field,
        index: usize,
        consented: bool,
        required: bool,
    ) -> (Element, Element) {
        let index = index.to_string();
        let (label, control, text) = tick(dom, &index);
        let id = [self.prefix, "consent-", &index].concat();
        set(&control, "id", &id);
        set_if(&control, "aria-required", required.then_some("true"));
        set_if(&control, "checked", consented.then_some(""));
        let error = error_of(dom, &control, &id);
        self.all.push(FieldView {
            field,
            control,
            error,
        });
        (label, text)
    }

    /// Brings the fields to what was typed and what is wrong with it.
    pub(crate) fn update(
        &self,
        words: &Words,
        draft: &Draft,
        errors: &[FieldError],
        suggestion: Option<&str>,
    ) {
        for view in &self.all {
            let error = errors.iter().find(|error| error.field == view.field);
            set_if(&view.control, "aria-invalid", error.map(|_| "true"));
            set_text(
                &view.error,
                &error.map(|e| words.error(e)).unwrap_or_default(),
            );
            if !matches!(view.field, Field::Consent(_)) {
                set_value(&view.control, draft.text(&view.field));
            }
        }
        show(&self.suggestion, suggestion.is_some());
        if let Some(email) = suggestion {
            set_text(
                &self.suggestion,
                &words.with("suggestion", &[("email", email)]),
            );
        }
    }

    pub(crate) fn focus(&self, field: &Field) {
        if let Some(view) = self.all.iter().find(|view| view.field == *field) {
            focus(&view.control);
        }
    }
}

/// Where the error of a control stands, whose description it is.
fn error_of(dom: &Dom, control: &Element, name: &str) -> Element {
    let error = dom.element("p", "error");
    let id = ["error-", name].concat();
    set(&error, "id", &id);
    set(control, "aria-describedby", &id);
    error
}

/// A box to tick: its label, its control, and where its words go. `consent` is what the listener
/// reads.
pub(crate) fn tick(dom: &Dom, consent: &str) -> (Element, Element, Element) {
    let label = dom.element("label", "check");
    let control = dom.element("input", "");
    set(&control, "type", "checkbox");
    set(&control, "data-consent", consent);
    let text = dom.element("span", "");
    append(&label, &[&control, &text]);
    (label, control, text)
}

/// Whether a field shares its line with another where there is room.
fn short(field: &Field) -> bool {
    matches!(
        field,
        Field::GivenName | Field::FamilyName | Field::Postcode | Field::Locality | Field::BirthYear
    )
}

/// Input type, input mode and autofill name (HTML, "autofill field names") of a field.
fn entry(field: &Field) -> (&'static str, Option<&'static str>, &'static str) {
    match field {
        Field::GivenName => ("text", None, "given-name"),
        Field::FamilyName => ("text", None, "family-name"),
        Field::FullName => ("text", None, "name"),
        Field::Email => ("email", None, "email"),
        Field::Country => ("text", None, "country"),
        Field::Postcode => ("text", None, "postal-code"),
        Field::Locality => ("text", None, "address-level2"),
        Field::Phone => ("tel", None, "tel"),
        Field::BirthYear => ("text", Some("numeric"), "bday-year"),
        Field::Organisation => ("text", None, "organization"),
        Field::Comment | Field::Consent(_) => ("text", None, "off"),
    }
}
