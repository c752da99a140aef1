//! A petition in one language, as it is published.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use wesign_core::journey::{Offers, Step};
use wesign_core::mobilisation::{Donation, Gathering, Mobilisation, News};
use wesign_core::time::Timestamp;

use super::places::Places;
use crate::representation::Representation;

/// The news that are published at most; older ones are on the organisers' site.
const NEWS: usize = 50;
/// How long a gathering is listed after its end, in seconds: thirty days.
const AFTERWARDS: i64 = 30 * 24 * 3600;

/// Everything that is published in one language.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    pub(super) mobilisation: Mobilisation,
    pub(super) gatherings: Vec<Gathering>,
    pub(super) donation: Option<Donation>,
    pub(super) news: Vec<News>,
}

/// A petition in one language, with what is made of it for those who read.
pub struct Edition {
    /// What is published, as the core understands it: a field that the core does not know, an
    /// internal note for instance, is not in it. Its `count` stays as the file has it.
    pub mobilisation: Mobilisation,
    gatherings: Vec<Gathering>,
    petition: Kept<(u64, bool)>,
    listed: Kept<Vec<(usize, Option<u32>)>>,
    donation: Option<Representation>,
    told: Vec<News>,
    news: Representation,
}

#[derive(Serialize)]
struct Gatherings {
    gatherings: Vec<Gathering>,
}

#[derive(Serialize)]
struct Newest {
    news: Vec<News>,
}

impl Edition {
    pub(super) fn new(mut texts: Texts) -> Self {
        texts.news.truncate(NEWS);
        Self {
            mobilisation: texts.mobilisation,
            gatherings: texts.gatherings,
            petition: Kept::default(),
            listed: Kept::default(),
            donation: texts.donation.as_ref().map(json),
            news: json(&Newest {
                news: texts.news.clone(),
            }),
            told: texts.news,
        }
    }

    /// The petition with this count, and the journey that makes sense at `now`.
    pub(super) fn petition(&self, count: u64, now: Timestamp) -> Arc<Representation> {
        let gatherings = self.shown(now).next().is_some();
        self.petition.get((count, gatherings), || {
            let mut published = Mobilisation {
                count,
                ..self.mobilisation.clone()
            };
            if published.steps.is_empty() {
                published.steps = Step::default_journey(Offers {
                    targets: !published.targets.is_none(),
                    gatherings,
                    donation: self.donation.is_some(),
                    news: !self.told.is_empty(),
                });
            }
            json(&published)
        })
    }

    /// The gatherings that are to come or ended lately, with the places that are left.
    pub(super) fn gatherings(&self, places: &[Places], now: Timestamp) -> Arc<Representation> {
        let shown: Vec<(usize, Option<u32>)> = self
            .shown(now)
            .map(|at| (at, places.get(at).and_then(Places::left)))
            .collect();
        self.listed.get(shown.clone(), || {
            let gatherings = shown.iter().filter_map(|&(at, places_left)| {
                let gathering = self.gatherings.get(at)?.clone();
                Some(Gathering {
                    places_left,
                    ..gathering
                })
            });
            json(&Gatherings {
                gatherings: gatherings.collect(),
            })
        })
    }

    /// The crowdfunding page, where there is one.
    #[must_use]
    pub fn donation(&self) -> Option<&Representation> {
        self.donation.as_ref()
    }

    /// The news, newest first.
    #[must_use]
    pub fn news(&self) -> &Representation {
        &self.news
    }

    /// A piece of news.
    #[must_use]
    pub fn told(&self, id: &str) -> Option<&News> {
        self.told.iter().find(|news| news.id == id)
    }

    /// A gathering.
    #[must_use]
    pub fn meeting(&self, id: &str) -> Option<&Gathering> {
        self.gatherings.iter().find(|gathering| gathering.id == id)
    }

    /// The gathering at this place of the list.
    pub(super) fn gathering(&self, at: usize) -> Option<&Gathering> {
        self.gatherings.get(at)
    }

    fn shown(&self, now: Timestamp) -> impl Iterator<Item = usize> {
        let then = Timestamp::from_unix(now.unix() - AFTERWARDS);
        let all = self.gatherings.iter().enumerate();
        all.filter(move |(_, gathering)| !gathering.is_past(then))
            .map(|(at, _)| at)
    }
}

/// The last body that was made, and what it was made of.
pub struct Kept<K>(Mutex<Option<(K, Arc<Representation>)>>);

impl<K> Default for Kept<K> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<K: PartialEq> Kept<K> {
    /// What was made of `key`, or what `make` makes of it now.
    pub fn get(&self, key: K, make: impl FnOnce() -> Representation) -> Arc<Representation> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = kept.as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(made);
        }
        let made = Arc::new(make());
        *kept = Some((key, Arc::clone(&made)));
        made
    }
}

/// A body of JSON.
pub fn json(value: &impl Serialize) -> Representation {
    // Strings and numbers always serialise.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    Representation::new(bytes, "application/json", None)
}
