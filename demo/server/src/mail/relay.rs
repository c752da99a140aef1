//! The mail server that takes our letters.

use std::fmt;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::origin::Origin;
use crate::store::Sent;

/// Time for one command of SMTP.
const PATIENCE: Duration = Duration::from_secs(30);
/// Time for a whole letter, well within the lease of the outbox.
const WHOLE: Duration = Duration::from_secs(120);
/// Connections at the same time.
pub(super) const CONNECTIONS: u32 = 8;
/// Seconds before the second attempt; doubled with each further one.
const FIRST_PAUSE: i64 = 60;
/// Seconds between attempts at most: four hours.
const LONGEST_PAUSE: i64 = 4 * 3600;

/// How the mail server is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS by STARTTLS, or no mail.
    StartTls,
    /// None: on this machine, or where the address says so.
    None,
}

/// Not the address of a mail server. The text does not repeat it: it can hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "that is no mail server: write smtp://USER:PASSWORD@HOST:587 (encrypted by STARTTLS; without \
     encryption on this machine, or with ?tls=none) or smtps://USER:PASSWORD@HOST"
)]
pub struct RelayError;

impl Relay {
    /// Reads `smtp://…` or `smtps://…`.
    pub fn parse(text: &str) -> Result<Self, RelayError> {
        let url = Url::parse(text).map_err(|_| RelayError)?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(RelayError)?;
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        // To `url`, an address of this scheme is a name like any other.
        let address = host.parse::<std::net::IpAddr>();
        let local = host.eq_ignore_ascii_case("localhost")
            || address.is_ok_and(|address| address.is_loopback());
        let (security, port) = match (url.scheme(), url.query()) {
            ("smtps", None) => (Security::Tls, 465),
            ("smtp", None) if local => (Security::None, 25),
            ("smtp", None | Some("tls=required")) => (Security::StartTls, 587),
            ("smtp", Some("tls=none")) => (Security::None, 25),
            _ => return Err(RelayError),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(RelayError);
        }
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let credentials = (!url.username().is_empty()).then(|| {
            (
                plain(url.username()),
                plain(url.password().unwrap_or_default()),
            )
        });
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            security,
            credentials,
        })
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({:?}, {}:{})", self.security, self.host, self.port)
    }
}

/// Why no mail can be sent.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// Confirmations are asked for, and there is no way to send them.
    #[error(
        "petition `{0}` has addresses confirmed by mail: say which mail server takes the letters with \
         --smtp URL, and who they are from with --mail-from ADDRESS"
    )]
    Missing(String),
    /// Encryption cannot be set up.
    #[error(
        "mail cannot be encrypted on this machine: install ca-certificates or set SSL_CERT_FILE"
    )]
    Tls,
}

/// Sends letters.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    /// Whom letters are from.
    pub from: Mailbox,
}

impl Mailer {
    /// Through this mail server, from this address; `public` is how we introduce ourselves.
    pub fn new(relay: &Relay, from: Mailbox, public: &Origin) -> Result<Self, MailerError> {
        let tls = || TlsParameters::new(relay.host.clone()).map_err(|_| MailerError::Tls);
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(relay.host.clone())
                .port(relay.port)
                .tls(match relay.security {
                    Security::Tls => Tls::Wrapper(tls()?),
                    Security::StartTls => Tls::Required(tls()?),
                    Security::None => Tls::None,
                })
                .timeout(Some(PATIENCE))
                .pool_config(
                    lettre::transport::smtp::PoolConfig::new()
                        .max_size(CONNECTIONS)
                        .idle_timeout(Duration::from_secs(20)),
                );
        let host = Url::parse(public.as_str()).ok();
        if let Some(host) = host.as_ref().and_then(Url::domain) {
            builder = builder.hello_name(ClientId::Domain(host.to_owned()));
        }
        if let Some((user, password)) = &relay.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    /// Sends a letter; `attempts` is how often it was tried, this time included.
    pub(super) async fn send(&self, message: Message, attempts: i64) -> Sent {
        let pause = FIRST_PAUSE << attempts.clamp(1, 12).saturating_sub(1);
        let later = Sent::Later(pause.min(LONGEST_PAUSE));
        let sent = tokio::time::timeout(WHOLE, self.transport.send(message)).await;
        let Ok(Err(error)) = sent else {
            return sent.map_or(later, |_| Sent::Taken);
        };
        match error.status().map(u16::from) {
            // These say that there is no such mailbox. What else is refused for good (no right to
            // send, a policy) is more likely about us: whoever runs the server mends it, and no
            // letter is lost meanwhile.
            Some(code @ (550 | 551 | 553)) => Sent::Refused(code),
            code => {
                let code = match code {
                    Some(code) => code.to_string(),
                    // Said on our side: it knows nothing of the letter.
                    None if error.is_client() => error.to_string(),
                    None => "no answer".to_owned(),
                };
                // Not the server's words: they can repeat the address.
                crate::log::note(&format!(
                    "the mail server did not take a letter (attempt {attempts}): {code}"
                ));
                later
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Relay, Security};

    #[test]
    fn what_leaves_this_machine_is_encrypted_unless_the_address_says_otherwise() {
        for (text, security, port) in [
            ("smtp://localhost", Security::None, 25),
            ("smtp://127.0.0.1:2525", Security::None, 2525),
            ("smtp://[::1]:2525", Security::None, 2525),
            ("smtp://localhost?tls=required", Security::StartTls, 587),
            ("smtp://u:p%40ss@mail.example", Security::StartTls, 587),
            ("smtp://mail.example:25?tls=none", Security::None, 25),
            ("smtps://u:p@mail.example/", Security::Tls, 465),
        ] {
            let relay = Relay::parse(text).unwrap();
            assert_eq!((relay.security, relay.port), (security, port), "{text}");
        }
        let relay = Relay::parse("smtp://u:p%40ss@mail.example").unwrap();
        assert_eq!(relay.credentials, Some(("u".into(), "p@ss".into())));
        assert!(!format!("{relay:?}").contains("ss"), "no password in a log");
        assert_eq!(Relay::parse("smtp://[::1]").unwrap().host, "::1");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://mail.example/path",
            "smtp://mail.example?tls=maybe",
            "smtps://mail.example?tls=none",
        ] {
            assert!(Relay::parse(text).is_err(), "{text}");
        }
    }
}
