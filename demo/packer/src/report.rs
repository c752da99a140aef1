//! Rows that could not be used: named, never dropped in silence.

use std::fmt;

/// One row and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// Source as `sources.json` calls it, with a table or file where it has several.
    pub(crate) file: &'static str,
    pub(crate) line: u64,
    pub(crate) what: String,
    /// Why this is as it should be; `None` is a difference that nobody has explained.
    pub(crate) reason: Option<&'static str>,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)?;
        match self.reason {
            Some(reason) => write!(f, " ({reason})"),
            None => write!(f, " (UNEXPLAINED)"),
        }
    }
}

/// All notes of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) notes: Vec<Note>,
}

impl Report {
    pub(crate) fn push(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// How many are explained, how many are not.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let explained = self
            .notes
            .iter()
            .filter(|note| note.reason.is_some())
            .count();
        (explained, self.notes.len() - explained)
    }
}
