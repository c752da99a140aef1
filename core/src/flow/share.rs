//! The step that passes the petition on.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::Done;
use crate::interpellation::{Channel, ComposeError, Instance};
use crate::platform::Platform;
use crate::share::{ShareChannel, Sharing};

/// Something the person did.
///
/// ```
/// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
/// # let shared = Shared {
/// #     petition: "arbres".into(),
/// #     page: "https://example.org/arbres".into(),
/// #     title: "Sauvons les arbres".into(),
/// #     ..Shared::default()
/// # };
/// # let mut step = ShareStep::new(shared, true);
/// step.handle(ShareEvent::Copied(false));
/// assert_eq!(step.done(), Some((ShareChannel::Copy, Done::CopyRefused)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum ShareEvent {
    /// The person opened the post in the network's or mail program's window.
    Opened(Channel),
    /// The post was given to the system's own dialog; one that was put away is no event.
    Shared,
    /// The link was copied, or copying was refused.
    Copied(bool),
    /// The person shows or hides what Mastodon needs: the field for the instance.
    InstanceAsked,
    /// The person changed the name of their Mastodon instance.
    InstanceEdited(String),
    /// The person shows or hides the QR code.
    QrAsked,
    /// The person saved or printed the QR code.
    QrSaved,
}

/// What must be done.
///
/// ```
/// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
/// # let shared = Shared {
/// #     petition: "arbres".into(),
/// #     page: "https://example.org/arbres".into(),
/// #     title: "Sauvons les arbres".into(),
/// #     ..Shared::default()
/// # };
/// # let mut step = ShareStep::new(shared, true);
/// assert_eq!(step.handle(ShareEvent::QrAsked), [ShareEffect::FocusQr]);
/// let saved = step.handle(ShareEvent::QrSaved);
/// assert_eq!(saved, [ShareEffect::Shared(ShareChannel::QrCode)]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareEffect {
    /// Tell the host page by which channel; never with whom or on which instance.
    Shared(ShareChannel),
    /// Move the keyboard focus to the field for the instance.
    FocusInstance,
    /// Move the keyboard focus to the QR code.
    FocusQr,
}

/// What is shared, see [`Sharing`].
///
/// ```
/// # use wesign_core::flow::Shared;
/// let shared: Shared = serde_json::from_str(
///     r#"{"petition":"arbres","page":"https://example.org/arbres","title":"Sauvons les arbres"}"#,
/// )?;
/// assert!(shared.text.is_empty(), "the title is what is said");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Shared {
    /// The petition's identifier.
    pub petition: String,
    /// The petition's page.
    pub page: String,
    /// The petition's title.
    pub title: String,
    /// The organiser's text, without the link; may be empty.
    pub text: String,
}

/// Everything the step knows.
///
/// ```
/// use wesign_core::flow::{ShareEffect, ShareEvent, ShareStep, Shared};
/// use wesign_core::{interpellation::Channel, platform::Native, share::ShareChannel};
///
/// let shared = Shared {
///     petition: "p".into(),
///     page: "https://example.org/p".into(),
///     title: "T".into(),
///     ..Shared::default()
/// };
/// let mut step = ShareStep::new(shared, false);
/// assert!(!step.channels().contains(&ShareChannel::System), "this browser has no dialog");
/// assert!(step.link(Channel::X, &Native).unwrap().starts_with("https://x.com/intent/tweet?text=T"));
/// let x = ShareChannel::Network(Channel::X);
/// assert_eq!(step.handle(ShareEvent::Opened(Channel::X)), [ShareEffect::Shared(x)]);
/// ```
#[derive(Clone, Debug)]
pub struct ShareStep {
    shared: Shared,
    /// Whether the browser has a dialog of the system's.
    system: bool,
    instance: Option<String>,
    qr: bool,
    /// What was done last, and by which channel.
    done: Option<(ShareChannel, Done)>,
}

impl ShareStep {
    /// The step; `system` where the browser can give the post to a dialog of the system's.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// let step = ShareStep::new(shared, false);
    /// assert!(!step.channels().contains(&ShareChannel::System));
    /// ```
    #[must_use]
    pub fn new(shared: Shared, system: bool) -> Self {
        Self {
            shared,
            system,
            instance: None,
            qr: false,
            done: None,
        }
    }

