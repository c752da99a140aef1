//! The choice of a country, named in the visitor's language by the browser.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::{Dom, append};

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

/// A `<select>` of countries in alphabetical order, with this one chosen.
pub(crate) fn select(dom: &Dom, codes: &[&str], chosen: &str, lang: &str) -> Element {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"type".into(), &"region".into());
    let names = DisplayNames::new(lang, &options);
    // Name and code in one string, sorted by the browser as the language does.
    let named: Array = codes
        .iter()
        .map(|code| JsValue::from([&names.of(code), "\n", code].concat()))
        .collect();
    sort(&named, &Collator::new(lang).compare());
    let select = dom.element("select", "");
    for entry in named.iter().filter_map(|entry| entry.as_string()) {
        let (name, code) = entry.split_once('\n').unwrap_or((&entry, ""));
        append(&select, &[&dom.option(code, name, code == chosen)]);
    }
    select
}
