//! The form itself: fields, boxes, what is wrong with them.

use wesign_core::consent::ConsentRequest;
use wesign_core::field::Field;
use wesign_core::policy::Ask;
use wesign_core::problem::FieldError;
use wesign_core::signature::Draft;

use super::Subject;
use crate::html::Html;
use crate::locale::Locale;

/// Adds the form to a page.
pub(super) fn form(main: &mut Html, subject: Subject<'_>, draft: &Draft, errors: &[FieldError]) {
    let Subject {
        locale,
        petition: terms,
        translated,
        ..
    } = subject;
    let mut action = format!("/api/petitions/{}/signatures", terms.id);
    if translated {
        // The answer is in the edition that the person reads.
        action.push_str("?lang=");
        action.push_str(&terms.lang);
    }
    main.tag("<form method=\"post\"")
        .attribute("action", &action)
        .tag(">\n");
    for field in terms.policy.fields() {
        let error = errors.iter().find(|error| error.field == field);
        match &field {
            Field::Consent(purpose) => {
                let ticked = draft
                    .consents
                    .iter()
                    .any(|answer| answer.granted && answer.purpose == purpose.as_str());
                tick_box(main, subject, &field, ticked, error);
            }
            _ => text_field(main, subject, &field, draft.text(&field), error),
        }
    }
    main.tag("<button type=\"submit\">")
        .text(locale.text("page.button"))
        .tag("</button>\n</form>");
    let privacy = &terms.privacy;
    if !privacy.controller.is_empty() {
        main.tag("\n<p class=\"privacy\">")
            .text(locale.text("page.privacy"))
            .tag(" ");
        main.link(&privacy.url, &privacy.controller).tag("</p>\n");
    }
}

fn text_field(
    main: &mut Html,
    subject: Subject<'_>,
    field: &Field,
    value: &str,
    error: Option<&FieldError>,
) {
    let locale = subject.locale;
    let name = field.name();
    let required = subject.petition.policy.ask(field) == Ask::Required;
    main.tag("<div class=\"field\">\n<label")
        .attribute("for", name)
        .tag(">");
    main.text(&label(subject, field));
    if !required {
        main.tag(" <small>")
            .text(locale.text("page.optional"))
            .tag("</small>");
    }
    main.tag("</label>\n");
    let is_long = *field == Field::Comment;
    main.tag(if is_long {
        "<textarea rows=\"4\""
    } else {
        "<input"
    });
    main.attribute("id", name).attribute("name", name);
    let (kind, autocomplete) = hints(field);
    if !is_long {
        main.attribute("type", kind);
    }
    main.attribute("autocomplete", autocomplete);
    if required {
        main.tag(" required");
    }
    if error.is_some() {
        main.tag(" aria-invalid=\"true\"")
            .attribute("aria-describedby", &format!("{name}-error"));
    }
    if is_long {
        // The line feed right after the tag is not part of the text.
        main.tag(">\n").text(value).tag("</textarea>\n");
    } else {
        main.attribute("value", value).tag(">\n");
    }
    explain(main, locale, name, error);
    main.tag("</div>\n");
}

fn tick_box(
    main: &mut Html,
    subject: Subject<'_>,
    field: &Field,
    ticked: bool,
    error: Option<&FieldError>,
) {
    let Field::Consent(purpose) = field else {
        return;
    };
    let id = field.to_string();
    main.tag("<div class=\"consent\">\n<input type=\"checkbox\" name=\"consent\"");
    main.attribute("id", &id)
        .attribute("value", purpose.as_str());
    if ticked {
        main.tag(" checked");
    }
    if error.is_some() {
        main.tag(" aria-invalid=\"true\"")
            .attribute("aria-describedby", &format!("{id}-error"));
    }
    main.tag(">\n<label").attribute("for", &id).tag(">");
    let request = subject.petition.policy.consent(purpose);
    if request.is_some_and(|request| !request.text.is_empty()) {
        subject.own(main, "<span")
    } else {
        main.tag("<span>")
    };
    main.text(&label(subject, field)).tag("</span></label>\n");
    explain(main, subject.locale, &id, error);
    main.tag("</div>\n");
}

fn explain(main: &mut Html, locale: &Locale, name: &str, error: Option<&FieldError>) {
    if let Some(error) = error {
        main.tag("<p class=\"error\"")
            .attribute("id", &format!("{name}-error"))
            .tag(">");
        main.text(&locale.error(error)).tag("</p>\n");
    }
}

/// Input type and autocomplete token (HTML standard, "Autofill").
fn hints(field: &Field) -> (&'static str, &'static str) {
    match field {
        Field::GivenName => ("text", "given-name"),
        Field::FamilyName => ("text", "family-name"),
        Field::FullName => ("text", "name"),
        Field::Email => ("email", "email"),
        Field::Country => ("text", "country"),
        Field::Postcode => ("text", "postal-code"),
        Field::Locality => ("text", "address-level2"),
        Field::Phone => ("tel", "tel"),
        Field::BirthYear => ("text", "bday-year"),
        Field::Organisation => ("text", "organization"),
        Field::Comment | Field::Consent(_) => ("text", "off"),
    }
}

/// What a field is called.
pub(super) fn label(subject: Subject<'_>, field: &Field) -> String {
    let Subject {
        locale, petition, ..
    } = subject;
    match field {
        Field::Consent(purpose) => match petition.policy.consent(purpose) {
            Some(request) => wording(subject, request),
            None => purpose.to_string(),
        },
        field => locale.text(&format!("field.{field}")).to_owned(),
    }
}

/// The organiser's wording, or the locale's where there is none.
fn wording(subject: Subject<'_>, request: &ConsentRequest) -> String {
    let Subject {
        locale, petition, ..
    } = subject;
    if !request.text.is_empty() {
        return request.text.clone();
    }
    let party = request
        .purpose
        .party()
        .unwrap_or(&petition.privacy.controller);
    let key = format!("consent.{}", request.purpose.kind());
    locale
        .find(&key)
        .unwrap_or(locale.text("consent.other"))
        .replace("{party}", party)
        .replace("{purpose}", request.purpose.as_str())
}
