//! Pages that a link of a letter opens.

use axum::body::Body;
use axum::http::{Response, StatusCode};

use super::{finish, way_back};
use crate::html::Html;
use crate::locale::Locale;
use crate::petition::Petition;

/// A page whose one button does what the link is for: `name.text`, `name.button` of the words.
#[must_use]
pub fn ask(words: &Locale, petition: &Petition, name: &str) -> Response<Body> {
    let mut main = Html::default();
    let text = |key: &str| words.find(&format!("page.{name}{key}")).unwrap_or_default();
    let title = &petition.edition(words.lang).mobilisation.title;
    main.tag("<h1>").text(text("")).tag("</h1>\n<p>");
    main.text(&text(".text").replace("{title}", title));
    // Without an action the form goes to the address of this page.
    main.tag("</p>\n<form method=\"post\">\n<button type=\"submit\">");
    main.text(text(".button")).tag("</button>\n</form>\n");
    finish(words, petition, text(""), main)
}

/// It is done.
#[must_use]
pub fn done(words: &Locale, petition: &Petition, key: &str) -> Response<Body> {
    let mut main = Html::default();
    main.tag("<h1>").text(words.text(key)).tag("</h1>\n");
    way_back(&mut main, Locale::of(words.lang), petition);
    finish(words, petition, words.text(key), main)
}

/// The signature waits for the link that was mailed.
#[must_use]
pub fn sent(words: &Locale, petition: &Petition) -> Response<Body> {
    let mut main = Html::default();
    main.tag("<h1>").text(words.text("page.sent"));
    main.tag("</h1>\n<p>").text(words.text("page.sent.text"));
    main.tag("</p>\n");
    way_back(&mut main, Locale::of(words.lang), petition);
    finish(words, petition, words.text("page.sent"), main)
}

/// The link is too old, or none of ours.
#[must_use]
pub fn gone(words: &Locale, petition: &Petition) -> Response<Body> {
    let mut main = Html::default();
    main.tag("<h1>").text(words.text("page.gone"));
    main.tag("</h1>\n<p role=\"alert\">")
        .text(words.text("page.gone.text"));
    main.tag("</p>\n");
    way_back(&mut main, Locale::of(words.lang), petition);
    let mut response = finish(words, petition, words.text("page.gone"), main);
    *response.status_mut() = StatusCode::GONE;
    response
}
