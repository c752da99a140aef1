//! How long a text is as a channel counts it.

use super::among;
use super::channel::Channel;
use super::tlds::Tlds;
use super::{letters, link, mastodon, x};
use crate::platform::Platform;

/// What measuring needs to know beyond the text.
///
/// ```
/// use wesign_core::interpellation::{Channel, Measuring};
/// use wesign_core::platform::Native;
/// let instance = Measuring { limit: Some(5_000), ..Measuring::default() };
/// assert_eq!(Channel::Mastodon.measure("Bonjour", &Native, &instance).remaining, Some(4_993));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Measuring<'a> {
    /// Top-level domains, for X and Mastodon.
    pub tlds: Tlds<'a>,
    /// The limit in place of the channel's own: a Mastodon instance's
    /// (`configuration.statuses.max_characters` of its `/api/v2/instance`), a paid X account's.
    pub limit: Option<u32>,
}

/// The length of a text on a channel.
///
/// ```
/// use wesign_core::interpellation::{Channel, Measuring};
/// use wesign_core::platform::Native;
/// let measure = Channel::X.measure("👍🏽 https://example.org/a/long/path", &Native, &Measuring::default());
/// assert_eq!((measure.length, measure.remaining, measure.exact), (2 + 1 + 23, Some(254), true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Measure {
    /// Length in the channel's own unit: weighted characters on X, grapheme clusters on Bluesky and
    /// Mastodon, characters on Threads (an emoji by its bytes), UTF-16 code units elsewhere, septets
    /// or code units in a text message.
    pub length: u32,
    /// The longest one message may be; `None` where there is no limit to speak of.
    pub limit: Option<u32>,
    /// What remains; negative by how much it is over. `None` without a limit.
    pub remaining: Option<i32>,
    /// How many messages the text takes: the segments of a text message; elsewhere 1.
    pub parts: u32,
    /// How many different links it has beyond what one message may hold: five on Threads; 0 elsewhere.
    pub excess_links: u32,
    /// Whether length and links are exactly the channel's; otherwise the top-level domains were not
    /// there and they may be less.
    pub exact: bool,
}

impl Measure {
    /// Whether the channel accepts a text of this length.
    ///
    /// ```
    /// use wesign_core::interpellation::{Channel, Measuring};
    /// use wesign_core::platform::Native;
    /// let fits = |text: &str| Channel::Bluesky.measure(text, &Native, &Measuring::default()).fits();
    /// assert!(fits(&"é".repeat(300)) && !fits(&"é".repeat(301)));
    /// ```
    #[must_use]
    pub fn fits(&self) -> bool {
        self.excess_links == 0 && self.remaining.is_none_or(|remaining| remaining >= 0)
    }
}

