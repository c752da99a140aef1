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
#[non_exhaustive]
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
///
/// ```
/// # use wesign_core::journey::{Offers, Step};
/// let offers = Offers { targets: true, donation: true, ..Offers::default() };
/// let steps = [Step::Sign, Step::Message, Step::Donate, Step::Share];
/// assert_eq!(Step::default_journey(offers), steps);
/// ```
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
    ///
    /// ```
    /// # use wesign_core::journey::Step;
    /// let names = Step::ALL.map(Step::as_str);
    /// assert_eq!(names, ["sign", "message", "gatherings", "donate", "share", "updates"]);
    /// ```
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

/// A visitor's way through the steps of a mobilisation.
///
/// What comes before the signature, and the signature itself, is open to everyone. What comes after
/// it waits until the person has signed; where the journey has no signature, nothing waits.
///
/// ```
/// use wesign_core::journey::{Journey, Step};
/// let mut journey = Journey::new([Step::Sign, Step::Message, Step::Share]);
/// assert!(!journey.go(Step::Share));
/// journey.done(Step::Sign);
/// assert_eq!((journey.forward(), journey.current()), (true, Some(Step::Message)));
/// assert_eq!((journey.position(), journey.len()), (2, 3));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    steps: Vec<Step>,
    done: Vec<Step>,
    at: usize,
    /// Nothing waits for a signature that nobody can give, see [`Journey::lift`].
    lifted: bool,
}

impl Journey {
    /// A journey at its first step. A step that comes twice keeps its first place.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// let journey = Journey::new([Step::Share, Step::Share]);
    /// assert_eq!(journey.steps(), [Step::Share]);
    /// ```
    #[must_use]
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let mut once = Vec::new();
        for step in steps {
            if !once.contains(&step) {
                once.push(step);
            }
        }
        Self {
            steps: once,
            done: Vec::new(),
            at: 0,
            lifted: false,
        }
    }

    /// The steps, in order.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert!(Journey::new([]).steps().is_empty());
    /// ```
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many steps there are.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert_eq!(Journey::new(Step::ALL).len(), 6);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is no step.
    ///
    /// ```
    /// # use wesign_core::journey::Journey;
    /// assert!(Journey::new([]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Where the visitor is; `None` in a journey without steps.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert_eq!(Journey::new([Step::Donate]).current(), Some(Step::Donate));
    /// ```
    #[must_use]
    pub fn current(&self) -> Option<Step> {
        self.steps.get(self.at).copied()
    }

    /// The number of the current step, from 1.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert_eq!(Journey::new(Step::ALL).position(), 1);
    /// ```
    #[must_use]
    pub fn position(&self) -> usize {
        self.at + 1
    }

    /// Marks what the visitor has done; it stays so.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// let mut journey = Journey::new(Step::ALL);
    /// journey.done(Step::Sign);
    /// assert!(journey.is_done(Step::Sign) && !journey.is_done(Step::Share));
    /// ```
    pub fn done(&mut self, step: Step) {
        if !self.done.contains(&step) {
            self.done.push(step);
        }
    }

    /// Whether the visitor has done this.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert!(!Journey::new(Step::ALL).is_done(Step::Sign));
    /// ```
    #[must_use]
    pub fn is_done(&self, step: Step) -> bool {
        self.done.contains(&step)
    }

    /// Lets nothing wait for the signature any more: the petition is closed, or not open yet.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// let mut journey = Journey::new([Step::Sign, Step::Share]);
    /// journey.lift();
    /// assert!(journey.is_open(Step::Share));
    /// ```
    pub fn lift(&mut self) {
        self.lifted = true;
    }

    /// Whether the visitor may go to this step now.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// let journey = Journey::new([Step::Updates, Step::Sign, Step::Share]);
    /// assert_eq!(Step::ALL.map(|step| journey.is_open(step)), [true, false, false, false, false, true]);
    /// ```
    #[must_use]
    pub fn is_open(&self, step: Step) -> bool {
        let place = |wanted| self.steps.iter().position(|&step| step == wanted);
        match (place(step), place(Step::Sign)) {
            (None, _) => false,
            (Some(at), Some(sign)) => at <= sign || self.lifted || self.is_done(Step::Sign),
            (Some(_), None) => true,
        }
    }

    /// Goes to a step; false, and stays, where it is not open.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// let mut journey = Journey::new([Step::Donate, Step::Share]);
    /// assert!(journey.go(Step::Share) && !journey.go(Step::Updates));
    /// ```
    pub fn go(&mut self, step: Step) -> bool {
        let open = self.is_open(step);
        if let (true, Some(at)) = (open, self.steps.iter().position(|&known| known == step)) {
            self.at = at;
        }
        open
    }

    /// The step after the current one, if it is open.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert_eq!(Journey::new([Step::Sign, Step::Share]).following(), None);
    /// ```
    #[must_use]
    pub fn following(&self) -> Option<Step> {
        let step = self.steps.get(self.at + 1).copied();
        step.filter(|&step| self.is_open(step))
    }

    /// The step before the current one.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert_eq!(Journey::new([Step::Sign, Step::Share]).preceding(), None);
    /// ```
    #[must_use]
    pub fn preceding(&self) -> Option<Step> {
        self.steps.get(self.at.checked_sub(1)?).copied()
    }

    /// Goes one step on; false, and stays, at the end or where the next one is not open.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// assert!(!Journey::new([Step::Share]).forward());
    /// ```
    pub fn forward(&mut self) -> bool {
        self.following().is_some_and(|step| self.go(step))
    }

    /// Goes one step back; false, and stays, at the beginning.
    ///
    /// ```
    /// # use wesign_core::journey::{Journey, Step};
    /// let mut journey = Journey::new([Step::Donate, Step::Share]);
    /// assert!(journey.forward() && journey.back() && !journey.back());
    /// ```
    pub fn back(&mut self) -> bool {
        self.preceding().is_some_and(|step| self.go(step))
    }
}

#[cfg(test)]
mod tests {
    use super::{Journey, Step};

    #[test]
    fn what_comes_after_signing_waits_for_the_signature() {
        let mut journey = Journey::new([Step::Sign, Step::Message, Step::Share]);
        assert!(!journey.forward() && !journey.go(Step::Share));
        assert_eq!(journey.current(), Some(Step::Sign));
        journey.done(Step::Sign);
        assert!(journey.go(Step::Share) && journey.back());
        assert_eq!(journey.current(), Some(Step::Message));
        assert!(journey.go(Step::Sign), "back to the thanks");
    }

    #[test]
    fn without_a_signature_nothing_waits() {
        let mut journey = Journey::new([Step::Gatherings, Step::Donate]);
        assert!(journey.forward() && !journey.forward() && journey.back() && !journey.back());
    }

    #[test]
    fn any_order_and_subset() {
        for a in Step::ALL {
            for b in Step::ALL {
                let mut journey = Journey::new([a, b, a]);
                journey.done(Step::Sign);
                assert_eq!(journey.len(), if a == b { 1 } else { 2 });
                assert_eq!(journey.forward(), a != b);
                assert_eq!(journey.current(), Some(b));
            }
        }
    }
}
