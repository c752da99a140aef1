//! Reading a shard in place.

use alloc::string::String;
use alloc::vec::Vec;

use super::people::People;
use super::wire::{self, Lines, Numbers};
use super::{Area, Constituency, Departement, Hint, Part, Person, Place, Seat, fold};

/// Which institution the people of a shard belong to.
///
/// ```
/// use wesign_core::directory::Kind;
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// assert_eq!(shard.kind(), Kind::Deputies);
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
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
pub(super) const MARK: u32 = 8;

/// One file of the directory, read in place: everything it gives borrows from its bytes, and a
/// look-up is a walk along columns of a few hundred numbers.
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let seats: Vec<_> = shard.seats().map(|seat| seat.constituency.to_string()).collect();
/// assert_eq!(seats, ["01-01", "01-04"]);
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Shard<'a> {
    pub(super) kind: Kind,
    // Lists rather than columns where every look-up searches or jumps about: it then takes a
    // seventh of the time, for twelve bytes a place.
    /// Ascending.
    pub(super) postcodes: Vec<u32>,
    /// Code of each place, as a number.
    pub(super) place_codes: Vec<u32>,
    /// Position of the postcode that is written with each place.
    pub(super) place_postcodes: Vec<u32>,
    /// Set of each place.
    pub(super) place_sets: Vec<u32>,
    pub(super) further: Numbers<'a>,
    pub(super) sets: Numbers<'a>,
    pub(super) hints: Numbers<'a>,
    pub(super) constituencies: Vec<u32>,
    pub(super) areas: Numbers<'a>,
    pub(super) area_names: Lines<'a>,
    /// Names from every eighth place on: a name is found without reading all before it.
    pub(super) place_names: Vec<Lines<'a>>,
    pub(super) people: People<'a>,
    /// Where the lines of each seat's holder begin.
    pub(super) holder_lines: Vec<Lines<'a>>,
}

impl<'a> Shard<'a> {
    /// The institution of the shard's people.
    ///
    /// ```
    /// use wesign_core::directory::Kind;
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert_eq!(shard.kind(), Kind::Deputies);
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Every postcode of the shard, ascending, as a number: 1400 for `01400`.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert!(shard.postcodes().eq([1000]));
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    pub fn postcodes(&self) -> impl Iterator<Item = u32> + use<'_, 'a> {
        self.postcodes.iter().copied()
    }

    /// Seats of the Assemblée nationale in the shard, in order of constituency.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert_eq!(shard.seats().filter(|seat| seat.holder.is_none()).count(), 1);
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn seats(&self) -> Seats<'_, 'a> {
        Seats {
            numbers: &self.constituencies,
            people: self.people.clone(),
        }
    }

