//! What the core asks of the platform it runs on.
//!
//! Unicode tables are heavy in WebAssembly and every browser has them already, so normalisation,
//! IDNA and grapheme breaks enter through one trait: filled by `String.prototype.normalize`, `URL`
//! and `Intl.Segmenter` in the browser, and by crates natively (`Native`).

use alloc::string::String;

/// The platform's Unicode services.
///
/// ```
/// use wesign_core::platform::Platform;
///
/// /// A platform without tables, good enough for ASCII.
/// struct Ascii;
///
/// impl Platform for Ascii {
///     fn nfc(&self, text: &str) -> String {
///         text.to_owned()
///     }
///     fn domain_to_ascii(&self, domain: &str) -> Option<String> {
///         domain.is_ascii().then(|| domain.to_ascii_lowercase())
///     }
///     fn graphemes(&self, text: &str, each: &mut dyn FnMut(&str)) {
///         text.char_indices().for_each(|(at, sign)| each(&text[at..at + sign.len_utf8()]));
///     }
/// }
/// # assert_eq!(Ascii.domain_to_ascii("A.fr").as_deref(), Some("a.fr"));
/// ```
pub trait Platform {
    /// `text` in Unicode normalisation form C (UAX #15).
    ///
    /// ```
    /// # use wesign_core::platform::{Native, Platform as _};
    /// assert_eq!(Native.nfc("A\u{30A}"), "Å");
    /// ```
    fn nfc(&self, text: &str) -> String;

    /// The ASCII (punycode) form of a domain name by UTS #46 as the URL standard applies it, in
    /// lower case; `None` where it is not a valid domain.
    ///
    /// ```
    /// # use wesign_core::platform::{Native, Platform as _};
    /// assert_eq!(Native.domain_to_ascii("CAFÉ.fr").as_deref(), Some("xn--caf-dma.fr"));
    /// assert_eq!(Native.domain_to_ascii("xn--a.fr"), None);
    /// ```
    fn domain_to_ascii(&self, domain: &str) -> Option<String>;

    /// Calls `each` with every extended grapheme cluster of `text` (UAX #29), in order.
    ///
    /// ```
    /// # use wesign_core::platform::{Native, Platform as _};
    /// let mut clusters = Vec::new();
    /// Native.graphemes("e\u{301}🇫🇷", &mut |cluster| clusters.push(cluster.to_owned()));
    /// assert_eq!(clusters, ["e\u{301}", "🇫🇷"]);
    /// ```
    fn graphemes(&self, text: &str, each: &mut dyn FnMut(&str));
}

/// The platform services filled by crates, for servers and tools.
///
/// ```
/// use wesign_core::platform::{Native, Platform as _};
/// assert_eq!(Native.nfc("e\u{301}"), "é");
/// assert_eq!(Native.domain_to_ascii("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
/// ```
#[cfg(feature = "native")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Native;

#[cfg(feature = "native")]
impl Platform for Native {
    fn nfc(&self, text: &str) -> String {
        use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
        match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => String::from(text),
            _ => text.nfc().collect(),
        }
    }

    fn domain_to_ascii(&self, domain: &str) -> Option<String> {
        idna::domain_to_ascii(domain).ok()
    }

    fn graphemes(&self, text: &str, each: &mut dyn FnMut(&str)) {
        use unicode_segmentation::UnicodeSegmentation as _;
        for cluster in text.graphemes(true) {
            each(cluster);
        }
    }
}
