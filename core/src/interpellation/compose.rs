//! Links that open a network's own window with the message in it.

use alloc::string::String;
use core::fmt;

use super::channel::Channel;
use super::instance::Instance;
use crate::url::Url;

/// What a link carries.
///
/// ```
/// use wesign_core::interpellation::{Channel, Message};
/// let message = Message { text: "Bonjour,\n…", subject: "Vote", to: &["lea@example.org"], ..Message::default() };
/// let link = Channel::Email.compose_url(&message)?;
/// assert_eq!(link, "mailto:lea@example.org?subject=Vote&body=Bonjour%2C%0D%0A%E2%80%A6");
/// # Ok::<(), wesign_core::interpellation::ComposeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Message<'a> {
    /// The text.
    pub text: &'a str,
    /// Subject of an e-mail.
    pub subject: &'a str,
    /// E-mail addresses, phone numbers, or a WhatsApp number; social networks need none.
    pub to: &'a [&'a str],
    /// The petition's public page, for the networks that share a page and not a text.
    pub page: &'a str,
    /// The person's Mastodon instance.
    pub instance: Option<&'a Instance>,
}

impl<'a> Message<'a> {
    /// A text alone.
    ///
    /// ```
    /// use wesign_core::interpellation::Message;
    /// assert!(Message::new("Bonjour").to.is_empty());
    /// ```
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// Why there is no link.
///
/// ```
/// use wesign_core::interpellation::{Channel, ComposeCode, Message};
/// let error = Channel::Mastodon.compose_url(&Message::new("Bonjour")).unwrap_err();
/// assert_eq!(error.code, ComposeCode::NoInstance);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ComposeCode {
    /// The link would be longer than programs take: offer to copy the text instead.
    TooLong,
    /// Nobody to write to or to call.
    NoRecipient,
    /// An address or number that cannot be one.
    BadRecipient,
    /// Mastodon without the person's instance.
    NoInstance,
    /// The network shares pages only, and there is none.
    NoPage,
    /// The channel has no link: a letter is printed.
    NoLink,
}

/// No link could be made.
///
/// ```
/// use wesign_core::interpellation::{Channel, Message};
/// let text = "é".repeat(1_000);
/// let message = Message { text: &text, to: &["lea@example.org"], ..Message::default() };
/// let error = Channel::Email.compose_url(&message).unwrap_err();
/// assert_eq!(error.to_string(), "the link has 6028 characters, 2000 are safe");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ComposeError {
    /// Why.
    pub code: ComposeCode,
    /// Length of the link in characters, where it is too long.
    pub length: u32,
    /// The longest it may be.
    pub max: u32,
}

impl fmt::Display for ComposeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.code {
            ComposeCode::TooLong => {
                return write!(
                    f,
                    "the link has {} characters, {} are safe",
                    self.length, self.max
                );
            }
            ComposeCode::NoRecipient => "nobody to write to",
            ComposeCode::BadRecipient => "not an address or number",
            ComposeCode::NoInstance => "no Mastodon instance",
            ComposeCode::NoPage => "no page to share",
            ComposeCode::NoLink => "this channel has no link",
        })
    }
}

impl core::error::Error for ComposeError {}

impl From<ComposeCode> for ComposeError {
    fn from(code: ComposeCode) -> Self {
        Self {
            code,
            length: 0,
            max: 0,
        }
    }
}

/// Digits of a phone number with a `+` before them, without spaces, dots, dashes and brackets.
fn number(given: &str) -> Result<String, ComposeCode> {
    let mut number = String::new();
    for c in given.trim().chars() {
        match c {
            '0'..='9' => number.push(c),
            '+' if number.is_empty() => number.push(c),
            ' ' | '\u{A0}' | '\u{202F}' | '.' | '-' | '(' | ')' | '/' => {}
            _ => return Err(ComposeCode::BadRecipient),
        }
    }
    let digits = number.trim_start_matches('+').len();
    if (3..=15).contains(&digits) {
        Ok(number)
    } else {
        Err(ComposeCode::BadRecipient)
    }
}

impl Channel {
    /// The longest link that is safe to open. `mailto:`, `sms:`: 2,000, below the 2,083
    /// (`INTERNET_MAX_URL_LENGTH`) that Windows passes on to a mail program. Web: 8,000, below the
    /// request line of 8 kB that common servers take.
    ///
    /// ```
    /// use wesign_core::interpellation::Channel;
    /// assert_eq!((Channel::Email.max_url(), Channel::X.max_url()), (2_000, 8_000));
    /// ```
    #[must_use]
    pub const fn max_url(self) -> u32 {
        match self {
            Self::Email | Self::Sms | Self::Phone => 2_000,
            _ => 8_000,
        }
    }

