//! The locale's words with values put in.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use wesign_core::problem::FieldError;

use crate::intl::{ListFormat, NumberFormat, PluralRules};

/// Every text of the widget in one language, and that language's numbers and plurals.
pub(crate) struct Words {
    table: Object,
    lang: String,
    number: NumberFormat,
    plural: PluralRules,
    list: ListFormat,
}

impl Words {
    pub(crate) fn new(table: Object, lang: &str) -> Self {
        Self {
            table,
            lang: lang.to_owned(),
            number: NumberFormat::new(lang),
            plural: PluralRules::new(lang),
            list: ListFormat::new(lang),
        }
    }

    /// The text of a key, if the locale has it.
    pub(crate) fn find(&self, key: &str) -> Option<String> {
        Reflect::get(&self.table, &JsValue::from_str(key))
            .ok()?
            .as_string()
    }

    /// The text of a key; the key itself where the locale lacks it, which a test prevents.
    pub(crate) fn get(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with `{name}` replaced by its value.
    pub(crate) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(&self.get(key), values)
    }

    /// The text for a number: `key.one`, `key.other` … as the language's plural rules select;
    /// `{n}` is the number as the language writes it.
    pub(crate) fn counted(&self, key: &str, n: u64, values: &[(&str, &str)]) -> String {
        let category = self.plural.select(n as f64);
        let text = self
            .find(&[key, ".", &category].concat())
            .unwrap_or_else(|| self.get(&[key, ".other"].concat()));
        let number = self.number(n);
        let text = fill(&text, &[("n", &number)]);
        fill(&text, values)
    }

    /// What a code says in the visitor's language: the field's own wording first.
    pub(crate) fn error(&self, error: &FieldError) -> String {
        let code = error.code.as_str();
        let text = self
            .find(&["error.", error.field.name(), ".", code].concat())
            .or_else(|| self.find(&["error.", code].concat()))
            .unwrap_or_else(|| self.get("error.invalid"));
        let bound = |bound: Option<u32>| bound.map(|n| n.to_string()).unwrap_or_default();
        fill(
            &text,
            &[("max", &bound(error.max)), ("min", &bound(error.min))],
        )
    }

    /// A number as the language writes it.
    pub(crate) fn number(&self, n: u64) -> String {
        // Above 2^53 the last digits are rounded, which nobody reads.
        self.number.format(n as f64)
    }

    /// The language, BCP 47.
    pub(crate) fn lang(&self) -> &str {
        &self.lang
    }

    /// `a, b et c`.
    pub(crate) fn list(&self, parts: impl Iterator<Item = String>) -> String {
        self.list
            .format(&parts.map(JsValue::from).collect::<Array>())
    }
}

/// Replaces each `{name}` once; what a value brings is never read again.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, tail))
        });
        if let Some((value, tail)) = value {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}
