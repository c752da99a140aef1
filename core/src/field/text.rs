//! The rules that every free text shares: what is cleaned, what is refused.

use alloc::{borrow::Cow, string::String};

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

/// Cleans `text` and checks it; the result is normal form C, trimmed, its inner spaces collapsed,
/// and borrowed where it was typed like that.
pub(super) fn clean<'a>(
    text: &'a str,
    platform: &dyn Platform,
    rules: Rules,
) -> Result<Cow<'a, str>, Problem> {
    // A leading tab would be trimmed away below, but a spreadsheet that gets the raw text would
    // read what follows as a formula: nobody types one, so it is refused and not repaired.
    let from_tab =
        !starts_graphic(text) && text.trim_start_matches([' ', '\n', '\r']).starts_with('\t');
    let text = trimmed(text, char::is_whitespace);
    let seen = Seen::of(text, rules.prose);
    if seen.is(FORBIDDEN) {
        return Err(Code::ControlCharacter.into());
    }
    // Most of what is typed is tidy already: no copy, and the platform is left in peace.
    if !seen.is(UNTIDY | COMPOSABLE) {
        check(text, seen, from_tab, rules)?;
        return Ok(Cow::Borrowed(text));
    }
    let mut cleaned = tidied(text, rules.prose);
    if seen.is(COMPOSABLE) {
        cleaned = platform.nfc(&cleaned);
    }
    check(&cleaned, Seen::of(&cleaned, rules.prose), from_tab, rules)?;
    Ok(Cow::Owned(cleaned))
}

/// Without what `is_blank` says at either end; most texts have nothing there.
pub(super) fn trimmed(text: &str, is_blank: impl Fn(char) -> bool) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim_matches(is_blank),
    }
}

fn starts_graphic(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'!'..=b'~'))
}

const LETTER: u8 = 1;
const DIGIT: u8 = 1 << 1;
const SPACE: u8 = 1 << 2;
/// Something that is refused wherever it stands.
const FORBIDDEN: u8 = 1 << 3;
/// Spaces to collapse, lines to count, invisible signs to drop.
const UNTIDY: u8 = 1 << 4;
/// Signs that normalisation might compose or replace.
const COMPOSABLE: u8 = 1 << 5;
/// Signs without which there is no markup.
const MARKUP_SIGN: u8 = 1 << 6;
/// Signs without which there is no web address.
const URL_SIGN: u8 = 1 << 7;

/// What each sign of ASCII is: one look-up a sign where every text begins.
const ASCII: [u8; 128] = {
    let mut classes = [0; 128];
    let mut at = 0;
    while at < 128 {
        classes[at] = match at as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b' ' => SPACE,
            b'.' | b':' => URL_SIGN,
            b'<' | b'>' | b'[' | b']' | b'{' | b'$' | b'&' => MARKUP_SIGN,
            b'!'..=b'~' => 0,
            _ => FORBIDDEN,
        };
        at += 1;
    }
    classes
};

/// What one pass over a text sees.
#[derive(Clone, Copy)]
struct Seen {
    length: u32,
    classes: u8,
}

impl Seen {
    fn of(text: &str, prose: bool) -> Seen {
        // Speed for servers; in a browser its bytes are dearer.
        if cfg!(feature = "native")
            && let Some(seen) = Seen::of_ascii(text)
        {
            return seen;
        }
        Seen::of_signs(text, prose)
    }

    /// Of a text of printable ASCII, byte by byte.
    fn of_ascii(text: &str) -> Option<Seen> {
        /// With what is not ASCII among what is looked at sign by sign: no bound to check.
        static BYTES: [u8; 256] = {
            let mut classes = [FORBIDDEN; 256];
            classes.split_at_mut(128).0.copy_from_slice(&ASCII);
            classes
        };
        let (mut classes, mut pairs, mut before) = (0, 0, 0);
        for byte in text.bytes() {
            let class = BYTES[usize::from(byte)];
            classes |= class;
            pairs |= class & before;
            before = class;
        }
        if classes & FORBIDDEN != 0 {
            return None;
        }
        if pairs & SPACE != 0 {
            classes |= UNTIDY;
        }
        Some(Seen {
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            classes,
        })
    }

    /// Of any text, sign by sign.
    fn of_signs(text: &str, prose: bool) -> Seen {
        let (mut length, mut classes, mut before) = (0, 0, 0);
        for sign in text.chars() {
            let class = match ASCII.get(sign as usize) {
                Some(&FORBIDDEN) => line(sign, prose),
                Some(&class) => class,
                None => other(sign, prose),
            };
            if class & before & SPACE != 0 {
                classes |= UNTIDY;
            }
            length += 1;
            classes |= class;
            before = class;
        }
        Seen { length, classes }
    }

    /// Whether any sign was of one of `classes`.
    fn is(self, classes: u8) -> bool {
        self.classes & classes != 0
    }
}

