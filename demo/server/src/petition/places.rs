//! The places of a gathering, as last published.

use std::sync::atomic::{AtomicI64, Ordering};

/// Places of one gathering. The database decides who gets one; this is what is said of it.
#[derive(Debug)]
pub struct Places {
    /// How many can register here; `None` for no limit.
    pub capacity: Option<u32>,
    taken: AtomicI64,
}

impl Places {
    /// Of a gathering for `capacity` people, of whom some registered by other ways.
    pub(super) fn new(capacity: Option<u32>, elsewhere: u32) -> Self {
        Self {
            capacity: capacity.map(|capacity| capacity.saturating_sub(elsewhere)),
            taken: AtomicI64::new(0),
        }
    }

    /// How many more can register; `None` for no limit.
    #[must_use]
    pub fn left(&self) -> Option<u32> {
        let taken = self.taken.load(Ordering::Relaxed);
        let taken = u32::try_from(taken.max(0)).unwrap_or(u32::MAX);
        Some(self.capacity?.saturating_sub(taken))
    }

    /// Adds newly taken places to the published ones; places given back are fewer than none.
    pub(super) fn add(&self, taken: i64) {
        self.taken.fetch_add(taken, Ordering::Relaxed);
    }
}
