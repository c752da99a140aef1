//! Configuration by flags and environment; flags win.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use lettre::message::Mailbox;

use crate::mail::{Relay, RelayError};
use crate::origin::{Origin, OriginError};
use crate::store::{Location, LocationError};

/// Text of `--help`.
pub const HELP: &str = "\
wesign-server: reference server of the wesign petition contract

Usage: wesign-server [options]
       wesign-server backup FILE [--database URL]
       wesign-server restore FILE [--database URL]

backup copies an SQLite database into a new file while a server may run on it; restore puts such a
copy where no database is. For PostgreSQL there are pg_dump and pg_restore.

  --host HOST           Address to listen on (env HOST). Default: localhost, both 127.0.0.1 and ::1.
                        0.0.0.0 opens it to the network.
  --port PORT           Port (env PORT). Default: 8080. 0 takes a free one and prints it.
  --database URL        sqlite:PATH, sqlite::memory: or a plain path, for one server;
                        postgres://USER:PASSWORD@HOST/NAME, which several can share, encrypted unless it
                        is on this machine or says sslmode=disable (env DATABASE_URL, where a
                        password is not seen by other users). Default: sqlite:wesign.db
  --mobilisations DIR   Petitions, one JSON file each. Default: demo/server/mobilisations
  --site DIR            Site served at /. Default: demo/site
  --widget DIR          Built package served at /widget/. Default: js/dist
  --directory DIR       Packed directory served at /directory/. Default: demo/directory
  --public-url URL      How browsers reach this server (env WESIGN_PUBLIC_URL).
                        Default: http://127.0.0.1:PORT
  --smtp URL            Mail server that takes our letters (env WESIGN_SMTP, where a password is not
                        seen by other users): smtp://USER:PASSWORD@HOST:587, encrypted by STARTTLS
                        unless it is on this machine or says ?tls=none; or smtps://USER:PASSWORD@HOST
  --mail-from ADDRESS   Whom letters are from (env WESIGN_MAIL_FROM): \"Us <petitions@us.example>\"
  --origin ORIGIN       Site that may send signatures to every petition, besides those each petition
                        lists (repeatable; env WESIGN_ORIGINS, separated by spaces or commas).
                        On localhost, the sites of this machine may too.
  --demo                Moves the dates of petitions that have a `demo_as_of` by whole weeks: they stand
                        to today as they stood to that day. For demonstrations only.
  --metrics ADDRESS     Numbers for Prometheus at http://ADDRESS/metrics (env WESIGN_METRICS), for instance
                        127.0.0.1:9464; not for everybody. Default: none.
  --quiet               No line per request.
  --help, --version

Ends with 0 after SIGTERM or SIGINT, 1 when it cannot start, 2 when an option is wrong.
";

/// What the command line asks for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Run the server.
    Serve(Box<Config>),
    /// Copy the database into a new file.
    Backup(Location, PathBuf),
    /// Put a copy where no database is.
    Restore(Location, PathBuf),
    /// Print [`HELP`].
    Help,
    /// Print the version.
    Version,
}

/// Where the server listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Both loopback addresses: a browser asks either for `localhost`.
    Localhost,
    /// One address.
    Address(IpAddr),
}

impl Host {
    /// The addresses to bind, the first one deciding.
    #[must_use]
    pub fn addresses(self) -> Vec<IpAddr> {
        match self {
            Self::Localhost => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            Self::Address(address) => vec![address],
        }
    }

    /// Whether only this machine can reach it.
    #[must_use]
    pub fn is_loopback(self) -> bool {
        match self {
            Self::Localhost => true,
            Self::Address(address) => address.is_loopback(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("localhost") {
            return Some(Self::Localhost);
        }
        let bare = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(text);
        bare.parse().ok().map(Self::Address)
    }
}

/// Everything the server can be told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub host: Host,
    /// Port; 0 takes a free one.
    pub port: u16,
    /// Where the data lives.
    pub database: Location,
    /// Folder of petition files.
    pub mobilisations: PathBuf,
    /// Folder served at `/`.
    pub site: PathBuf,
    /// Folder served at `/widget/`.
    pub widget: PathBuf,
    /// Folder served at `/directory/`.
    pub directory: PathBuf,
    /// How browsers reach this server; `None` means `http://127.0.0.1:PORT`.
    pub public_url: Option<Origin>,
    /// Mail server that takes letters.
    pub smtp: Option<Relay>,
    /// Whom letters are from.
    pub mail_from: Option<Mailbox>,
    /// Sites that may send signatures to every petition.
    pub origins: Vec<Origin>,
    /// Dates of petitions with a `demo_as_of` are moved to today.
    pub demo: bool,
    /// Where numbers for Prometheus are read.
    pub metrics: Option<SocketAddr>,
    /// No line per request.
    pub quiet: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: Host::Localhost,
            port: 8080,
            database: Location::File("wesign.db".into()),
            mobilisations: "demo/server/mobilisations".into(),
            site: "demo/site".into(),
            widget: "js/dist".into(),
            directory: "demo/directory".into(),
            public_url: None,
            smtp: None,
            mail_from: None,
            origins: Vec::new(),
            demo: false,
            metrics: None,
            quiet: false,
        }
    }
}

