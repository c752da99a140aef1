//! Visitors' paths from the postcode to the opened message, on the packed directory itself.

use std::path::Path;
use std::string::ToString as _;
use std::vec::Vec;
use std::{format, fs};

use super::*;
use crate::interpellation::Channel;
use crate::platform::Native;
use crate::problem::Code;

/// The file of `demo/directory` for this prefix.
fn shard(prefix: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/directory");
    let mut files = fs::read_dir(folder).expect("the directory");
    let file = files.find_map(|file| {
        let file = file.ok()?;
        let name = file.file_name().into_string().ok()?;
        let (stem, rest) = name.split_once('.')?;
        (stem == prefix && rest.ends_with(".bin")).then(|| file.path())
    });
    fs::read(file.expect("a shard of the prefix")).expect("a readable shard")
}

fn subject() -> Subject {
    Subject {
        lang: "fr".into(),
        title: "Titre".into(),
        url: "https://example.org/p".into(),
        message: Wordings {
            subject: "Objet".into(),
            short: vec![
                "Un. {target.handle} {petition.url}".into(),
                "Deux. {target.handle} {petition.url}".into(),
            ],
            long: vec!["{target.civility}, {signer.given_name}, {petition.count}".into()],
        },
    }
}

fn step(postcode: &str) -> (MessageStep, Vec<MessageEffect>) {
    let signer = Handover {
        given_name: "Zoé".into(),
        postcode: postcode.into(),
        count: 14_833,
        seed: "k1".into(),
        ..Handover::default()
    };
    MessageStep::new(subject(), signer, "14 833".into())
}

/// A step whose look-up has answered.
fn looked_up(postcode: &str) -> MessageStep {
    let (mut step, effects) = step(postcode);
    let [MessageEffect::FetchTlds, MessageEffect::FetchShard(prefix)] = &effects[..] else {
        panic!("no look-up: {effects:?}");
    };
    let effects = step.handle(MessageEvent::ShardLoaded(shard(prefix)));
    assert_eq!(effects, [], "the focus stays on the thanks");
    step
}

/// A step with a message to the deputy of Paris's 3rd constituency.
fn composing() -> MessageStep {
    let mut step = looked_up("75018");
    let seat = "75-03".parse().expect("a constituency");
    assert_eq!(
        step.handle(MessageEvent::SeatChosen(seat)),
        [MessageEffect::FocusPlace]
    );
    step
}

fn text(step: &MessageStep) -> &str {
    step.composer().map_or("", Composer::text)
}

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
fn the_message_names_the_person_and_agrees() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::Email));
    assert_eq!(text(&step), "Madame, Zoé, 14 833");
    let composer = step.composer().expect("a message");
    assert_eq!(composer.subject(), "Objet");
    let link = composer.link(&Native).expect("a link");
    assert!(link.starts_with("mailto:"), "{link}");
    assert!(link.contains("@assemblee-nationale.fr"), "{link}");
}

#[test]
fn what_was_typed_survives_channels_and_a_second_look() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    step.handle(MessageEvent::MessageEdited("Mes mots".into()));
    step.handle(MessageEvent::ChannelChosen(Channel::Email));
    step.handle(MessageEvent::MessageEdited("Ma lettre".into()));
    step.handle(MessageEvent::SubjectEdited("Mon objet".into()));
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    assert_eq!(text(&step), "Mes mots");
    step.handle(MessageEvent::ChannelChosen(Channel::Email));
    assert_eq!(text(&step), "Ma lettre");
    assert_eq!(step.composer().map(Composer::subject), Some("Mon objet"));
    // Back to the postcode and to the same deputy again.
    step.handle(MessageEvent::PlaceReopened);
    step.handle(MessageEvent::PlaceAsked);
    step.handle(MessageEvent::ShardLoaded(shard("75")));
    step.handle(MessageEvent::SeatChosen(
        "75-03".parse().expect("a constituency"),
    ));
    assert_eq!(text(&step), "Ma lettre");
    // A channel that is not offered changes nothing.
    step.handle(MessageEvent::ChannelChosen(Channel::Sms));
    assert_eq!(step.composer().map(Composer::channel), Some(Channel::Email));
}

#[test]
fn another_wording_comes_round_to_the_first() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    let first = text(&step).to_string();
    step.handle(MessageEvent::AnotherWording);
    assert_ne!(text(&step), first);
    step.handle(MessageEvent::AnotherWording);
    assert_eq!(text(&step), first);
}

#[test]
fn another_wording_takes_nothing_that_was_typed() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    step.handle(MessageEvent::MessageEdited("Mes mots".into()));
    let mut seen = Vec::new();
    while seen.len() < 10 {
        step.handle(MessageEvent::AnotherWording);
        seen.push(text(&step).to_string());
    }
    // Every wording of the organiser, then the person's own, and round again.
    let own = seen.iter().position(|text| text == "Mes mots");
    let own = own.expect("the person's own text comes back");
    assert!(own > 0 && seen.iter().filter(|text| *text == "Mes mots").count() > 1);
    // Changed again, it is the new one that comes back.
    while text(&step) != "Mes mots" {
        step.handle(MessageEvent::AnotherWording);
    }
    step.handle(MessageEvent::MessageEdited("Mieux dit".into()));
    step.handle(MessageEvent::AnotherWording);
    assert_ne!(text(&step), "Mieux dit");
    while text(&step) != "Mieux dit" {
        step.handle(MessageEvent::AnotherWording);
    }
}

