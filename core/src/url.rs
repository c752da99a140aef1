//! Links being written, percent-encoded.

use alloc::string::String;

/// A link being written.
pub(crate) struct Url {
    text: String,
    /// `?` before the first parameter, `&` after.
    started: bool,
}

impl Url {
    pub(crate) fn new(base: &str) -> Self {
        Self {
            text: base.into(),
            started: false,
        }
    }

    /// A link that may have a query already, to which parameters are added; no fragment.
    pub(crate) fn continued(base: &str) -> Self {
        match base.split_once('?') {
            Some((page, "")) => Self::new(page),
            query => Self {
                text: base.into(),
                started: query.is_some(),
            },
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_string(self) -> String {
        self.text
    }

    /// Text that is part of a link already.
    pub(crate) fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Percent-encodes all but RFC 3986's unreserved characters and `keep`.
    pub(crate) fn encode(&mut self, text: &str, keep: &[u8]) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep.contains(&byte) {
                self.text.push(char::from(byte));
            } else {
                self.text.push('%');
                self.text.push(char::from(HEX[usize::from(byte >> 4)]));
                self.text.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }

    fn name(&mut self, name: &str) {
        self.text.push(if self.started { '&' } else { '?' });
        self.started = true;
        self.text.push_str(name);
        self.text.push('=');
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        self.encode(value, b"");
        self
    }

    /// A value whose line breaks, whatever they are, become CRLF (RFC 6068, section 5).
    pub(crate) fn with_lines(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        let mut rest = value;
        while let Some(at) = rest.find(['\r', '\n']) {
            self.encode(rest.get(..at).unwrap_or_default(), b"");
            self.text.push_str("%0D%0A");
            let after = rest.get(at..).unwrap_or_default();
            let single = || after.strip_prefix(['\r', '\n']).unwrap_or_default();
            rest = after.strip_prefix("\r\n").unwrap_or_else(single);
        }
        self.encode(rest, b"");
        self
    }
}
