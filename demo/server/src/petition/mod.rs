//! A petition as the server knows it: what it publishes, and what it keeps to itself.

mod address;
mod check;
mod demo;
mod edition;
mod file;
mod places;
mod shape;
mod translation;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;
use wesign_core::consent::Purpose;
use wesign_core::mobilisation::{Gathering, Mobilisation};
use wesign_core::time::Timestamp;

use crate::origin::Origin;
use crate::representation::Representation;
use crate::store::{Mailing, Signatory};
use edition::Texts;
use file::File;

pub use edition::{Edition, Kept, json};
pub use places::Places;

/// Whether signatures are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Before `opens_at`.
    NotYet,
    /// Now.
    Open,
    /// From `closes_at` on.
    Closed,
}

/// A petition, its published forms and its counts.
pub struct Petition {
    /// Sites that may send signatures.
    pub origins: Vec<Origin>,
    /// Whether an address is to be confirmed by mail before its signature counts.
    pub confirms: bool,
    /// Paths in the file of what means nothing here: slips of the pen, most likely.
    pub unknown: Vec<String>,
    /// After how many seconds what people gave is erased.
    erase_after: Option<i64>,
    own: Edition,
    translated: Vec<Edition>,
    places: Vec<Places>,
    mailings: Vec<Mailing>,
    counted_elsewhere: u64,
    appended: AtomicI64,
    signatories: RwLock<Arc<Representation>>,
}

#[derive(Serialize)]
struct Signatories<'a> {
    signatories: &'a [Signatory],
}

impl Petition {
    /// Reads a petition file. Addresses that begin with `/` become those of `public`. With `demo`,
    /// its dates are moved to that moment.
    pub fn parse(text: &str, public: &Origin, demo: Option<Timestamp>) -> Result<Self, String> {
        let mut file = File::read(text)?;
        check::file(&mut file, public)?;
        if let Some(now) = demo {
            file.move_dates(now);
        }
        let places = file
            .gatherings
            .iter()
            .map(|meeting| Places::new(meeting.gathering.capacity, meeting.registered_elsewhere));
        let places = places.collect();
        let meetings = file.gatherings.iter().filter(|meeting| meeting.mail);
        let meetings = meetings.map(|meeting| Mailing {
            letter: "gathering",
            purpose: "gatherings",
            item: meeting.gathering.id.clone(),
        });
        let news = file.mailed_news.into_iter().map(|item| Mailing {
            letter: "news",
            purpose: "petition_updates",
            item,
        });
        let mailings = news.chain(meetings).collect();
        let gatherings = file.gatherings.into_iter();
        let texts = Texts {
            mobilisation: file.mobilisation,
            gatherings: gatherings.map(|meeting| meeting.gathering).collect(),
            donation: file.donation,
            news: file.news,
        };
        check::messages(&texts)?;
        let mut translated = Vec::new();
        for (tag, translation) in file.translations {
            let mut texts = texts.clone();
            translation
                .apply(&tag, &mut texts)
                .and_then(|()| check::messages(&texts))
                .map_err(|error| format!("translations.{tag}.{error}"))?;
            translated.push(Edition::new(texts));
        }
        Ok(Self {
            unknown: file.unknown,
            origins: file.origins,
            confirms: file.confirm_email,
            erase_after: file
                .erase_after_days
                .map(|days| i64::from(days) * 24 * 3600),
            own: Edition::new(texts),
            translated,
            places,
            mailings,
            counted_elsewhere: file.counted_elsewhere,
            appended: AtomicI64::new(0),
            signatories: RwLock::new(Arc::new(json(&Signatories { signatories: &[] }))),
        })
    }

    /// What is published in the petition's own language, as the core understands it.
    #[must_use]
    pub fn mobilisation(&self) -> &Mobilisation {
        &self.own.mobilisation
    }

