//! Copies of an SQLite database: taken while the server runs, and put back.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{Location, StoreError};

/// Why a copy could not be taken or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Not a file.
    #[error("only an SQLite file is copied here; for PostgreSQL use pg_dump and pg_restore")]
    NotAFile,
    /// It would be overwritten.
    #[error("{0} is there already: move it away first")]
    There(String),
    /// Not one of ours, or damaged.
    #[error("{0} is not a whole database of this server: {1}")]
    Unsound(String, String),
    /// The file system.
    #[error("{0}: {1}")]
    File(String, io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Copies the database into a new file, as it is at one moment; a server may go on writing meanwhile.
/// The copy is checked, and readable by its owner alone: it holds what the database holds.
pub fn backup(database: &Location, to: &Path) -> Result<(), BackupError> {
    let from = file(database)?;
    // Empty, which the copy may fill; private from the start.
    drop(create(to)?);
    let copied = copy(from, to).and_then(|()| check(to));
    if copied.is_err() {
        let _ = std::fs::remove_file(to);
    }
    copied
}

fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    let source = open(from)?;
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    let copy = OpenOptions::new().write(true).open(to);
    let synced = copy.and_then(|copy| copy.sync_all());
    synced.map_err(|error| BackupError::File(to.display().to_string(), error))
}

/// Puts a copy where no database is: checked first, and there as a whole or not at all. No server may run
/// on that place.
pub fn restore(database: &Location, from: &Path) -> Result<(), BackupError> {
    let to = file(database)?;
    check(from)?;
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let there = beside(to, suffix);
        if there.exists() {
            return Err(BackupError::There(there.display().to_string()));
        }
    }
    let partial = beside(to, ".restoring");
    let wrong = |error| BackupError::File(partial.display().to_string(), error);
    let _ = std::fs::remove_file(&partial);
    let mut target = create(&partial)?;
    let copied = File::open(from)
        .and_then(|mut source| io::copy(&mut source, &mut target))
        .and_then(|_| target.sync_all())
        .and_then(|()| std::fs::rename(&partial, to));
    if copied.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    copied.map_err(wrong)
}

fn file(database: &Location) -> Result<&Path, BackupError> {
    match database {
        Location::File(path) => Ok(path),
        Location::Memory | Location::Postgres(_) => Err(BackupError::NotAFile),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A new file that its owner alone can read.
fn create(path: &Path) -> Result<File, BackupError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::There(path.display().to_string()),
        _ => BackupError::File(path.display().to_string(), error),
    })
}

fn open(path: &Path) -> Result<Connection, BackupError> {
    // Nothing is created by looking. Read-write, since a log beside the file may have to be read.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}

/// Refuses what is not ours, not whole, or of a newer server.
fn check(path: &Path) -> Result<(), BackupError> {
    let unsound = |reason: String| BackupError::Unsound(path.display().to_string(), reason);
    let look = || -> rusqlite::Result<(i64, i64, String)> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
        let whole = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        Ok((number("application_id")?, number("user_version")?, whole))
    };
    let (application, version, whole) = look().map_err(|error| unsound(error.to_string()))?;
    if application != super::sqlite::APPLICATION_ID {
        return Err(unsound("another program made it".into()));
    }
    if whole != "ok" {
        return Err(unsound(whole));
    }
    let known = super::sqlite::VERSION;
    if version > known {
        let found = version;
        return Err(StoreError::Version { found, known }.into());
    }
    Ok(())
}
