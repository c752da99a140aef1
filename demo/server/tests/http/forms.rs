//! The plain form: a person without scripts is served as well as anybody.

use crate::support::{Answer, OPEN, Request, Server, USUAL};

const GOOD: [(&str, &str); 4] = [
    ("given_name", "Zoé"),
    ("family_name", "Martin"),
    ("email", "zoe@example.org"),
    ("postcode", "75018"),
];

/// Every page of the server is strict, private and in the petition's language.
fn page(answer: &Answer, lang: &str) -> String {
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8"),
        "{answer:?}"
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self'"));
    let html = answer.text();
    assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{html}");
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("style="), "{html}");
    html
}

#[test]
fn a_form_signs_and_says_thanks() {
    let server = Server::start();
    let fields = [
        &GOOD[..],
        &[("consent", "petition_updates"), ("submit", "1")],
    ]
    .concat();
    let answer = server.send(&Request::form(USUAL, &fields));
    assert_eq!(answer.status, 200);
    let html = page(&answer, "fr");
    assert!(html.contains("Merci"), "{html}");
    assert!(html.contains("101 signatures"), "{html}");
    assert!(
        html.contains("<a href=\"https://petition.example/cameras\">"),
        "{html}"
    );
    let granted = server.rows("SELECT purpose, granted FROM consent ORDER BY id");
    assert_eq!(granted, ["petition_updates|1", "newsletter:technopolice|0"]);
    assert_eq!(
        server.number("SELECT count(*) FROM signature WHERE lang = 'fr'"),
        1
    );
    assert_eq!(server.number("SELECT count(*) FROM idempotency"), 0);
    assert!(page(&server.send(&Request::form("other", &GOOD)), "en").contains("Thank you"));
}

#[test]
fn errors_come_back_with_what_was_typed() {
    let server = Server::start();
    let fields = [
        ("given_name", "Zoé"),
        ("family_name", ""),
        ("email", "zoe@example"),
        ("postcode", "75018"),
        ("consent", "newsletter:technopolice"),
    ];
    let answer = server.send(&Request::form(USUAL, &fields));
    assert_eq!(answer.status, 422);
    let html = page(&answer, "fr");
    assert!(html.contains("value=\"Zoé\""), "{html}");
    assert!(html.contains("value=\"zoe@example\""), "{html}");
    assert!(
        html.contains("aria-describedby=\"family_name-error\""),
        "{html}"
    );
    assert!(
        html.contains("<p class=\"error\" id=\"family_name-error\">Ce champ est obligatoire.</p>")
    );
    assert!(!html.contains("postcode-error"), "{html}");
    assert!(
        html.contains("value=\"newsletter:technopolice\" checked"),
        "{html}"
    );
    assert!(
        !html.contains("value=\"petition_updates\" checked"),
        "{html}"
    );
    assert!(
        html.contains("action=\"/api/petitions/usual/signatures\""),
        "{html}"
    );
    // Wordings: the organiser's where there is one, ours where there is none.
    assert!(html.contains("Des nouvelles de cette pétition"), "{html}");
    assert!(
        html.contains("Je souhaite recevoir la lettre d’information de technopolice."),
        "{html}"
    );
    assert_eq!(server.number("SELECT count(*) FROM signature"), 0);
}

#[test]
fn the_form_is_in_the_edition_that_is_asked_for_and_so_is_its_answer() {
    let server = Server::start();
    // Of our own words there are French and English ones; the petition's say their language.
    let html = page(&server.get("/petitions/levers?lang=de-AT"), "en");
    assert!(
        html.contains("<h1 lang=\"de\" dir=\"auto\">Keine Kameras</h1>"),
        "{html}"
    );
    assert!(
        html.contains("<span lang=\"de\" dir=\"auto\">Neuigkeiten</span>"),
        "{html}"
    );
    let action = "/api/petitions/levers/signatures?lang=de";
    assert!(html.contains(&format!("action=\"{action}\"")), "{html}");

    let mut fields = GOOD.to_vec();
    fields.push(("consent", "petition_updates"));
    let wrong = Request::form_to(action, &fields[1..]);
    let html = page(&server.send(&wrong), "en");
    assert!(html.contains("Keine Kameras</h1>"), "{html}");
    assert!(html.contains(action), "{html}");
    let html = page(&server.send(&Request::form_to(action, &fields)), "en");
    assert!(
        html.contains("Thank you") && html.contains("Keine Kameras"),
        "{html}"
    );
    // The proof says what was read; the wording without a translation was read in French.
    let seen = |purpose: &str, lang: &str| {
        let sql = "SELECT count(*) FROM consent JOIN signature ON signature.id = signature";
        let which = format!("purpose = '{purpose}' AND consent.lang = '{lang}'");
        server.number(&format!("{sql} WHERE {which} AND signature.lang = 'de'"))
    };
    assert_eq!(seen("petition_updates", "de"), 1);
    assert_eq!(seen("public_signatory", "fr"), 1);

    // Its own language, one that it does not have, and none: without a word of it in the form.
    for query in ["", "?lang=fr", "?lang=ga", "?lang=%00"] {
        let html = page(&server.get(&format!("/petitions/levers{query}")), "fr");
        assert!(
            html.contains("action=\"/api/petitions/levers/signatures\""),
            "{html}"
        );
    }
}

