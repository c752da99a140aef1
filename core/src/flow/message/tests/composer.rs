//! The message: wordings, channels, lengths, links.

use super::*;

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
    let target = composer.targets()[0].clone();
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
        assert_eq!(!composer.named().is_empty(), named, "{channel:?}");
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
        include_str!("../../../interpellation/tlds.txt").into(),
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
    assert!(!composer.measure(&Native, step.tlds()).fits());
    assert_eq!(step.parts(&Native), [], "nobody asked");
    step.handle(MessageEvent::SplitAsked(Split::Thread));
    let thread = step.parts(&Native);
    assert!(thread.len() > 1);
    for part in &thread {
        let link = part.link.as_deref().expect("a link");
        assert!(
            link.starts_with("https://x.com/intent/tweet?text="),
            "{link}"
        );
        assert!(part.text.chars().count() <= 280 && part.to.is_empty());
    }
    step.handle(MessageEvent::MessageEdited("Court".into()));
    assert_eq!(step.parts(&Native), []);
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
