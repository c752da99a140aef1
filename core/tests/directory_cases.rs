//! `tests/cases/directory.json` against the committed shards: what a visitor would be told.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use wesign_core::directory::{
    Find, Kind, Names, Person, Place, Points, Seat, Sex, Shard, shard_prefix,
};
use wesign_core::geo::distance_km;

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read_json(path: &str) -> Value {
    let text = std::fs::read_to_string(repository().join(path)).expect(path);
    serde_json::from_str(&text).expect(path)
}

/// The bytes of each shard, by name.
fn shards() -> BTreeMap<String, Vec<u8>> {
    let manifest = read_json("demo/directory/manifest.json");
    let files = manifest["shards"].as_object().expect("shards");
    files
        .iter()
        .map(|(name, file)| {
            let path = format!("demo/directory/{}", file.as_str().expect("file"));
            let bytes = std::fs::read(repository().join(&path)).expect(&path);
            (name.clone(), bytes)
        })
        .collect()
}

/// The bytes of a file that is one for the whole country.
fn whole(name: &str) -> Vec<u8> {
    let manifest = read_json("demo/directory/manifest.json");
    let path = format!("demo/directory/{}", manifest[name].as_str().expect(name));
    std::fs::read(repository().join(&path)).expect(&path)
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|item| item.as_str().expect("a string").to_owned())
        .collect()
}

