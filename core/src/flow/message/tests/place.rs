//! The look-up: every way to tell where one lives.

use super::*;

#[test]
fn a_split_arrondissement_offers_all_its_candidates() {
    let step = looked_up("75018");
    let PlaceState::Candidates {
        commune,
        candidates,
    } = step.place()
    else {
        panic!("{:?}", step.place());
    };
    assert_eq!(commune, "Paris 18e Arrondissement");
    let seats: Vec<_> = candidates
        .iter()
        .map(|c| c.constituency.to_string())
        .collect();
    assert!(
        seats.contains(&"75-03".to_string()) && seats.len() > 1,
        "{seats:?}"
    );
    assert!(
        candidates
            .iter()
            .all(|candidate| candidate.holder.is_some())
    );
    assert!(step.composer().is_none(), "never guessed");
}

#[test]
fn several_communes_are_asked_for_before_their_deputy() {
    let mut step = looked_up("01000");
    let PlaceState::Communes(communes) = step.place() else {
        panic!("{:?}", step.place());
    };
    let whole = communes.iter().position(|commune| commune.code == "01344");
    let effects = step.handle(MessageEvent::CommuneChosen(
        whole.expect("Saint-Denis-lès-Bourg"),
    ));
    assert_eq!(effects, [MessageEffect::FocusPlace]);
    let PlaceState::Found(candidate) = step.place() else {
        panic!("{:?}", step.place());
    };
    assert_eq!(candidate.constituency.to_string(), "01-01");
    assert!(step.composer().is_some());
    let before = step.place().clone();
    step.handle(MessageEvent::CommuneChosen(0));
    assert_eq!(step.place(), &before, "nothing to choose any more");
}

#[test]
fn one_constituency_needs_no_choice() {
    let step = looked_up("01100");
    assert!(matches!(step.place(), PlaceState::Found(_)));
}

#[test]
fn monaco_has_no_deputy_and_a_cedex_code_offers_the_departements() {
    assert_eq!(looked_up("98000").place(), &PlaceState::NoDeputy);
    let mut step = looked_up("75341");
    let PlaceState::Unknown(candidates) = step.place() else {
        panic!("{:?}", step.place());
    };
    assert_eq!(candidates.len(), 18, "Paris has 18 constituencies");
    let seat = candidates[0].constituency;
    step.handle(MessageEvent::SeatChosen(seat));
    assert!(matches!(step.place(), PlaceState::Found(_)));
}

#[test]
fn a_bad_postcode_is_said_where_it_is_typed() {
    let (mut step, effects) = step("");
    assert_eq!(effects, [MessageEffect::FetchTlds]);
    for (typed, code) in [
        ("", Code::Required),
        ("7501", Code::PostcodeFormat),
        ("<b>", Code::PostcodeFormat),
    ] {
        step.handle(MessageEvent::PostcodeEdited(typed.into()));
        assert_eq!(
            step.handle(MessageEvent::PlaceAsked),
            [MessageEffect::FocusPlace]
        );
        let PlaceState::Asking { error: Some(error) } = step.place() else {
            panic!("{typed}: {:?}", step.place());
        };
        assert_eq!(error.code, code, "{typed}");
    }
    step.handle(MessageEvent::PostcodeEdited(" 01 100 ".into()));
    let asked = step.handle(MessageEvent::PlaceAsked);
    assert_eq!(asked, [MessageEffect::FetchShard("01".into())]);
    assert_eq!(step.place(), &PlaceState::Looking);
}

#[test]
fn a_damaged_or_missing_shard_is_never_a_wrong_person() {
    let (mut step, _) = step("75018");
    let mut bytes = shard("75");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    step.handle(MessageEvent::ShardLoaded(bytes));
    assert_eq!(step.place(), &PlaceState::Unreachable);
    step.handle(MessageEvent::ShardFailed);
    assert_eq!(step.place(), &PlaceState::Unreachable);
    let again = step.handle(MessageEvent::PlaceAsked);
    assert_eq!(again, [MessageEffect::FetchShard("75".into())]);
    step.handle(MessageEvent::ShardMissing);
    assert_eq!(step.place(), &PlaceState::Unknown(Vec::new()));
}

#[test]
fn a_seat_that_was_not_offered_cannot_be_chosen() {
    let mut step = looked_up("75018");
    let before = step.place().clone();
    step.handle(MessageEvent::SeatChosen(
        "13-01".parse().expect("a constituency"),
    ));
    assert_eq!(step.place(), &before);
}

