//! The server's own pages about a petition: form, thanks, refusal.

mod form;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use wesign_core::signature::Draft;

use crate::html::{self, Html};
use crate::locale::Locale;
use crate::petition::{Opening, Petition};
use crate::problem::{Kind, Problem};
use form::{form, label};

/// The petition with its empty form, or why it has none now; for whoever comes by a plain link.
#[must_use]
pub fn petition(locale: &Locale, petition: &Petition, opening: Opening) -> Response<Body> {
    let mut main = Html::default();
    heading(&mut main, locale, petition);
    let shut = match opening {
        Opening::Open => None,
        Opening::NotYet => Some(Kind::PetitionNotOpen),
        Opening::Closed => Some(Kind::PetitionClosed),
    };
    match shut {
        None => form(&mut main, locale, petition, &Draft::default(), &[]),
        Some(kind) => {
            main.tag("<p>").text(reason(locale, kind)).tag("</p>\n");
            way_back(&mut main, locale, petition);
        }
    }
    finish(locale, petition, locale.text("page.sign"), main)
}

/// The form with what was typed and what needs a correction.
#[must_use]
pub fn correct(
    locale: &Locale,
    petition: &Petition,
    draft: &Draft,
    problem: &Problem,
) -> Response<Body> {
    let mut main = Html::default();
    heading(&mut main, locale, petition);
    main.tag("<div class=\"errors\" role=\"alert\">\n<h2>")
        .text(locale.text("page.correct"));
    main.tag("</h2>\n<ul>\n");
    for error in &problem.errors {
        let name = error.field.to_string();
        main.tag("<li><a")
            .attribute("href", &format!("#{name}"))
            .tag(">");
        main.text(&label(locale, petition, &error.field))
            .tag("</a> – ");
        main.text(&locale.error(error)).tag("</li>\n");
    }
    main.tag("</ul>\n</div>\n");
    form(&mut main, locale, petition, draft, &problem.errors);
    let mut response = finish(locale, petition, locale.text("page.correct"), main);
    problem.mark(&mut response);
    response
}

/// Thanks, with the new count.
#[must_use]
pub fn thanks(locale: &Locale, petition: &Petition, count: u64) -> Response<Body> {
    let mut main = Html::default();
    main.tag("<p class=\"petition\">")
        .text(&petition.mobilisation().title)
        .tag("</p>\n<h1>");
    main.text(locale.text("page.thanks"))
        .tag("</h1>\n<p class=\"count\">");
    main.text(&locale.count("page.count", count))
        .tag("</p>\n<p>");
    main.text(locale.text("page.share")).tag("</p>\n");
    way_back(&mut main, locale, petition);
    finish(locale, petition, locale.text("page.thanks"), main)
}

/// Why the signature was not taken, and the way on.
#[must_use]
pub fn refused(locale: &Locale, petition: Option<&Petition>, problem: &Problem) -> Response<Body> {
    let reason = reason(locale, problem.kind);
    let title = locale.text("page.not_signed");
    let mut main = Html::default();
    main.tag("<h1>")
        .text(title)
        .tag("</h1>\n<p role=\"alert\">")
        .text(reason)
        .tag("</p>\n");
    let mut response = match petition {
        Some(petition) => {
            way_back(&mut main, locale, petition);
            finish(locale, petition, title, main)
        }
        None => html::page(locale.lang, title, main),
    };
    problem.mark(&mut response);
    response
}

fn reason(locale: &Locale, kind: Kind) -> &str {
    let key = format!("problem.{}", kind.code());
    locale.find(&key).unwrap_or(locale.text("problem.other"))
}

/// What a problem of the contract means, for developers.
#[must_use]
pub fn explanation(kind: Kind) -> Response<Body> {
    let mut main = Html::default();
    main.tag("<h1>")
        .text(kind.title())
        .tag("</h1>\n<p><code>")
        .text(kind.code());
    main.tag("</code>, status ")
        .text(kind.status().as_str())
        .tag("</p>\n<p>");
    main.text(kind.advice())
        .tag("</p>\n<p><a href=\"/problems/\">All problems</a></p>");
    keep(html::page("en", kind.title(), main))
}

/// The list of the problems of the contract.
#[must_use]
pub fn explanations() -> Response<Body> {
    let mut main = Html::default();
    main.tag("<h1>Problems of the wesign contract</h1>\n<ul>\n");
    for kind in Kind::ALL {
        main.tag("<li><a")
            .attribute("href", kind.code())
            .tag("><code>")
            .text(kind.code());
        main.tag("</code></a> ").text(kind.title()).tag("</li>\n");
    }
    main.tag("</ul>\n<p><a href=\"/openapi.yaml\">The contract</a></p>");
    keep(html::page("en", "Problems of the wesign contract", main))
}

/// Pages that hold nothing personal may be kept.
fn keep(mut response: Response<Body>) -> Response<Body> {
    let day = HeaderValue::from_static("public, max-age=86400");
    response.headers_mut().insert(header::CACHE_CONTROL, day);
    response
}

fn finish(locale: &Locale, petition: &Petition, title: &str, main: Html) -> Response<Body> {
    html::page(
        locale.lang,
        &format!("{title} · {}", petition.mobilisation().title),
        main,
    )
}

fn heading(main: &mut Html, locale: &Locale, petition: &Petition) {
    main.tag("<h1>")
        .text(&petition.mobilisation().title)
        .tag("</h1>\n<p class=\"count\">");
    main.text(&locale.count("page.count", petition.count()))
        .tag("</p>\n");
    if !petition.mobilisation().summary.is_empty() {
        main.tag("<p>")
            .text(&petition.mobilisation().summary)
            .tag("</p>\n");
    }
}

fn way_back(main: &mut Html, locale: &Locale, petition: &Petition) {
    if !petition.mobilisation().url.is_empty() {
        main.tag("<p>")
            .link(
                &petition.mobilisation().url,
                locale.text("page.to_petition"),
            )
            .tag("</p>\n");
    }
}
