//! What is right and spelt as it is stored, told in one look a byte: nearly all that people type.
//!
//! Speed for servers; in a browser the tables would cost more bytes than they save time. Nothing is
//! ruled here: what is not tidy may be right all the same, and is read by the rules of its field. That
//! nothing is tidy which they would refuse or spell otherwise is tested below.

use super::email::is_local;

/// An automaton: what each byte makes of each state. A row packs six bits for every state, the
/// shift to the next, so that a step is one load that waits for nothing and one shift.
type Machine = [u64; 256];

const SHIFT: u32 = 6;
const STATES: u32 = u64::BITS / SHIFT;

/// Where every machine begins.
const START: u32 = 0;
/// The state without a way out.
const DEAD: u32 = STATES - 1;

macro_rules! machine {
    ($next:ident) => {{
        let mut rows = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let mut state = 0;
            while state < STATES {
                let next = $next(state, byte as u8) * SHIFT;
                rows[byte] |= (next as u64) << (state * SHIFT);
                state += 1;
            }
            byte += 1;
        }
        rows
    }};
}

fn end(machine: &Machine, text: &str) -> u32 {
    let step = |shift: u32, byte: u8| {
        let row = machine[usize::from(byte)];
        (row >> (shift % u64::BITS)) as u32
    };
    text.bytes().fold(START, step) % u64::BITS / SHIFT
}

/// States of [`words`].
const WORD: u32 = 1;
const SPACE: u32 = 2;

const fn words(state: u32, byte: u8) -> u32 {
    match (state, byte) {
        (DEAD, _) => DEAD,
        (_, b'a'..=b'z' | b'A'..=b'Z') => WORD,
        (WORD | SPACE, b'-' | b'\'') => WORD,
        (WORD, b' ') => SPACE,
        _ => DEAD,
    }
}

/// Whether `text` is at most `max` letters of ASCII, hyphens, apostrophes and single spaces, and begins
/// with a letter: right and tidy by the rules of every text.
pub(crate) fn is_words(text: &str, max: u32) -> bool {
    static WORDS: Machine = machine!(words);
    text.len() <= max as usize && end(&WORDS, text) == WORD
}

/// States of [`address`].
const LOCAL: u32 = 1;
/// At the start of a domain, and of a label after the first.
const DOMAIN: u32 = 2;
const LABEL: u32 = 3;
/// In a label that may be the last: it is not the first, and starts with a letter.
const LAST: u32 = 4;
const LAST_HYPHEN: u32 = 5;
/// In another one.
const OTHER: u32 = 6;
const OTHER_HYPHEN: u32 = 7;

const fn address(state: u32, byte: u8) -> u32 {
    match (state, byte) {
        (START | LOCAL, _) if is_local(byte) => LOCAL,
        (LOCAL, b'@') => DOMAIN,
        (LABEL | LAST | LAST_HYPHEN, b'a'..=b'z') | (LAST | LAST_HYPHEN, b'0'..=b'9') => LAST,
        (DOMAIN | LABEL | OTHER | OTHER_HYPHEN, b'a'..=b'z' | b'0'..=b'9') => OTHER,
        (LAST, b'-') => LAST_HYPHEN,
        (OTHER, b'-') => OTHER_HYPHEN,
        (LAST | OTHER, b'.') => LABEL,
        _ => DEAD,
    }
}

/// Whether `text` is a short address as it is stored. In 64 bytes no part of one can be too long.
pub(crate) fn is_address(text: &str) -> bool {
    static ADDRESS: Machine = machine!(address);
    text.len() <= 64 && end(&ADDRESS, text) == LAST
}

