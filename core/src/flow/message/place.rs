//! The look-up: from the signatory's postcode to one elected person, on the device.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::{Addressees, MessageEffect, MessageStep, people};
use crate::directory::{
    Constituency, DirectoryError, Find, NamesFound, Part, Place, Seat, Shard, shard_prefix,
};
use crate::field::{Country, Field, Postcode};
use crate::interpellation::Target;
use crate::mobilisation::Targets;
use crate::problem::FieldError;

/// What the look-up answers.
///
/// ```
/// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
/// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
/// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
/// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
/// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
/// assert_eq!(*step.place(), PlaceState::Looking);
/// ```
#[allow(clippy::large_enum_variant, reason = "a widget has one")]
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceState {
    /// A postcode is needed; what is wrong with the one at hand, if anything.
    Asking {
        /// The problem with the postcode.
        error: Option<FieldError>,
    },
    /// The shard is on its way.
    Looking,
    /// The directory can't be had.
    Unreachable,
    /// In no table, most often a CEDEX code: who sits for the département.
    Unknown(Vec<Candidate>),
    /// A place that elects no deputy: Monaco.
    NoDeputy,
    /// Several communes with constituencies of their own.
    Communes(Vec<Commune>),
    /// One commune in several constituencies.
    Candidates {
        /// Its name.
        commune: String,
        /// Who sits for a part of it.
        candidates: Vec<Candidate>,
    },
    /// The country of who lives abroad is needed.
    Countries {
        /// ISO 3166-1 alpha-2 codes.
        codes: Vec<String>,
        /// Whether none was chosen when asked to go on.
        missing: bool,
    },
    /// The name of a commune is being typed.
    Suggesting(Suggestions),
    /// The name of a commune is needed, and its département: the list of names can't be had.
    Naming {
        /// Communes of that name; `None` before the first search.
        found: Option<Vec<Commune>>,
    },
    /// The one deputy.
    Found(Candidate),
    /// Several people of whom one, or all, are written to: senators, members of the European
    /// Parliament, an organiser's list.
    People(Addressees),
}

/// Communes that a name may mean.
///
/// ```
/// use wesign_core::flow::Suggestions;
/// let before = Suggestions::default();
/// assert!(!before.loading && !before.typed);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Whether the list of names is still on its way.
    pub loading: bool,
    /// Whether anything was typed.
    pub typed: bool,
    /// What answers to it.
    pub found: NamesFound,
}

/// How the person tells where they live.
///
/// ```
/// # use wesign_core::{flow::*, interpellation::{Channel, Target, Tlds}, platform::Native};
/// # use wesign_core::mobilisation::{Targets, TargetList, Wordings};
/// # let subject = Subject { targets: Targets::Deputies, ..Subject::default() };
/// # let signer = Handover { postcode: "75018".into(), ..Handover::default() };
/// # let (mut step, effects) = MessageStep::new(subject, signer, "1".into());
/// step.handle(MessageEvent::WayChosen(Way::Commune));
/// assert!(matches!(step.place(), PlaceState::Suggesting(_)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By postcode.
    Postcode,
    /// By the name of the commune, for who does not know the postcode.
    Commune,
    /// By country, for who lives abroad.
    Country,
}

/// A commune to choose.
///
/// ```
/// # use wesign_core::flow::Commune;
/// let rennes = Commune { code: "35238".into(), name: "Rennes".into() };
/// # assert_eq!(rennes.name, "Rennes");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commune {
    /// INSEE code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A seat that the person may be of.
///
/// ```
/// # use wesign_core::flow::Candidate;
/// let vacant = Candidate { constituency: "75-03".parse().unwrap(), holder: None, hint: None };
/// # assert!(vacant.holder.is_none());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Where it is elected.
    pub constituency: Constituency,
    /// Who sits; `None` while the seat is vacant.
    pub holder: Option<Target>,
    /// Which part of the commune it is, as far as the contours show it: help, never to decide.
    pub hint: Option<PartOf>,
}

/// A part of a commune.
///
/// ```
/// # use wesign_core::flow::PartOf;
/// let tangled = PartOf { part: None, near: vec!["Cesson-Sévigné".into()] };
/// # assert_eq!(tangled.near.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// Where in the commune; `None` where it is too tangled to say.
    pub part: Option<Part>,
    /// Neighbouring communes that lie in the constituency as a whole.
    pub near: Vec<String>,
}

impl From<&Seat<'_>> for Candidate {
    fn from(seat: &Seat<'_>) -> Self {
        Self {
            hint: None,
            constituency: seat.constituency,
            holder: seat
                .holder
                .as_ref()
                .map(|person| Target::deputy(person, seat.constituency)),
        }
    }
}

impl MessageStep {
    /// Asks for the shard of the postcode; a bad postcode is said where it is typed.
    pub(super) fn look_up(&mut self) -> Vec<MessageEffect> {
        match self.way {
            Way::Postcode => self.look_up_postcode(),
            Way::Commune => self.name_asked(),
            Way::Country => self.look_up_country(),
        }
    }

    fn look_up_postcode(&mut self) -> Vec<MessageEffect> {
        let postcode = match Postcode::parse(&self.postcode, Country::FRANCE) {
            Ok(postcode) => postcode,
            Err(problem) => {
                let error = Some(problem.at(Field::Postcode));
                return self.placed(PlaceState::Asking { error });
            }
        };
        self.postcode = postcode.as_str().to_string();
        let Some(prefix) = shard_prefix(&self.postcode).map(ToString::to_string) else {
            return self.placed(PlaceState::Unknown(Vec::new()));
        };
        self.fetch(prefix)
    }

