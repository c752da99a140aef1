//! The signature form.

use web_sys::Element;
use wesign_core::consent::ConsentRequest;
use wesign_core::field::{Country, Field};
use wesign_core::flow::{Sending, SignStep};
use wesign_core::mobilisation::Targets;
use wesign_core::policy::{Ask, Policy};

use crate::dom::{Dom, append, focus, set, set_if, set_lang, set_text, set_value, show};
use crate::view::country;
use crate::words::Words;

/// One field: its control and where its error stands.
struct FieldView {
    field: Field,
    control: Element,
    error: Element,
}

/// The form, drawn once; what changes is patched, so that a caret never jumps.
pub(crate) struct Form {
    pub(crate) root: Element,
    heading: Element,
    fields: Vec<FieldView>,
    suggestion: Element,
    errors: Element,
    submit: Element,
    status: Element,
    notice: Element,
    notice_text: Element,
    retry: Element,
}

impl Form {
    pub(crate) fn new(dom: &Dom, words: &Words, step: &SignStep) -> Self {
        let petition = step.mobilisation();
        let root = dom.element("form", "");
        set(&root, "novalidate", "");
        set(&root, "data-act", "sign");
        set(&root, "aria-labelledby", "sign");
        let heading = dom.text("h3", "", &words.get("form.heading"));
        set(&heading, "id", "sign");
        set(&heading, "tabindex", "-1");
        append(&root, &[&heading]);

        let grid = dom.element("div", "fields");
        append(&root, &[&grid]);
        let suggestion = dom.button("link", "suggestion", "");
        show(&suggestion, false);

        let mut fields = Vec::new();
        for field in petition.policy.fields() {
            if matches!(field, Field::Consent(_)) {
                continue;
            }
            let (view, line) = plain_field(dom, words, step, field);
            if view.field == Field::Email {
                append(&line, &[&suggestion]);
            }
            append(&grid, &[&line]);
            fields.push(view);
        }
        if !petition.policy.consents.is_empty() {
            let set_of = dom.element("fieldset", "consents");
            append(&set_of, &[&dom.text("legend", "", &words.get("consents"))]);
            for (index, request) in petition.policy.consents.iter().enumerate() {
                let (view, line) = consent(dom, words, index, request, step);
                append(&set_of, &[&line, &view.error]);
                fields.push(view);
            }
            append(&root, &[&set_of]);
        }

        let errors = dom.element("p", "error");
        set(&errors, "role", "alert");
        let notice = dom.element("div", "notice bad");
        set(&notice, "role", "alert");
        set(&notice, "tabindex", "-1");
        show(&notice, false);
        let notice_text = dom.element("p", "");
        let retry = dom.button("button", "retry", &words.get("retry"));
        append(&notice, &[&notice_text, &retry]);

        let submit = dom.text("button", "button big", &words.get("submit"));
        set(&submit, "type", "submit");
        set(&submit, "part", "button submit");
        let status = dom.element("p", "small status");
        set(&status, "role", "status");
        append(&root, &[&errors, &notice, &submit, &status]);

        if !petition.privacy.controller.is_empty() {
            let controller = [("controller", &*petition.privacy.controller)];
            let privacy = dom.text("p", "small", &words.with("privacy", &controller));
            if !petition.privacy.url.is_empty() {
                privacy.append_with_str_1(" ").ok();
                append(
                    &privacy,
                    &[&dom.link(&petition.privacy.url, &words.get("privacy.link"))],
                );
            }
            append(&root, &[&privacy]);
        }

        Self {
            root,
            heading,
            fields,
            suggestion,
            errors,
            submit,
            status,
            notice,
            notice_text,
            retry,
        }
    }

    pub(crate) fn update(&mut self, words: &Words, step: &SignStep) {
        let errors = step.errors();
        for view in &self.fields {
            let error = errors.iter().find(|error| error.field == view.field);
            set_if(&view.control, "aria-invalid", error.map(|_| "true"));
            set_text(
                &view.error,
                &error.map(|e| words.error(e)).unwrap_or_default(),
            );
            if !matches!(view.field, Field::Consent(_)) {
                set_value(&view.control, step.draft().text(&view.field));
            }
        }
        let suggestion = step.suggestion();
        show(&self.suggestion, suggestion.is_some());
        if let Some(email) = suggestion {
            set_text(
                &self.suggestion,
                &words.with("suggestion", &[("email", email)]),
            );
        }
        let summary = if step.refused() && !errors.is_empty() {
            words.counted("errors", errors.len() as u64, &[])
        } else {
            String::new()
        };
        set_text(&self.errors, &summary);

        let pending = matches!(step.sending(), Sending::Pending { .. });
        set_if(&self.submit, "aria-disabled", pending.then_some("true"));
        set_text(
            &self.status,
            &match step.sending() {
                Sending::Pending { slow: false } => words.get("sending"),
                Sending::Pending { slow: true } => words.get("sending.slow"),
                _ => String::new(),
            },
        );
        if let Sending::Failed(failure) = step.sending() {
            let key = ["failure.", failure.code()].concat();
            let values = [("code", failure.detail())];
            set_text(&self.notice_text, &words.with(&key, &values));
            show(&self.retry, failure.may_retry());
            show(&self.notice, true);
        } else {
            show(&self.notice, false);
        }
    }

