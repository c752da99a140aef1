// A block that makes the bytes of a small shard, included by the documentation's examples: two communes
// of one postcode, one of them split; one seat held by somebody invented, one vacant; one area.
{
    use wesign_core::directory::encode::{Contents, HintEntry, PlaceEntry, SeatEntry, encode};
    use wesign_core::directory::{
        Area, CommuneCode, Date, Group, Kind, Part, Person, PersonId, Sex,
    };

    let code = |code| CommuneCode::new(code).expect("a commune");
    let constituency = |number: &str| number.parse().expect("a constituency");
    encode(&Contents {
        kind: Kind::Deputies,
        places: vec![
            PlaceEntry {
                code: code("01053"),
                name: "Bourg-en-Bresse",
                postcodes: vec![1000],
                seats: vec![constituency("01-01"), constituency("01-04")],
                hints: vec![
                    HintEntry { part: Some(Part::North), near: vec![code("01344")] },
                    HintEntry { part: Some(Part::South), near: vec![] },
                ],
            },
            PlaceEntry {
                code: code("01344"),
                name: "Saint-Denis-lès-Bourg",
                postcodes: vec![1000],
                seats: vec![constituency("01-01")],
                hints: vec![],
            },
        ],
        seats: vec![
            SeatEntry {
                constituency: Some(constituency("01-01")),
                holder: Some(Person {
                    id: PersonId::Deputy(1),
                    given_name: "Zoé",
                    family_name: "Martin",
                    sex: Some(Sex::Female),
                    group: Some(Group { short: "EX", name: "Exemple" }),
                    since: Date::new(2024, 7, 8),
                    email: Some("zoe.martin@assemblee-nationale.fr".into()),
                    x: None,
                    bluesky: Some("zoemartin.example"),
                    mastodon: None,
                    facebook: None,
                    instagram: None,
                    site: None,
                }),
            },
            SeatEntry { constituency: Some(constituency("01-04")), holder: None },
        ],
        areas: vec![Area { code: "01", name: "Ain", languages: "fr", first: 0, count: 2 }],
    })
    .expect("a shard")
}
