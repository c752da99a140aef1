//! Words of letters and of the pages that their links open, in the languages that people sign in.

use std::sync::LazyLock;

use crate::locale::Locale;

macro_rules! languages {
    ($($lang:literal),*) => {
        [$(Locale::read($lang, include_str!(concat!("../../locales/mail/", $lang, ".json")))),*]
    };
}

static WORDS: LazyLock<[Locale; LANGUAGES]> =
    LazyLock::new(|| languages!["en", "de", "es", "fr", "it"]);
const LANGUAGES: usize = 5;

/// The words of the first of these languages that there are some in; English, where there are none.
#[must_use]
pub fn words(languages: &[&str]) -> &'static Locale {
    let primary = |tag: &str| crate::petition::primary(tag).to_ascii_lowercase();
    let all = &*WORDS;
    languages
        .iter()
        .find_map(|tag| all.iter().find(|words| words.lang == primary(tag)))
        .unwrap_or(&all[0])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{WORDS, words};

    /// The parts in braces.
    fn parts(text: &str) -> BTreeSet<&str> {
        let open = text.split('{').skip(1);
        open.filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn every_language_says_the_same_with_the_same_parts() {
        let english = words(&[]);
        for words in &*WORDS {
            let keys: Vec<_> = words.keys().collect();
            assert_eq!(keys, english.keys().collect::<Vec<_>>(), "{}", words.lang);
            for key in keys {
                let text = words.text(key);
                assert!(!text.trim().is_empty(), "{}: {key}", words.lang);
                assert_eq!(
                    parts(text),
                    parts(english.text(key)),
                    "{}: {key}",
                    words.lang
                );
            }
        }
    }

    #[test]
    fn the_first_language_that_is_there_is_taken() {
        assert_eq!(words(&["de-AT"]).lang, "de");
        assert_eq!(words(&["xx", "fr"]).lang, "fr");
        assert_eq!(words(&["", "xx"]).lang, "en");
    }
}
