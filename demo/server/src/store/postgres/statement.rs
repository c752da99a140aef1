//! The shared statements, as PostgreSQL speaks them.

use std::error::Error;

use deadpool_postgres::{GenericClient, Pool};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::{LOCK, link};
use crate::store::StoreError;
use crate::store::statement::{Row, Rows, Statement, Value};

/// Runs one statement that only reads.
pub(super) async fn read(pool: &Pool, statement: Statement) -> Result<Vec<Row>, StoreError> {
    let client = link::take(pool).await?;
    query(&client, &statement).await
}

/// Runs statements in one transaction, under the lock of those who write.
pub(super) async fn run(pool: &Pool, statements: &[Statement]) -> Result<Rows, StoreError> {
    let mut client = link::take(pool).await?;
    let transaction = client.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await?;
    let mut rows = Vec::new();
    for statement in statements {
        rows.push(query(&transaction, statement).await?);
    }
    transaction.commit().await?;
    Ok(rows)
}

async fn query(client: &impl GenericClient, statement: &Statement) -> Result<Vec<Row>, StoreError> {
    let prepared = client
        .prepare_cached(&statement.sql.replace('?', "$"))
        .await?;
    let values: Vec<&(dyn ToSql + Sync)> = statement.values.iter().map(|one| one as _).collect();
    let found = client.query(&prepared, &values).await?;
    found.iter().map(row).collect()
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let value = |(at, column): (usize, &tokio_postgres::Column)| {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map(Value::Integer),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(at)?
                .map(|number| Value::Integer(number.into())),
            Type::BOOL => row
                .try_get::<_, Option<bool>>(at)?
                .map(|truth| Value::Integer(truth.into())),
            Type::TEXT => row.try_get::<_, Option<String>>(at)?.map(Value::Text),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map(Value::Bytes),
            _ => return Err(StoreError::Column(at)),
        };
        Ok(value.unwrap_or(Value::Null))
    };
    let columns = row.columns().iter().enumerate();
    Ok(Row(columns
        .map(value)
        .collect::<Result<_, StoreError>>()?))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *kind == Type::INT4 => {
                i32::try_from(*number)?.to_sql(kind, out)
            }
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
