//! The browser's internationalisation, which saves the widget its own Unicode tables.

use js_sys::{Date, Object};
use wasm_bindgen::prelude::*;
use wesign_core::platform::Platform;

use crate::write::put;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    pub(crate) type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    pub(crate) fn new(lang: &str) -> NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    pub(crate) fn with(lang: &str, options: &Object) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method)]
    pub(crate) fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    pub(crate) type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    pub(crate) fn new(lang: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn format(this: &DateTimeFormat, date: &Date) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch, js_name = formatRange)]
    pub(crate) fn format_range(
        this: &DateTimeFormat,
        from: &Date,
        to: &Date,
    ) -> Result<String, JsValue>;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    pub(crate) fn resolved_options(this: &DateTimeFormat) -> JsValue;

    #[wasm_bindgen(js_namespace = Intl)]
    pub(crate) type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    pub(crate) fn new(lang: &str) -> PluralRules;
    #[wasm_bindgen(method)]
    pub(crate) fn select(this: &PluralRules, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    pub(crate) type ListFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    pub(crate) fn new(lang: &str) -> ListFormat;
    #[wasm_bindgen(method)]
    pub(crate) fn format(this: &ListFormat, parts: &js_sys::Array) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type Segmenter;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(lang: &JsValue, options: &Object) -> Result<Segmenter, JsValue>;
    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> JsValue;
}

/// Whole kilometres as a language writes them: `12 km`.
pub(crate) struct Kilometres(NumberFormat);

impl Kilometres {
    pub(crate) fn new(lang: &str) -> Self {
        let options = Object::new();
        put(&options, "style", "unit");
        put(&options, "unit", "kilometer");
        put(&options, "maximumFractionDigits", 0);
        let format = NumberFormat::with(lang, &options);
        Self(format.unwrap_or_else(|_| NumberFormat::new(lang)))
    }

    pub(crate) fn format(&self, km: f64) -> String {
        self.0.format(km)
    }
}

/// A label beyond ASCII, and what it is in punycode.
const PROBE: &str = ".é";
const PROBE_IN_ASCII: &str = ".xn--9ca";

/// [`Platform`] filled by `String.prototype.normalize`, `URL` and `Intl.Segmenter`.
#[derive(Clone, Copy)]
pub(crate) struct Browser;

impl Platform for Browser {
    fn nfc(&self, text: &str) -> String {
        // No crossing for what can't change. Below U+0300 nothing composes or decomposes in form C
        // (all of it is NFC_Quick_Check=Yes, and combining marks start there); nor do dashes and
        // quotation marks.
        let stable = |c: char| c < '\u{300}' || ('\u{2010}'..='\u{2027}').contains(&c);
        if text.chars().all(stable) {
            return text.to_owned();
        }
        js_sys::JsString::from(text).normalize("NFC").into()
    }

    fn domain_to_ascii(&self, domain: &str) -> Option<String> {
        // The host parser would also read a port, credentials, a path or an IP address.
        if domain
            .contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '-' && c != '.')
        {
            return None;
        }
        // Chromium takes a host of ASCII alone as it is, undecodable punycode included; a label
        // beyond ASCII after it makes it read every label.
        let url = web_sys::Url::new(&["https://", domain, PROBE].concat()).ok()?;
        let host = url.hostname();
        let host = host.strip_suffix(PROBE_IN_ASCII)?;
        (!host.is_empty()).then(|| host.to_owned())
    }

    fn graphemes(&self, text: &str, each: &mut dyn FnMut(&str)) {
        // Without CR LF, every ASCII character is a cluster of its own.
        if text.is_ascii() && !text.contains('\r') {
            for at in 0..text.len() {
                each(&text[at..=at]);
            }
            return;
        }
        let segments = Segmenter::new(&JsValue::UNDEFINED, &Object::new())
            .ok()
            .and_then(|segmenter| js_sys::try_iter(&segmenter.segment(text)).ok().flatten());
        let Some(segments) = segments else {
            // An engine older than Intl.Segmenter (Firefox < 125): code points count too much
            // rather than too little.
            let mut buffer = [0; 4];
            text.chars().for_each(|c| each(c.encode_utf8(&mut buffer)));
            return;
        };
        let name = JsValue::from_str("segment");
        for segment in segments.flatten() {
            let cluster = js_sys::Reflect::get(&segment, &name).ok();
            if let Some(cluster) = cluster.and_then(|cluster| cluster.as_string()) {
                each(&cluster);
            }
        }
    }
}
