//! Web origins, and which of them may send signatures.

use std::fmt;

use serde::Deserialize;

/// A web origin such as `https://partner.example`, in lower case, without path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

/// The text is not an origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an origin; write for instance https://partner.example")]
pub struct OriginError(String);

impl Origin {
    /// Reads `http(s)://host[:port]`; one slash at the end is forgiven.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let lower = text.trim().to_ascii_lowercase();
        let origin = lower.strip_suffix('/').unwrap_or(&lower);
        let host = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"))
            .ok_or_else(|| OriginError(text.to_owned()))?;
        let plausible = !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b));
        if plausible {
            Ok(Self(origin.to_owned()))
        } else {
            Err(OriginError(text.to_owned()))
        }
    }

    /// The origin as browsers send it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, as a `Host` header has them.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.0
            .split_once("://")
            .map_or("", |(_, authority)| authority)
    }

    /// Whether it names this very machine: `localhost`, `127.0.0.0/8`, `[::1]`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let authority = self.authority();
        let host = match authority.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(""),
            None => authority.split(':').next().unwrap_or(""),
        };
        host == "localhost"
            || host.ends_with(".localhost")
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        Self::parse(&text)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the server itself admits, besides the origins of each petition.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Origins admitted for every petition.
    pub origins: Vec<Origin>,
    /// Whether origins of this machine are admitted: the server listens on loopback only.
    pub loopback: bool,
}

impl Admission {
    /// Whether a page of `origin` may send signatures to a petition that lists `listed`.
    #[must_use]
    pub fn admits(&self, origin: &Origin, listed: &[Origin]) -> bool {
        listed.contains(origin)
            || self.origins.contains(origin)
            || (self.loopback && origin.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::{Admission, Origin};

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    #[test]
    fn origins_compare_as_browsers_send_them() {
        assert_eq!(
            origin("https://Partner.Example/").as_str(),
            "https://partner.example"
        );
        assert_eq!(origin("http://[::1]:8080").as_str(), "http://[::1]:8080");
        for bad in [
            "",
            "partner.example",
            "https://",
            "https://a/b",
            "ftp://a",
            "null",
            "*",
            "https://a b",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for yes in [
            "http://localhost:3000",
            "http://127.0.0.1",
            "http://[::1]:1",
            "http://a.localhost",
        ] {
            assert!(origin(yes).is_loopback(), "{yes}");
        }
        for no in [
            "http://localhost.example",
            "http://128.0.0.1",
            "http://127.0.0.1.example",
            "http://[::2]",
        ] {
            assert!(!origin(no).is_loopback(), "{no}");
        }
    }

    #[test]
    fn loopback_pages_sign_only_at_a_loopback_server() {
        let page = origin("http://localhost:3000");
        let listed = [origin("https://partner.example")];
        let mut admission = Admission {
            origins: vec![],
            loopback: true,
        };
        assert!(admission.admits(&page, &listed));
        admission.loopback = false;
        assert!(!admission.admits(&page, &listed));
        assert!(admission.admits(&listed[0], &listed));
        assert!(!admission.admits(&origin("https://other.example"), &listed));
        admission.origins.push(origin("https://other.example"));
        assert!(admission.admits(&origin("https://other.example"), &listed));
    }
}
