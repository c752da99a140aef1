//! Links in a text, found as X finds them (npm `twitter-text` 3.1.0, `extractUrlsWithIndices`).
//!
//! Everything is in UTF-16 code units, as in the reference: a link may begin in the middle of a
//! surrogate pair there, and the length of its labels depends on it.

use alloc::vec::Vec;

use super::letters;
use super::punycode;
use super::tlds::{Tld, Tlds};

/// Longest link of X, in code units, its protocol counted twice.
const MAX_LENGTH: usize = 4096;

/// A link in a text; X counts it as 23.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// First code unit.
    pub(super) start: usize,
    /// Code units that the 23 stand for. With a path the reference takes them from `start` on even
    /// where the domain it kept lies further back than the beginning of what it found.
    pub(super) len: usize,
    /// The top-level domain is known; always so with the list.
    pub(super) sure: bool,
    /// It begins with `http://` or `https://`.
    pub(super) protocol: bool,
}

/// A domain as found: where its last label ends, whether it is a known name.
struct Domain {
    end: usize,
    sure: bool,
}

/// Walks through `text` as the reference's regular expression would.
struct Finder<'a> {
    text: &'a [u16],
    tlds: Tlds<'a>,
    /// No domain begins before this: a chain of labels up to here holds no top-level domain.
    barren: usize,
}

impl Finder<'_> {
    fn is(&self, at: usize, wanted: u8) -> bool {
        self.text.get(at) == Some(&u16::from(wanted))
    }

    fn run(&self, at: usize, class: impl Fn(u16) -> bool) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest
            .iter()
            .position(|&unit| !class(unit))
            .unwrap_or(rest.len())
    }

    /// End of `http://` or `https://` at `at`.
    fn protocol(&self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let begins = |wanted: &[u8]| {
            rest.len() >= wanted.len()
                && rest
                    .iter()
                    .zip(wanted)
                    .all(|(&u, &c)| u < 0x80 && letters::fold(u) == u16::from(c))
        };
        [&b"https://"[..], b"http://"]
            .into_iter()
            .find(|wanted| begins(wanted))
            .map(|wanted| at + wanted.len())
    }

    /// The domain at `at`: labels with dots as far as they go, then back to the last dot that a
    /// top-level domain follows. The label before it may hold no underscore.
    fn domain(&mut self, at: usize) -> Option<Domain> {
        let dash = |unit: u16| unit == u16::from(b'-') || unit == u16::from(b'_');
        let inside = |unit: u16| letters::domain(unit) || dash(unit);
        let mut dots: Vec<(usize, bool)> = Vec::new();
        let mut label = at;
        let mut reached = at;
        loop {
            let end = self.run(label, inside);
            reached = reached.max(end);
            let units = self.text.get(label..end).unwrap_or_default();
            let framed = matches!((units.first(), units.last()), (Some(&a), Some(&b)) if !dash(a) && !dash(b));
            if !framed || !self.is(end, b'.') {
                break;
            }
            dots.push((end, units.contains(&u16::from(b'_'))));
            label = end + 1;
        }
        let mut fertile = false;
        for &(dot, underscore) in dots.iter().rev() {
            let (units, sure) = match self.tlds.at(&self.text[dot + 1..]) {
                Tld::Known(units) => (units, true),
                Tld::Possible(units) => (units, false),
                Tld::No => continue,
            };
            fertile = true;
            if !underscore {
                return Some(Domain {
                    end: dot + 1 + units,
                    sure,
                });
            }
        }
        if !fertile && let Some(&(last, _)) = dots.last() {
            self.barren = self.barren.max(last);
        } else if dots.is_empty()
            && !dash(self.text.get(at).copied().unwrap_or(0x2D))
            && !self.is(reached, b'.')
        {
            // One run without a dot after it: nothing in it begins a domain.
            self.barren = self.barren.max(reached);
        }
        None
    }

    /// End of the path at `at`, or `at` without one. The last character must be able to end a path,
    /// and up to two levels of balanced brackets belong to it: inside, or right after such a
    /// character (`/a.(b)` ends after the `a`, `/a.(b)c` does not).
    fn path(&self, at: usize) -> usize {
        if !self.is(at, b'/') {
            return at;
        }
        let mut end = at + 1;
        let mut next = end;
        while let Some(&unit) = self.text.get(next) {
            if letters::path(unit) {
                next += 1;
                if letters::path_end(unit) {
                    end = next;
                }
            } else if let Some(close) = self.brackets(next) {
                end = if end == next { close } else { end };
                next = close;
            } else {
                break;
            }
        }
        end
    }

    /// End of `(a)`, `(a(b)c)` at `at`.
    fn brackets(&self, at: usize) -> Option<usize> {
        if !self.is(at, b'(') {
            return None;
        }
        let open = self.run(at + 1, letters::path);
        if self.is(open, b')') {
            return (open > at + 1).then_some(open + 1);
        }
        if !self.is(open, b'(') {
            return None;
        }
        let inner = self.run(open + 1, letters::path);
        if inner == open + 1 || !self.is(inner, b')') {
            return None;
        }
        let close = self.run(inner + 1, letters::path);
        self.is(close, b')').then_some(close + 1)
    }

    /// End of the query at `at`, or `at` without one.
    fn query(&self, at: usize, end: usize) -> usize {
        if !self.is(at, b'?') {
            return at;
        }
        let run = self.run(at + 1, letters::query).min(end);
        let units = self.text.get(at + 1..run).unwrap_or_default();
        units
            .iter()
            .rposition(|&unit| letters::query_end(unit))
            .map_or(at, |last| at + 2 + last)
    }

    /// Tries a link at `start`; gives where the search goes on, and pushes what X keeps of it.
    fn attempt(&mut self, start: usize, links: &mut Vec<Link>) -> Option<usize> {
        let mut protocol = self.protocol(start);
        let mut domain = protocol.and_then(|at| Some((at, self.domain(at)?)));
        if domain.is_none() {
            protocol = None;
            domain = Some((start, self.domain(start)?));
        }
        let (at, domain) = domain?;
        let mut port = domain.end;
        if self.is(port, b':') {
            let digits = self.run(port + 1, |unit| (0x30..=0x39).contains(&unit));
            port = if digits > port + 1 { digits } else { port };
        }
        let path = self.path(port);
        let end = self.query(path, self.text.len());
        let name = &self.text[at..domain.end];
        let twice = end - start + if protocol.is_some() { at - start } else { 8 };
        if twice > MAX_LENGTH || !valid(name, self.tlds) {
            return Some(end);
        }
        if protocol.is_some() {
            if let Some(kept) = self.shortened(start, at, end) {
                links.push(Link {
                    start,
                    len: kept - start,
                    sure: domain.sure,
                    protocol: true,
                });
            }
            return Some(end);
        }
        let before = start.checked_sub(1).and_then(|at| self.text.get(at));
        // At the very beginning nothing stands before, whatever the first character.
        if start > 0 && before.is_some_and(|&u| matches!(u, 0x2D | 0x5F | 0x2E | 0x2F)) {
            return Some(end);
        }
        let first = links.len();
        kept(name, self.tlds, |from, to| {
            links.push(Link {
                start: at + from,
                len: to - from,
                sure: domain.sure,
                protocol: false,
            });
        });
        // The path (with the port before it) belongs to the last; without a path neither the port
        // nor the query does.
        if path > port
            && links.len() > first
            && let Some(last) = links.last_mut()
        {
            last.len += end - domain.end;
        }
        Some(end)
    }

    /// What X keeps of a link to t.co: nothing after the slug but the query, and no slug of more
    /// than 40 characters. Other links are kept whole.
    fn shortened(&self, start: usize, at: usize, end: usize) -> Option<usize> {
        let host: [u8; 5] = *b"t.co/";
        let same = |(&u, &c): (&u16, &u8)| u < 0x80 && letters::fold(u) == u16::from(c);
        let slug = at + host.len();
        let rest = self.text.get(at..end).unwrap_or_default();
        if rest.len() <= host.len() || !rest.iter().zip(&host).all(same) || start == at {
            return Some(end);
        }
        let slug_end = self.run(slug, letters::alphanumeric).min(end);
        match slug_end - slug {
            0 => Some(end),
            1..=40 => Some(self.query(slug_end, end)),
            _ => None,
        }
    }
}

