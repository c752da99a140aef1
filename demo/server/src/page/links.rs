//! Pages that a link of a letter opens.

use axum::body::Body;
use axum::http::{Response, StatusCode};

use super::{Subject, finish, way_back};
use crate::html::Html;
use crate::locale::Locale;
use crate::petition::Petition;

/// A page whose one button does what the link is for: `page.<name>`, with `.text` and `.button`.
#[must_use]
pub fn ask(words: &'static Locale, petition: &Petition, name: &str) -> Response<Body> {
    let subject = Subject::worded(petition, words);
    let text = |key: &str| words.find(&format!("page.{name}{key}")).unwrap_or_default();
    let mut main = Html::default();
    main.tag("<h1>").text(text("")).tag("</h1>\n<p>");
    main.text(&text(".text").replace("{title}", &subject.petition.title));
    // Without an action the form goes to the address of this page.
    main.tag("</p>\n<form method=\"post\">\n<button type=\"submit\">");
    main.text(text(".button")).tag("</button>\n</form>\n");
    finish(subject, text(""), main)
}

/// It is done.
#[must_use]
pub fn done(words: &'static Locale, petition: &Petition, key: &str) -> Response<Body> {
    plain(words, petition, key)
}

/// The signature waits for the link that was mailed.
#[must_use]
pub fn sent(words: &'static Locale, petition: &Petition) -> Response<Body> {
    plain(words, petition, "page.sent")
}

/// The link is too old, or none of ours.
#[must_use]
pub fn gone(words: &'static Locale, petition: &Petition) -> Response<Body> {
    let mut response = plain(words, petition, "page.gone");
    *response.status_mut() = StatusCode::GONE;
    response
}

/// A heading, its text if it has one, and the way back.
fn plain(words: &'static Locale, petition: &Petition, key: &str) -> Response<Body> {
    let subject = Subject::worded(petition, words);
    let mut main = Html::default();
    main.tag("<h1>").text(words.text(key)).tag("</h1>\n");
    if let Some(text) = words.find(&format!("{key}.text")) {
        main.tag("<p>").text(text).tag("</p>\n");
    }
    way_back(&mut main, subject);
    finish(subject, words.text(key), main)
}
