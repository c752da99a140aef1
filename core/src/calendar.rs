//! A gathering as a file for the person's own calendar (iCalendar, RFC 5545).

use alloc::format;
use alloc::string::String;

use crate::geo::Point;
use crate::link::admitted;
use crate::mobilisation::{Gathering, Venue};
use crate::time::Timestamp;

/// The media type of [`file()`]'s text.
///
/// ```
/// # use wesign_core::calendar::MEDIA_TYPE;
/// // What a server says of it, and what a browser's `Blob` is made with.
/// assert_eq!(format!("Content-Type: {MEDIA_TYPE}"), "Content-Type: text/calendar;charset=utf-8");
/// ```
pub const MEDIA_TYPE: &str = "text/calendar;charset=utf-8";

/// Longest line in octets, without its end (RFC 5545, section 3.1).
const MAX_LINE: usize = 75;

/// The mobilisation that a gathering belongs to.
///
/// ```
/// # use wesign_core::{calendar::{Source, file}, mobilisation::Gathering, time::Timestamp};
/// let source = Source { petition: "arbres", url: "https://example.org/arbres" };
/// let now = Timestamp::from_unix(0);
/// let march = Gathering { id: "marche".into(), starts_at: Some(now), ..Gathering::default() };
/// assert!(file(&march, source, now).unwrap().contains("UID:arbres/marche@wesign.it"));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// Its identifier.
    pub petition: &'a str,
    /// Its page, for gatherings without one of their own.
    pub url: &'a str,
}

/// The calendar file of `gathering`, made at the moment `now`; `None` for one without a beginning.
///
/// Times are in UTC, so no time zone has to be described; the calendar shows the visitor's own. The
/// UID is the same for every file of the gathering, so that a later one replaces the first, and a
/// cancelled gathering comes with the status that takes it out. An end that is not known, or is not
/// after the beginning, is left out.
///
/// ```
/// use wesign_core::{calendar::{Source, file}, mobilisation::Gathering, time::Timestamp};
/// let gathering = Gathering {
///     id: "marche-rennes".into(),
///     title: "Marche, puis débat".into(),
///     starts_at: Timestamp::parse("2026-12-05T14:00:00+01:00"),
///     ..Gathering::default()
/// };
/// let source = Source { petition: "p", url: "https://example.org/p" };
/// let text = file(&gathering, source, Timestamp::parse("2026-11-25T08:00:00Z").unwrap()).unwrap();
/// assert_eq!(
///     text.lines().collect::<Vec<_>>(),
///     [
///         "BEGIN:VCALENDAR",
///         "VERSION:2.0",
///         "PRODID:-//wesign//widget//EN",
///         "METHOD:PUBLISH",
///         "BEGIN:VEVENT",
///         "UID:p/marche-rennes@wesign.it",
///         "DTSTAMP:20261125T080000Z",
///         "DTSTART:20261205T130000Z",
///         r"SUMMARY:Marche\, puis débat",
///         "DESCRIPTION:https://example.org/p",
///         "URL:https://example.org/p",
///         "STATUS:CONFIRMED",
///         "END:VEVENT",
///         "END:VCALENDAR",
///     ],
/// );
/// ```
#[must_use]
pub fn file(gathering: &Gathering, source: Source<'_>, now: Timestamp) -> Option<String> {
    let starts = gathering.starts_at?;
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//wesign//widget//EN");
    lines.raw("METHOD", "PUBLISH");
    lines.raw("BEGIN", "VEVENT");
    let uid = [source.petition, "/", &gathering.id, "@wesign.it"].concat();
    lines.text("UID", &uid);
    lines.raw("DTSTAMP", &utc(now));
    lines.raw("DTSTART", &utc(starts));
    if let Some(ends) = gathering.ends_at.filter(|ends| *ends > starts) {
        lines.raw("DTEND", &utc(ends));
    }
    lines.text("SUMMARY", &gathering.title);
    let own = admitted(&gathering.url).or_else(|| admitted(source.url));
    // Many calendars show the description and not the URL.
    let described = joined(&gathering.text, own.unwrap_or_default(), "\n\n");
    lines.text("DESCRIPTION", &described);
    let Venue { name, address, .. } = &gathering.place;
    lines.text("LOCATION", &joined(name, address, ", "));
    let point = gathering.place.point;
    if let Some(texts) = point.and_then(|point| Point::from(point).texts()) {
        lines.raw("GEO", &texts.join(";"));
    }
    if let Some(url) = own {
        lines.raw("URL", url);
    }
    let status = if gathering.cancelled {
        "CANCELLED"
    } else {
        "CONFIRMED"
    };
    lines.raw("STATUS", status);
    lines.raw("END", "VEVENT");
    lines.raw("END", "VCALENDAR");
    Some(lines.0)
}

/// A name for the file: the gathering's id, without what a file system might trip over.
///
/// ```
/// use wesign_core::{calendar::file_name, mobilisation::Gathering};
/// let gathering = Gathering { id: "marche-rennes".into(), ..Gathering::default() };
/// assert_eq!(file_name(&gathering), "marche-rennes.ics");
/// let hostile = Gathering { id: "../../etc/passwd\0".into(), ..Gathering::default() };
/// assert_eq!(file_name(&hostile), "etcpasswd.ics");
/// ```
#[must_use]
pub fn file_name(gathering: &Gathering) -> String {
    let safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name: String = gathering.id.chars().filter(safe).take(64).collect();
    let name = if name.is_empty() { "gathering" } else { &name };
    [name, ".ics"].concat()
}

