//! Where people can give money.

use alloc::string::String;

/// A crowdfunding page, and how far it has come.
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

/// Who runs a crowdfunding page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Platform {
    /// Another platform, or the organisation itself.
    #[default]
    Other,
    /// HelloAsso, which takes no commission from associations.
    #[cfg_attr(feature = "serde", serde(rename = "helloasso"))]
    HelloAsso,
}
