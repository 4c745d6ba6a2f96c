//! Reads values that are in quarantine.

use futures_util::TryStreamExt;
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::sql::Sql;
use outgrow_planner::value::Value;
use tokio_postgres::Row;

use super::selection::{Condition, Scope, Selection};
use crate::target::Session;
use crate::{Error, Result};

/// One value in quarantine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, which is its own within one quarantine.
    pub id: i64,
    /// When it was moved: `2026-01-31T12:34:56.123456Z`.
    pub moved_at: String,
    /// The table (SQLite's name).
    pub source_table: String,
    /// The table in PostgreSQL, as SQL writes it: `public."Album"`.
    pub target_table: String,
    /// The row, as [`super::row_key`] writes it.
    pub row_key: String,
    /// The column (SQLite's name).
    pub column: String,
    /// The column (PostgreSQL's name).
    pub target_column: String,
    /// `integer`, `real`, `text` or `blob`.
    pub storage_class: String,
    /// Why the column could not hold it.
    pub reason: String,
    /// How many bytes there are.
    pub bytes: u64,
    /// The bytes (see [`super::value_bytes`]), or as many of them as were asked for.
    pub value: Vec<u8>,
}

/// A value as far as it can be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StoredValue<'a> {
    /// What SQLite holds.
    Value(Value<'a>),
    /// Bytes that are no value of the storage class that stands beside them.
    Unreadable(&'a [u8]),
}

impl Entry {
    /// The value; only its beginning where only that was asked for.
    pub fn stored(&self) -> StoredValue<'_> {
        super::value_of(&self.storage_class, &self.value)
            .map_or(StoredValue::Unreadable(&self.value), StoredValue::Value)
    }
}

/// How much of each value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excerpt {
    /// All of it.
    Whole,
    /// Its first bytes.
    First(u32),
}

/// Everything in quarantine of one target table, in the order of arrival.
///
/// Holds all values at once; see [`for_each`] for many large ones.
///
/// # Errors
/// The server cannot be asked.
pub async fn entries(session: &Session, table: &QualifiedName) -> Result<Vec<Entry>> {
    let places = super::locate(&session.client, &table.schema).await.map_err(|cause| session.error(cause))?;
    let scope = Scope { schema: table.schema.clone(), only: None };
    let mut entries = Vec::new();
    for_each(session, &places, &scope, &Selection::Table(table.to_string()), Excerpt::Whole, None, |entry| {
        entries.push(entry);
        Ok(())
    })
    .await?;
    Ok(entries)
}

/// Hands the selected values to `take`, one at a time, in the order of arrival, at most `limit` of them.
///
/// # Errors
/// The server cannot be asked, or `take` fails.
pub async fn for_each(
    session: &Session,
    places: &[QualifiedName],
    scope: &Scope,
    selection: &Selection,
    excerpt: Excerpt,
    limit: Option<u64>,
    mut take: impl FnMut(Entry) -> Result<()>,
) -> Result<()> {
    let error = |cause| session.error(cause);
    let condition = Condition::new(scope, selection);
    let mut left = limit;
    for place in places {
        let parameters = condition.parameters();
        let rows = session.client.query_raw(query(place, excerpt, left).as_str(), parameters).await.map_err(error)?;
        let mut rows = std::pin::pin!(rows);
        while let Some(row) = rows.try_next().await.map_err(error)? {
            take(entry(&row).map_err(error)?)?;
            left = left.map(|left| left.saturating_sub(1));
        }
    }
    Ok(())
}

fn query(place: &QualifiedName, excerpt: Excerpt, limit: Option<u64>) -> Sql {
    let mut sql = Sql::text(
        "SELECT id, pg_catalog.to_char(moved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), source_table, \
         target_table, row_key, column_name, target_column, storage_class, reason, \
         pg_catalog.octet_length(value)::bigint, ",
    );
    match excerpt {
        Excerpt::Whole => sql.push("value"),
        Excerpt::First(bytes) => sql.push("pg_catalog.substr(value, 1, ").push_integer(bytes.into()).push(")"),
    };
    sql.push(" FROM ").push_name(place);
    Condition::push(&mut sql);
    sql.push(" ORDER BY id");
    if let Some(limit) = limit {
        sql.push(" LIMIT ").push_integer(i64::try_from(limit).unwrap_or(i64::MAX));
    }
    sql
}

fn entry(row: &Row) -> std::result::Result<Entry, tokio_postgres::Error> {
    Ok(Entry {
        id: row.try_get(0)?,
        moved_at: row.try_get(1)?,
        source_table: row.try_get(2)?,
        target_table: row.try_get(3)?,
        row_key: row.try_get(4)?,
        column: row.try_get(5)?,
        target_column: row.try_get(6)?,
        storage_class: row.try_get(7)?,
        reason: row.try_get(8)?,
        bytes: row.try_get::<_, i64>(9)?.unsigned_abs(),
        value: row.try_get(10)?,
    })
}

/// A value in quarantine that is about to be put in its place.
pub(crate) struct Kept {
    pub(crate) target_table: String,
    pub(crate) row_key: String,
    pub(crate) target_column: String,
    pub(crate) storage_class: String,
    pub(crate) target_key: String,
    pub(crate) substitute: Option<String>,
    pub(crate) value: Vec<u8>,
}

impl Kept {
    /// The ids of everything selected, in the order of arrival.
    pub(crate) async fn ids(
        session: &Session,
        place: &QualifiedName,
        scope: &Scope,
        selection: &Selection,
    ) -> Result<Vec<i64>> {
        let mut sql = Sql::text("SELECT id FROM ");
        sql.push_name(place);
        Condition::push(&mut sql);
        sql.push(" ORDER BY id");
        let rows = session.client.query_raw(sql.as_str(), Condition::new(scope, selection).parameters()).await;
        let rows = std::pin::pin!(rows.map_err(|cause| session.error(cause))?);
        rows.map_ok(|row| row.get::<_, i64>(0)).try_collect().await.map_err(|cause| session.error(cause))
    }

    /// Reads one, and locks it until the end of the transaction; `None` where it is there no more.
    pub(crate) async fn lock(session: &Session, place: &QualifiedName, id: i64) -> Result<Option<Kept>> {
        let mut sql = Sql::text(
            "SELECT target_table, row_key, target_column, storage_class, target_key, substitute, value FROM ",
        );
        sql.push_name(place).push(" WHERE id = $1 FOR UPDATE");
        let row = session.client.query_opt(sql.as_str(), &[&id]).await.map_err(|cause| session.error(cause))?;
        let Some(row) = row else { return Ok(None) };
        let kept = || {
            Ok::<_, tokio_postgres::Error>(Kept {
                target_table: row.try_get(0)?,
                row_key: row.try_get(1)?,
                target_column: row.try_get(2)?,
                storage_class: row.try_get(3)?,
                target_key: row.try_get(4)?,
                substitute: row.try_get(5)?,
                value: row.try_get(6)?,
            })
        };
        kept().map(Some).map_err(Error::from)
    }
}