/// `one` and `other` with `between` where there are both.
fn joined(one: &str, other: &str, between: &str) -> String {
    let (one, other) = (one.trim(), other.trim());
    let both = !one.is_empty() && !other.is_empty();
    [one, if both { between } else { "" }, other].concat()
}

/// `20261205T130000Z`: the form with UTC of DATE-TIME.
fn utc(at: Timestamp) -> String {
    let text = format!("{at}");
    text.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// Content lines, each folded and ended as the format asks.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A value that has its form already.
    fn raw(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if width + c.len_utf8() > MAX_LINE {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A value of type TEXT (section 3.3.11); none where it is empty. What may not stand in it is
    /// dropped, and whatever breaks a line somewhere is a line break.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::new();
        let mut rest = value.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\r' if rest.peek() == Some(&'\n') => {}
                '\r' | '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    escaped.push_str("\\n");
                }
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\t' => escaped.push('\t'),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        if !escaped.is_empty() {
            self.raw(name, &escaped);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);

    /// Texts with what the format gives a meaning to.
    fn hostile() -> impl Strategy<Value = String> {
        let telling = prop::sample::select(std::vec![
            "\r\n",
            "\n",
            "\r",
            ";",
            ",",
            "\\",
            "\\n",
            ":",
            "\"",
            "BEGIN:VEVENT",
            "END:VCALENDAR",
            " ",
            "\t",
            "\u{0}",
            "\u{1b}",
            "\u{85}",
            "\u{2028}",
            "é",
            "👩‍👩‍👧‍👦",
            "\u{10FFFF}",
            "日本語",
        ]);
        let piece = prop_oneof![
            telling.prop_map(String::from),
            "\\PC{0,40}",
            any::<String>()
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    fn unfolded(text: &str) -> Vec<String> {
        let lines = text.replace("\r\n ", "");
        lines.split_terminator("\r\n").map(String::from).collect()
    }

    /// The text as it is meant: line breaks as one, no control characters.
    fn meant(text: &str) -> String {
        let mut text = text.replace("\r\n", "\n");
        for one in ['\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'] {
            text = text.replace(one, "\n");
        }
        text.retain(|c| !c.is_control() || matches!(c, '\t' | '\n'));
        text
    }

    fn unescaped(value: &str) -> String {
        let mut text = String::new();
        let mut rest = value.chars();
        while let Some(c) = rest.next() {
            match (c, c == '\\') {
                (_, false) => text.push(c),
                _ => match rest.next() {
                    Some('n') => text.push('\n'),
                    Some(c) => text.push(c),
                    None => panic!("a backslash at the end"),
                },
            }
        }
        text
    }

    proptest! {
        #[test]
        fn whatever_the_texts_the_lines_are_right_and_read_back(
            title in hostile(), text in hostile(), name in hostile(), url in hostile(),
            id in hostile(), petition in hostile(),
            starts in any::<i64>(), ends in any::<i64>(),
            point in prop::option::of([any::<f64>(), any::<f64>()]),
        ) {
            let gathering = Gathering {
                id, title, text, url,
                starts_at: Some(Timestamp::from_unix(starts)),
                ends_at: Some(Timestamp::from_unix(ends)),
                place: Venue { name, point, ..Venue::default() },
                ..Gathering::default()
            };
            let source = Source { petition: &petition, url: "https://example.org/p" };
            let made = file(&gathering, source, NOW).expect("it begins");
            prop_assert!(made.ends_with("\r\n"));
            prop_assert!(!made.replace("\r\n", "").contains(['\r', '\n']));
            for line in made.split("\r\n") {
                prop_assert!(line.len() <= MAX_LINE, "{}", line);
            }
            let lines = unfolded(&made);
            for line in ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR"] {
                prop_assert_eq!(lines.iter().filter(|known| *known == line).count(), 1);
            }
            let summary = lines.iter().find_map(|line| line.strip_prefix("SUMMARY:"));
            prop_assert_eq!(unescaped(summary.unwrap_or_default()), meant(&gathering.title));
            let place = lines.iter().find_map(|line| line.strip_prefix("LOCATION:"));
            prop_assert_eq!(unescaped(place.unwrap_or_default()), meant(gathering.place.name.trim()));
        }
    }

    #[test]
    fn what_was_called_off_says_so_and_no_end_is_before_its_beginning() {
        let gathering = Gathering {
            id: "a".into(),
            starts_at: Some(NOW),
            ends_at: Some(NOW),
            cancelled: true,
            ..Gathering::default()
        };
        let made = file(&gathering, Source::default(), NOW).expect("it begins");
        assert!(made.contains("STATUS:CANCELLED\r\n"));
        assert!(!made.contains("DTEND"));
        assert!(!made.contains("URL"), "there is none");
        assert_eq!(file(&Gathering::default(), Source::default(), NOW), None);
    }
}
