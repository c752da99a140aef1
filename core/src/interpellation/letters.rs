//! The character classes of the link grammar of X, over UTF-16 code units.
//!
//! The reference (npm `twitter-text` 3.1.0) matches code units without the `u` flag and with `i`,
//! so that a class also holds what upper-cases into it: Greek iota counts as an "accented Latin
//! letter" because U+0345 does. The ranges below were computed by asking the engine for every code
//! unit; `tests/oracle/x-length.mjs` compares the outcome.

/// Ranges of the accented Latin letters, ends included.
#[rustfmt::skip]
const LATIN: [(u16, u16); 24] = [
    (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x24F), (0x253, 0x254), (0x256, 0x257), (0x259, 0x259),
    (0x25B, 0x25B), (0x260, 0x260), (0x263, 0x263), (0x268, 0x269), (0x26F, 0x26F), (0x272, 0x272),
    (0x275, 0x275), (0x280, 0x280), (0x283, 0x283), (0x288, 0x28C), (0x292, 0x292), (0x2BB, 0x2BB),
    (0x300, 0x36F), (0x399, 0x399), (0x3B9, 0x3B9), (0x1E00, 0x1EFF), (0x1FBE, 0x1FBE),
    (0x2C65, 0x2C66),
];

fn latin(unit: u16) -> bool {
    LATIN.iter().any(|&(from, to)| (from..=to).contains(&unit))
        || matches!(unit, 0x2C7E | 0x2C7F | 0xA7DC)
}

fn cyrillic(unit: u16) -> bool {
    matches!(unit, 0x400..=0x4FF | 0x1C80..=0x1C87)
}

/// The ASCII character of a code unit; NUL stands for none.
fn ascii(unit: u16) -> u8 {
    u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(0)
}

pub(super) fn alphanumeric(unit: u16) -> bool {
    ascii(unit).is_ascii_alphanumeric()
}

/// May stand in a label of a domain (dash and underscore are decided by the caller).
pub(super) fn domain(unit: u16) -> bool {
    match unit {
        0x09..=0x0D | 0x20 | 0x85 | 0xA0 => false,
        0..=0x7F => !ascii(unit).is_ascii_punctuation() || matches!(ascii(unit), b'"' | b'`'),
        0x61C | 0x1680 | 0x180E | 0x2000..=0x200A | 0x200E | 0x200F | 0x2028..=0x202F => false,
        0x205F | 0x2066..=0x2069 | 0x3000 | 0xFEFF | 0xFFFE | 0xFFFF => false,
        _ => true,
    }
}

/// May stand in the part of a domain that X keeps: letters of the Latin script, digits, dash.
pub(super) fn ascii_domain(unit: u16) -> bool {
    alphanumeric(unit) || unit == u16::from(b'-') || (unit > 0x7F && latin(unit))
}

/// May stand right before a link.
pub(super) fn before(unit: u16) -> bool {
    match unit {
        0xFF20 | 0xFF03 | 0xFEFF | 0xFFFE | 0xFFFF => false,
        _ => !alphanumeric(unit) && !matches!(ascii(unit), b'@' | b'$' | b'#'),
    }
}

/// May stand in a path.
fn path(unit: u16) -> bool {
    if unit < 0x80 {
        alphanumeric(unit) || b"!*';:=+,.$/%#[]-_~@|&".contains(&ascii(unit))
    } else {
        unit == 0x2013 || latin(unit) || cyrillic(unit)
    }
}

/// May end a path, so that the full stop after a link stays outside.
fn path_end(unit: u16) -> bool {
    if unit < 0x80 {
        alphanumeric(unit) || b"+-=_#/".contains(&ascii(unit))
    } else {
        latin(unit) || cyrillic(unit)
    }
}

/// May stand in a query.
fn query(unit: u16) -> bool {
    alphanumeric(unit) || b"!?*'@();:&=+$/%#[]-_.,~|".contains(&ascii(unit))
}

/// May end a query.
fn query_end(unit: u16) -> bool {
    alphanumeric(unit) || b"-_&=#/".contains(&ascii(unit))
}

/// White space of Unicode (property `White_Space`).
pub(super) fn space(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0D | 0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A)
        || matches!(unit, 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000)
}

/// What may stand in a link, and what may end it: X and Mastodon differ there.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) path: fn(u16) -> bool,
    pub(super) path_end: fn(u16) -> bool,
    pub(super) query: fn(u16) -> bool,
    pub(super) query_end: fn(u16) -> bool,
    /// Brackets may end a path wherever they stand. On X only right after a character that may
    /// (its pattern has an alternative without a group around it).
    pub(super) brackets_end: bool,
}

/// The dialect of X.
pub(super) const X: Dialect = Dialect {
    path,
    path_end,
    query,
    query_end,
    brackets_end: false,
};

/// The dialect of Mastodon (`config/initializers/twitter_regex.rb`): any script in a path.
pub(super) const MASTODON: Dialect = Dialect {
    path: |unit| !space(unit) && !b"<>()?".contains(&ascii(unit)),
    path_end: |unit| {
        !space(unit)
            && !b"()?!*\"'<>:;=,.$%[]~&|@".contains(&ascii(unit))
            && !matches!(unit, 0x300C | 0x300D)
    },
    query: |unit| query(unit) || unit == u16::from(b'^') || unit >= 0xA0,
    query_end: |unit| query_end(unit) || unit >= 0xA0,
    brackets_end: true,
};

/// Folds the case of the letters that occur in top-level domains, as the reference compares them.
pub(super) fn fold(unit: u16) -> u16 {
    match unit {
        0x41..=0x5A | 0xD6 | 0x391..=0x3A9 | 0x410..=0x42F => unit + 0x20,
        0x3F5 => 0x3B5,
        0x49A => 0x49B,
        0x531..=0x556 => unit + 0x30,
        0x1C80 => 0x432,
        0x1C81 => 0x434,
        0x1C82 => 0x43E,
        0x1C83 => 0x441,
        0x1C84 | 0x1C85 => 0x442,
        0x1C90..=0x1CBA => unit - 0xBC0,
        _ => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(class: fn(u16) -> bool) -> usize {
        (0..=u16::MAX).filter(|&unit| class(unit)).count()
    }

    /// The sizes of the classes in the reference, asked from its own regular expressions.
    #[test]
    fn classes_have_the_size_of_the_reference() {
        assert_eq!(count(domain), 65465);
        assert_eq!(count(ascii_domain), 859);
        assert_eq!(count(before), 65466);
        assert_eq!(count(path), 1144);
        assert_eq!(count(path_end), 1128);
        assert_eq!(count(query), 86);
        assert_eq!(count(query_end), 68);
    }
}
