//! Length of a text on Mastodon.
//!
//! Source: Mastodon documentation, "Posting toots" (a link counts 23, a mention without its
//! domain), and the server's `StatusLengthValidator`: links with their protocol become 23
//! characters, `@user@domain` becomes `@user`, and grapheme clusters are counted.

use alloc::string::String;

use super::letters;
use super::link;
use super::tlds::Tlds;
use super::x::LINK;

fn user(unit: u16) -> bool {
    letters::alphanumeric(unit) || unit == u16::from(b'_')
}

/// A letter, digit or connector as Ruby's `[[:word:]]`, near enough: what is outside ASCII and
/// neither a space nor punctuation.
fn word(unit: u16) -> bool {
    user(unit)
        || (unit > 0xBF
            && letters::domain(unit)
            && !matches!(unit, 0x2010..=0x2BFF | 0x3001..=0x3020 | 0xD7 | 0xF7))
}

/// Longest domain of a mention that is left out of the count.
const MAX_DOMAIN: usize = 253;

/// Words of a class with single or repeated dots and dashes between them: where they end.
fn dotted(text: &[u16], from: usize, class: fn(u16) -> bool) -> usize {
    let joins = |unit: u16| matches!(unit, 0x2E | 0x2D);
    let rest = text.get(from..).unwrap_or_default();
    let run = rest
        .iter()
        .take_while(|&&unit| class(unit) || joins(unit))
        .count();
    match rest.first() {
        Some(&first) if class(first) => {
            from + rest[..run]
                .iter()
                .rposition(|&unit| class(unit))
                .map_or(0, |last| last + 1)
        }
        _ => from,
    }
}

/// Where a mention of a remote account at `at` ends: after the user's name, and after the domain.
/// `Account::MENTION_RE` and `Extractor` of the server.
fn mention(text: &[u16], at: usize) -> Option<(usize, usize)> {
    let is = |at: usize, c: u8| text.get(at) == Some(&u16::from(c));
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    if !is(at, b'@') || before.is_some_and(|&unit| word(unit) || matches!(unit, 0x2F | 0x3D)) {
        return None;
    }
    let name = dotted(text, at + 1, user);
    if name == at + 1 || !is(name, b'@') {
        return None;
    }
    let end = dotted(text, name + 1, word);
    let domain = end - (name + 1);
    let followed = is(end, b'@')
        || text.get(end) == Some(&0xFF20)
        || [b':', b'/', b'/']
            .iter()
            .enumerate()
            .all(|(n, &c)| is(end + n, c));
    (domain > 0 && domain <= MAX_DOMAIN && !followed).then_some((name, end))
}

/// The text with what counts shorter made as short as it counts, and whether that is exact.
pub(super) fn shortened(units: &[u16], tlds: Tlds<'_>) -> (String, bool) {
    let mut out = String::new();
    let (links, exact) = link::links(units, tlds, letters::MASTODON);
    let mut links = links.into_iter().filter(|link| link.protocol).peekable();
    let mut at = 0;
    let mut plain = 0;
    let flush = |from: usize, to: usize, out: &mut String| {
        out.extend(
            char::decode_utf16(units[from..to].iter().copied()).map(|c| c.unwrap_or('\u{FFFD}')),
        );
    };
    while at < units.len() {
        if let Some(link) = links.next_if(|link| link.start <= at) {
            let end = link.start + link.len;
            if link.start == at {
                // Without the list, what may be no link counts at least what it is long.
                let from = if link.sure { end } else { at };
                flush(plain, at, &mut out);
                let own = (end - from) as u32;
                out.extend(core::iter::repeat_n('x', LINK.saturating_sub(own) as usize));
                (at, plain) = (end, from);
            }
            continue;
        }
        if let Some((name, end)) = mention(units, at) {
            flush(plain, name, &mut out);
            (at, plain) = (end, end);
            continue;
        }
        at += 1;
    }
    flush(plain, units.len(), &mut out);
    (out, exact)
}