/// A control: the end of a line of prose, or forbidden.
fn line(sign: char, prose: bool) -> u8 {
    match sign {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' if prose => UNTIDY,
        _ => FORBIDDEN,
    }
}

/// What is not ASCII.
fn other(sign: char, prose: bool) -> u8 {
    // What French and its neighbours are written with needs no table: Latin letters with their accents
    // (without × and ÷) and the typographic apostrophe.
    match sign {
        '\u{D7}' | '\u{F7}' | '’' => return 0,
        '\u{C0}'..='\u{24F}' => return LETTER,
        _ => {}
    }
    let class = if is_invisible(sign) {
        UNTIDY
    } else if is_forbidden(sign) {
        line(sign, prose)
    } else if sign.is_whitespace() {
        UNTIDY
    } else if sign.is_alphabetic() && !is_filler(sign) {
        LETTER
    } else if sign.is_numeric() {
        DIGIT
    } else {
        0
    };
    // Below U+0300 nothing composes with what stands before it, nor do dashes and quotes.
    if sign >= '\u{300}' && !('\u{2010}'..='\u{2027}').contains(&sign) {
        class | COMPOSABLE
    } else {
        class
    }
}

/// Spaces collapsed, lines counted, invisible signs dropped.
fn tidied(text: &str, prose: bool) -> String {
    let mut tidy = String::with_capacity(text.len());
    let (mut space, mut lines) = (false, 0);
    for sign in text.chars() {
        match sign {
            '\n' | '\u{2028}' | '\u{2029}' if prose => lines += 1,
            _ if is_invisible(sign) => {}
            _ if sign.is_whitespace() => space = true,
            _ => {
                if !tidy.is_empty() {
                    match lines {
                        0 if space => tidy.push(' '),
                        0 => {}
                        1 => tidy.push('\n'),
                        _ => tidy.push_str("\n\n"),
                    }
                }
                (space, lines) = (false, 0);
                tidy.push(sign);
            }
        }
    }
    tidy
}

fn check(text: &str, seen: Seen, from_tab: bool, rules: Rules) -> Result<(), Problem> {
    let Some(first) = text.chars().next() else {
        return Err(Code::Required.into());
    };
    if seen.length > rules.max {
        return Err(Problem::too_long(rules.max));
    }
    if from_tab || (is_formula_start(first) && seen.is(LETTER | DIGIT)) {
        return Err(Code::FormulaStart.into());
    }
    if seen.is(MARKUP_SIGN) && has_markup(text, rules.prose) {
        return Err(Code::ContainsMarkup.into());
    }
    if seen.is(URL_SIGN) && has_url(text, rules.bare_domain) {
        return Err(Code::ContainsUrl.into());
    }
    let enough = match rules.needs {
        Needs::Letter => seen.is(LETTER),
        Needs::LetterOrDigit => seen.is(LETTER | DIGIT),
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

/// Hangul fillers: letters by their properties, blank on every screen. They may stand in a name, but a
/// name of nothing else is an empty one.
fn is_filler(character: char) -> bool {
    matches!(character, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
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

/// How entities, BBCode, Markdown links and templates start.
const MARKUP: &[&[u8]] = &[b"[/", b"[url", b"](", b"{{", b"${", b"&#", b"&lt;", b"&gt;"];

fn has_markup(text: &str, prose: bool) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        let rest = &bytes[at..];
        // `<3` and `a > b` are words of a comment; a name has neither.
        match rest[0] {
            b'>' => !prose,
            b'<' if prose => rest
                .get(1)
                .is_some_and(|&next| next.is_ascii_alphabetic() || b"/!?".contains(&next)),
            b'<' => true,
            _ => MARKUP.iter().any(|start| starts_with(rest, start)),
        }
    })
}

/// Ends of domain names that hardly start a sentence, so that they count wherever they stand.
const TLDS: &[&str] = &[
    "com", "net", "org", "biz", "eu", "fr", "ru", "cn", "io", "xyz", "click", "tk", "cc", "tv",
    "ly", "dev", "info", "shop", "online", "site", "app", "vip",
];

/// What an address starts with, where a word starts.
const STARTS: &[&[u8]] = &[b"www.", b"http:", b"https:", b"mailto:", b"javascript:"];

fn has_url(text: &str, bare_domain: bool) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        let (before, rest) = bytes.split_at(at);
        let at_word = !before.last().is_some_and(u8::is_ascii_alphanumeric);
        starts_with(rest, b"://")
            || at_word && STARTS.iter().any(|start| starts_with(rest, start))
            || bare_domain && rest[0] == b'.' && ends_domain(before, &rest[1..])
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
    let sentence = tld.first().is_some_and(u8::is_ascii_uppercase)
        && tld.iter().skip(1).all(u8::is_ascii_lowercase);
    match rest.first() {
        Some(b'/') if !sentence => return label >= 2 && host >= 1,
        Some(byte) if is_label(byte) || *byte == b'_' => return false,
        Some(b'.') if rest.get(1).is_some_and(is_label) => return false,
        _ => {}
    }
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
