//! The step that gives: the crowdfunding page and how far it has come.

use alloc::vec;
use alloc::vec::Vec;

use super::{Failure, Loading};
use crate::mobilisation::Donation;

/// Something the person did or the network answered.
///
/// ```
/// # use wesign_core::flow::{DonateEffect, DonateEvent, DonateStep, Failure, Loading};
/// # use wesign_core::mobilisation::Donation;
/// # let (mut step, _) = DonateStep::new();
/// step.handle(DonateEvent::LoadingFailed(Failure::Timeout));
/// assert_eq!(step.handle(DonateEvent::Retried), [DonateEffect::Fetch]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum DonateEvent {
    /// The donation arrived.
    Loaded(Donation),
    /// The petition has none.
    Missing,
    /// It could not be had.
    LoadingFailed(Failure),
    /// The person wants it to be fetched again.
    Retried,
    /// The person opened the crowdfunding page.
    Opened,
}

/// A request to the world; its answer comes back as a [`DonateEvent`].
///
/// ```
/// # use wesign_core::flow::{DonateEffect, DonateEvent, DonateStep, Failure, Loading};
/// # use wesign_core::mobilisation::Donation;
/// # let (mut step, _) = DonateStep::new();
/// # let page = Donation { url: "https://example.org/don".into(), ..Donation::default() };
/// step.handle(DonateEvent::LoadingFailed(Failure::Timeout));
/// step.handle(DonateEvent::Retried);
/// // The person waits for it.
/// assert_eq!(step.handle(DonateEvent::Loaded(page)), [DonateEffect::Focus]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DonateEffect {
    /// Fetch the donation.
    Fetch,
    /// Move the keyboard focus to what was fetched again.
    Focus,
    /// The page was opened: tell the host page.
    Opened,
}

/// Everything the step knows.
///
/// ```
/// use wesign_core::flow::{DonateEffect, DonateEvent, DonateStep};
/// use wesign_core::mobilisation::Donation;
///
/// let (mut step, effects) = DonateStep::new();
/// assert_eq!(effects, [DonateEffect::Fetch]);
/// let url = "https://www.helloasso.com/associations/x/collectes/y";
/// step.handle(DonateEvent::Loaded(Donation { url: url.into(), ..Donation::default() }));
/// assert_eq!(step.link(), Some(url));
/// assert_eq!(step.handle(DonateEvent::Opened), [DonateEffect::Opened]);
/// ```
#[derive(Clone, Debug)]
pub struct DonateStep {
    donation: Loading<Option<Donation>>,
    /// Whether the person waits for it: it then takes the focus.
    asked: bool,
}

impl DonateStep {
    /// The step, and what must be done first.
    ///
    /// ```
    /// # use wesign_core::flow::{DonateEffect, DonateStep, Loading};
    /// let (step, effects) = DonateStep::new();
    /// assert_eq!(effects, [DonateEffect::Fetch]);
    /// assert_eq!(*step.donation(), Loading::Pending);
    /// ```
    #[must_use]
    pub fn new() -> (Self, Vec<DonateEffect>) {
        let step = Self {
            donation: Loading::Pending,
            asked: false,
        };
        (step, vec![DonateEffect::Fetch])
    }

    /// The donation; `None` inside where there is none, or none whose page may be linked.
    ///
    /// ```
    /// # use wesign_core::flow::{DonateEffect, DonateEvent, DonateStep, Failure, Loading};
    /// # use wesign_core::mobilisation::Donation;
    /// # let (mut step, _) = DonateStep::new();
    /// step.handle(DonateEvent::Missing);
    /// assert_eq!(*step.donation(), Loading::Loaded(None));
    /// ```
    #[must_use]
    pub fn donation(&self) -> &Loading<Option<Donation>> {
        &self.donation
    }

