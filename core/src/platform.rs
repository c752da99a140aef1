//! What the core asks of the platform it runs on.
//!
//! Unicode tables are heavy in WebAssembly and every browser has them already, so normalisation,
//! IDNA and grapheme breaks enter through one trait: filled by `String.prototype.normalize`, `URL`
//! and `Intl.Segmenter` in the browser, and by crates natively ([`Native`]).

use alloc::string::String;

/// The platform's Unicode services.
pub trait Platform {
    /// `text` in Unicode normalisation form C (UAX #15).
    fn nfc(&self, text: &str) -> String;

    /// The ASCII (punycode) form of a domain name by UTS #46 as the URL standard applies it, in
    /// lower case; `None` where it is not a valid domain.
    fn domain_to_ascii(&self, domain: &str) -> Option<String>;

    /// Calls `each` with every extended grapheme cluster of `text` (UAX #29), in order.
    fn graphemes(&self, text: &str, each: &mut dyn FnMut(&str));
}

/// The platform services filled by crates, for servers and tools.
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
