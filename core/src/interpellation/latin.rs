//! Latin letters and the marks above and below them in NFC, without the platform's tables.
//!
//! Text from some keyboards and file systems comes with its accents apart (NFD). To ask the platform
//! crosses the wasm boundary and normalises everything; this composes letter by letter. What it does
//! not know it says, and the platform is asked.

use alloc::vec::Vec;

/// Marks that are composed here: those that Latin letters of living languages take.
const MARKS: core::ops::RangeInclusive<u16> = 0x0300..=0x0333;

/// Every letter and mark that make one letter: place of the letter, mark from U+0300, place of what
/// they make, in 10, 7 and 10 bits; ascending. Unicode never changes a pair (its stability policy);
/// a test compares all of them with the platform's.
const PAIRS: [u32; 496] = [
    0x08200c0, 0x08204c1, 0x08208c2, 0x0820cc3, 0x0821100, 0x0821902, 0x0821e26, 0x08220c4,
    0x08226f2, 0x08228c5, 0x08231cd, 0x0823e00, 0x0824602, 0x0828ef0, 0x0829650, 0x082a104,
    0x0841e52, 0x0848e54, 0x084c656, 0x0860506, 0x0860908, 0x0861d0a, 0x086310c, 0x0869cc7,
    0x0881e5a, 0x088310e, 0x0888e5c, 0x0889e60, 0x088b662, 0x088c65e, 0x08a00c8, 0x08a04c9,
    0x08a08ca, 0x08a0f0c, 0x08a1112, 0x08a1914, 0x08a1d16, 0x08a20cb, 0x08a270a, 0x08a311a,
    0x08a3e04, 0x08a4606, 0x08a8f08, 0x08a9e28, 0x08aa118, 0x08ab668, 0x08ac26a, 0x08c1e6e,
    0x08e05f4, 0x08e091c, 0x08e1270, 0x08e191e, 0x08e1d20, 0x08e31e6, 0x08e9d22, 0x0900924,
    0x0901e72, 0x0902276, 0x090321e, 0x0908e74, 0x0909e78, 0x090ba7a, 0x09200cc, 0x09204cd,
    0x09208ce, 0x0920d28, 0x092112a, 0x092192c, 0x0921d30, 0x09220cf, 0x0922718, 0x09231cf,
    0x0923e08, 0x092460a, 0x0928f1a, 0x092a12e, 0x092c27c, 0x0940934, 0x0960680, 0x09631e8,
    0x0968e82, 0x0969d36, 0x096c684, 0x0980539, 0x098313d, 0x0988e86, 0x0989d3b, 0x098b68c,
    0x098c68a, 0x09a068e, 0x09a1e90, 0x09a8e92, 0x09c01f8, 0x09c0543, 0x09c0cd1, 0x09c1e94,
    0x09c3147, 0x09c8e96, 0x09c9d45, 0x09cb69a, 0x09cc698, 0x09e00d2, 0x09e04d3, 0x09e08d4,
    0x09e0cd5, 0x09e114c, 0x09e194e, 0x09e1e2e, 0x09e20d6, 0x09e271e, 0x09e2d50, 0x09e31d1,
    0x09e3e0c, 0x09e460e, 0x09e6da0, 0x09e8f1c, 0x09ea1ea, 0x0a006a4, 0x0a01ea6, 0x0a40554,
    0x0a41ea8, 0x0a43158, 0x0a43e10, 0x0a44612, 0x0a48eaa, 0x0a49d56, 0x0a4c6ae, 0x0a6055a,
    0x0a6095c, 0x0a61eb0, 0x0a63160, 0x0a68eb2, 0x0a69a18, 0x0a69d5e, 0x0a81eba, 0x0a83164,
    0x0a88ebc, 0x0a89a1a, 0x0a89d62, 0x0a8b6c0, 0x0a8c6be, 0x0aa00d9, 0x0aa04da, 0x0aa08db,
    0x0aa0d68, 0x0aa116a, 0x0aa196c, 0x0aa20dc, 0x0aa2736, 0x0aa296e, 0x0aa2d70, 0x0aa31d3,
    0x0aa3e14, 0x0aa4616, 0x0aa6daf, 0x0aa8f34, 0x0aa92c2, 0x0aaa172, 0x0aab6c6, 0x0aac2c4,
    0x0ac0ecc, 0x0ac8ece, 0x0ae02d0, 0x0ae06d2, 0x0ae0974, 0x0ae1ed6, 0x0ae22d4, 0x0ae8ed8,
    0x0b01eda, 0x0b022dc, 0x0b20342, 0x0b204dd, 0x0b20976, 0x0b20f48, 0x0b21232, 0x0b21ede,
    0x0b22178, 0x0b22746, 0x0b28f44, 0x0b40579, 0x0b40ae0, 0x0b41d7b, 0x0b4317d, 0x0b48ee2,
    0x0b4c6e4, 0x0c200e0, 0x0c204e1, 0x0c208e2, 0x0c20ce3, 0x0c21101, 0x0c21903, 0x0c21e27,
    0x0c220e4, 0x0c226f3, 0x0c228e5, 0x0c231ce, 0x0c23e01, 0x0c24603, 0x0c28ef1, 0x0c29651,
    0x0c2a105, 0x0c41e53, 0x0c48e55, 0x0c4c657, 0x0c60507, 0x0c60909, 0x0c61d0b, 0x0c6310d,
    0x0c69ce7, 0x0c81e5b, 0x0c8310f, 0x0c88e5d, 0x0c89e61, 0x0c8b663, 0x0c8c65f, 0x0ca00e8,
    0x0ca04e9, 0x0ca08ea, 0x0ca0f0d, 0x0ca1113, 0x0ca1915, 0x0ca1d17, 0x0ca20eb, 0x0ca270b,
    0x0ca311b, 0x0ca3e05, 0x0ca4607, 0x0ca8f09, 0x0ca9e29, 0x0caa119, 0x0cab669, 0x0cac26b,
    0x0cc1e6f, 0x0ce05f5, 0x0ce091d, 0x0ce1271, 0x0ce191f, 0x0ce1d21, 0x0ce31e7, 0x0ce9d23,
    0x0d00925, 0x0d01e73, 0x0d02277, 0x0d0321f, 0x0d08e75, 0x0d09e79, 0x0d0ba7b, 0x0d0c6e6,
    0x0d200ec, 0x0d204ed, 0x0d208ee, 0x0d20d29, 0x0d2112b, 0x0d2192d, 0x0d220ef, 0x0d22719,
    0x0d231d0, 0x0d23e09, 0x0d2460b, 0x0d28f1b, 0x0d2a12f, 0x0d2c27d, 0x0d40935, 0x0d431f0,
    0x0d60681, 0x0d631e9, 0x0d68e83, 0x0d69d37, 0x0d6c685, 0x0d8053a, 0x0d8313e, 0x0d88e87,
    0x0d89d3c, 0x0d8b68d, 0x0d8c68b, 0x0da068f, 0x0da1e91, 0x0da8e93, 0x0dc01f9, 0x0dc0544,
    0x0dc0cf1, 0x0dc1e95, 0x0dc3148, 0x0dc8e97, 0x0dc9d46, 0x0dcb69b, 0x0dcc699, 0x0de00f2,
    0x0de04f3, 0x0de08f4, 0x0de0cf5, 0x0de114d, 0x0de194f, 0x0de1e2f, 0x0de20f6, 0x0de271f,
    0x0de2d51, 0x0de31d2, 0x0de3e0d, 0x0de460f, 0x0de6da1, 0x0de8f1d, 0x0dea1eb, 0x0e006a5,
    0x0e01ea7, 0x0e40555, 0x0e41ea9, 0x0e43159, 0x0e43e11, 0x0e44613, 0x0e48eab, 0x0e49d57,
    0x0e4c6af, 0x0e6055b, 0x0e6095d, 0x0e61eb1, 0x0e63161, 0x0e68eb3, 0x0e69a19, 0x0e69d5f,
    0x0e81ebb, 0x0e822e7, 0x0e83165, 0x0e88ebd, 0x0e89a1b, 0x0e89d63, 0x0e8b6c1, 0x0e8c6bf,
    0x0ea00f9, 0x0ea04fa, 0x0ea08fb, 0x0ea0d69, 0x0ea116b, 0x0ea196d, 0x0ea20fc, 0x0ea2737,
    0x0ea296f, 0x0ea2d71, 0x0ea31d4, 0x0ea3e15, 0x0ea4617, 0x0ea6db0, 0x0ea8f35, 0x0ea92c3,
    0x0eaa173, 0x0eab6c7, 0x0eac2c5, 0x0ec0ecd, 0x0ec8ecf, 0x0ee02d1, 0x0ee06d3, 0x0ee0975,
    0x0ee1ed7, 0x0ee22d5, 0x0ee2ae8, 0x0ee8ed9, 0x0f01edb, 0x0f022dd, 0x0f20343, 0x0f204fd,
    0x0f20977, 0x0f20f49, 0x0f21233, 0x0f21edf, 0x0f220ff, 0x0f22747, 0x0f22ae9, 0x0f28f45,
    0x0f4057a, 0x0f40ae1, 0x0f41d7c, 0x0f4317e, 0x0f48ee3, 0x0f4c6e5, 0x18402f6, 0x18406f4,
    0x1840efa, 0x18426f8, 0x18811de, 0x18a05fa, 0x18c05fc, 0x18c11e2, 0x18e0658, 0x1940310,
    0x194070e, 0x1940f14, 0x1942712, 0x19e067e, 0x1a80322, 0x1a80720, 0x1a80f26, 0x1a82724,
    0x1aa069c, 0x1aa122c, 0x1aa229e, 0x1ac122a, 0x1b005fe, 0x1b801db, 0x1b805d7, 0x1b811d5,
    0x1b831d9, 0x1c402f7, 0x1c406f5, 0x1c40efb, 0x1c426f9, 0x1c811df, 0x1ca05fb, 0x1cc05fd,
    0x1cc11e3, 0x1ce0659, 0x1d40311, 0x1d4070f, 0x1d40f15, 0x1d42713, 0x1de067f, 0x1e80323,
    0x1e80721, 0x1e80f27, 0x1e82725, 0x1ea069d, 0x1ea122d, 0x1ea229f, 0x1ec122b, 0x1f005ff,
    0x1f801dc, 0x1f805d8, 0x1f811d6, 0x1f831da, 0x2040300, 0x20406fe, 0x2040f04, 0x2042702,
    0x2060301, 0x20606ff, 0x2060f05, 0x2062703, 0x2240264, 0x2240666, 0x2260265, 0x2260667,
    0x29802a0, 0x29806a2, 0x29a02a1, 0x29a06a3, 0x2b41eb4, 0x2b61eb5, 0x2c01eb6, 0x2c21eb7,
    0x2d006c8, 0x2d206c9, 0x2d422ca, 0x2d622cb, 0x2fe1eeb, 0x340032c, 0x340072a, 0x3400f30,
    0x340272e, 0x3408f32, 0x342032d, 0x342072b, 0x3420f31, 0x342272f, 0x3428f33, 0x35e033a,
    0x35e0738, 0x35e0f3e, 0x35e273c, 0x35e8f40, 0x360033b, 0x3600739, 0x3600f3f, 0x360273d,
    0x3608f41, 0x36e31ee, 0x3d411ec, 0x3d611ed, 0x44c11e0, 0x44e11e1, 0x4501a6c, 0x4521a6d,
    0x45c1230, 0x45e1231, 0x50c1288, 0x50e1289, 0x55412ac, 0x55612ad, 0x5641eb8, 0x5661eb9,
    0x5e00afc, 0x5e01b06, 0x5e20afd, 0x5e21b07, 0x6100b16, 0x6120b17, 0x6380b28, 0x63a0b29,
];