fn graphemes(text: &str, platform: &impl Platform) -> u32 {
    let mut count = 0;
    platform.graphemes(text, &mut |_| count += 1);
    count
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Channel {
    /// The longest message, in the unit of [`Measure::length`]; sources:
    ///
    /// - X: developer documentation, "Counting characters", 280 weighted.
    /// - Bluesky: lexicon `app.bsky.feed.post`, 300 grapheme clusters (and 3,000 bytes); "Action
    ///   Intent Links" (docs.bsky.app) says the same.
    /// - Mastodon: `StatusLengthValidator`, 500 unless the instance says otherwise.
    /// - Threads: Threads API, "Overview" and "Posts" (developers.facebook.com), 500 characters,
    ///   emoji by their bytes; "Text Attachments", five different links.
    /// - Facebook: 63,206 characters, as announced in 2011; no page of its documentation says so.
    /// - LinkedIn: 3,000 characters. "Posts API" (learn.microsoft.com) has the field `commentary` and
    ///   not its limit; the number is the one that services which post there publish.
    /// - WhatsApp: "Text messages" of the Cloud API, 4,096 characters.
    /// - Telegram: Bot API, `sendMessage`, 4,096 characters.
    ///
    /// ```
    /// use wesign_core::interpellation::Channel;
    /// assert_eq!((Channel::X.limit(), Channel::Email.limit()), (Some(280), None));
    /// ```
    #[must_use]
    pub const fn limit(self) -> Option<u32> {
        match self {
            Self::X => Some(280),
            Self::Bluesky => Some(300),
            Self::Mastodon | Self::Threads => Some(500),
            Self::Facebook => Some(63_206),
            Self::LinkedIn => Some(3_000),
            Self::WhatsApp | Self::Telegram => Some(4_096),
            Self::Sms | Self::Email | Self::Phone | Self::Letter => None,
        }
    }

    /// Measures `text` as the channel counts it.
    ///
    /// On Bluesky the 3,000 bytes bind as well: where they are the tighter bound, `remaining` is
    /// what is left of them. Linear in the text; made to be called on each keystroke.
    ///
    /// ```
    /// use wesign_core::interpellation::{Channel, Measuring};
    /// use wesign_core::platform::Native;
    /// let length = |channel: Channel, text| channel.measure(text, &Native, &Measuring::default()).length;
    /// // A remote mention counts without its domain; a text message in the 7-bit alphabet by septets.
    /// assert_eq!(length(Channel::Mastodon, "@lea@example.org !"), "@lea !".len() as u32);
    /// assert_eq!(length(Channel::Sms, "10 €"), 5);
    /// ```
    pub fn measure(
        self,
        text: &str,
        platform: &impl Platform,
        measuring: &Measuring<'_>,
    ) -> Measure {
        let limit = measuring.limit.or(self.limit());
        let mut parts = 1;
        let mut excess_links = 0;
        let (length, exact) = match self {
            Self::X => x::length(text, platform, measuring.tlds),
            Self::Mastodon => {
                let units: alloc::vec::Vec<u16> = text.encode_utf16().collect();
                let (text, exact) = mastodon::shortened(&units, measuring.tlds);
                (graphemes(&text, platform), exact)
            }
            Self::Bluesky => (graphemes(text, platform), true),
            Self::Threads => {
                let (different, exact) = links(text, measuring.tlds);
                excess_links = different.saturating_sub(THREADS_LINKS);
                (threads(text, platform), exact)
            }
            Self::Sms => {
                let (length, segments) = segments(text);
                parts = segments;
                (length, true)
            }
            _ => (count(text.encode_utf16().count()), true),
        };
        let difference = |limit: u32, length: u32| {
            i32::try_from(i64::from(limit) - i64::from(length)).unwrap_or(i32::MIN)
        };
        let mut remaining = limit.map(|limit| difference(limit, length));
        if self == Self::Bluesky {
            remaining = remaining.map(|left| left.min(difference(3_000, count(text.len()))));
        }
        Measure {
            length,
            limit,
            remaining,
            parts,
            excess_links,
            exact,
        }
    }
}

/// Different links a post on Threads may hold (Threads API, "Text attachments": with more, posting
/// ends in `THREADS_API__LINK_LIMIT_EXCEEDED` since December 2025).
const THREADS_LINKS: u32 = 5;

/// How many different links are in a text, with or without a protocol, and whether that is exact; the
/// same one twice is one.
fn links(text: &str, tlds: Tlds<'_>) -> (u32, bool) {
    let mut different: alloc::vec::Vec<&str> = alloc::vec::Vec::new();
    for range in link::ranges(text, tlds) {
        let link = text.get(range).unwrap_or_default();
        if !different.contains(&link) {
            different.push(link);
        }
    }
    let units: alloc::vec::Vec<u16> = text.encode_utf16().collect();
    let (_, exact) = link::links(&units, tlds, letters::X);
    (count(different.len()), exact)
}

/// Length on Threads: an emoji counts its bytes in UTF-8, every other character one ("Threads
/// Posts", Limitations).
fn threads(text: &str, platform: &impl Platform) -> u32 {
    let emoji = |c: char| matches!(c, '\u{FE0F}' | '\u{20E3}' | '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}');
    let mut length = 0;
    platform.graphemes(text, &mut |cluster| {
        let drawn = cluster.contains(emoji);
        length += count(if drawn {
            cluster.len()
        } else {
            cluster.chars().count()
        });
    });
    length
}

/// Length and segments of a text message: 3GPP TS 23.038 (the 7-bit alphabet and its extension,
/// which takes two) and TS 23.040 (160 septets or 70 code units; 153 and 67 when concatenated).
fn segments(text: &str) -> (u32, u32) {
    const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    const EXTENDED: &str = "\u{C}^{}\\[~]|€";
    let septets = text.chars().try_fold(0u32, |sum, c| {
        let one = if among(c, BASIC) {
            1
        } else if among(c, EXTENDED) {
            2
        } else {
            return None;
        };
        sum.checked_add(one)
    });
    let (length, single, several) = match septets {
        Some(septets) => (septets, 160, 153),
        None => (count(text.encode_utf16().count()), 70, 67),
    };
    (
        length,
        if length <= single {
            1
        } else {
            length.div_ceil(several)
        },
    )
}

#[cfg(all(test, feature = "native", feature = "tlds"))]
mod tests {
    use super::*;
    use crate::platform::Native;

    #[test]
    fn threads_takes_five_different_links() {
        let measure = |text: &str| {
            let measuring = Measuring::default();
            let measure = Channel::Threads.measure(text, &Native, &measuring);
            assert_eq!(
                Channel::X.measure(text, &Native, &measuring).excess_links,
                0
            );
            (measure.excess_links, measure.fits())
        };
        let five = "a.com b.com https://c.org/x d.fr e.paris";
        assert_eq!(measure(five), (0, true));
        assert_eq!(measure(&[five, " a.com a.com"].concat()), (0, true));
        let seven = [five, " www.f.net https://a.com"].concat();
        assert_eq!(measure(&seven), (2, false), "with a protocol it is another");
        let parts = Channel::Threads.split(&seven, &Native, &Measuring::default());
        let parts = parts.expect("a thread of two");
        assert_eq!(parts.len(), 2);
        assert!(parts.iter().all(|part| measure(&part.text).1));
    }
}