    /// The address of the crowdfunding page.
    ///
    /// ```
    /// # use wesign_core::flow::{DonateEffect, DonateEvent, DonateStep, Failure, Loading};
    /// # use wesign_core::mobilisation::Donation;
    /// # let (mut step, _) = DonateStep::new();
    /// # let page = Donation { url: "https://example.org/don".into(), ..Donation::default() };
    /// step.handle(DonateEvent::Loaded(page));
    /// assert_eq!(step.link(), Some("https://example.org/don"));
    /// step.handle(DonateEvent::Loaded(Donation { url: "javascript:alert(1)".into(), ..Donation::default() }));
    /// assert_eq!(step.link(), None);
    /// ```
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.donation.loaded()?.as_ref()?.link()
    }

    /// Takes in what happened; gives back what must be done.
    ///
    /// ```
    /// # use wesign_core::flow::{DonateEffect, DonateEvent, DonateStep, Failure, Loading};
    /// # use wesign_core::mobilisation::Donation;
    /// # let (mut step, _) = DonateStep::new();
    /// # let page = Donation { url: "https://example.org/don".into(), ..Donation::default() };
    /// assert!(step.handle(DonateEvent::Opened).is_empty(), "there is no page yet");
    /// step.handle(DonateEvent::Loaded(page));
    /// assert_eq!(step.handle(DonateEvent::Opened), [DonateEffect::Opened]);
    /// ```
    pub fn handle(&mut self, event: DonateEvent) -> Vec<DonateEffect> {
        match event {
            DonateEvent::Loaded(donation) => {
                let linked = donation.link().is_some();
                self.donation = Loading::Loaded(linked.then_some(donation));
            }
            DonateEvent::Missing => self.donation = Loading::Loaded(None),
            DonateEvent::LoadingFailed(failure) => self.donation.fail(failure),
            DonateEvent::Retried => {
                if self.donation.retry() {
                    self.asked = true;
                    return vec![DonateEffect::Fetch];
                }
                return Vec::new();
            }
            DonateEvent::Opened if self.link().is_some() => return vec![DonateEffect::Opened],
            DonateEvent::Opened => return Vec::new(),
        }
        let asked = core::mem::take(&mut self.asked);
        asked.then_some(DonateEffect::Focus).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn donation(url: &str) -> DonateEvent {
        DonateEvent::Loaded(Donation {
            url: url.into(),
            ..Donation::default()
        })
    }

    #[test]
    fn only_a_safe_link_is_a_donation() {
        for url in [
            "",
            "javascript:alert(1)",
            "http://a.example",
            "mailto:a@b.fr",
            "tel:1",
        ] {
            let (mut step, _) = DonateStep::new();
            step.handle(donation(url));
            assert_eq!(*step.donation(), Loading::Loaded(None), "{url}");
            assert_eq!(step.handle(DonateEvent::Opened), [], "{url}");
        }
        let (mut step, _) = DonateStep::new();
        step.handle(donation("https://a.example/?x=1#y"));
        assert_eq!(step.link(), Some("https://a.example/?x=1#y"));
    }

    #[test]
    fn missing_is_not_failing() {
        let (mut step, _) = DonateStep::new();
        step.handle(DonateEvent::Missing);
        assert_eq!(*step.donation(), Loading::Loaded(None));
        assert_eq!(step.handle(DonateEvent::Retried), [], "nothing to retry");
    }

    #[test]
    fn failing_and_fetching_again() {
        let (mut step, _) = DonateStep::new();
        step.handle(DonateEvent::LoadingFailed(Failure::Timeout));
        assert_eq!(*step.donation(), Loading::Failed(Failure::Timeout));
        assert_eq!(step.handle(DonateEvent::Retried), [DonateEffect::Fetch]);
        assert_eq!(step.handle(DonateEvent::Retried), [], "on its way");
        let effects = step.handle(donation("https://a.example/"));
        assert_eq!(effects, [DonateEffect::Focus], "it was asked for");
        assert_eq!(step.handle(donation("https://a.example/")), []);
    }
}
