//! How often to ask for the count.

/// Seconds until the count is asked for again: soon while it moves, ever later while it stands
/// still, and later still while the API can't be had, so that a server in trouble is left in peace.
///
/// ```
/// use wesign_core::flow::Pace;
/// let mut pace = Pace::default();
/// assert_eq!(pace.seconds(), 15);
/// pace.answered(false);
/// assert_eq!(pace.seconds(), 22);
/// pace.failed();
/// assert_eq!(pace.seconds(), 44);
/// pace.answered(true);
/// assert_eq!(pace.seconds(), 15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace(u32);

impl Pace {
    /// While the count moves.
    const QUICK: u32 = 15;
    /// While it stands still.
    const CALM: u32 = 60;
    /// While the API can't be had.
    const PATIENT: u32 = 300;

    /// How long to wait.
    ///
    /// ```
    /// # use wesign_core::flow::Pace;
    /// assert!(Pace::default().seconds() < 60);
    /// ```
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// The count was told; it `moved` or stood still.
    ///
    /// ```
    /// # use wesign_core::flow::Pace;
    /// let mut pace = Pace::default();
    /// (0..100).for_each(|_| pace.answered(false));
    /// assert_eq!(pace.seconds(), 60);
    /// ```
    pub fn answered(&mut self, moved: bool) {
        self.0 = if moved {
            Self::QUICK
        } else {
            (self.0 + self.0 / 2).min(Self::CALM)
        };
    }

    /// The API could not be had.
    ///
    /// ```
    /// # use wesign_core::flow::Pace;
    /// let mut pace = Pace::default();
    /// (0..100).for_each(|_| pace.failed());
    /// assert_eq!(pace.seconds(), 300);
    /// ```
    pub fn failed(&mut self) {
        self.0 = (self.0 * 2).min(Self::PATIENT);
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self(Self::QUICK)
    }
}
