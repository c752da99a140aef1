//! Visitors' paths through the gatherings.

use std::string::String;
use std::vec::Vec;

use super::*;
use crate::flow::Sending;
use crate::geo::Point;
use crate::mobilisation::{Standing, Venue};
use crate::platform::Native;
use crate::problem::Code;

const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);
const HOUR: i64 = 3600;

fn at(hours: i64) -> Option<Timestamp> {
    Some(Timestamp::from_unix(NOW.unix() + hours * HOUR))
}

fn gathering(id: &str, hours: i64, point: Option<[f64; 2]>) -> Gathering {
    Gathering {
        id: id.into(),
        title: id.into(),
        starts_at: at(hours),
        place: Venue {
            point,
            ..Venue::default()
        },
        ..Gathering::default()
    }
}

fn person() -> Draft {
    Draft {
        given_name: "Zoé".into(),
        family_name: "d’Arc".into(),
        email: "zoe@example.org".into(),
        phone: "0612345678".into(),
        locality: "Rennes".into(),
        ..Draft::default()
    }
}

const PARIS: [f64; 2] = [48.8566, 2.3522];
const RENNES: [f64; 2] = [48.1147, -1.6794];
const LYON: [f64; 2] = [45.764, 4.8357];

fn loaded(person: Draft) -> GatheringsStep {
    let (mut step, _) = GatheringsStep::new(&Policy::default(), person, "fr");
    let mut full = gathering("full", 30, Some(RENNES));
    full.places_left = Some(0);
    let mut off = gathering("off", 20, None);
    off.cancelled = true;
    let undated = Gathering {
        id: "undated".into(),
        ..Gathering::default()
    };
    let gatherings = vec![
        gathering("over", -50, Some(PARIS)),
        gathering("paris", 10, Some(PARIS)),
        off,
        full,
        gathering("lyon", 5, Some(LYON)),
        gathering("older", -100, Some(RENNES)),
        undated,
    ];
    handle(&mut step, GatheringsEvent::Loaded(gatherings));
    step
}

fn handle(step: &mut GatheringsStep, event: GatheringsEvent) -> Vec<GatheringsEffect> {
    step.handle(event, NOW, &Native)
}

fn submit(step: &mut GatheringsStep, id: &str, key: &str) -> Vec<GatheringsEffect> {
    let (gathering, key) = (id.into(), key.into());
    handle(step, GatheringsEvent::Submitted { gathering, key })
}

fn fail(step: &mut GatheringsStep, id: &str, failure: Failure) -> Vec<GatheringsEffect> {
    let gathering = id.into();
    handle(step, GatheringsEvent::Failed { gathering, failure })
}

fn sent(effects: &[GatheringsEffect]) -> (String, Draft) {
    match effects {
        [GatheringsEffect::Send { key, draft, .. }] => (key.clone(), draft.clone()),
        other => panic!("nothing was sent: {other:?}"),
    }
}

fn ids(step: &GatheringsStep) -> Vec<&str> {
    let listed = step.listed(NOW);
    listed.iter().map(|l| l.gathering.id.as_str()).collect()
}

fn standing(step: &GatheringsStep, id: &str) -> Standing {
    let listed = step.listed(NOW);
    let found = listed.iter().find(|l| l.gathering.id == id);
    found.expect("listed").standing
}

#[test]
fn without_a_place_by_date_and_what_is_over_last() {
    let step = loaded(Draft::default());
    assert_eq!(
        ids(&step),
        ["lyon", "paris", "off", "full", "over", "older"]
    );
    let standings: Vec<Standing> = step.listed(NOW).iter().map(|l| l.standing).collect();
    assert_eq!(
        standings,
        [
            Standing::Open,
            Standing::Open,
            Standing::Cancelled,
            Standing::Full,
            Standing::Past,
            Standing::Past
        ]
    );
    assert!(step.listed(NOW).iter().all(|l| l.distance_km.is_none()));
}