/// An option that cannot be used. Its text never repeats a database URL, which can hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not an option of this program.
    #[error("unknown option `{0}`; --help lists them all")]
    Unknown(String),
    /// An option without its value.
    #[error("{0} needs a value")]
    Missing(String),
    /// Not a port.
    #[error("`{0}` is not a port: use 1 to 65535, or 0 for a free one")]
    Port(String),
    /// Not an address.
    #[error("`{0}` is not an address: use localhost, 127.0.0.1, 0.0.0.0, ::")]
    Host(String),
    /// The database.
    #[error(transparent)]
    Database(#[from] LocationError),
    /// The mail server.
    #[error("--smtp: {0}")]
    Smtp(#[from] RelayError),
    /// Whom letters are from.
    #[error("--mail-from: `{0}` is no address; write for instance `Us <petitions@us.example>`")]
    MailFrom(String),
    /// Where numbers are read.
    #[error("--metrics: `{0}` is no address and port; write for instance 127.0.0.1:9464")]
    Metrics(String),
    /// A command without its file.
    #[error("{0} needs a file: wesign-server {0} FILE")]
    File(String),
    /// One without the other.
    #[error("--smtp and --mail-from go together")]
    Mail,
    /// An origin.
    #[error(transparent)]
    Origin(#[from] OriginError),
}

impl Command {
    /// Reads flags (`--name value` or `--name=value`) over environment variables over defaults.
    /// An empty variable counts as not set.
    pub fn read(
        flags: impl IntoIterator<Item = String>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let mut config = Config::default();
        let variables = [
            ("HOST", "--host"),
            ("PORT", "--port"),
            ("DATABASE_URL", "--database"),
            ("WESIGN_PUBLIC_URL", "--public-url"),
            ("WESIGN_SMTP", "--smtp"),
            ("WESIGN_MAIL_FROM", "--mail-from"),
            ("WESIGN_METRICS", "--metrics"),
        ];
        // What a flag overrides is not read at all: a bad value there does no harm.
        let flags: Vec<String> = flags.into_iter().collect();
        let given = |name: &str| {
            flags
                .iter()
                .any(|flag| flag == name || flag.split('=').next() == Some(name))
        };
        for (variable, flag) in variables {
            if let Some(value) = environment(variable).filter(|value| !value.trim().is_empty())
                && !given(flag)
            {
                config.set(flag, &value)?;
            }
        }
        if let Some(list) = environment("WESIGN_ORIGINS") {
            for origin in list.split([' ', ',']).filter(|part| !part.is_empty()) {
                config.set("--origin", origin)?;
            }
        }
        let mut rest = flags.into_iter().peekable();
        let command = rest.next_if(|first| ["backup", "restore"].contains(&first.as_str()));
        let file = match &command {
            Some(name) => match rest.next_if(|file| !file.starts_with("--")) {
                Some(file) => Some(PathBuf::from(file)),
                None => return Err(ConfigError::File(name.clone())),
            },
            None => None,
        };
        while let Some(flag) = rest.next() {
            let (name, value) = match flag.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (flag, None),
            };
            match name.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--version" | "-V" => return Ok(Self::Version),
                "--demo" => config.demo = true,
                "--quiet" => config.quiet = true,
                name if !Config::FLAGS.contains(&name) => {
                    return Err(ConfigError::Unknown(name.to_owned()));
                }
                name => match value.or_else(|| rest.next()) {
                    Some(value) => config.set(name, &value)?,
                    None => return Err(ConfigError::Missing(name.to_owned())),
                },
            }
        }
        match (command.as_deref(), file) {
            (Some("backup"), Some(file)) => return Ok(Self::Backup(config.database, file)),
            (Some("restore"), Some(file)) => return Ok(Self::Restore(config.database, file)),
            _ => {}
        }
        if config.smtp.is_some() != config.mail_from.is_some() {
            return Err(ConfigError::Mail);
        }
        Ok(Self::Serve(Box::new(config)))
    }
}

