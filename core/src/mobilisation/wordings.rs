//! What the signatories write.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// The organiser's wordings, as templates of [`crate::interpellation`].
///
/// ```
/// use wesign_core::mobilisation::Wordings;
/// let wordings: Wordings = serde_json::from_str(r#"{
///     "subject": "Que voterez-vous ?",
///     "short": ["{target.handle}, que voterez-vous ? {petition.url}"],
///     "long": ["{target.civility},\n\nQue voterez-vous ?\n\n{signer.given_name}"],
///     "translations": [{ "lang": "en", "short": ["{target.handle}, how will you vote? {petition.url}"] }]
/// }"#)?;
/// assert_eq!(wordings.in_language("nl,en").lang, "en");
/// assert_eq!(wordings.in_language("nl").subject, "Que voterez-vous ?");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Wordings {
    /// Language they are written in, BCP 47; empty for the petition's.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub lang: String,
    /// Subject of an e-mail.
    pub subject: String,
    /// Variants for networks that count characters.
    pub short: Vec<String>,
    /// Variants for e-mail.
    pub long: Vec<String>,
    /// Variants of what to say on the phone.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub call: Vec<String>,
    /// The same for targets who are written to in another language, each with its `lang`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub translations: Vec<Wordings>,
}

impl Wordings {
    /// Whether there is nothing to write.
    ///
    /// ```
    /// use wesign_core::mobilisation::Wordings;
    /// assert!(Wordings::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.short.is_empty() && self.long.is_empty() && self.call.is_empty()
    }

    /// The wordings for who reads these languages (BCP 47 with commas between, the best first); the
    /// main ones where none of them is there.
    ///
    /// ```
    /// use wesign_core::mobilisation::Wordings;
    /// let german = Wordings { lang: "de".into(), ..Wordings::default() };
    /// let all = Wordings { translations: vec![german], ..Wordings::default() };
    /// assert_eq!(all.in_language("de-AT").lang, "de");
    /// ```
    #[must_use]
    pub fn in_language(&self, langs: &str) -> &Self {
        let wanted = langs.split(',').map(primary).filter(|tag| !tag.is_empty());
        for tag in wanted {
            // The main ones, where they say their language, come before their translations.
            let mut all = core::iter::once(self).chain(&self.translations);
            if let Some(found) = all.find(|w| primary(&w.lang).eq_ignore_ascii_case(tag)) {
                return found;
            }
        }
        self
    }

    /// Every template with its place and language; `lang` is the petition's.
    ///
    /// ```
    /// use wesign_core::mobilisation::Wordings;
    /// let wordings = Wordings { short: vec!["Bonjour".into()], ..Wordings::default() };
    /// let all = wordings.all("fr");
    /// assert_eq!((&*all[1].0, all[1].1, all[1].2), ("message.short[0]", "Bonjour", "fr"));
    /// ```
    #[must_use]
    pub fn all<'a>(&'a self, lang: &'a str) -> Vec<(String, &'a str, &'a str)> {
        let mut all = Vec::new();
        self.gather("message", lang, &mut all);
        all
    }

    fn gather<'a>(&'a self, path: &str, lang: &'a str, all: &mut Vec<(String, &'a str, &'a str)>) {
        let lang = if self.lang.is_empty() {
            lang
        } else {
            &self.lang
        };
        let place = |name: &str, at: usize| [path, ".", name, "[", &at.to_string(), "]"].concat();
        all.push(([path, ".subject"].concat(), &self.subject, lang));
        for (name, texts) in [
            ("short", &self.short),
            ("long", &self.long),
            ("call", &self.call),
        ] {
            let texts = texts.iter().enumerate();
            all.extend(texts.map(|(at, text)| (place(name, at), &**text, lang)));
        }
        for (at, translation) in self.translations.iter().enumerate() {
            translation.gather(&place("translations", at), lang, all);
        }
    }
}

/// The language of a tag: `de` of `de-AT`.
fn primary(tag: &str) -> &str {
    tag.trim().split('-').next().unwrap_or_default()
}
