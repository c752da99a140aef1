//! Round trips and damage, over contents that are made up from a seed.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use std::vec;

use super::encode::{Contents, EncodeError, HintEntry, PlaceEntry, SeatEntry, encode};
use super::*;

fn person<'a>(id: u32, given_name: &'a str, family_name: &'a str) -> Person<'a> {
    Person {
        id: PersonId::Deputy(id),
        given_name,
        family_name,
        sex: Some(Sex::Female),
        group: None,
        since: None,
        email: None,
        x: None,
        bluesky: None,
        mastodon: None,
        facebook: None,
        instagram: None,
        site: None,
    }
}

fn seat<'a>(constituency: &str, holder: Option<Person<'a>>) -> SeatEntry<'a> {
    SeatEntry {
        constituency: Some(constituency.parse().unwrap()),
        holder,
    }
}

fn place<'a>(code: &str, name: &'a str, postcodes: &[u32], seats: &[&str]) -> PlaceEntry<'a> {
    PlaceEntry {
        code: CommuneCode::new(code).unwrap(),
        name,
        postcodes: postcodes.into(),
        seats: seats.iter().map(|seat| seat.parse().unwrap()).collect(),
        hints: vec![],
    }
}

fn small() -> Contents<'static> {
    let mut first = person(841_701, "Léa", "Balage El Mariky");
    first.email = Some(Cow::Borrowed("lea.balage@assemblee-nationale.fr"));
    first.group = Some(Group {
        short: "EcoS",
        name: "Écologiste et Social",
    });
    first.x = Some("leabalage");
    first.since = Date::new(2024, 7, 8);
    let mut second = person(1, "Jean-Noël", "Le Prud'homme");
    second.sex = Some(Sex::Male);
    second.email = Some(Cow::Borrowed(
        "jean-noel.leprudhomme@assemblee-nationale.fr",
    ));
    second.site = Some(Cow::Borrowed("http://example.fr/"));
    second.facebook = Some("jnlp");
    second.bluesky = Some("jnlp.bsky.social");
    second.mastodon = Some("jnlp@mastodon.example");
    second.instagram = Some("jnlp");
    Contents {
        kind: Kind::Deputies,
        places: vec![
            place("01004", "Ambérieu-en-Bugey", &[1500], &["01-05"]),
            place("01001", "L'Abergement", &[1400, 1500], &["01-04"]),
            PlaceEntry {
                hints: vec![
                    HintEntry {
                        part: Some(Part::NorthWest),
                        near: vec![CommuneCode::new("01004").unwrap()],
                    },
                    HintEntry::default(),
                ],
                ..place("01053", "Bourg-en-Bresse", &[1000], &["01-04", "01-05"])
            },
            place("99138", "Monaco", &[1999], &[]),
        ],
        seats: vec![
            seat("01-04", Some(first)),
            seat("01-05", Some(second)),
            seat("74-04", None),
        ],
        areas: vec![],
    }
}

#[test]
fn everything_comes_back() {
    let contents = small();
    let bytes = encode(&contents).unwrap();
    let shard = Shard::decode(&bytes).unwrap();
    assert_eq!(shard.kind(), Kind::Deputies);
    assert!(shard.postcodes().eq([1000, 1400, 1500, 1999]));
    let seats: Vec<_> = shard.seats().collect();
    for (read, written) in seats.iter().zip(&contents.seats) {
        assert_eq!(Some(read.constituency), written.constituency);
        assert_eq!(read.holder, written.holder);
    }
    assert_eq!(seats.len(), 3);
    let names: Vec<_> = shard.communes().map(|place| place.name).collect();
    assert_eq!(
        names,
        [
            "L'Abergement",
            "Ambérieu-en-Bugey",
            "Bourg-en-Bresse",
            "Monaco"
        ]
    );
}

