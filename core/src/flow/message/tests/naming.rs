//! The look-up by name, on the packed list itself.

use super::*;

/// A step that was asked by name, with the list at hand.
fn by_name() -> MessageStep {
    let mut step = step("").0;
    step.handle(MessageEvent::WayChosen(Way::Commune));
    step.handle(MessageEvent::NamesLoaded(shard("names")));
    step
}

fn typed<'a>(step: &'a mut MessageStep, name: &str) -> &'a Suggestions {
    assert_eq!(step.handle(MessageEvent::CommuneNamed(name.into())), []);
    match step.place() {
        PlaceState::Suggesting(suggestions) => suggestions,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_name_alone_leads_to_the_deputies() {
    let mut step = by_name();
    let found = &typed(&mut step, "saint etienne").found;
    assert_eq!(found.best[0].name, "Saint-Étienne");
    assert!(found.best.len() == 20 && found.more > 20);
    assert_eq!(
        step.handle(MessageEvent::CommuneChosen(0)),
        [MessageEffect::FetchShard("42".into())],
        "the prefix and no more"
    );
    assert_eq!(
        step.handle(MessageEvent::ShardLoaded(shard("42"))),
        [MessageEffect::FocusPlace]
    );
    let PlaceState::Candidates { commune, .. } = step.place() else {
        panic!("{:?}", step.place());
    };
    assert_eq!(commune, "Saint-Étienne");
}

#[test]
fn homonyms_and_names_of_the_past_lead_to_their_own_place() {
    for (name, shard_name, constituency) in [
        ("saint-sauveur 60", "60", "60-05"),
        ("eloise", "01", "74-04"),
        ("annecy le vieux", "74", "74-01"),
        ("bellegarde-sur-valserine", "01", "01-03"),
        ("ajaccio", "20", "2A-01"),
    ] {
        let mut step = by_name();
        typed(&mut step, name);
        // Enter: of a single suggestion it is the choice.
        assert_eq!(
            step.handle(MessageEvent::PlaceAsked),
            [MessageEffect::FetchShard(shard_name.into())],
            "{name}"
        );
        step.handle(MessageEvent::ShardLoaded(shard(shard_name)));
        let seats: Vec<_> = match step.place() {
            PlaceState::Found(found) => vec![found.constituency.to_string()],
            PlaceState::Candidates { candidates, .. } => candidates
                .iter()
                .map(|candidate| candidate.constituency.to_string())
                .collect(),
            other => panic!("{name}: {other:?}"),
        };
        assert!(seats.contains(&constituency.into()), "{name}: {seats:?}");
    }
}

#[test]
fn typing_before_the_list_is_here_is_not_lost() {
    let mut step = step("").0;
    step.handle(MessageEvent::WayChosen(Way::Commune));
    let waiting = typed(&mut step, "monaco");
    assert!(waiting.loading && waiting.found.best.is_empty());
    assert_eq!(step.handle(MessageEvent::CommuneChosen(0)), []);
    assert_eq!(
        step.handle(MessageEvent::NamesLoaded(shard("names"))),
        [],
        "the focus stays in the field"
    );
    step.handle(MessageEvent::PlaceAsked);
    step.handle(MessageEvent::ShardLoaded(shard("980")));
    assert_eq!(step.place(), &PlaceState::NoDeputy);
    // The list is kept, and so is what was typed.
    assert_eq!(
        step.handle(MessageEvent::WayChosen(Way::Commune)),
        [MessageEffect::FocusPlace]
    );
    assert_eq!(step.commune().1, "monaco");
}

#[test]
fn enter_among_several_chooses_none() {
    let mut step = by_name();
    typed(&mut step, "saint sauveur");
    assert_eq!(
        step.handle(MessageEvent::PlaceAsked),
        [MessageEffect::FocusPlace]
    );
    assert!(matches!(step.place(), PlaceState::Suggesting(_)));
    assert_eq!(step.handle(MessageEvent::CommuneChosen(99)), []);
}

#[test]
fn a_shard_of_another_build_is_said_to_be_missing_and_asked_for_again() {
    let mut step = by_name();
    typed(&mut step, "villeurbanne");
    step.handle(MessageEvent::CommuneChosen(0));
    step.handle(MessageEvent::ShardLoaded(shard("42")));
    assert_eq!(step.place(), &PlaceState::Unreachable);
    assert_eq!(
        step.handle(MessageEvent::PlaceAsked),
        [MessageEffect::FetchShard("69".into())]
    );
    // A list that comes late changes nothing any more.
    let before = step.place().clone();
    assert_eq!(step.handle(MessageEvent::NamesFailed), []);
    step.handle(MessageEvent::NamesLoaded(shard("names")));
    assert_eq!(step.place(), &before);
}
