//! The Mastodon instance a person is on.

use alloc::string::String;

use crate::platform::Platform;

/// A host name that a link may be opened on, such as `mastodon.social`.
///
/// ```
/// use wesign_core::interpellation::Instance;
/// use wesign_core::platform::Native;
/// assert_eq!(Instance::parse("piaille.fr", &Native)?.as_str(), "piaille.fr");
/// # Ok::<(), wesign_core::interpellation::InstanceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Instance(String);

/// What was typed is not the name of an instance.
///
/// ```
/// use wesign_core::interpellation::{Instance, InstanceError};
/// use wesign_core::platform::Native;
/// assert_eq!(Instance::parse("mastodon", &Native), Err(InstanceError));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the host name of a Mastodon instance, such as mastodon.social")]
pub struct InstanceError;

impl Instance {
    /// Reads what people type or paste: `mastodon.social`, `https://mastodon.social/@lea`,
    /// `@lea@mastodon.social`.
    ///
    /// ```
    /// use wesign_core::interpellation::Instance;
    /// use wesign_core::platform::Native;
    /// for typed in ["Piaille.fr", "https://piaille.fr/@lea", "@lea@piaille.fr"] {
    ///     assert_eq!(Instance::parse(typed, &Native)?.as_str(), "piaille.fr");
    /// }
    /// # Ok::<(), wesign_core::interpellation::InstanceError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InstanceError`] unless it is a host name with a dot, without port and not an IP address.
    pub fn parse(text: &str, platform: &impl Platform) -> Result<Self, InstanceError> {
        let text = text.trim();
        let text = ["https://", "http://"]
            .into_iter()
            .find_map(|scheme| {
                let (head, rest) = text.split_at_checked(scheme.len())?;
                head.eq_ignore_ascii_case(scheme).then_some(rest)
            })
            .unwrap_or(text);
        let host = text.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        let host = platform.domain_to_ascii(host).ok_or(InstanceError)?;
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let last = host.rsplit('.').next().unwrap_or_default();
        let named = host.contains('.')
            && host.len() <= 253
            && host.split('.').all(label)
            && last.bytes().any(|b| b.is_ascii_alphabetic());
        if named {
            Ok(Self(host))
        } else {
            Err(InstanceError)
        }
    }

    /// The host name in ASCII.
    ///
    /// ```
    /// use wesign_core::interpellation::Instance;
    /// use wesign_core::platform::Native;
    /// assert_eq!(Instance::parse("bücher.example", &Native)?.as_str(), "xn--bcher-kva.example");
    /// # Ok::<(), wesign_core::interpellation::InstanceError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::*;
    use crate::platform::Native;

    #[test]
    fn what_people_type() {
        for (typed, host) in [
            ("mastodon.social", Some("mastodon.social")),
            (
                " HTTPS://Mastodon.Social/@lea?x#y ",
                Some("mastodon.social"),
            ),
            ("@lea@piaille.fr", Some("piaille.fr")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("localhost", None),
            ("127.0.0.1", None),
            ("mastodon.social:8080", None),
            ("", None),
            ("@", None),
            ("javascript:alert(1)", None),
            ("a..b", None),
            ("évil.example/\u{0}", Some("xn--vil-9la.example")),
        ] {
            let parsed = Instance::parse(typed, &Native).ok();
            assert_eq!(parsed.as_ref().map(Instance::as_str), host, "{typed}");
        }
    }
}
