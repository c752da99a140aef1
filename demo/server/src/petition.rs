//! A petition as the server knows it: what it publishes, and what it keeps to itself.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Map, Value};
use wesign_core::interpellation::{Grammar, Template};
use wesign_core::mobilisation::Mobilisation;
use wesign_core::time::Timestamp;

use crate::origin::Origin;
use crate::representation::Representation;

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

/// The part of a petition file that is never published.
#[derive(Clone, Debug, Deserialize)]
struct Internal {
    /// Signatures collected before or on paper, added to the count.
    #[serde(default)]
    counted_elsewhere: u64,
    /// Sites that may send signatures.
    #[serde(default)]
    origins: Vec<Origin>,
}

/// A petition, its published form and its count.
pub struct Petition {
    /// What is published, as the core understands it: a field that the core does not know, an
    /// internal note for instance, is not in it. Its `count` stays as the file has it.
    pub mobilisation: Mobilisation,
    /// Sites that may send signatures.
    pub origins: Vec<Origin>,
    /// Names of the file's fields that mean nothing here: slips of the pen, most likely.
    pub unknown: Vec<String>,
    counted_elsewhere: u64,
    appended: AtomicU64,
    rendered: Mutex<Option<(u64, Arc<Representation>)>>,
}

impl Petition {
    /// Reads a petition file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mobilisation: Mobilisation =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let internal: Internal = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let id = &mobilisation.id;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if id.is_empty() || id.len() > 64 || !id.bytes().all(plain) {
            return Err(format!(
                "id `{id}`: use 1 to 64 lower-case letters, digits and `-`"
            ));
        }
        for (name, value) in [("title", &mobilisation.title), ("lang", &mobilisation.lang)] {
            if value.trim().is_empty() {
                return Err(format!("{name} is empty"));
            }
        }
        templates(&mobilisation)?;
        if let Some(error) = mobilisation
            .targets
            .check(&mobilisation.message, &mobilisation.lang)
            .first()
        {
            return Err(error.to_string());
        }
        let known = serde_json::to_value(&mobilisation).map_err(|error| error.to_string())?;
        let mut unknown = Vec::new();
        for (name, value) in &file {
            if !["counted_elsewhere", "origins"].contains(&&**name) {
                without_effect(value, known.get(name), name, &mut unknown);
            }
        }
        Ok(Self {
            unknown,
            mobilisation,
            origins: internal.origins,
            counted_elsewhere: internal.counted_elsewhere,
            appended: AtomicU64::new(0),
            rendered: Mutex::new(None),
        })
    }

    /// Whether signatures are taken at `now`.
    #[must_use]
    pub fn opening(&self, now: Timestamp) -> Opening {
        if self.mobilisation.opens_at.is_some_and(|opens| now < opens) {
            Opening::NotYet
        } else if self
            .mobilisation
            .closes_at
            .is_some_and(|closes| now >= closes)
        {
            Opening::Closed
        } else {
            Opening::Open
        }
    }

    /// The count as last published.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counted_elsewhere
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
        let published = Mobilisation {
            count,
            ..self.mobilisation.clone()
        };
        // Strings and numbers always serialise.
        let bytes = serde_json::to_vec(&published).unwrap_or_default();
        let representation = Arc::new(Representation::new(bytes, "application/json", None));
        *rendered = Some((count, Arc::clone(&representation)));
        representation
    }
}

/// Refuses a petition whose messages nobody could send: the organiser hears it, not the signatory.
fn templates(mobilisation: &Mobilisation) -> Result<(), String> {
    for (path, text, lang) in mobilisation.message.all(&mobilisation.lang) {
        if let Some(error) = Template::check(text, &Grammar::of(lang)).first() {
            return Err(format!("{path}, line:column {error}, in `{text}`"));
        }
    }
    Ok(())
}

/// Paths of what the file holds and the core does not know. What is empty means nothing, known or
/// not.
fn without_effect(given: &Value, known: Option<&Value>, path: &str, found: &mut Vec<String>) {
    let empty = match given {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    match (given, known) {
        (Value::Object(fields), Some(Value::Object(known))) => {
            for (name, value) in fields {
                without_effect(value, known.get(name), &format!("{path}.{name}"), found);
            }
        }
        (Value::Array(items), Some(Value::Array(known))) => {
            for (at, item) in items.iter().enumerate() {
                without_effect(item, known.get(at), &format!("{path}[{at}]"), found);
            }
        }
        (_, None) if !empty => found.push(path.to_owned()),
        _ => {}
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
               "policy":{"notes":"secret"},"text":["x"],"message":{"short":["x"],"call":[]},
               "targets":{"kind":"list","people":[
                 {"id":"a","name":"A","accounts":{"twitter":"secret","x":"a","threads":""}}]}"#,
        )
        .unwrap();
        assert_eq!(
            p.unknown,
            [
                "notes",
                "policy.notes",
                "targets.people[0].accounts.twitter"
            ]
        );
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
            (
                r#","message":{"short":["Bonjour {target.shoe}"]}"#,
                "message.short[0], line:column 1:9: unknown_variable",
            ),
            (
                r#","message":{"translations":[{"lang":"en","long":["{target|she|he}"]}]}"#,
                "message.translations[0].long[0], line:column 1:1: no_agreement",
            ),
            (r#","targets":"mayors""#, "unknown variant `mayors`"),
            (r#","targets":"senators""#, "message: no_wording"),
            (
                r#","message":{"short":["x"]},
                   "targets":{"kind":"list","people":[{"id":"a","name":"A","accounts":{"x":"a b"}}]}"#,
                "targets.people[0].accounts.x: bad_account",
            ),
        ] {
            let error = petition(more).err().unwrap_or_default();
            assert!(error.contains(part), "{more}: {error}");
        }
        assert!(Petition::parse(r#"{"id":"../x","lang":"fr","title":"T"}"#).is_err());
        assert!(Petition::parse(r#"{"id":"x","lang":"fr","title":" "}"#).is_err());
    }
}
