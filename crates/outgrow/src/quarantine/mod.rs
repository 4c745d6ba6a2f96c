//! What PostgreSQL cannot hold, kept byte for byte in `outgrow.quarantine`.

mod key;
mod spool;

use futures_util::TryStreamExt;
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;
use outgrow_planner::value::Value;

pub use key::row_key;
pub(crate) use spool::Spool;

use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// The transaction-level lock under which the table is created: "outgrow" in ASCII.
const LOCK: i64 = 0x6f75_7467_726f_77;

const COMMENT: &str = "Values of the SQLite database that their columns cannot hold; their rows hold a substitute. \
    row_key: JSON, the key columns of the row, or {\"rowid\": n}. \
    value: text and blob as their bytes, integer in decimal, real as eight bytes (IEEE 754, most significant first).";

/// One value in quarantine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row, as [`row_key`] writes it.
    pub row_key: String,
    /// The column (SQLite's name).
    pub column: String,
    /// `integer`, `real`, `text` or `blob`.
    pub storage_class: String,
    /// The bytes: see [`value_bytes`].
    pub value: Vec<u8>,
    /// Why the column cannot hold it.
    pub reason: String,
}

/// `outgrow.quarantine`.
pub fn table() -> QualifiedName {
    QualifiedName::new(Ident::fixed("outgrow"), Ident::fixed("quarantine"))
}

/// The statements that make sure the table exists; safe to run at once in
/// several sessions, as one transaction.
pub fn statements() -> Vec<Sql> {
    let mut lock = Sql::text("SELECT pg_catalog.pg_advisory_xact_lock(");
    lock.push_integer(LOCK).push(")");
    let mut create = Sql::text("CREATE TABLE IF NOT EXISTS ");
    create.push_name(&table()).push(
        " (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    moved_at timestamptz NOT NULL DEFAULT now(),\n    \
         source_table text NOT NULL,\n    target_table text NOT NULL,\n    row_key text NOT NULL,\n    \
         column_name text NOT NULL,\n    target_column text NOT NULL,\n    storage_class text NOT NULL,\n    \
         value bytea NOT NULL,\n    reason text NOT NULL\n)",
    );
    let mut comment = Sql::text("COMMENT ON TABLE ");
    comment.push_name(&table()).push(" IS ").push_literal(COMMENT);
    vec![lock, Sql::text("CREATE SCHEMA IF NOT EXISTS outgrow"), create, comment]
}

/// Makes sure that the table exists, in a session and transaction of its own.
pub async fn create(target: &Target) -> Result<()> {
    let session = target.connect().await?;
    session.execute_all(&[Sql::text("BEGIN")]).await?;
    session.execute_all(&statements()).await?;
    session.execute_all(&[Sql::text("COMMIT")]).await
}

/// The columns of [`table`] that a [`Spool`] holds, in its order.
pub(crate) fn copy_statement() -> Sql {
    let mut sql = Sql::text("COPY ");
    sql.push_name(&table()).push(
        " (source_table, target_table, row_key, column_name, target_column, storage_class, value, reason) \
         FROM STDIN (FORMAT binary)",
    );
    sql
}

/// What is kept of a value: text and blob as their bytes, integer in decimal,
/// real as eight bytes (IEEE 754, most significant first).
pub fn value_bytes(value: Value<'_>) -> std::borrow::Cow<'_, [u8]> {
    match value {
        Value::Null => (&[][..]).into(),
        Value::Integer(number) => number.to_string().into_bytes().into(),
        Value::Real(number) => number.to_be_bytes().to_vec().into(),
        Value::Text(bytes) | Value::Blob(bytes) => bytes.into(),
    }
}

/// Everything in quarantine of one target table, in the order of arrival.
///
/// Holds all values at once; see [`for_each`] for many large ones.
pub async fn entries(session: &Session, table: &QualifiedName) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for_each(session, table, |entry| {
        entries.push(entry);
        Ok(())
    })
    .await?;
    Ok(entries)
}

/// Hands every value in quarantine of one target table to `take`, one at a
/// time, in the order of arrival. There is none where the table does not exist.
pub async fn for_each(session: &Session, of: &QualifiedName, mut take: impl FnMut(Entry) -> Result<()>) -> Result<()> {
    let error = |cause| session.error(cause);
    let exists = "SELECT pg_catalog.to_regclass('outgrow.quarantine') IS NOT NULL";
    if !session.client.query_one(exists, &[]).await.map_err(error)?.get::<_, bool>(0) {
        return Ok(());
    }
    let mut select = Sql::text("SELECT row_key, column_name, storage_class, value, reason FROM ");
    select.push_name(&table()).push(" WHERE target_table = $1 ORDER BY id");
    let rows = session.client.query_raw(select.as_str(), [of.to_string()]).await.map_err(error)?;
    let mut rows = std::pin::pin!(rows);
    while let Some(row) = rows.try_next().await.map_err(error)? {
        take(entry(&row).map_err(error)?)?;
    }
    Ok(())
}

fn entry(row: &tokio_postgres::Row) -> std::result::Result<Entry, tokio_postgres::Error> {
    Ok(Entry {
        row_key: row.try_get(0)?,
        column: row.try_get(1)?,
        storage_class: row.try_get(2)?,
        value: row.try_get(3)?,
        reason: row.try_get(4)?,
    })
}

/// A value on its way to quarantine.
pub(crate) struct Exile<'a> {
    pub(crate) source_table: &'a str,
    pub(crate) target_table: &'a QualifiedName,
    pub(crate) row_key: &'a str,
    pub(crate) column: &'a str,
    pub(crate) target_column: &'a Ident,
    pub(crate) value: Value<'a>,
    pub(crate) reason: &'a str,
}

impl Exile<'_> {
    /// Adds the value to a spool, as one row of binary COPY.
    pub(crate) fn spool(&self, spool: &mut Spool) -> Result<()> {
        let target_table = self.target_table.to_string();
        let bytes = value_bytes(self.value);
        let fields: [&[u8]; 8] = [
            self.source_table.as_bytes(),
            target_table.as_bytes(),
            self.row_key.as_bytes(),
            self.column.as_bytes(),
            self.target_column.as_str().as_bytes(),
            self.value.storage_class().name().as_bytes(),
            &bytes,
            self.reason.as_bytes(),
        ];
        spool.push(&(fields.len() as i16).to_be_bytes())?;
        for field in fields {
            let length = i32::try_from(field.len()).map_err(|_| self.too_large())?;
            spool.push(&length.to_be_bytes())?;
            spool.push(field)?;
        }
        Ok(())
    }

    fn too_large(&self) -> Error {
        let (table, column) = (self.source_table, self.column);
        let message = format!("a value of column \"{column}\" of table \"{table}\" is too large even for quarantine");
        Error::new(ErrorKind::Source, message).hint("PostgreSQL holds at most 1 GB in one value.")
    }
}
