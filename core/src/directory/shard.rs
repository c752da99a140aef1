//! Reading a shard in place.

use alloc::string::String;
use alloc::vec::Vec;

use super::people::People;
use super::wire::{self, Lines, Numbers};
use super::{Area, Constituency, Departement, Hint, Part, Person, Place, Seat, fold};

/// Which institution the people of a shard belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Kind {
    /// Assemblée nationale.
    Deputies = 0,
    /// Sénat.
    Senators = 1,
    /// European Parliament.
    Meps = 2,
}

/// Places from one mark among the names to the next.
pub(super) const MARK: u32 = 32;

/// One file of the directory, read in place: everything it gives borrows from its bytes, and a
/// look-up is a walk along columns of a few hundred numbers.
#[derive(Clone, Debug)]
pub struct Shard<'a> {
    pub(super) kind: Kind,
    pub(super) postcodes: Numbers<'a>,
    /// Set of each postcode, one up; 0 where its places have sets of their own. A list rather
    /// than a column, for every look-up jumps about in it; so with the constituencies.
    pub(super) defaults: Vec<u32>,
    pub(super) place_codes: Numbers<'a>,
    pub(super) place_postcodes: Numbers<'a>,
    pub(super) further: Numbers<'a>,
    pub(super) explicit: Numbers<'a>,
    pub(super) sets: Numbers<'a>,
    pub(super) hints: Numbers<'a>,
    pub(super) constituencies: Vec<u32>,
    pub(super) areas: Numbers<'a>,
    pub(super) area_names: Lines<'a>,
    /// Names from every 32nd place on: a name is found without reading all before it.
    pub(super) place_names: Vec<Lines<'a>>,
    pub(super) people: People<'a>,
}

impl<'a> Shard<'a> {
    /// The institution of the shard's people.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Every postcode of the shard, ascending, as a number: 1400 for `01400`.
    pub fn postcodes(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.postcodes.scan(0u32, |sum, difference| {
            *sum = sum.wrapping_add(difference);
            Some(*sum)
        })
    }

    /// Seats of the Assemblée nationale in the shard, in order of constituency.
    #[must_use]
    pub fn seats(&self) -> Seats<'_, 'a> {
        Seats {
            numbers: &self.constituencies,
            people: self.people.clone(),
        }
    }

    /// The seat of a constituency, if the shard has it.
    #[must_use]
    pub fn seat(&self, constituency: Constituency) -> Option<Seat<'a>> {
        self.pick(&[constituency]).pop()
    }

    /// The seats of these constituencies, in order.
    pub(super) fn pick(&self, wanted: &[Constituency]) -> Vec<Seat<'a>> {
        let mut seats = Vec::new();
        let mut people = self.people.clone();
        for &number in &self.constituencies {
            match wire::constituency(number) {
                Some(constituency) if wanted.contains(&constituency) => {
                    if let Some(holder) = people.next() {
                        seats.push(Seat {
                            constituency,
                            holder,
                        });
                    }
                }
                _ => people.pass(),
            }
        }
        seats
    }

    /// Areas without postcodes: countries or départements.
    pub fn areas(&self) -> impl Iterator<Item = Area<'a>> + use<'a> {
        let mut numbers = self.areas;
        let mut names = self.area_names;
        core::iter::from_fn(move || {
            Some(Area {
                first: numbers.next()?,
                count: numbers.next()?,
                code: names.take(),
                name: names.take(),
                languages: names.take(),
            })
        })
    }

    /// The area of a code, if the shard has it.
    #[must_use]
    pub fn area(&self, code: &str) -> Option<Area<'a>> {
        self.areas().find(|area| area.code == code)
    }

    /// The people of an area: senators, members of the European Parliament. Vacant seats are left
    /// out.
    pub fn people(&self, area: &Area<'_>) -> impl Iterator<Item = Person<'a>> + use<'a> {
        self.people
            .clone()
            .skip(area.first as usize)
            .take(area.count as usize)
            .flatten()
    }

    /// The constituencies of an area and who holds them; none for senators and members of the
    /// European Parliament.
    pub fn seats_of(&self, area: &Area<'_>) -> impl Iterator<Item = Seat<'a>> + use<'_, 'a> {
        self.seats()
            .skip(area.first as usize)
            .take(area.count as usize)
    }

    /// Every commune of the shard, in order of code.
    #[must_use]
    pub fn communes(&self) -> Communes<'_, 'a> {
        Communes {
            shard: self,
            codes: self.place_codes,
            postcodes: self.place_postcodes,
            explicit: self.explicit,
            index: 0,
            code: 0,
        }
    }

    /// Communes of a postcode, in order of code; none for a postcode that is in no table.
    #[must_use]
    pub fn places(&self, postcode: &str) -> Vec<Place<'a>> {
        let mut places = Vec::new();
        let number = postcode_number(postcode);
        let Some(wanted) = self.postcodes().position(|other| Some(other) == number) else {
            return places;
        };
        let wanted = wanted as u32;
        // Places that have it as a further postcode.
        let mut also = Vec::new();
        let (mut pairs, mut place) = (self.further, 0u32);
        while let (Some(difference), Some(postcode)) = (pairs.next(), pairs.next()) {
            place = place.wrapping_add(difference);
            if postcode == wanted {
                also.push(place);
            }
        }
        let mut communes = self.communes();
        while let Some(found) = communes.step() {
            if found.postcode == wanted || also.contains(&found.index) {
                places.push(communes.place(&found));
            }
        }
        places
    }

    /// Communes whose name has words that begin as the query does; accents, hyphens and capitals
    /// are free: `saint etienne`, `st-etienne`. In order of code; nothing for an empty query.
    pub fn search(&self, query: &str) -> impl Iterator<Item = Place<'a>> + use<'_, 'a> {
        let mut wanted = String::new();
        let mut folded = String::new();
        fold::words(query, &mut wanted);
        self.communes().filter(move |place| {
            fold::words(place.name, &mut folded);
            let (folded, wanted) = (folded.as_bytes(), wanted.as_bytes());
            !wanted.is_empty()
                && (0..folded.len()).any(|at| {
                    folded
                        .get(at..)
                        .is_some_and(|rest| rest.starts_with(wanted))
                })
        })
    }

    /// Communes of exactly this name in a département, or in none (Monaco): more than one only if
    /// the département has homonyms.
    #[must_use]
    pub fn called(&self, name: &str, departement: Option<Departement>) -> Vec<Place<'a>> {
        let mut communes = self.communes();
        let mut places = Vec::new();
        while let Some(found) = communes.step() {
            if self.name(found.index) == name {
                let place = communes.place(&found);
                if place.code.departement() == departement {
                    places.push(place);
                }
            }
        }
        places
    }

    /// What tells the parts of a split commune apart; `None` when there is nothing to tell.
    ///
    /// Drawn from contours that are only a drawing: to be shown as help, never to decide.
    #[must_use]
    pub fn hint(&self, place: &Place<'_>, constituency: Constituency) -> Option<Hint<'a>> {
        let mut hints = self.hints;
        for other in self.communes() {
            if other.seats.len() < 2 {
                continue;
            }
            for seat in &other.seats {
                let part = Part::from_number(hints.next()?);
                let count = hints.next()?;
                let wanted = other.code == place.code && *seat == constituency;
                let mut near = Vec::new();
                for _ in 0..count {
                    let at = hints.next()?;
                    if wanted {
                        near.push(self.name(at));
                    }
                }
                if wanted {
                    return Some(Hint { part, near });
                }
            }
        }
        None
    }

    /// The name of the place at a position.
    fn name(&self, place: u32) -> &'a str {
        let mark = self.place_names.get((place / MARK) as usize);
        let mut names = mark.copied().unwrap_or_default();
        names.skip(place % MARK);
        names.take()
    }

    /// The constituencies of a set, by its number.
    fn set(&self, set: u32) -> Vec<Constituency> {
        let alone = self.constituencies.len() as u32;
        let mut seats = Vec::new();
        let mut push = |seat: u32| {
            let number = self.constituencies.get(seat as usize);
            if let Some(constituency) = number.and_then(|number| wire::constituency(*number)) {
                seats.push(constituency);
            }
        };
        // Set 0 is empty, then one for each seat alone, then those that are written out.
        if (1..=alone).contains(&set) {
            push(set - 1);
        } else if set > alone {
            let mut sets = self.sets;
            for at in alone + 1..=set {
                for _ in 0..sets.next().unwrap_or(0) {
                    let seat = sets.next().unwrap_or(0);
                    if at == set {
                        push(seat);
                    }
                }
            }
        }
        seats
    }
}

