//! Addresses and handles: brought to one form, checked, or refused with a note.

use crate::people::Elected;
use crate::report::{Note, Report};
use crate::source::amo::Acteur;

/// What is left of a handle or page after `@`, a URL's scheme and host, a query and slashes.
fn bare<'a>(value: &'a str, hosts: &[&str]) -> &'a str {
    let mut rest = value.trim();
    for scheme in ["https://", "http://"] {
        rest = rest.strip_prefix(scheme).unwrap_or(rest);
    }
    for sub in ["www.", "m.", "fr-fr.", "mobile."] {
        rest = rest.strip_prefix(sub).unwrap_or(rest);
    }
    for host in hosts {
        rest = rest.strip_prefix(host).unwrap_or(rest);
    }
    let rest = rest.trim_matches('/');
    rest.strip_prefix('@').unwrap_or(rest).trim()
}

/// X: 1 to 15 letters, digits, underscores.
pub(crate) fn x(value: &str) -> Option<String> {
    let handle = bare(value, &["twitter.com/", "x.com/"]);
    let handle = handle.split(['?', '/']).next()?;
    let good = (1..=15).contains(&handle.len())
        && handle
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_');
    good.then(|| handle.to_owned())
}

/// Facebook: a page's name, or `profile.php?id=` and digits.
pub(crate) fn facebook(value: &str) -> Option<String> {
    let page = bare(value, &["facebook.com/"]);
    if let Some(id) = page.strip_prefix("profile.php?id=") {
        let id = id.split('&').next()?;
        let good = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
        return good.then(|| format!("profile.php?id={id}"));
    }
    let page = page.split('?').next()?.trim_matches('/');
    let good = (1..=100).contains(&page.len())
        && page
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/'));
    good.then(|| page.to_owned())
}

/// Instagram: 1 to 30 letters, digits, full stops, underscores.
pub(crate) fn instagram(value: &str) -> Option<String> {
    let handle = bare(value, &["instagram.com/"]);
    let handle = handle.split(['?', '/']).next()?;
    let good = (1..=30).contains(&handle.len())
        && handle
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'));
    good.then(|| handle.to_owned())
}

/// What follows the first of `starts` that `url` begins with.
fn after<'a>(url: &'a str, starts: &[&str]) -> Option<&'a str> {
    starts.iter().find_map(|start| url.strip_prefix(start))
}

/// Bluesky: the handle of a profile's address, which is a domain name (atproto, Handle specification). An
/// address with a DID instead has no handle that a message could mention.
pub(crate) fn bluesky(url: &str) -> Option<String> {
    let profile = after(
        url.trim(),
        &[
            "https://bsky.app/profile/",
            "https://web-cdn.bsky.app/profile/",
            // Not Bluesky's own, but it lists accounts by handle, and a member gives it.
            "https://blueskydirectory.com/profiles/",
        ],
    )?;
    let handle = profile.split(['/', '?', '#']).next()?;
    (domain(handle) && handle.len() <= 253).then(|| handle.to_ascii_lowercase())
}

/// Mastodon: `name@server` of `https://server/@name`. Many sites write accounts in this way, so the
/// server has to say in its own name what it runs.
pub(crate) fn mastodon(url: &str) -> Option<String> {
    let (server, rest) = url.trim().strip_prefix("https://")?.split_once("/@")?;
    let server = server.to_ascii_lowercase();
    let name = rest.split(['/', '?', '#']).next()?;
    let good = domain(&server)
        && server.split('.').any(|label| label == "mastodon")
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    good.then(|| format!("{name}@{server}"))
}

/// What people publish as their sites: for some it is a profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sites {
    pub(crate) bluesky: Option<String>,
    pub(crate) mastodon: Option<String>,
    pub(crate) site: Option<String>,
}

/// Profiles told from sites, the first of each; what is neither goes to `refused`.
pub(crate) fn sites(values: &[String], refused: &mut Vec<String>) -> Sites {
    let mut sites = Sites::default();
    for value in values {
        let (place, found) = if let Some(handle) = bluesky(value) {
            (&mut sites.bluesky, handle)
        } else if let Some(address) = mastodon(value) {
            (&mut sites.mastodon, address)
        } else if let Some(url) = site(value) {
            (&mut sites.site, url)
        } else {
            refused.push(value.clone());
            continue;
        };
        place.get_or_insert(found);
    }
    sites
}

/// A web site as an https URL, or http where the source says so.
pub(crate) fn site(value: &str) -> Option<String> {
    let value = value.trim().trim_start_matches('/');
    let (scheme, rest) = match value.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        Some(_) => return None,
        None => ("https", value),
    };
    let rest = rest.trim_end_matches('/');
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let good_path = path
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'`'));
    (domain(host) && good_path).then(|| format!("{scheme}://{}{path}", host.to_ascii_lowercase()))
}

