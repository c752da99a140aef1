//! Visitors' paths through the form.

use std::vec::Vec;

use super::*;
use crate::consent::{ConsentRequest, Purpose};
use crate::platform::Native;
use crate::policy::Policy;
use crate::problem::Code;

const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);

fn step() -> SignStep {
    let updates = Purpose::parse("petition_updates").expect("a purpose");
    let mobilisation = Mobilisation {
        id: "p".into(),
        count: 14_832,
        targets: Targets::Deputies,
        policy: Policy {
            consents: vec![ConsentRequest::new(updates, "updates", "fr")],
            ..Policy::default()
        },
        ..Mobilisation::default()
    };
    SignStep::new(mobilisation, "fr", &[], NOW)
}

fn handle(step: &mut SignStep, event: SignEvent) -> Vec<SignEffect> {
    step.handle(event, NOW, &Native)
}

fn type_in(step: &mut SignStep, field: Field, text: &str) {
    handle(step, SignEvent::Edited(field, text.into()));
}

fn filled() -> SignStep {
    let mut step = step();
    type_in(&mut step, Field::GivenName, "Zoé");
    type_in(&mut step, Field::FamilyName, "d’Arc");
    type_in(&mut step, Field::Email, "zoe@example.org");
    type_in(&mut step, Field::Postcode, "75018");
    step
}

fn submit(step: &mut SignStep, key: &str) -> Vec<SignEffect> {
    handle(step, SignEvent::Submitted { key: key.into() })
}

fn codes(step: &SignStep) -> Vec<(Field, Code)> {
    let pairs = step.errors().iter().map(|e| (e.field.clone(), e.code));
    pairs.collect()
}

#[test]
fn an_empty_form_shows_every_error_and_focuses_the_first() {
    let mut step = step();
    let effects = submit(&mut step, "k1");
    let first = SignEffect::Focus(SignSpot::Field(Field::GivenName));
    assert_eq!(effects, [first]);
    assert!(step.refused());
    let fields: Vec<Field> = codes(&step).into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        fields,
        [
            Field::GivenName,
            Field::FamilyName,
            Field::Email,
            Field::Postcode
        ]
    );
}

#[test]
fn tabbing_through_an_empty_form_accuses_nobody() {
    let mut step = step();
    for field in Field::PLAIN {
        handle(&mut step, SignEvent::Left(field.clone()));
    }
    assert_eq!(codes(&step), []);
}

#[test]
fn an_error_comes_on_leaving_and_goes_while_typing() {
    let mut step = step();
    type_in(&mut step, Field::Email, "zoe@gmail");
    assert_eq!(codes(&step), [], "not while it is being typed");
    handle(&mut step, SignEvent::Left(Field::Email));
    assert_eq!(codes(&step), [(Field::Email, Code::EmailDomainIncomplete)]);
    type_in(&mut step, Field::Email, "zoe@gmail.com");
    assert_eq!(codes(&step), []);
}

#[test]
fn errors_stay_in_field_order_whatever_was_left_first() {
    let mut step = step();
    type_in(&mut step, Field::Postcode, "7501");
    handle(&mut step, SignEvent::Left(Field::Postcode));
    type_in(&mut step, Field::GivenName, "=1+1");
    handle(&mut step, SignEvent::Left(Field::GivenName));
    let fields: Vec<Field> = codes(&step).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [Field::GivenName, Field::Postcode]);
}

#[test]
fn a_misspelt_domain_is_a_hint_that_can_be_taken() {
    let mut step = step();
    type_in(&mut step, Field::Email, "zoe@gmial.com");
    handle(&mut step, SignEvent::Left(Field::Email));
    assert_eq!(codes(&step), [], "never an error");
    assert_eq!(step.suggestion(), Some("zoe@gmail.com"));
    handle(&mut step, SignEvent::SuggestionTaken);
    assert_eq!(step.draft().email, "zoe@gmail.com");
    assert_eq!(step.suggestion(), None);
}

const RULES: OwnRules<'static> = OwnRules {
    now: NOW,
    platform: &Native,
};

