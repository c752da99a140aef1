//! Sockets: binding with a clear message, serving with bounded patience, ending with grace.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::config::Host;

/// Time for a client to send its request line and headers, and to stay idle between requests.
const HEADER_PATIENCE: Duration = Duration::from_secs(15);
/// Time for a client to take more of an answer.
#[cfg(target_os = "linux")]
const STALL_PATIENCE: Duration = Duration::from_secs(15);
/// Bytes of request line and headers; beyond, 431.
const HEADER_BYTES: usize = 16 * 1024;
/// Connections at once; further ones wait in the kernel's queue.
const CONNECTIONS: usize = 8192;
/// Time for running requests to end after a signal.
const FAREWELL: Duration = Duration::from_secs(10);
/// Tries to find one port that is free on every address.
const FREE_PORT_TRIES: usize = 16;

/// Why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program has the port.
    #[error(
        "port {port} is already in use on {address}. Choose another one with --port {other} \
         or PORT={other} (0 takes a free one)"
    )]
    Taken {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
        /// A suggestion.
        other: u16,
    },
    /// The port is reserved.
    #[error("port {0} needs privileges. Choose one above 1023 with --port 8080 or PORT=8080")]
    Reserved(u16),
    /// Anything else.
    #[error("cannot listen on {0}: {1}")]
    Other(SocketAddr, io::Error),
}

/// Bound sockets, all with the same port.
pub struct Listeners {
    sockets: Vec<TcpListener>,
    /// The first address.
    pub address: SocketAddr,
}

impl Listeners {
    /// Binds the host's addresses.
    pub async fn bind(host: Host, port: u16) -> Result<Self, ListenError> {
        let mut tries = if port == 0 { FREE_PORT_TRIES } else { 1 };
        loop {
            tries -= 1;
            match Self::bind_once(&host.addresses(), port).await {
                // The free port of the first address can be taken on the second one.
                Err(ListenError::Taken { .. }) if tries > 0 => {}
                result => return result,
            }
        }
    }

    async fn bind_once(addresses: &[IpAddr], mut port: u16) -> Result<Self, ListenError> {
        let mut sockets = Vec::new();
        let mut first = None;
        for &ip in addresses {
            let address = SocketAddr::new(ip, port);
            match TcpListener::bind(address).await {
                Ok(socket) => {
                    let bound = socket.local_addr().unwrap_or(address);
                    port = bound.port();
                    first.get_or_insert(bound);
                    sockets.push(socket);
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::AddrInUse => {
                        let other = port.checked_add(1).unwrap_or(8080);
                        return Err(ListenError::Taken {
                            address: ip,
                            port,
                            other,
                        });
                    }
                    io::ErrorKind::PermissionDenied => return Err(ListenError::Reserved(port)),
                    // A machine without IPv6 still has its first address.
                    _ if first.is_some() => {}
                    _ => return Err(ListenError::Other(address, error)),
                },
            }
        }
        let address = first.unwrap_or(SocketAddr::new(addresses[0], port));
        Ok(Self { sockets, address })
    }

    /// Serves until `stop` turns true; then lets running requests end.
    pub async fn serve(self, router: Router, stop: watch::Receiver<bool>) {
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = Arc::new(GracefulShutdown::new());
        let loops: Vec<_> = self
            .sockets
            .into_iter()
            .map(|socket| {
                let accepting = accept(socket, router.clone(), room.clone(), graceful.clone());
                let mut stop = stop.clone();
                tokio::spawn(async move {
                    tokio::select! {
                        () = accepting => {}
                        _ = stop.wait_for(|stop| *stop) => {}
                    }
                })
            })
            .collect();
        for accepting in loops {
            let _ = accepting.await;
        }
        if let Some(graceful) = Arc::into_inner(graceful) {
            let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
        }
    }
}

async fn accept(
    socket: TcpListener,
    router: Router,
    room: Arc<Semaphore>,
    graceful: Arc<GracefulShutdown>,
) {
    loop {
        let Ok(place) = room.clone().acquire_owned().await else {
            return;
        };
        let stream = match socket.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // Out of file descriptors, or the client left: try again in a moment.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        // Who takes nothing of an answer for this long is cut off by the kernel.
        #[cfg(target_os = "linux")]
        let _ = socket2::SockRef::from(&stream).set_tcp_user_timeout(Some(STALL_PATIENCE));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_PATIENCE)
            .max_buf_size(HEADER_BYTES)
            .serve_connection(
                TokioIo::new(stream),
                TowerToHyperService::new(router.clone()),
            );
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _ = connection.await;
            drop(place);
        });
    }
}
