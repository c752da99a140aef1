//! Visitors' paths through the news.

use std::vec::Vec;

use super::*;
use crate::platform::Native;

const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);

fn step(email: &str) -> UpdatesStep {
    let person = Draft {
        given_name: "Zoé".into(),
        email: email.into(),
        postcode: "35000".into(),
        ..Draft::default()
    };
    UpdatesStep::new(&Policy::default(), person, "fr").0
}

fn handle(step: &mut UpdatesStep, event: UpdatesEvent) -> Vec<UpdatesEffect> {
    step.handle(event, NOW, &Native)
}

fn submit(step: &mut UpdatesStep, key: &str) -> Vec<UpdatesEffect> {
    handle(step, UpdatesEvent::Submitted { key: key.into() })
}

fn sent(effects: &[UpdatesEffect]) -> (String, Draft) {
    match effects {
        [UpdatesEffect::Send { key, draft }] => (key.clone(), draft.clone()),
        other => panic!("nothing was sent: {other:?}"),
    }
}

fn first_choice() -> Field {
    Field::parse("consents.petition_updates").expect("a field")
}

#[test]
fn nothing_is_ticked_and_each_is_chosen_apart() {
    let mut step = step("zoe@example.org");
    assert!((0..3).all(|index| !step.form().consented(index)));
    handle(&mut step, UpdatesEvent::Consented(2, true));
    let (_, draft) = sent(&submit(&mut step, "k1"));
    let answers: Vec<(&str, bool, &str)> = draft
        .consents
        .iter()
        .map(|answer| (&*answer.purpose, answer.granted, &*answer.wording))
        .collect();
    assert_eq!(
        answers,
        [
            ("petition_updates", false, "widget.petition_updates"),
            ("gatherings", false, "widget.gatherings"),
            ("similar_petitions", true, "widget.similar_petitions"),
        ]
    );
    assert_eq!((&*draft.given_name, &*draft.postcode), ("", ""), "no need");
}

#[test]
fn a_subscription_to_nothing_is_said_at_the_first_choice() {
    let mut step = step("zoe@example.org");
    let effects = submit(&mut step, "k1");
    assert_eq!(effects, focus(UpdatesSpot::Field(first_choice())));
    assert_eq!(step.form().errors().len(), 1);
    handle(&mut step, UpdatesEvent::Consented(1, true));
    assert_eq!(step.form().errors(), [], "any choice mends it");
    sent(&submit(&mut step, "k2"));
}

#[test]
fn who_stands_alone_is_asked_for_an_address_first() {
    let mut step = step("");
    handle(&mut step, UpdatesEvent::Left(Field::Email));
    assert_eq!(step.form().errors(), [], "tabbing through accuses nobody");
    let effects = submit(&mut step, "k1");
    assert_eq!(effects, focus(UpdatesSpot::Field(Field::Email)));
    assert_eq!(step.form().errors().len(), 2);
    let typed = UpdatesEvent::Edited(Field::Email, "zoe@gmial.com".into());
    handle(&mut step, typed);
    handle(&mut step, UpdatesEvent::Left(Field::Email));
    assert_eq!(step.form().suggestion(), Some("zoe@gmail.com"));
    handle(&mut step, UpdatesEvent::SuggestionTaken);
    assert_eq!(step.form().draft().email, "zoe@gmail.com");
}

#[test]
fn failing_retrying_and_done() {
    let mut step = step("zoe@example.org");
    handle(&mut step, UpdatesEvent::Consented(0, true));
    submit(&mut step, "k1");
    assert_eq!(submit(&mut step, "k2"), [], "one request at a time");
    handle(&mut step, UpdatesEvent::Slow);
    assert_eq!(*step.sending(), Sending::Pending { slow: true });
    let effects = handle(&mut step, UpdatesEvent::Failed(Failure::Timeout));
    assert_eq!(effects, focus(UpdatesSpot::Notice));
    assert_eq!(sent(&submit(&mut step, "k3")).0, "k1", "the same");
    let effects = handle(&mut step, UpdatesEvent::Subscribed);
    let thanks = UpdatesEffect::Focus(UpdatesSpot::Thanks);
    assert_eq!(effects, [UpdatesEffect::Subscribed, thanks]);
    assert!(step.subscribed());
    assert_eq!(submit(&mut step, "k4"), [], "done");
}

#[test]
fn what_the_api_finds_wrong_is_shown_at_its_field_or_said() {
    let mut step = step("zoe@example.org");
    handle(&mut step, UpdatesEvent::Consented(0, true));
    submit(&mut step, "k1");
    let error = Problem::new(Code::ConsentRequired).at(first_choice());
    let effects = handle(&mut step, UpdatesEvent::Refused(vec![error]));
    assert_eq!(effects, focus(UpdatesSpot::Field(first_choice())));
    let elsewhere = Problem::new(Code::PhoneFormat).at(Field::Phone);
    let effects = handle(&mut step, UpdatesEvent::Refused(vec![elsewhere]));
    assert_eq!(effects, focus(UpdatesSpot::Notice));
}

#[test]
fn news_are_newest_first_and_fetched_again_after_a_failure() {
    let mut step = step("");
    handle(&mut step, UpdatesEvent::LoadingFailed(Failure::Unreachable));
    let effects = handle(&mut step, UpdatesEvent::Retried);
    assert_eq!(effects, [UpdatesEffect::Fetch]);
    assert_eq!(handle(&mut step, UpdatesEvent::Retried), [], "on its way");
    let news = [Some(5), None, Some(9), Some(7)].map(|at| News {
        at: at.map(Timestamp::from_unix),
        ..News::default()
    });
    let effects = handle(&mut step, UpdatesEvent::Loaded(news.into()));
    assert_eq!(effects, focus(UpdatesSpot::News));
    let news = step.news().loaded().expect("here").iter();
    let dates: Vec<Option<i64>> = news.map(|one| one.at.map(Timestamp::unix)).collect();
    assert_eq!(dates, [Some(9), Some(7), Some(5), None]);
}

#[test]
fn who_signs_meanwhile_need_not_type_the_address_again() {
    let met = Draft {
        given_name: "Zoé".into(),
        email: "zoe@example.org".into(),
        ..Draft::default()
    };
    let mut step = step("");
    handle(&mut step, UpdatesEvent::Met(Box::new(met.clone())));
    let draft = step.form().draft();
    assert_eq!((&*draft.email, &*draft.given_name), ("zoe@example.org", ""));
    handle(&mut step, UpdatesEvent::Edited(Field::Email, String::new()));
    handle(&mut step, UpdatesEvent::Met(Box::new(met)));
    assert_eq!(step.form().draft().email, "", "emptied since");
}
