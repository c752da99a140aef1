//! Writing the core's values as JavaScript objects, see [`crate::read`] for why by hand.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wesign_core::field::Field;
use wesign_core::flow::Handover;
use wesign_core::policy::{Ask, Policy};
use wesign_core::problem::FieldError;
use wesign_core::signature::Draft;

pub(crate) fn put(object: &Object, key: &str, value: impl Into<JsValue>) {
    // Setting a property of a plain object can't fail.
    let _ = Reflect::set(object, &JsValue::from_str(key), &value.into());
}

/// The draft as the contract's JSON has it; what is empty stays away.
pub(crate) fn draft(draft: &Draft) -> JsValue {
    let object = Object::new();
    for field in Field::PLAIN {
        let text = draft.text(field);
        if !text.is_empty() {
            put(&object, field.name(), text);
        }
    }
    put(&object, "lang", &*draft.lang);
    let consents = Array::new();
    for consent in &draft.consents {
        let answer = Object::new();
        put(&answer, "purpose", &*consent.purpose);
        put(&answer, "granted", consent.granted);
        put(&answer, "wording", &*consent.wording);
        put(&answer, "version", consent.version);
        put(&answer, "lang", &*consent.lang);
        consents.push(&answer);
    }
    put(&object, "consents", consents);
    object.into()
}

/// The petition's policy, `own`, as the page has narrowed it to `policy`.
pub(crate) fn policy(own: &JsValue, policy: &Policy) -> JsValue {
    let object = Object::assign(&Object::new(), own.unchecked_ref());
    for field in Field::PLAIN {
        put(&object, field.name(), ask(policy.ask(field)));
    }
    let consents = Array::new();
    for request in &policy.consents {
        let consent = Object::new();
        put(&consent, "purpose", request.purpose.as_str());
        put(&consent, "wording", &*request.wording);
        put(&consent, "version", request.version);
        put(&consent, "lang", &*request.lang);
        put(&consent, "required", request.required);
        consents.push(&consent);
    }
    put(&object, "consents", consents);
    object.into()
}

fn ask(ask: Ask) -> &'static str {
    match ask {
        Ask::Hidden => "hidden",
        Ask::Optional => "optional",
        Ask::Required => "required",
    }
}

/// A field's name on the wire.
pub(crate) fn field(field: &Field) -> String {
    match field {
        Field::Consent(purpose) => [field.name(), ".", purpose.as_str()].concat(),
        _ => field.name().to_owned(),
    }
}

/// `{ errors }`, as the API writes them.
pub(crate) fn errors(errors: &[FieldError]) -> JsValue {
    let list = Array::new();
    for error in errors {
        let object = Object::new();
        put(&object, "field", field(&error.field));
        put(&object, "code", error.code.as_str());
        for (key, bound) in [("min", error.min), ("max", error.max)] {
            if let Some(bound) = bound {
                put(&object, key, bound);
            }
        }
        list.push(&object);
    }
    let object = Object::new();
    put(&object, "errors", list);
    object.into()
}

/// Writes what the next step needs into `object`, over what was there.
pub(crate) fn handover(object: &Object, handover: &Handover) {
    put(object, "given_name", &*handover.given_name);
    put(object, "locality", &*handover.locality);
    put(object, "postcode", &*handover.postcode);
    put(object, "country", &*handover.country);
    put(object, "count", handover.count as f64);
    put(object, "seed", &*handover.seed);
    put(object, "signed", handover.signed);
    let from = &handover.contact;
    let contact = Object::new();
    put(&contact, "given_name", &*from.given_name);
    put(&contact, "family_name", &*from.family_name);
    put(&contact, "full_name", &*from.full_name);
    put(&contact, "email", &*from.email);
    put(object, "contact", contact);
}
