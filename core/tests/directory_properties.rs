//! Properties of the shard format: what was written is what is read; what was not is refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use wesign_core::directory::encode::{
    Contents, HintEntry, PlaceEntry, SeatEntry, encode, names, points,
};
use wesign_core::directory::{
    CommuneCode, CommuneName, Constituency, Date, Departement, Group, Kind, Names, Part, Person,
    PersonId, Points, Sex, Shard,
};
use wesign_core::geo::Point;

/// A person with texts of their own.
#[derive(Clone, Debug)]
struct Owned {
    id: u32,
    names: (String, String),
    sex: Option<bool>,
    group: Option<(String, String)>,
    since: Option<(u16, u8, u8)>,
    email: Option<String>,
    accounts: [Option<String>; 5],
    site: Option<String>,
}

impl Owned {
    fn person(&self) -> Person<'_> {
        let account = |at: usize| self.accounts[at].as_deref();
        Person {
            id: PersonId::Deputy(self.id),
            given_name: &self.names.0,
            family_name: &self.names.1,
            sex: self
                .sex
                .map(|woman| if woman { Sex::Female } else { Sex::Male }),
            group: self
                .group
                .as_ref()
                .map(|(short, name)| Group { short, name }),
            since: self
                .since
                .and_then(|(year, month, day)| Date::new(year, month, day)),
            email: self.email.as_deref().map(Cow::Borrowed),
            x: account(0),
            bluesky: account(1),
            mastodon: account(2),
            facebook: account(3),
            instagram: account(4),
            site: self.site.as_deref().map(Cow::Borrowed),
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    "[a-zA-Zàéîœç' -]{1,12}"
}

fn owned() -> impl Strategy<Value = Owned> {
    (
        1u32..1_000_000,
        (text(), text()),
        any::<Option<bool>>(),
        proptest::option::of((text(), text())),
        proptest::option::of((1900u16..=2155, 1u8..=12, 1u8..=28)),
        proptest::option::of("[a-z.]{1,8}@(assemblee-nationale\\.fr|example\\.org)"),
        proptest::array::uniform5(proptest::option::of("[a-zA-Z0-9_.]{1,15}")),
        proptest::option::of("https?://[a-z]{1,9}\\.fr/?"),
    )
        .prop_map(
            |(id, names, sex, group, since, email, accounts, site)| Owned {
                id,
                names,
                sex,
                group,
                since,
                email,
                accounts,
                site,
            },
        )
}

/// A place: number of its code, name, postcodes, positions of seats, hints.
type PlaceShape = (
    u32,
    String,
    BTreeSet<u32>,
    BTreeSet<usize>,
    Vec<(usize, u32)>,
);

fn place() -> impl Strategy<Value = PlaceShape> {
    (
        1000u32..1100,
        text(),
        proptest::collection::btree_set(1000u32..1012, 1..4),
        proptest::collection::btree_set(0usize..8, 0..4),
        proptest::collection::vec((0usize..10, 1000u32..1100), 0..4),
    )
}

fn code(number: u32) -> CommuneCode {
    CommuneCode::new(&format!("{number:05}")).expect("a code")
}

fn constituency(at: usize) -> Constituency {
    let departement = Departement::new("01").expect("a département");
    Constituency::new(departement, at as u8 + 1).expect("a constituency")
}

fn contents<'a>(people: &'a [Option<Owned>], places: &'a [PlaceShape]) -> Contents<'a> {
    let mut entries: BTreeMap<u32, PlaceEntry<'a>> = BTreeMap::new();
    for (number, name, postcodes, seats, hints) in places {
        entries.insert(
            *number,
            PlaceEntry {
                code: code(*number),
                name,
                postcodes: postcodes.iter().copied().collect(),
                seats: seats
                    .iter()
                    .filter(|&&seat| seat < people.len())
                    .map(|&seat| constituency(seat))
                    .collect(),
                hints: hints
                    .iter()
                    .map(|(part, near)| HintEntry {
                        part: part
                            .checked_sub(1)
                            .and_then(|at| Part::ALL.get(at).copied()),
                        near: vec![code(*near)],
                    })
                    .collect(),
            },
        );
    }
    Contents {
        kind: Kind::Deputies,
        places: entries.into_values().collect(),
        seats: people
            .iter()
            .enumerate()
            .map(|(at, holder)| SeatEntry {
                constituency: Some(constituency(at)),
                holder: holder.as_ref().map(Owned::person),
            })
            .collect(),
        areas: Vec::new(),
    }
}

/// Names of today in a few groups, and some that merged into one of them.
fn commune_names() -> impl Strategy<Value = Vec<CommuneName>> {
    let name = "(Saint-|La |Le |)[A-ZÉÎŒ][a-zéèç' -]{0,4}(-sur-Ain|-lès-[A-Z]|)";
    let today = proptest::collection::vec((name, 0usize..4), 0..40);
    let past = proptest::collection::vec((name, any::<prop::sample::Index>()), 0..10);
    (today, past).prop_map(|(today, past)| {
        let groups = [("01", "01"), ("01", "74"), ("20", "2A"), ("980", "99")];
        let of_today = today.iter().map(|(name, group)| {
            let (shard, departement) = groups[*group];
            CommuneName {
                name: name.clone(),
                departement: Departement::new(departement).filter(|code| code.as_str() != "99"),
                shard: shard.into(),
                today: None,
            }
        });
        let mut names: Vec<CommuneName> = of_today.collect();
        for (name, of) in past {
            if !today.is_empty() {
                let of = names[of.index(today.len())].clone();
                names.push(CommuneName {
                    name,
                    today: Some(of.name),
                    ..of
                });
            }
        }
        names
    })
}

proptest! {
    #[test]
    fn names_come_back(written in commune_names()) {
        let bytes = names(&written).expect("whole names");
        let read = Names::decode(&bytes).expect("what was just written");
        let set = |names: &[CommuneName]| {
            names.iter().map(|name| format!("{name:?}")).collect::<BTreeSet<_>>()
        };
        let all: Vec<CommuneName> = read.iter().collect();
        prop_assert_eq!(set(&all), set(&written));
        prop_assert_eq!(&names(&all).expect("again"), &bytes, "same names, same bytes");
        // Each is found by its own name, and among the best.
        for name in &written {
            let found = read.search(&name.name, 50);
            prop_assert!(found.best.contains(name), "{:?} not in {:?}", name, found);
            let few = read.search(&name.name, 3);
            prop_assert!(few.best.len() <= 3);
            prop_assert_eq!(few.best.len() + few.more, found.best.len() + found.more);
            prop_assert_eq!(&found.best[..few.best.len()], &few.best[..]);
        }
    }

    #[test]
    fn damaged_names_are_noticed(
        written in commune_names(),
        at in any::<prop::sample::Index>(),
        other in 1u8..=255,
    ) {
        let mut bytes = names(&written).expect("whole names");
        prop_assert!(Points::decode(&bytes).is_err() && Shard::decode(&bytes).is_err());
        let at = at.index(bytes.len());
        bytes[at] ^= other;
        prop_assert!(Names::decode(&bytes).is_err());
    }

    #[test]
    fn what_is_written_is_read(
        people in proptest::collection::vec(proptest::option::of(owned()), 0..8),
        places in proptest::collection::vec(place(), 0..30),
    ) {
        let contents = contents(&people, &places);
        let bytes = encode(&contents).expect("well-formed contents");
        prop_assert_eq!(&bytes, &encode(&contents).expect("again"), "same contents, same bytes");
        let shard = Shard::decode(&bytes).expect("what was just written");

        let seats: Vec<_> = shard.seats().collect();
        prop_assert_eq!(seats.len(), contents.seats.len());
        for (read, written) in seats.iter().zip(&contents.seats) {
            prop_assert_eq!(Some(read.constituency), written.constituency);
            prop_assert_eq!(&read.holder, &written.holder);
        }
        let communes: Vec<_> = shard.communes().collect();
        prop_assert_eq!(communes.len(), contents.places.len());
        for (read, written) in communes.iter().zip(&contents.places) {
            prop_assert_eq!(read.code, written.code);
            prop_assert_eq!(read.name, written.name);
            prop_assert_eq!(&read.seats, &written.seats);
        }
        // From postcodes to places, both ways.
        for postcode in 1000..1012 {
            let found: Vec<_> = shard
                .places(&format!("{postcode:05}"))
                .into_iter()
                .map(|place| place.code)
                .collect();
            let expected: Vec<_> = contents
                .places
                .iter()
                .filter(|place| place.postcodes.contains(&postcode))
                .map(|place| place.code)
                .collect();
            prop_assert_eq!(found, expected);
        }
        // Hints of split places; neighbours that the shard has not are left out.
        let known: BTreeSet<_> = contents.places.iter().map(|place| place.code).collect();
        let any = contents
            .places
            .iter()
            .any(|place| place.seats.len() > 1 && !place.hints.is_empty());
        for (read, written) in communes.iter().zip(&contents.places) {
            for (at, seat) in written.seats.iter().enumerate() {
                let hint = shard.hint(read, *seat);
                if written.seats.len() < 2 || !any {
                    prop_assert!(hint.is_none());
                    continue;
                }
                let hint = hint.expect("a hint for each seat of a split place");
                let expected = written.hints.get(at).cloned().unwrap_or_default();
                prop_assert_eq!(hint.part, expected.part);
                let near = expected.near.iter().filter(|code| known.contains(code)).count();
                prop_assert_eq!(hint.near.len(), near);
            }
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Shard::decode(&bytes).is_err());
    }

    #[test]
    fn any_damage_is_noticed(
        people in proptest::collection::vec(proptest::option::of(owned()), 1..4),
        places in proptest::collection::vec(place(), 1..6),
        at in any::<prop::sample::Index>(),
        other in 1u8..=255,
    ) {
        let mut bytes = encode(&contents(&people, &places)).expect("well-formed contents");
        let at = at.index(bytes.len());
        bytes[at] ^= other;
        prop_assert!(Shard::decode(&bytes).is_err());
    }

    #[test]
    fn points_come_back_to_a_hundredth(
        written in proptest::collection::btree_map(0u32..100_000, (-90.0..=90.0, -180.0..=180.0), 0..200),
        other in 0u32..100_000,
    ) {
        let written: Vec<(u32, Point)> = written
            .into_iter()
            .map(|(postcode, (latitude, longitude))| (postcode, Point { latitude, longitude }))
            .collect();
        let bytes = points(&written).expect("ascending, on the globe");
        let read = Points::decode(&bytes).expect("what was just written");
        prop_assert_eq!(read.iter().count(), written.len());
        for (read, &(postcode, point)) in read.iter().zip(&written) {
            prop_assert_eq!(read.0, postcode);
            prop_assert!((read.1.latitude - point.latitude).abs() < 0.005_000_1);
            prop_assert!((read.1.longitude - point.longitude).abs() < 0.005_000_1);
        }
        let again: Vec<_> = read.iter().collect();
        prop_assert_eq!(&points(&again).expect("again"), &bytes, "rounding twice changes nothing");
        let known = written.iter().any(|(postcode, _)| *postcode == other);
        prop_assert_eq!(read.find(&format!("{other:05}")).is_some(), known);
    }

    #[test]
    fn damaged_points_are_noticed(
        written in proptest::collection::btree_map(0u32..100_000, (-90.0..=90.0, -180.0..=180.0), 1..20),
        at in any::<prop::sample::Index>(),
        other in 1u8..=255,
    ) {
        let written: Vec<(u32, Point)> = written
            .into_iter()
            .map(|(postcode, (latitude, longitude))| (postcode, Point { latitude, longitude }))
            .collect();
        let mut bytes = points(&written).expect("ascending, on the globe");
        prop_assert!(Shard::decode(&bytes).is_err(), "no shard");
        let at = at.index(bytes.len());
        bytes[at] ^= other;
        prop_assert!(Points::decode(&bytes).is_err());
    }
}
