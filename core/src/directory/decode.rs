//! From bytes to a shard: everything that can be wrong is found here, once.

use alloc::vec::Vec;

use super::people::{People, flag};
use super::shard::MARK;
use super::wire::{self, Lines, Numbers};
use super::{DirectoryError, Kind, Part, Shard};

impl<'a> Shard<'a> {
    /// Reads the header, checks the checksum and every number's bounds.
    ///
    /// # Errors
    /// Whatever is wrong with the bytes, see [`DirectoryError`]. What is read from a shard that
    /// passed can be trusted; nothing panics on one that was made to mislead.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// use wesign_core::directory::{DirectoryError, Shard};
    /// assert!(Shard::decode(&bytes).is_ok());
    /// assert_eq!(Shard::decode(&bytes[..40]).unwrap_err(), DirectoryError::Length);
    /// ```
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DirectoryError> {
        let (kind, payload) = wire::open(bytes)?;
        let kind = match kind {
            0 => Kind::Deputies,
            1 => Kind::Senators,
            2 => Kind::Meps,
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
        // No column is longer than the payload, nor a shard than 16 MB: sums of counts can't overflow.
        let limit = payload.len().min(1 << 24);
        if counts.iter().any(|&count| count as usize > limit) {
            return Err(DirectoryError::Malformed);
        }
        let one_set = seats + sets + 1;

        let [
            postcode_column,
            defaults,
            place_codes,
            place_postcodes,
            further,
        ] = input.take_columns([
            (postcodes, 100_000),
            (postcodes, one_set + 1),
            (places, 100_000),
            (places, postcodes),
            (2 * further, postcodes.max(places)),
        ])?;
        let defaults: Vec<u32> = defaults.collect();
        let place_postcodes: Vec<u32> = place_postcodes.collect();
        let default = |postcode: u32| defaults.get(postcode as usize).copied().unwrap_or(0);
        let mixed = place_postcodes.iter().filter(|&&p| default(p) == 0).count() as u32;
        let [mut explicit] = input.take_columns([(mixed, one_set)])?;
        // The set of the postcode, or the place's own.
        let place_sets = place_postcodes
            .iter()
            .map(|&postcode| match default(postcode).checked_sub(1) {
                Some(set) => set,
                None => explicit.next().unwrap_or(0),
            })
            .collect();
        let start = input;
        for _ in 0..sets {
            let members = input.required()?;
            input.take_columns([(members, seats)])?;
        }
        let length = start.0.len() - input.0.len();
        let set_column = Numbers(start.0.get(..length).unwrap_or_default());
        let [
            hint_column,
            seat_column,
            area_column,
            ids,
            flags,
            person_groups,
            dates,
        ] = input.take_columns([
            (hints, places.max(Part::COUNT)),
            (seats, 100_000),
            (2 * areas, seats + 1),
            (seats, ANY),
            (seats, flag::END),
            (seats, groups + 1),
            (seats, ANY),
        ])?;
        let sums = |column: Numbers<'_>| -> Vec<u32> {
            let mut sum = 0u32;
            let add = |difference| {
                sum = sum.wrapping_add(difference);
                sum
            };
            column.map(add).collect()
        };

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
        let mut lines = area_names;
        lines.skip(3 * areas);
        let mut place_names = Vec::new();
        for place in 0..places {
            if place % MARK == 0 {
                place_names.push(lines);
            }
            lines.take();
        }

        let people_lines = lines;
        let holder_lines = ids
            .zip(flags)
            .map(|(id, flags)| {
                let start = lines;
                lines.skip(if id == 0 { 0 } else { flag::lines(flags) });
                start
            })
            .collect();

        Ok(Self {
            kind,
            postcodes: sums(postcode_column),
            place_codes: sums(place_codes),
            place_postcodes,
            place_sets,
            further,
            sets: set_column,
            hints: hint_column,
            constituencies: sums(seat_column),
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
                lines: people_lines,
            },
            holder_lines,
        })
    }
}
