//! Length of a text on X: the weighted length of configuration v3.
//!
//! Source: X developer documentation, "Counting characters", and its reference, npm
//! `twitter-text` 3.1.0 (`parseTweet`). NFC; 1 for the Latin, Greek, Cyrillic … ranges and common
//! punctuation, 2 for everything else and for every emoji; 23 for every link.

use alloc::vec::Vec;

use super::emoji;
use super::latin;
use super::letters;
use super::link::{self, Link};
use super::tlds::Tlds;
use crate::platform::Platform;

/// Weight of a link.
pub(super) const LINK: u32 = 23;

/// Code units of `text` in NFC. The platform is asked only where a character may change that
/// [`latin`] does not know: for the languages in Latin letters and for emoji that call, which crosses
/// the wasm boundary, is saved.
/// Tells whether there was anything to change.
fn normalised(text: &str, platform: &impl Platform) -> (Vec<u16>, bool) {
    let mut units = Vec::with_capacity(text.len());
    // Where the last character that is no mark begins.
    let mut start = 0;
    let mut changed = false;
    for c in text.chars() {
        match c {
            '\0'..='\u{2FF}'
            | '\u{1E00}'..='\u{1EFF}'
            | '\u{2002}'..='\u{20CF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{FE0F}' => {
                start = units.len();
                units.push(c as u16);
            }
            '\u{1F000}'..='\u{1FAFF}' => {
                start = units.len();
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            }
            '\u{300}'..='\u{36F}' if latin::combine(&mut units, start, c as u16) => changed = true,
            _ => {
                units.clear();
                units.extend(platform.nfc(text).encode_utf16());
                changed = true;
                break;
            }
        }
    }
    (units, changed)
}

/// The length of a text without links, emoji and anything to normalise, as most are while they are
/// typed; `None` where there may be such a thing.
fn plain(text: impl Iterator<Item = u32>) -> Option<u32> {
    let mut length = 0;
    let mut dot = false;
    for c in text {
        // A full stop makes a link only right before a letter.
        if dot && (matches!(c, 0x41..=0x5A | 0x61..=0x7A) || c >= 0x80) {
            return None;
        }
        dot = c == 0x2E;
        length += match c {
            0..=0x2FF | 0x2002..=0x200C | 0x2010..=0x201F => 1,
            0x1E00..=0x1EFF | 0x2020..=0x2027 | 0x2030 | 0x2039..=0x203A | 0x20AC => 2,
            _ => return None,
        };
    }
    Some(length)
}

/// Weighted length, and whether it is exact (without the list of top-level domains it may not be).
pub(super) fn length(text: &str, platform: &impl Platform, tlds: Tlds<'_>) -> (u32, bool) {
    if let Some(length) = plain(text.chars().map(u32::from)) {
        return (length, true);
    }
    let (units, changed) = normalised(text, platform);
    let again = || plain(units.iter().map(|&unit| unit.into()));
    match changed.then(again).flatten() {
        Some(length) => (length, true),
        None => weighted(&units, tlds),
    }
}

fn weighted(units: &[u16], tlds: Tlds<'_>) -> (u32, bool) {
    let (links, exact) = link::links(units, tlds, letters::X);
    let mut links = links.into_iter().peekable();
    let mut length = 0u32;
    let mut at = 0;
    // Emoji are found from the left on their own, links or not; this is how far.
    let mut seen = 0;
    while at < units.len() {
        let mut here: Option<Link> = None;
        while let Some(link) = links.next_if(|link| link.start <= at) {
            here = (link.start == at).then_some(link);
        }
        if let Some(link) = here {
            let end = (at + link.len.max(1)).min(units.len());
            length += if link.sure {
                LINK
            } else {
                LINK.max(weigh(units.get(at..end).unwrap_or_default()))
            };
            at = end;
            continue;
        }
        // To the next link, character by character of weight 1 but for one that an emoji begins with.
        let next = links.peek().map_or(units.len(), |link| link.start);
        let rest = units.get(at..next.min(units.len())).unwrap_or_default();
        let mut run = rest.iter().take_while(|&&unit| unit <= 0x10FF).count();
        if matches!(units.get(at + run), Some(0xFE0F | 0x20E3)) {
            run = run.saturating_sub(1);
        }
        if run > 0 {
            at += run;
            seen = seen.max(at);
            length += run as u32;
            continue;
        }
        let mut emoji = 0;
        while seen <= at {
            let found = emoji::sequence(units, seen);
            emoji = if seen == at { found } else { 0 };
            seen += found.max(1);
        }
        if emoji > 0 {
            length += 2;
            at += emoji;
        } else {
            let (weight, width) = character(units, at);
            length += weight;
            at += width;
        }
    }
    (length, exact)
}

fn character(units: &[u16], at: usize) -> (u32, usize) {
    let unit = units[at];
    let pair = (0xD800..=0xDBFF).contains(&unit)
        && units
            .get(at + 1)
            .is_some_and(|low| (0xDC00..=0xDFFF).contains(low));
    match unit {
        0..=0x10FF | 0x2000..=0x200D | 0x2010..=0x201F | 0x2032..=0x2037 => (1, 1),
        _ => (2, if pair { 2 } else { 1 }),
    }
}

fn weigh(units: &[u16]) -> u32 {
    let (mut at, mut sum) = (0, 0);
    while at < units.len() {
        let (weight, width) = character(units, at);
        sum += weight;
        at += width;
    }
    sum
}
