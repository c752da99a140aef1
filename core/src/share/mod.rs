//! Sharing a petition: a text and a link for each way of passing it on.
//!
//! ```
//! use wesign_core::interpellation::Channel;
//! use wesign_core::share::{ShareChannel, Sharing};
//!
//! let sharing = Sharing {
//!     petition: "arbres",
//!     page: "https://example.org/arbres",
//!     title: "Sauvons les arbres",
//!     ..Sharing::default()
//! };
//! assert_eq!(
//!     sharing.url(ShareChannel::QrCode).unwrap(),
//!     "https://example.org/arbres?utm_source=qr&utm_medium=share&utm_campaign=arbres",
//! );
//! let link = sharing.link(ShareChannel::Network(Channel::WhatsApp)).unwrap();
//! assert!(link.starts_with("https://wa.me/?text=Sauvons%20les%20arbres%20https%3A%2F%2Fexample.org"));
//! ```

mod campaign;
mod shorten;

use alloc::string::{String, ToString as _};

pub use campaign::campaign_url;
use shorten::shortened;

use crate::interpellation::{Channel, ComposeCode, ComposeError, Instance, Message};
use crate::link::page;
use crate::url::Url;

/// A way of passing a petition on.
///
/// ```
/// # use wesign_core::{interpellation::Channel, share::ShareChannel};
/// let channel = ShareChannel::from_name("mastodon").unwrap();
/// assert_eq!(channel, ShareChannel::Network(Channel::Mastodon));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShareChannel {
    /// The system's own dialog (Web Share), where there is one.
    System,
    /// A network, e-mail or text message.
    Network(Channel),
    /// The link, copied.
    Copy,
    /// A QR code, for screens and posters.
    QrCode,
}

impl ShareChannel {
    /// Every channel, in the order they are offered: what people have at hand first.
    ///
    /// ```
    /// # use wesign_core::{interpellation::Channel, share::{ShareChannel, Sharing}};
    /// # let sharing = Sharing {
    /// #     petition: "arbres",
    /// #     page: "https://example.org/arbres",
    /// #     title: "Sauvons les arbres",
    /// #     ..Sharing::default()
    /// # };
    /// let urls = ShareChannel::ALL.map(|channel| sharing.url(channel).unwrap());
    /// assert!(urls[11].contains("utm_source=copy"));
    /// ```
    pub const ALL: [Self; 13] = [
        Self::System,
        Self::Network(Channel::WhatsApp),
        Self::Network(Channel::Email),
        Self::Network(Channel::Sms),
        Self::Network(Channel::Mastodon),
        Self::Network(Channel::Bluesky),
        Self::Network(Channel::Telegram),
        Self::Network(Channel::Facebook),
        Self::Network(Channel::LinkedIn),
        Self::Network(Channel::Threads),
        Self::Network(Channel::X),
        Self::Copy,
        Self::QrCode,
    ];

    /// The name on the wire and in `utm_source`: `system`, `whatsapp`, `copy`, `qr` …
    ///
    /// ```
    /// # use wesign_core::share::ShareChannel;
    /// assert_eq!(ShareChannel::QrCode.as_str(), "qr");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Network(channel) => channel.as_str(),
            Self::Copy => "copy",
            Self::QrCode => "qr",
        }
    }

    /// The channel of that name; `None` for one by which nothing is shared, as `letter`.
    ///
    /// ```
    /// # use wesign_core::share::ShareChannel;
    /// let all = ShareChannel::ALL;
    /// assert!(all.iter().all(|&one| ShareChannel::from_name(one.as_str()) == Some(one)));
    /// assert_eq!(ShareChannel::from_name("letter"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }
}

/// What is shared.
///
/// ```
/// # use wesign_core::share::{ShareChannel, Sharing};
/// let sharing = Sharing {
///     petition: "arbres",
///     page: "https://example.org/arbres",
///     text: "J’ai signé. Et vous ?",
///     ..Sharing::default()
/// };
/// assert!(sharing.post(ShareChannel::Copy).starts_with("J’ai signé. Et vous ? https://"));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Sharing<'a> {
    /// The petition's identifier: the `utm_campaign`.
    pub petition: &'a str,
    /// The petition's own page, `https`.
    pub page: &'a str,
    /// The petition's title: an e-mail's subject, and the text where there is no other.
    pub title: &'a str,
    /// The organiser's text, without the link; may be empty.
    pub text: &'a str,
    /// The person's Mastodon instance.
    pub instance: Option<&'a Instance>,
}