#[test]
fn find_tells_what_to_ask() {
    let bytes = encode(&small()).unwrap();
    let shard = Shard::decode(&bytes).unwrap();
    let number = |seat: &Seat<'_>| std::format!("{}", seat.constituency);
    match shard.find("01400") {
        Find::One { seat, places } => {
            assert_eq!(number(&seat), "01-04");
            assert_eq!(places.len(), 1);
        }
        other => panic!("{other:?}"),
    }
    match shard.find("01500") {
        Find::ChooseCommune { places } => assert_eq!(places.len(), 2),
        other => panic!("{other:?}"),
    }
    match shard.find("01000") {
        Find::ChooseSeat { seats, places } => {
            assert_eq!(
                seats.iter().map(number).collect::<Vec<_>>(),
                ["01-04", "01-05"]
            );
            let hint = shard.hint(&places[0], seats[0].constituency).unwrap();
            assert_eq!(
                (hint.part, &*hint.near),
                (Some(Part::NorthWest), &["Ambérieu-en-Bugey"][..])
            );
            let none = shard.hint(&places[0], seats[1].constituency).unwrap();
            assert_eq!((none.part, none.near.len()), (None, 0));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(shard.find("01999"), Find::NoDeputy { .. }));
    match shard.find("01007") {
        Find::Unknown { seats } => {
            assert_eq!(
                seats.iter().map(number).collect::<Vec<_>>(),
                ["01-04", "01-05"]
            );
        }
        other => panic!("{other:?}"),
    }
    for malformed in ["", "1400", "014000", "0140O", "０１４００", "01 40"] {
        assert_eq!(shard.find(malformed), Find::Malformed, "{malformed}");
    }
}

#[test]
fn search_is_free_of_accents_and_hyphens() {
    let bytes = encode(&small()).unwrap();
    let shard = Shard::decode(&bytes).unwrap();
    let found = |query: &str| {
        shard
            .search(query)
            .map(|place| place.code.as_str().into())
            .collect::<Vec<std::string::String>>()
    };
    assert_eq!(found("amberieu en b"), ["01004"]);
    assert_eq!(found("BRESSE"), ["01053"]);
    assert_eq!(found("en"), ["01004", "01053"]);
    assert!(found("berieu").is_empty());
    assert!(found(" ").is_empty());
    assert!(found("").is_empty());
}

#[test]
fn prefixes_tell_little() {
    for (postcode, prefix) in [
        ("75018", "75"),
        ("20090", "20"),
        ("97133", "971"),
        ("98000", "980"),
        ("01000", "01"),
    ] {
        assert_eq!(shard_prefix(postcode), Some(prefix));
    }
    for malformed in ["", "7501", "750180", "7501x", "é501"] {
        assert_eq!(shard_prefix(malformed), None);
    }
}

#[test]
fn corsica_is_two_departements() {
    let contents = Contents {
        places: vec![place("2A004", "Ajaccio", &[20000], &["2A-01"])],
        seats: vec![
            seat("2A-01", None),
            seat("2A-02", None),
            seat("2B-01", None),
            seat("2B-02", None),
        ],
        ..small()
    };
    let bytes = encode(&contents).unwrap();
    let shard = Shard::decode(&bytes).unwrap();
    let unknown = |postcode: &str| match shard.find(postcode) {
        Find::Unknown { seats } => seats.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        [unknown("20199"), unknown("20299"), unknown("20999")],
        [2, 2, 4]
    );
}

#[test]
fn every_damage_has_its_code() {
    let bytes = encode(&small()).unwrap();
    let error = |bytes: &[u8]| Shard::decode(bytes).map(|_| ()).unwrap_err();
    assert_eq!(error(b""), DirectoryError::NotAShard);
    assert_eq!(error(&[0; 64]), DirectoryError::NotAShard);
    for end in wire::HEADER..bytes.len() {
        assert_eq!(error(&bytes[..end]), DirectoryError::Length);
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(error(&longer), DirectoryError::Length);
    let mut newer = bytes.clone();
    newer[8] += 1;
    assert_eq!(error(&newer), DirectoryError::Newer);
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            assert!(Shard::decode(&flipped).is_err(), "byte {at} bit {bit}");
        }
    }
    let codes = [
        DirectoryError::NotAShard,
        DirectoryError::Newer,
        DirectoryError::Length,
        DirectoryError::Checksum,
        DirectoryError::Malformed,
    ]
    .map(DirectoryError::code);
    assert!(codes.iter().all(|code| code.starts_with("directory_")));
}

/// Walks all that a shard offers.
fn exercise(bytes: &[u8]) {
    let Ok(shard) = Shard::decode(bytes) else {
        return;
    };
    let seats: Vec<_> = shard.seats().collect();
    for place in shard.communes().take(50) {
        for seat in &seats {
            let _ = shard.hint(&place, seat.constituency);
        }
        let _ = shard.of_place(&place);
    }
    for postcode in ["01000", "01400", "01500", "01999"] {
        let _ = shard.find(postcode);
    }
    for area in shard.areas() {
        let _ = shard.people(&area).count() + shard.seats_of(&area).count();
    }
    let _ = shard.search("am").count();
}

#[test]
fn a_made_up_payload_never_panics() {
    // A right checksum over wrong content: what only a mistaken packer could write.
    let bytes = encode(&small()).unwrap();
    for at in wire::HEADER..bytes.len() {
        for value in [
            0,
            1,
            2,
            3,
            0x7F,
            0x80,
            0xFF,
            bytes[at] ^ 1,
            bytes[at].wrapping_add(1),
        ] {
            let mut other = bytes.clone();
            other[at] = value;
            exercise(&wire::close(0, &other[wire::HEADER..]));
        }
    }
}

#[test]
fn what_cannot_be_written_is_named() {
    let mut contents = small();
    contents
        .places
        .push(place("01001", "Again", &[1400], &["01-04"]));
    let code = CommuneCode::new("01001").unwrap();
    assert_eq!(encode(&contents), Err(EncodeError::DuplicatePlace(code)));

    let mut contents = small();
    contents.places[1].postcodes.clear();
    assert_eq!(encode(&contents), Err(EncodeError::NoPostcode(code)));

    let mut contents = small();
    contents.places[1].seats = vec!["75-01".parse().unwrap()];
    assert_eq!(
        encode(&contents),
        Err(EncodeError::UnknownSeat(code, "75-01".parse().unwrap()))
    );

    let mut contents = small();
    contents.seats.swap(0, 1);
    assert_eq!(
        encode(&contents),
        Err(EncodeError::Unsorted("01-04".parse().unwrap()))
    );

    let mut contents = small();
    contents.places[0].name = "a\nb";
    assert_eq!(
        encode(&contents),
        Err(EncodeError::LineBreak("a\nb".into()))
    );

    let mut contents = small();
    contents.kind = Kind::Meps;
    assert_eq!(
        encode(&contents),
        Err(EncodeError::Identifier(PersonId::Deputy(841_701)))
    );
}
