//! Links in a text, found as X finds them (npm `twitter-text` 3.1.0, `extractUrlsWithIndices`); with
//! the classes of characters exchanged, as Mastodon does, which uses the same grammar.
//!
//! Everything is in UTF-16 code units, as in the reference: a link may begin in the middle of a
//! surrogate pair there, and the length of its labels depends on it.

use alloc::vec::Vec;

use super::domain;
use super::letters::{self, Dialect};
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

/// Labels with dots after them, one after the other.
#[derive(Default)]
struct Chain {
    start: usize,
    /// The last dot.
    end: usize,
    /// Every dot, and the last underscore of the label before it.
    dots: Vec<(usize, Option<usize>)>,
    /// The last dot that a top-level domain follows and no underscore precedes.
    best: Option<(usize, Tld)>,
    asked: Option<(usize, Tld)>,
}

/// Walks through `text` as the reference's regular expression would.
struct Finder<'a> {
    text: &'a [u16],
    tlds: Tlds<'a>,
    dialect: Dialect,
    /// No domain begins before this.
    barren: usize,
    chain: Chain,
    /// Nothing was met that the list of top-level domains would have decided.
    exact: bool,
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
        if !self.text.get(at).is_some_and(|&unit| letters::domain(unit)) {
            return None;
        }
        if at < self.chain.start || at >= self.chain.end {
            self.follow(at);
        }
        let first = self.chain.dots.partition_point(|&(dot, _)| dot < at);
        let &(dot, underscore) = self.chain.dots.get(first)?;
        let (end, tld) = match self.chain.best {
            Some((best, tld)) if best >= dot => (best, tld),
            // Every label further on has an underscore; this one's may lie before `at`.
            _ if underscore.is_none_or(|underscore| underscore < at) => (dot, self.tld(dot)),
            _ => return None,
        };
        let (units, sure) = match tld {
            Tld::Known(units) => (units, true),
            Tld::Possible(units) => {
                self.exact = false;
                (units, false)
            }
            Tld::No => return None,
        };
        Some(Domain {
            end: end + 1 + units,
            sure,
        })
    }

    /// Follows the labels from `at` on. Whatever begins later among them has the same dots, so that
    /// a text of many labels is looked at once and not once for each.
    fn follow(&mut self, at: usize) {
        let dash = |unit: u16| unit == u16::from(b'-') || unit == u16::from(b'_');
        let inside = |unit: u16| letters::domain(unit) || dash(unit);
        self.chain.dots.clear();
        (self.chain.start, self.chain.end) = (at, at);
        (self.chain.best, self.chain.asked) = (None, None);
        let mut label = at;
        loop {
            let end = self.run(label, inside);
            let units = self.text.get(label..end).unwrap_or_default();
            let ends = units.last().is_some_and(|&unit| !dash(unit)) && self.is(end, b'.');
            if !ends && label == at {
                // Nothing that begins in this run ends with a dot.
                self.barren = self.barren.max(end);
            }
            if !ends || dash(units[0]) {
                break;
            }
            let underscore = units.iter().rposition(|&unit| unit == u16::from(b'_'));
            self.chain
                .dots
                .push((end, underscore.map(|within| label + within)));
            self.chain.end = end;
            label = end + 1;
        }
        for n in (0..self.chain.dots.len()).rev() {
            let (dot, underscore) = self.chain.dots[n];
            if underscore.is_none() {
                let tld = self.tlds.at(&self.text[dot + 1..]);
                if tld != Tld::No {
                    self.chain.best = Some((dot, tld));
                    break;
                }
            }
        }
    }

    /// The top-level domain after the dot at `dot`; the last one is remembered.
    fn tld(&mut self, dot: usize) -> Tld {
        match self.chain.asked {
            Some((asked, tld)) if asked == dot => tld,
            _ => {
                let tld = self.tlds.at(&self.text[dot + 1..]);
                self.chain.asked = Some((dot, tld));
                tld
            }
        }
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
            if (self.dialect.path)(unit) {
                next += 1;
                if (self.dialect.path_end)(unit) {
                    end = next;
                }
            } else if let Some(close) = self.brackets(next) {
                end = if end == next || self.dialect.brackets_end {
                    close
                } else {
                    end
                };
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
        let open = self.run(at + 1, self.dialect.path);
        if self.is(open, b')') {
            return (open > at + 1).then_some(open + 1);
        }
        if !self.is(open, b'(') {
            return None;
        }
        let inner = self.run(open + 1, self.dialect.path);
        if inner == open + 1 || !self.is(inner, b')') {
            return None;
        }
        let close = self.run(inner + 1, self.dialect.path);
        self.is(close, b')').then_some(close + 1)
    }

    /// End of the query at `at`, or `at` without one.
    fn query(&self, at: usize, end: usize) -> usize {
        if !self.is(at, b'?') {
            return at;
        }
        let run = self.run(at + 1, self.dialect.query).min(end);
        let units = self.text.get(at + 1..run).unwrap_or_default();
        units
            .iter()
            .rposition(|&unit| (self.dialect.query_end)(unit))
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
        if twice > MAX_LENGTH || !domain::valid(name, self.tlds) {
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
        let exact = &mut self.exact;
        domain::kept(name, self.tlds, |from, to, sure| {
            *exact &= sure;
            links.push(Link {
                start: at + from,
                len: to - from,
                sure: sure && domain.sure,
                protocol: false,
            });
        });
        if !domain.sure && links.len() == first {
            // Perhaps no domain at all: then what follows may hold a link.
            return None;
        }
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

/// The links of `text`, in the order of their beginnings (and no two begin together: each attempt
/// starts after the end of the last one), and whether they are exactly X's: always with the list.
pub(super) fn links(text: &[u16], tlds: Tlds<'_>, dialect: Dialect) -> (Vec<Link>, bool) {
    let mut found = Vec::new();
    if !text.contains(&u16::from(b'.')) {
        return (found, true);
    }
    let mut finder = Finder {
        text,
        tlds,
        dialect,
        barren: 0,
        chain: Chain::default(),
        exact: true,
    };
    let inside = |unit: &u16| letters::domain(*unit) || matches!(unit, 0x2D | 0x5F);
    let mut from = 0;
    let mut looked = 0;
    while from < text.len() {
        if from >= looked {
            // A domain's first label ends with a full stop: nothing begins before the label of the
            // next one but its protocol, and a character before that.
            let Some(dot) = text[from..].iter().position(|&unit| unit == 0x2E) else {
                break;
            };
            let label = text[from..from + dot]
                .iter()
                .rev()
                .take_while(|unit| inside(unit))
                .count();
            looked = from + dot + 1;
            from += (dot - label).saturating_sub(b"https://".len() + 1);
        }
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
    (found, finder.exact)
}

/// The links of `text` as byte ranges, in order of their beginnings.
pub(super) fn ranges(text: &str, tlds: Tlds<'_>) -> Vec<core::ops::Range<usize>> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut found = links(&units, tlds, letters::X).0.into_iter().peekable();
    let mut ranges: Vec<core::ops::Range<usize>> = Vec::new();
    let mut ends = 0;
    let mut unit = 0;
    for (byte, c) in text.char_indices() {
        while let Some(link) = found.next_if(|link| link.start <= unit) {
            ranges.push(byte..text.len());
            ends = link.start + link.len;
        }
        unit += c.len_utf16();
        if unit >= ends
            && let Some(open) = ranges.last_mut().filter(|range| range.end == text.len())
        {
            open.end = byte + c.len_utf8();
        }
    }
    ranges
}
