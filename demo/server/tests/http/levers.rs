//! Petitions and their levers as they are read: languages, caching, the list, who is shown.

use serde_json::{Value, json};

use crate::support::{Answer, LEVERS, Request, Server, draft, fresh_key, registration};

const LEVER_PATHS: [(&str, &str); 6] = [
    ("/api/petitions", "max-age=60"),
    ("/api/petitions/levers", "max-age=60"),
    ("/api/petitions/levers/gatherings", "max-age=5"),
    ("/api/petitions/levers/donation", "max-age=60"),
    ("/api/petitions/levers/news", "max-age=60"),
    ("/api/petitions/levers/signatories", "max-age=5"),
];

#[test]
fn reads_are_kept_shared_and_open() {
    let server = Server::start();
    for (path, age) in LEVER_PATHS {
        let answer = server.send(&Request::get(path).header("Origin", "https://any.example"));
        assert_eq!(answer.status, 200, "{path}");
        let cache = answer.header("cache-control").unwrap();
        for part in ["public", age, "stale-while-revalidate=", "stale-if-error="] {
            assert!(cache.contains(part), "{path}: {cache}");
        }
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let etag = answer.header("etag").unwrap();
        let again = server.send(&Request::get(path).header("If-None-Match", etag));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("access-control-allow-origin"), Some("*"));
        let head = server.send(&Request::new("HEAD", path));
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(
            server.send(&Request::new("PUT", path)).problem(),
            "method_not_allowed"
        );
    }
}

#[test]
fn each_language_is_a_representation_of_its_own() {
    let server = Server::start();
    let tag = |answer: &Answer| answer.header("etag").unwrap().to_owned();
    let translated = LEVER_PATHS
        .iter()
        .filter(|(path, _)| !path.ends_with("/signatories"));
    for (path, _) in translated {
        let german = server.get(&format!("{path}?lang=de"));
        assert_eq!(
            german.body,
            server.get(&format!("{path}?x=1&lang=DE-ch")).body
        );
        assert_ne!(tag(&german), tag(&server.get(path)), "{path}");
        let other = Request::get(path).header("If-None-Match", &tag(&german));
        assert_eq!(server.send(&other).status, 200, "{path}");
        // What is not there or no tag at all is the petition's own.
        for lang in ["nl", "", "%00", "%ff", "de%0d%0aX:y", &"x".repeat(2000)] {
            let answer = server.get(&format!("{path}?lang={lang}"));
            assert_eq!(answer.body, server.get(path).body, "{path} {lang}");
        }
    }
    let german = server.get("/api/petitions/levers?lang=de").json();
    assert_eq!(
        (&german["lang"], &german["title"]),
        (&json!("de"), &json!("Keine Kameras"))
    );
    assert_eq!(german["policy"]["consents"][0]["text"], "Neuigkeiten");
    assert_eq!(german["policy"]["consents"][0]["lang"], "de");
    assert_eq!(
        german["policy"]["consents"][1]["lang"], "fr",
        "not translated"
    );
    assert_eq!(german["summary"], "Un résumé & la suite.");
    assert_eq!(
        german["message"]["lang"], "fr",
        "who is written to reads French"
    );
    let own = server.get("/api/petitions/levers").json();
    assert_eq!(
        (&own["lang"], &own["steps"]),
        (
            &json!("fr"),
            &json!(["sign", "gatherings", "donate", "share", "updates"])
        )
    );
    assert!(
        !server
            .get("/api/petitions/levers")
            .text()
            .contains("Keine Kameras")
    );
    let image = own["image"].as_str().unwrap();
    assert_eq!(
        image,
        format!("http://{}/pictures/levers.svg", server.address)
    );
}

#[test]
fn a_signature_in_another_language_proves_what_was_shown() {
    let server = Server::start();
    let mut draft = draft("german");
    draft["lang"] = json!("de");
    draft["consents"] = json!([
        {"purpose": "petition_updates", "granted": true, "wording": "updates", "version": 1, "lang": "de"}
    ]);
    assert_eq!(server.sign(LEVERS, &fresh_key(), &draft).status, 201);
    let german = "SELECT count(*) FROM consent WHERE purpose = 'petition_updates' AND lang = 'de'";
    assert_eq!(server.number(german), 1);
}

#[test]
fn donation_and_news_are_published_as_they_are() {
    let server = Server::start();
    let donation = server.get("/api/petitions/levers/donation").json();
    assert_eq!(
        donation,
        json!({"url": "https://give.example/cameras", "platform": "helloasso", "currency": "EUR",
               "text": "Pour l’avocate", "raised": 1200, "goal": 5000, "donors": 3})
    );
    let none = server.get("/api/petitions/usual/donation");
    assert_eq!(
        (none.status, none.problem().as_str()),
        (404, "donation_not_found")
    );
    assert_eq!(none.header("access-control-allow-origin"), Some("*"));
    let news = server.get("/api/petitions/levers/news?lang=de").json();
    assert_eq!(news["news"][0]["title"], "Danach");
    assert_eq!(news["news"][1]["text"], json!(["a", "b"]));
    let address = format!("http://{}/news/new.html", server.address);
    assert_eq!(news["news"][0]["url"], json!(address));
    // Without any: an empty list, and everything else goes on.
    assert_eq!(
        server.get("/api/petitions/usual/news").json(),
        json!({"news": []})
    );
    assert_eq!(
        server.get("/api/petitions/usual/gatherings").json(),
        json!({"gatherings": []})
    );
}