    /// What is shared, for who knows the person's instance.
    fn sharing<'a>(&'a self, instance: Option<&'a Instance>) -> Sharing<'a> {
        Sharing {
            petition: &self.shared.petition,
            page: &self.shared.page,
            title: &self.shared.title,
            text: &self.shared.text,
            instance,
        }
    }

    /// The channels to choose from, in order; none where the petition has no page to share.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let step = ShareStep::new(shared, true);
    /// assert_eq!(step.channels(), ShareChannel::ALL);
    /// let nowhere = ShareStep::new(Shared::default(), true);
    /// assert!(nowhere.channels().is_empty());
    /// ```
    #[must_use]
    pub fn channels(&self) -> Vec<ShareChannel> {
        let there = |channel: &ShareChannel| {
            (self.system || *channel != ShareChannel::System) && self.url(*channel).is_some()
        };
        ShareChannel::ALL.into_iter().filter(there).collect()
    }

    /// The page with the source of the share: what is copied, and what the QR code says.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let step = ShareStep::new(shared, true);
    /// assert_eq!(
    ///     step.url(ShareChannel::Copy).unwrap(),
    ///     "https://example.org/arbres?utm_source=copy&utm_medium=share&utm_campaign=arbres",
    /// );
    /// ```
    #[must_use]
    pub fn url(&self, channel: ShareChannel) -> Option<String> {
        self.sharing(None).url(channel)
    }

    /// Title and text for the system's dialog, which takes the [`url`](Self::url) apart.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let step = ShareStep::new(shared, true);
    /// let (title, text) = step.texts();
    /// assert_eq!((title, &*text), ("Sauvons les arbres", "Sauvons les arbres"));
    /// ```
    #[must_use]
    pub fn texts(&self) -> (&str, String) {
        (
            &self.shared.title,
            self.sharing(None).text(ShareChannel::System),
        )
    }

    /// The address that opens the post in the network or the mail program.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let step = ShareStep::new(shared, true);
    /// let link = step.link(Channel::Bluesky, &Native).unwrap();
    /// assert!(link.starts_with("https://bsky.app/intent/compose?text=Sauvons%20les%20arbres"));
    /// ```
    ///
    /// # Errors
    /// What keeps the link from being made, see [`Sharing::link`].
    pub fn link(&self, network: Channel, platform: &impl Platform) -> Result<String, ComposeError> {
        let typed = self.instance.as_deref().unwrap_or_default();
        let instance = Instance::parse(typed, platform).ok();
        let sharing = self.sharing(instance.as_ref());
        sharing.link(ShareChannel::Network(network))
    }

    /// The Mastodon instance as typed, while its field is shown.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let mut step = ShareStep::new(shared, true);
    /// assert_eq!(step.instance(), None);
    /// step.handle(ShareEvent::InstanceAsked);
    /// step.handle(ShareEvent::InstanceEdited("piaille.fr".into()));
    /// assert_eq!(step.instance(), Some("piaille.fr"));
    /// ```
    #[must_use]
    pub fn instance(&self) -> Option<&str> {
        self.instance.as_deref()
    }

    /// Whether the QR code is shown.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let mut step = ShareStep::new(shared, true);
    /// step.handle(ShareEvent::QrAsked);
    /// assert!(step.shows_qr());
    /// ```
    #[must_use]
    pub fn shows_qr(&self) -> bool {
        self.qr
    }

    /// What was done last, and by which channel.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let mut step = ShareStep::new(shared, true);
    /// step.handle(ShareEvent::Opened(Channel::Telegram));
    /// let telegram = ShareChannel::Network(Channel::Telegram);
    /// assert_eq!(step.done(), Some((telegram, Done::Opened)));
    /// ```
    #[must_use]
    pub fn done(&self) -> Option<(ShareChannel, Done)> {
        self.done
    }

