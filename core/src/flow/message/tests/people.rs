//! Targets that come as several, and what is written to them.

use super::*;
use crate::interpellation::{Accounts, Gender, Target};
use crate::mobilisation::{Choice, TargetList};

fn begin(targets: Targets, signer: Handover) -> (MessageStep, Vec<MessageEffect>) {
    let mut subject = subject();
    subject.targets = targets;
    subject.message.short = vec!["{target.office} | {target.handle} {petition.url}".into()];
    MessageStep::new(subject, signer, "1".into())
}

fn signer(country: &str, postcode: &str, seed: &str) -> Handover {
    Handover {
        country: country.into(),
        postcode: postcode.into(),
        seed: seed.into(),
        ..Handover::default()
    }
}

fn load(step: &mut MessageStep, name: &str) -> Vec<MessageEffect> {
    step.handle(MessageEvent::ShardLoaded(shard(name)))
}

fn people(step: &MessageStep) -> &Addressees {
    match step.place() {
        PlaceState::People(addressees) => addressees,
        other => panic!("{other:?}"),
    }
}

fn fetched(effects: &[MessageEffect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        MessageEffect::FetchShard(name) => Some(&**name),
        _ => None,
    })
}

/// The senators that a postcode leads to.
fn senators(postcode: &str) -> MessageStep {
    let (mut step, effects) = begin(Targets::Senators, signer("FR", postcode, "k"));
    let prefix = fetched(&effects).expect("the postcode's shard").to_string();
    let effects = load(&mut step, &prefix);
    assert_eq!(fetched(&effects), Some("senators"), "{postcode}");
    load(&mut step, "senators");
    step
}

#[test]
fn senators_of_the_departement_one_of_them_chosen() {
    for (postcode, place, count, office) in [
        ("51100", "Marne", 3, " de la Marne"),
        ("59000", "Nord", 11, " du Nord"),
        ("75018", "Paris", 12, " de Paris"),
        ("97400", "La Réunion", 4, " de La Réunion"),
        ("20000", "Corse-du-Sud", 1, " de la Corse-du-Sud"),
        ("97133", "Saint-Barthélemy", 1, " de Saint-Barthélemy"),
        ("97150", "Saint-Martin", 1, " de Saint-Martin"),
        // A CEDEX code: the département is known all the same.
        ("75341", "Paris", 12, " de Paris"),
    ] {
        let mut step = senators(postcode);
        let found = people(&step);
        assert_eq!((&*found.place, found.people.len()), (place, count));
        assert_eq!(found.chosen.len(), 1, "by rotation");
        assert_eq!(found.has_others(), count > 1);
        step.handle(MessageEvent::ChannelChosen(Channel::X));
        let (title, _) = text(&step).split_once(" | ").expect("an office");
        let title = title
            .strip_suffix(office)
            .unwrap_or_else(|| panic!("{title}"));
        assert!(["sénatrice", "sénateur"].contains(&title), "{title}");
    }
}

#[test]
fn a_postcode_of_two_departements_asks_for_the_commune() {
    // 01200 serves Éloise, in Haute-Savoie.
    let (mut step, _) = begin(Targets::Senators, signer("FR", "01200", "k"));
    load(&mut step, "01");
    let PlaceState::Communes(communes) = step.place() else {
        panic!("{:?}", step.place());
    };
    let eloise = communes.iter().position(|commune| commune.name == "Éloise");
    let effects = step.handle(MessageEvent::CommuneChosen(eloise.expect("Éloise")));
    assert_eq!(fetched(&effects), Some("senators"));
    let effects = load(&mut step, "senators");
    assert_eq!(effects, [MessageEffect::FocusPlace]);
    assert_eq!(people(&step).place, "Haute-Savoie");
    // Back to the postcode.
    step.handle(MessageEvent::PlaceReopened);
    assert_eq!(step.place(), &PlaceState::Asking { error: None });
    assert!(step.composer().is_none());
}

