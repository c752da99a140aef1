//! Writing a shard. Lives next to the reader, so that the two are tested as one; the widget's
//! build leaves it out.

mod names;
mod people;
mod points;

use alloc::string::String;
use alloc::vec::Vec;

use self::people::{Text, people};
use super::wire::{self, put};
pub use names::names;
pub use points::points;

use super::{Area, CommuneCode, Constituency, Kind, Part, Person, PersonId};

/// What goes into a shard. Order is free except of areas, which point into `seats`.
///
/// ```
/// use wesign_core::directory::encode::{Contents, encode};
/// use wesign_core::directory::{Kind, Shard};
///
/// let nothing = Contents { kind: Kind::Meps, places: vec![], seats: vec![], areas: vec![] };
/// let bytes = encode(&nothing)?;
/// assert_eq!(Shard::decode(&bytes)?.kind(), Kind::Meps);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Contents<'a> {
    /// The institution of the people.
    pub kind: Kind,
    /// Communes with their postcodes; none in a shard of areas.
    pub places: Vec<PlaceEntry<'a>>,
    /// Seats with their holders, sorted by constituency where they have one.
    pub seats: Vec<SeatEntry<'a>>,
    /// Countries or départements that lead to runs of `seats`.
    pub areas: Vec<Area<'a>>,
}

/// A seat to write.
///
/// ```
/// use wesign_core::directory::encode::SeatEntry;
/// let vacant = SeatEntry { constituency: "01-04".parse().ok(), holder: None };
/// assert!(vacant.constituency.is_some());
/// ```
#[derive(Clone, Debug)]
pub struct SeatEntry<'a> {
    /// `None` for senators and members of the European Parliament.
    pub constituency: Option<Constituency>,
    /// `None` for a vacant seat.
    pub holder: Option<Person<'a>>,
}

/// A commune to write.
///
/// ```
/// use wesign_core::directory::CommuneCode;
/// use wesign_core::directory::encode::PlaceEntry;
/// let monaco = PlaceEntry {
///     code: CommuneCode::new("99138").unwrap(),
///     name: "Monaco",
///     postcodes: vec![98_000],
///     seats: vec![],
///     hints: vec![],
/// };
/// assert!(monaco.seats.is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct PlaceEntry<'a> {
    /// INSEE code.
    pub code: CommuneCode,
    /// Name, without line breaks.
    pub name: &'a str,
    /// Its postcodes in this shard, at least one.
    pub postcodes: Vec<u32>,
    /// Its constituencies, sorted; each must be among the seats.
    pub seats: Vec<Constituency>,
    /// For a split place, a hint for each seat; may be empty.
    pub hints: Vec<HintEntry>,
}

/// A hint to write: part of the commune, and near communes of the same shard.
///
/// ```
/// use wesign_core::directory::Part;
/// use wesign_core::directory::encode::HintEntry;
/// let north = HintEntry { part: Some(Part::North), ..HintEntry::default() };
/// assert!(north.near.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct HintEntry {
    /// Part of the commune.
    pub part: Option<Part>,
    /// Codes of near communes; those that the shard doesn't have are left out.
    pub near: Vec<CommuneCode>,
}

/// Why contents cannot be written: each is a mistake of the caller.
///
/// ```
/// use wesign_core::directory::encode::EncodeError;
/// let error = EncodeError::LineBreak("a\nb".into());
/// assert_eq!(error.to_string(), "line break in \"a\\nb\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// Two places with one code.
    #[error("the commune {0} comes twice")]
    DuplicatePlace(CommuneCode),
    /// A place that no postcode leads to.
    #[error("the commune {0} has no postcode")]
    NoPostcode(CommuneCode),
    /// Seats that are not in ascending order, or twice the same.
    #[error("seats are not sorted at {0}")]
    Unsorted(Constituency),
    /// A place names a seat that is not among the seats.
    #[error("the commune {0} leads to {1}, which is not among the seats")]
    UnknownSeat(CommuneCode, Constituency),
    /// Text with a line break, which separates texts in the format.
    #[error("line break in {0:?}")]
    LineBreak(String),
    /// An identifier of another institution, or zero, which stands for a vacant seat.
    #[error("{0} is not an identifier of the shard's institution")]
    Identifier(PersonId),
    /// An area that points past the seats.
    #[error("the area {0} points past the seats")]
    Area(String),
    /// Postcodes that are not in ascending order, or a point that is not on the globe.
    #[error("the postcode {0:05} is out of order, or its point is not on the globe")]
    Point(u32),
    /// A merged commune whose name of today is not in the list.
    #[error("what {0} merged into is not in the list")]
    Today(String),
}