#[test]
fn nearest_first_once_the_postcode_is_placed() {
    let postcode = Draft {
        postcode: "35000".into(),
        ..person()
    };
    let (_, effects) = GatheringsStep::new(&Policy::default(), postcode, "fr");
    let fetches = [
        GatheringsEffect::Fetch,
        GatheringsEffect::FetchPoint("35000".into()),
    ];
    assert_eq!(effects, fetches, "the signature's postcode serves");

    let mut step = loaded(person());
    let effects = handle(&mut step, GatheringsEvent::PostcodeEdited("35000".into()));
    assert_eq!(effects, [GatheringsEffect::FetchPoint("35000".into())]);
    let located = Located::At(Point::from(RENNES));
    let postcode = "35000".into();
    handle(&mut step, GatheringsEvent::Placed { postcode, located });
    assert_eq!(
        ids(&step),
        ["full", "paris", "lyon", "off", "over", "older"]
    );
    let far = step.listed(NOW)[1].distance_km.expect("known");
    assert!((300.0..320.0).contains(&far), "{far}");
}

#[test]
fn a_postcode_of_another_country_is_not_looked_up() {
    let belgian = Draft {
        postcode: "75018".into(),
        country: "BE".into(),
        ..Draft::default()
    };
    let (_, effects) = GatheringsStep::new(&Policy::default(), belgian, "fr");
    assert_eq!(effects, [GatheringsEffect::Fetch]);
}

#[test]
fn a_postcode_that_cannot_be_is_said_and_focused() {
    let mut step = loaded(Draft::default());
    handle(&mut step, GatheringsEvent::PostcodeEdited("350".into()));
    let effects = handle(&mut step, GatheringsEvent::PostcodeAsked);
    assert_eq!(effects, focus(GatheringsSpot::Postcode));
}

#[test]
fn one_tap_registers_with_the_least_data_and_nothing_ticked() {
    let mut step = loaded(person());
    assert!(step.knows_person(NOW, &Native));
    let (key, draft) = sent(&submit(&mut step, "paris", "k1"));
    assert_eq!(key, "k1");
    assert_eq!((&*draft.phone, &*draft.locality), ("", ""), "not needed");
    let answers: Vec<_> = draft.consents.iter().collect();
    let [this, further] = answers[..] else {
        panic!("two consents");
    };
    assert_eq!(
        (&*this.purpose, this.granted, &*this.wording, this.version),
        ("gathering:paris", true, "widget.gathering:paris", 1)
    );
    assert_eq!((&*further.purpose, further.granted), ("gatherings", false));
    assert_eq!(submit(&mut step, "paris", "k2"), [], "one at a time");

    let joined = GatheringsEvent::Joined {
        gathering: "paris".into(),
        places_left: Some(4),
    };
    let outcome = GatheringsEffect::Focus(GatheringsSpot::Outcome("paris".into()));
    assert_eq!(
        handle(&mut step, joined),
        [GatheringsEffect::Joined, outcome]
    );
    let listed = step.listed(NOW);
    let paris = listed.iter().find(|l| l.gathering.id == "paris");
    let paris = paris.expect("listed");
    assert_eq!(paris.gathering.places_left, Some(4));
    assert!(paris.registration.expect("known").joined());
    drop(listed);
    assert_eq!(submit(&mut step, "paris", "k3"), [], "registered already");
}

#[test]
fn further_gatherings_are_agreed_to_at_each_one_apart() {
    let mut step = loaded(person());
    let tick = GatheringsEvent::FurtherConsented {
        gathering: "lyon".into(),
        granted: true,
    };
    handle(&mut step, tick);
    let (_, lyon) = sent(&submit(&mut step, "lyon", "k1"));
    let (_, paris) = sent(&submit(&mut step, "paris", "k2"));
    assert!(lyon.consents[1].granted);
    assert!(!paris.consents[1].granted);
}

#[test]
fn gatherings_do_not_stand_in_each_others_way() {
    let mut step = loaded(person());
    submit(&mut step, "paris", "k1");
    submit(&mut step, "lyon", "k2");
    fail(&mut step, "paris", Failure::Timeout);
    let listed = step.listed(NOW);
    let sending = |id: &str| {
        let found = listed.iter().find(|l| l.gathering.id == id);
        let registration = found.and_then(|l| l.registration);
        registration.expect("known").sending().clone()
    };
    assert_eq!(sending("paris"), Sending::Failed(Failure::Timeout));
    assert_eq!(sending("lyon"), Sending::Pending { slow: false });
}