/// Whether the reference admits the domain: no label of more than 63 characters in ASCII form.
fn valid(name: &[u16], tlds: Tlds<'_>) -> bool {
    let puny = [b'x', b'n', b'-', b'-']
        .iter()
        .zip(name)
        .all(|(&c, &u)| u == u16::from(c));
    if puny && name.len() > 4 {
        let mut any = false;
        kept(name, tlds, |_, _| any = true);
        if !any {
            return false;
        }
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

/// The parts of a bare domain that X keeps: Latin labels and a top-level domain.
fn kept(name: &[u16], tlds: Tlds<'_>, mut each: impl FnMut(usize, usize)) {
    let mut done = 0;
    let mut at = 0;
    while at < name.len() {
        match latin_domain(name, at, tlds) {
            Some(end) => {
                // The reference looks the text of the match up again from the last one on.
                let found = &name[at..end];
                let from = name[done..]
                    .windows(found.len())
                    .position(|w| w == found)
                    .map_or(at, |p| done + p);
                done = from + found.len();
                each(from, done);
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

fn latin_domain(name: &[u16], at: usize, tlds: Tlds<'_>) -> Option<usize> {
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
    dots.iter()
        .rev()
        .find_map(|&dot| match tlds.at(&name[dot + 1..]) {
            Tld::Known(units) | Tld::Possible(units) => Some(dot + 1 + units),
            Tld::No => None,
        })
}

/// The links of `text`, in the order the reference finds them.
pub(super) fn links(text: &[u16], tlds: Tlds<'_>) -> Vec<Link> {
    let mut found = Vec::new();
    if !text.contains(&u16::from(b'.')) {
        return found;
    }
    let mut finder = Finder {
        text,
        tlds,
        barren: 0,
    };
    let mut from = 0;
    while from < text.len() {
        // A link needs a character before it that may stand there, which the search consumes …
        let next = match finder.text.get(from) {
            Some(&unit) if letters::before(unit) => from + 1,
            _ => usize::MAX,
        };
        let mut end = None;
        if next < text.len() && (next >= finder.barren || finder.protocol(next).is_some()) {
            end = finder.attempt(next, &mut found);
        }
        // … or the beginning of the text, tried second.
        if end.is_none() && from == 0 {
            end = finder.attempt(0, &mut found);
        }
        from = end.unwrap_or(from + 1);
    }
    found
}
