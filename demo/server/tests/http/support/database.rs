//! The database of one test: an SQLite file, or a database of its own in the PostgreSQL of the suite.

use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use super::Folder;

pub(crate) enum Database {
    File(PathBuf),
    Postgres(String),
}

impl Database {
    /// A place for a new one, in the database that the suite is about.
    pub(crate) fn new(folder: &Folder) -> Self {
        match crate::postgres() {
            Some(url) => Self::Postgres(url),
            None => Self::File(folder.path().join("test.db")),
        }
    }

    /// As `DATABASE_URL` names it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// The file of an SQLite database.
    pub(crate) fn file(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Postgres(_) => panic!("a test of SQLite alone"),
        }
    }

    pub(crate) fn sqlite(&self) -> Connection {
        Connection::open_with_flags(self.file(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
    }

    /// Rows, each column with its name; bytes by their number.
    pub(crate) fn records(&self, sql: &str) -> Vec<Vec<(String, Value)>> {
        match self {
            Self::File(_) => sqlite_records(&self.sqlite(), sql),
            Self::Postgres(url) => postgres_records(url, sql),
        }
    }

    /// Rows with their columns joined by `|`: nothing for NULL, 1 and 0 for true and false.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let text = |(_, value): (String, Value)| match value {
            Value::Null => String::new(),
            Value::Bool(truth) => u8::from(truth).to_string(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        let joined = |row: Vec<_>| row.into_iter().map(text).collect::<Vec<_>>().join("|");
        self.records(sql).into_iter().map(joined).collect()
    }

    /// Everything that is stored.
    pub(crate) fn dump(&self, folder: &Folder) -> String {
        match self {
            Self::File(_) => {
                let copy = folder.path().join("copy.db");
                let sql = "VACUUM INTO ?1";
                self.sqlite()
                    .execute(sql, [copy.to_str().unwrap()])
                    .unwrap();
                String::from_utf8_lossy(&std::fs::read(copy).unwrap()).into_owned()
            }
            Self::Postgres(_) => {
                let tables = "SELECT table_name::text FROM information_schema.tables
                              WHERE table_schema = 'public'";
                let rows = |table: String| {
                    let sql = format!("SELECT one::text FROM {table} AS one");
                    self.rows(&sql).join("\n")
                };
                self.rows(tables).into_iter().map(rows).collect()
            }
        }
    }
}

fn sqlite_records(connection: &Connection, sql: &str) -> Vec<Vec<(String, Value)>> {
    let mut statement = connection.prepare(sql).unwrap();
    let names: Vec<String> = statement.column_names().map(Into::into).collect();
    let mut found = statement.query([]).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = found.next().unwrap() {
        let value = |at| match row.get_ref(at).unwrap() {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => json!(number),
            ValueRef::Real(number) => json!(number),
            ValueRef::Text(text) => json!(std::str::from_utf8(text).unwrap()),
            ValueRef::Blob(bytes) => json!(bytes.len()),
        };
        let record = names.iter().enumerate();
        rows.push(record.map(|(at, name)| (name.clone(), value(at))).collect());
    }
    rows
}

fn postgres_records(url: &str, sql: &str) -> Vec<Vec<(String, Value)>> {
    use postgres::types::Type;
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let value = |row: &postgres::Row, at: usize| match *row.columns()[at].type_() {
        Type::BOOL => json!(row.get::<_, Option<bool>>(at)),
        Type::INT4 => json!(row.get::<_, Option<i32>>(at)),
        Type::INT8 => json!(row.get::<_, Option<i64>>(at)),
        Type::BYTEA => json!(row.get::<_, Option<Vec<u8>>>(at).map(|bytes| bytes.len())),
        _ => json!(row.get::<_, Option<String>>(at)),
    };
    let name = |row: &postgres::Row, at: usize| row.columns()[at].name().to_owned();
    let rows = client.query(sql, &[]).unwrap();
    let record = |row: &postgres::Row| {
        let columns = 0..row.len();
        columns.map(|at| (name(row, at), value(row, at))).collect()
    };
    rows.iter().map(record).collect()
}