    /// The seat of a constituency, if the shard has it.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert!(shard.seat("01-04".parse().unwrap()).is_some());
    /// assert!(shard.seat("75-03".parse().unwrap()).is_none());
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn seat(&self, constituency: Constituency) -> Option<Seat<'a>> {
        self.pick(&[constituency]).pop()
    }

    /// The seats of these constituencies, in order.
    pub(super) fn pick(&self, wanted: &[Constituency]) -> Vec<Seat<'a>> {
        let seat = |(position, &number): (usize, &u32)| {
            let constituency = wire::constituency(number)?;
            if !wanted.contains(&constituency) {
                return None;
            }
            let lines = *self.holder_lines.get(position)?;
            Some(Seat {
                constituency,
                holder: self.people.from(position, lines).next()?,
            })
        };
        self.constituencies
            .iter()
            .enumerate()
            .filter_map(seat)
            .collect()
    }

    /// Areas without postcodes: countries or départements.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert!(shard.areas().map(|area| area.name).eq(["Ain"]));
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
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
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert_eq!(shard.area("01").expect("an area").count, 2);
    /// assert!(shard.area("75").is_none());
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn area(&self, code: &str) -> Option<Area<'a>> {
        self.areas().find(|area| area.code == code)
    }

    /// The people of an area: senators, members of the European Parliament. Vacant seats are left
    /// out.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let ain = shard.area("01").expect("an area");
    /// assert_eq!(shard.people(&ain).count(), 1, "a vacant seat is nobody");
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    pub fn people(&self, area: &Area<'_>) -> impl Iterator<Item = Person<'a>> + use<'a> {
        self.people
            .clone()
            .skip(area.first as usize)
            .take(area.count as usize)
            .flatten()
    }

    /// The constituencies of an area and who holds them; none for senators and members of the
    /// European Parliament.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let ain = shard.area("01").expect("an area");
    /// assert_eq!(shard.seats_of(&ain).count(), 2);
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    pub fn seats_of(&self, area: &Area<'_>) -> impl Iterator<Item = Seat<'a>> + use<'_, 'a> {
        self.seats()
            .skip(area.first as usize)
            .take(area.count as usize)
    }

    /// Every commune of the shard, in order of code.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert!(shard.communes().map(|place| place.name).eq(["Bourg-en-Bresse", "Saint-Denis-lès-Bourg"]));
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn communes(&self) -> Communes<'_, 'a> {
        Communes {
            shard: self,
            next: 0,
        }
    }

    /// Communes of a postcode, in order of code; none for a postcode that is in no table.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert_eq!(shard.places("01000").len(), 2);
    /// assert!(shard.places("01100").is_empty());
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn places(&self, postcode: &str) -> Vec<Place<'a>> {
        let number = postcode_number(postcode);
        let position = number.and_then(|number| self.postcodes.binary_search(&number).ok());
        let Some(wanted) = position else {
            return Vec::new();
        };
        let wanted = wanted as u32;
        let own = self.place_postcodes.iter().enumerate();
        let own = own.filter(|&(_, &postcode)| postcode == wanted);
        let mut positions: Vec<u32> = own.map(|(at, _)| at as u32).collect();
        // Places that have it as a further postcode.
        let (mut pairs, mut place) = (self.further, 0u32);
        while let (Some(difference), Some(postcode)) = (pairs.next(), pairs.next()) {
            place = place.wrapping_add(difference);
            if postcode == wanted {
                positions.push(place);
            }
        }
        positions.sort_unstable();
        positions.dedup();
        let places = positions.into_iter();
        places.filter_map(|position| self.place(position)).collect()
    }

    /// The place at a position.
    fn place(&self, position: u32) -> Option<Place<'a>> {
        Some(Place {
            code: wire::commune_code(*self.place_codes.get(position as usize)?),
            name: self.name(position),
            seats: self.set(*self.place_sets.get(position as usize)?),
        })
    }

    /// Communes whose name has words that begin as the query does; accents, hyphens and capitals
    /// are free: `saint etienne`, `st-etienne`. In order of code; nothing for an empty query.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// assert!(shard.search("st denis les").map(|place| place.code.to_string()).eq(["01344"]));
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
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
    ///
    /// ```
    /// use wesign_core::directory::Departement;
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let bourg = shard.called("Bourg-en-Bresse", Departement::new("01"));
    /// assert_eq!(bourg[0].code.to_string(), "01053");
    /// assert!(shard.called("Bourg", Departement::new("01")).is_empty());
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn called(&self, name: &str, departement: Option<Departement>) -> Vec<Place<'a>> {
        let positions = (0..self.place_codes.len() as u32).filter(|&at| self.name(at) == name);
        positions
            .filter_map(|position| self.place(position))
            .filter(|place| place.code.departement() == departement)
            .collect()
    }

    /// What tells the parts of a split commune apart; `None` when there is nothing to tell.
    ///
    /// Drawn from contours that are only a drawing: to be shown as help, never to decide.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let places = shard.places("01000");
    /// assert!(shard.hint(&places[0], places[0].seats[1]).is_some());
    /// assert!(shard.hint(&places[1], places[1].seats[0]).is_none(), "a place that is not split");
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
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
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let mut seats = shard.seats();
/// assert!(seats.next().is_some_and(|seat| seat.holder.is_some()));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
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
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let mut communes = shard.communes();
/// assert!(communes.next().is_some_and(|place| place.name == "Bourg-en-Bresse"));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Communes<'s, 'a> {
    shard: &'s Shard<'a>,
    /// Position of the next place.
    next: u32,
}

impl<'a> Iterator for Communes<'_, 'a> {
    type Item = Place<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Place<'a>> {
        let place = self.shard.place(self.next)?;
        self.next += 1;
        Some(place)
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
