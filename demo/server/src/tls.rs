//! Encrypted connections to other servers: the database, the mail server.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};

/// Trusts what this machine trusts (`SSL_CERT_FILE` and `SSL_CERT_DIR` name others); `None` where
/// that is nothing.
#[must_use]
pub fn client() -> Option<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let (trusted, _) =
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if trusted == 0 {
        return None;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Some(config)
}
