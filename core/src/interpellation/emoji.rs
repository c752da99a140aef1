//! Emoji as X counts them: each sequence that Twemoji draws as one picture weighs 2.
//!
//! The reference is the pattern of `twemoji-parser` 11.0.2, the version `twitter-text` 3.1.0 uses.
//! A single emoji weighs 2 whether it is recognised or not, like any character outside the Latin
//! ranges. So only what makes *longer* sequences has to be known: which bases take a variation
//! selector, which take a skin tone, which pairs of regional indicators are flags, and the joined
//! sequences. That is 700 bytes of tables instead of a pattern of 6.6 kB and the engine for it.

const ZWJ: u32 = 0x200D;
const VS16: u32 = 0xFE0F;

/// Text by default, emoji with U+FE0F: first code point and how many, without their 0x10000.
#[rustfmt::skip]
const TEXT_STYLE: [(u16, u8); 123] = [
    (0x203C, 1), (0x2049, 1), (0x2139, 1), (0x2194, 6), (0x21A9, 2), (0x231A, 2), (0x2328, 1),
    (0x23CF, 1), (0x23ED, 3), (0x23F1, 2), (0x23F8, 3), (0x24C2, 1), (0x25AA, 2), (0x25B6, 1),
    (0x25C0, 1), (0x25FB, 4), (0x2600, 5), (0x260E, 1), (0x2611, 1), (0x2614, 2), (0x2618, 1),
    (0x2620, 1), (0x2622, 2), (0x2626, 1), (0x262A, 1), (0x262E, 2), (0x2638, 3), (0x2640, 1),
    (0x2642, 1), (0x2648, 12), (0x2660, 1), (0x2663, 1), (0x2665, 2), (0x2668, 1), (0x267B, 1),
    (0x267F, 1), (0x2692, 6), (0x2699, 1), (0x269B, 2), (0x26A0, 2), (0x26AA, 2), (0x26B0, 2),
    (0x26BD, 2), (0x26C4, 2), (0x26C8, 1), (0x26CF, 1), (0x26D1, 1), (0x26D3, 2), (0x26E9, 2),
    (0x26F0, 6), (0x26F8, 1), (0x26FA, 1), (0x26FD, 1), (0x2702, 1), (0x2708, 2), (0x270F, 1),
    (0x2712, 1), (0x2714, 1), (0x2716, 1), (0x271D, 1), (0x2721, 1), (0x2733, 2), (0x2744, 1),
    (0x2747, 1), (0x2757, 1), (0x2763, 2), (0x27A1, 1), (0x2934, 2), (0x2B05, 3), (0x2B1B, 2),
    (0x2B50, 1), (0x2B55, 1), (0x3030, 1), (0x303D, 1), (0x3297, 1), (0x3299, 1), (0xF004, 1),
    (0xF170, 2), (0xF17E, 2), (0xF202, 1), (0xF21A, 1), (0xF22F, 1), (0xF237, 1), (0xF321, 1),
    (0xF324, 9), (0xF336, 1), (0xF37D, 1), (0xF396, 2), (0xF399, 3), (0xF39E, 2), (0xF3CD, 2),
    (0xF3D4, 12), (0xF3F3, 1), (0xF3F5, 1), (0xF3F7, 1), (0xF43F, 1), (0xF441, 1), (0xF4FD, 1),
    (0xF549, 2), (0xF56F, 2), (0xF573, 1), (0xF576, 4), (0xF587, 1), (0xF58A, 4), (0xF5A5, 1),
    (0xF5A8, 1), (0xF5B1, 2), (0xF5BC, 1), (0xF5C2, 3), (0xF5D1, 3), (0xF5DC, 3), (0xF5E1, 1),
    (0xF5E3, 1), (0xF5E8, 1), (0xF5EF, 1), (0xF5F3, 1), (0xF5FA, 1), (0xF6CB, 1), (0xF6CD, 3),
    (0xF6E0, 6), (0xF6E9, 1), (0xF6F0, 1), (0xF6F3, 1),
];

/// Take a skin tone.
#[rustfmt::skip]
const TONED: [(u16, u8); 30] = [
    (0x270A, 2), (0xF385, 1), (0xF3C2, 3), (0xF3C7, 1), (0xF3CA, 1), (0xF442, 2), (0xF446, 11),
    (0xF466, 4), (0xF46E, 1), (0xF470, 9), (0xF47C, 1), (0xF481, 3), (0xF485, 3), (0xF4AA, 1),
    (0xF57A, 1), (0xF595, 2), (0xF645, 3), (0xF64B, 5), (0xF6A3, 1), (0xF6B4, 3), (0xF6C0, 1),
    (0xF6CC, 1), (0xF918, 5), (0xF91E, 2), (0xF926, 1), (0xF930, 10), (0xF93D, 2), (0xF9B5, 2),
    (0xF9B8, 2), (0xF9D1, 13),
];

