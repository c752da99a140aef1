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
        targets: Targets::Deputies,
        message: Wordings {
            subject: "Objet".into(),
            short: vec![
                "Un. {target.handle} {petition.url}".into(),
                "Deux. {target.handle} {petition.url}".into(),
            ],
            long: vec!["{target.civility}, {signer.given_name}, {petition.count}".into()],
            ..Wordings::default()
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

mod composer;
mod naming;
mod people;
mod place;