#[test]
fn hostile_text_comes_back_as_text() {
    let server = Server::start();
    let hostile = "\"><script>alert(1)</script><img src=x onerror='a()'>";
    let fields: Vec<(&str, &str)> = [
        "given_name",
        "family_name",
        "email",
        "postcode",
        "locality",
        "phone",
        "comment",
        "birth_year",
        "organisation",
        "country",
        "consent",
    ]
    .iter()
    .map(|name| (*name, hostile))
    .collect();
    let html = page(&server.send(&Request::form(OPEN, &fields)), "fr");
    assert!(!html.contains("<img"), "{html}");
    assert!(!html.contains("onerror='"), "{html}");
    let escaped =
        "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt;";
    assert!(html.matches(escaped).count() >= 10, "{html}");
    // A text area cannot be closed from inside.
    let fields = [("comment", "\n</textarea><b>bold")];
    let html = page(&server.send(&Request::form(OPEN, &fields)), "fr");
    assert!(
        html.contains(">\n\n&lt;/textarea&gt;&lt;b&gt;bold</textarea>"),
        "{html}"
    );
    // The petition's own words are text too.
    assert!(html.contains("Pas de caméras &lt;partout&gt;"), "{html}");
}

#[test]
fn refusals_are_pages_that_say_why() {
    let server = Server::with(&["--host", "0.0.0.0"]);
    for (petition, status, words) in [
        ("closed", 403, "Cette pétition est close"),
        ("future", 403, "n’est pas encore ouverte"),
        ("nowhere", 404, "This petition does not exist"),
    ] {
        let answer = server.send(&Request::form(petition, &GOOD));
        assert_eq!(answer.status, status);
        let html = page(&answer, if petition == "nowhere" { "en" } else { "fr" });
        assert!(html.contains(words), "{html}");
    }
    let nowhere = Request::form("nowhere", &GOOD).header("Accept-Language", "fr-CA;q=0.9, en");
    assert!(page(&server.send(&nowhere), "fr").contains("n’existe pas"));
    let evil = Request::form(USUAL, &GOOD).header("Origin", "https://evil.example");
    let answer = server.send(&evil);
    assert_eq!(answer.status, 403);
    assert!(page(&answer, "fr").contains("Ce site n’est pas autorisé"));
    assert_eq!(server.number("SELECT count(*) FROM signature"), 0);
    // A page that hides its origin, and the petition's own site.
    for origin in ["null", "https://partner.example"] {
        let answer = server.send(&Request::form(USUAL, &GOOD).header("Origin", origin));
        assert_eq!(answer.status, 200, "{origin}");
    }
}

#[test]
fn forms_of_any_shape_are_bounded() {
    let server = Server::start();
    let answer = |body: &[u8]| {
        let request = Request::form(USUAL, &[]).body(body);
        let answer = server.send(&request);
        page(&answer, "fr");
        answer.status
    };
    assert_eq!(answer(b""), 422);
    assert_eq!(answer(b"%ff%fe=%00&&&==&given_name"), 422);
    assert_eq!(answer(&b"consent=x&".repeat(6000)), 422);
    let repeated =
        "given_name=A&given_name=Z%C3%A9lie&family_name=B&email=z%40example.org&postcode=75018";
    assert_eq!(answer(repeated.as_bytes()), 200);
}

#[test]
fn a_plain_link_leads_to_the_form() {
    let server = Server::start();
    let answer = server.get("/petitions/usual");
    assert_eq!(answer.status, 200);
    let html = page(&answer, "fr");
    assert!(html.contains("<form method=\"post\" action=\"/api/petitions/usual/signatures\">"));
    assert!(html.contains("100 signatures"));
    assert!(!html.contains(" checked"), "nothing is ticked beforehand");
    assert!(!html.contains("aria-invalid"));
    let closed = page(&server.get("/petitions/closed"), "fr");
    assert!(
        closed.contains("Cette pétition est close") && !closed.contains("<form"),
        "{closed}"
    );
    assert_eq!(server.get("/petitions/nowhere").status, 404);
    let style = server.get("/petitions/page.css");
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );
}