/// Text by default and take a skin tone, before or without U+FE0F.
#[rustfmt::skip]
const TEXT_STYLE_TONED: [(u16, u8); 7] = [
    (0x261D, 1), (0x26F7, 1), (0x26F9, 1), (0x270C, 2), (0xF3CB, 2), (0xF574, 2), (0xF590, 1),
];

/// Take a gender sign after U+200D.
#[rustfmt::skip]
const GENDERED: [(u16, u8); 19] = [
    (0xF3C3, 2), (0xF3CA, 1), (0xF46E, 2), (0xF471, 1), (0xF473, 1), (0xF477, 1), (0xF481, 2),
    (0xF486, 2), (0xF645, 3), (0xF64B, 1), (0xF64D, 2), (0xF6A3, 1), (0xF6B4, 3), (0xF926, 1),
    (0xF935, 1), (0xF937, 3), (0xF93C, 3), (0xF9B8, 2), (0xF9D6, 10),
];

/// The pairs of regional indicators that are flags: bit `b - 'A'` of row `a - 'A'`.
#[rustfmt::skip]
const FLAGS: [u32; 26] = [
    0x2df597c, 0x36f7bfb, 0x3f2fded, 0x2005650, 0x01e00d5, 0x0025700, 0x15fb9fb, 0x01a3400,
    0x00f781c, 0x000d010, 0x342b1d0, 0x13e0507, 0x3fffcfd, 0x212c975, 0x0001000, 0x14e3cf1,
    0x0000001, 0x0544010, 0x3ae7fdf, 0x26a7eed, 0x3043041, 0x0102155, 0x0040020, 0x0000400,
    0x0080010, 0x0401001,
];

/// Code points of `text` from a place on, with the length in code units passed over.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    text: &'a [u16],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<(u32, usize)> {
        let first = *self.text.get(self.at)?;
        if let 0xD800..=0xDBFF = first
            && let Some(&second @ 0xDC00..=0xDFFF) = self.text.get(self.at + 1)
        {
            let point =
                (u32::from(first) - 0xD800) * 0x400 + (u32::from(second) - 0xDC00) + 0x10000;
            return Some((point, 2));
        }
        Some((u32::from(first), 1))
    }

    /// Passes over the next code point where `wanted` holds for it.
    fn take_if(&mut self, wanted: impl Fn(u32) -> bool) -> Option<u32> {
        let (point, units) = self.peek()?;
        wanted(point).then(|| {
            self.at += units;
            point
        })
    }

    fn take(&mut self, wanted: u32) -> bool {
        self.take_if(|point| point == wanted).is_some()
    }

    /// Passes over all of `wanted` or nothing.
    fn take_all(&mut self, wanted: &[u32]) -> bool {
        let start = self.at;
        let all = wanted.iter().all(|&point| self.take(point));
        if !all {
            self.at = start;
        }
        all
    }
}

fn within(table: &[(u16, u8)], point: u32) -> bool {
    let key = match point {
        0x2000..=0x32FF => point,
        0x1F000..=0x1FAFF => point - 0x10000,
        _ => return false,
    };
    let next = table.partition_point(|&(from, _)| u32::from(from) <= key);
    next.checked_sub(1)
        .and_then(|at| table.get(at))
        .is_some_and(|&(from, count)| key < u32::from(from) + u32::from(count))
}

fn tone(point: u32) -> bool {
    (0x1F3FB..=0x1F3FF).contains(&point)
}

fn child(point: u32) -> bool {
    matches!(point, 0x1F466 | 0x1F467)
}

/// Length in code units of the emoji of more than one character that begins at `at`; 0 for none.
pub(super) fn sequence(text: &[u16], at: usize) -> usize {
    // Nearly every character leaves here.
    if text.get(at).is_none_or(|&unit| unit < 0x2000)
        && !matches!(text.get(at + 1), Some(0xFE0F | 0x20E3))
    {
        return 0;
    }
    let start = Cursor { text, at };
    let mut cursor = start;
    let Some((point, units)) = start.peek() else {
        return 0;
    };
    cursor.at += units;
    let Some((next, _)) = cursor.peek() else {
        return 0;
    };
    if point < 0x2000 {
        let keycap = matches!(point, 0x23 | 0x2A | 0x30..=0x39);
        if keycap && (next == VS16 || next == 0x20E3) {
            cursor.take(VS16);
            return if cursor.take(0x20E3) {
                cursor.at - at
            } else {
                0
            };
        }
        return if matches!(point, 0xA9 | 0xAE) && next == VS16 {
            2
        } else {
            0
        };
    }
    let joined = joined(cursor, point);
    if joined > 0 {
        return joined - at;
    }
    if within(&TEXT_STYLE, point) || matches!(point, 0x2122 | 0x265F) {
        cursor.take(VS16);
    } else if within(&TEXT_STYLE_TONED, point) {
        // U+FE0E asks for text: then it is no emoji, and a tone after it stands for itself.
        cursor.take(VS16);
        cursor.take_if(tone);
    } else if within(&TONED, point) {
        cursor.take_if(tone);
    } else if let Some(row) = point
        .checked_sub(0x1F1E6)
        .and_then(|row| FLAGS.get(row as usize))
    {
        cursor.take_if(|second| {
            second
                .checked_sub(0x1F1E6)
                .is_some_and(|b| b < 26 && row >> b & 1 == 1)
        });
    }
    if cursor.at - at > units {
        cursor.at - at
    } else {
        0
    }
}