#[test]
fn another_try_of_the_same_keeps_its_key() {
    let mut step = loaded(person());
    submit(&mut step, "paris", "k1");
    let slow = GatheringsEvent::Slow {
        gathering: "paris".into(),
    };
    handle(&mut step, slow);
    fail(&mut step, "paris", Failure::Unreachable);
    assert_eq!(sent(&submit(&mut step, "paris", "k2")).0, "k1");
    fail(&mut step, "paris", Failure::Unreachable);
    let tick = GatheringsEvent::FurtherConsented {
        gathering: "paris".into(),
        granted: true,
    };
    handle(&mut step, tick);
    assert_eq!(
        sent(&submit(&mut step, "paris", "k3")).0,
        "k3",
        "another body"
    );
}

#[test]
fn who_is_not_known_is_asked_below_the_gathering() {
    let mut step = loaded(Draft::default());
    assert!(!step.knows_person(NOW, &Native));
    let effects = submit(&mut step, "paris", "k1");
    assert_eq!(effects, focus(GatheringsSpot::Field(Field::GivenName)));
    assert_eq!(step.open(), Some("paris"));
    assert_eq!(step.form().errors(), [], "nothing was done wrong yet");

    let effects = submit(&mut step, "paris", "k2");
    assert_eq!(effects, focus(GatheringsSpot::Field(Field::GivenName)));
    assert_eq!(step.form().errors().len(), 3, "now it was");
    for (field, text) in [
        (Field::GivenName, "Zoé"),
        (Field::FamilyName, "d’Arc"),
        (Field::Email, "zoe@gmial.com"),
    ] {
        handle(
            &mut step,
            GatheringsEvent::Edited(field.clone(), text.into()),
        );
        handle(&mut step, GatheringsEvent::Left(field));
    }
    assert_eq!(step.form().suggestion(), Some("zoe@gmail.com"));
    handle(&mut step, GatheringsEvent::SuggestionTaken);
    let (_, draft) = sent(&submit(&mut step, "paris", "k3"));
    assert_eq!(draft.email, "zoe@gmail.com");

    let joined = GatheringsEvent::Joined {
        gathering: "paris".into(),
        places_left: None,
    };
    handle(&mut step, joined);
    assert_eq!(step.open(), None);
    sent(&submit(&mut step, "lyon", "k4")); // one tap from now on
}

#[test]
fn what_the_api_finds_wrong_opens_the_form() {
    let mut step = loaded(person());
    submit(&mut step, "paris", "k1");
    let gathering = String::from("paris");
    let errors = vec![FieldError {
        field: Field::Email,
        code: Code::EmailDomain,
        min: None,
        max: None,
    }];
    let effects = handle(&mut step, GatheringsEvent::Refused { gathering, errors });
    assert_eq!(effects, focus(GatheringsSpot::Field(Field::Email)));
    assert_eq!(step.open(), Some("paris"));
    assert_eq!(step.form().errors().len(), 1);

    let gathering = String::from("paris");
    let errors = Vec::new();
    let effects = handle(&mut step, GatheringsEvent::Refused { gathering, errors });
    assert_eq!(effects, focus(GatheringsSpot::Outcome("paris".into())));
}

#[test]
fn the_api_knows_better_where_a_gathering_stands() {
    for (code, expected) in [
        ("gathering_full", Standing::Full),
        ("gathering_past", Standing::Past),
        ("gathering_cancelled", Standing::Cancelled),
    ] {
        let mut step = loaded(person());
        submit(&mut step, "paris", "k1");
        let effects = fail(&mut step, "paris", Failure::Refused(code.into()));
        assert_eq!(effects, focus(GatheringsSpot::Outcome("paris".into())));
        assert_eq!(standing(&step, "paris"), expected);
        assert_eq!(submit(&mut step, "paris", "k2"), [], "{code}");
    }
    let mut step = loaded(person());
    submit(&mut step, "paris", "k1");
    fail(
        &mut step,
        "paris",
        Failure::Refused("gathering_past".into()),
    );
    assert_eq!(
        ids(&step),
        ["lyon", "off", "full", "paris", "over", "older"]
    );
}

