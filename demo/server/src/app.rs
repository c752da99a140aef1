//! The routes of the contract and what they share.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::routing::{MethodRouter, get, post};

use crate::clock;
use crate::config::Config;
use crate::contract;
use crate::cors;
use crate::files::{Files, Room};
use crate::gatherings;
use crate::links;
use crate::locale::Locale;
use crate::log;
use crate::mail::Action;
use crate::metrics::Metrics;
use crate::origin::{Admission, Origin};
use crate::page;
use crate::petition::Petition;
use crate::petitions::Petitions;
use crate::problem::{Kind, Problem};
use crate::read;
use crate::representation::Representation;
use crate::sign;
use crate::store::Store;
use crate::subscriptions;
use crate::write;

/// What belongs to this version of the program.
const PROGRAM_CACHE: &str = "public, max-age=300";

const READ: &str = "GET, HEAD, OPTIONS";

/// What every request can use.
pub struct App {
    /// The petitions of this server.
    pub petitions: Petitions,
    /// The database.
    pub store: Store,
    /// Who may sign, besides the sites of each petition.
    pub admission: Admission,
    /// The origin of this server as browsers see it.
    pub public: Origin,
    /// No line per request.
    pub quiet: bool,
    /// What has been answered.
    pub metrics: Metrics,
    site: Arc<Files>,
    widget: Arc<Files>,
    directory: Arc<Files>,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(config: &Config, petitions: Petitions, store: Store, public: Origin) -> Self {
        let files = |room, root: &std::path::Path| {
            Arc::new(Files::new(room, root.to_owned(), public.as_str()))
        };
        Self {
            site: files(Room::Site, &config.site),
            widget: files(Room::Widget, &config.widget),
            directory: files(Room::Directory, &config.directory),
            petitions,
            store,
            admission: Admission {
                origins: config.origins.clone(),
                loopback: config.host.is_loopback(),
            },
            public,
            quiet: config.quiet,
            metrics: Metrics::default(),
        }
    }

    /// The petition that a path names.
    pub fn petition(&self, id: Result<Path<String>, PathRejection>) -> Result<&Petition, Problem> {
        id.ok()
            .and_then(|Path(id)| self.petitions.get(&id))
            .ok_or_else(|| Kind::PetitionNotFound.into())
    }
}

/// The whole service.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/api/petitions", readable(get(read::petitions)))
        .route("/api/petitions/{id}", readable(get(read::petition)))
        .route("/api/petitions/{id}/count", readable(get(read::count)))
        .route(
            "/api/petitions/{id}/gatherings",
            readable(get(read::gatherings)),
        )
        .route(
            "/api/petitions/{id}/donation",
            readable(get(read::donation)),
        )
        .route("/api/petitions/{id}/news", readable(get(read::news)))
        .route(
            "/api/petitions/{id}/signatories",
            readable(get(read::signatories)),
        )
        .route(
            "/api/petitions/{id}/signatures",
            writable(post(sign::sign).options(preflight)),
        )
        .route(
            "/api/petitions/{id}/subscriptions",
            writable(post(subscriptions::subscribe).options(preflight)),
        )
        .route(
            "/api/petitions/{id}/gatherings/{gathering}/registrations",
            writable(post(gatherings::register).options(gatherings::preflight)),
        )
        .route("/api", axum::routing::any(nothing))
        .route("/api/", axum::routing::any(nothing))
        .route("/api/{*rest}", axum::routing::any(nothing))
        .route("/petitions/page.css", get(style))
        .route("/petitions/{id}", get(form))
        .route(
            "/petitions/{id}/confirm/{token}",
            links::routes(Action::Confirm),
        )
        .route(
            "/petitions/{id}/withdraw/{token}",
            links::routes(Action::Withdraw),
        )
        .route(
            "/petitions/{id}/unsubscribe/news/{token}",
            links::routes(Action::NoNews),
        )
        .route(
            "/petitions/{id}/unsubscribe/gatherings/{token}",
            links::routes(Action::NoGatherings),
        )
        .route("/problems/", get(async || page::explanations()))
        .route("/problems/{code}", get(problem))
        .route("/openapi", get(contract::page))
        .route(
            "/openapi.json",
            get(contract::json).options(read::preflight),
        )
        .route(
            "/openapi.yaml",
            get(contract::yaml).options(read::preflight),
        )
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .fallback(file)
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&app),
            log::watch,
        ))
        .with_state(app)
}

