//! Every petition of this server, loaded from its files at the start.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use wesign_core::mobilisations::{Carrier, Listing};
use wesign_core::time::Timestamp;

use crate::log;
use crate::origin::Origin;
use crate::petition::{Kept, Petition, json, primary};
use crate::representation::Representation;
use crate::store::{Store, StoreError};

/// The petitions that are listed at most: those with the most signatures.
const LISTED: usize = 500;
/// The signatories that are shown of a petition at most.
const SHOWN: u32 = 20;

/// The petitions by id.
pub struct Petitions {
    by_id: HashMap<String, Petition>,
    /// The list in each language that some petition is published in, and in everyone's own (`""`).
    lists: HashMap<String, Kept<u64>>,
    /// Rises when a count moves.
    moved: AtomicU64,
}

/// Up to which ids the database has been summed.
#[derive(Clone, Debug, Default)]
pub struct Summed {
    tally: i64,
    consents: i64,
    /// Petitions of which it is to be looked up who is shown.
    shown: BTreeSet<String>,
}

#[derive(Serialize)]
struct List {
    petitions: Vec<Listing>,
}

/// A folder of petitions that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PetitionsError {
    /// The folder cannot be read.
    #[error("cannot read the petitions in {0}: {1}. Say where they are with --mobilisations DIR")]
    Folder(String, std::io::Error),
    /// A file cannot be used.
    #[error("petition file {0}: {1}")]
    File(String, String),
}

impl Petitions {
    /// Reads every `*.json` of a folder. The file is named after the petition's id, so that two
    /// files cannot hold the same petition. `public` and `demo` as in [`Petition::parse`].
    pub fn load(
        folder: &Path,
        public: &Origin,
        demo: Option<Timestamp>,
    ) -> Result<Self, PetitionsError> {
        let unreadable = |error| PetitionsError::Folder(folder.display().to_string(), error);
        let mut by_id = HashMap::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let wrong = |reason: String| PetitionsError::File(path.display().to_string(), reason);
            let text = std::fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
            let petition = Petition::parse(&text, public, demo).map_err(wrong)?;
            let id = petition.mobilisation().id.clone();
            for name in &petition.unknown {
                log::note(&format!(
                    "{}: `{name}` is not known and has no effect",
                    path.display()
                ));
            }
            if path.file_stem().is_none_or(|stem| stem != id.as_str()) {
                return Err(wrong(format!(
                    "holds the petition `{id}`: name it {id}.json"
                )));
            }
            by_id.insert(id, petition);
        }
        let tags = by_id.values().flat_map(Petition::languages);
        let lists = tags
            .flat_map(|tag| [tag.to_ascii_lowercase(), primary(tag).to_ascii_lowercase()])
            .chain([String::new()])
            .map(|tag| (tag, Kept::default()))
            .collect();
        Ok(Self {
            by_id,
            lists,
            moved: AtomicU64::new(0),
        })
    }

    /// The petition with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Petition> {
        self.by_id.get(id)
    }

    /// Every petition.
    pub fn all(&self) -> impl Iterator<Item = &Petition> {
        self.by_id.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The petitions as cards, most signed first, each in its language nearest to `lang`; made once
    /// per language and beat in which a count moved.
    #[must_use]
    pub fn list(&self, lang: &str) -> Arc<Representation> {
        // Tags that lead to the same texts share one body, so that nobody can fill the memory.
        let (tag, language) = (
            lang.to_ascii_lowercase(),
            primary(lang).to_ascii_lowercase(),
        );
        let known = [&*tag, &*language, ""]
            .into_iter()
            .find_map(|tag| self.lists.get_key_value(tag));
        let make = |tag: &str| {
            let mut petitions: Vec<&Petition> = self.by_id.values().collect();
            petitions
                .sort_by_cached_key(|one| (Reverse(one.count()), one.mobilisation().id.clone()));
            petitions.truncate(LISTED);
            let petitions = petitions.into_iter().map(|one| listing(one, tag)).collect();
            json(&List { petitions })
        };
        match known {
            Some((tag, kept)) => kept.get(self.moved.load(Ordering::Acquire), || make(tag)),
            None => Arc::new(make("")),
        }
    }

    /// Publishes what was appended to the database since `summed`, and moves it on; also as far as
    /// it came before an error.
    pub async fn publish(&self, store: &Store, summed: &mut Summed) -> Result<(), StoreError> {
        // A petition or gathering whose file was taken away keeps its rows in the database.
        let appended = store.appended_after(summed.tally).await?;
        let mut moved = false;
        for sum in appended.sums {
            let Some(petition) = self.by_id.get(&sum.petition) else {
                continue;
            };
            if sum.gathering.is_empty() {
                petition.add(sum.change);
                moved = true;
            } else {
                petition.take(&sum.gathering, sum.change);
            }
            if sum.late {
                summed.shown.insert(sum.petition);
            }
        }
        summed.tally = appended.through;
        // After the counts: a list that is made meanwhile must not pass for the new one.
        self.moved.fetch_add(u64::from(moved), Ordering::Release);
        let (through, agreed) = store.shown_after(summed.consents).await?;
        summed.shown.extend(agreed);
        summed.consents = through;
        while let Some(id) = summed.shown.first() {
            if let Some(petition) = self.by_id.get(id)
                && petition.shows_signatories()
            {
                petition.show(&store.signatories(id, SHOWN).await?);
            }
            summed.shown.pop_first();
        }
        Ok(())
    }
}

