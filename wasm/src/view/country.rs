//! The choice of a country, named in the visitor's language by the browser.

use js_sys::Array;
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

    #[wasm_bindgen(js_namespace = ["Array", "prototype", "sort"], js_name = call)]
    fn sort(list: &Array, compare: &js_sys::Function);

    #[wasm_bindgen(js_namespace = Intl)]
    type Collator;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(lang: &str) -> Collator;
    #[wasm_bindgen(method, getter)]
    fn compare(this: &Collator) -> js_sys::Function;
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
    // Name and code in one string, sorted by the browser as the language does.
    let named: Array = countries
        .iter()
        .map(|country| {
            let code = country.as_str();
            JsValue::from([&names.of(code), "\n", code].concat())
        })
        .collect();
    sort(&named, &Collator::new(lang).compare());
    let select = dom.element("select", "");
    for entry in named.iter().filter_map(|entry| entry.as_string()) {
        let (name, code) = entry.split_once('\n').unwrap_or((&entry, ""));
        let option = dom.text("option", "", name);
        set(&option, "value", code);
        if code == policy.default_country.as_str() {
            set(&option, "selected", "");
        }
        append(&select, &[&option]);
    }
    select
}