    pub(super) fn fetch(&mut self, shard: String) -> Vec<MessageEffect> {
        self.place = PlaceState::Looking;
        self.area = None;
        self.address(Vec::new());
        vec![MessageEffect::FetchShard(shard)]
    }

    pub(super) fn shard_loaded(&mut self, bytes: Vec<u8>) -> Vec<MessageEffect> {
        self.shard = bytes;
        if let Some(area) = self.area.take() {
            return self.area_loaded(&area);
        }
        if self.way == Way::Commune {
            return match self.named.clone() {
                Some(named) => {
                    let found = self.of_name(&named);
                    self.placed(found)
                }
                None => self.found_by_name(),
            };
        }
        if self.subject.targets == Targets::Senators {
            return self.postcode_of_senators();
        }
        let found = self.read_shard(|shard, step| match step.way {
            Way::Country => step.abroad(shard),
            _ => state(shard, &shard.find(&step.postcode)),
        });
        self.placed(found)
    }

    /// Without a shard for a postcode there is nobody; without one for an area the directory is not
    /// whole.
    pub(super) fn shard_missing(&mut self) -> Vec<MessageEffect> {
        self.placed(match self.area {
            Some(_) => PlaceState::Unreachable,
            None => PlaceState::Unknown(Vec::new()),
        })
    }

    pub(super) fn choose_commune(&mut self, index: usize) -> Vec<MessageEffect> {
        if let PlaceState::Suggesting(_) = self.place {
            return self.choose_name(index);
        }
        let (PlaceState::Communes(communes)
        | PlaceState::Naming {
            found: Some(communes),
        }) = &self.place
        else {
            return Vec::new();
        };
        let Some(code) = communes.get(index).map(|commune| commune.code.clone()) else {
            return Vec::new();
        };
        if self.subject.targets == Targets::Senators {
            return self.fetch_senators(people::departement(&code));
        }
        let found = self.read_shard(|shard, _| {
            let chosen = shard.communes().find(|place| place.code.as_str() == code);
            chosen.map_or(PlaceState::Unreachable, |place| {
                state(shard, &shard.of_place(&place))
            })
        });
        self.placed(found)
    }

    pub(super) fn choose_seat(&mut self, constituency: Constituency) -> Vec<MessageEffect> {
        let candidates = match &self.place {
            PlaceState::Candidates { candidates, .. } | PlaceState::Unknown(candidates) => {
                candidates
            }
            _ => return Vec::new(),
        };
        match candidates
            .iter()
            .find(|c| c.constituency == constituency)
            .cloned()
        {
            Some(candidate) => self.placed(PlaceState::Found(candidate)),
            None => Vec::new(),
        }
    }

    /// Shows the answer, and the message as soon as it is known whom to.
    pub(super) fn placed(&mut self, place: PlaceState) -> Vec<MessageEffect> {
        let targets = match &place {
            PlaceState::Found(candidate) => candidate.holder.iter().cloned().collect(),
            PlaceState::People(addressees) => addressees.targets(),
            _ => Vec::new(),
        };
        self.place = place;
        self.address(targets);
        if self.place_asked {
            vec![MessageEffect::FocusPlace]
        } else {
            Vec::new()
        }
    }

    /// A shard that does not check out is as good as none: never a wrong person.
    pub(super) fn read_shard(
        &self,
        read: impl FnOnce(&Shard<'_>, &Self) -> PlaceState,
    ) -> PlaceState {
        let shard: Result<Shard<'_>, DirectoryError> = Shard::decode(&self.shard);
        shard.map_or(PlaceState::Unreachable, |shard| read(&shard, self))
    }
}

pub(super) fn state(shard: &Shard<'_>, find: &Find<'_>) -> PlaceState {
    match find {
        Find::One { seat, .. } => PlaceState::Found(seat.into()),
        Find::ChooseCommune { places } => {
            PlaceState::Communes(places.iter().map(commune).collect())
        }
        Find::ChooseSeat { seats, places } => PlaceState::Candidates {
            commune: places
                .first()
                .map(|place| place.name.to_string())
                .unwrap_or_default(),
            candidates: seats
                .iter()
                .map(|seat| Candidate {
                    hint: hint(shard, places, seat.constituency),
                    ..Candidate::from(seat)
                })
                .collect(),
        },
        Find::NoDeputy { .. } => PlaceState::NoDeputy,
        Find::Unknown { seats } => PlaceState::Unknown(seats.iter().map(Candidate::from).collect()),
        Find::Malformed => PlaceState::Unknown(Vec::new()),
    }
}

/// What tells the parts of one split commune apart.
fn hint(shard: &Shard<'_>, places: &[Place<'_>], constituency: Constituency) -> Option<PartOf> {
    let [place] = places else {
        return None;
    };
    let hint = shard.hint(place, constituency)?;
    Some(PartOf {
        part: hint.part,
        near: hint.near.iter().map(ToString::to_string).collect(),
    })
}

pub(super) fn commune(place: &Place<'_>) -> Commune {
    Commune {
        code: place.code.as_str().to_string(),
        name: place.name.to_string(),
    }
}
