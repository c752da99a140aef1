//! Links to a map of the visitor's choice.

use alloc::string::String;

use crate::geo::Point;
use crate::mobilisation::Venue;
use crate::url::Url;

/// A map on the web. `geo:` is not among them: most browsers have no program for it, and
/// [`crate::link::admitted`] does not know it.
///
/// ```
/// # use wesign_core::map::Map;
/// assert_eq!(serde_json::from_str::<Map>(r#""google""#)?, Map::Google);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Map {
    /// OpenStreetMap.
    OpenStreetMap,
    /// Google Maps.
    Google,
    /// Apple Maps.
    Apple,
}

impl Map {
    /// Every map, in the order they are offered.
    ///
    /// ```
    /// # use wesign_core::{map::Map, mobilisation::Venue};
    /// let venue = Venue { name: "Place de la République, Paris".into(), ..Venue::default() };
    /// let links = Map::ALL.map(|map| map.url(&venue));
    /// assert!(links.iter().flatten().all(|link| link.starts_with("https://")));
    /// ```
    pub const ALL: [Self; 3] = [Self::OpenStreetMap, Self::Google, Self::Apple];

    /// Its name on the wire.
    ///
    /// ```
    /// # use wesign_core::map::Map;
    /// assert_eq!(Map::OpenStreetMap.as_str(), "openstreetmap");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenStreetMap => "openstreetmap",
            Self::Google => "google",
            Self::Apple => "apple",
        }
    }

    /// The link that shows `venue`: its point, else its address, else its name; `None` where it has
    /// none of them. Sources: OpenStreetMap wiki, "Browsing" (`mlat`, `mlon`) and "Nominatim"
    /// (search); Google, "Maps URLs" (`api=1`); Apple, "Map Links" (`ll`, `q`).
    ///
    /// ```
    /// use wesign_core::{map::Map, mobilisation::Venue};
    /// let venue = Venue {
    ///     name: "Café & Cie".into(),
    ///     address: "1 rue de l’Été, 35000 Rennes".into(),
    ///     point: Some([48.11, -1.68]),
    /// };
    /// let url = |map: Map, venue: &Venue| map.url(venue).unwrap();
    /// assert_eq!(
    ///     url(Map::OpenStreetMap, &venue),
    ///     "https://www.openstreetmap.org/?mlat=48.110000&mlon=-1.680000#map=17/48.110000/-1.680000",
    /// );
    /// let unplaced = Venue { point: None, ..venue };
    /// assert_eq!(
    ///     url(Map::Google, &unplaced),
    ///     "https://www.google.com/maps/search/?api=1&query=1%20rue%20de%20l%E2%80%99%C3%89t%C3%A9%2C%2035000%20Rennes",
    /// );
    /// assert_eq!(Map::Apple.url(&Venue::default()), None);
    /// ```
    #[must_use]
    pub fn url(self, venue: &Venue) -> Option<String> {
        let point = venue.point.and_then(|point| Point::from(point).texts());
        let named = [&venue.address, &venue.name];
        let words = || {
            named
                .map(|text| text.trim())
                .into_iter()
                .find(|text| !text.is_empty())
        };
        let url = match (self, point) {
            (Self::OpenStreetMap, Some([latitude, longitude])) => {
                let mut url = Url::new("https://www.openstreetmap.org/")
                    .with("mlat", &latitude)
                    .with("mlon", &longitude);
                for part in ["#map=17/", &latitude, "/", &longitude] {
                    url.push_text(part);
                }
                url
            }
            (Self::OpenStreetMap, None) => {
                Url::new("https://www.openstreetmap.org/search").with("query", words()?)
            }
            (Self::Google, point) => {
                let joined = point.map(|point| point.join(","));
                let query = joined.as_deref().or_else(words)?;
                Url::new("https://www.google.com/maps/search/")
                    .with("api", "1")
                    .with("query", query)
            }
            (Self::Apple, Some(point)) => {
                let label = Some(venue.name.trim()).filter(|name| !name.is_empty());
                Url::new("https://maps.apple.com/")
                    .with("ll", &point.join(","))
                    .with("q", label.or_else(words).unwrap_or("·"))
            }
            (Self::Apple, None) => Url::new("https://maps.apple.com/").with("q", words()?),
        };
        Some(url.into_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::link::admitted;

    proptest! {
        #[test]
        fn no_text_leaves_its_parameter(
            name in "\\PC{0,20}",
            address in "[ -~é]{0,40}",
            point in proptest::option::of([-90.0..90.0, -180.0..180.0]),
        ) {
            let venue = Venue { name, address, point };
            let words = [venue.address.trim(), venue.name.trim()];
            let known = point.is_some() || words.iter().any(|text| !text.is_empty());
            for map in Map::ALL {
                let url = map.url(&venue);
                prop_assert_eq!(url.is_some(), known);
                let Some(url) = url else { continue };
                prop_assert!(admitted(&url).is_some(), "{}", url);
                let parsed = ::url::Url::parse(&url).expect("a URL");
                prop_assert_eq!(parsed.as_str(), &url, "as it is already");
                let query: BTreeMap<_, _> = parsed.query_pairs().collect();
                if let (None, Some(text)) = (point, words.iter().find(|text| !text.is_empty())) {
                    let found = query.get("query").or_else(|| query.get("q"));
                    prop_assert_eq!(found.map(|text| &**text), Some(*text));
                }
            }
        }
    }
}
