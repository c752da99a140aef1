//! Reference server of the wesign petition contract.
//!
//! It serves petitions, their levers and their signing as `openapi.yaml` describes, and the static
//! files that a partner's page needs. Rules about signatures are those of `wesign-core`; this crate
//! adds sockets, databases and pages.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod app;
pub mod body;
pub mod clock;
pub mod config;
pub mod contract;
pub mod cors;
pub mod digest;
pub mod files;
pub mod form;
pub mod gatherings;
pub mod html;
pub mod links;
pub mod listen;
pub mod locale;
pub mod log;
pub mod mail;
pub mod media_type;
pub mod metrics;
pub mod origin;
pub mod page;
pub mod petition;
pub mod petitions;
pub mod problem;
pub mod read;
pub mod representation;
pub mod sign;
pub mod store;
pub mod subscriptions;
pub mod tls;
pub mod write;

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::config::{Config, Host};
use crate::listen::{ListenError, Listeners};
use crate::mail::{Mailer, MailerError};
use crate::origin::{Origin, OriginError};
use crate::petitions::{Petitions, PetitionsError, Summed};
use crate::store::{Store, StoreError};

/// How often the counts are summed and published.
///
/// Not at each signature: the sum costs once for everybody, and the moment at which the count moves
/// says little about whose signature moved it.
const COUNT_BEAT: Duration = Duration::from_millis(500);
/// How long a retry finds the answer of its key, in seconds.
pub const KEY_AGE: i64 = 24 * 3600;
/// How often everything is counted anew, to prove the sums.
const RECOUNT_BEAT: Duration = Duration::from_secs(24 * 3600);
/// How often what is no longer needed is forgotten.
const PURGE_BEAT: Duration = Duration::from_secs(600);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The petitions.
    #[error(transparent)]
    Petitions(#[from] PetitionsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The port.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// Mail.
    #[error(transparent)]
    Mail(#[from] MailerError),
    /// The public address.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// Signals cannot be heard.
    #[error("cannot listen for signals: {0}")]
    Signals(std::io::Error),
}

/// Runs the server until SIGTERM or SIGINT. Prints `listening on http://…` once it answers.
pub async fn run(config: Config) -> Result<(), StartError> {
    // The port before the database: a second server must not touch the first one's file.
    let listeners = Listeners::bind(config.host, config.port).await?;
    let address = listeners.address;
    // Whoever listens everywhere is reached here all the same.
    let here = match config.host {
        Host::Address(ip) if !ip.is_unspecified() => Origin::parse(&format!("http://{address}"))?,
        _ => Origin::parse(&format!("http://127.0.0.1:{}", address.port()))?,
    };
    let public = config.public_url.clone().unwrap_or_else(|| here.clone());
    let demo = config.demo.then(clock::now);
    let petitions = Petitions::load(&config.mobilisations, &public, demo)?;
    let mailer = mailer(&config, &petitions, &public)?;
    let store = Store::open(&config.database).await?;
    let mut summed = Summed::default();
    petitions.publish(&store, &mut summed).await?;
    // Before anything is said: a metrics address that is taken is an error like any other.
    let numbers = match config.metrics {
        Some(address) => {
            let host = Host::Address(address.ip());
            Some(Listeners::bind(host, address.port()).await?)
        }
        None => None,
    };
    let (stopper, stop) = watch::channel(false);
    signals(stopper).map_err(StartError::Signals)?;
    let app = Arc::new(App::new(&config, petitions, store, public.clone()));
    let chores = tokio::spawn(keep_house(Arc::clone(&app), summed, stop.clone()));
    let deliver = |mailer| tokio::spawn(mail::deliver(Arc::clone(&app), mailer, stop.clone()));
    let post = mailer.map(deliver);
    let numbers = numbers.map(|numbers| {
        log::note(&format!("metrics on http://{}/metrics", numbers.address));
        let router = metrics::router(Arc::clone(&app));
        let stop = stop.clone();
        tokio::spawn(async move { numbers.serve(router, stop).await })
    });

    if !config.widget.is_dir() {
        log::note("the widget is not built: /widget/ is empty until `npm run build`");
    }
    let mut out = std::io::stdout();
    // Whoever started the server may not read what it says.
    let _ = writeln!(out, "listening on {here}").and_then(|()| out.flush());

    listeners.serve(app::router(Arc::clone(&app)), stop).await;
    let _ = chores.await;
    for task in [post, numbers].into_iter().flatten() {
        let _ = task.await;
    }
    if let Some(app) = Arc::into_inner(app) {
        app.store.close().await;
    }
    Ok(())
}

/// What sends letters, where there is a mail server; petitions that need one are refused without.
fn mailer(
    config: &Config,
    petitions: &Petitions,
    public: &Origin,
) -> Result<Option<Mailer>, MailerError> {
    if let (Some(relay), Some(from)) = (&config.smtp, &config.mail_from) {
        return Mailer::new(relay, from.clone(), public).map(Some);
    }
    match petitions.all().find(|petition| petition.confirms) {
        Some(one) => Err(MailerError::Missing(one.mobilisation().id.clone())),
        None => Ok(None),
    }
}

/// Sums the counts, publishes what moved and forgets old keys until the server stops.
async fn keep_house(app: Arc<App>, mut summed: Summed, mut stop: watch::Receiver<bool>) {
    let mut count = tokio::time::interval(COUNT_BEAT);
    let mut purge = tokio::time::interval(PURGE_BEAT);
    let mut recount = tokio::time::interval(RECOUNT_BEAT);
    for beat in [&mut count, &mut purge, &mut recount] {
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    }
    loop {
        tokio::select! {
            () = stopped(&mut stop) => return,
            _ = count.tick() => if let Err(error) = app.petitions.publish(&app.store, &mut summed).await {
                // What was not read stays what it was; the next beat tries again.
                log::note(&format!("the counts could not be summed: {error}"));
            },
            _ = purge.tick() => forget(&app).await,
            _ = recount.tick() => count_anew(&app.store).await,
        }
    }
}

/// Forgets what is no longer needed.
async fn forget(app: &App) {
    let now = clock::now().unix();
    let store = &app.store;
    store.purge_keys(now - KEY_AGE);
    let forgotten = async {
        store.forget_unconfirmed(now).await?;
        store.forget_letters(now).await?;
        for petition in app.petitions.all() {
            if let Some(before) = petition.erased_before(now) {
                let id = &petition.mobilisation().id;
                store.erase_before(id, before).await?;
            }
        }
        Ok::<_, StoreError>(())
    };
    if let Err(error) = forgotten.await {
        log::note(&format!(
            "what is no longer needed could not be forgotten: {error}"
        ));
    }
}

/// Proves the counts by counting what they count.
async fn count_anew(store: &Store) {
    match store.recount().await {
        Ok(mismatches) if mismatches.is_empty() => log::note("counted anew: every count is right"),
        Ok(mismatches) => {
            for one in mismatches {
                log::note(&format!(
                    "counted anew: petition `{}` {}has {} too many in its count",
                    one.petition,
                    match &*one.gathering {
                        "" => String::new(),
                        gathering => format!("at `{gathering}` "),
                    },
                    one.excess
                ));
            }
        }
        Err(error) => log::note(&format!("could not be counted anew: {error}")),
    }
}

/// Turns `stopper` true at SIGTERM or SIGINT. A second signal ends the program at once.
fn signals(stopper: watch::Sender<bool>) -> std::io::Result<()> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    tokio::spawn(async move {
        for last in [false, true] {
            #[cfg(unix)]
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            #[cfg(not(unix))]
            let _ = tokio::signal::ctrl_c().await;
            if last {
                std::process::exit(1);
            }
            let _ = stopper.send(true);
        }
    });
    Ok(())
}

/// Returns once the server is to stop. A future of its own: the guard of a watched value must not
/// live across other awaits.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
