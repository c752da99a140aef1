//! The server's own pages about a petition: form, thanks, refusal.

mod form;
pub mod links;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use wesign_core::mobilisation::Mobilisation;
use wesign_core::signature::Draft;

use crate::html::{self, Html};
use crate::locale::Locale;
use crate::petition::{Opening, Petition};
use crate::problem::{Kind, Problem};
use form::{form, label};

/// What a page is about: a petition in the edition nearest to the language that was asked for, and
/// the words around it.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub(crate) locale: &'static Locale,
    pub(crate) petition: &'a Mobilisation,
    count: u64,
    /// Whether it is in another language than the petition's own.
    translated: bool,
}

impl<'a> Subject<'a> {
    /// `lang` is a BCP 47 tag; empty for the petition's own language.
    #[must_use]
    pub fn new(petition: &'a Petition, lang: &str) -> Self {
        let edition = &petition.edition(lang).mobilisation;
        Self {
            locale: Locale::of(&edition.lang),
            petition: edition,
            count: petition.count(),
            translated: edition.lang != petition.mobilisation().lang,
        }
    }

    /// In the language of these words, as far as the petition is in it.
    pub(crate) fn worded(petition: &'a Petition, words: &'static Locale) -> Self {
        Self {
            locale: words,
            ..Self::new(petition, words.lang)
        }
    }

    /// Begins an element with a text of the petition's, whose language and direction may be another
    /// than the page's.
    fn own<'h>(&self, main: &'h mut Html, tag: &'static str) -> &'h mut Html {
        main.tag(tag);
        if self.petition.lang != self.locale.lang {
            main.attribute("lang", &self.petition.lang)
                .tag(" dir=\"auto\"");
        }
        main.tag(">")
    }
}

/// The petition with its empty form, or why it has none now; for whoever comes by a plain link.
#[must_use]
pub fn petition(subject: Subject<'_>, opening: Opening) -> Response<Body> {
    let locale = subject.locale;
    let mut main = Html::default();
    heading(&mut main, subject);
    let shut = match opening {
        Opening::Open => None,
        Opening::NotYet => Some(Kind::PetitionNotOpen),
        Opening::Closed => Some(Kind::PetitionClosed),
    };
    match shut {
        None => form(&mut main, subject, &Draft::default(), &[]),
        Some(kind) => {
            main.tag("<p>").text(reason(locale, kind)).tag("</p>\n");
            way_back(&mut main, subject);
        }
    }
    finish(subject, locale.text("page.sign"), main)
}

/// The form with what was typed and what needs a correction.
#[must_use]
pub fn correct(subject: Subject<'_>, draft: &Draft, problem: &Problem) -> Response<Body> {
    let locale = subject.locale;
    let mut main = Html::default();
    heading(&mut main, subject);
    main.tag("<div class=\"errors\" role=\"alert\">\n<h2>")
        .text(locale.text("page.correct"));
    main.tag("</h2>\n<ul>\n");
    for error in &problem.errors {
        let name = error.field.to_string();
        main.tag("<li><a")
            .attribute("href", &format!("#{name}"))
            .tag(">");
        main.text(&label(subject, &error.field)).tag("</a> – ");
        main.text(&locale.error(error)).tag("</li>\n");
    }
    main.tag("</ul>\n</div>\n");
    form(&mut main, subject, draft, &problem.errors);
    let mut response = finish(subject, locale.text("page.correct"), main);
    problem.mark(&mut response);
    response
}

/// Thanks, with the count that a new signature makes.
#[must_use]
pub fn thanks(subject: Subject<'_>) -> Response<Body> {
    let locale = subject.locale;
    let mut main = Html::default();
    subject
        .own(&mut main, "<p class=\"petition\"")
        .text(&subject.petition.title)
        .tag("</p>\n<h1>");
    main.text(locale.text("page.thanks"))
        .tag("</h1>\n<p class=\"count\">");
    main.text(&locale.count("page.count", subject.count.saturating_add(1)))
        .tag("</p>\n<p>");
    main.text(locale.text("page.share")).tag("</p>\n");
    way_back(&mut main, subject);
    finish(subject, locale.text("page.thanks"), main)
}

/// Why the signature was not taken, and the way on.
#[must_use]
pub fn refused(locale: &Locale, subject: Option<Subject<'_>>, problem: &Problem) -> Response<Body> {
    let reason = reason(locale, problem.kind);
    let title = locale.text("page.not_signed");
    let mut main = Html::default();
    main.tag("<h1>")
        .text(title)
        .tag("</h1>\n<p role=\"alert\">")
        .text(reason)
        .tag("</p>\n");
    let mut response = match subject {
        Some(subject) => {
            way_back(&mut main, subject);
            finish(subject, title, main)
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
    main.tag("</ul>\n<p><a href=\"/openapi\">The contract</a></p>");
    keep(html::page("en", "Problems of the wesign contract", main))
}

/// Pages that hold nothing personal may be kept.
fn keep(mut response: Response<Body>) -> Response<Body> {
    let day = HeaderValue::from_static("public, max-age=86400");
    response.headers_mut().insert(header::CACHE_CONTROL, day);
    response
}

fn finish(subject: Subject<'_>, title: &str, main: Html) -> Response<Body> {
    let Subject {
        locale, petition, ..
    } = subject;
    html::page(locale.lang, &format!("{title} · {}", petition.title), main)
}

fn heading(main: &mut Html, subject: Subject<'_>) {
    let Subject {
        locale,
        petition,
        count,
        ..
    } = subject;
    subject
        .own(main, "<h1")
        .text(&petition.title)
        .tag("</h1>\n<p class=\"count\">");
    main.text(&locale.count("page.count", count)).tag("</p>\n");
    if !petition.summary.is_empty() {
        subject
            .own(main, "<p")
            .text(&petition.summary)
            .tag("</p>\n");
    }
}

fn way_back(main: &mut Html, subject: Subject<'_>) {
    let url = &subject.petition.url;
    if !url.is_empty() {
        main.tag("<p>")
            .link(url, subject.locale.text("page.to_petition"))
            .tag("</p>\n");
    }
}
