//! Errors of the contract: problem details (RFC 9457) with a stable code.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use wesign_core::problem::FieldError;

/// What went wrong, as the contract names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No crowdfunding page.
    DonationNotFound,
    /// The gathering was called off.
    GatheringCancelled,
    /// No place is left.
    GatheringFull,
    /// No such gathering.
    GatheringNotFound,
    /// The gathering is over.
    GatheringPast,
    /// The idempotency key is not 16 to 64 letters, digits, `-` or `_`.
    IdempotencyKeyInvalid,
    /// No idempotency key.
    IdempotencyKeyMissing,
    /// The key stands for another body.
    IdempotencyKeyReused,
    /// Something broke here.
    Internal,
    /// Fields do not follow the petition's policy.
    InvalidSignature,
    /// Not JSON, or not of the expected shape.
    MalformedJson,
    /// The path exists, not with this method.
    MethodNotAllowed,
    /// No such path.
    NotFound,
    /// The page is not one that may write to this petition.
    OriginNotAllowed,
    /// Too much to do right now.
    Overloaded,
    /// The petition is over.
    PetitionClosed,
    /// No such petition.
    PetitionNotFound,
    /// The petition has not begun.
    PetitionNotOpen,
    /// The body did not arrive in time.
    RequestTimeout,
    /// The body is longer than 64 kB.
    BodyTooLarge,
    /// Neither JSON nor a form.
    UnsupportedMediaType,
}

impl Kind {
    /// Every kind, for the pages that explain them and for tests.
    pub const ALL: [Self; 21] = [
        Self::BodyTooLarge,
        Self::DonationNotFound,
        Self::GatheringCancelled,
        Self::GatheringFull,
        Self::GatheringNotFound,
        Self::GatheringPast,
        Self::IdempotencyKeyInvalid,
        Self::IdempotencyKeyMissing,
        Self::IdempotencyKeyReused,
        Self::Internal,
        Self::InvalidSignature,
        Self::MalformedJson,
        Self::MethodNotAllowed,
        Self::NotFound,
        Self::OriginNotAllowed,
        Self::Overloaded,
        Self::PetitionClosed,
        Self::PetitionNotFound,
        Self::PetitionNotOpen,
        Self::RequestTimeout,
        Self::UnsupportedMediaType,
    ];

