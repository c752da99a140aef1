//! Reading a shard in place.

use alloc::string::String;
use alloc::vec::Vec;

use super::people::{People, flag};
use super::wire::{self, Lines, Numbers};
use super::{Area, Constituency, DirectoryError, Hint, Part, Person, Place, Seat, fold};

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
    pub(super) place_names: Lines<'a>,
    pub(super) people: People<'a>,
}

/// A place by its position, and the number of its set of seats.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) place: u32,
    pub(super) set: u32,
}

impl<'a> Shard<'a> {
    /// Reads the header, checks the checksum and every number's bounds.
    ///
    /// # Errors
    /// Whatever is wrong with the bytes, see [`DirectoryError`]. What is read from a shard that
    /// passed can be trusted; nothing panics on one that was made to mislead.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DirectoryError> {
        let (header, payload) = bytes
            .split_at_checked(wire::HEADER)
            .ok_or(DirectoryError::NotAShard)?;
        if header[..4] != wire::MAGIC {
            return Err(DirectoryError::NotAShard);
        }
        if header[8] > wire::VERSION {
            return Err(DirectoryError::Newer);
        }
        let word = |at: usize| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        if word(12) as usize != bytes.len() {
            return Err(DirectoryError::Length);
        }
        if word(4) != wire::checksum(&bytes[wire::CHECKED..]) {
            return Err(DirectoryError::Checksum);
        }
        let kind = match (header[8], header[9], header[10], header[11]) {
            (wire::VERSION, 0, 0, 0) => Kind::Deputies,
            (wire::VERSION, 1, 0, 0) => Kind::Senators,
            (wire::VERSION, 2, 0, 0) => Kind::Meps,
            _ => return Err(DirectoryError::Malformed),
        };
        Self::columns(kind, payload)
    }

    fn columns(kind: Kind, payload: &'a [u8]) -> Result<Self, DirectoryError> {
        const ANY: u32 = u32::MAX;
        let mut input = Numbers(payload);
        let mut counts = [0; 8];
        for count in &mut counts {
            *count = input.required()?;
        }
        let [
            postcodes,
            places,
            further,
            sets,
            seats,
            groups,
            areas,
            hints,
        ] = counts;
        // No column is longer than the payload, so that sums of counts can't overflow.
        if counts.iter().any(|&count| count as usize > payload.len()) {
            return Err(DirectoryError::Malformed);
        }
        let one_set = seats + sets + 1;

        let postcode_column = input.take_column(postcodes, 100_000)?;
        let defaults: Vec<u32> = input.take_column(postcodes, one_set + 1)?.collect();
        let place_codes = input.take_column(places, 100_000)?;
        let place_postcodes = input.take_column(places, postcodes)?;
        let further = input.take_column(2 * further, postcodes.max(places))?;
        let mixed = place_postcodes
            .filter(|&postcode| defaults.get(postcode as usize) == Some(&0))
            .count() as u32;
        let explicit = input.take_column(mixed, one_set)?;
        let start = input;
        for _ in 0..sets {
            let members = input.required()?;
            input.take_column(members, seats)?;
        }
        let set_column = Numbers(&start.0[..start.0.len() - input.0.len()]);
        let hint_column = input.take_column(hints, places.max(Part::COUNT))?;
        let constituencies = running_sum(input.take_column(seats, 100_000)?).collect();
        let area_column = input.take_column(2 * areas, seats + 1)?;
        let ids = input.take_column(seats, ANY)?;
        let flags = input.take_column(seats, flag::END)?;
        let person_groups = input.take_column(seats, groups + 1)?;
        let dates = input.take_column(seats, ANY)?;

        let text = core::str::from_utf8(input.0).map_err(|_| DirectoryError::Malformed)?;
        let person_lines: u32 = ids
            .zip(flags)
            .map(|(id, flags)| if id == 0 { 0 } else { flag::lines(flags) })
            .sum();
        let expected = 2 * groups + 3 * areas + places + person_lines;
        if text.bytes().filter(|&byte| byte == b'\n').count() != expected as usize {
            return Err(DirectoryError::Malformed);
        }
        let group_names = Lines(text);
        let mut area_names = group_names;
        area_names.skip(2 * groups);
        let mut place_names = area_names;
        place_names.skip(3 * areas);
        let mut lines = place_names;
        lines.skip(places);

        Ok(Self {
            kind,
            postcodes: postcode_column,
            defaults,
            place_codes,
            place_postcodes,
            further,
            explicit,
            sets: set_column,
            hints: hint_column,
            constituencies,
            areas: area_column,
            area_names,
            place_names,
            people: People {
                kind,
                ids,
                flags,
                groups: person_groups,
                dates,
                group_names,
                lines,
            },
        })
    }

    /// The institution of the shard's people.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Every postcode of the shard, ascending, as a number: 1400 for `01400`.
    pub fn postcodes(&self) -> impl Iterator<Item = u32> + use<'a> {
        running_sum(self.postcodes)
    }

    /// Seats of the Assemblée nationale in the shard, in order of constituency.
    pub fn seats(&self) -> impl Iterator<Item = Seat<'a>> + use<'_, 'a> {
        self.constituencies
            .iter()
            .zip(self.people.clone())
            .filter_map(|(&number, holder)| {
                Some(Seat {
                    constituency: wire::constituency(number)?,
                    holder,
                })
            })
    }

    /// The seat of a constituency, if the shard has it.
    #[must_use]
    pub fn seat(&self, constituency: Constituency) -> Option<Seat<'a>> {
        self.seats().find(|seat| seat.constituency == constituency)
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

    /// The seats of an area, with their holders: senators and members of the European Parliament
    /// have no constituency of their own, so people only. Vacant seats are left out.
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
    pub fn communes(&self) -> impl Iterator<Item = Place<'a>> + use<'_, 'a> {
        self.all()
            .zip(running_sum(self.place_codes))
            .zip(names(self.place_names))
            .map(|((found, code), name)| self.place(found, code, name))
    }

    /// Communes whose name has words that begin as the query does; accents, hyphens and capitals
    /// are free: `saint etienne`, `st-etienne`. In order of code; nothing for an empty query.
    pub fn search(&self, query: &str) -> impl Iterator<Item = Place<'a>> + use<'_, 'a> {
        let mut wanted = String::new();
        let mut folded = String::new();
        fold::words(query, &mut wanted);
        self.communes().filter(move |place| {
            fold::words(place.name, &mut folded);
            !wanted.is_empty()
                && folded
                    .as_bytes()
                    .windows(wanted.len())
                    .any(|window| window == wanted.as_bytes())
        })
    }

    /// What tells the parts of a split commune apart; `None` when there is nothing to tell.
    ///
    /// Drawn from contours that are only a drawing: to be shown as help, never to decide.
    #[must_use]
    pub fn hint(&self, place: &Place<'_>, constituency: Constituency) -> Option<Hint<'a>> {
        let mut hints = self.hints;
        for other in self.communes().filter(|place| place.seats.len() > 1) {
            for seat in &other.seats {
                let part = Part::from_number(hints.next()?);
                let near = hints.next()?;
                let places = hints;
                if let Some(last) = near.checked_sub(1) {
                    hints.nth(last as usize);
                }
                if other.code == place.code && *seat == constituency {
                    return Some(Hint {
                        part,
                        near: places
                            .take(near as usize)
                            .map(|place| {
                                let mut names = self.place_names;
                                names.skip(place);
                                names.take()
                            })
                            .collect(),
                    });
                }
            }
        }
        None
    }

    /// Communes of a postcode, in order of code; none for a postcode that is in no table.
    pub fn places(&self, postcode: &str) -> Vec<Place<'a>> {
        let Some(wanted) = postcode_number(postcode)
            .and_then(|number| self.postcodes().position(|postcode| postcode == number))
        else {
            return Vec::new();
        };
        let wanted = wanted as u32;
        let further = |place| {
            let mut pairs = self.further;
            let mut at = 0;
            core::iter::from_fn(|| {
                at += pairs.next()?;
                Some((at, pairs.next()?))
            })
            .any(|pair| pair == (place, wanted))
        };
        self.all()
            .zip(self.place_postcodes)
            .filter(|&(found, postcode)| postcode == wanted || further(found.place))
            .filter_map(|(found, _)| {
                let code = running_sum(self.place_codes).nth(found.place as usize)?;
                let mut names = self.place_names;
                names.skip(found.place);
                Some(self.place(found, code, names.take()))
            })
            .collect()
    }

    /// Each place with its set: the postcode's, or its own where the postcode has several.
    fn all(&self) -> impl Iterator<Item = Found> + use<'_, 'a> {
        let mut explicit = self.explicit;
        self.place_postcodes
            .enumerate()
            .map(move |(place, postcode)| {
                let default = self.defaults.get(postcode as usize);
                Found {
                    place: place as u32,
                    set: default
                        .and_then(|set| set.checked_sub(1))
                        .or_else(|| explicit.next())
                        .unwrap_or(0),
                }
            })
    }

    fn place(&self, found: Found, code: u32, name: &'a str) -> Place<'a> {
        let mut seats = Vec::new();
        let constituency = |seat: u32| {
            let number = self.constituencies.get(seat as usize)?;
            wire::constituency(*number)
        };
        let alone = self.constituencies.len() as u32;
        // Set 0 is empty, then one for each seat alone, then those that are written out.
        match found.set.checked_sub(1) {
            None => {}
            Some(seat) if seat < alone => seats.extend(constituency(seat)),
            Some(set) => {
                let mut sets = self.sets;
                for _ in alone..set {
                    if let Some(members) = sets.next().and_then(|count| count.checked_sub(1)) {
                        sets.nth(members as usize);
                    }
                }
                let members = sets.next().unwrap_or(0);
                seats.extend(sets.take(members as usize).filter_map(constituency));
            }
        }
        Place {
            code: wire::commune_code(code),
            name,
            seats,
        }
    }
}

/// The postcode as a number; `None` unless it is five digits.
pub(super) fn postcode_number(postcode: &str) -> Option<u32> {
    (postcode.len() == 5 && postcode.bytes().all(|byte| byte.is_ascii_digit())).then(|| {
        postcode
            .bytes()
            .fold(0, |n, digit| n * 10 + u32::from(digit - b'0'))
    })
}

/// Differences back into values.
fn running_sum(numbers: Numbers<'_>) -> impl Iterator<Item = u32> {
    numbers.scan(0u32, |sum, difference| {
        *sum = sum.wrapping_add(difference);
        Some(*sum)
    })
}

fn names(mut lines: Lines<'_>) -> impl Iterator<Item = &str> {
    core::iter::from_fn(move || Some(lines.take()))
}
