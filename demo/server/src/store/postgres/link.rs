//! Connections: how many, how patient, how protected.

use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::PostgresError;
use crate::store::StoreError;

/// Connections of one server. One writes, the others read.
const CONNECTIONS: usize = 8;
/// Time to reach the database, and to get a free connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// What no statement, lock or silence within a transaction exceeds, so that a server that hangs or
/// lost its network does not keep the others waiting.
const LIMITS: &str = "-c statement_timeout=15s -c lock_timeout=8s \
                      -c idle_in_transaction_session_timeout=10s";
/// An answer goes out after the log reached the disk. More than that (`remote_apply`) is the
/// administrator's choice, less is not.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false)
                       WHERE current_setting('synchronous_commit') = 'off'";

/// A pool of connections to this database; opens none yet.
pub(super) fn pool(config: &Config) -> Result<Pool, StoreError> {
    let mut config = config.clone();
    config.application_name("wesign-server");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    let limits = match config.get_options() {
        // The administrator's own come last and win.
        Some(own) => format!("{LIMITS} {own}"),
        None => LIMITS.to_owned(),
    };
    config.options(limits);
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = if is_plain(&config) {
        config.ssl_mode(SslMode::Disable);
        Manager::from_config(config, NoTls, recycling)
    } else {
        config.ssl_mode(SslMode::Require);
        Manager::from_config(config, encryption()?, recycling)
    };
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts {
            wait: Some(PATIENCE),
            create: Some(PATIENCE),
            recycle: Some(PATIENCE),
        })
        .post_create(Hook::async_fn(|client, _| {
            Box::pin(async move {
                let set = client.batch_execute(DURABLE).await;
                set.map_err(HookError::Backend)
            })
        }))
        .build();
    // Fails only without a runtime, and one is named.
    pool.map_err(|_| StoreError::Closed)
}

/// A connection.
pub(super) async fn take(pool: &Pool) -> Result<Object, StoreError> {
    Ok(pool.get().await?)
}

/// Whether passwords and signatures can go without encryption: where they don't leave this machine,
/// or where the address says so. Otherwise the server must show a certificate that this machine
/// trusts, and a network in the middle cannot talk it out of that.
fn is_plain(config: &Config) -> bool {
    let local = |host: &Host| match host {
        Host::Tcp(name) => {
            let address = name.parse::<std::net::IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    match config.get_ssl_mode() {
        SslMode::Disable => true,
        SslMode::Prefer => config.get_hosts().iter().all(local),
        _ => false,
    }
}

fn encryption() -> Result<MakeRustlsConnect, StoreError> {
    let config = crate::tls::client().ok_or(StoreError::Postgres(PostgresError::CERTIFICATES))?;
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn only_what_stays_here_or_says_so_goes_without_encryption() {
        for (url, plain) in [
            ("postgres://localhost/d", true),
            ("postgres://127.0.0.1/d", true),
            ("postgres://[::1]/d", true),
            ("postgres:///d?host=/run/postgresql", true),
            ("postgres://localhost/d?sslmode=require", false),
            ("postgres://db.example/d", false),
            ("postgres://localhost,db.example/d", false),
            ("postgres://db.example/d?sslmode=prefer", false),
            ("postgres://db.example/d?sslmode=disable", true),
        ] {
            assert_eq!(is_plain(&url.parse().unwrap()), plain, "{url}");
        }
    }
}
