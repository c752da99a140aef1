//! Cross-origin headers: reads are open to every page, writes to the petition's sites.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::origin::Origin;

/// Two hours: the most that Chromium keeps a preflight.
const PREFLIGHT_AGE: HeaderValue = HeaderValue::from_static("7200");
/// What scripts of other origins may read besides the safelisted headers.
const EXPOSED: HeaderValue = HeaderValue::from_static("ETag, Retry-After");
const CROSS_ORIGIN_RESOURCE_POLICY: &str = "cross-origin-resource-policy";

/// Lets every page read the answer.
#[must_use]
pub fn open(response: Response<Body>) -> Response<Body> {
    let mut response = embeddable(response);
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    response
}

/// Lets every page show the answer, a picture, also one that isolates itself (COEP).
#[must_use]
pub fn embeddable(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(
        CROSS_ORIGIN_RESOURCE_POLICY,
        HeaderValue::from_static("cross-origin"),
    );
    response
}

/// Lets the pages of one origin read the answer; without one, nothing but `Vary` is said.
#[must_use]
pub fn only(mut response: Response<Body>, origin: Option<&Origin>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(value) = origin.and_then(|origin| HeaderValue::from_str(origin.as_str()).ok()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response
}

/// The answer to OPTIONS, for a path with these methods; `headers` are those a page may send.
#[must_use]
pub fn preflight(methods: &'static str, allowed_headers: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static(methods));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static(methods),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(allowed_headers),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_AGE);
    response
}

/// What the `Origin` header says about where a request comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// No header: not a browser's cross-origin request.
    Unsaid,
    /// `null`: a page that hides its origin (sandbox, `no-referrer`).
    Opaque,
    /// The very address that was asked: a page of this server, whatever name it is reached by.
    Own,
    /// Another site.
    Site(Origin),
}

impl Source {
    /// Reads the header. What is not an origin counts as hidden.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        if !headers.contains_key(header::ORIGIN) {
            return Self::Unsaid;
        }
        match text(header::ORIGIN).and_then(|text| Origin::parse(text).ok()) {
            // The scheme is left out: a proxy in front may have taken the TLS off.
            Some(origin) if Some(origin.authority()) == text(header::HOST) => Self::Own,
            Some(origin) => Self::Site(origin),
            None => Self::Opaque,
        }
    }
}
