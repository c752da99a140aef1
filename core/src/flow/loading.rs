//! What is fetched for a step.

use super::Failure;

/// How far something that is fetched has come.
///
/// ```
/// # use wesign_core::flow::{Failure, Loading};
/// let words = |state: &Loading<u32>| match state {
///     Loading::Pending => "…".to_string(),
///     Loading::Loaded(count) => format!("{count} signatures"),
///     Loading::Failed(failure) => failure.code().to_string(),
/// };
/// assert_eq!(words(&Loading::default()), "…");
/// assert_eq!(words(&Loading::Failed(Failure::Timeout)), "timeout");
/// ```
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
    ///
    /// ```
    /// # use wesign_core::flow::Loading;
    /// assert_eq!(Loading::Loaded(3).loaded(), Some(&3));
    /// assert_eq!(Loading::<u32>::Pending.loaded(), None);
    /// ```
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