/// Appends sorted values as differences.
fn put_sorted(into: &mut Vec<u8>, values: impl IntoIterator<Item = u32>) {
    let mut before = 0;
    for value in values {
        put(into, value - before);
        before = value;
    }
}

/// Writes a shard.
///
/// # Errors
/// [`EncodeError`] names what in the contents cannot be written.
///
/// ```
/// use wesign_core::directory::encode::{Contents, PlaceEntry, SeatEntry, encode};
/// use wesign_core::directory::{CommuneCode, Find, Kind, Shard};
///
/// let seat = "01-05".parse()?;
/// let bytes = encode(&Contents {
///     kind: Kind::Deputies,
///     places: vec![PlaceEntry {
///         code: CommuneCode::new("01283").unwrap(),
///         name: "Oyonnax",
///         postcodes: vec![1100],
///         seats: vec![seat],
///         hints: vec![],
///     }],
///     seats: vec![SeatEntry { constituency: Some(seat), holder: None }],
///     areas: vec![],
/// })?;
/// assert!(matches!(Shard::decode(&bytes)?.find("01100"), Find::One { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn encode(contents: &Contents<'_>) -> Result<Vec<u8>, EncodeError> {
    let mut places: Vec<&PlaceEntry<'_>> = contents.places.iter().collect();
    places.sort_by_key(|place| wire::commune_number(place.code));
    if let Some(pair) = places.windows(2).find(|pair| pair[0].code == pair[1].code) {
        return Err(EncodeError::DuplicatePlace(pair[0].code));
    }
    let mut postcodes: Vec<u32> = places.iter().flat_map(|p| &p.postcodes).copied().collect();
    postcodes.sort_unstable();
    postcodes.dedup();

    let seats: Vec<u32> = contents
        .seats
        .iter()
        .map(|seat| seat.constituency.map_or(0, wire::constituency_number))
        .collect();
    if let Some(at) = seats
        .windows(2)
        .position(|w| w[0] > w[1] || (w[0] == w[1] && w[0] > 0))
    {
        let constituency = contents.seats[at + 1]
            .constituency
            .or(contents.seats[at].constituency);
        return Err(constituency.map_or(EncodeError::Area("-".into()), EncodeError::Unsorted));
    }

    let sets = Sets::new(&places, &seats)?;
    let mut numbers = Vec::new();
    put_sorted(&mut numbers, postcodes.iter().copied());
    let postcode_index =
        |postcode: u32| postcodes.partition_point(|&other| other < postcode) as u32;

    // A postcode whose places all lead to one set carries it; the others leave it to the places.
    let defaults: Vec<Option<u32>> = postcodes
        .iter()
        .map(|postcode| {
            let mut of_places = places
                .iter()
                .zip(&sets.of_places)
                .filter(|(place, _)| place.postcodes.contains(postcode))
                .map(|(_, &set)| set);
            let first = of_places.next()?;
            of_places.all(|set| set == first).then_some(first)
        })
        .collect();
    for default in &defaults {
        put(&mut numbers, default.map_or(0, |set| set + 1));
    }

    put_sorted(
        &mut numbers,
        places.iter().map(|place| wire::commune_number(place.code)),
    );
    let mut further = Vec::new();
    let mut explicit = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let mut indices: Vec<u32> = place.postcodes.iter().map(|&p| postcode_index(p)).collect();
        indices.sort_unstable();
        indices.dedup();
        // First a postcode that tells the set, for then the place needn't.
        indices.sort_by_key(|&index| defaults[index as usize].is_none());
        let (&first, others) = indices
            .split_first()
            .ok_or(EncodeError::NoPostcode(place.code))?;
        put(&mut numbers, first);
        further.extend(others.iter().map(|&index| (at as u32, index)));
        if defaults[first as usize].is_none() {
            explicit.push(sets.of_places[at]);
        }
    }
    let mut before = 0;
    for &(place, postcode) in &further {
        put(&mut numbers, place - before);
        put(&mut numbers, postcode);
        before = place;
    }
    explicit.iter().for_each(|&set| put(&mut numbers, set));
    for set in &sets.written {
        put(&mut numbers, set.len() as u32);
        set.iter().for_each(|&seat| put(&mut numbers, seat));
    }
    let hints = hints(&places);
    hints.iter().for_each(|&number| put(&mut numbers, number));
    put_sorted(&mut numbers, seats.iter().copied());
    for area in &contents.areas {
        if area.first as u64 + area.count as u64 > seats.len() as u64 {
            return Err(EncodeError::Area(area.code.into()));
        }
        put(&mut numbers, area.first);
        put(&mut numbers, area.count);
    }
    let mut text = Text::default();
    let groups = people(contents, &places, &mut numbers, &mut text)?;

    let mut payload = Vec::new();
    for count in [
        postcodes.len(),
        places.len(),
        further.len(),
        sets.written.len(),
        seats.len(),
        groups,
        contents.areas.len(),
        hints.len(),
    ] {
        put(&mut payload, count as u32);
    }
    payload.extend(numbers);
    payload.extend(text.0.as_bytes());

    Ok(wire::close(contents.kind as u8, &payload))
}

