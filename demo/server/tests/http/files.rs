//! Static files: what is sent, how long it is kept, what stays out of reach.

use crate::support::{Folder, Request, Server};

fn server() -> Server {
    let folder = Folder::new();
    let page = "<!doctype html><link href=\"https://api.wesign.example/widget/wesign.js\">";
    folder.write("site/index.html", page);
    folder.write("site/page.css", "body{}");
    folder.write("site/logos/us.svg", "<svg/>");
    folder.write("site/notes/index.html", "notes");
    folder.write("site/.secret", "secret");
    folder.write(
        "widget/wesign.js",
        "export {};// https://api.wesign.example ".repeat(100),
    );
    folder.write("widget/wesign.wasm", b"\0asm\x01\0\0\0".repeat(500));
    folder.write("directory/manifest.json", "{}");
    folder.write("directory/75.0123456789abcdef.bin", [7; 3000]);
    folder.write("secret.txt", "secret");
    Server::of(folder, &[])
}

#[test]
fn pages_name_the_api_and_run_under_the_strict_policy() {
    let server = server();
    let answer = server.get("/");
    let api = format!("http://127.0.0.1:{}", server.address.port());
    assert_eq!(
        answer.text(),
        format!("<!doctype html><link href=\"{api}/widget/wesign.js\">")
    );
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let policy = answer.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' {api} 'wasm-unsafe-eval'"),
        format!("img-src 'self' {api}"),
        format!("connect-src {api}"),
        format!("form-action {api}"),
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types 'none'".to_owned(),
    ] {
        assert!(
            policy.split("; ").any(|have| have == part),
            "{part} is not in {policy}"
        );
    }
    assert_eq!(server.get("/index.html").status, 200);
    // A petition's pictures are shown on partners' pages, its pages are not.
    let resource_policy = |path: &str| {
        let answer = server.get(path);
        let header = answer.header("cross-origin-resource-policy");
        header.map(ToOwned::to_owned)
    };
    assert_eq!(
        resource_policy("/logos/us.svg").as_deref(),
        Some("cross-origin")
    );
    assert_eq!(resource_policy("/index.html"), None);
    assert_eq!(server.get("/notes/").text(), "notes");
    let moved = server.get("/notes");
    assert_eq!(
        (moved.status, moved.header("location")),
        (308, Some("./notes/"))
    );

    let folder = Folder::new();
    folder.write("site/index.html", "https://api.wesign.example/x");
    let public = Server::of(folder, &["--public-url", "https://api.ngo.example/"]);
    assert_eq!(public.get("/").text(), "https://api.ngo.example/x");
}

#[test]
fn the_package_is_open_compressed_and_kept_as_long_as_it_is_safe() {
    let server = server();
    for (path, media_type) in [
        ("/widget/wesign.js", "text/javascript; charset=utf-8"),
        ("/widget/wesign.wasm", "application/wasm"),
    ] {
        let plain = server.get(path);
        assert_eq!(plain.header("content-type"), Some(media_type));
        assert_eq!(plain.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            plain.header("cross-origin-resource-policy"),
            Some("cross-origin")
        );
        assert_eq!(plain.header("cache-control"), Some("no-cache"));
        let zipped = server.send(&Request::get(path).header("Accept-Encoding", "gzip"));
        assert_eq!(zipped.header("content-encoding"), Some("gzip"));
        assert_eq!(zipped.header("vary"), Some("accept-encoding"));
        assert!(zipped.body.len() * 4 < plain.body.len());
        let request = Request::get(path).header("Accept-Encoding", "gzip");
        let again = server.send(&request.header("If-None-Match", zipped.header("etag").unwrap()));
        assert_eq!(again.status, 304);
        let pinned = server.get(&format!("{path}?v=0.1.0"));
        assert_eq!(
            pinned.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
    }
    assert!(
        server
            .get("/widget/wesign.js")
            .text()
            .contains("https://api.wesign.example")
    );
}

#[test]
fn a_brotli_form_beside_a_file_is_used_while_it_is_fresh() {
    let server = server();
    let js = server.folder().path().join("widget/wesign.js");
    server
        .folder()
        .write("widget/wesign.js.br", "not older than its source");
    let request = Request::get("/widget/wesign.js").header("Accept-Encoding", "gzip, br");
    assert_eq!(server.send(&request).header("content-encoding"), Some("br"));
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    let file = std::fs::File::options().append(true).open(js).unwrap();
    file.set_modified(later).unwrap();
    assert_eq!(
        server.send(&request).header("content-encoding"),
        Some("gzip")
    );
}

#[test]
fn a_changed_file_is_sent_changed() {
    let server = server();
    let before = server.get("/page.css");
    server.folder().write("site/page.css", "body{margin:0}");
    let after = server.get("/page.css");
    assert_eq!(after.text(), "body{margin:0}");
    assert_ne!(before.header("etag"), after.header("etag"));
}

#[test]
fn shards_live_as_long_as_their_name() {
    let server = server();
    let shard = server.get("/directory/75.0123456789abcdef.bin");
    assert_eq!(
        shard.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(shard.header("access-control-allow-origin"), Some("*"));
    assert_eq!(shard.body.len(), 3000);
    let manifest = server.get("/directory/manifest.json");
    assert!(
        manifest
            .header("cache-control")
            .unwrap()
            .starts_with("public, max-age=300, stale-while")
    );
    let missing = server.get("/directory/99.0123456789abcdef.bin");
    assert_eq!(
        (
            missing.status,
            missing.header("access-control-allow-origin")
        ),
        (404, Some("*"))
    );
}

#[test]
fn nothing_outside_the_folders_can_be_reached() {
    let server = server();
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        server.folder().path().join("secret.txt"),
        server.folder().path().join("site/link.txt"),
    )
    .unwrap();
    for path in [
        "/../secret.txt",
        "/notes/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/widget/../../secret.txt",
        "/widget/..%5csecret.txt",
        "//secret.txt",
        "/.secret",
        "/link.txt",
        "/%00",
        "/petitions/usual.json",
        "/test.db",
        "/../test.db",
        "/widget/",
        "/directory/",
        "/site/index.html",
        "/con:",
        "/%c0%ae%c0%ae/secret.txt",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("secret"), "{path}");
    }
    assert_eq!(
        server.get("/page.css").status,
        200,
        "the check itself can fail"
    );
}

#[test]
fn files_are_only_read() {
    let server = server();
    for path in ["/", "/widget/wesign.js", "/nothing"] {
        let answer = server.send(&Request::post(path).body("x"));
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (405, "method_not_allowed")
        );
        assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
    }
    let head = server.send(&Request::new("HEAD", "/widget/wesign.js"));
    assert_eq!((head.status, head.body.len()), (200, 0));
}
