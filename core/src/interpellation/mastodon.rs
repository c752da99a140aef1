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

/// Where a mention of a remote account at `at` ends: (after the user's name, after the domain).
fn mention(text: &[u16], at: usize) -> Option<(usize, usize)> {
    let is = |at: usize, c: u8| text.get(at) == Some(&u16::from(c));
    let run = |from: usize, class: &dyn Fn(u16) -> bool| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|&&unit| class(unit)).count()
    };
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    if !is(at, b'@') || before.is_some_and(|&unit| word(unit) || matches!(unit, 0x2F | 0x3D)) {
        return None;
    }
    let inner = |unit: u16| user(unit) || matches!(unit, 0x2E | 0x2D);
    let name = run(at + 1, &inner);
    // Dots and dashes belong to a name between letters only, so one that ends with them ends there.
    if name == at + 1 || !user(text[at + 1]) || !user(text[name - 1]) || !is(name, b'@') {
        return None;
    }
    let domain = |unit: u16| word(unit) || matches!(unit, 0x2E | 0x2D);
    let end = run(name + 1, &domain);
    let kept = text[name + 1..end].iter().rposition(|&unit| word(unit))?;
    Some((name, name + 2 + kept))
}

/// The text with what counts shorter made as short as it counts, and whether that is exact.
pub(super) fn shortened(units: &[u16], tlds: Tlds<'_>) -> (String, bool) {
    let mut out = String::new();
    let mut exact = true;
    let mut links = link::links(units, tlds)
        .into_iter()
        .filter(|link| link.protocol)
        .peekable();
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
            // Without the list, a name that may be none is left as long as it is.
            if link.start == at && link.sure {
                flush(plain, at, &mut out);
                out.extend(core::iter::repeat_n('x', LINK as usize));
                (at, plain) = (end, end);
            } else if link.start == at {
                exact = false;
                at = end;
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
