//! Where a visit came from, without telling from whom.

use alloc::string::String;

use crate::url::Url;

/// `page` with the source of a share in its query, as web statistics read it: `utm_source` (the
/// channel), `utm_medium=share`, `utm_campaign` (the petition). Nothing in it tells who shared: it
/// is the same link for everybody.
///
/// Its own query and fragment stay as they are. A `utm_` parameter that the organiser has set already
/// is the organiser's choice and is not said twice.
///
/// ```
/// use wesign_core::share::campaign_url;
/// assert_eq!(
///     campaign_url("https://example.org/p?a=1#haut", "x", "p"),
///     "https://example.org/p?a=1&utm_source=x&utm_medium=share&utm_campaign=p#haut",
/// );
/// assert_eq!(
///     campaign_url("https://example.org/?utm_source=tract", "qr", "p"),
///     "https://example.org/?utm_source=tract&utm_medium=share&utm_campaign=p",
/// );
/// ```
#[must_use]
pub fn campaign_url(page: &str, source: &str, petition: &str) -> String {
    let (address, fragment) = match page.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (page, None),
    };
    let query = address.split_once('?').map(|(_, query)| query);
    let given = |name: &str| {
        let mut parameters = query.unwrap_or_default().split('&');
        parameters.any(|parameter| parameter.split('=').next() == Some(name))
    };
    let parameters = [
        ("utm_source", source),
        ("utm_medium", "share"),
        ("utm_campaign", petition),
    ];
    let mut url = Url::continued(address);
    for (name, value) in parameters {
        if !given(name) {
            url = url.with(name, value);
        }
    }
    if let Some(fragment) = fragment {
        url.push_text("#");
        url.push_text(fragment);
    }
    url.into_string()
}
