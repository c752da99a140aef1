//! Where people can give money.

use alloc::string::String;

use crate::link::page;
use crate::tally::permille;

/// A crowdfunding page, and how far it has come.
///
/// ```
/// # use wesign_core::mobilisation::Donation;
/// let donation: Donation = serde_json::from_str(r#"{
///     "url": "https://www.helloasso.com/associations/x/collectes/y",
///     "platform": "helloasso",
///     "currency": "EUR",
///     "raised": 123400,
///     "goal": 500000
/// }"#)?;
/// assert_eq!(donation.progress_permille(), Some(246));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Donation {
    /// Address of the page, `https`.
    pub url: String,
    /// Whose page it is.
    pub platform: Platform,
    /// What the money is for, in one paragraph of plain text.
    pub text: String,
    /// ISO 4217 code of the currency: `EUR`.
    pub currency: String,
    /// What was given so far, in hundredths of the currency; `None` where it is not known.
    pub raised: Option<u64>,
    /// What is hoped for, in hundredths of the currency.
    pub goal: Option<u64>,
    /// How many people gave; `None` where it is not known.
    pub donors: Option<u64>,
}

impl Donation {
    /// The address of the page, where it is `https` (or on the loopback host) and may become a link.
    ///
    /// ```
    /// use wesign_core::mobilisation::Donation;
    /// let donation = Donation { url: "javascript:alert(1)".into(), ..Donation::default() };
    /// assert_eq!(donation.link(), None);
    /// ```
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        page(&self.url)
    }

    /// What was given so far in thousandths of what is hoped for, rounded down: above 1000 where it
    /// was passed. `None` where either is not known, or nothing is hoped for.
    ///
    /// ```
    /// use wesign_core::mobilisation::Donation;
    /// let given = |raised, goal| Donation { raised, goal, ..Donation::default() }.progress_permille();
    /// assert_eq!(given(Some(123_400), Some(500_000)), Some(246));
    /// assert_eq!(given(Some(1_500), Some(1_000)), Some(1_500));
    /// assert_eq!(given(Some(1), Some(0)), None);
    /// assert_eq!(given(None, Some(1)), None);
    /// ```
    #[must_use]
    pub fn progress_permille(&self) -> Option<u64> {
        let goal = self.goal.filter(|goal| *goal > 0)?;
        Some(permille(self.raised?, goal))
    }
}

/// Who runs a crowdfunding page.
///
/// ```
/// # use wesign_core::mobilisation::Platform;
/// assert_eq!(serde_json::to_string(&Platform::HelloAsso)?, r#""helloasso""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Platform {
    /// Another platform, or the organisation itself.
    #[default]
    Other,
    /// HelloAsso, which takes no commission from associations.
    #[cfg_attr(feature = "serde", serde(rename = "helloasso"))]
    HelloAsso,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn progress_is_what_exact_numbers_give(raised in any::<u64>(), goal in any::<u64>(), shift in 0..64) {
            let (raised, goal) = (Some(raised >> shift), Some(goal >> (shift / 2)));
            let donation = Donation { raised, goal, ..Donation::default() };
            let (Some(raised), Some(goal)) = (raised.map(u128::from), goal.map(u128::from)) else {
                unreachable!()
            };
            prop_assert_eq!(donation.progress_permille().is_some(), goal > 0);
            if let Some(permille) = donation.progress_permille() {
                let exact = (raised * 1000 / goal).min(u128::from(u64::MAX));
                let off = exact.abs_diff(permille.into());
                let large = raised * 1000 > u128::from(u64::MAX);
                // Above 18 quadrillions of cents a thousandth more or less is nobody's concern.
                prop_assert!(off == 0 || large && off <= 1 + exact / 10, "{} {}", exact, permille);
            }
        }
    }
}