impl Config {
    const FLAGS: [&str; 12] = [
        "--host",
        "--port",
        "--database",
        "--mobilisations",
        "--site",
        "--widget",
        "--directory",
        "--public-url",
        "--smtp",
        "--mail-from",
        "--metrics",
        "--origin",
    ];

    fn set(&mut self, flag: &str, value: &str) -> Result<(), ConfigError> {
        let value = value.trim();
        match flag {
            "--host" => {
                self.host = Host::parse(value).ok_or_else(|| ConfigError::Host(value.into()))?;
            }
            "--port" => {
                self.port = value.parse().map_err(|_| ConfigError::Port(value.into()))?;
            }
            "--database" => self.database = Location::parse(value)?,
            "--mobilisations" => self.mobilisations = value.into(),
            "--site" => self.site = value.into(),
            "--widget" => self.widget = value.into(),
            "--directory" => self.directory = value.into(),
            "--public-url" => self.public_url = Some(Origin::parse(value)?),
            "--smtp" => self.smtp = Some(Relay::parse(value)?),
            "--mail-from" => {
                let from = value.parse();
                self.mail_from = Some(from.map_err(|_| ConfigError::MailFrom(value.into()))?);
            }
            "--metrics" => {
                let address = value.parse();
                self.metrics = Some(address.map_err(|_| ConfigError::Metrics(value.into()))?);
            }
            "--origin" => self.origins.push(Origin::parse(value)?),
            other => return Err(ConfigError::Unknown(other.into())),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Config, ConfigError, Host};
    use crate::store::{Location, LocationError};

    fn read(flags: &[&str], environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let find = |name: &str| {
            environment
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        match Command::read(flags.iter().map(|flag| (*flag).to_owned()), find)? {
            Command::Serve(config) => Ok(*config),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn flags_win_over_the_environment() {
        let environment = [
            ("PORT", "9000"),
            ("HOST", "0.0.0.0"),
            ("DATABASE_URL", "sqlite:a.db"),
        ];
        let config = read(
            &["--port", "9001", "--database=sqlite::memory:"],
            &environment,
        )
        .unwrap();
        assert_eq!(config.port, 9001);
        assert_eq!(config.database, Location::Memory);
        assert_eq!(config.host, Host::Address([0, 0, 0, 0].into()));
        assert!(!config.host.is_loopback());
        assert_eq!(read(&[], &[("PORT", "")]).unwrap().port, 8080);
        assert_eq!(
            read(&["--host", "[::1]"], &[])
                .unwrap()
                .host
                .addresses()
                .len(),
            1
        );
    }

    #[test]
    fn wrong_options_say_so() {
        let error = |flags: &[&str]| read(flags, &[]).unwrap_err();
        assert_eq!(
            error(&["--prot", "1"]),
            ConfigError::Unknown("--prot".into())
        );
        assert_eq!(error(&["--port"]), ConfigError::Missing("--port".into()));
        assert_eq!(
            error(&["--port", "65536"]),
            ConfigError::Port("65536".into())
        );
        assert_eq!(
            error(&["--host", "nowhere!"]),
            ConfigError::Host("nowhere!".into())
        );
        assert_eq!(
            error(&["--origin", "partner.example"]).to_string(),
            "`partner.example` is not an origin; write for instance https://partner.example"
        );
        assert_eq!(
            read(&[], &[("DATABASE_URL", "postgres://u:p@h:x/d")]).unwrap_err(),
            ConfigError::Database(LocationError::Postgres)
        );
        assert!(
            read(
                &["--database", "a.db"],
                &[("DATABASE_URL", "postgres://h:x/d")]
            )
            .is_ok()
        );
    }

    #[test]
    fn origins_add_up() {
        let config = read(
            &["--origin", "https://b.example"],
            &[("WESIGN_ORIGINS", "https://a.example, ")],
        )
        .unwrap();
        assert_eq!(config.origins.len(), 2);
    }
}