    /// Takes in what happened; gives back what must be done.
    ///
    /// ```
    /// # use wesign_core::{flow::*, interpellation::Channel, platform::Native, share::ShareChannel};
    /// # let shared = Shared {
    /// #     petition: "arbres".into(),
    /// #     page: "https://example.org/arbres".into(),
    /// #     title: "Sauvons les arbres".into(),
    /// #     ..Shared::default()
    /// # };
    /// # let mut step = ShareStep::new(shared, true);
    /// let effects = step.handle(ShareEvent::Copied(true));
    /// assert_eq!(effects, [ShareEffect::Shared(ShareChannel::Copy)]);
    /// ```
    pub fn handle(&mut self, event: ShareEvent) -> Vec<ShareEffect> {
        let (channel, done) = match event {
            ShareEvent::Opened(network) => (ShareChannel::Network(network), Done::Opened),
            ShareEvent::Shared => (ShareChannel::System, Done::Opened),
            ShareEvent::Copied(true) => (ShareChannel::Copy, Done::Copied),
            ShareEvent::QrSaved => (ShareChannel::QrCode, Done::Opened),
            ShareEvent::Copied(false) => {
                self.done = Some((ShareChannel::Copy, Done::CopyRefused));
                return Vec::new();
            }
            ShareEvent::InstanceAsked => {
                self.instance = match self.instance.take() {
                    Some(_) => None,
                    None => Some(String::new()),
                };
                let shown = self.instance.is_some();
                return shown
                    .then_some(ShareEffect::FocusInstance)
                    .into_iter()
                    .collect();
            }
            ShareEvent::InstanceEdited(text) => {
                self.instance = Some(text);
                return Vec::new();
            }
            ShareEvent::QrAsked => {
                self.qr = !self.qr;
                return self
                    .qr
                    .then_some(ShareEffect::FocusQr)
                    .into_iter()
                    .collect();
            }
        };
        self.done = Some((channel, done));
        vec![ShareEffect::Shared(channel)]
    }
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::*;
    use crate::interpellation::ComposeCode;
    use crate::platform::Native;

    fn step(page: &str) -> ShareStep {
        let shared = Shared {
            petition: "p".into(),
            page: page.into(),
            title: "T".into(),
            text: "Signez".into(),
        };
        ShareStep::new(shared, true)
    }

    #[test]
    fn all_channels_or_none_without_a_page() {
        assert_eq!(step("https://example.org/p").channels(), ShareChannel::ALL);
        assert_eq!(step("javascript:alert(1)").channels(), []);
    }

    #[test]
    fn mastodon_asks_for_the_instance() {
        let mut step = step("https://example.org/p");
        let link = |step: &ShareStep| step.link(Channel::Mastodon, &Native);
        assert_eq!(link(&step).expect_err("none").code, ComposeCode::NoInstance);
        let effects = step.handle(ShareEvent::InstanceAsked);
        assert_eq!(effects, [ShareEffect::FocusInstance]);
        step.handle(ShareEvent::InstanceEdited("@lea@piaille.fr".into()));
        let url = link(&step).expect("a link");
        assert!(url.starts_with("https://piaille.fr/share?text=Signez%20https"));
        assert_eq!(step.handle(ShareEvent::InstanceAsked), []);
        assert_eq!(step.instance(), None);
    }

    #[test]
    fn the_page_hears_by_which_channel_and_only_where_something_happened() {
        let mut step = step("https://example.org/p");
        let shared = |channel| [ShareEffect::Shared(channel)];
        assert_eq!(
            step.handle(ShareEvent::Shared),
            shared(ShareChannel::System)
        );
        assert_eq!(step.handle(ShareEvent::Copied(false)), []);
        let refused = Some((ShareChannel::Copy, Done::CopyRefused));
        assert_eq!(step.done(), refused);
        assert_eq!(
            step.handle(ShareEvent::Copied(true)),
            shared(ShareChannel::Copy)
        );
        assert_eq!(step.handle(ShareEvent::QrAsked), [ShareEffect::FocusQr]);
        assert!(step.shows_qr());
        assert_eq!(
            step.handle(ShareEvent::QrSaved),
            shared(ShareChannel::QrCode)
        );
        assert_eq!(step.handle(ShareEvent::QrAsked), []);
        assert_eq!(step.texts(), ("T", "Signez".into()));
    }
}
