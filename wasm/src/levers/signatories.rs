//! Who signed lately and wants it to be seen: a quiet line, or nothing.

use wasm_bindgen_futures::spawn_local;

use super::{Given, Signatory};
use crate::dom::set_text;
use crate::words::Words;

/// So many are named; the others are counted.
const NAMED: usize = 3;

pub(super) fn start(given: Given) {
    spawn_local(async move {
        let all = given.api.signatories().await;
        if !all.is_empty() {
            set_text(&given.root, &line(&given.words, &all));
        }
    });
}

/// `Dernières signatures : Claire (Rennes), Paul, Ana et 17 autres personnes`.
fn line(words: &Words, all: &[Signatory]) -> String {
    let named = all.iter().take(NAMED).map(|one| {
        if one.locality.is_empty() {
            return one.given_name.clone();
        }
        let values = [("name", &*one.given_name), ("place", &*one.locality)];
        words.with("signatories.from", &values)
    });
    let rest = all.len().saturating_sub(NAMED) as u64;
    let others = (rest > 0).then(|| words.counted("signatories.others", rest, &[]));
    let names = words.list(named.chain(others));
    words.with("signatories", &[("names", &names)])
}
