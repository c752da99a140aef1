//! Which addresses may become a link.
//!
//! Everything an API or an organiser sends is hostile until shown otherwise: a `javascript:` or
//! `data:` address in a petition must never become an `href`.

/// `address` where its scheme may be followed from a partner's page: `https`, `mailto`, `tel`, and
/// plain `http` on the loopback host only (for development). `None` for every other scheme, for
/// relative addresses and for anything with control characters or blanks in it, which browsers
/// would strip before reading the scheme (WHATWG URL, "basic URL parser", step 1–3).
///
/// ```
/// use wesign_core::link::admitted;
/// assert_eq!(admitted("https://wesign.it/fr"), Some("https://wesign.it/fr"));
/// assert_eq!(admitted("java\nscript:alert(1)"), None);
/// assert_eq!(admitted("//evil.example"), None);
/// ```
#[must_use]
pub fn admitted(address: &str) -> Option<&str> {
    let clean = !address
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\'));
    let known = starts_with_ignoring_case(address, "https://")
        || starts_with_ignoring_case(address, "mailto:")
        || starts_with_ignoring_case(address, "tel:")
        || is_loopback_http(address);
    (clean && known).then_some(address)
}

/// `address` where it is an [`admitted`] page: `https`, or `http` on the loopback host.
pub(crate) fn page(address: &str) -> Option<&str> {
    let on_web = starts_with_ignoring_case(address, "https://") || is_loopback_http(address);
    admitted(address).filter(|_| on_web)
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn is_loopback_http(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::admitted;

    #[test]
    fn only_listed_schemes_pass() {
        for good in [
            "https://a.example/b?c#d",
            "HTTPS://a.example",
            "mailto:a@b.example?subject=x",
            "tel:+33140000000",
            "http://localhost:8080/x",
            "http://127.0.0.1/x",
            "http://[::1]:80/",
        ] {
            assert_eq!(admitted(good), Some(good), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " https://a.example",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "//a.example",
            "/relative",
            "http://a.example",
            "http://localhost.evil.example/",
            "http://localhost@evil.example/",
            "vbscript:x",
            "https://a.example/\"onclick=",
        ] {
            assert_eq!(admitted(bad), None, "{bad}");
        }
    }
}
