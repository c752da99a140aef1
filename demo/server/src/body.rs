//! Reading a body with bounded memory and bounded patience.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;

use crate::problem::Kind;

/// The most that a body may have, in bytes.
pub const LIMIT: usize = 64 * 1024;
/// What is read and thrown away of a body that is too large: closing at once would reset the
/// connection, and the client would never see why.
const DRAINED: usize = 8 * 1024 * 1024;
/// Time for the whole body to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// The kinds of body that a signature comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// `application/json`, from the widget and other programs.
    Json,
    /// `application/x-www-form-urlencoded`, from a plain form.
    Form,
    /// Anything else.
    Other,
}

impl Medium {
    /// What the headers announce.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let media_type = text(header::CONTENT_TYPE)
            .unwrap_or("")
            .split(';')
            .next()
            .unwrap_or("");
        let is_plain = text(header::CONTENT_ENCODING)
            .is_none_or(|encoding| encoding.eq_ignore_ascii_case("identity"));
        match media_type.trim().to_ascii_lowercase().as_str() {
            "application/json" if is_plain => Self::Json,
            "application/x-www-form-urlencoded" if is_plain => Self::Form,
            _ => Self::Other,
        }
    }
}

/// The whole body, when it is not longer than [`LIMIT`] and arrives in time.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Kind> {
    // A client that waits for `100 Continue` has sent nothing: there is nothing to drain.
    if body.size_hint().lower() > LIMIT as u64 && headers.contains_key(header::EXPECT) {
        return Err(Kind::BodyTooLarge);
    }
    match tokio::time::timeout(PATIENCE, collect(body)).await {
        Ok(result) => result,
        Err(_) => Err(Kind::RequestTimeout),
    }
}

async fn collect(mut body: Body) -> Result<Vec<u8>, Kind> {
    let mut bytes = Vec::new();
    let mut total = 0;
    while let Some(frame) = body.frame().await {
        // Cut off or broken: whoever sent it is probably gone.
        let frame = frame.map_err(|_| Kind::RequestTimeout)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        total += data.len();
        if total <= LIMIT {
            bytes.extend_from_slice(data);
        } else if total > DRAINED {
            break;
        }
    }
    if total > LIMIT {
        Err(Kind::BodyTooLarge)
    } else {
        Ok(bytes)
    }
}