/// The place of a letter: U+0000..U+024F, then U+1E00..U+1EFF.
fn place(unit: u16) -> Option<u32> {
    match unit {
        0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F => Some(unit.into()),
        0x1E00..=0x1EFF => Some(u32::from(unit) - 0x1E00 + 0x250),
        _ => None,
    }
}

fn letter(place: u32) -> u16 {
    (if place < 0x250 {
        place
    } else {
        place - 0x250 + 0x1E00
    }) as u16
}

/// Canonical combining class of one of [`MARKS`]: marks of different classes commute.
fn class(mark: u16) -> u8 {
    match mark {
        0x0315 | 0x031A => 232,
        0x031B => 216,
        0x0321 | 0x0322 | 0x0327 | 0x0328 => 202,
        0x0316..=0x0333 => 220,
        _ => 230,
    }
}

fn pair(letter: u32, mark: u16) -> Option<u32> {
    let key = letter << 7 | u32::from(mark - 0x0300);
    let at = PAIRS.partition_point(|&known| known >> 10 < key);
    let known = PAIRS.get(at).filter(|&&known| known >> 10 == key)?;
    Some(known & 0x3FF)
}

/// The letter and the mark that a letter is made of.
fn parts(place: u32) -> Option<(u32, u16)> {
    let known = PAIRS.iter().find(|&&known| known & 0x3FF == place)?;
    Some((known >> 17, (known >> 10 & 0x7F) as u16 + 0x0300))
}

