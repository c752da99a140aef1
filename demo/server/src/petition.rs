//! A petition as the server knows it: what it publishes, and what it keeps to itself.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Map, Value};
use wesign_core::policy::Policy;
use wesign_core::time::Timestamp;

use crate::origin::Origin;
use crate::representation::Representation;

/// What the public JSON may hold. Anything else in a file stays on the server, so that a new
/// internal field is private until someone decides otherwise.
const PUBLISHED: [&str; 15] = [
    "id",
    "lang",
    "title",
    "summary",
    "text",
    "url",
    "organisations",
    "goals",
    "opens_at",
    "closes_at",
    "policy",
    "targets",
    "message",
    "privacy",
    "hashtags",
];

/// Whether signatures are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Before `opens_at`.
    NotYet,
    /// Now.
    Open,
    /// From `closes_at` on.
    Closed,
}

/// Who answers for the personal data.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Privacy {
    /// Name of the controller.
    #[serde(default)]
    pub controller: String,
    /// Its privacy page.
    #[serde(default)]
    pub url: String,
}

/// The part of a petition file that the server itself acts on.
#[derive(Clone, Debug, Deserialize)]
pub struct Terms {
    /// Name in URLs: 1 to 64 lower-case letters, digits and `-`.
    pub id: String,
    /// Language of the texts, BCP 47.
    pub lang: String,
    /// Title.
    pub title: String,
    /// One paragraph.
    #[serde(default)]
    pub summary: String,
    /// Public page.
    #[serde(default)]
    pub url: String,
    /// First moment at which signatures are taken.
    #[serde(default)]
    pub opens_at: Option<Timestamp>,
    /// First moment at which they no longer are.
    #[serde(default)]
    pub closes_at: Option<Timestamp>,
    /// What is asked of who signs.
    #[serde(default)]
    pub policy: Policy,
    /// Who answers for the data.
    #[serde(default)]
    pub privacy: Privacy,
    /// Signatures collected elsewhere, added to the count.
    #[serde(default)]
    pub counted_elsewhere: u64,
    /// Sites that may send signatures.
    #[serde(default)]
    pub origins: Vec<Origin>,
}

/// A petition, its published form and its count.
pub struct Petition {
    /// What the server acts on.
    pub terms: Terms,
    published: Map<String, Value>,
    appended: AtomicU64,
    rendered: Mutex<Option<(u64, Arc<Representation>)>>,
}

impl Petition {
    /// Reads a petition file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let terms: Terms = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let id = &terms.id;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if id.is_empty() || id.len() > 64 || !id.bytes().all(plain) {
            return Err(format!(
                "id `{id}`: use 1 to 64 lower-case letters, digits and `-`"
            ));
        }
        if terms.title.trim().is_empty() {
            return Err("title is empty".into());
        }
        let mut published: Map<String, Value> = file
            .into_iter()
            .filter(|(name, _)| PUBLISHED.contains(&name.as_str()))
            .collect();
        // As the core understood it: complete, and without what it does not know.
        let policy = serde_json::to_value(&terms.policy).map_err(|error| error.to_string())?;
        published.insert("policy".into(), policy);
        Ok(Self {
            terms,
            published,
            appended: AtomicU64::new(0),
            rendered: Mutex::new(None),
        })
    }

    /// Whether signatures are taken at `now`.
    #[must_use]
    pub fn opening(&self, now: Timestamp) -> Opening {
        if self.terms.opens_at.is_some_and(|opens| now < opens) {
            Opening::NotYet
        } else if self.terms.closes_at.is_some_and(|closes| now >= closes) {
            Opening::Closed
        } else {
            Opening::Open
        }
    }

    /// The count as last published.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.terms
            .counted_elsewhere
            .saturating_add(self.appended.load(Ordering::Relaxed))
    }

    /// Adds newly appended signatures to the published count.
    pub fn add(&self, appended: u64) {
        self.appended.fetch_add(appended, Ordering::Relaxed);
    }

    /// The public JSON with the present count, made once per count.
    #[must_use]
    pub fn representation(&self) -> Arc<Representation> {
        let count = self.count();
        let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, representation)) = rendered.as_ref().filter(|(of, _)| *of == count) {
            return Arc::clone(representation);
        }
        let mut json = self.published.clone();
        json.insert("count".into(), count.into());
        // A map of strings always serialises.
        let bytes = serde_json::to_vec(&json).unwrap_or_default();
        let representation = Arc::new(Representation::new(bytes, "application/json", None));
        *rendered = Some((count, Arc::clone(&representation)));
        representation
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use wesign_core::time::Timestamp;

    use super::{Opening, Petition};

    fn petition(more: &str) -> Result<Petition, String> {
        Petition::parse(&format!(r#"{{"id":"p","lang":"fr","title":"T"{more}}}"#))
    }

    #[test]
    fn opens_and_closes_at_the_second() {
        let p =
            petition(r#","opens_at":"2026-01-01T00:00:00Z","closes_at":"2026-02-01T00:00:00Z""#)
                .unwrap();
        let at = |text: &str| p.opening(Timestamp::parse(text).unwrap());
        assert_eq!(at("2025-12-31T23:59:59Z"), Opening::NotYet);
        assert_eq!(at("2026-01-01T00:00:00Z"), Opening::Open);
        assert_eq!(at("2026-01-31T23:59:59Z"), Opening::Open);
        assert_eq!(at("2026-02-01T00:00:00Z"), Opening::Closed);
    }

    #[tokio::test]
    async fn only_what_is_meant_for_the_public_is_published() {
        let p = petition(
            r#","counted_elsewhere":41,"origins":["https://a.example"],"notes":"secret",
               "policy":{"notes":"secret"},"text":["x"]"#,
        )
        .unwrap();
        p.add(1);
        let response = p.representation().answer(&HeaderMap::new(), "no-cache");
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(json["count"], 42);
        assert_eq!(json["policy"]["postcode"], "required");
        let text = String::from_utf8(body.to_vec()).unwrap();
        for hidden in ["origins", "a.example", "secret", "counted_elsewhere"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
    }

    #[test]
    fn a_wrong_file_is_refused_with_the_reason() {
        for (more, part) in [
            (r#","origins":["a.example"]"#, "not an origin"),
            (r#","opens_at":"soon""#, "line 1 column"),
            (r#","counted_elsewhere":-1"#, "-1"),
        ] {
            let error = petition(more).err().unwrap_or_default();
            assert!(error.contains(part), "{more}: {error}");
        }
        assert!(Petition::parse(r#"{"id":"../x","lang":"fr","title":"T"}"#).is_err());
        assert!(Petition::parse(r#"{"id":"x","lang":"fr","title":" "}"#).is_err());
    }
}