#[test]
fn who_lives_abroad_chooses_a_country() {
    let mut step = step("").0;
    let effects = step.handle(MessageEvent::WayChosen(Way::Country));
    assert_eq!(effects, [MessageEffect::FetchShard("abroad".into())]);
    step.handle(MessageEvent::ShardLoaded(shard("abroad")));
    let PlaceState::Countries {
        codes,
        missing: false,
    } = step.place()
    else {
        panic!("{:?}", step.place());
    };
    assert!(
        codes.iter().any(|code| code == "US") && codes.len() > 150,
        "{codes:?}"
    );
    step.handle(MessageEvent::PlaceAsked);
    assert!(matches!(
        step.place(),
        PlaceState::Countries { missing: true, .. }
    ));
    step.handle(MessageEvent::CountryChosen("US".into()));
    assert_eq!(
        step.handle(MessageEvent::PlaceAsked),
        [MessageEffect::FetchShard("abroad".into())]
    );
    step.handle(MessageEvent::ShardLoaded(shard("abroad")));
    let PlaceState::Found(candidate) = step.place() else {
        panic!("{:?}", step.place());
    };
    assert_eq!(candidate.constituency.to_string(), "99-01");
    assert!(step.composer().is_some());
    step.handle(MessageEvent::PlaceReopened);
    assert_eq!(step.place(), &PlaceState::Asking { error: None });
}

#[test]
fn without_the_list_of_names_the_departement_is_asked_for() {
    let mut step = step("").0;
    assert_eq!(
        step.handle(MessageEvent::WayChosen(Way::Commune)),
        [MessageEffect::FetchNames, MessageEffect::FocusPlace]
    );
    assert_eq!(
        step.handle(MessageEvent::NamesFailed),
        [MessageEffect::FocusPlace],
        "without the list, by département"
    );
    step.handle(MessageEvent::PlaceAsked);
    assert_eq!(
        step.place(),
        &PlaceState::Naming { found: None },
        "nothing said yet"
    );
    step.handle(MessageEvent::DepartementChosen("42".into()));
    step.handle(MessageEvent::CommuneNamed("saint etienne".into()));
    assert_eq!(
        step.handle(MessageEvent::PlaceAsked),
        [MessageEffect::FetchShard("42".into())]
    );
    step.handle(MessageEvent::ShardLoaded(shard("42")));
    let PlaceState::Naming {
        found: Some(communes),
    } = step.place()
    else {
        panic!("{:?}", step.place());
    };
    assert_eq!(communes[0].name, "Saint-Étienne");
    step.handle(MessageEvent::CommuneChosen(0));
    let PlaceState::Candidates { candidates, .. } = step.place() else {
        panic!("{:?}", step.place());
    };
    assert!(candidates.len() > 1 && candidates.iter().all(|c| c.holder.is_some()));
    step.handle(MessageEvent::DepartementChosen("2A".into()));
    step.handle(MessageEvent::CommuneNamed("ajaccio".into()));
    assert_eq!(
        step.handle(MessageEvent::PlaceAsked),
        [MessageEffect::FetchShard("20".into())]
    );
}

#[test]
fn a_split_commune_comes_with_hints_that_decide_nothing() {
    let step = looked_up("42000");
    let PlaceState::Candidates { candidates, .. } = step.place() else {
        panic!("{:?}", step.place());
    };
    assert!(
        candidates.iter().any(|candidate| candidate.hint.is_some()),
        "{candidates:?}"
    );
}

#[test]
fn a_commune_with_a_neighbours_postcode_is_found_in_its_own_departement() {
    let mut step = step("").0;
    step.handle(MessageEvent::WayChosen(Way::Commune));
    step.handle(MessageEvent::NamesLoaded(b"<!doctype html>".to_vec()));
    step.handle(MessageEvent::DepartementChosen("74".into()));
    step.handle(MessageEvent::CommuneNamed("eloise".into()));
    step.handle(MessageEvent::PlaceAsked);
    let next = step.handle(MessageEvent::ShardLoaded(shard("74")));
    assert_eq!(next, [MessageEffect::FetchShard("01".into())]);
    step.handle(MessageEvent::ShardLoaded(shard("01")));
    let PlaceState::Naming {
        found: Some(communes),
    } = step.place()
    else {
        panic!("{:?}", step.place());
    };
    assert_eq!(communes[0].name, "Éloise");
    // A name that is nowhere is asked for once in each.
    step.handle(MessageEvent::CommuneNamed("nulle part".into()));
    step.handle(MessageEvent::PlaceAsked);
    step.handle(MessageEvent::ShardLoaded(shard("74")));
    assert_eq!(
        step.handle(MessageEvent::ShardLoaded(shard("01"))),
        [MessageEffect::FocusPlace]
    );
    assert_eq!(
        step.place(),
        &PlaceState::Naming {
            found: Some(Vec::new())
        }
    );
}
