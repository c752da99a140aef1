//! What a file publishes, and what is refused.

use axum::http::HeaderMap;
use wesign_core::time::Timestamp;

use super::{Opening, Petition};
use crate::origin::Origin;

fn gathering(more: &str) -> String {
    format!(r#","gatherings":[{{"title":"T","starts_at":"2026-12-05T13:00:00Z",{more}}}]"#)
}

const NOW: Timestamp = Timestamp::from_unix(1_795_564_800);

fn petition(more: &str) -> Result<Petition, String> {
    parse(&format!(r#"{{"id":"p","lang":"fr","title":"T"{more}}}"#))
}

fn parse(text: &str) -> Result<Petition, String> {
    let public = Origin::parse("https://petitions.example").unwrap();
    Petition::parse(text, &public, None)
}

#[test]
fn opens_and_closes_at_the_second() {
    let p = petition(r#","opens_at":"2026-01-01T00:00:00Z","closes_at":"2026-02-01T00:00:00Z""#)
        .unwrap();
    let at = |text: &str| p.opening(Timestamp::parse(text).unwrap());
    assert_eq!(at("2025-12-31T23:59:59Z"), Opening::NotYet);
    assert_eq!(at("2026-01-01T00:00:00Z"), Opening::Open);
    assert_eq!(at("2026-01-31T23:59:59Z"), Opening::Open);
    assert_eq!(at("2026-02-01T00:00:00Z"), Opening::Closed);
}

#[tokio::test]
async fn only_what_is_meant_for_the_public_is_published() {
    let p = petition(
        r#","counted_elsewhere":41,"origins":["https://a.example"],"notes":"secret",
           "policy":{"notes":"secret"},"text":["x"],"message":{"short":["x"],"call":[]},
           "targets":{"kind":"list","people":[
             {"id":"a","name":"A","accounts":{"twitter":"secret","x":"a","threads":""}}]}"#,
    )
    .unwrap();
    assert_eq!(
        p.unknown,
        [
            "notes",
            "policy.notes",
            "targets.people[0].accounts.twitter"
        ]
    );
    p.add(1);
    let response = p
        .representation("fr", NOW)
        .answer(&HeaderMap::new(), "no-cache");
    let body = axum::body::to_bytes(response.into_body(), 10_000)
        .await
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(json["count"], 42);
    assert_eq!(json["policy"]["postcode"], "required");
    let text = String::from_utf8(body.to_vec()).unwrap();
    for hidden in ["origins", "a.example", "secret", "counted_elsewhere"] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
}

#[test]
fn a_language_gets_the_nearest_edition() {
    let p = petition(
        r#","message":{"short":["{target|Madame|Monsieur}"]},"targets":"deputies",
           "translations":{"de":{"title":"D"},"pt-BR":{"title":"B"},"en":{"title":"E"}}"#,
    )
    .unwrap();
    for (asked, lang) in [
        ("de", "de"),
        ("DE-at", "de"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("fr-CA", "fr"),
        ("nl", "fr"),
        ("", "fr"),
        ("<b>", "fr"),
    ] {
        assert_eq!(p.edition(asked).mobilisation.lang, lang, "{asked}");
    }
    // Deputies are written to in French whatever the reader's language.
    assert_eq!(p.edition("de").mobilisation.message.lang, "fr");
}

#[test]
fn the_journey_follows_from_what_there_is() {
    let steps = |more: &str, now: &str| {
        let response = petition(more)
            .unwrap()
            .representation("fr", Timestamp::parse(now).unwrap());
        let json = serde_json::from_slice::<serde_json::Value>(response.plain()).unwrap();
        json["steps"].to_string()
    };
    let now = "2026-12-01T00:00:00Z";
    assert_eq!(steps("", now), r#"["sign","share"]"#);
    assert_eq!(steps(r#","steps":["share"]"#, now), r#"["share"]"#);
    let meeting = gathering(r#""id":"g""#);
    assert_eq!(steps(&meeting, now), r#"["sign","gatherings","share"]"#);
    // Listed for thirty days after its end, two hours after its beginning.
    assert_eq!(
        steps(&meeting, "2027-01-04T14:59:59Z"),
        r#"["sign","gatherings","share"]"#
    );
    assert_eq!(
        steps(&meeting, "2027-01-04T15:00:00Z"),
        r#"["sign","share"]"#
    );
    let all = r#","targets":"deputies","message":{"short":["x"]},
        "donation":{"url":"https://a.example"},
        "news":[{"id":"a","title":"A","at":"2026-01-01T00:00:00Z"}]"#;
    assert_eq!(
        steps(all, now),
        r#"["sign","message","donate","share","updates"]"#
    );
}

#[test]
fn a_wrong_file_is_refused_with_the_reason() {
    for (more, part) in [
        (r#","origins":["a.example"]"#, "not an origin"),
        (r#","opens_at":"soon""#, "opens_at: not a valid value"),
        (r#","counted_elsewhere":-1"#, "-1"),
        (
            r#","message":{"short":["Bonjour {target.shoe}"]}"#,
            "message.short[0], line:column 1:9: unknown_variable",
        ),
        (
            r#","message":{"translations":[{"lang":"en","long":["{target|she|he}"]}]}"#,
            "message.translations[0].long[0], line:column 1:1: no_agreement",
        ),
        (r#","title":"again""#, "duplicate field `title`"),
        (r#","steps":["sign","pay"]"#, "steps: unknown variant `pay`"),
        (
            r#","steps":["sign","share","sign"]"#,
            "steps: `sign` is there twice",
        ),
        (
            r#","url":"javascript:alert(1)""#,
            "url: `javascript:alert(1)` is",
        ),
        (
            r#","image":"mailto:a@b.example""#,
            "image: `mailto:a@b.example` is https only",
        ),
        (r#","scope":"local""#, "place is missing"),
        (r#","place":{"name":"Rennes"}"#, "place: only"),
        (
            r#","scope":"local","place":{"name":"X","departement":"00"}"#,
            "place.departement: `00`",
        ),
        (
            r#","scope":"local","place":{"name":"X","point":[91,0]}"#,
            "place.point: [91, 0]",
        ),
        (
            r#","organisations":[{"id":"A b","name":"A"}]"#,
            "organisations[0].id `A b`",
        ),
        (
            r#","organisations":[{"id":"a","name":"A"},{"id":"a","name":"B"}]"#,
            "organisations: `a` is there twice",
        ),
        (
            r#","organisations":[{"id":"a","name":"A","logo":"http://a.example/x.svg"}]"#,
            "organisations[0].logo",
        ),
        (
            r#","organisations":[{"id":"a","name":"A","email":"a@"}]"#,
            "organisations[0].email: email_domain",
        ),
        (
            r#","organisations":[{"id":"a","name":"A","links":[{"network":"myspace","url":"https://a.example"}]}]"#,
            "organisations[0].links[0].network: `myspace`",
        ),
        (
            r#","policy":{"consents":[{"purpose":"newsletter:nobody"}]}"#,
            "policy.consents[0].purpose: `newsletter:nobody`",
        ),
        (
            r#","policy":{"consents":[{"purpose":"advertising"}]}"#,
            "policy.consents[0].purpose: `advertising`",
        ),
        (
            r#","policy":{"consents":[{"purpose":"terms"},{"purpose":"terms"}]}"#,
            "policy.consents: `terms` is there twice",
        ),
        (
            r#","gatherings":[{"id":"g","title":"T"}]"#,
            "gatherings[0].starts_at is missing",
        ),
        (
            r#","gatherings":[{"id":"g","title":"T","starts_at":"tomorrow"}]"#,
            "gatherings[0]: not a valid value",
        ),
        (&gathering(r#""id":"G""#), "gatherings[0].id `G`"),
        (
            &gathering(r#""id":"g","time_zone":"Paris""#),
            "gatherings[0].time_zone: `Paris`",
        ),
        (
            &gathering(r#""id":"g","place":{"point":[0,181]}"#),
            "gatherings[0].place.point",
        ),
        (
            &gathering(r#""id":"g","organisation":"x""#),
            "gatherings[0].organisation: `x`",
        ),
        (
            &gathering(r#""id":"g","ends_at":"2026-01-01T00:00:00Z""#),
            "gatherings[0].ends_at is before",
        ),
        (
            &gathering(r#""id":"g","registered_elsewhere":-1"#),
            "gatherings[0].registered_elsewhere: ",
        ),
        (r#","gatherings":{}"#, "gatherings: "),
        (
            r#","news":[{"id":"a","title":"A","at":"2026-01-01T00:00:00Z"},
                        {"id":"a","title":"B","at":"2026-01-01T00:00:00Z"}]"#,
            "news: `a` is there twice",
        ),
        (
            r#","news":[{"id":"a","title":"A"}]"#,
            "news[0].at is missing",
        ),
        (r#","donation":{}"#, "donation.url is empty"),
        (
            r#","donation":{"url":"tel:+331"}"#,
            "donation.url: `tel:+331` is https only",
        ),
        (
            r#","donation":{"url":"https://a.example","currency":"euros"}"#,
            "donation.currency: `euros`",
        ),
        (
            r#","donation":{"url":"https://a.example","raised":-5}"#,
            "donation: ",
        ),
        (
            r#","translations":{"deutsch!":{"title":"T"}}"#,
            "translations.deutsch!",
        ),
        (
            r#","translations":{"fr":{"title":"T"}}"#,
            "translations.fr: ",
        ),
        (
            r#","translations":{"de":{}}"#,
            "translations.de.title is empty",
        ),
        (
            r#","translations":{"de":{"title":"T","titel":"T"}}"#,
            "translations.de: unknown field `titel`",
        ),
        (
            r#","translations":{"de":{"title":"T","gatherings":{"g":{}}}}"#,
            "translations.de.gatherings.g: ",
        ),
        (
            r#","translations":{"de":{"title":"T","consents":{"updates":"U"}}}"#,
            "translations.de.consents.updates: ",
        ),
        (
            r#","translations":{"de":{"title":"T","message":{"long":["{target|Frau|Herr}"]}}}"#,
            "translations.de.message.long[0], line:column 1:1: no_agreement",
        ),
        (r#","targets":"mayors""#, "unknown variant `mayors`"),
        (r#","targets":"senators""#, "message: no_wording"),
        (
            r#","message":{"short":["x"]},
               "targets":{"kind":"list","people":[{"id":"a","name":"A","accounts":{"x":"a b"}}]}"#,
            "targets.people[0].accounts.x: bad_account",
        ),
    ] {
        let error = petition(more).err().unwrap_or_default();
        assert!(error.contains(part), "{more}: {error}");
    }
    assert!(parse(r#"{"id":"../x","lang":"fr","title":"T"}"#).is_err());
    assert!(parse(r#"{"id":"x","lang":"fr","title":" "}"#).is_err());
}