#[test]
fn what_was_left_before_the_rules_came_is_judged_when_they_are_there() {
    let mut step = step();
    for (field, text) in [(Field::Email, "zoe@gmial.com"), (Field::Postcode, "7501")] {
        step.handle_with(SignEvent::Edited(field.clone(), text.into()), None);
        step.handle_with(SignEvent::Left(field), None);
    }
    assert_eq!((codes(&step), step.suggestion()), (vec![], None));
    step.handle_with(SignEvent::Ready, Some(&RULES));
    assert_eq!(codes(&step), [(Field::Postcode, Code::PostcodeFormat)]);
    assert_eq!(step.suggestion(), Some("zoe@gmail.com"));
}

#[test]
fn who_signs_before_the_rules_came_signs_once_they_are_there() {
    let mut step = filled();
    let submit = SignEvent::Submitted { key: "k1".into() };
    let effects = step.handle_with(submit.clone(), None);
    assert_eq!(effects, [SignEffect::Prepare]);
    assert_eq!(step.handle_with(submit, None), [], "pressed twice");
    let effects = step.handle_with(SignEvent::Ready, Some(&RULES));
    assert!(matches!(&effects[..], [SignEffect::Send { key, .. }] if key == "k1"));
    // Once.
    assert_eq!(step.handle_with(SignEvent::Ready, Some(&RULES)), []);
}

#[test]
fn where_the_rules_cannot_be_had_the_api_judges() {
    let mut step = step();
    // Nobody asked to sign yet.
    assert_eq!(step.handle_with(SignEvent::Unruled, None), []);
    let submit = SignEvent::Submitted { key: "k1".into() };
    step.handle_with(submit, None);
    let effects = step.handle_with(SignEvent::Unruled, None);
    assert!(matches!(&effects[..], [SignEffect::Send { key, .. }] if key == "k1"));
    let missing = FieldError {
        field: Field::GivenName,
        code: Code::Required,
        min: None,
        max: None,
    };
    let effects = step.handle_with(SignEvent::Refused(vec![missing]), None);
    assert_eq!(
        effects,
        [SignEffect::Focus(SignSpot::Field(Field::GivenName))]
    );
    // Corrected and sent again: the rules are asked for anew.
    let again = SignEvent::Submitted { key: "k2".into() };
    assert_eq!(step.handle_with(again, None), [SignEffect::Prepare]);
}

#[test]
fn consents_are_unticked_until_ticked_and_carry_their_wording() {
    let mut step = filled();
    assert!(!step.consented(0));
    handle(&mut step, SignEvent::Consented(0, true));
    let [SignEffect::Send { draft, .. }] = &submit(&mut step, "k1")[..] else {
        panic!("nothing was sent");
    };
    let answer = &draft.consents[0];
    assert!(answer.granted);
    assert_eq!((&*answer.wording, answer.version), ("updates", 1));
    // Indices that the policy does not have change nothing.
    handle(&mut step, SignEvent::Consented(7, true));
}

#[test]
fn the_same_draft_keeps_its_key_and_another_gets_a_new_one() {
    let mut step = filled();
    let key = |effects: &[SignEffect]| match effects {
        [SignEffect::Send { key, .. }] => key.clone(),
        other => panic!("nothing was sent: {other:?}"),
    };
    assert_eq!(key(&submit(&mut step, "k1")), "k1");
    assert_eq!(submit(&mut step, "k2"), [], "one request at a time");
    let effects = handle(&mut step, SignEvent::Failed(Failure::Timeout));
    assert_eq!(effects, [SignEffect::Focus(SignSpot::Notice)]);
    assert_eq!(key(&submit(&mut step, "k3")), "k1", "the same signature");
    handle(&mut step, SignEvent::Failed(Failure::Unreachable));
    type_in(&mut step, Field::GivenName, "Zoée");
    assert_eq!(key(&submit(&mut step, "k4")), "k4", "another body");
}

#[test]
fn a_failure_loses_nothing_that_was_typed() {
    let mut step = filled();
    let before = step.draft().clone();
    submit(&mut step, "k1");
    handle(&mut step, SignEvent::Slow);
    assert_eq!(step.sending(), &Sending::Pending { slow: true });
    for failure in [
        Failure::Unreachable,
        Failure::Timeout,
        Failure::Unreadable,
        Failure::Closed,
        Failure::Refused("rate_limited".into()),
    ] {
        handle(&mut step, SignEvent::Failed(failure.clone()));
        assert_eq!(step.draft(), &before);
        assert_eq!(step.sending(), &Sending::Failed(failure));
    }
    handle(&mut step, SignEvent::Slow);
    assert!(matches!(step.sending(), Sending::Failed(_)), "a late timer");
}