    /// The tags of every language that it is published in, its own first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let all = std::iter::once(&self.own).chain(&self.translated);
        all.map(|edition| &*edition.mobilisation.lang)
    }

    /// The edition nearest to a language: the tag itself, else the same language without or with
    /// another region, else the petition's own.
    #[must_use]
    pub fn edition(&self, lang: &str) -> &Edition {
        let primary = primary(lang);
        let all = || std::iter::once(&self.own).chain(&self.translated);
        let tagged =
            |tag: &str| all().find(|edition| edition.mobilisation.lang.eq_ignore_ascii_case(tag));
        let of = |edition: &&Edition| {
            self::primary(&edition.mobilisation.lang).eq_ignore_ascii_case(primary)
        };
        tagged(lang)
            .or_else(|| tagged(primary))
            .or_else(|| all().find(of))
            .unwrap_or(&self.own)
    }

    /// Whether signatures are taken at `now`.
    #[must_use]
    pub fn opening(&self, now: Timestamp) -> Opening {
        let petition = self.mobilisation();
        if petition.opens_at.is_some_and(|opens| now < opens) {
            Opening::NotYet
        } else if petition.closes_at.is_some_and(|closes| now >= closes) {
            Opening::Closed
        } else {
            Opening::Open
        }
    }

    /// What was given before this moment is to be erased (Unix seconds): so many days after the end of
    /// the petition, or after it was given, where the petition has no end.
    #[must_use]
    pub fn erased_before(&self, now: i64) -> Option<i64> {
        let before = now - self.erase_after?;
        match self.mobilisation().closes_at {
            None => Some(before),
            // It takes no more signatures: everything is from before.
            Some(closes) if closes.unix() <= before => Some(now + 1),
            Some(_) => None,
        }
    }

    /// The count as last published.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counted_elsewhere
            .saturating_add_signed(self.appended.load(Ordering::Relaxed))
    }

    /// Adds newly appended signatures to the published count; fewer than none where some went.
    pub fn add(&self, appended: i64) {
        self.appended.fetch_add(appended, Ordering::Relaxed);
    }

    /// The public JSON in a language with the present count, made once per count.
    #[must_use]
    pub fn representation(&self, lang: &str, now: Timestamp) -> Arc<Representation> {
        self.edition(lang).petition(self.count(), now)
    }

    /// The list of gatherings in a language, made once per number of places left.
    #[must_use]
    pub fn gatherings(&self, lang: &str, now: Timestamp) -> Arc<Representation> {
        self.edition(lang).gatherings(&self.places, now)
    }

    /// A gathering and its places.
    #[must_use]
    pub fn gathering(&self, id: &str) -> Option<(&Gathering, &Places)> {
        let mut all = (0..).map_while(|at| Some((self.own.gathering(at)?, self.places.get(at)?)));
        all.find(|(gathering, _)| gathering.id == id)
    }

    /// What is to be sent now to who asked for it: news that are out, gatherings that are to come.
    pub fn mailings(&self, now: Timestamp) -> impl Iterator<Item = &Mailing> {
        self.mailings.iter().filter(move |mailing| {
            if mailing.letter == "news" {
                let news = self.own.told(&mailing.item);
                news.is_some_and(|news| news.at.is_some_and(|at| at <= now))
            } else {
                let gathering = self.own.meeting(&mailing.item);
                gathering.is_some_and(|one| !one.cancelled && !one.is_past(now))
            }
        })
    }

    /// Adds newly taken places to the published ones. A gathering whose entry was taken away keeps
    /// its registrations in the database.
    pub fn take(&self, gathering: &str, taken: i64) {
        if let Some((_, places)) = self.gathering(gathering) {
            places.add(taken);
        }
    }

    /// Whether signatories are asked whether they agree to be shown. Where they no longer are, nobody
    /// is shown any more.
    #[must_use]
    pub fn shows_signatories(&self) -> bool {
        Purpose::parse("public_signatory")
            .is_some_and(|purpose| self.mobilisation().policy.consent(&purpose).is_some())
    }

    /// The last who signed and agree to be shown, as last published.
    #[must_use]
    pub fn signatories(&self) -> Arc<Representation> {
        let shown = self.signatories.read();
        Arc::clone(&shown.unwrap_or_else(PoisonError::into_inner))
    }

    /// Publishes who agrees to be shown.
    pub fn show(&self, signatories: &[Signatory]) {
        let made = Arc::new(json(&Signatories { signatories }));
        let shown = self.signatories.write();
        *shown.unwrap_or_else(PoisonError::into_inner) = made;
    }
}

/// The language of a tag, without region or script.
#[must_use]
pub fn primary(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
