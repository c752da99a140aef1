//! Words of the server's own pages, by language. Everything else words itself in the widget.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use wesign_core::problem::FieldError;

/// The texts of one language.
pub struct Locale {
    /// BCP 47 tag.
    pub lang: &'static str,
    texts: HashMap<String, String>,
}

static LOCALES: LazyLock<[Locale; 2]> = LazyLock::new(|| {
    [
        Locale::read("fr", include_str!("../locales/fr.json")),
        Locale::read("en", include_str!("../locales/en.json")),
    ]
});

impl Locale {
    /// The texts of a file.
    pub(crate) fn read(lang: &'static str, json: &str) -> Self {
        // A test reads every file: a broken one does not reach a release.
        Self {
            lang,
            texts: serde_json::from_str(json).unwrap_or_default(),
        }
    }

    /// The locale of a language tag by its first part; English for languages without one.
    #[must_use]
    pub fn of(lang: &str) -> &'static Self {
        let primary = lang
            .split(['-', '_'])
            .next()
            .unwrap_or("")
            .to_ascii_lowercase();
        let locales = &*LOCALES;
        locales
            .iter()
            .find(|locale| locale.lang == primary)
            .unwrap_or(&locales[1])
    }

    /// The locale of a browser's first language.
    #[must_use]
    pub fn accepted(headers: &HeaderMap) -> &'static Self {
        let list = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        Self::of(
            list.unwrap_or("")
                .split([',', ';'])
                .next()
                .unwrap_or("")
                .trim(),
        )
    }

    /// Every key, in order.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> std::collections::btree_set::IntoIter<&str> {
        let keys = self.texts.keys().map(String::as_str);
        std::collections::BTreeSet::from_iter(keys).into_iter()
    }

    /// The text of a key, when there is one.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of a key; the key itself where a text is missing, which tests forbid.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The text of a key with `{count}` filled in, grouped as the language groups digits.
    #[must_use]
    pub fn count(&self, key: &str, count: u64) -> String {
        self.text(key).replace("{count}", &self.number(count))
    }

    /// What is wrong with a field, in words.
    #[must_use]
    pub fn error(&self, error: &FieldError) -> String {
        let key = format!("error.{}", error.code);
        let text = self.find(&key).unwrap_or(self.text("error.invalid"));
        let bound = |bound: Option<u32>| bound.map(|b| b.to_string()).unwrap_or_default();
        text.replace("{min}", &bound(error.min))
            .replace("{max}", &bound(error.max))
    }

    fn number(&self, number: u64) -> String {
        // French groups by a narrow no-break space, English by a comma.
        let separator = if self.lang == "fr" { '\u{202f}' } else { ',' };
        let digits = number.to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wesign_core::field::Field;
    use wesign_core::problem::Code;

    use super::{LOCALES, Locale};

    #[test]
    fn every_language_words_every_code_and_field_and_nothing_else() {
        let known = BTreeSet::from_iter(LOCALES[0].texts.keys());
        for locale in &*LOCALES {
            assert_eq!(
                BTreeSet::from_iter(locale.texts.keys()),
                known,
                "{}",
                locale.lang
            );
            for code in Code::ALL {
                let key = format!("error.{code}");
                assert!(locale.find(&key).is_some(), "{}: {key}", locale.lang);
            }
            for field in Field::PLAIN {
                let key = format!("field.{field}");
                assert!(locale.find(&key).is_some(), "{}: {key}", locale.lang);
            }
            for key in known.iter().filter(|key| key.starts_with("error.")) {
                assert!(
                    Code::parse(&key["error.".len()..]).is_some(),
                    "{key} names no code"
                );
            }
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!(
            Locale::of("fr-FR").number(1_234_567),
            "1\u{202f}234\u{202f}567"
        );
        assert_eq!(Locale::of("en").number(999), "999");
        assert_eq!(Locale::of("de").lang, "en");
    }
}