#[test]
fn a_message_too_long_for_a_link_still_has_a_window_to_paste_it_into() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::Email));
    step.handle(MessageEvent::MessageEdited("é".repeat(2_000)));
    let composer = step.composer().expect("a message");
    assert!(composer.link(&Native).is_err());
    let link = composer.link_of("", &Native).expect("a link");
    assert!(link.starts_with("mailto:"), "{link}");
    assert!(link.contains("@assemblee-nationale.fr"), "{link}");
    assert!(!link.contains("body="), "{link}");
}

#[test]
fn a_person_without_an_account_is_named_and_reached_otherwise_first() {
    let mut step = composing();
    let composer = step.composer().expect("a message");
    let target = composer.target().clone();
    let reached = |channel: &Channel| target.account(*channel).is_some();
    assert!(
        composer
            .channels()
            .is_sorted_by_key(|channel| !reached(channel))
    );
    for channel in composer.channels().to_vec() {
        step.handle(MessageEvent::ChannelChosen(channel));
        let composer = step.composer().expect("a message");
        let named = channel != Channel::Email && !reached(&channel);
        assert_eq!(composer.named(), named, "{channel:?}");
    }
}

#[test]
fn the_length_is_counted_as_the_network_counts_it() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    step.handle(MessageEvent::MessageEdited(format!(
        "{} example.org",
        "é".repeat(257)
    )));
    let measure = |step: &MessageStep| step.composer().map(|c| c.measure(&Native, step.tlds()));
    assert_eq!(measure(&step).and_then(|m| m.remaining), Some(-1));
    assert_eq!(
        measure(&step).map(|m| m.exact),
        Some(true),
        "org is always known"
    );
    step.handle(MessageEvent::MessageEdited("example.paris".into()));
    step.handle(MessageEvent::TldsLoaded(
        include_str!("../../interpellation/tlds.txt").into(),
    ));
    assert_eq!(
        measure(&step).map(|m| (m.length, m.exact)),
        Some((23, true))
    );
}

#[test]
fn opening_and_copying_tell_the_page_how_and_never_to_whom() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    let opened = step.handle(MessageEvent::Opened);
    assert_eq!(opened, [MessageEffect::Opened(Channel::X)]);
    assert_eq!(step.composer().map(Composer::done), Some(Done::Opened));
    let copied = step.handle(MessageEvent::Copied(true));
    assert_eq!(copied, [MessageEffect::Opened(Channel::X)]);
    assert_eq!(step.handle(MessageEvent::Copied(false)), []);
    assert_eq!(step.composer().map(Composer::done), Some(Done::CopyRefused));
    step.handle(MessageEvent::MessageEdited("x".into()));
    assert_eq!(step.composer().map(Composer::done), Some(Done::Nothing));
}

#[test]
fn a_wording_that_does_not_parse_gives_way_to_one_that_does() {
    let mut subject = subject();
    subject.message.short = vec!["{target.nom".into(), "Bonjour {target.name}".into()];
    subject.message.long = vec!["{".into()];
    let signer = Handover {
        postcode: "01100".into(),
        ..Handover::default()
    };
    let (mut step, _) = MessageStep::new(subject, signer, "1".into());
    step.handle(MessageEvent::ShardLoaded(shard("01")));
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    assert!(text(&step).starts_with("Bonjour "), "{}", text(&step));
    // No wording of the e-mail parses: it is not offered.
    let channels = step.composer().map(Composer::channels);
    assert_eq!(
        channels.map(|all| all.contains(&Channel::Email)),
        Some(false)
    );
}

#[test]
fn mastodon_needs_an_instance_and_takes_it_in_any_spelling() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::Mastodon));
    let link = |step: &MessageStep| step.composer().and_then(|c| c.link(&Native).ok());
    assert_eq!(link(&step), None);
    step.handle(MessageEvent::InstanceEdited("not an instance".into()));
    assert_eq!(link(&step), None);
    step.handle(MessageEvent::InstanceEdited(
        "https://Piaille.fr/@zoe".into(),
    ));
    let address = link(&step).expect("a link");
    assert!(
        address.starts_with("https://piaille.fr/share?text="),
        "{address}"
    );
}

#[test]
fn a_text_that_is_too_long_becomes_a_thread_of_messages_that_fit() {
    let mut step = composing();
    step.handle(MessageEvent::ChannelChosen(Channel::X));
    let long = "Une phrase de trente lettres. ".repeat(30);
    step.handle(MessageEvent::MessageEdited(long));
    let composer = step.composer().expect("a message");
    assert!(!composer.threaded() && !composer.measure(&Native, step.tlds()).fits());
    step.handle(MessageEvent::ThreadAsked);
    let composer = step.composer().expect("a message");
    assert!(composer.threaded());
    let thread = composer.thread(&Native, step.tlds());
    assert!(thread.len() > 1);
    for part in &thread {
        let link = composer.link_of(part, &Native).expect("a link");
        assert!(
            link.starts_with("https://x.com/intent/tweet?text="),
            "{link}"
        );
        assert!(part.chars().count() <= 280);
    }
    step.handle(MessageEvent::MessageEdited("Court".into()));
    let composer = step.composer().expect("a message");
    assert_eq!(composer.thread(&Native, step.tlds()).len(), 1);
}

#[test]
fn sharing_tells_the_page_and_changes_nothing_else() {
    let mut step = composing();
    let channel = step.composer().map(Composer::channel).expect("a message");
    assert_eq!(
        step.handle(MessageEvent::Shared),
        [MessageEffect::Opened(channel)]
    );
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
fn who_does_not_know_the_postcode_names_the_commune() {
    let mut step = step("").0;
    assert_eq!(
        step.handle(MessageEvent::WayChosen(Way::Commune)),
        [MessageEffect::FocusPlace]
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
