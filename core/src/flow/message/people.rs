//! Targets that come as several: senators of a département, members of the European Parliament of a
//! country, an organiser's list.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::place::{PlaceState, Way, commune};
use super::{MessageEffect, MessageStep};
use crate::directory::{Area, Find, Person, Place, Seat, Shard};
use crate::field::Country;
use crate::interpellation::{Target, rotation};
use crate::mobilisation::{Choice, Targets};

/// Code of the French people who live abroad, among the areas that elect senators.
pub(super) const ABROAD: &str = "99";
/// The shard of all senators.
const SENATORS: &str = "senators";
/// The countries that elect members of the European Parliament, ISO 3166-1 alpha-2; a test compares
/// them with the directory.
const MEMBER_STATES: &str =
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

/// People who can be written to, and those who are.
///
/// ```
/// use wesign_core::flow::Addressees;
/// assert!(Addressees::default().targets().is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressees {
    /// Where they are elected, in French: "Marne"; empty for an organiser's list.
    pub place: String,
    /// All of them.
    pub people: Vec<Target>,
    /// Whom the message is to, by position; empty while the person chooses.
    pub chosen: Vec<usize>,
}

impl Addressees {
    /// Whom the message is to.
    ///
    /// ```
    /// use wesign_core::flow::Addressees;
    /// use wesign_core::interpellation::Target;
    /// let people = vec![Target::default(), Target { name: "Acme".into(), ..Target::default() }];
    /// let addressees = Addressees { people, chosen: vec![1], ..Addressees::default() };
    /// assert_eq!(addressees.targets()[0].name, "Acme");
    /// ```
    #[must_use]
    pub fn targets(&self) -> Vec<Target> {
        let chosen = self.chosen.iter();
        chosen
            .filter_map(|&at| self.people.get(at).cloned())
            .collect()
    }

    /// Whether the person can write to somebody else of them.
    ///
    /// ```
    /// use wesign_core::flow::Addressees;
    /// use wesign_core::interpellation::Target;
    /// let people = vec![Target::default(), Target::default()];
    /// let one = Addressees { people, chosen: vec![1], ..Addressees::default() };
    /// assert!(one.has_others());
    /// assert!(!Addressees { chosen: vec![0, 1], ..one }.has_others());
    /// ```
    #[must_use]
    pub fn has_others(&self) -> bool {
        !self.chosen.is_empty() && self.chosen.len() < self.people.len()
    }
}

/// The area that elects senators for a commune, by its INSEE code: its département or collectivity.
pub(super) fn departement(commune: &str) -> &str {
    let overseas = commune.starts_with("97") || commune.starts_with("98");
    commune
        .get(..if overseas { 3 } else { 2 })
        .unwrap_or_default()
}

impl MessageStep {
    /// What the step does before the person has done anything.
    pub(super) fn begin(&mut self) -> Vec<MessageEffect> {
        // France's territories have codes of their own and vote with it.
        let country = match Country::parse(&self.signer.country) {
            Ok(country) if country.is_french() => "FR".to_string(),
            _ => self.signer.country.clone(),
        };
        match &self.subject.targets {
            Targets::Meps => {
                self.way = Way::Country;
                self.country = country;
                self.fetch_meps()
            }
            Targets::List(list) => {
                let people = list.people.clone();
                let choice = list.choice;
                self.offer(String::new(), people, choice)
            }
            Targets::None => self.offer(String::new(), Vec::new(), Choice::Chosen),
            Targets::Deputies | Targets::Senators if !["", "FR"].contains(&&*country) => {
                self.country = country;
                self.go(Way::Country)
            }
            Targets::Deputies | Targets::Senators if self.postcode.is_empty() => Vec::new(),
            Targets::Deputies | Targets::Senators => self.look_up(),
        }
    }

    /// Back to the question where the person lives.
    pub(super) fn reopen(&mut self) -> Vec<MessageEffect> {
        self.country.clear();
        match self.subject.targets {
            Targets::Meps => self.fetch_meps(),
            Targets::List(_) | Targets::None => Vec::new(),
            Targets::Deputies | Targets::Senators => self.go(Way::Postcode),
        }
    }

    pub(super) fn choose_person(&mut self, index: usize) -> Vec<MessageEffect> {
        self.choose(|people| {
            if index < people {
                vec![index]
            } else {
                Vec::new()
            }
        })
    }