    /// Status, code, title, and what whoever calls can do about it.
    #[must_use]
    const fn facts(self) -> (StatusCode, &'static str, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::BodyTooLarge => (
                S::PAYLOAD_TOO_LARGE,
                "body_too_large",
                "The body is too large",
                "A body has at most 64 kB.",
            ),
            Self::DonationNotFound => (
                S::NOT_FOUND,
                "donation_not_found",
                "There is no crowdfunding page",
                "The petition has none; its `steps` say so.",
            ),
            Self::GatheringCancelled => (
                S::CONFLICT,
                "gathering_cancelled",
                "The gathering was called off",
                "It takes no more registrations.",
            ),
            Self::GatheringFull => (
                S::CONFLICT,
                "gathering_full",
                "The gathering is full",
                "It takes registrations again when somebody gives a place back.",
            ),
            Self::GatheringNotFound => (
                S::NOT_FOUND,
                "gathering_not_found",
                "There is no such gathering",
                "The petition's `gatherings` list those there are.",
            ),
            Self::GatheringPast => (
                S::CONFLICT,
                "gathering_past",
                "The gathering is over",
                "It takes no more registrations.",
            ),
            Self::IdempotencyKeyInvalid => (
                S::BAD_REQUEST,
                "idempotency_key_invalid",
                "The idempotency key is malformed",
                "Send 16 to 64 characters out of A-Z, a-z, 0-9, `-` and `_`, for instance a UUID.",
            ),
            Self::IdempotencyKeyMissing => (
                S::BAD_REQUEST,
                "idempotency_key_missing",
                "The idempotency key is missing",
                "Send an Idempotency-Key header: one random key per write, the same one at each retry.",
            ),
            Self::IdempotencyKeyReused => (
                S::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "The idempotency key stands for something else",
                "A key belongs to one body at one path. Send another with a new key.",
            ),
            Self::Internal => (
                S::INTERNAL_SERVER_ERROR,
                "internal",
                "Something broke on the server",
                "Nothing is wrong with the request. Retry later with the same idempotency key.",
            ),
            Self::InvalidSignature => (
                S::UNPROCESSABLE_ENTITY,
                "invalid_signature",
                "Some fields need a correction",
                "`errors` lists every field with the reason. The idempotency key is not used up.",
            ),
            Self::MalformedJson => (
                S::BAD_REQUEST,
                "malformed_json",
                "The body is not the JSON that is expected",
                "Send one JSON object in UTF-8 with the fields of the contract.",
            ),
            Self::MethodNotAllowed => (
                S::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This method does not exist here",
                "The Allow header lists those that do.",
            ),
            Self::NotFound => (
                S::NOT_FOUND,
                "not_found",
                "There is nothing here",
                "The contract at /openapi.yaml lists every path.",
            ),
            Self::OriginNotAllowed => (
                S::FORBIDDEN,
                "origin_not_allowed",
                "This site may not write to this petition",
                "The organisers of the petition add the site to its `origins`, or the server to its --origin.",
            ),
            Self::Overloaded => (
                S::SERVICE_UNAVAILABLE,
                "overloaded",
                "Too much at once",
                "Retry after the seconds of Retry-After, with the same idempotency key.",
            ),
            Self::PetitionClosed => (
                S::FORBIDDEN,
                "petition_closed",
                "The petition is closed",
                "It takes no more signatures.",
            ),
            Self::PetitionNotFound => (
                S::NOT_FOUND,
                "petition_not_found",
                "There is no such petition",
                "Check the `petition` attribute of the widget.",
            ),
            Self::PetitionNotOpen => (
                S::FORBIDDEN,
                "petition_not_open",
                "The petition is not open yet",
                "It opens at its `opens_at`.",
            ),
            Self::RequestTimeout => (
                S::REQUEST_TIMEOUT,
                "request_timeout",
                "The body did not arrive in time",
                "Retry with the same idempotency key.",
            ),
            Self::UnsupportedMediaType => (
                S::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "This kind of body is not understood",
                "Send application/json, or application/x-www-form-urlencoded from a plain form, uncompressed.",
            ),
        }
    }

    /// HTTP status.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        self.facts().0
    }

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.facts().1
    }

    /// One line for people, in English.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.facts().2
    }

    /// What to do about it, in English.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        self.facts().3
    }
}

/// A refusal, with the fields it is about when there are some.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What went wrong.
    pub kind: Kind,
    /// Every wrong field, in the order of the form.
    pub errors: Vec<FieldError>,
    /// Line and column, from 1, where a body stops being understood. Never what stands there.
    pub place: Option<(usize, usize)>,
}

#[derive(Serialize)]
struct Details<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
}

/// Seconds after which an overloaded server is asked again.
const RETRY_AFTER: &str = "2";

impl Problem {
    /// The answer as `application/problem+json`. Never stored by caches.
    #[must_use]
    pub fn response(&self) -> Response<Body> {
        let kind = self.kind;
        let details = Details {
            r#type: format!("/problems/{}", kind.code()),
            title: kind.title(),
            status: kind.status().as_u16(),
            code: kind.code(),
            detail: match self.place {
                Some((line, column)) => {
                    format!(
                        "{} Not understood at line {line}, column {column}.",
                        kind.advice()
                    )
                }
                None => kind.advice().to_owned(),
            },
            errors: &self.errors,
        };
        // Serialising strings and numbers does not fail.
        let body = serde_json::to_vec(&details).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        self.mark(&mut response);
        response
    }

    /// Gives a page about this problem its status and headers.
    pub fn mark(&self, response: &mut Response<Body>) {
        *response.status_mut() = self.kind.status();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.kind == Kind::Overloaded {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        if self.kind == Kind::RequestTimeout {
            // The rest of the body may still arrive: it must not be read as the next request.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            errors: Vec::new(),
            place: None,
        }
    }
}