#[test]
fn senators_are_found_by_the_name_of_the_commune_and_abroad() {
    let (mut step, _) = begin(Targets::Senators, Handover::default());
    assert_eq!(step.place(), &PlaceState::Asking { error: None });
    step.handle(MessageEvent::WayChosen(Way::Commune));
    step.handle(MessageEvent::DepartementChosen("42".into()));
    step.handle(MessageEvent::CommuneNamed("Roanne".into()));
    step.handle(MessageEvent::PlaceAsked);
    load(&mut step, "42");
    step.handle(MessageEvent::CommuneChosen(0));
    load(&mut step, "senators");
    assert_eq!(people(&step).place, "Loire");

    let (mut step, effects) = begin(Targets::Senators, signer("BE", "1000", "k"));
    assert_eq!(
        fetched(&effects),
        Some("senators"),
        "no French postcode there"
    );
    load(&mut step, "senators");
    assert_eq!(people(&step).place, "Français établis hors de France");
    assert_eq!(people(&step).people.len(), 12);

    let (mut step, effects) = begin(Targets::Deputies, signer("BE", "1000", "k"));
    assert_eq!(fetched(&effects), Some("abroad"));
    load(&mut step, "abroad");
    let PlaceState::Found(candidate) = step.place() else {
        panic!("{:?}", step.place());
    };
    assert_eq!(candidate.constituency.to_string(), "99-04");
}

#[test]
fn a_failed_load_begins_again_where_it_failed() {
    let (mut step, _) = begin(Targets::Senators, signer("FR", "51100", "k"));
    load(&mut step, "51");
    step.handle(MessageEvent::ShardFailed);
    assert_eq!(step.place(), &PlaceState::Unreachable);
    let effects = step.handle(MessageEvent::PlaceAsked);
    assert_eq!(fetched(&effects), Some("51"));
    load(&mut step, "51");
    load(&mut step, "senators");
    assert_eq!(people(&step).place, "Marne");

    let (mut step, effects) = begin(Targets::Meps, signer("DE", "", "k"));
    assert_eq!(fetched(&effects), Some("meps-DE"));
    step.handle(MessageEvent::ShardMissing);
    assert_eq!(
        step.place(),
        &PlaceState::Unreachable,
        "no postcode to correct"
    );
    let effects = step.handle(MessageEvent::PlaceAsked);
    assert_eq!(fetched(&effects), Some("meps-DE"));
    load(&mut step, "51");
    assert_eq!(
        step.place(),
        &PlaceState::NoDeputy,
        "another shard has no such area"
    );

    let (mut step, _) = begin(Targets::Senators, Handover::default());
    step.handle(MessageEvent::WayChosen(Way::Country));
    step.handle(MessageEvent::ShardFailed);
    let effects = step.handle(MessageEvent::PlaceAsked);
    assert_eq!(fetched(&effects), Some("senators"));
}

#[test]
fn members_of_the_european_parliament_by_country() {
    for (country, asked) in [("FR", "meps-FR"), ("RE", "meps-FR"), ("DE", "meps-DE")] {
        let (_, effects) = begin(Targets::Meps, signer(country, "", "k"));
        assert_eq!(fetched(&effects), Some(asked), "{country}");
    }
    // The country is not known, or elects nobody.
    for country in ["", "GB"] {
        let (mut step, effects) = begin(Targets::Meps, signer(country, "75018", "k"));
        assert_eq!(effects, [MessageEffect::FetchTlds]);
        let PlaceState::Countries { codes, .. } = step.place() else {
            panic!("{:?}", step.place());
        };
        assert_eq!(codes.len(), 27);
        step.handle(MessageEvent::CountryChosen("FR".into()));
        step.handle(MessageEvent::PlaceAsked);
        load(&mut step, "meps-FR");
        assert_eq!(
            (&*people(&step).place, people(&step).people.len()),
            ("France", 81)
        );
        assert!(people(&step).has_others());
        step.handle(MessageEvent::ChannelChosen(Channel::X));
        assert!(text(&step).contains("européen"), "{}", text(&step));
        assert!(text(&step).contains(", France | "), "{}", text(&step));
        step.handle(MessageEvent::PlaceReopened);
        assert!(matches!(
            step.place(),
            PlaceState::Countries { missing: false, .. }
        ));
        step.handle(MessageEvent::PlaceAsked);
        assert!(matches!(
            step.place(),
            PlaceState::Countries { missing: true, .. }
        ));
    }
}

#[test]
fn every_member_state_has_a_shard_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/directory");
    let names = fs::read_dir(folder)
        .expect("the directory")
        .filter_map(|file| {
            let name = file.ok()?.file_name().into_string().ok()?;
            Some(name.strip_prefix("meps-")?.get(..2)?.to_string())
        });
    let mut names: Vec<_> = names.collect();
    names.sort();
    let (step, _) = begin(Targets::Meps, Handover::default());
    let PlaceState::Countries { codes, .. } = step.place() else {
        panic!("{:?}", step.place());
    };
    assert_eq!(&names, codes);
}

