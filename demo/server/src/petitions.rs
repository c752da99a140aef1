//! Every petition of this server, loaded from its files at the start.

use std::collections::HashMap;
use std::path::Path;

use crate::log;
use crate::petition::Petition;
use crate::store::{Store, StoreError};

/// The petitions by id, and how far their counts have been summed.
pub struct Petitions {
    by_id: HashMap<String, Petition>,
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
    /// files cannot hold the same petition.
    pub fn load(folder: &Path) -> Result<Self, PetitionsError> {
        let unreadable = |error| PetitionsError::Folder(folder.display().to_string(), error);
        let mut by_id = HashMap::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let wrong = |reason: String| PetitionsError::File(path.display().to_string(), reason);
            let text = std::fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
            let petition = Petition::parse(&text).map_err(wrong)?;
            let id = petition.mobilisation.id.clone();
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
        Ok(Self { by_id })
    }

    /// The petition with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Petition> {
        self.by_id.get(id)
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

    /// Adds to the published counts what was appended after the signature id `after`; answers the
    /// id up to which they are now summed.
    pub async fn sum(&self, store: &Store, after: i64) -> Result<i64, StoreError> {
        let appended = store.appended_after(after).await?;
        for (id, sum) in appended.sums {
            // A petition whose file was taken away keeps its signatures in the database.
            if let Some(petition) = self.by_id.get(&id) {
                petition.add(sum);
            }
        }
        Ok(appended.through)
    }
}
