//! A petition in another language than its own.

use std::collections::BTreeMap;

use serde::Deserialize;
use wesign_core::mobilisation::{Share, Wordings};

use super::edition::Texts;

/// The texts of a file in another language. What is left out stays in the petition's own one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Translation {
    pub(super) title: String,
    summary: String,
    text: Vec<String>,
    pub(super) url: String,
    image_alt: String,
    organisations: BTreeMap<String, Described>,
    message: Option<Wordings>,
    /// By the name of the wording.
    consents: BTreeMap<String, String>,
    share: Share,
    gatherings: BTreeMap<String, Announced>,
    news: BTreeMap<String, Told>,
    donation: Described,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Described {
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Announced {
    title: String,
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Told {
    title: String,
    text: Vec<String>,
}

impl Translation {
    /// Puts these texts in place of those of the petition's own language. What names something that
    /// the petition does not have is an error with its path.
    pub(super) fn apply(self, lang: &str, texts: &mut Texts) -> Result<(), String> {
        let petition = &mut texts.mobilisation;
        if self.title.trim().is_empty() {
            return Err("title is empty".into());
        }
        // Whoever is written to reads the language of the message, whatever the reader's.
        match self.message {
            Some(message) => petition.message = message,
            None if petition.message.lang.is_empty() => {
                petition.message.lang = petition.lang.clone();
            }
            None => {}
        }
        petition.lang = lang.to_owned();
        petition.title = self.title;
        replace(&mut petition.summary, self.summary);
        replace(&mut petition.url, self.url);
        replace(&mut petition.image_alt, self.image_alt);
        replace(&mut petition.share.text, self.share.text);
        if !self.text.is_empty() {
            petition.text = self.text;
        }
        for (id, described) in self.organisations {
            let mut all = petition.organisations.iter_mut();
            let organisation = all.find(|organisation| organisation.id == id);
            let organisation = organisation.ok_or_else(|| nothing("organisations", &id))?;
            replace(&mut organisation.text, described.text);
        }
        for (wording, text) in self.consents {
            let mut known = false;
            for request in &mut petition.policy.consents {
                if request.wording == wording {
                    known = true;
                    request.text.clone_from(&text);
                    request.lang = lang.to_owned();
                }
            }
            if !known {
                return Err(nothing("consents", &wording));
            }
        }
        for (id, announced) in self.gatherings {
            let mut all = texts.gatherings.iter_mut();
            let gathering = all.find(|gathering| gathering.id == id);
            let gathering = gathering.ok_or_else(|| nothing("gatherings", &id))?;
            replace(&mut gathering.title, announced.title);
            replace(&mut gathering.text, announced.text);
        }
        for (id, told) in self.news {
            let mut all = texts.news.iter_mut();
            let news = all.find(|news| news.id == id);
            let news = news.ok_or_else(|| nothing("news", &id))?;
            replace(&mut news.title, told.title);
            if !told.text.is_empty() {
                news.text = told.text;
            }
        }
        match &mut texts.donation {
            Some(donation) => replace(&mut donation.text, self.donation.text),
            None if self.donation.text.is_empty() => {}
            None => return Err(nothing("donation", "text")),
        }
        Ok(())
    }
}

fn replace(text: &mut String, translated: String) {
    if !translated.trim().is_empty() {
        *text = translated;
    }
}

fn nothing(list: &str, name: &str) -> String {
    format!("{list}.{name}: the petition has nothing of this name")
}