fn readable(methods: MethodRouter<Arc<App>>) -> MethodRouter<Arc<App>> {
    writable(methods.options(read::preflight))
}

fn writable(methods: MethodRouter<Arc<App>>) -> MethodRouter<Arc<App>> {
    methods.fallback(wrong_method)
}

/// `OPTIONS` of a write to a petition: may this page send it?
async fn preflight(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response<Body> {
    write::preflight(&app, app.petition(id).ok(), &headers)
}

/// 405; axum adds the methods that exist as `Allow`.
async fn wrong_method() -> Response<Body> {
    cors::open(Problem::from(Kind::MethodNotAllowed).response())
}

async fn nothing() -> Response<Body> {
    cors::open(Problem::from(Kind::NotFound).response())
}

/// The form as a page, for a plain link.
async fn form(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    match app.petition(id) {
        Ok(petition) => {
            let subject = page::Subject::new(petition, &read::lang(&uri));
            page::petition(subject, petition.opening(clock::now()))
        }
        Err(problem) => page::refused(Locale::accepted(&headers), None, &problem),
    }
}

async fn problem(code: Result<Path<String>, PathRejection>) -> Response<Body> {
    let code = code.map(|Path(code)| code).unwrap_or_default();
    match Kind::ALL.into_iter().find(|kind| kind.code() == code) {
        Some(kind) => page::explanation(kind),
        None => missing(),
    }
}

async fn style(headers: HeaderMap) -> Response<Body> {
    static STYLE: LazyLock<Representation> = LazyLock::new(|| {
        Representation::new(
            include_bytes!("page.css").into(),
            "text/css; charset=utf-8",
            None,
        )
    });
    STYLE.answer(&headers, PROGRAM_CACHE)
}

/// Whether the process is worth keeping: a database that is away for a moment is no reason to start anew.
async fn health(State(app): State<Arc<App>>) -> Response<Body> {
    status(app.store.is_alive())
}

/// Whether requests should be sent here.
async fn ready(State(app): State<Arc<App>>) -> Response<Body> {
    status(app.store.is_ready().await)
}

fn status(good: bool) -> Response<Body> {
    if !good {
        return Problem::from(Kind::Overloaded).response();
    }
    let mut response = Response::new(Body::from("{\"status\":\"ok\"}"));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Static files of the three folders.
async fn file(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let uri = request.uri();
    let (files, path) = match uri.path() {
        path if path.starts_with("/widget/") => (&app.widget, &path["/widget/".len()..]),
        path if path.starts_with("/directory/") => (&app.directory, &path["/directory/".len()..]),
        path => (&app.site, path.strip_prefix('/').unwrap_or(path)),
    };
    let is_site = Arc::ptr_eq(files, &app.site);
    let mut response = match *request.method() {
        Method::GET | Method::HEAD => files
            .answer(path, uri.query(), request.headers())
            .await
            .unwrap_or_else(missing),
        Method::OPTIONS if !is_site => cors::preflight(READ, "if-none-match, cache-control"),
        _ => {
            let mut response = Problem::from(Kind::MethodNotAllowed).response();
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static(READ));
            response
        }
    };
    if is_site {
        secure(&app.public, &mut response);
        let media_type = response.headers().get(header::CONTENT_TYPE);
        // Logos and pictures of petitions are shown on partners' pages.
        if media_type.is_some_and(|media_type| media_type.as_bytes().starts_with(b"image/")) {
            response = cors::embeddable(response);
        }
        response
    } else {
        cors::open(response)
    }
}

fn missing() -> Response<Body> {
    let mut response = Response::new(Body::from("Not found\n"));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// The strict policy under which a partner's page must be able to run the widget.
fn secure(api: &Origin, response: &mut Response<Body>) {
    let policy = format!(
        "default-src 'none'; script-src 'self' {api} 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' {api}; font-src 'self'; connect-src {api}; form-action {api}; base-uri 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    let referrer = HeaderValue::from_static("strict-origin-when-cross-origin");
    headers.insert(header::REFERRER_POLICY, referrer);
}