#[test]
fn nobody_registers_for_what_is_full_over_or_called_off() {
    let mut step = loaded(person());
    for id in ["full", "over", "off", "none", "undated/../../x"] {
        assert_eq!(submit(&mut step, id, "k"), [], "{id}");
    }
}

#[test]
fn a_list_that_fails_can_be_fetched_again() {
    let (mut step, _) = GatheringsStep::new(&Policy::default(), person(), "fr");
    assert_eq!(
        handle(&mut step, GatheringsEvent::Retried),
        [],
        "on its way"
    );
    handle(&mut step, GatheringsEvent::LoadingFailed(Failure::Timeout));
    assert_eq!(*step.list(), Loading::Failed(Failure::Timeout));
    let effects = handle(&mut step, GatheringsEvent::Retried);
    assert_eq!(effects, [GatheringsEffect::Fetch]);
    let effects = handle(&mut step, GatheringsEvent::Loaded(Vec::new()));
    assert_eq!(effects, focus(GatheringsSpot::List), "it was asked for");
    assert_eq!(ids(&step), [] as [&str; 0]);
    handle(&mut step, GatheringsEvent::LoadingFailed(Failure::Timeout));
    assert!(step.list().loaded().is_some(), "what is here stays");
}

#[test]
fn an_id_that_comes_twice_is_one_gathering() {
    let (mut step, _) = GatheringsStep::new(&Policy::default(), person(), "fr");
    let twice = vec![gathering("a", 1, None), gathering("a", 2, None)];
    step.handle(GatheringsEvent::Loaded(twice), NOW, &Native);
    let starts: Vec<_> = step
        .listed(NOW)
        .iter()
        .map(|one| one.gathering.starts_at)
        .collect();
    assert_eq!(starts, [at(1)], "the first of them");
}

#[test]
fn who_signs_meanwhile_is_known_and_registers_in_one_tap() {
    let mut step = loaded(Draft::default());
    assert_eq!(submit(&mut step, "paris", "k0").len(), 1, "the form opens");
    assert_eq!(step.open(), Some("paris"));
    let given = GatheringsEvent::Edited(Field::GivenName, "Zoë".into());
    handle(&mut step, given);
    // Nothing is known of who has not signed.
    let unsigned = Draft {
        postcode: String::new(),
        ..Draft::default()
    };
    handle(&mut step, GatheringsEvent::Met(Box::new(unsigned)));
    assert!(!step.knows_person(NOW, &Native));

    let met = Draft {
        postcode: "35000".into(),
        ..person()
    };
    let effects = handle(&mut step, GatheringsEvent::Met(Box::new(met.clone())));
    assert_eq!(effects, [GatheringsEffect::FetchPoint("35000".into())]);
    assert!(step.knows_person(NOW, &Native));
    let draft = step.form().draft();
    assert_eq!(
        [&*draft.given_name, &*draft.family_name, &*draft.email],
        ["Zoë", "d’Arc", "zoe@example.org"],
        "what was typed stays"
    );
    assert_eq!((&*draft.phone, &*draft.locality), ("", ""), "no need");
    handle(&mut step, GatheringsEvent::FormClosed);
    let effects = submit(&mut step, "lyon", "k1");
    assert!(
        matches!(&effects[..], [GatheringsEffect::Send { gathering, .. }] if gathering == "lyon")
    );

    // Told again at each visit of the step: a field that was emptied since stays empty.
    handle(
        &mut step,
        GatheringsEvent::Edited(Field::Email, String::new()),
    );
    assert_eq!(handle(&mut step, GatheringsEvent::Met(Box::new(met))), []);
    assert_eq!(step.form().draft().email, "");
}

#[test]
fn a_postcode_that_was_typed_is_not_replaced_by_the_signature_s() {
    let mut step = loaded(Draft::default());
    handle(&mut step, GatheringsEvent::PostcodeEdited("69001".into()));
    let met = Draft {
        postcode: "35000".into(),
        ..person()
    };
    assert_eq!(handle(&mut step, GatheringsEvent::Met(Box::new(met))), []);
    assert_eq!(step.whereabouts().postcode(), "69001");
}
