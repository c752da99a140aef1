//! A cacheable body in its encodings, each with its ETag; and the conditional answer.

use std::io::Write as _;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::digest;

/// Bodies below this are not worth compressing: they fit one packet anyway.
const WORTH_COMPRESSING: usize = 1024;

struct Encoded {
    bytes: Bytes,
    etag: HeaderValue,
    name: Option<&'static str>,
}

/// A body ready to send, plain and compressed.
pub struct Representation {
    media_type: &'static str,
    plain: Encoded,
    /// Best first.
    compressed: Vec<Encoded>,
}

impl Representation {
    /// Prepares `bytes`; compresses them with gzip where that helps. `brotli` is a compressed form
    /// that exists already.
    #[must_use]
    pub fn new(bytes: Vec<u8>, media_type: &'static str, brotli: Option<Vec<u8>>) -> Self {
        let digest = digest::tag(&bytes);
        let mut compressed = Vec::new();
        if bytes.len() >= WORTH_COMPRESSING && is_compressible(media_type) {
            if let Some(brotli) = brotli {
                compressed.push(encoded(brotli, &digest, Some("br")));
            }
            let zipped = gzip(&bytes);
            if zipped.len() < bytes.len() / 20 * 19 {
                compressed.push(encoded(zipped, &digest, Some("gzip")));
            }
        }
        Self {
            media_type,
            plain: encoded(bytes, &digest, None),
            compressed,
        }
    }

    /// The bytes as they are.
    #[must_use]
    pub fn plain(&self) -> &[u8] {
        &self.plain.bytes
    }

    /// The answer to a GET or HEAD with these headers: the best encoding the client takes, or 304
    /// when it has that already.
    #[must_use]
    pub fn answer(&self, request: &HeaderMap, cache_control: &'static str) -> Response<Body> {
        let chosen = self
            .compressed
            .iter()
            .find(|encoded| encoded.name.is_some_and(|name| accepts(request, name)))
            .unwrap_or(&self.plain);
        let mut response = if has_already(request, &chosen.etag) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let mut response = Response::new(Body::from(chosen.bytes.clone()));
            let headers = response.headers_mut();
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static(self.media_type),
            );
            if let Some(name) = chosen.name {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            }
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, chosen.etag.clone());
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(cache_control),
        );
        if !self.compressed.is_empty() {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }
}

fn encoded(bytes: Vec<u8>, digest: &str, name: Option<&'static str>) -> Encoded {
    // Strong tags differ by encoding: the bytes do.
    let etag = match name {
        Some(name) => format!("\"{digest}-{name}\""),
        None => format!("\"{digest}\""),
    };
    let etag = HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"\""));
    Encoded {
        bytes: bytes.into(),
        etag,
        name,
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn is_compressible(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["json", "javascript", "wasm", "svg", "xml", "octet-stream"]
            .iter()
            .any(|kind| media_type.contains(kind))
}

/// Whether `Accept-Encoding` names `encoding` (or `*`) with a weight above zero.
fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    let mut any = false;
    for value in request.get_all(header::ACCEPT_ENCODING) {
        for part in value.to_str().unwrap_or("").split(',') {
            let mut pieces = part.split(';').map(str::trim);
            let name = pieces.next().unwrap_or("");
            let refused = pieces
                .filter_map(|piece| piece.strip_prefix("q="))
                .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
            if name.eq_ignore_ascii_case(encoding) {
                return !refused;
            }
            any |= name == "*" && !refused;
        }
    }
    any
}

/// Whether `If-None-Match` names the tag, by the weak comparison that RFC 9110 asks for here.
fn has_already(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let etag = etag.to_str().map(opaque).unwrap_or_default();
    request.get_all(header::IF_NONE_MATCH).iter().any(|value| {
        value.to_str().is_ok_and(|list| {
            list.split(',')
                .any(|tag| tag.trim() == "*" || opaque(tag) == etag)
        })
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, StatusCode, header};

    use super::Representation;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_client_chooses_the_encoding_and_hears_304_for_what_it_has() {
        let body = Representation::new(vec![b'a'; 5000], "text/css; charset=utf-8", Some(vec![1]));
        let encoding = |accept: &str| {
            let request = headers(&[(header::ACCEPT_ENCODING, accept)]);
            let response = body.answer(&request, "no-cache");
            response
                .headers()
                .get(header::CONTENT_ENCODING)
                .map(|v| v.to_str().unwrap().to_owned())
        };
        assert_eq!(encoding("gzip, deflate, br"), Some("br".into()));
        assert_eq!(encoding("gzip, br;q=0"), Some("gzip".into()));
        assert_eq!(encoding("*"), Some("br".into()));
        assert_eq!(encoding("identity"), None);
        assert_eq!(encoding("brotli-ish"), None);

        let etag = |accept: &str| {
            body.answer(&headers(&[(header::ACCEPT_ENCODING, accept)]), "no-cache")
                .headers()[header::ETAG]
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert_ne!(etag("br"), etag("identity"));
        for (tag, status) in [
            (etag("identity"), StatusCode::NOT_MODIFIED),
            (
                format!("\"x\", W/{}", etag("identity")),
                StatusCode::NOT_MODIFIED,
            ),
            ("*".into(), StatusCode::NOT_MODIFIED),
            (etag("br"), StatusCode::OK),
            ("\"x\"".into(), StatusCode::OK),
        ] {
            let response = body.answer(&headers(&[(header::IF_NONE_MATCH, &tag)]), "no-cache");
            assert_eq!(response.status(), status, "{tag}");
            assert!(response.headers().contains_key(header::ETAG));
        }
    }
}
