//! The rules that every free text shares: what is cleaned, what is refused.

use alloc::string::String;

use crate::{
    platform::Platform,
    problem::{Code, Problem},
};

/// How strict a kind of text is.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// Longest, in characters (Unicode scalar values) after normalisation.
    pub(super) max: u32,
    /// Whether it may have several lines and a lone `<`.
    pub(super) prose: bool,
    /// Whether a bare domain (`casino.com`) is a web address. Organisations are named like that.
    pub(super) bare_domain: bool,
    /// What it must hold at least one of.
    pub(super) needs: Needs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Letter,
    LetterOrDigit,
    Anything,
}

/// Cleans `text` and checks it; the result is normal form C, trimmed, its inner spaces collapsed.
pub(super) fn clean(text: &str, platform: &dyn Platform, rules: Rules) -> Result<String, Problem> {
    // A leading tab would be trimmed away below, but a spreadsheet that gets the raw text would
    // read what follows as a formula: nobody types one, so it is refused and not repaired.
    let from_tab = text.trim_start_matches([' ', '\n', '\r']).starts_with('\t');
    let mut cleaned = String::with_capacity(text.len());
    let mut space = false;
    let mut lines = 0;
    for character in text.trim().chars() {
        match character {
            '\n' | '\u{2028}' | '\u{2029}' if rules.prose => lines += 1,
            '\r' if rules.prose => {}
            '\t' if rules.prose => space = true,
            // Invisible and meaningless in a name; they come with what is pasted.
            _ if is_invisible(character) => {}
            _ if is_forbidden(character) => return Err(Code::ControlCharacter.into()),
            _ if character.is_whitespace() => space = true,
            _ => {
                if !cleaned.is_empty() {
                    if lines > 0 {
                        cleaned.push_str(if lines > 1 { "\n\n" } else { "\n" });
                    } else if space {
                        cleaned.push(' ');
                    }
                }
                (space, lines) = (false, 0);
                cleaned.push(character);
            }
        }
    }
    // Browsers have the tables; ASCII, which most text is, needs none.
    let cleaned = if cleaned.is_ascii() {
        cleaned
    } else {
        platform.nfc(&cleaned)
    };
    check(&cleaned, from_tab, rules)?;
    Ok(cleaned)
}

fn check(text: &str, from_tab: bool, rules: Rules) -> Result<(), Problem> {
    let (mut letters, mut digits) = (false, false);
    let mut length = 0;
    for character in text.chars() {
        letters |= character.is_alphabetic();
        digits |= character.is_numeric();
        length += 1;
    }
    let Some(first) = text.chars().next() else {
        return Err(Code::Required.into());
    };
    if length > rules.max {
        return Err(Problem::too_long(rules.max));
    }
    if from_tab || (is_formula_start(first) && (letters || digits)) {
        return Err(Code::FormulaStart.into());
    }
    if has_markup(text, rules.prose) {
        return Err(Code::ContainsMarkup.into());
    }
    if has_url(text, rules.bare_domain) {
        return Err(Code::ContainsUrl.into());
    }
    let enough = match rules.needs {
        Needs::Letter => letters,
        Needs::LetterOrDigit => letters || digits,
        Needs::Anything => true,
    };
    if enough {
        Ok(())
    } else {
        Err(Code::NoLetter.into())
    }
}

/// Signs that say nothing, neither to the eye nor to a computer: soft hyphen, direction marks, spaces
/// of no width, word joiner, byte order mark. The joiners of Persian and Indic names stay.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// Controls, bidirectional embeddings, overrides and isolates, line separators, annotation and tag
/// characters, private use, the replacement character and non-characters.
fn is_forbidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2061}'..='\u{206F}'
            | '\u{E000}'..='\u{F8FF}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FFF9}'..='\u{FFFF}'
            | '\u{E0000}'..='\u{E00FF}'
            | '\u{F0000}'..
    ) || (character as u32) & 0xFFFE == 0xFFFE
}

/// The signs that make a spreadsheet compute, and their full-width forms (OWASP, CSV injection).
fn is_formula_start(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// HTML, entities, BBCode, Markdown links and template braces.
fn has_markup(text: &str, prose: bool) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        match bytes[at] {
            // `<3` and `a > b` are words of a comment; a name has neither.
            b'<' => !prose || next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'),
            b'>' => !prose,
            b'[' => next == b'/' || starts_with(&bytes[at + 1..], b"url"),
            b']' => next == b'(',
            b'{' => next == b'{',
            b'$' => next == b'{',
            b'&' => {
                next == b'#'
                    || [b"lt;", b"gt;"]
                        .iter()
                        .any(|s| starts_with(&bytes[at + 1..], *s))
            }
            _ => false,
        }
    })
}

/// Ends of domain names that are no words, so that they count wherever they stand.
const TLDS: &[&str] = &[
    "com", "net", "org", "biz", "eu", "fr", "ru", "cn", "io", "xyz", "click", "tk", "cc", "tv",
    "ly", "dev",
];

fn has_url(text: &str, bare_domain: bool) -> bool {
    let bytes = text.as_bytes();
    let at_word = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    (0..bytes.len()).any(|at| match bytes[at] {
        b':' => starts_with(&bytes[at + 1..], b"//"),
        b'w' | b'W' => at_word(at) && starts_with(&bytes[at..], b"www."),
        b'h' | b'H' => {
            at_word(at)
                && (starts_with(&bytes[at..], b"http:") || starts_with(&bytes[at..], b"https:"))
        }
        b'm' | b'M' => at_word(at) && starts_with(&bytes[at..], b"mailto:"),
        b'j' | b'J' => at_word(at) && starts_with(&bytes[at..], b"javascript:"),
        b'.' if bare_domain => ends_domain(&bytes[..at], &bytes[at + 1..]),
        _ => false,
    })
}

/// Whether a dot between `before` and `after` is that of a domain name: `casino.com`, `t.me/x`.
/// Initials (`J.R.`), titles (`St.John`) and a sentence that starts without a space are not.
fn ends_domain(before: &[u8], after: &[u8]) -> bool {
    let label = after
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let (tld, rest) = after.split_at(label);
    let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte >= 0x80;
    let host = before
        .iter()
        .rev()
        .take_while(|byte| is_label(byte))
        .count();
    match rest.first() {
        Some(b'/') => return label >= 2 && host >= 1,
        Some(byte) if is_label(byte) || *byte == b'_' => return false,
        Some(b'.') if rest.get(1).is_some_and(is_label) => return false,
        _ => {}
    }
    let sentence = tld.first().is_some_and(u8::is_ascii_uppercase)
        && tld.iter().skip(1).all(u8::is_ascii_lowercase);
    let listed = TLDS
        .iter()
        .position(|known| tld.eq_ignore_ascii_case(known.as_bytes()));
    host >= 2 && listed.is_some_and(|at| at < 3 || !sentence)
}

/// Whether `bytes` start with `prefix`, in any ASCII case.
fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
    bytes
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