fn numbers(seats: &[Seat<'_>]) -> Vec<String> {
    seats
        .iter()
        .map(|seat| seat.constituency.to_string())
        .collect()
}

fn codes(places: &[Place<'_>]) -> Vec<String> {
    places.iter().map(|place| place.code.to_string()).collect()
}

/// Kind of answer, constituencies, commune codes.
fn answer(
    shards: &BTreeMap<String, Vec<u8>>,
    postcode: &str,
) -> (String, Vec<String>, Vec<String>) {
    let Some(prefix) = shard_prefix(postcode) else {
        return ("malformed".into(), vec![], vec![]);
    };
    let Some(bytes) = shards.get(prefix) else {
        return ("unknown".into(), vec![], vec![]);
    };
    let shard = Shard::decode(bytes).expect(prefix);
    match shard.find(postcode) {
        Find::One { seat, places } => ("one".into(), numbers(&[seat]), codes(&places)),
        Find::ChooseSeat { seats, places } => {
            ("choose_seat".into(), numbers(&seats), codes(&places))
        }
        Find::ChooseCommune { places } => {
            let mut seats: Vec<String> = places
                .iter()
                .flat_map(|place| &place.seats)
                .map(ToString::to_string)
                .collect();
            seats.sort();
            seats.dedup();
            ("choose_commune".into(), seats, codes(&places))
        }
        Find::NoDeputy { places } => ("no_deputy".into(), vec![], codes(&places)),
        Find::Unknown { seats } => ("unknown".into(), numbers(&seats), vec![]),
        Find::Malformed => ("malformed".into(), vec![], vec![]),
    }
}

#[test]
fn postcodes() {
    let shards = shards();
    let cases = read_json("tests/cases/directory.json");
    let list = cases["find"].as_array().expect("find");
    assert!(list.len() >= 120, "{} cases", list.len());
    for case in list {
        let postcode = case["postcode"].as_str().expect("postcode");
        let (find, seats, places) = answer(&shards, postcode);
        assert_eq!(find, case["find"], "{postcode}: {}", case["evidence"]);
        assert_eq!(
            seats,
            strings(&case["seats"]),
            "{postcode}: {}",
            case["evidence"]
        );
        // Left out where the evidence is about constituencies only.
        if !case["places"].is_null() {
            assert_eq!(
                places,
                strings(&case["places"]),
                "{postcode}: {}",
                case["evidence"]
            );
        }
    }
}

#[test]
fn areas() {
    let shards = shards();
    for case in read_json("tests/cases/directory.json")["areas"]
        .as_array()
        .expect("areas")
    {
        let shard = Shard::decode(&shards[case["shard"].as_str().expect("shard")]).expect("shard");
        let code = case["code"].as_str().expect("code");
        let area = shard.area(code).unwrap_or_else(|| panic!("{code}"));
        if shard.kind() == Kind::Deputies {
            let seats: Vec<_> = shard.seats_of(&area).collect();
            assert_eq!(numbers(&seats), strings(&case["seats"]), "{code}");
        } else {
            assert_eq!(shard.people(&area).count(), case["people"], "{code}");
        }
        if !case["languages"].is_null() {
            assert_eq!(area.languages, case["languages"], "{code}");
        }
    }
}

#[test]
fn people() {
    let shards = shards();
    for case in read_json("tests/cases/directory.json")["people"]
        .as_array()
        .expect("people")
    {
        let shard = Shard::decode(&shards[case["shard"].as_str().expect("shard")]).expect("shard");
        let seat = case["seat"].as_str().expect("seat");
        let id = case["id"].as_str().expect("id");
        let person = match seat.parse() {
            Ok(constituency) => shard.seat(constituency).and_then(|seat| seat.holder),
            Err(_) => shard.area(seat).and_then(|area| {
                shard
                    .people(&area)
                    .find(|person| person.id.to_string() == id)
            }),
        };
        let person = person.unwrap_or_else(|| panic!("{seat} {id}"));
        for (key, expected) in case.as_object().expect("a case") {
            if let Some(value) = field(&person, key) {
                assert_eq!(value, *expected, "{seat} {id} {key}: {}", case["evidence"]);
            }
        }
    }
}

/// A field of a person as JSON; `None` for keys of the case itself.
fn field(person: &Person<'_>, key: &str) -> Option<Value> {
    Some(match key {
        "id" => person.id.to_string().into(),
        "given_name" => person.given_name.into(),
        "family_name" => person.family_name.into(),
        "sex" => match person.sex {
            Some(Sex::Female) => "F".into(),
            Some(Sex::Male) => "M".into(),
            None => Value::Null,
        },
        "group" => person.group.map(|group| group.short).into(),
        "since" => person.since.map(|date| date.to_string()).into(),
        "email" => person.email.as_deref().into(),
        "x" => person.x.into(),
        "bluesky" => person.bluesky.into(),
        "mastodon" => person.mastodon.into(),
        "facebook" => person.facebook.into(),
        "instagram" => person.instagram.into(),
        "site" => person.site.as_deref().into(),
        "shard" | "seat" | "evidence" => return None,
        other => panic!("no field is called {other}"),
    })
}

#[test]
fn search() {
    let shards = shards();
    for case in read_json("tests/cases/directory.json")["search"]
        .as_array()
        .expect("search")
    {
        let shard = Shard::decode(&shards[case["shard"].as_str().expect("shard")]).expect("shard");
        let query = case["query"].as_str().expect("query");
        let found: Vec<Place<'_>> = shard.search(query).collect();
        assert_eq!(codes(&found), strings(&case["places"]), "{query}");
    }
}

#[test]
fn names() {
    let names = Names::decode(&whole("names")).expect("names");
    let cases = read_json("tests/cases/directory.json");
    for case in cases["names"].as_array().expect("names") {
        let limit = case["limit"].as_u64().expect("limit") as usize;
        let found = names.search(case["query"].as_str().expect("query"), limit);
        let best: Vec<Value> = found
            .best
            .iter()
            .map(|name| {
                let departement = name.departement.map(|code| code.to_string());
                serde_json::json!([name.name, departement, name.today])
            })
            .collect();
        assert_eq!(
            (Value::Array(best), found.more as u64),
            (case["best"].clone(), case["more"].as_u64().expect("more")),
            "{case}"
        );
    }
}

#[test]
fn distances() {
    let bytes = whole("points");
    let points = Points::decode(&bytes).expect("points");
    let cases = read_json("tests/cases/directory.json");
    for case in cases["distances"].as_array().expect("distances") {
        let point = |key: &str| points.find(case[key].as_str().expect(key));
        let km = point("from")
            .zip(point("to"))
            .map(|(from, to)| distance_km(from, to).round());
        assert_eq!(km, case["km"].as_f64(), "{case}");
    }
}

/// Every postcode of every shard answers, and only with what the shard has.
#[test]
fn every_postcode_leads_somewhere() {
    let shards = shards();
    let mut count = 0;
    for (name, bytes) in &shards {
        let shard = Shard::decode(bytes).expect(name);
        for postcode in shard.postcodes() {
            let postcode = format!("{postcode:05}");
            assert_eq!(shard_prefix(&postcode), Some(&**name));
            match shard.find(&postcode) {
                Find::One { places, .. } | Find::NoDeputy { places } => assert!(!places.is_empty()),
                Find::ChooseSeat { seats, places } => {
                    assert!(seats.len() > 1 && !places.is_empty())
                }
                Find::ChooseCommune { places } => {
                    assert!(places.len() > 1);
                    for place in &places {
                        assert!(!matches!(
                            shard.of_place(place),
                            Find::Unknown { .. } | Find::Malformed | Find::NoDeputy { .. }
                        ));
                        for seat in &place.seats {
                            assert!(shard.seat(*seat).is_some(), "{postcode} {seat}");
                        }
                    }
                }
                other => panic!("{postcode}: {other:?}"),
            }
            count += 1;
        }
    }
    assert_eq!(count, 6310);
}

#[test]
fn postcodes_are_where_maps_have_them() {
    let bytes = whole("points");
    let points = Points::decode(&bytes).expect("points");
    for (postcode, place, [latitude, longitude]) in [
        ("75001", "Louvre", [48.862, 2.336]),
        ("75116", "Paris 16e", [48.863, 2.276]),
        ("69001", "Lyon, Terreaux", [45.768, 4.834]),
        ("13016", "L'Estaque", [43.363, 5.320]),
        ("31000", "Toulouse, Capitole", [43.604, 1.443]),
        ("35000", "Rennes", [48.111, -1.680]),
        ("29200", "Brest", [48.390, -4.487]),
        ("59140", "Dunkerque", [51.035, 2.377]),
        ("20000", "Ajaccio", [41.919, 8.739]),
        ("97400", "Saint-Denis de La Réunion", [-20.879, 55.448]),
        ("97600", "Mamoudzou", [-12.781, 45.228]),
        ("97300", "Cayenne", [4.937, -52.330]),
        ("98714", "Papeete", [-17.535, -149.570]),
        ("98800", "Nouméa", [-22.276, 166.458]),
    ] {
        let point = points.find(postcode).expect(place);
        let off = distance_km(point, [latitude, longitude].into());
        assert!(off < 5.0, "{place}: {off:.1} km off");
    }
    assert_eq!(points.find("75999"), None);
    // The squares that France and its neighbours overseas fill.
    let boxes = [
        [41.3, 51.2, -5.2, 9.6],
        [14.3, 18.2, -63.2, -60.8],
        [2.1, 5.8, -54.6, -51.6],
        [-21.4, -20.8, 55.2, 55.9],
        [-13.1, -12.6, 45.0, 45.3],
        [46.7, 47.2, -56.5, -56.1],
        [-22.8, -19.5, 163.5, 168.2],
        [-18.0, -17.4, -150.0, -149.1],
        [-14.4, -13.1, -178.2, -176.1],
    ];
    for (postcode, point) in points.iter() {
        let within = boxes.iter().any(|[south, north, west, east]| {
            (south..=north).contains(&&point.latitude) && (west..=east).contains(&&point.longitude)
        });
        assert!(within, "{postcode:05} {point:?}");
    }
}