    pub(crate) fn focus_field(&self, field: &Field) {
        if let Some(view) = self.fields.iter().find(|view| view.field == *field) {
            focus(&view.control);
        }
    }

    pub(crate) fn focus(&self) {
        focus(&self.heading);
    }

    pub(crate) fn focus_notice(&self) {
        focus(&self.notice);
    }
}

fn plain_field(dom: &Dom, words: &Words, step: &SignStep, field: Field) -> (FieldView, Element) {
    let name = field.name();
    let line = dom.element("div", if short(&field) { "field" } else { "field wide" });
    let label = dom.text("label", "", &words.get(&["field.", name].concat()));
    set(&label, "for", name);
    set(&label, "part", "label");
    let required = step.mobilisation().policy.ask(&field) == Ask::Required;
    if !required {
        label.append_with_str_1(" ").ok();
        append(
            &label,
            &[&dom.text("span", "optional", &words.get("optional"))],
        );
    }
    let control = match field {
        Field::Comment => dom.element("textarea", ""),
        Field::Country => countries(dom, &step.mobilisation().policy, &step.draft().lang),
        _ => dom.element("input", ""),
    };
    let (kind, mode, complete) = entry(&field);
    if !matches!(field, Field::Comment | Field::Country) {
        set(&control, "type", kind);
    }
    set_if(&control, "inputmode", mode);
    set(&control, "autocomplete", complete);
    set(&control, "part", "input");
    set(&control, "id", name);
    set(&control, "name", name);
    set_if(&control, "aria-required", required.then_some("true"));
    let error_id = ["error-", name].concat();
    let error = dom.element("p", "error");
    set(&error, "id", &error_id);

    append(&line, &[&label]);
    let mut described = error_id;
    // Nobody is looked up for a petition without targets.
    let looked_up = step.mobilisation().targets != Targets::None;
    let hint = words
        .find(&["hint.", name].concat())
        .filter(|_| field != Field::Postcode || looked_up);
    if let Some(text) = hint {
        let hint = dom.text("p", "hint", &text);
        let id = ["hint-", name].concat();
        set(&hint, "id", &id);
        append(&line, &[&hint]);
        described = [&id, " ", &*described].concat();
    }
    set(&control, "aria-describedby", &described);
    append(&line, &[&control, &error]);
    (
        FieldView {
            field,
            control,
            error,
        },
        line,
    )
}

/// The petition's countries, or all, with its default chosen.
fn countries(dom: &Dom, policy: &Policy, lang: &str) -> Element {
    let codes: Vec<&str> = if policy.countries.is_empty() {
        Country::all().map(Country::as_str).collect()
    } else {
        policy
            .countries
            .iter()
            .map(|country| country.as_str())
            .collect()
    };
    country::select(dom, &codes, policy.default_country.as_str(), lang)
}

/// A consent: never ticked beforehand, in the organiser's own words.
fn consent(
    dom: &Dom,
    words: &Words,
    index: usize,
    request: &ConsentRequest,
    step: &SignStep,
) -> (FieldView, Element) {
    let field = Field::Consent(request.purpose.clone());
    let id = ["consent-", &index.to_string()].concat();
    let label = dom.element("label", "check");
    let control = dom.element("input", "");
    set(&control, "type", "checkbox");
    set(&control, "id", &id);
    set(&control, "data-consent", &index.to_string());
    set_if(
        &control,
        "aria-required",
        request.required.then_some("true"),
    );
    set_if(&control, "checked", step.consented(index).then_some(""));
    let text = dom.element("span", "");
    if request.text.is_empty() {
        let key = ["consent.", request.purpose.kind()].concat();
        let known = words.find(&key);
        set_text(&text, &known.unwrap_or_else(|| words.get("consent.any")));
    } else {
        set_text(&text, &request.text);
        set_lang(&text, &request.lang);
    }
    append(&label, &[&control, &text]);
    let error = dom.element("p", "error");
    let error_id = ["error-", &id].concat();
    set(&error, "id", &error_id);
    set(&control, "aria-describedby", &error_id);
    (
        FieldView {
            field,
            control,
            error,
        },
        label,
    )
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
