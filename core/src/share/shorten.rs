//! Texts that must fit.

use alloc::string::{String, ToString as _};

/// The text in at most `room` characters, as the strictest network counts: what is not of a European
/// alphabet counts twice. Too long a text ends after a whole word, with `…`; a word that is too long
/// itself is cut, not between a letter and its marks or within an emoji.
pub(super) fn shortened(text: &str, room: usize) -> String {
    let weight = |c: char| if c < '\u{1100}' { 1 } else { 2 };
    if text.chars().map(weight).sum::<usize>() <= room {
        return text.to_string();
    }
    // The sign of omission counts twice as well.
    let Some(room) = room.checked_sub(2) else {
        return String::new();
    };
    let mut used = 0;
    let mut end = 0;
    let mut word = None;
    let mut joined = false;
    for (at, c) in text.char_indices() {
        let continues = joined || continues(c);
        joined = c == '\u{200D}';
        if !continues {
            end = at;
            if c.is_whitespace() {
                word = Some(at);
            }
        }
        used += weight(c);
        if used > room {
            break;
        }
    }
    // Half of the text is better than its first word.
    let end = word.filter(|word| *word > end / 2).unwrap_or(end);
    let kept = text.get(..end).unwrap_or_default();
    let kept =
        kept.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.'));
    if kept.is_empty() {
        return String::new();
    }
    [kept, "…"].concat()
}

/// Whether `c` belongs to the character before it: combining marks, joiners, variation selectors,
/// skin tones, the second half of a flag. Cutting such a one off changes what is read.
fn continues(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5C7}'
            | '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{65F}'
            | '\u{900}'..='\u{903}'
            | '\u{93A}'..='\u{94F}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{200C}'..='\u{200D}'
            | '\u{20D0}'..='\u{20F0}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FE20}'..='\u{FE2F}'
            | '\u{1F3FB}'..='\u{1F3FF}'
            | '\u{1F1E6}'..='\u{1F1FF}'
            | '\u{E0020}'..='\u{E007F}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whole_words_and_a_sign_of_omission() {
        assert_eq!(shortened("Sauvons les arbres", 18), "Sauvons les arbres");
        assert_eq!(shortened("Sauvons les arbres", 17), "Sauvons les…");
        assert_eq!(shortened("Sauvons, les arbres", 11), "Sauvons…");
        assert_eq!(shortened(&"a".repeat(300), 10), "aaaaaaaa…");
        assert_eq!(shortened("日本語日本語", 8), "日本語…");
        assert_eq!(shortened("e\u{301}e\u{301}e\u{301}", 5), "e\u{301}…");
        assert_eq!(
            shortened("👩\u{200D}👩\u{200D}👧👍🏽👍🏽👍🏽", 16),
            "👩\u{200D}👩\u{200D}👧👍🏽…"
        );
        assert_eq!(shortened("abc", 1), "");
        assert_eq!(shortened("", 0), "");
    }

    proptest! {
        #[test]
        fn what_is_kept_is_the_beginning_and_fits(text in "\\PC{0,60}|[a-zé ]{0,60}", room in 0..70_usize) {
            let short = shortened(&text, room);
            let weight: usize = short.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum();
            prop_assert!(weight <= room);
            let kept = short.strip_suffix('…').unwrap_or(&short);
            prop_assert!(text.starts_with(kept));
        }
    }
}