impl Sharing<'_> {
    /// The page with the source of the share, see [`campaign_url`]; `None` where the petition has no
    /// page that may be linked.
    ///
    /// ```
    /// # use wesign_core::{interpellation::Channel, share::{ShareChannel, Sharing}};
    /// # let sharing = Sharing {
    /// #     petition: "arbres",
    /// #     page: "https://example.org/arbres",
    /// #     title: "Sauvons les arbres",
    /// #     ..Sharing::default()
    /// # };
    /// assert_eq!(
    ///     sharing.url(ShareChannel::QrCode).unwrap(),
    ///     "https://example.org/arbres?utm_source=qr&utm_medium=share&utm_campaign=arbres",
    /// );
    /// let unsafe_page = Sharing { page: "javascript:alert(1)", ..sharing };
    /// assert_eq!(unsafe_page.url(ShareChannel::QrCode), None);
    /// ```
    #[must_use]
    pub fn url(&self, channel: ShareChannel) -> Option<String> {
        page(self.page).map(|page| campaign_url(page, channel.as_str(), self.petition))
    }

    /// The text without the link, made to fit the channel with the link behind it.
    ///
    /// ```
    /// # use wesign_core::{interpellation::Channel, share::{ShareChannel, Sharing}};
    /// # let sharing = Sharing {
    /// #     petition: "arbres",
    /// #     page: "https://example.org/arbres",
    /// #     title: "Sauvons les arbres",
    /// #     ..Sharing::default()
    /// # };
    /// let long = "Sauvons les arbres. ".repeat(20);
    /// let sharing = Sharing { text: &long, ..sharing };
    /// let bluesky = ShareChannel::Network(Channel::Bluesky);
    /// assert!(sharing.text(bluesky).chars().count() < 300);
    /// assert_eq!(sharing.text(ShareChannel::Copy), long.trim_end());
    /// ```
    #[must_use]
    pub fn text(&self, channel: ShareChannel) -> String {
        let given = [self.text, self.title].map(str::trim);
        let text = given.into_iter().find(|text| !text.is_empty());
        let text = text.unwrap_or_default();
        let limit = match channel {
            // The others are not short of room, or show the page's own title.
            ShareChannel::Network(
                network @ (Channel::X | Channel::Bluesky | Channel::Mastodon | Channel::Threads),
            ) => network.limit(),
            _ => None,
        };
        match limit {
            Some(limit) => {
                let link = self.url(channel).map_or(0, |url| url.chars().count() + 1);
                let room = usize::try_from(limit).unwrap_or(usize::MAX);
                shortened(text, room.saturating_sub(link))
            }
            None => text.to_string(),
        }
    }

    /// Text and link as one: what stands in a post or a message.
    ///
    /// ```
    /// # use wesign_core::{interpellation::Channel, share::{ShareChannel, Sharing}};
    /// # let sharing = Sharing {
    /// #     petition: "arbres",
    /// #     page: "https://example.org/arbres",
    /// #     title: "Sauvons les arbres",
    /// #     ..Sharing::default()
    /// # };
    /// let mail = sharing.post(ShareChannel::Network(Channel::Email));
    /// assert!(mail.starts_with("Sauvons les arbres\n\nhttps://example.org/arbres?"));
    /// ```
    #[must_use]
    pub fn post(&self, channel: ShareChannel) -> String {
        let text = self.text(channel);
        let url = self.url(channel).unwrap_or_default();
        let between = match channel {
            _ if text.is_empty() || url.is_empty() => "",
            ShareChannel::Network(Channel::Email) => "\n\n",
            _ => " ",
        };
        [&text, between, &url].concat()
    }

    /// The link that opens the network's or the mail program's window with the post in it.
    ///
    /// ```
    /// # use wesign_core::{interpellation::{Channel, ComposeCode}, share::{ShareChannel, Sharing}};
    /// # let sharing = Sharing {
    /// #     petition: "arbres",
    /// #     page: "https://example.org/arbres",
    /// #     title: "Sauvons les arbres",
    /// #     ..Sharing::default()
    /// # };
    /// let link = sharing.link(ShareChannel::Network(Channel::Telegram)).unwrap();
    /// assert!(link.starts_with("https://t.me/share/url?"));
    /// assert_eq!(sharing.link(ShareChannel::Copy).unwrap_err().code, ComposeCode::NoLink);
    /// ```
    ///
    /// # Errors
    /// [`ComposeError`] as [`Channel::compose_url`] gives it: `no_page` where the petition has no page
    /// that may be linked, `no_instance` for Mastodon without one, `no_link` for what is no network.
    pub fn link(&self, channel: ShareChannel) -> Result<String, ComposeError> {
        let ShareChannel::Network(network) = channel else {
            return Err(ComposeCode::NoLink.into());
        };
        let url = self.url(channel).ok_or(ComposeCode::NoPage)?;
        let post = self.post(channel);
        if network == Channel::Email {
            return mail(self.title, &post);
        }
        let mut message = Message::new(&post);
        message.page = &url;
        message.instance = self.instance;
        network.compose_url(&message)
    }
}

/// An e-mail whose recipients the person chooses (RFC 6068, section 2: `to` may be absent).
fn mail(subject: &str, body: &str) -> Result<String, ComposeError> {
    let url = Url::new("mailto:");
    // A subject is one line.
    let line = subject.split_whitespace().collect::<alloc::vec::Vec<_>>();
    let subject = shortened(&line.join(" "), 150);
    Channel::Email.bounded(url.with("subject", &subject).with_lines("body", body))
}

#[cfg(all(test, feature = "native"))]
mod tests;
