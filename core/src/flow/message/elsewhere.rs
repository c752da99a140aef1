//! The look-up without a postcode: from abroad by country; by the name of a commune within its
//! département, for where the list of all names (`naming`) can't be had.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::place::{Candidate, PlaceState, Way, commune};
use super::{MessageEffect, MessageStep, people};
use crate::directory::Shard;
use crate::mobilisation::Targets;

/// The shard of the French people who live abroad.
const ABROAD: &str = "abroad";
/// Where communes of a département are whose only postcode is a neighbour's: Éloise (74) has 01200.
/// All 22 of them, from the commune list of `@etalab/decoupage-administratif` 6.
const STRAYS: [(&str, &[&str]); 12] = [
    ("03", &["42"]),
    ("04", &["05", "06"]),
    ("07", &["48"]),
    ("15", &["43"]),
    ("24", &["33"]),
    ("26", &["05"]),
    ("39", &["01"]),
    ("51", &["52"]),
    ("71", &["21"]),
    ("74", &["01"]),
    ("83", &["13"]),
    ("86", &["37"]),
];
/// More communes of a name than this are no choice: a longer name is asked for.
const MOST: usize = 20;

impl MessageStep {
    /// Changes how the person tells where they live.
    pub(super) fn go(&mut self, way: Way) -> Vec<MessageEffect> {
        self.way = way;
        match way {
            Way::Postcode => self.placed(PlaceState::Asking { error: None }),
            Way::Commune => self.suggest(),
            Way::Country => self.look_up_country(),
        }
    }

    /// Asks for the shard in which communes of the département are.
    pub(super) fn look_up_name(&mut self) -> Vec<MessageEffect> {
        let shard = match &*self.departement {
            "2A" | "2B" => "20",
            // Saint-Barthélemy and Saint-Martin have kept postcodes of Guadeloupe.
            "977" | "978" => "971",
            code => code,
        };
        if shard.is_empty() || self.commune.trim().is_empty() {
            return self.placed(PlaceState::Naming { found: None });
        }
        self.strays = 0;
        self.fetch(shard.to_string())
    }

    /// What the shard knows of the name; where it knows nothing, the next shard is asked.
    pub(super) fn found_by_name(&mut self) -> Vec<MessageEffect> {
        let found = self.read_shard(|shard, step| {
            // A shard holds communes of the next département too.
            let found = shard
                .search(&step.commune)
                .filter(|place| place.code.as_str().starts_with(&*step.departement))
                .take(MOST);
            PlaceState::Naming {
                found: Some(found.map(|place| commune(&place)).collect()),
            }
        });
        let nothing =
            matches!(&found, PlaceState::Naming { found: Some(found) } if found.is_empty());
        let departement = &*self.departement;
        let strays = STRAYS.iter().find(|(code, _)| *code == departement);
        let next = strays.and_then(|(_, shards)| shards.get(self.strays));
        match next {
            Some(shard) if nothing => {
                self.strays += 1;
                self.fetch((*shard).to_string())
            }
            _ => self.placed(found),
        }
    }

    pub(super) fn look_up_country(&mut self) -> Vec<MessageEffect> {
        if let PlaceState::Countries { missing, .. } = &mut self.place
            && self.country.is_empty()
        {
            *missing = true;
            return [MessageEffect::FocusPlace].into();
        }
        match self.subject.targets {
            Targets::Meps => self.fetch_meps(),
            Targets::Senators => self.fetch_senators(people::ABROAD),
            _ => self.fetch(ABROAD.to_string()),
        }
    }

    /// The countries to choose from, or who sits for the chosen one.
    pub(super) fn abroad(&self, shard: &Shard<'_>) -> PlaceState {
        let Some(area) = shard.area(&self.country) else {
            return PlaceState::Countries {
                codes: shard.areas().map(|area| area.code.to_string()).collect(),
                missing: false,
            };
        };
        let mut candidates: Vec<Candidate> = shard
            .seats_of(&area)
            .map(|seat| Candidate::from(&seat))
            .collect();
        match candidates.len() {
            0 => PlaceState::NoDeputy,
            1 => PlaceState::Found(candidates.remove(0)),
            _ => PlaceState::Candidates {
                commune: String::new(),
                candidates,
            },
        }
    }
}
