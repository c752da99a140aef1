//! The look-up by the name of a commune anywhere in the country: suggestions with every letter, out
//! of one list that is the same for everybody.

use alloc::vec;
use alloc::vec::Vec;

use super::place::{PlaceState, Suggestions, commune, state};
use super::{MessageEffect, MessageStep};
use crate::directory::{CommuneName, Names};

/// More suggestions than this are no help: the name is typed on, or the département.
const MOST: usize = 20;

impl MessageStep {
    /// Asks for the name; and for the list, unless it is here.
    pub(super) fn suggest(&mut self) -> Vec<MessageEffect> {
        self.named = None;
        let suggestions = self.suggestions();
        let mut effects = self.placed(PlaceState::Suggesting(suggestions));
        if self.names.is_none() {
            effects.insert(0, MessageEffect::FetchNames);
        }
        effects
    }

    /// The list arrived. One that does not check out is as good as none.
    pub(super) fn names_loaded(&mut self, bytes: &[u8]) -> Vec<MessageEffect> {
        let Ok(names) = Names::decode(bytes) else {
            return self.names_failed();
        };
        self.names = Some(names);
        self.type_on();
        Vec::new()
    }

    /// Without the list, the département says which shard to look into.
    pub(super) fn names_failed(&mut self) -> Vec<MessageEffect> {
        match self.place {
            PlaceState::Suggesting(_) => self.placed(PlaceState::Naming { found: None }),
            _ => Vec::new(),
        }
    }

    /// The name changed, or the list came: other suggestions, and the focus stays where it is.
    pub(super) fn type_on(&mut self) {
        if matches!(self.place, PlaceState::Suggesting(_)) {
            self.place = PlaceState::Suggesting(self.suggestions());
        }
    }

    fn suggestions(&self) -> Suggestions {
        let found = self
            .names
            .as_ref()
            .map(|names| names.search(&self.commune, MOST));
        Suggestions {
            loading: found.is_none(),
            typed: !self.commune.trim().is_empty(),
            found: found.unwrap_or_default(),
        }
    }

    /// The person pressed Enter: a single suggestion is meant, of several one is to be chosen.
    pub(super) fn name_asked(&mut self) -> Vec<MessageEffect> {
        match &self.place {
            PlaceState::Suggesting(Suggestions { found, .. }) if found.best.len() == 1 => {
                self.choose_name(0)
            }
            PlaceState::Suggesting(_) => vec![MessageEffect::FocusPlace],
            _ => match &self.named {
                Some(named) => self.fetch(named.shard.clone()),
                None => self.look_up_name(),
            },
        }
    }

    /// The person chose a suggestion.
    pub(super) fn choose_name(&mut self, index: usize) -> Vec<MessageEffect> {
        let PlaceState::Suggesting(suggestions) = &self.place else {
            return Vec::new();
        };
        let Some(named) = suggestions.found.best.get(index).cloned() else {
            return Vec::new();
        };
        let shard = named.shard.clone();
        self.named = Some(named);
        self.fetch(shard)
    }

    /// What the shard knows of the chosen name; homonyms of one département are told apart by their
    /// constituencies only, so the person chooses between those.
    pub(super) fn of_name(&self, named: &CommuneName) -> PlaceState {
        self.read_shard(|shard, _| {
            match &*shard.called(named.in_shard(), named.departement) {
                // The list and the shard are of different builds.
                [] => PlaceState::Unreachable,
                [place] => state(shard, &shard.of_place(place)),
                places => PlaceState::Communes(places.iter().map(commune).collect()),
            }
        })
    }
}
