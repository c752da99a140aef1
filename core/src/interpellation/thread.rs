//! A text that is too long, as a numbered thread.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::channel::Channel;
use super::link;
use super::measure::Measuring;
use super::tlds::Tlds;
use crate::platform::Platform;

/// The longest thread offered; nobody reads further.
const MAX_PARTS: usize = 99;

/// One message of a thread.
///
/// ```
/// use wesign_core::interpellation::{Channel, Measuring};
/// use wesign_core::platform::Native;
/// let text = "Une phrase. ".repeat(30);
/// let parts = Channel::X.split(&text, &Native, &Measuring::default())?;
/// assert!(parts[0].text.ends_with(" 1/2"));
/// assert_eq!(parts.iter().map(|part| part.body).collect::<String>(), text);
/// # Ok::<(), wesign_core::interpellation::SplitError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThreadPart<'a> {
    /// The piece of the text it holds. The pieces of a thread, one after the other, are the text.
    pub body: &'a str,
    /// What is sent: the piece without the breaking white space at its ends, and its number (` 2/5`).
    pub text: String,
}

/// Why a text cannot be split.
///
/// ```
/// use wesign_core::interpellation::{Channel, Measuring, SplitError};
/// use wesign_core::platform::Native;
/// let text = format!("#{}", "a".repeat(300));
/// let split = Channel::Bluesky.split(&text, &Native, &Measuring::default());
/// assert_eq!(split, Err(SplitError::Unbreakable));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum SplitError {
    /// A link, mention or hashtag alone is longer than a message.
    Unbreakable,
    /// It would take more than 99 messages.
    TooManyParts,
}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unbreakable => "a link or mention is longer than a message",
            Self::TooManyParts => "more than 99 messages",
        })
    }
}

impl core::error::Error for SplitError {}

/// How good a place is to break at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    Grapheme,
    Word,
    Sentence,
}

/// White space at which a line may break: not the fixed spaces of French punctuation.
fn breaking(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t')
}

fn trimmed(body: &str) -> &str {
    body.trim_matches(breaking)
}

/// What stays in one piece: links, mentions and hashtags, as byte ranges in order.
fn whole(text: &str, tlds: Tlds<'_>) -> Vec<Range<usize>> {
    let mut ranges = link::ranges(text, tlds);
    let mut at = 0;
    while let Some(found) = text[at..].find(['@', '#']) {
        let start = at + found;
        let rest = &text[start + 1..];
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
        let end = start + 1 + rest.find(|c| !inside(c)).unwrap_or(rest.len());
        ranges.push(start..end);
        at = end;
    }
    ranges
}

/// Every place to break at: the byte after which a message may end.
fn breaks(text: &str, platform: &impl Platform, tlds: Tlds<'_>) -> Vec<(usize, Quality)> {
    let ranges = whole(text, tlds);
    let mut places = Vec::new();
    let mut at = 0;
    // Whether a sentence has ended, closing quotation marks aside.
    let mut ended = false;
    platform.graphemes(text, &mut |cluster| {
        at += cluster.len();
        let quality = if cluster.chars().all(breaking) {
            if ended || cluster.contains('\n') {
                Quality::Sentence
            } else {
                Quality::Word
            }
        } else if cluster.starts_with(['。', '！', '？']) {
            Quality::Sentence
        } else {
            ended = cluster.starts_with(['.', '!', '?', '…'])
                || (ended && cluster.starts_with(['»', '”', '"', ')', '’', '\u{A0}', '\u{202F}']));
            Quality::Grapheme
        };
        if text.is_char_boundary(at)
            && !ranges
                .iter()
                .any(|whole| whole.start < at && at < whole.end)
        {
            places.push((at, quality));
        }
    });
    // A platform that loses the end of the text must not lose it for us.
    if places.last().is_none_or(|&(last, _)| last != text.len()) {
        places.retain(|&(place, _)| place < text.len());
        places.push((text.len(), Quality::Sentence));
    }
    places
}

