//! What has happened since a mobilisation began.

use alloc::string::String;
use alloc::vec::Vec;

use crate::time::Timestamp;

/// One piece of news about a mobilisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct News {
    /// Stable identifier within the mobilisation.
    pub id: String,
    /// When it was published.
    pub at: Option<Timestamp>,
    /// What happened, in one line of plain text.
    pub title: String,
    /// The rest, one string a paragraph.
    pub text: Vec<String>,
    /// A page about it.
    pub url: String,
}