    /// The link that opens the network's window with `message` in it. Sources:
    ///
    /// - X: "Post button: Web intent".
    /// - Bluesky: "Action Intent Links".
    /// - Mastodon: the instance's `/share` page.
    /// - Threads: "Web Intents".
    /// - Facebook: "Sharing: Feed dialog / sharer", the page only: the text is copied.
    /// - LinkedIn: "Share on LinkedIn", the page only: the text is copied.
    /// - WhatsApp: "How to use click to chat".
    /// - Telegram: "Sharing Button", custom buttons; the text goes with the page, and a page at its end is not
    ///   repeated.
    /// - Text message: RFC 5724. E-mail: RFC 6068. Phone: RFC 3966; the text is what one says.
    ///
    /// ```
    /// use wesign_core::interpellation::{Channel, Message};
    /// let message = Message { text: "Non & non", to: &["+33 6 12 34 56 78"], ..Message::default() };
    /// assert_eq!(Channel::X.compose_url(&message)?, "https://x.com/intent/tweet?text=Non%20%26%20non");
    /// assert_eq!(Channel::WhatsApp.compose_url(&message)?, "https://wa.me/33612345678?text=Non%20%26%20non");
    /// assert_eq!(Channel::Phone.compose_url(&message)?, "tel:+33612345678");
    /// # Ok::<(), wesign_core::interpellation::ComposeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ComposeError`]; with [`ComposeCode::TooLong`] and [`ComposeCode::NoLink`] the text can
    /// still be copied or printed.
    pub fn compose_url(self, message: &Message<'_>) -> Result<String, ComposeError> {
        let first = || {
            message
                .to
                .first()
                .copied()
                .filter(|to| !to.trim().is_empty())
        };
        let page = || {
            if message.page.is_empty() {
                Err(ComposeCode::NoPage)
            } else {
                Ok(message.page)
            }
        };
        let url = match self {
            Self::X => Url::new("https://x.com/intent/tweet").with("text", message.text),
            Self::Bluesky => Url::new("https://bsky.app/intent/compose").with("text", message.text),
            Self::Threads => {
                Url::new("https://www.threads.com/intent/post").with("text", message.text)
            }
            Self::Mastodon => {
                let instance = message.instance.ok_or(ComposeCode::NoInstance)?;
                let base = ["https://", instance.as_str(), "/share"].concat();
                Url::new(&base).with("text", message.text)
            }
            Self::Facebook => {
                Url::new("https://www.facebook.com/sharer/sharer.php").with("u", page()?)
            }
            Self::LinkedIn => {
                Url::new("https://www.linkedin.com/sharing/share-offsite/").with("url", page()?)
            }
            Self::WhatsApp => {
                let mut url = Url::new("https://wa.me/");
                if let Some(to) = first() {
                    url.push_text(number(to)?.trim_start_matches('+'));
                }
                url.with("text", message.text)
            }
            Self::Telegram => {
                let page = page()?;
                // The page stands before the text there: at the end of the text it would be twice.
                let text = message.text.trim_end();
                let text = text.strip_suffix(page).map_or(message.text, str::trim_end);
                Url::new("https://t.me/share/url")
                    .with("url", page)
                    .with("text", text)
            }
            Self::Sms => {
                let mut url = Url::new("sms:");
                if let Some(to) = first() {
                    url.push_text(&number(to)?);
                }
                url.with_lines("body", message.text)
            }
            Self::Email => mailto(message)?,
            Self::Phone => {
                let mut url = Url::new("tel:");
                url.push_text(&number(first().ok_or(ComposeCode::NoRecipient)?)?);
                url
            }
            Self::Letter => return Err(ComposeCode::NoLink.into()),
        };
        self.bounded(url)
    }

    /// The link, unless it is longer than is safe.
    pub(crate) fn bounded(self, url: Url) -> Result<String, ComposeError> {
        // All of it is ASCII, so bytes are characters.
        let length = u32::try_from(url.as_str().len()).unwrap_or(u32::MAX);
        let max = self.max_url();
        if length > max {
            return Err(ComposeError {
                code: ComposeCode::TooLong,
                length,
                max,
            });
        }
        Ok(url.into_string())
    }
}

/// RFC 6068: addresses with commas between them, percent-encoded where their characters would end
/// them; subject; body with CRLF.
fn mailto(message: &Message<'_>) -> Result<Url, ComposeCode> {
    let mut url = Url::new("mailto:");
    for (at, address) in message.to.iter().map(|address| address.trim()).enumerate() {
        let (local, domain) = address.rsplit_once('@').ok_or(ComposeCode::BadRecipient)?;
        // A quoted local part (RFC 6068, section 6.1) may hold what a plain one may not.
        let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
        let never = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        if local.is_empty()
            || domain.is_empty()
            || address.contains(never)
            || domain.contains([' ', '?', '&', ',', '"'])
            || (!quoted && local.contains([' ', '@', ',', '"']))
        {
            return Err(ComposeCode::BadRecipient);
        }
        if at > 0 {
            url.push_text(",");
        }
        // "some-delims" of the RFC without `+`, which some programs read as a space.
        url.encode(local, b"!$'*");
        url.push_text("@");
        url.encode(domain, b"[]:");
    }
    if message.to.is_empty() {
        return Err(ComposeCode::NoRecipient);
    }
    if !message.subject.is_empty() {
        // A subject is one line.
        let subject: String = message
            .subject
            .split(['\r', '\n'])
            .filter(|line| !line.is_empty())
            .collect::<alloc::vec::Vec<_>>()
            .join(" ");
        url = url.with("subject", &subject);
    }
    if !message.text.is_empty() {
        url = url.with_lines("body", message.text);
    }
    Ok(url)
}