fn number(part: usize, total: usize) -> String {
    let mut text = String::from(" ");
    for (number, after) in [(part, "/"), (total, "")] {
        if number >= 10 {
            text.push(char::from(b'0' + (number / 10 % 10) as u8));
        }
        text.push(char::from(b'0' + (number % 10) as u8));
        text.push_str(after);
    }
    text
}

impl Channel {
    /// Splits `text` into a numbered thread of messages that each fit.
    ///
    /// It breaks after a sentence where that fills at least a third of a message, otherwise between
    /// words, otherwise between grapheme clusters; never inside a link, a mention, a hashtag or an
    /// emoji. A text that fits is one part without a number, as is any text where there is no limit.
    ///
    /// ```
    /// use wesign_core::interpellation::{Channel, Measuring};
    /// use wesign_core::platform::Native;
    /// let measuring = Measuring { limit: Some(30), ..Measuring::default() };
    /// let parts = Channel::Mastodon.split("Une phrase. Une autre phrase, @lea.", &Native, &measuring)?;
    /// let texts: Vec<&str> = parts.iter().map(|part| &*part.text).collect();
    /// assert_eq!(texts, ["Une phrase. 1/2", "Une autre phrase, @lea. 2/2"]);
    /// # Ok::<(), wesign_core::interpellation::SplitError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`SplitError`]: something in it cannot be broken, or the thread would be too long.
    pub fn split<'a>(
        self,
        text: &'a str,
        platform: &impl Platform,
        measuring: &Measuring<'_>,
    ) -> Result<Vec<ThreadPart<'a>>, SplitError> {
        let fits = |text: &str| self.measure(text, platform, measuring).fits();
        if fits(text) {
            return Ok(alloc::vec![ThreadPart {
                body: text,
                text: text.into()
            }]);
        }
        let limit = measuring.limit.or(self.limit()).unwrap_or(u32::MAX);
        let places = breaks(text, platform, measuring.tlds);
        // The number takes room, and how much depends on how many there are: try one digit, then two.
        for most in [9, MAX_PARTS] {
            let longest = number(most, most);
            let long_enough = |body: &str| {
                let mut with_number = String::from(trimmed(body));
                with_number.push_str(&longest);
                with_number
            };
            let mut bodies = Vec::new();
            let mut start = 0;
            let mut first = 0;
            while start < text.len() && bodies.len() < most {
                let fits_to = |end: usize| fits(&long_enough(&text[start..end]));
                let rest = &places[first..];
                // The furthest place that fits. Lengths grow with the text but for rare ends of
                // links, so the place found is tested again below.
                let mut reach = rest.partition_point(|&(end, _)| fits_to(end));
                while reach > 0 && !fits_to(rest[reach - 1].0) {
                    reach -= 1;
                }
                if reach == 0 {
                    return Err(SplitError::Unbreakable);
                }
                let last = reach == rest.len();
                let best = |wanted: Quality| {
                    rest[..reach]
                        .iter()
                        .rposition(|&(end, quality)| quality >= wanted && fits_to(end))
                };
                let filled = |at: &usize| {
                    let body = trimmed(&text[start..rest[*at].0]);
                    self.measure(body, platform, measuring).length >= limit / 3
                };
                let at = if last {
                    reach - 1
                } else {
                    best(Quality::Sentence)
                        .filter(filled)
                        .or_else(|| best(Quality::Word))
                        .unwrap_or(reach - 1)
                };
                bodies.push(start..rest[at].0);
                start = rest[at].0;
                first += at + 1;
            }
            if start < text.len() {
                continue;
            }
            let total = bodies.len();
            return Ok(bodies
                .into_iter()
                .enumerate()
                .map(|(at, range)| {
                    let body = &text[range];
                    let mut sent = String::from(trimmed(body));
                    if total > 1 {
                        sent.push_str(&number(at + 1, total));
                    }
                    ThreadPart { body, text: sent }
                })
                .collect());
        }
        Err(SplitError::TooManyParts)
    }
}