fn target(id: &str, x: &str, email: &str) -> Target {
    Target {
        id: id.into(),
        name: ["Madame ", id].concat(),
        gender: Some(Gender::Feminine),
        accounts: Accounts {
            x: x.into(),
            email: email.into(),
            ..Accounts::default()
        },
        ..Target::default()
    }
}

fn list(choice: Choice, people: Vec<Target>) -> Targets {
    Targets::List(TargetList { choice, people })
}

fn three() -> Vec<Target> {
    vec![
        target("a", "aaa", "a@example.org"),
        target("b", "", ""),
        target("c", "ccc", "c@example.org"),
    ]
}

#[test]
fn of_a_list_the_person_chooses_one() {
    let (mut step, effects) = begin(list(Choice::Chosen, three()), Handover::default());
    assert_eq!(
        effects,
        [MessageEffect::FetchTlds],
        "no place, and no focus taken"
    );
    assert!(step.composer().is_none() && !people(&step).has_others());
    step.handle(MessageEvent::PersonChosen(7));
    assert!(step.composer().is_none(), "nobody of that number");
    assert_eq!(
        step.handle(MessageEvent::PersonChosen(1)),
        [MessageEffect::FocusPlace]
    );
    let composer = step.composer().expect("a message");
    assert_eq!(composer.targets()[0].id, "b");
    assert_eq!(composer.named(), ["Madame b"]);
    assert!(!composer.channels().contains(&Channel::Email), "no address");
    step.handle(MessageEvent::MessageEdited("Mes mots".into()));
    step.handle(MessageEvent::PeopleReopened);
    assert!(step.composer().is_none());
    step.handle(MessageEvent::PersonChosen(1));
    assert_eq!(text(&step), "Mes mots", "nothing typed is lost");
    step.handle(MessageEvent::PeopleReopened);
    step.handle(MessageEvent::PersonChosen(0));
    assert_ne!(text(&step), "Mes mots", "to somebody else, another message");
    // There is no place to choose again.
    assert_eq!(step.handle(MessageEvent::PlaceReopened), []);
    assert!(step.composer().is_some());
}

#[test]
fn a_list_of_one_is_chosen_and_a_list_of_nobody_is_no_message() {
    let one = vec![target("a", "aaa", "")];
    let (step, _) = begin(list(Choice::Chosen, one), Handover::default());
    assert!(step.composer().is_some() && !people(&step).has_others());
    for targets in [list(Choice::All, Vec::new()), Targets::None] {
        let (step, _) = begin(targets, Handover::default());
        assert!(step.composer().is_none());
    }
}

#[test]
fn rotation_gives_each_person_one_for_good_and_all_of_them_their_share() {
    let people_of = |n: usize| (0..n).map(|n| target(&n.to_string(), "x", "")).collect();
    let assigned = |seed: &str| {
        let signer = signer("", "", seed);
        let (step, _) = begin(list(Choice::Rotation, people_of(10)), signer);
        people(&step).chosen[0]
    };
    let mut counts = [0; 10];
    for person in 0..2_000 {
        let seed = format!("key-{person}");
        let first = assigned(&seed);
        if person % 100 == 0 {
            assert_eq!(first, assigned(&seed));
        }
        counts[first] += 1;
    }
    // 200 each; 9 degrees of freedom stay below 27.9 for 99.9 % of even distributions.
    let chi: i32 = counts.iter().map(|n| (n - 200) * (n - 200)).sum::<i32>() / 200;
    assert!(chi < 28, "{chi}: {counts:?}");
}

#[test]
fn all_of_a_list_are_written_to_together_in_the_plural() {
    let mut subject = subject();
    subject.targets = list(Choice::All, three());
    subject.message.short = vec!["{target|Chère|Cher|Chères|Chers} {target.handle} !".into()];
    subject.message.long = vec!["{target.civility} {target.name},".into()];
    let (mut step, _) = MessageStep::new(subject, Handover::default(), "1".into());
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    assert_eq!(text(&step), "Chères @aaa @ccc, Madame b !");
    let composer = step.composer().expect("a message");
    assert_eq!(composer.named(), ["Madame b"]);
    assert!(composer.unreached().is_empty());
    step.handle(MessageEvent::ChannelChosen(Channel::Email));
    // Who has no address is not spoken to, and the person hears it.
    assert_eq!(text(&step), "Mesdames Madame a et Madame c,");
    let composer = step.composer().expect("a message");
    assert_eq!(composer.unreached(), ["Madame b"]);
    let link = composer.link(&Native).expect("a link");
    assert!(
        link.starts_with("mailto:a@example.org,c@example.org?"),
        "{link}"
    );
}