    pub(super) fn choose_people(&mut self) -> Vec<MessageEffect> {
        self.choose(|_| Vec::new())
    }

    fn choose(&mut self, chosen: impl FnOnce(usize) -> Vec<usize>) -> Vec<MessageEffect> {
        let PlaceState::People(addressees) = &self.place else {
            return Vec::new();
        };
        let chosen = chosen(addressees.people.len());
        let addressees = Addressees {
            chosen,
            ..addressees.clone()
        };
        self.placed(PlaceState::People(addressees))
    }

    /// Asks for the members of the European Parliament of the country; for the country where it is
    /// not known, or elects none.
    pub(super) fn fetch_meps(&mut self) -> Vec<MessageEffect> {
        let member = MEMBER_STATES.split(' ').any(|code| code == self.country);
        if !member {
            return self.placed(PlaceState::Countries {
                codes: MEMBER_STATES.split(' ').map(ToString::to_string).collect(),
                missing: false,
            });
        }
        let area = self.country.clone();
        let effects = self.fetch(["meps-", &area].concat());
        self.area = Some(area);
        effects
    }

    /// Asks for the senators of an area, by its code.
    pub(super) fn fetch_senators(&mut self, area: &str) -> Vec<MessageEffect> {
        let effects = self.fetch(SENATORS.to_string());
        self.area = Some(area.to_string());
        effects
    }

    /// From a postcode to the area of its senators; where it lies in several, the commune tells.
    pub(super) fn postcode_of_senators(&mut self) -> Vec<MessageEffect> {
        let mut area = None;
        let place = self.read_shard(|shard, step| {
            let find = shard.find(&step.postcode);
            let (codes, places): (Vec<String>, _) = match &find {
                Find::One { places, .. }
                | Find::ChooseCommune { places }
                | Find::ChooseSeat { places, .. } => {
                    let code = |place: &Place<'_>| departement(place.code.as_str()).to_string();
                    (places.iter().map(code).collect(), &**places)
                }
                Find::Unknown { seats } => {
                    let code =
                        |seat: &Seat<'_>| seat.constituency.departement().as_str().to_string();
                    (seats.iter().map(code).collect(), &[][..])
                }
                Find::NoDeputy { .. } => return PlaceState::NoDeputy,
                Find::Malformed => (Vec::new(), &[][..]),
            };
            match codes.first() {
                Some(first) if codes.iter().all(|code| code == first) => {
                    area = Some(first.clone());
                    PlaceState::Looking
                }
                Some(_) if !places.is_empty() => {
                    PlaceState::Communes(places.iter().map(commune).collect())
                }
                _ => PlaceState::Unknown(Vec::new()),
            }
        });
        match area {
            Some(area) => self.fetch_senators(&area),
            None => self.placed(place),
        }
    }

    /// The people of an area, from the shard at hand.
    pub(super) fn area_loaded(&mut self, code: &str) -> Vec<MessageEffect> {
        let senators = self.subject.targets == Targets::Senators;
        let mut found = None;
        let place = self.read_shard(|shard: &Shard<'_>, _| {
            let Some(area) = shard.area(code) else {
                return PlaceState::NoDeputy;
            };
            let make: fn(&Person<'_>, &Area<'_>) -> Target = if senators {
                Target::senator
            } else {
                Target::mep
            };
            let people = shard.people(&area).map(|person| make(&person, &area));
            found = Some((area.name.to_string(), people.collect()));
            PlaceState::Looking
        });
        match found {
            Some((place, people)) => self.offer(place, people, Choice::Rotation),
            None => self.placed(place),
        }
    }

    /// Offers people to write to.
    fn offer(&mut self, place: String, people: Vec<Target>, choice: Choice) -> Vec<MessageEffect> {
        let chosen = match choice {
            _ if people.len() == 1 => vec![0],
            Choice::Chosen => Vec::new(),
            Choice::Rotation => {
                let ids = people.iter().map(|target| &*target.id);
                rotation(&self.signer.seed, ids).into_iter().collect()
            }
            Choice::All => (0..people.len()).collect(),
        };
        self.placed(PlaceState::People(Addressees {
            place,
            people,
            chosen,
        }))
    }
}
