//! Who carries a mobilisation.

use alloc::string::String;
use alloc::vec::Vec;

/// One of the organisations that carry a mobilisation together.
///
/// ```
/// # use wesign_core::mobilisation::Organisation;
/// let organisation = Organisation { id: "attac".into(), name: "Attac".into(), ..Organisation::default() };
/// assert_eq!(format!("newsletter:{}", organisation.id), "newsletter:attac");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Organisation {
    /// Stable identifier: the `x` of the consent purpose `newsletter:x`.
    pub id: String,
    /// Name as the organisation writes it.
    pub name: String,
    /// Its site.
    pub url: String,
    /// Address of its logo, `https`; empty for none.
    pub logo: String,
    /// Who they are, in one paragraph of plain text.
    pub text: String,
    /// Where people can write to it.
    pub email: String,
    /// Where it is on the networks.
    pub links: Vec<NetworkLink>,
}

/// An organisation's page on a network.
///
/// ```
/// # use wesign_core::mobilisation::{NetworkLink, Organisation};
/// let links = vec![NetworkLink {
///     network: "mastodon".into(),
///     url: "https://piaille.fr/@attac".into(),
/// }];
/// let organisation = Organisation { id: "attac".into(), links, ..Organisation::default() };
/// # assert_eq!(organisation.links.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct NetworkLink {
    /// The network's own name, lower-case: `mastodon`, `peertube`.
    pub network: String,
    /// Address of the page, `https`.
    pub url: String,
}