fn listing(petition: &Petition, lang: &str) -> Listing {
    let edition = &petition.edition(lang).mobilisation;
    let organisations = edition.organisations.iter().map(|one| Carrier {
        id: one.id.clone(),
        name: one.name.clone(),
    });
    Listing {
        id: edition.id.clone(),
        lang: edition.lang.clone(),
        title: edition.title.clone(),
        summary: edition.summary.clone(),
        url: edition.url.clone(),
        image: edition.image.clone(),
        image_alt: edition.image_alt.clone(),
        scope: edition.scope,
        place: edition.place.clone(),
        count: petition.count(),
        goals: edition.goals.clone(),
        organisations: organisations.collect(),
        closes_at: edition.closes_at,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;
    use wesign_core::mobilisation::{Gathering, Scope, Standing};
    use wesign_core::time::Timestamp;

    use super::{Origin, Petitions};

    /// What the project shows, as `npm start` publishes it at a moment.
    fn shown(now: &str) -> (Petitions, Timestamp) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mobilisations");
        let public = Origin::parse("https://petitions.example").unwrap();
        let now = Timestamp::parse(now).unwrap();
        (Petitions::load(&folder, &public, Some(now)).unwrap(), now)
    }

    fn gatherings(petitions: &Petitions, id: &str, now: Timestamp) -> Vec<Gathering> {
        let made = petitions.get(id).unwrap().gatherings("", now);
        let json: Value = serde_json::from_slice(made.plain()).unwrap();
        serde_json::from_value(json["gatherings"].clone()).unwrap()
    }

    #[test]
    fn the_shop_window_looks_the_same_whenever_it_is_opened() {
        for now in [
            "2026-11-25T02:00:00Z",
            "2026-12-01T23:00:00Z",
            "2027-06-30T12:00:00Z",
            "2031-02-28T18:00:00Z",
        ] {
            let (petitions, now) = shown(now);
            assert!(petitions.len() >= 4);
            let rennes = gatherings(&petitions, "cours-d-ecole-rennes", now);
            let standings: Vec<Standing> = rennes.iter().map(|one| one.standing(now)).collect();
            let expected = [
                Standing::Past,
                Standing::Open,
                Standing::Full,
                Standing::Cancelled,
                Standing::Open,
            ];
            assert_eq!(standings, expected, "{now}");
            assert!(rennes.iter().any(|one| one.time_zone.is_empty()));
            for id in [
                "reconnaissance-faciale",
                "trains-de-nuit",
                "droit-a-reparer",
            ] {
                let all = gatherings(&petitions, id, now);
                let open = all.iter().all(|one| one.standing(now) == Standing::Open);
                assert!(open && !all.is_empty(), "{id} {now}");
            }
        }
    }

    #[test]
    fn the_shop_window_has_every_kind_and_no_slip_of_the_pen() {
        let (petitions, _) = shown("2026-11-25T02:00:00Z");
        for petition in petitions.by_id.values() {
            assert_eq!(petition.unknown, Vec::<String>::new());
        }
        let scope = |id: &str| petitions.get(id).unwrap().mobilisation().scope;
        assert_eq!(scope("cours-d-ecole-rennes"), Scope::Local);
        assert_eq!(scope("trains-de-nuit"), Scope::European);
        assert_eq!(scope("droit-a-reparer"), Scope::National);
        let languages = |id: &str| -> Vec<String> {
            let petition = petitions.get(id).unwrap();
            petition.languages().map(ToOwned::to_owned).collect()
        };
        assert_eq!(
            languages("trains-de-nuit"),
            ["en", "ar", "de", "es", "fr", "it"]
        );
        assert_eq!(languages("reconnaissance-faciale"), ["fr", "de", "en"]);
        // Every picture is a file of the site.
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../site");
        let mut pictures = 0;
        for petition in petitions.by_id.values().map(|one| one.mobilisation()) {
            let logos = petition.organisations.iter().map(|one| &one.logo);
            for picture in logos.chain([&petition.image]).filter(|one| !one.is_empty()) {
                let file = picture.strip_prefix("https://petitions.example/").unwrap();
                assert!(site.join(file).is_file(), "{file}");
                pictures += 1;
            }
        }
        assert!(pictures >= 10, "{pictures}");
    }
}