#[test]
fn what_waits_to_be_tried_again_is_said_once() {
    let mut step = filled();
    submit(&mut step, "k1");
    let said = handle(&mut step, SignEvent::Delayed(Failure::Unreachable));
    assert_eq!(said, [SignEffect::Focus(SignSpot::Notice)]);
    for failure in [Failure::Unreachable, Failure::Timeout] {
        assert!(handle(&mut step, SignEvent::Delayed(failure.clone())).is_empty());
        assert_eq!(step.sending(), &Sending::Waiting(failure));
    }
    handle(&mut step, SignEvent::Slow);
    assert_eq!(step.sending(), &Sending::Waiting(Failure::Timeout));
    handle(&mut step, SignEvent::Signed(14_833));
    assert!(step.signed());
    let late = [
        SignEvent::Signed(14_834),
        SignEvent::Delayed(Failure::Timeout),
    ];
    for event in late {
        assert!(
            handle(&mut step, event).is_empty(),
            "another try was under way"
        );
    }
    assert_eq!(
        (step.tally().count, step.sending()),
        (14_834, &Sending::Idle)
    );
}

#[test]
fn who_does_not_want_to_wait_asks_under_the_same_key() {
    let mut step = filled();
    let first = submit(&mut step, "k1");
    handle(&mut step, SignEvent::Delayed(Failure::Unreachable));
    assert_eq!(submit(&mut step, "k2"), first);
    assert_eq!(step.sending(), &Sending::Pending { slow: false });
}

#[test]
fn a_change_withdraws_what_is_waiting_and_the_next_is_another() {
    let changes = [
        SignEvent::Edited(Field::Postcode, "69001".into()),
        SignEvent::Consented(0, true),
    ];
    for change in changes {
        let mut step = filled();
        assert!(handle(&mut step, SignEvent::Consented(0, false)).is_empty());
        submit(&mut step, "k1");
        handle(&mut step, SignEvent::Delayed(Failure::Timeout));
        assert_eq!(handle(&mut step, change), [SignEffect::Withdraw]);
        assert_eq!(step.sending(), &Sending::Failed(Failure::Timeout));
        let again = submit(&mut step, "k2");
        assert!(matches!(&again[..], [SignEffect::Send { key, .. }] if key == "k2"));
    }
}

#[test]
fn what_the_server_finds_is_shown_at_its_field() {
    let mut step = filled();
    submit(&mut step, "k1");
    let error = crate::problem::Problem::new(Code::EmailDisposable).at(Field::Email);
    let effects = handle(&mut step, SignEvent::Refused(vec![error]));
    assert_eq!(effects, [SignEffect::Focus(SignSpot::Field(Field::Email))]);
    assert_eq!(codes(&step), [(Field::Email, Code::EmailDisposable)]);
}

#[test]
fn a_refusal_of_a_field_that_is_not_asked_still_says_something() {
    let mut step = filled();
    submit(&mut step, "k1");
    let error = crate::problem::Problem::new(Code::PhoneFormat).at(Field::Phone);
    let effects = handle(&mut step, SignEvent::Refused(vec![error]));
    assert_eq!(effects, [SignEffect::Focus(SignSpot::Notice)]);
    let refused = Failure::Refused("phone_format".into());
    assert_eq!(step.sending(), &Sending::Failed(refused));
    assert_eq!(step.errors(), []);
    handle(&mut step, SignEvent::Refused(Vec::new()));
    assert!(matches!(step.sending(), Sending::Failed(_)));
}

#[test]
fn signing_tells_the_page_thanks_the_person_and_hands_over_the_least() {
    let mut step = filled();
    submit(&mut step, "k1");
    let effects = handle(&mut step, SignEvent::Signed(14_833));
    let handover = Handover {
        given_name: "Zoé".into(),
        postcode: "75018".into(),
        country: "FR".into(),
        count: 14_833,
        seed: "k1".into(),
        signed: true,
        ..Handover::default()
    };
    assert_eq!(
        effects,
        [
            SignEffect::Signed,
            SignEffect::Focus(SignSpot::Thanks),
            SignEffect::Show(Step::Message, handover),
        ]
    );
    assert!(step.signed());
    assert_eq!(step.tally().count, 14_833);
    assert_eq!(submit(&mut step, "k2"), [], "once is enough");
}