/// Candidate sets: 0 the empty one, then each seat alone, then those written out.
struct Sets {
    of_places: Vec<u32>,
    written: Vec<Vec<u32>>,
}

impl Sets {
    fn new(places: &[&PlaceEntry<'_>], seats: &[u32]) -> Result<Self, EncodeError> {
        let mut of_places = Vec::new();
        let mut written: Vec<Vec<u32>> = Vec::new();
        for place in places {
            let mut set = Vec::new();
            for &constituency in &place.seats {
                let number = wire::constituency_number(constituency);
                let seat = seats
                    .iter()
                    .position(|&seat| seat == number)
                    .ok_or(EncodeError::UnknownSeat(place.code, constituency))?;
                set.push(seat as u32);
            }
            set.sort_unstable();
            set.dedup();
            of_places.push(match *set {
                [] => 0,
                [seat] => 1 + seat,
                _ => {
                    let known = written.iter().position(|other| *other == set);
                    let at = known.unwrap_or_else(|| {
                        written.push(set);
                        written.len() - 1
                    });
                    1 + (seats.len() + at) as u32
                }
            });
        }
        Ok(Self { of_places, written })
    }
}

/// For each seat of each split place: part, number of near places, their positions.
fn hints(places: &[&PlaceEntry<'_>]) -> Vec<u32> {
    let split = places.iter().filter(|place| place.seats.len() > 1);
    if split.clone().all(|place| place.hints.is_empty()) {
        return Vec::new();
    }
    let mut numbers = Vec::new();
    for place in split {
        for at in 0..place.seats.len() {
            let none = HintEntry::default();
            let hint = place.hints.get(at).unwrap_or(&none);
            let near: Vec<u32> = hint
                .near
                .iter()
                .filter_map(|code| places.iter().position(|place| place.code == *code))
                .map(|position| position as u32)
                .collect();
            numbers.push(hint.part.map_or(0, |part| part as u32));
            numbers.push(near.len() as u32);
            numbers.extend(near);
        }
    }
    numbers
}
