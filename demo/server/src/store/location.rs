//! Where the data lives: the meaning of `DATABASE_URL`.

use std::path::PathBuf;

use tokio_postgres::Config;

/// A place for the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file, created when it does not exist.
    File(PathBuf),
    /// SQLite in memory: gone when the server stops. For trying things out.
    Memory,
    /// A PostgreSQL database, which several servers can share.
    Postgres(Box<Config>),
}

/// Why a `DATABASE_URL` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// A PostgreSQL address that cannot be read. What is wrong with it is not repeated: it can be the
    /// password.
    #[error(
        "DATABASE_URL cannot be read. Write it as \
         postgres://user:password@host:5432/database?sslmode=require"
    )]
    Postgres,
    /// Another scheme.
    #[error(
        "DATABASE_URL has the scheme `{0}`, which wesign-server does not know. \
         Use sqlite:path, sqlite::memory:, a plain path or postgres://user@host/database, \
         for instance DATABASE_URL=sqlite:wesign.db"
    )]
    Scheme(String),
    /// No path at all.
    #[error("DATABASE_URL names no file. Use for instance DATABASE_URL=sqlite:wesign.db")]
    Empty,
}

impl Location {
    /// Reads `sqlite:path`, `sqlite://path`, `sqlite::memory:`, `:memory:`, a plain path, or a
    /// PostgreSQL address as libpq knows it.
    ///
    /// Options after the `?` of an SQLite path (as sqlx writes them) are refused rather than ignored: they would name
    /// a durability or a mode that this server decides itself.
    pub fn parse(text: &str) -> Result<Self, LocationError> {
        let text = text.trim();
        let path = match text.split_once(':') {
            Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
            Some(("postgres" | "postgresql", _)) => {
                let config: Config = text.parse().map_err(|_| LocationError::Postgres)?;
                return Ok(Self::Postgres(Box::new(config)));
            }
            // One letter is a Windows drive, not a scheme.
            Some((scheme, rest)) if rest.starts_with("//") && scheme.len() > 1 => {
                return Err(LocationError::Scheme(scheme.to_owned()));
            }
            _ => text,
        };
        match path {
            "" => Err(LocationError::Empty),
            ":memory:" => Ok(Self::Memory),
            path if path.contains('?') => Err(LocationError::Scheme(text.to_owned())),
            path => Ok(Self::File(PathBuf::from(path))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Location, LocationError};

    #[test]
    fn every_spelling_of_a_place() {
        let file = |path: &str| Ok(Location::File(path.into()));
        for (text, expected) in [
            ("sqlite:wesign.db", file("wesign.db")),
            ("sqlite://data/wesign.db", file("data/wesign.db")),
            ("sqlite:///var/lib/wesign.db", file("/var/lib/wesign.db")),
            ("/var/lib/wesign.db", file("/var/lib/wesign.db")),
            ("wesign.db", file("wesign.db")),
            ("C:\\data\\wesign.db", file("C:\\data\\wesign.db")),
            ("sqlite::memory:", Ok(Location::Memory)),
            (":memory:", Ok(Location::Memory)),
            ("postgres://u:p@h:x/db", Err(LocationError::Postgres)),
            ("postgresql://h/db?x=y", Err(LocationError::Postgres)),
            ("mysql://h/db", Err(LocationError::Scheme("mysql".into()))),
            ("sqlite:", Err(LocationError::Empty)),
            ("", Err(LocationError::Empty)),
        ] {
            assert_eq!(Location::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn a_server_is_named_as_libpq_names_it() {
        let url = "postgresql://u:secret@db.example:5433/petitions?sslmode=require";
        let Ok(Location::Postgres(config)) = Location::parse(url) else {
            panic!("not read");
        };
        assert_eq!(config.get_user(), Some("u"));
        assert_eq!(config.get_ports(), [5433]);
        assert_eq!(config.get_dbname(), Some("petitions"));
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn a_password_never_enters_the_message() {
        for url in ["postgres://u:secret@h:x/db", "mysql://u:secret@h/db"] {
            let message = Location::parse(url).unwrap_err().to_string();
            assert!(!message.contains("secret"), "{message}");
        }
    }
}