/// Appends `mark` to text in NFC as far as `units` goes, of which the letter is at `start`: the text
/// from there on is in NFC again. False where the letter or the mark is not known here.
pub(super) fn combine(units: &mut Vec<u16>, start: usize, mark: u16) -> bool {
    let Some(mut base) = units.get(start).and_then(|&unit| place(unit)) else {
        return false;
    };
    let marks = units.get(start + 1..).unwrap_or_default();
    // Nobody writes more; and what is put in order one by one must stay few.
    if marks.len() >= 6 || !MARKS.contains(&mark) || marks.iter().any(|mark| !MARKS.contains(mark))
    {
        return false;
    }
    // The commonest: one accent on a letter that has none.
    if marks.is_empty() && base < 0x80 {
        match pair(base, mark) {
            Some(composed) => units[start] = letter(composed),
            None => units.push(mark),
        }
        return true;
    }
    // In its parts, in the order of the classes, and put together again (UAX #15).
    let mut apart: Vec<u16> = Vec::with_capacity(marks.len() + 3);
    while let Some((bare, first)) = parts(base) {
        apart.insert(0, first);
        base = bare;
    }
    apart.extend_from_slice(marks);
    apart.push(mark);
    // Stable, and without the standard library's sort, which is 3 kB of wasm.
    for at in 1..apart.len() {
        let mut at = at;
        while at > 0 && class(apart[at - 1]) > class(apart[at]) {
            apart.swap(at - 1, at);
            at -= 1;
        }
    }
    units.truncate(start);
    units.push(0);
    let mut before = 0;
    for mark in apart {
        // A mark that stays apart keeps later ones of its class from the letter.
        let free = before < class(mark);
        match pair(base, mark).filter(|_| free) {
            Some(composed) => base = composed,
            None => {
                before = class(mark);
                units.push(mark);
            }
        }
    }
    units[start] = letter(base);
    true
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::*;
    use crate::platform::{Native, Platform as _};
    use std::string::String;
    use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

    fn letters() -> impl Iterator<Item = u16> {
        (0..=0xFFFF).filter(|&unit| place(unit).is_some())
    }

    fn composed(text: &[u16]) -> Option<Vec<u16>> {
        let mut units = Vec::from(&text[..1]);
        let marks = &mut text[1..].iter();
        marks
            .all(|&mark| combine(&mut units, 0, mark))
            .then_some(units)
    }

    fn check(text: &[u16]) {
        let string = String::from_utf16(text).unwrap();
        let expected: Vec<u16> = Native.nfc(&string).encode_utf16().collect();
        assert_eq!(composed(text).as_ref(), Some(&expected), "{text:x?}");
    }

    #[test]
    fn every_pair_is_the_platforms() {
        for letter in letters() {
            check(&[letter]);
            for mark in MARKS {
                check(&[letter, mark]);
            }
        }
    }

    #[test]
    fn two_and_three_marks_are_the_platforms() {
        // Every letter without a mark of its own that takes one, and the richest that have some.
        let bare = letters().filter(|&unit| pair(place(unit).unwrap(), 0x0301).is_some());
        let bare = bare.chain("ẬệỢǖȭṩ".encode_utf16());
        let common = [
            0x0300, 0x0302, 0x0307, 0x0308, 0x031B, 0x0323, 0x0327, 0x0315,
        ];
        for letter in bare {
            for first in MARKS {
                for second in common {
                    check(&[letter, first, second]);
                    check(&[letter, second, first]);
                }
            }
            for first in common {
                for second in common {
                    for third in common {
                        check(&[letter, first, second, third]);
                    }
                }
            }
        }
    }

    #[test]
    fn every_mark_has_its_class() {
        for mark in MARKS {
            let sign = char::from_u32(mark.into()).unwrap();
            assert_eq!(class(mark), canonical_combining_class(sign), "{mark:x}");
            decompose_canonical(sign, |part| assert_eq!(part, sign));
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        // A letter of another script, a sign, a mark of Greek, one that decomposes, the joiner.
        for text in [
            [0x03B1, 0x0301],
            [0xA8, 0x0301],
            [0x3D, 0x0301],
            [0x61, 0x0345],
            [0x61, 0x0340],
            [0x61, 0x034F],
        ] {
            assert_eq!(composed(&text), None, "{text:x?}");
        }
        let many = [&[0x61][..], &[0x0316; 100]].concat();
        assert_eq!(composed(&many), None);
    }
}
