//! The signature form.

use web_sys::Element;
use wesign_core::consent::ConsentRequest;
use wesign_core::field::{Country, Field};
use wesign_core::flow::SignStep;
use wesign_core::policy::Policy;

use crate::dom::{Dom, append, focus, set, set_if, set_lang, set_text};
use crate::view::country;
use crate::view::entry::Fields;
use crate::view::sending::{Said, SendingView, is_pending};
use crate::words::Words;

/// What is said of a signature under way.
const SAID: Said = Said {
    pending: ["sending", "sending.slow"],
    failed: "failure.",
    again: "failure.again",
};

/// The form, drawn once; what changes is patched, so that a caret never jumps.
pub(crate) struct Form {
    pub(crate) root: Element,
    heading: Element,
    fields: Fields,
    errors: Element,
    submit: Element,
    sending: SendingView,
}

impl Form {
    pub(crate) fn new(dom: &Dom, words: &Words, step: &SignStep) -> Self {
        let petition = step.mobilisation();
        let policy = &petition.policy;
        let root = dom.element("form", "");
        set(&root, "novalidate", "");
        set(&root, "data-act", "sign");
        let heading = dom.text("h3", "", &words.get("form.heading"));
        set(&heading, "tabindex", "-1");
        append(&root, &[&heading]);

        let grid = dom.element("div", "fields");
        append(&root, &[&grid]);
        // Only some targets are looked up by the place.
        let looked_up = petition.targets.by_place();
        let mut fields = Fields::new(dom, "");
        for field in policy.fields() {
            let control = match field {
                Field::Consent(_) => continue,
                Field::Comment => dom.element("textarea", ""),
                Field::Country => countries(dom, policy, &step.draft().lang),
                _ => dom.element("input", ""),
            };
            let hinted = field != Field::Postcode || looked_up;
            let line = fields.add(dom, words, policy, field, control, hinted);
            append(&grid, &[&line]);
        }
        if !policy.consents.is_empty() {
            let set_of = dom.element("fieldset", "consents");
            append(&set_of, &[&dom.text("legend", "", &words.get("consents"))]);
            for (index, request) in policy.consents.iter().enumerate() {
                let field = Field::Consent(request.purpose.clone());
                let consented = step.consented(index);
                let (line, text) =
                    fields.add_consent(dom, field, index, consented, request.required);
                word_consent(words, &text, request);
                append(&set_of, &[&line]);
                if let Some(view) = fields.all.last() {
                    append(&set_of, &[&view.error]);
                }
            }
            append(&root, &[&set_of]);
        }

        let errors = dom.element("p", "error");
        set(&errors, "role", "alert");
        let sending = SendingView::new(dom, words, SAID, "retry");
        let submit = dom.text("button", "button big", &words.get("submit"));
        set(&submit, "type", "submit");
        set(&submit, "part", "button submit");
        append(&root, &[&errors, &sending.notice, &submit, &sending.status]);

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
            errors,
            submit,
            sending,
        }
    }

    pub(crate) fn update(&mut self, words: &Words, step: &SignStep) {
        let errors = step.errors();
        self.fields
            .update(words, step.draft(), errors, step.suggestion());
        let summary = if step.refused() && !errors.is_empty() {
            words.counted("errors", errors.len() as u64, &[])
        } else {
            String::new()
        };
        set_text(&self.errors, &summary);
        let pending = is_pending(step.sending());
        set_if(&self.submit, "aria-disabled", pending.then_some("true"));
        self.sending.update(words, step.sending());
    }

    pub(crate) fn focus_field(&self, field: &Field) {
        self.fields.focus(field);
    }

    pub(crate) fn focus(&self) {
        focus(&self.heading);
    }

    pub(crate) fn focus_notice(&self) {
        self.sending.focus();
    }
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

/// Words a consent in the organiser's own way, else in the locale's.
fn word_consent(words: &Words, text: &Element, request: &ConsentRequest) {
    if request.text.is_empty() {
        let key = ["consent.", request.purpose.kind()].concat();
        let known = words.find(&key);
        set_text(text, &known.unwrap_or_else(|| words.get("consent.any")));
    } else {
        set_text(text, &request.text);
        set_lang(text, &request.lang);
    }
}
