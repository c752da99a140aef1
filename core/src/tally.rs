//! Counting: goal ladder, progress, milestones.

use alloc::vec::Vec;

/// The steps of one power of ten, in tenths: 1, 1.5, 2, 2.5, 3, 4, 5, 7.5.
const STEPS: [u64; 8] = [10, 15, 20, 25, 30, 40, 50, 75];
/// The first documented goal.
const FIRST: u64 = 100;

/// The goals that a petition shows, one after the other.
///
/// The organiser's own goals come first; above the last of them, or without any, the documented
/// steps go on: 100, 150, 200, 250, 300, 400, 500, 750, then the same times ten, for ever.
///
/// ```
/// use wesign_core::tally::GoalLadder;
/// assert_eq!(GoalLadder::default().goal(14_832), 15_000);
/// let own = GoalLadder::new([20_000, 50_000]);
/// assert_eq!(own.goal(14_832), 20_000);
/// assert_eq!(own.goal(50_000), 75_000);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Vec<u64>", into = "Vec<u64>"))]
pub struct GoalLadder(Vec<u64>);

impl GoalLadder {
    /// A ladder of the organiser's own goals, in any order; zero and repetitions are dropped.
    ///
    /// ```
    /// # use wesign_core::tally::GoalLadder;
    /// assert_eq!(GoalLadder::new([500, 0, 100, 500]).own(), [100, 500]);
    /// ```
    pub fn new(goals: impl Into<Vec<u64>>) -> Self {
        let mut ladder = Vec::new();
        // Few, so each finds its place: a sort routine would weigh more than all of this in wasm.
        for goal in goals.into() {
            if let (true, Err(at)) = (goal > 0, ladder.binary_search(&goal)) {
                ladder.insert(at, goal);
            }
        }
        GoalLadder(ladder)
    }

    /// The organiser's own goals, ascending; empty where there are none.
    ///
    /// ```
    /// # use wesign_core::tally::GoalLadder;
    /// assert!(GoalLadder::default().own().is_empty());
    /// ```
    pub fn own(&self) -> &[u64] {
        &self.0
    }

    /// The first goal above `count`: a goal that is reached gives way to the next one.
    /// `u64::MAX` where no higher goal can be written.
    ///
    /// ```
    /// # use wesign_core::tally::GoalLadder;
    /// assert_eq!([0, 100, 999].map(|count| GoalLadder::default().goal(count)), [100, 150, 1000]);
    /// ```
    pub fn goal(&self, count: u64) -> u64 {
        match self.0.iter().find(|&&goal| goal > count) {
            Some(&goal) => goal,
            None => documented_goal(count),
        }
    }
}

impl From<Vec<u64>> for GoalLadder {
    fn from(goals: Vec<u64>) -> Self {
        GoalLadder::new(goals)
    }
}

impl From<GoalLadder> for Vec<u64> {
    fn from(ladder: GoalLadder) -> Self {
        ladder.0
    }
}

fn documented_goal(count: u64) -> u64 {
    let mut unit = FIRST / 10;
    loop {
        for step in STEPS {
            match step.checked_mul(unit) {
                Some(goal) if goal > count => return goal,
                Some(_) => {}
                None => return u64::MAX,
            }
        }
        unit = match unit.checked_mul(10) {
            Some(unit) => unit,
            None => return u64::MAX,
        };
    }
}

/// `part` in thousandths of `whole`, rounded down; `u64::MAX` where there is no whole. Without u128,
/// whose division is code that a browser would have to fetch: large numbers lose a little.
pub(crate) fn permille(part: u64, whole: u64) -> u64 {
    let divided = match part.checked_mul(1000) {
        Some(thousandfold) => thousandfold.checked_div(whole),
        None => match whole / 1000 {
            0 => part
                .checked_div(whole)
                .map(|times| times.saturating_mul(1000)),
            thousandth => Some(part / thousandth),
        },
    };
    divided.unwrap_or(u64::MAX)
}

/// A count, set against its goal.
///
/// ```
/// use wesign_core::tally::{GoalLadder, Tally};
/// let tally = Tally::new(14_832, &GoalLadder::default());
/// assert_eq!((tally.goal, tally.remaining), (15_000, 168));
/// assert_eq!(tally.progress_permille(), 988);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Tally {
    /// Signatures so far.
    pub count: u64,
    /// The next goal, always above `count` (equal to it only at `u64::MAX`).
    pub goal: u64,
    /// How many more reach the goal.
    pub remaining: u64,
}

impl Tally {
    /// Sets `count` against the next goal of `ladder`.
    ///
    /// ```
    /// # use wesign_core::tally::{GoalLadder, Tally};
    /// assert_eq!(Tally::new(99, &GoalLadder::default()).remaining, 1);
    /// ```
    pub fn new(count: u64, ladder: &GoalLadder) -> Self {
        let goal = ladder.goal(count);
        Tally {
            count,
            goal,
            remaining: goal.saturating_sub(count),
        }
    }

    /// The way to the goal in thousandths, rounded down: 0 to 999, and 1000 only at `u64::MAX`.
    ///
    /// ```
    /// # use wesign_core::tally::{GoalLadder, Tally};
    /// assert_eq!(Tally::new(50, &GoalLadder::default()).progress_permille(), 500);
    /// ```
    pub fn progress_permille(&self) -> u16 {
        let goal = self.goal.max(1);
        let most = if self.count < goal { 999 } else { 1000 };
        permille(self.count, goal).min(most) as u16
    }

    /// The goals of `ladder` that were reached when the count rose from `previous` to this one,
    /// ascending: what to celebrate. Empty when the count fell or stood still.
    ///
    /// ```
    /// use wesign_core::tally::{GoalLadder, Tally};
    /// let ladder = GoalLadder::default();
    /// assert_eq!(Tally::new(210, &ladder).milestones_crossed(140, &ladder), [150, 200]);
    /// ```
    pub fn milestones_crossed(&self, previous: u64, ladder: &GoalLadder) -> Vec<u64> {
        let mut crossed = Vec::new();
        let mut goal = ladder.goal(previous);
        while goal <= self.count && previous < self.count {
            crossed.push(goal);
            if goal == u64::MAX {
                break;
            }
            goal = ladder.goal(goal);
        }
        crossed
    }
}
