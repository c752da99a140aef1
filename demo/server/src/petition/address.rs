//! Addresses of a petition file, as they are published.

use wesign_core::link::admitted;

use crate::origin::Origin;

/// Which addresses a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Whatever may become a link: `https`, `mailto`, `tel`.
    Link,
    /// `https` only: a picture, or a page that money or people are sent to.
    Page,
}

/// Publishes `address`: what begins with `/` is a file or page of this server and becomes absolute;
/// anything else must be an address that the widget admits. Empty stays empty.
pub(super) fn publish(
    address: &mut String,
    kind: Kind,
    public: &Origin,
) -> Result<(), &'static str> {
    if address.is_empty() {
        return Ok(());
    }
    if address.starts_with('/') {
        let clean = admitted(&format!("https://here{address}")).is_some();
        if !clean || address.starts_with("//") {
            return Err("not a path of this server: write for instance /logos/us.svg");
        }
        *address = format!("{public}{address}");
        return Ok(());
    }
    let https = || {
        address
            .get(..8)
            .is_some_and(|head| head.eq_ignore_ascii_case("https://"))
    };
    match admitted(address) {
        None => Err("not an address that can be followed: write https://…"),
        Some(_) if kind == Kind::Page && !https() => {
            Err("https only: write https://… or a path of this server")
        }
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, publish};
    use crate::origin::Origin;

    #[test]
    fn paths_become_absolute_and_the_rest_is_admitted_or_not() {
        let public = Origin::parse("https://petitions.example").unwrap();
        let published = |address: &str, kind| {
            let mut address = address.to_owned();
            publish(&mut address, kind, &public).map(|()| address)
        };
        for (address, expected) in [
            ("", ""),
            ("/logos/us.svg", "https://petitions.example/logos/us.svg"),
            ("https://a.example/b", "https://a.example/b"),
        ] {
            for kind in [Kind::Link, Kind::Page] {
                assert_eq!(published(address, kind).as_deref(), Ok(expected));
            }
        }
        assert!(published("mailto:us@a.example", Kind::Link).is_ok());
        for bad in ["mailto:us@a.example", "tel:+331", "http://localhost/x"] {
            assert!(published(bad, Kind::Page).is_err(), "{bad}");
        }
        for bad in [
            "//evil.example/x",
            "/a b",
            "/\\evil.example",
            "/a\"b",
            "javascript:alert(1)",
            "http://a.example",
            "logos/us.svg",
            " https://a.example",
        ] {
            assert!(published(bad, Kind::Link).is_err(), "{bad}");
        }
    }
}
