//! What X makes of a domain it has found: whether it is one, and which part of a bare one it keeps.

use alloc::vec::Vec;

use super::letters;
use super::punycode;
use super::tlds::{Tld, Tlds};

/// Whether the reference admits the domain: no label of more than 63 characters in ASCII form.
pub(super) fn valid(name: &[u16], tlds: Tlds<'_>) -> bool {
    let puny = [b'x', b'n', b'-', b'-']
        .iter()
        .zip(name)
        .all(|(&c, &u)| u == u16::from(c));
    if puny && name.len() > 4 {
        let mut any = false;
        kept(name, tlds, |_, _, _| any = true);
        if !any {
            return false;
        }
    }
    if name.len() <= 63 && name.iter().all(|unit| (0x20..=0x7E).contains(unit)) {
        return true;
    }
    name.split(|&unit| unit == 0x2E).all(|label| {
        // Ideographic and full-width stops separate labels too, inside what counts as one here.
        let parts = label.split(|&unit| matches!(unit, 0x3002 | 0xFF0E | 0xFF61));
        let length = parts.fold(0u32, |sum, part| {
            sum.saturating_add(punycode::ascii_len(part))
                .saturating_add(1)
        });
        (2..=64).contains(&length)
    })
}

/// The parts of a bare domain that X keeps: Latin labels and a top-level domain, and whether that is
/// known.
pub(super) fn kept(name: &[u16], tlds: Tlds<'_>, mut each: impl FnMut(usize, usize, bool)) {
    if name
        .iter()
        .all(|&unit| unit == 0x2E || letters::ascii_domain(unit))
    {
        // Nothing in it would be left out, and its end has been looked up.
        return each(0, name.len(), true);
    }
    let mut done = 0;
    let mut at = 0;
    while at < name.len() {
        match latin_domain(name, at, tlds) {
            Some((end, sure)) => {
                // The reference looks the text of the match up again from the last one on.
                let found = &name[at..end];
                let from = name[done..]
                    .windows(found.len())
                    .position(|w| w == found)
                    .map_or(at, |p| done + p);
                done = from + found.len();
                each(from, done, sure);
                at = end;
            }
            None => {
                // Nothing begins later in this run of letters that does not begin here.
                let run = name[at..]
                    .iter()
                    .take_while(|&&u| letters::ascii_domain(u))
                    .count();
                at += run.max(1);
            }
        }
    }
}

fn latin_domain(name: &[u16], at: usize, tlds: Tlds<'_>) -> Option<(usize, bool)> {
    let mut dots: Vec<usize> = Vec::new();
    let mut label = at;
    loop {
        let run = name[label..]
            .iter()
            .take_while(|&&u| letters::ascii_domain(u))
            .count();
        if run == 0 || name.get(label + run) != Some(&0x2E) {
            break;
        }
        dots.push(label + run);
        label += run + 1;
    }
    let mut possible = None;
    for &dot in dots.iter().rev() {
        match tlds.at(&name[dot + 1..]) {
            Tld::Known(units) => return Some((dot + 1 + units, true)),
            Tld::Possible(units) => possible = possible.or(Some((dot + 1 + units, false))),
            Tld::No => {}
        }
    }
    possible
}
