//! What has happened since a mobilisation began.

use alloc::string::String;
use alloc::vec::Vec;

use crate::time::Timestamp;

/// One piece of news about a mobilisation.
///
/// ```
/// # use wesign_core::mobilisation::News;
/// let news: News = serde_json::from_str(
///     r#"{"id":"2","at":"2026-11-20T09:00:00Z","title":"La maire nous reçoit","text":["Mardi."]}"#,
/// )?;
/// assert_eq!(news.text.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
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