fn domain(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        && labels
            .last()
            .is_some_and(|last| last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// An address in small letters.
pub(crate) fn email(value: &str) -> Option<String> {
    let value = value.trim().to_ascii_lowercase();
    let (local, host) = value.split_once('@')?;
    let good = !local.is_empty()
        && !local.starts_with('.')
        && !local.ends_with('.')
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'));
    (good && domain(host)).then_some(value)
}

/// The first value that passes; those that don't go to `refused`.
pub(crate) fn first(
    values: &[String],
    check: fn(&str) -> Option<String>,
    refused: &mut Vec<String>,
) -> Option<String> {
    let mut found = None;
    for value in values {
        match check(value) {
            Some(good) => {
                found.get_or_insert(good);
            }
            None => refused.push(value.clone()),
        }
    }
    found
}

/// Contacts of a deputy out of AMO10.
pub(crate) fn of_deputy(acteur: &Acteur, elected: &mut Elected, report: &mut Report) {
    // The Assemblée's own address before a private one that was published next to it.
    let mut emails = acteur.emails.clone();
    emails.sort_by_key(|email| {
        !email
            .to_ascii_lowercase()
            .ends_with("@assemblee-nationale.fr")
    });
    let mut refused = Vec::new();
    elected.email = first(&emails, email, &mut refused);
    elected.x = first(&acteur.x, x, &mut refused);
    elected.facebook = first(&acteur.facebook, facebook, &mut refused);
    elected.instagram = first(&acteur.instagram, instagram, &mut refused);
    let sites = sites(&acteur.sites, &mut refused);
    (elected.bluesky, elected.mastodon, elected.site) = (sites.bluesky, sites.mastodon, sites.site);
    report.notes.extend(refused.iter().map(|value| Note {
        file: "amo",
        line: 1,
        what: format!(
            "{} {} {}: {value:?} has not the form of an address, handle or page",
            acteur.file, elected.given_name, elected.family_name
        ),
        reason: Some("the Assemblée publishes what deputies typed; left out"),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_lose_their_wrapping() {
        assert_eq!(x("@l_saintpaul").as_deref(), Some("l_saintpaul"));
        assert_eq!(
            x("https://x.com/mandrouet?s=21").as_deref(),
            Some("mandrouet")
        );
        assert_eq!(
            x("https://www.twitter.com/CharlesGoerens/").as_deref(),
            Some("CharlesGoerens")
        );
        assert_eq!(x("Jean Dupont"), None);
        assert_eq!(x("averyverylonghandle"), None);
        assert_eq!(x(""), None);
    }

    #[test]
    fn pages_and_sites() {
        assert_eq!(
            facebook("profile.php?id=100009065043065").as_deref(),
            Some("profile.php?id=100009065043065")
        );
        assert_eq!(facebook("Robert Le Bourgeois"), None);
        assert_eq!(
            facebook("https://www.facebook.com/charles.goerens").as_deref(),
            Some("charles.goerens")
        );
        assert_eq!(instagram("prisca thevenot"), None);
        assert_eq!(
            site("/www.veroniquebesse.fr").as_deref(),
            Some("https://www.veroniquebesse.fr")
        );
        assert_eq!(
            site("emmanuelmaurel.eu/").as_deref(),
            Some("https://emmanuelmaurel.eu")
        );
        assert_eq!(
            site("http://Example.fr/a").as_deref(),
            Some("http://example.fr/a")
        );
        assert_eq!(site("javascript://example.fr"), None);
        assert_eq!(site("en construction"), None);
    }

    #[test]
    fn profiles_given_as_sites() {
        for (url, handle) in [
            (
                "https://bsky.app/profile/marketkag.bsky.social",
                Some("marketkag.bsky.social"),
            ),
            (
                "https://web-cdn.bsky.app/profile/RudiKennes.bsky.social/post/3k?x#y",
                Some("rudikennes.bsky.social"),
            ),
            (
                "https://blueskydirectory.com/profiles/annastrolenberg.volteuropa.org",
                Some("annastrolenberg.volteuropa.org"),
            ),
            (
                "https://bsky.app/profile/did:plc:zjtyybjelg2zihdpoifkffet",
                None,
            ),
            ("https://bsky.app/profile/marketkag", None),
            ("https://bsky.app/profile/a.b@c.example", None),
            ("https://bsky.app/profile/", None),
            ("https://bsky.app/", None),
            ("http://bsky.app/profile/a.example", None),
            ("https://bsky.app.example/profile/a.example", None),
        ] {
            assert_eq!(bluesky(url).as_deref(), handle, "{url}");
        }
        for (url, address) in [
            (
                "https://mastodon.social/@thomas_waitz",
                Some("thomas_waitz@mastodon.social"),
            ),
            (
                " https://Mastodon.Example.org/@Ada/1?x ",
                Some("Ada@mastodon.example.org"),
            ),
            ("https://www.tiktok.com/@ada", None),
            ("https://mastodon.example.org/ada", None),
            ("https://mastodon.example.org/@", None),
            ("https://mastodon.example.org/@a.b@c", None),
            ("https://x.example/mastodon.social/@ada", None),
        ] {
            assert_eq!(mastodon(url).as_deref(), address, "{url}");
        }
    }

    #[test]
    fn sites_without_the_profiles_among_them() {
        let values = [
            "https://mastodon.social/@ada",
            "https://bsky.app/profile/ada.example",
            "en construction",
            "ada.example/",
            "https://bsky.app/profile/second.example",
            "https://second.example",
        ]
        .map(str::to_owned);
        let mut refused = Vec::new();
        let sites = sites(&values, &mut refused);
        assert_eq!(sites.bluesky.as_deref(), Some("ada.example"));
        assert_eq!(sites.mastodon.as_deref(), Some("ada@mastodon.social"));
        assert_eq!(sites.site.as_deref(), Some("https://ada.example"));
        assert_eq!(refused, ["en construction"]);
        // A page to open, though nobody can be mentioned by it.
        let did = "https://bsky.app/profile/did:plc:zjtyybjelg2zihdpoifkffet";
        let sites = super::sites(&[did.to_owned()], &mut refused);
        assert_eq!(
            sites,
            Sites {
                site: Some(did.into()),
                ..Sites::default()
            }
        );
    }

    #[test]
    fn addresses() {
        assert_eq!(
            email("Laetitia.Saint-Paul@assemblee-nationale.fr").as_deref(),
            Some("laetitia.saint-paul@assemblee-nationale.fr")
        );
        assert_eq!(email("a@b"), None);
        assert_eq!(email("a b@c.fr"), None);
        assert_eq!(email(".a@c.fr"), None);
    }
}
