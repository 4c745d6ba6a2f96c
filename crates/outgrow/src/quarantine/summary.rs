//! What is in quarantine, column by column.

use std::collections::BTreeMap;

use outgrow_planner::ident::QualifiedName;
use outgrow_planner::sql::Sql;
use tokio_postgres::Row;

use super::selection::{Condition, Scope, Selection};
use crate::Result;
use crate::target::Session;

/// How many rows are named for each column.
const FIRST: i64 = 5;
/// How many characters of a row's key are shown.
const SHOWN: i64 = 200;

/// What is in quarantine of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnSummary {
    /// The quarantine, as SQL writes its name.
    pub quarantine: String,
    /// The table (SQLite's name).
    pub source_table: String,
    /// The table in PostgreSQL, as SQL writes it.
    pub target_table: String,
    /// The column (SQLite's name).
    pub column: String,
    /// The column (PostgreSQL's name).
    pub target_column: String,
    /// How many values.
    pub count: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many values there are of each storage class.
    pub storage_classes: BTreeMap<String, u64>,
    /// How many values are there for each reason.
    pub reasons: BTreeMap<String, u64>,
    /// The first of them.
    pub first: Vec<FirstRow>,
}

/// One of the first rows of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstRow {
    /// The number of the entry.
    pub id: i64,
    /// The row's key, cut after 200 characters.
    pub row_key: String,
}

/// Counts what is in quarantine, in the order of tables and columns.
///
/// # Errors
/// The server cannot be asked.
pub async fn summary(session: &Session, places: &[QualifiedName], scope: &Scope) -> Result<Vec<ColumnSummary>> {
    let mut all = Vec::new();
    for place in places {
        let mut columns: BTreeMap<(String, String), ColumnSummary> = BTreeMap::new();
        for row in rows(session, scope, &counts(place)).await? {
            add_counts(place, &row, &mut columns);
        }
        for row in rows(session, scope, &first(place)).await? {
            let found = columns.get_mut(&(row.get(0), row.get(1)));
            found.into_iter().for_each(|column| column.first.push(FirstRow { id: row.get(2), row_key: row.get(3) }));
        }
        all.extend(columns.into_values());
    }
    Ok(all)
}

async fn rows(session: &Session, scope: &Scope, sql: &Sql) -> Result<Vec<Row>> {
    let parameters = Condition::new(scope, &Selection::All).parameters();
    let parameters: Vec<&(dyn tokio_postgres::types::ToSql + Sync)> =
        parameters.iter().map(|parameter| &**parameter as &(dyn tokio_postgres::types::ToSql + Sync)).collect();
    session.client.query(sql.as_str(), &parameters).await.map_err(|cause| session.error(cause))
}

fn counts(place: &QualifiedName) -> Sql {
    let mut sql = Sql::text(
        "SELECT target_table, target_column, source_table, column_name, storage_class, reason, pg_catalog.count(*), \
         pg_catalog.sum(pg_catalog.octet_length(value))::bigint FROM ",
    );
    sql.push_name(place);
    Condition::push(&mut sql);
    sql.push(" GROUP BY 1, 2, 3, 4, 5, 6");
    sql
}

fn first(place: &QualifiedName) -> Sql {
    let mut sql = Sql::text("SELECT target_table, target_column, id, pg_catalog.\"left\"(row_key, ");
    sql.push_integer(SHOWN).push(
        ") FROM (SELECT *, pg_catalog.row_number() OVER (PARTITION BY target_table, target_column ORDER BY id) AS n FROM ",
    );
    sql.push_name(place);
    Condition::push(&mut sql);
    sql.push(") AS numbered WHERE n <= ").push_integer(FIRST).push(" ORDER BY id");
    sql
}

fn add_counts(place: &QualifiedName, row: &Row, columns: &mut BTreeMap<(String, String), ColumnSummary>) {
    let (target_table, target_column): (String, String) = (row.get(0), row.get(1));
    let column = columns.entry((target_table.clone(), target_column.clone())).or_insert_with(|| ColumnSummary {
        quarantine: place.to_string(),
        source_table: row.get(2),
        target_table,
        column: row.get(3),
        target_column,
        ..ColumnSummary::default()
    });
    let count = row.get::<_, i64>(6).unsigned_abs();
    column.count += count;
    column.bytes += row.get::<_, i64>(7).unsigned_abs();
    *column.storage_classes.entry(row.get(4)).or_default() += count;
    *column.reasons.entry(row.get(5)).or_default() += count;
}