#[test]
fn the_list_has_the_most_signed_first() {
    let server = Server::start();
    let ids = || -> Vec<String> {
        let list = server.get("/api/petitions").json();
        let petitions = list["petitions"].as_array().unwrap();
        let id = |one: &Value| one["id"].as_str().unwrap().to_owned();
        petitions.iter().map(id).collect()
    };
    let by_name = ["closed", "everything", "future", "levers", "other", "usual"];
    assert_eq!(ids(), by_name, "equal counts come by name");
    let before = server.get("/api/petitions");
    assert_eq!(
        server.sign("other", &fresh_key(), &draft("one")).status,
        201
    );
    assert_eq!(server.count_reaching("other", 101), 101);
    assert_eq!(ids()[0], "other");
    let after = server.get("/api/petitions");
    assert_ne!(before.header("etag"), after.header("etag"));
    let listed = &after.json()["petitions"][0];
    assert_eq!(
        (&listed["count"], &listed["lang"]),
        (&json!(101), &json!("en"))
    );
    assert_eq!(
        listed["organisations"],
        json!([{"id": "technopolice", "name": "Technopolice"}])
    );
    for hidden in ["origins", "partner.example", "policy", "counted_elsewhere"] {
        assert!(!after.text().contains(hidden), "{hidden}");
    }
}

#[test]
fn only_who_agrees_is_shown_and_only_as_long() {
    let server = Server::start();
    let sign = |name: &str, given_name: &str, locality: &str, shown: bool| {
        let mut draft = draft(name);
        draft["given_name"] = json!(given_name);
        draft["locality"] = json!(locality);
        draft["consents"] = json!([{"purpose": "public_signatory", "granted": shown}]);
        assert_eq!(server.sign(LEVERS, &fresh_key(), &draft).status, 201);
    };
    let shown = |expected: &[&str]| {
        let names = || -> Vec<String> {
            let answer = server.get("/api/petitions/levers/signatories").json();
            let all = answer["signatories"].as_array().unwrap();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            all.iter()
                .map(|one| format!("{} {}", text(&one["given_name"]), text(&one["locality"])))
                .collect()
        };
        for _ in 0..40 {
            if names() == expected {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(names(), expected);
    };
    sign("a", "Ada", "Rennes", true);
    sign("b", "Bob", "Brest", false);
    sign("c", "Cid", "", true);
    shown(&["Cid ", "Ada Rennes"]);
    // The latest answer counts, in both directions; the signature itself stays as it was.
    sign("a", "Another", "Name", false);
    sign("b", "Another", "Name", true);
    shown(&["Cid ", "Bob Brest"]);
    // The last twenty.
    let names: Vec<String> = ('a'..='y').map(|letter| format!("N{letter}")).collect();
    for name in &names {
        sign(name, name, "", true);
    }
    let last: Vec<String> = names.iter().rev().map(|name| format!("{name} ")).collect();
    shown(&last.iter().take(20).map(String::as_str).collect::<Vec<_>>());
    let answer = server.get("/api/petitions/levers/signatories");
    for hidden in ["Martin", "example.org", "75018"] {
        assert!(!answer.text().contains(hidden), "{hidden}");
    }
    // Where a petition does not ask, nobody is shown.
    assert_eq!(
        server.get("/api/petitions/usual/signatories").json(),
        json!({"signatories": []})
    );
}

#[test]
fn nothing_tells_who_registered_or_subscribed() {
    let server = Server::start();
    let path = "/api/petitions/levers/gatherings/open/registrations";
    let request = |path: &str, body: &Value| {
        Request::write(path, &fresh_key(), body)
            .header("User-Agent", "Telltale/1.0")
            .header("Referer", "https://partner.example/telltale")
            .header("X-Forwarded-For", "203.0.113.7")
    };
    let private = registration("open", "private");
    assert_eq!(server.send(&request(path, &private)).status, 201);
    let follower = crate::support::subscription("private");
    let subscriptions = "/api/petitions/levers/subscriptions";
    assert_eq!(server.send(&request(subscriptions, &follower)).status, 201);
    assert_eq!(
        server
            .send(&request(path, &json!({"email": "private@"})))
            .status,
        422
    );
    for (read, _) in LEVER_PATHS {
        assert!(!server.get(read).text().contains("private"), "{read}");
    }
    for path in [path, subscriptions] {
        assert_eq!(
            server.get(path).problem(),
            "method_not_allowed",
            "nobody reads them"
        );
    }
    let stored = server.database.dump(server.folder());
    assert!(stored.contains("private@example.org"));
    let (_, log) = server.stop();
    let route = "POST /api/petitions/{id}/gatherings/{gathering}/registrations 201";
    assert!(log.contains(route), "{log}");
    for hidden in ["Telltale", "telltale", "203.0.113.7"] {
        assert!(
            !stored.contains(hidden) && !log.contains(hidden),
            "{hidden}"
        );
    }
    for hidden in ["private", "Zoé", "open"] {
        assert!(!log.contains(hidden), "{hidden} in {log}");
    }
}
