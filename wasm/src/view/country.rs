//! The choice of a country, named in the visitor's language by the browser.

use wasm_bindgen::prelude::*;
use web_sys::Element;
use wesign_core::field::Country;
use wesign_core::policy::Policy;

use crate::dom::{Dom, append, set};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(lang: &str, options: &JsValue) -> DisplayNames;
    #[wasm_bindgen(method)]
    fn of(this: &DisplayNames, code: &str) -> String;
}

/// A `<select>` of the petition's countries, or of all, in alphabetical order; its default first.
pub(crate) fn select(dom: &Dom, policy: &Policy, lang: &str) -> Element {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"type".into(), &"region".into());
    let names = DisplayNames::new(lang, &options);
    let countries = if policy.countries.is_empty() {
        Country::all().collect()
    } else {
        policy.countries.clone()
    };
    let mut named: Vec<(String, Country)> = countries
        .into_iter()
        .map(|country| (names.of(country.as_str()), country))
        .collect();
    named.sort_by(|(a, _), (b, _)| {
        js_sys::JsString::from(&**a)
            .locale_compare(b, &js_sys::Array::of1(&lang.into()), &js_sys::Object::new())
            .cmp(&0)
    });
    let select = dom.element("select", "");
    for (name, country) in named {
        let option = dom.text("option", "", &name);
        set(&option, "value", country.as_str());
        if country == policy.default_country {
            set(&option, "selected", "");
        }
        append(&select, &[&option]);
    }
    select
}
