//! A mobilisation: what a petition publishes about itself.
//!
//! The shape is the `Petition` schema of the HTTP contract (`demo/server/openapi.yaml`); every part
//! but `id` and `title` may be absent.

mod donation;
mod gathering;
mod news;
mod organisation;
mod targets;
mod wordings;

use alloc::string::String;
use alloc::vec::Vec;

pub use donation::{Donation, Platform};
pub use gathering::{Gathering, Standing, Venue};
pub use news::News;
pub use organisation::{NetworkLink, Organisation};
pub use targets::{Choice, TargetCode, TargetError, TargetList, Targets};
pub use wordings::Wordings;

use crate::journey::Step;
use crate::policy::Policy;
use crate::tally::GoalLadder;
use crate::time::Timestamp;

/// A petition with everything the widget shows of it.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use wesign_core::mobilisation::Mobilisation;
/// let petition: Mobilisation = serde_json::from_str(r#"{"id":"a","title":"Non"}"#).unwrap();
/// assert_eq!((petition.count, petition.policy.consents.len()), (0, 0));
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Mobilisation {
    /// Stable identifier, used in addresses: `reconnaissance-faciale`.
    pub id: String,
    /// Language of the texts below, BCP 47.
    pub lang: String,
    /// What is asked for, in one line of plain text.
    pub title: String,
    /// Why, in one paragraph of plain text.
    pub summary: String,
    /// The whole petition, one string a paragraph.
    pub text: Vec<String>,
    /// The petition's own public page, shared and quoted in messages.
    pub url: String,
    /// How far it reaches.
    pub scope: Scope,
    /// Where it is about, for a local one.
    pub place: Option<Place>,
    /// Address of a picture, `https`; empty for none.
    pub image: String,
    /// What the picture shows, for who does not see it.
    pub image_alt: String,
    /// The steps of the journey, in order; empty for [`Step::default_journey`].
    pub steps: Vec<Step>,
    /// Who carries it, in the order they are shown.
    pub organisations: Vec<Organisation>,
    /// Signatures counted when this was published.
    pub count: u64,
    /// The organiser's own goals; empty for the documented ladder.
    pub goals: GoalLadder,
    /// Nobody signs before this moment.
    pub opens_at: Option<Timestamp>,
    /// Nobody signs from this moment on.
    pub closes_at: Option<Timestamp>,
    /// What is asked of a signatory.
    pub policy: Policy,
    /// Who the signatories write to.
    pub targets: Targets,
    /// What they write.
    pub message: Wordings,
    /// What a share says.
    pub share: Share,
    /// Who answers for the personal data.
    pub privacy: Privacy,
}

/// How far a mobilisation reaches.
///
/// ```
/// # use wesign_core::mobilisation::Scope;
/// assert_eq!(serde_json::from_str::<Scope>(r#""local""#)?, Scope::Local);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Scope {
    /// One town or region; see [`Mobilisation::place`].
    Local,
    /// A country.
    #[default]
    National,
    /// The European Union, or several of its countries.
    European,
}

/// Where a local mobilisation is about.
///
/// ```
/// # use wesign_core::mobilisation::Place;
/// let place: Place = serde_json::from_str(r#"{"name":"Rennes","point":[48.11,-1.68]}"#)?;
/// assert!(place.departement.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Place {
    /// How people call it: `Rennes`.
    pub name: String,
    /// INSEE code of its département: `35`.
    pub departement: String,
    /// Latitude and longitude in degrees, WGS 84.
    pub point: Option<[f64; 2]>,
}

/// What somebody says who shares a mobilisation.
///
/// ```
/// # use wesign_core::mobilisation::{Mobilisation, Share};
/// let share = Share { text: "J’ai signé. Et vous ?".into() };
/// let petition = Mobilisation { share, ..Mobilisation::default() };
/// # assert!(!petition.share.text.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Share {
    /// The text that stands before the link; empty for the title.
    pub text: String,
}

/// Who answers for the personal data of the signatories (RGPD, article 13).
///
/// ```
/// # use wesign_core::mobilisation::Privacy;
/// let privacy = Privacy { controller: "Attac".into(), url: "https://attac.example/rgpd".into() };
/// # assert!(!privacy.url.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Privacy {
    /// Name of the controller.
    pub controller: String,
    /// Address of the privacy notice.
    pub url: String,
}
