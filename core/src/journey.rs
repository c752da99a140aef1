//! The journey of a visitor: which steps, in which order, and where they are.

use alloc::vec::Vec;

/// A step of the journey.
///
/// ```
/// use wesign_core::journey::Step;
/// assert_eq!(Step::parse("gatherings"), Some(Step::Gatherings));
/// assert_eq!(Step::Gatherings.as_str(), "gatherings");
/// assert_eq!(Step::parse("pay"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Step {
    /// Sign the petition.
    Sign,
    /// Write to the petition's targets.
    Message,
    /// Join a gathering.
    Gatherings,
    /// Give money.
    Donate,
    /// Tell others.
    Share,
    /// Read the news and choose what to be told about.
    Updates,
}

/// What a mobilisation has to offer beyond its signature, see [`Step::default_journey`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Somebody to write to.
    pub targets: bool,
    /// Gatherings.
    pub gatherings: bool,
    /// A crowdfunding page.
    pub donation: bool,
    /// News.
    pub news: bool,
}

impl Step {
    /// Every step, in the order of [`Step::default_journey`].
    pub const ALL: [Step; 6] = [
        Step::Sign,
        Step::Message,
        Step::Gatherings,
        Step::Donate,
        Step::Share,
        Step::Updates,
    ];

    /// Its name on the wire.
    ///
    /// ```
    /// # use wesign_core::journey::Step;
    /// assert!(Step::ALL.iter().all(|&step| Step::parse(step.as_str()) == Some(step)));
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Sign => "sign",
            Step::Message => "message",
            Step::Gatherings => "gatherings",
            Step::Donate => "donate",
            Step::Share => "share",
            Step::Updates => "updates",
        }
    }

    /// The step of this name; `None` for a name that is none.
    ///
    /// ```
    /// # use wesign_core::journey::Step;
    /// assert_eq!(Step::parse("share"), Some(Step::Share));
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Step::ALL.into_iter().find(|step| step.as_str() == name)
    }

    /// The journey of an organiser who does not say which: sign, write where there is somebody to
    /// write to, meet, give, share, and follow, each where there is something of it.
    ///
    /// ```
    /// use wesign_core::journey::{Offers, Step};
    /// let offers = Offers { targets: true, ..Offers::default() };
    /// assert_eq!(Step::default_journey(offers), [Step::Sign, Step::Message, Step::Share]);
    /// ```
    #[must_use]
    pub fn default_journey(offers: Offers) -> Vec<Step> {
        let offered = |step: &Step| match step {
            Step::Sign | Step::Share => true,
            Step::Message => offers.targets,
            Step::Gatherings => offers.gatherings,
            Step::Donate => offers.donation,
            Step::Updates => offers.news,
        };
        Step::ALL.into_iter().filter(offered).collect()
    }
}