/// Seats of a shard, see [`Shard::seats`].
#[derive(Clone, Debug)]
pub struct Seats<'s, 'a> {
    numbers: &'s [u32],
    people: People<'a>,
}

impl<'a> Iterator for Seats<'_, 'a> {
    type Item = Seat<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Seat<'a>> {
        let (number, rest) = self.numbers.split_first()?;
        self.numbers = rest;
        // Senators and members of the European Parliament have no constituency: none at all here.
        Some(Seat {
            constituency: wire::constituency(*number)?,
            holder: self.people.next()?,
        })
    }
}

/// Communes of a shard, see [`Shard::communes`].
#[derive(Clone, Debug)]
pub struct Communes<'s, 'a> {
    shard: &'s Shard<'a>,
    codes: Numbers<'a>,
    postcodes: Numbers<'a>,
    explicit: Numbers<'a>,
    /// Position and code of the next place.
    index: u32,
    code: u32,
}

/// A place on the way.
struct Found {
    index: u32,
    code: u32,
    /// Position of the postcode that is written with it.
    postcode: u32,
    set: u32,
}

impl<'a> Communes<'_, 'a> {
    /// The next place, as far as it takes to tell whether it is wanted.
    fn step(&mut self) -> Option<Found> {
        let postcode = self.postcodes.next()?;
        self.code = self.code.wrapping_add(self.codes.next()?);
        let default = self.shard.defaults.get(postcode as usize)?;
        let set = match default.checked_sub(1) {
            Some(set) => set,
            None => self.explicit.next()?,
        };
        self.index += 1;
        Some(Found {
            index: self.index - 1,
            code: self.code,
            postcode,
            set,
        })
    }

    fn place(&self, found: &Found) -> Place<'a> {
        Place {
            code: wire::commune_code(found.code),
            name: self.shard.name(found.index),
            seats: self.shard.set(found.set),
        }
    }
}

impl<'a> Iterator for Communes<'_, 'a> {
    type Item = Place<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Place<'a>> {
        let found = self.step()?;
        Some(self.place(&found))
    }
}

/// The postcode as a number; `None` unless it is five digits.
pub(super) fn postcode_number(postcode: &str) -> Option<u32> {
    let mut number = 0;
    for byte in postcode.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 % 1_000_000 + u32::from(byte - b'0');
    }
    (postcode.len() == 5).then_some(number)
}