/// Where a sequence of `point` with joiners or tags ends, or 0. `cursor` stands after `point`.
fn joined(cursor: Cursor<'_>, point: u32) -> usize {
    let mut next = cursor;
    if matches!(point, 0x1F468 | 0x1F469) {
        let profession = profession(cursor);
        return if profession > 0 {
            profession
        } else {
            family(cursor, point == 0x1F468)
        };
    }
    let matched = match point {
        0x1F3CB | 0x1F3CC | 0x1F574 | 0x1F575 | 0x26F9 => {
            next.take_if(|p| tone(p) || p == VS16).is_some() && gender(&mut next)
        }
        // The white flag with a rainbow.
        0x1F3F3 => next.take_all(&[VS16, ZWJ, 0x1F308]),
        // The black flag with skull and bones, or with the tags of England, Scotland, Wales.
        0x1F3F4 => {
            next.take_all(&[ZWJ, 0x2620, VS16])
                || [*b"eng", *b"sct", *b"wls"].iter().any(|&[a, b, c]| {
                    let tag = |c: u8| 0xE0000 + u32::from(c);
                    next.take_all(&[tag(b'g'), tag(b'b'), tag(a), tag(b), tag(c), 0xE007F])
                })
        }
        // The eye in a speech bubble.
        0x1F441 => next.take_all(&[ZWJ, 0x1F5E8]),
        _ if within(&GENDERED, point) => {
            if !matches!(point, 0x1F46F | 0x1F93C | 0x1F9DE | 0x1F9DF) {
                next.take_if(tone);
            }
            gender(&mut next)
        }
        _ => false,
    };
    if matched { next.at } else { 0 }
}

fn gender(next: &mut Cursor<'_>) -> bool {
    next.take(ZWJ) && next.take_if(|p| matches!(p, 0x2640 | 0x2642)).is_some() && next.take(VS16)
}

/// A man's or woman's profession or hair.
fn profession(mut next: Cursor<'_>) -> usize {
    next.take_if(tone);
    if !next.take(ZWJ) {
        return 0;
    }
    let signed = next
        .take_if(|p| matches!(p, 0x2695 | 0x2696 | 0x2708))
        .is_some();
    let matched = if signed {
        next.take(VS16)
    } else {
        next.take_if(|p| {
            matches!(
                p,
                0x1F33E
                    | 0x1F373
                    | 0x1F393
                    | 0x1F3A4
                    | 0x1F3A8
                    | 0x1F3EB
                    | 0x1F3ED
                    | 0x1F4BB
                    | 0x1F4BC
                    | 0x1F527
                    | 0x1F52C
                    | 0x1F680
                    | 0x1F692
                    | 0x1F9B0..=0x1F9B3
            )
        })
        .is_some()
    };
    if matched { next.at } else { 0 }
}

/// A couple or family; with a man first the second may be a man or a woman, with a woman first the
/// second parent is a woman and the other half of a couple either.
fn family(mut next: Cursor<'_>, man: bool) -> usize {
    if next.take_all(&[ZWJ, 0x2764, VS16, ZWJ]) {
        next.take_all(&[0x1F48B, ZWJ]);
        let other = next.take_if(|p| p == 0x1F468 || (!man && p == 0x1F469));
        return other.map_or(0, |_| next.at);
    }
    if !next.take(ZWJ) {
        return 0;
    }
    if next
        .take_if(|p| p == 0x1F469 || (man && p == 0x1F468))
        .is_some()
        && !next.take(ZWJ)
    {
        return 0;
    }
    let Some(first) = next.take_if(child) else {
        return 0;
    };
    let end = next.at;
    if next.take(ZWJ)
        && next
            .take_if(|p| p == 0x1F466 || (first == 0x1F467 && p == 0x1F467))
            .is_some()
    {
        next.at
    } else {
        end
    }
}
