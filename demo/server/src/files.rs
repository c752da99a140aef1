//! Static folders: the site, the built package, the directory.
//!
//! A file is read again when it changed, compressed once, and kept in memory.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use percent_encoding::percent_decode_str;

use crate::media_type;
use crate::representation::Representation;

/// What the HTML of the site says where the API's origin belongs.
pub const API_PLACEHOLDER: &str = "https://api.wesign.example";

const REVALIDATE: &str = "no-cache";
const SHORT: &str = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800";
const FOREVER: &str = "public, max-age=31536000, immutable";

/// What a folder holds, which decides how long its files are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Pages. They are asked for again each time; unchanged ones cost a 304.
    Site,
    /// The built package. Its names carry no hash and its files belong together, so that a mix of
    /// two versions must not come out of a cache: asked for again, unless the URL is pinned by a
    /// `v` parameter.
    Widget,
    /// Shards, named by their hash, and their short-lived manifest.
    Directory,
}

struct Kept {
    changed: Option<SystemTime>,
    length: u64,
    representation: Arc<Representation>,
}

/// A folder that is served.
pub struct Files {
    room: Room,
    root: PathBuf,
    /// Replaces [`API_PLACEHOLDER`] in HTML.
    api: String,
    kept: Mutex<HashMap<PathBuf, Kept>>,
}

/// What a path leads to.
enum Found {
    File(Arc<Representation>),
    Folder,
    Nothing,
}

impl Files {
    /// Serves `root`; `api` is the origin of the API as browsers see it.
    #[must_use]
    pub fn new(room: Room, root: PathBuf, api: &str) -> Self {
        Self {
            room,
            root,
            api: api.to_owned(),
            kept: Mutex::new(HashMap::new()),
        }
    }

    /// The answer for a path below the folder, still percent-encoded; `None` when nothing is there.
    pub async fn answer(
        self: &Arc<Self>,
        path: &str,
        query: Option<&str>,
        request: &HeaderMap,
    ) -> Option<Response<Body>> {
        let relative = safe(path)?;
        let files = Arc::clone(self);
        let wanted = relative.clone();
        let slash = path.is_empty() || path.ends_with('/');
        let found = tokio::task::spawn_blocking(move || files.find(&wanted, slash))
            .await
            .ok()?;
        let representation = match found {
            Found::File(representation) => representation,
            Found::Folder => return redirect(path),
            Found::Nothing => return None,
        };
        let cache = match self.room {
            Room::Site => REVALIDATE,
            Room::Widget if is_pinned(query) => FOREVER,
            Room::Widget => REVALIDATE,
            Room::Directory if is_hashed(&relative) => FOREVER,
            Room::Directory => SHORT,
        };
        Some(representation.answer(request, cache))
    }

    fn find(&self, relative: &Path, slash: bool) -> Found {
        let mut path = self.root.join(relative);
        if slash {
            path.push("index.html");
        }
        // A link out of the folder is not followed.
        let inside = || {
            let root = self.root.canonicalize().ok()?;
            let path = path.canonicalize().ok()?;
            path.starts_with(root).then_some(path)
        };
        let Some(path) = inside() else {
            return Found::Nothing;
        };
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => {
                let (changed, length) = (metadata.modified().ok(), metadata.len());
                match self.read(&path, changed, length) {
                    Some(representation) => Found::File(representation),
                    None => Found::Nothing,
                }
            }
            Ok(metadata) if metadata.is_dir() && path.join("index.html").is_file() => Found::Folder,
            _ => Found::Nothing,
        }
    }

    fn read(
        &self,
        path: &Path,
        changed: Option<SystemTime>,
        length: u64,
    ) -> Option<Arc<Representation>> {
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(kept) = kept.get(path)
                && kept.changed == changed
                && kept.length == length
            {
                return Some(Arc::clone(&kept.representation));
            }
        }
        let mut bytes = std::fs::read(path).ok()?;
        let mut brotli = brotli_beside(path, changed);
        let media_type = media_type::of(path);
        if self.room == Room::Site && media_type.starts_with("text/html") {
            bytes = String::from_utf8_lossy(&bytes)
                .replace(API_PLACEHOLDER, &self.api)
                .into();
            brotli = None;
        }
        let representation = Arc::new(Representation::new(bytes, media_type, brotli));
        let kept = Kept {
            changed,
            length,
            representation: Arc::clone(&representation),
        };
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned(), kept);
        Some(representation)
    }
}

/// The `.br` that a build left beside a file, unless the file is newer.
fn brotli_beside(path: &Path, changed: Option<SystemTime>) -> Option<Vec<u8>> {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    let fresh = std::fs::metadata(&name).ok()?.modified().ok()? >= changed?;
    if fresh {
        std::fs::read(name).ok()
    } else {
        None
    }
}

/// The path as a relative one, when each part is a plain file name: no `..`, nothing hidden, no
/// separator or drive of any system, whatever the encoding.
fn safe(path: &str) -> Option<PathBuf> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut safe = PathBuf::new();
    if path.is_empty() {
        return Some(safe);
    }
    for part in path.split('/') {
        let part = percent_decode_str(part).decode_utf8().ok()?;
        let plain = |c: char| c.is_alphanumeric() || "._-~@+ ".contains(c);
        if part.is_empty() || part.starts_with('.') || !part.chars().all(plain) {
            return None;
        }
        safe.push(&*part);
    }
    Some(safe)
}

/// From `a/b` to `a/b/`, by the last part alone so that no host can be smuggled in.
fn redirect(path: &str) -> Option<Response<Body>> {
    let last = path.rsplit('/').next()?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    let location = HeaderValue::try_from(format!("./{last}/")).ok()?;
    response.headers_mut().insert(header::LOCATION, location);
    Some(response)
}

/// Whether the URL names a version: `?v=` and something.
fn is_pinned(query: Option<&str>) -> bool {
    query.is_some_and(|query| {
        form_urlencoded::parse(query.as_bytes())
            .any(|(name, value)| name == "v" && !value.is_empty())
    })
}

/// Whether a file name carries a hash: `75.1a2b3c4d.bin`.
fn is_hashed(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    let parts: Vec<&str> = name.split('.').collect();
    parts.len() > 2
        && parts[1..parts.len() - 1]
            .iter()
            .any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_hashed, is_pinned, safe};

    #[test]
    fn only_plain_names_are_paths() {
        assert_eq!(safe("locales/fr.js").unwrap(), Path::new("locales/fr.js"));
        assert_eq!(safe("").unwrap(), Path::new(""));
        assert_eq!(safe("a%20b/").unwrap(), Path::new("a b"));
        for bad in [
            "..",
            "../x",
            "a/../b",
            "%2e%2e/x",
            "a/%2e%2e",
            "a//b",
            "//a",
            ".git/config",
            "a/.env",
            "a%2fb",
            "a%2f..%2fb",
            "a\\b",
            "a%5cb",
            "%00",
            "a%00.js",
            "C:",
            "c%3a/x",
            "%ff",
            "...",
        ] {
            assert!(safe(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn only_pinned_names_live_forever() {
        assert!(is_hashed(Path::new("75.1a2b3c4d5e.bin")));
        for name in ["manifest.json", "75.bin", "75.short.bin", "a.min.js"] {
            assert!(!is_hashed(Path::new(name)), "{name}");
        }
        assert!(is_pinned(Some("v=abc")));
        assert!(!is_pinned(Some("v=")));
        assert!(!is_pinned(Some("w=1")));
    }
}
