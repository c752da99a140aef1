//! Statements in the SQL that SQLite and PostgreSQL share, for whatever need not be the fastest.
//!
//! Values are `?1`, `?2` …; PostgreSQL is told `$1`, `$2` …, so that no statement may hold another
//! question mark. A sum is cast to `BIGINT`, a truth is told as it is or stored as 0 and 1.

use super::StoreError;

/// What goes into a statement and comes out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Null,
    /// A whole number; a truth is 1 or 0.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// One statement and its values.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) sql: &'static str,
    pub(super) values: Vec<Value>,
}

impl Statement {
    pub(super) fn new(sql: &'static str, values: impl Into<Vec<Value>>) -> Self {
        Self {
            sql,
            values: values.into(),
        }
    }
}

/// A row that a statement gave, column by column.
#[derive(Clone, Debug, Default)]
pub(super) struct Row(pub(super) Vec<Value>);

impl Row {
    /// The whole number of a column.
    pub(super) fn integer(&self, at: usize) -> Result<i64, StoreError> {
        match self.0.get(at) {
            Some(Value::Integer(number)) => Ok(*number),
            _ => Err(StoreError::Column(at)),
        }
    }

    /// The text of a column; empty where there is none.
    pub(super) fn text(&self, at: usize) -> Result<String, StoreError> {
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(text.clone()),
            Some(Value::Null) => Ok(String::new()),
            _ => Err(StoreError::Column(at)),
        }
    }
}

/// The rows of each statement of a transaction.
pub(super) type Rows = Vec<Vec<Row>>;
