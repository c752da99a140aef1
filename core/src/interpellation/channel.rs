//! The ways a message can take.

/// A network, or another way to a target.
///
/// ```
/// use wesign_core::interpellation::Channel;
/// assert!(Channel::X.mentions() && Channel::Letter.limit().is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
#[non_exhaustive]
pub enum Channel {
    /// X, formerly Twitter.
    X,
    /// Bluesky.
    Bluesky,
    /// Mastodon, on the signer's own instance.
    Mastodon,
    /// Threads.
    Threads,
    /// Facebook: only a page can be shared by link, the text is copied.
    Facebook,
    /// LinkedIn: only a page can be shared by link, the text is copied.
    LinkedIn,
    /// WhatsApp.
    WhatsApp,
    /// Telegram.
    Telegram,
    /// Text message.
    Sms,
    /// E-mail.
    Email,
    /// Phone call, with a text to speak from.
    Phone,
    /// Printed letter.
    Letter,
}

impl Channel {
    /// Every channel, in the order they are offered.
    ///
    /// ```
    /// use wesign_core::interpellation::Channel;
    /// assert_eq!(Channel::ALL[0], Channel::X);
    /// ```
    pub const ALL: [Self; 12] = [
        Self::X,
        Self::Bluesky,
        Self::Mastodon,
        Self::Email,
        Self::Threads,
        Self::Facebook,
        Self::LinkedIn,
        Self::WhatsApp,
        Self::Telegram,
        Self::Sms,
        Self::Phone,
        Self::Letter,
    ];

    /// The name on the wire and on command lines, `x`, `bluesky`, `email` …
    ///
    /// ```
    /// use wesign_core::interpellation::Channel;
    /// assert_eq!(Channel::LinkedIn.as_str(), "linkedin");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Bluesky => "bluesky",
            Self::Mastodon => "mastodon",
            Self::Threads => "threads",
            Self::Facebook => "facebook",
            Self::LinkedIn => "linkedin",
            Self::WhatsApp => "whatsapp",
            Self::Telegram => "telegram",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Letter => "letter",
        }
    }

    /// The channel of that name.
    ///
    /// ```
    /// use wesign_core::interpellation::Channel;
    /// assert_eq!(Channel::from_name("email"), Some(Channel::Email));
    /// assert_eq!(Channel::from_name("fax"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }

    /// Whether an `@account` in the text reaches the account's holder.
    ///
    /// ```
    /// use wesign_core::interpellation::Channel;
    /// assert!(Channel::Mastodon.mentions() && !Channel::Email.mentions());
    /// ```
    #[must_use]
    pub const fn mentions(self) -> bool {
        matches!(
            self,
            Self::X | Self::Bluesky | Self::Mastodon | Self::Threads | Self::Telegram
        )
    }
}
