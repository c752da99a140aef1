//! Public reads: what is published, caching, open to every origin.

use serde_json::json;

use crate::support::{Folder, Request, Server, USUAL, draft, fresh_key};

#[test]
fn a_petition_is_published_without_what_is_internal() {
    let server = Server::start();
    let answer = server.get("/api/petitions/usual");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/json"))
    );
    let petition = answer.json();
    assert_eq!(petition["title"], "Pas de caméras <partout>");
    assert_eq!(petition["count"], 100);
    assert_eq!(petition["policy"]["postcode"], "required");
    for hidden in ["origins", "counted_elsewhere", "partner.example"] {
        assert!(!answer.text().contains(hidden), "{hidden}");
    }
}

#[test]
fn reads_are_kept_shared_and_open() {
    let server = Server::start();
    for (path, age) in [
        ("/api/petitions/usual", "max-age=60"),
        ("/api/petitions/usual/count", "max-age=5"),
    ] {
        let answer = server.send(&Request::get(path).header("Origin", "https://any.example"));
        assert_eq!(answer.status, 200);
        let cache = answer.header("cache-control").unwrap();
        for part in ["public", age, "stale-while-revalidate=", "stale-if-error="] {
            assert!(cache.contains(part), "{path}: {cache}");
        }
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("cross-origin")
        );

        let etag = answer.header("etag").unwrap();
        let again = server.send(&Request::get(path).header("If-None-Match", etag));
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), Some(etag));
        assert_eq!(again.header("cache-control"), Some(cache));
        assert_eq!(again.header("access-control-allow-origin"), Some("*"));
        let other = server.send(&Request::get(path).header("If-None-Match", "\"other\""));
        assert_eq!(other.status, 200);

        let head = server.send(&Request::new("HEAD", path));
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("etag"), Some(etag));
    }
}

#[test]
fn a_new_signature_moves_the_count_and_both_tags() {
    let server = Server::start();
    let tag = |path: &str| server.get(path).header("etag").unwrap().to_owned();
    let (petition, count) = (
        tag("/api/petitions/usual"),
        tag("/api/petitions/usual/count"),
    );
    assert_eq!(
        server.sign(USUAL, &fresh_key(), &draft("moves")).status,
        201
    );
    assert_eq!(server.count_reaching(USUAL, 101), 101);
    assert_eq!(server.get("/api/petitions/usual").json()["count"], 101);
    assert_ne!(tag("/api/petitions/usual"), petition);
    assert_ne!(tag("/api/petitions/usual/count"), count);
    // The neighbour's count stays.
    assert_eq!(
        server.get("/api/petitions/other/count").json(),
        json!({"count": 100})
    );
}

#[test]
fn a_long_petition_travels_compressed() {
    let folder = Folder::new();
    let petition =
        json!({"id": "long", "lang": "fr", "title": "T", "text": ["Bonjour. ".repeat(900)]});
    folder.write("petitions/long.json", petition.to_string());
    let server = Server::of(folder, &[]);
    let plain = server.get("/api/petitions/long");
    let request = Request::get("/api/petitions/long").header("Accept-Encoding", "br, gzip");
    let zipped = server.send(&request);
    assert_eq!(zipped.header("content-encoding"), Some("gzip"));
    assert_eq!(zipped.header("vary"), Some("accept-encoding"));
    assert!(zipped.body.len() * 10 < plain.body.len());
    assert_ne!(zipped.header("etag"), plain.header("etag"));
}

#[test]
fn health_and_contract_and_problem_pages_are_there() {
    let server = Server::start();
    assert_eq!(server.get("/healthz").json(), json!({"status": "ok"}));
    let contract = server.get("/openapi.yaml");
    assert!(contract.text().starts_with("openapi: 3.1"));
    assert_eq!(contract.header("access-control-allow-origin"), Some("*"));
    let problem = server.get("/api/petitions/nowhere").json();
    let page = server.get(problem["type"].as_str().unwrap());
    assert_eq!(page.status, 200);
    assert!(page.text().contains("There is no such petition"));
    assert!(
        server
            .get("/problems/")
            .text()
            .contains("href=\"petition_not_found\"")
    );
    assert_eq!(server.get("/problems/nothing").status, 404);
}