/// Whether `text` is a French postcode as it is stored, of a département without rules of its own, and
/// its digits don't say that it is a CEDEX.
pub(crate) fn is_postcode(text: &str) -> bool {
    // Before all else: five signs cannot overflow.
    if text.len() != 5 {
        return false;
    }
    let number = text.bytes().fold(0_u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        // Whatever is no digit leads out of all ranges, and nothing leads back.
        let wrong = u64::from(digit > 9) << 20;
        (number * 10 + u64::from(digit)) | wrong
    });
    matches!(number, 1_000..=19_999 | 21_000..=75_020 | 76_000..=95_999)
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use alloc::{borrow::Cow, format, string::String, vec::Vec};

    use proptest::prelude::*;

    use super::{is_address, is_postcode, is_words};
    use crate::field::{
        Comment, Country, EmailAddress, Locality, OrganisationName, PersonName, Postcode,
    };
    use crate::platform::Native;
    use crate::problem::Problem;

    fn stays(read: Result<Cow<'_, str>, Problem>, text: &str) -> bool {
        matches!(read, Ok(Cow::Borrowed(read)) if read == text)
    }

    fn words_stay(text: &str) -> bool {
        [
            PersonName::read(text, &Native),
            Locality::read(text, &Native),
            OrganisationName::read(text, &Native),
            Comment::read(text, 100, &Native),
        ]
        .into_iter()
        .all(|read| stays(read, text))
    }

    fn address_stays(text: &str) -> bool {
        stays(EmailAddress::read(text, &Native), text)
    }

    /// Every text of up to `longest` signs, one after the other.
    fn every(signs: &[char], longest: usize, mut each: impl FnMut(&str)) {
        let mut texts = Vec::from([String::new()]);
        for _ in 0..=longest {
            texts.iter().for_each(|text| each(text));
            texts = texts
                .iter()
                .flat_map(|text| signs.iter().map(move |sign| format!("{text}{sign}")))
                .collect();
        }
    }

    #[test]
    fn short_texts_of_every_kind_of_sign() {
        // A sign of each class of the rules, and what the machine itself tells apart.
        let signs = [
            'a', 'Z', '0', ' ', '-', '\'', '.', ':', '<', '=', '\t', '\u{7F}', 'é', '\u{301}',
        ];
        let mut tidy = 0;
        every(&signs, 4, |text| {
            if is_words(text, 100) {
                tidy += 1;
                assert!(words_stay(text), "{text:?}");
            }
        });
        assert_eq!(tidy, 2 + 8 + 40 + 192);
    }

    #[test]
    fn short_addresses_of_every_kind_of_sign() {
        let signs = ['a', 'Z', '0', '-', '.', '@', '+', ' ', 'é'];
        let mut tidy = 0;
        every(&signs, 6, |text| {
            if is_address(text) {
                tidy += 1;
                assert!(address_stays(text), "{text:?}");
            }
        });
        assert!(tidy > 100, "{tidy}");
    }

    #[test]
    fn every_five_digits() {
        let mut tidy = 0;
        for number in 0..100_000 {
            let text = format!("{number:05}");
            if is_postcode(&text) {
                tidy += 1;
                let read = Postcode::read(&text, Country::FRANCE);
                assert!(
                    read.is_ok_and(|read| !read.cedex && read.text == *text),
                    "{text}"
                );
            }
        }
        assert_eq!(tidy, 19_000 + 54_021 + 20_000);
        assert!(!is_postcode("7501") && !is_postcode("750180") && !is_postcode("7501é"));
    }

    #[test]
    fn what_is_tidy_has_an_end() {
        let name = "a".repeat(101);
        assert!(is_words(&name[1..], 100) && !is_words(&name, 100));
        let address = format!("{name}@a.fr");
        assert!(is_address(&address[42..]) && !is_address(&address[41..]));
    }

    #[test]
    fn long_texts_are_no_postcodes() {
        // What the fuzzer found, and the numbers next to 2³².
        let found = ["75018", &"T".repeat(50), "VTTTT"].concat();
        for long in [&*found, "4294967296", "4294967299", "429496729é"] {
            assert!(!is_postcode(long), "{long}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_at(text in any::<String>(), typed in "[0-9 -é]{0,20}") {
            for text in [text, typed] {
                let postcode = Postcode::read(&text, Country::FRANCE);
                let stays = postcode.is_ok_and(|read| !read.cedex && read.text == *text);
                prop_assert!(!is_postcode(&text) || stays, "{text}");
                prop_assert!(!is_words(&text, 100) || words_stay(&text), "{text}");
                prop_assert!(!is_address(&text) || address_stays(&text), "{text}");
            }
        }

        #[test]
        fn what_is_tidy_is_read_as_it_is(text in "[ -~é]{0,24}|[A-Za-z' -]{1,101}") {
            prop_assert!(!is_words(&text, 100) || words_stay(&text), "{text}");
        }

        #[test]
        fn an_address_that_is_tidy_is_read_as_it_is(
            text in "[ -~é]{0,12}@[ -~é]{0,12}|[!#-~]{1,64}@([a-z0-9-]{1,63}\\.){1,4}[a-z0-9-]{1,63}",
        ) {
            prop_assert!(!is_address(&text) || address_stays(&text), "{text}");
        }
    }
}