#[test]
fn too_many_mentions_for_one_message_go_as_several_by_groups() {
    let people: Vec<_> = (0..20)
        .map(|n| target(&format!("t{n}"), &format!("account_{n:02}"), ""))
        .collect();
    let mut subject = subject();
    subject.targets = list(Choice::All, people);
    subject.message.short = vec![
        "{target.handle} : une phrase de cinquante lettres, pas une de plus. {petition.url}".into(),
    ];
    let (mut step, _) = MessageStep::new(subject, Handover::default(), "1".into());
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    let composer = step.composer().expect("a message");
    assert!(!composer.measure(&Native, step.tlds()).fits());
    let groups = step.groups(&Native);
    assert!(groups.len() > 1);
    let to: Vec<_> = groups.iter().flat_map(|group| group.to.clone()).collect();
    let all: Vec<_> = composer.targets().iter().map(|t| t.name.clone()).collect();
    assert_eq!(to, all, "each once, in order");
    assert_eq!(step.parts(&Native), [], "nobody asked");
    step.handle(MessageEvent::SplitAsked(Split::Groups));
    assert_eq!(step.parts(&Native), groups);
    for group in &groups {
        let measure = Channel::X.measure(&group.text, &Native, &Default::default());
        assert!(measure.fits() && group.text.ends_with("https://example.org/p"));
        assert!(
            group
                .link
                .as_ref()
                .is_ok_and(|link| link.contains("%40account_"))
        );
    }
    // By hand it is one text, which can only be split as a thread.
    step.handle(MessageEvent::MessageEdited("Une phrase. ".repeat(40)));
    assert_eq!(step.groups(&Native), []);
    step.handle(MessageEvent::SplitAsked(Split::Thread));
    assert!(step.parts(&Native).len() > 1);
}

#[test]
fn a_target_is_written_to_in_its_language_and_agrees_by_its_rules() {
    let mut subject = subject();
    let english = Wordings {
        lang: "en".into(),
        short: vec!["{target.handle}, why? {target.title}".into()],
        ..Wordings::default()
    };
    subject.message.translations = vec![english];
    let mut acme = target("acme", "acme", "");
    acme.lang = "en".into();
    let french = target("b", "bbb", "");
    subject.targets = list(Choice::Chosen, vec![acme, french]);
    let (mut step, _) = MessageStep::new(subject, Handover::default(), "1".into());
    step.handle(MessageEvent::PersonChosen(0));
    let composer = step.composer().expect("a message");
    assert_eq!((composer.text(), composer.lang()), ("@acme, why?", "en"));
    step.handle(MessageEvent::PeopleReopened);
    step.handle(MessageEvent::PersonChosen(1));
    let composer = step.composer().expect("a message");
    assert_eq!(composer.lang(), "fr");
    assert!(composer.text().contains("@bbb"), "{}", composer.text());
}

#[test]
fn who_has_a_number_can_be_called_with_something_to_say() {
    let mut acme = target("acme", "", "");
    acme.accounts.phone = "01 42 00 00 00".into();
    let mut subject = subject();
    subject.message.call = vec!["Bonjour, je m’appelle {signer.given_name:…}.".into()];
    subject.targets = list(Choice::Chosen, vec![acme]);
    let (mut step, _) = MessageStep::new(subject, Handover::default(), "1".into());
    let composer = step.composer().expect("a message");
    assert_eq!(
        composer.channel(),
        Channel::Phone,
        "the only way to reach them"
    );
    assert_eq!(composer.text(), "Bonjour, je m’appelle ….");
    assert_eq!(composer.link(&Native).as_deref(), Ok("tel:0142000000"));
    assert_eq!(composer.measure(&Native, step.tlds()).remaining, None);
    let opened = step.handle(MessageEvent::Opened);
    assert_eq!(opened, [MessageEffect::Opened(Channel::Phone)]);
}
