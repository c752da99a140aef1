//! What is fetched for a step.

use super::Failure;

/// How far something that is fetched has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Loading<T> {
    /// On its way.
    #[default]
    Pending,
    /// Here.
    Loaded(T),
    /// It could not be had.
    Failed(Failure),
}

impl<T> Loading<T> {
    /// What arrived.
    #[must_use]
    pub fn loaded(&self) -> Option<&T> {
        match self {
            Self::Loaded(it) => Some(it),
            _ => None,
        }
    }

    /// What failed before is fetched again; whether it has to be.
    pub(super) fn retry(&mut self) -> bool {
        let failed = matches!(self, Self::Failed(_));
        if failed {
            *self = Self::Pending;
        }
        failed
    }

    /// A later failure does not take away what is here already.
    pub(super) fn fail(&mut self, failure: Failure) {
        if self.loaded().is_none() {
            *self = Self::Failed(failure);
        }
    }
}