#[test]
fn a_signature_that_waits_for_a_confirmation_goes_on_and_does_not_count() {
    let mut step = filled();
    let before = step.tally().count;
    submit(&mut step, "k1");
    let effects = handle(&mut step, SignEvent::Mailed(before));
    assert!(effects.contains(&SignEffect::Signed));
    assert!(step.signed() && step.mailed() && step.thanking());
    assert_eq!(step.tally().count, before);
    assert_eq!(submit(&mut step, "k2"), [], "once is enough");
}

#[test]
fn the_count_never_falls_before_a_visitors_eyes() {
    let mut step = step();
    handle(&mut step, SignEvent::Counted(14_900));
    handle(&mut step, SignEvent::Counted(14_850));
    assert_eq!(step.tally().count, 14_900);
}

fn travelling(steps: &[Step]) -> SignStep {
    let mobilisation = Mobilisation {
        count: 149,
        ..Mobilisation::default()
    };
    SignStep::new(mobilisation, "fr", steps, NOW)
}

#[test]
fn only_steps_that_register_the_person_hear_their_address() {
    let mut step = filled();
    submit(&mut step, "k1");
    handle(&mut step, SignEvent::Signed(14_833));
    for (to, told) in [
        (Step::Message, ""),
        (Step::Share, ""),
        (Step::Donate, ""),
        (Step::Gatherings, "zoe@example.org"),
        (Step::Updates, "zoe@example.org"),
    ] {
        assert_eq!(step.handover(to).contact.email, told, "{to:?}");
    }
}

#[test]
fn thanks_stay_above_the_next_step_until_the_person_goes_on() {
    let mut step = filled();
    submit(&mut step, "k1");
    handle(&mut step, SignEvent::Signed(14_833));
    assert_eq!(step.journey().current(), Some(Step::Message));
    assert!(step.thanking());
    let effects = handle(&mut step, SignEvent::Forward);
    assert!(matches!(effects[0], SignEffect::Show(Step::Share, _)));
    assert_eq!(effects[1], SignEffect::Focus(SignSpot::Step(Step::Share)));
    assert!(!step.thanking());
    assert_eq!(handle(&mut step, SignEvent::Forward), [], "the end");
    let effects = handle(&mut step, SignEvent::Went(Step::Sign));
    assert_eq!(effects, [SignEffect::Focus(SignSpot::Thanks)]);
    assert!(step.thanking());
}

#[test]
fn what_was_typed_stays_through_back_and_forward() {
    let mut step = travelling(&[Step::Donate, Step::Sign]);
    assert!(matches!(
        step.begin()[..],
        [SignEffect::Show(Step::Donate, _)]
    ));
    handle(&mut step, SignEvent::Forward);
    type_in(&mut step, Field::Email, "zoe@example.org");
    handle(&mut step, SignEvent::Back);
    handle(&mut step, SignEvent::Forward);
    assert_eq!(step.draft().email, "zoe@example.org");
}

#[test]
fn a_step_alone_begins_without_anything_known() {
    let step = travelling(&[Step::Message]);
    let effects = step.begin();
    let [SignEffect::Show(Step::Message, handover)] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert!(!handover.signed && handover.postcode.is_empty());
}

#[test]
fn a_closed_petition_holds_nobody_back() {
    let mobilisation = Mobilisation {
        closes_at: Some(NOW),
        ..Mobilisation::default()
    };
    let mut step = SignStep::new(mobilisation, "fr", &[], NOW);
    assert!(matches!(
        handle(&mut step, SignEvent::Forward)[0],
        SignEffect::Show(Step::Share, _)
    ));
}

#[test]
fn a_goal_that_is_passed_is_told_once_and_not_before() {
    let mut step = travelling(&[]);
    assert_eq!(step.milestone(), None);
    handle(&mut step, SignEvent::Counted(205));
    assert_eq!(step.milestone(), Some(200), "the last of several");
    handle(&mut step, SignEvent::Counted(204));
    handle(&mut step, SignEvent::Counted(210));
    assert_eq!(step.milestone(), Some(200));
}
