//! Ordinary tables.

use outgrow_planner::catalog::sqlite::parse::{self, TableText, Unparsed};
use outgrow_planner::catalog::sqlite::{Table, TableRole};

use super::column::{self, ColumnFacts};
use super::reader::Reader;
use super::schema::{Entry, Listed, Schema};
use super::{foreign_key, index, key};
use crate::Result;

/// Reads one table.
pub(super) fn table(
    reader: &Reader<'_>,
    entry: &Entry,
    schema: &Schema,
    listed: Listed,
    role: TableRole,
) -> Result<Table> {
    let columns = column::facts(reader, &entry.name)?;
    let positions = column::positions(&columns);
    let (text, foreign_keys, unparsed) = match written(entry, &columns, &positions) {
        Ok((text, foreign_keys)) => (Some(text), foreign_keys, None),
        Err(why) => (None, foreign_key::understood(reader, &entry.name, &positions)?, Some(why.to_string())),
    };
    let key_texts = text.as_ref().map(|text| text.keys.as_slice()).unwrap_or_default();
    let keys = key::keys(reader, entry, schema, &columns, listed, key_texts)?;
    let written_column = |at: usize| text.as_ref().map(|text| &text.columns[at]);
    Ok(Table {
        name: entry.name.clone(),
        sql: entry.sql.clone(),
        role,
        strict: listed.strict,
        without_rowid: listed.without_rowid,
        columns: columns.iter().enumerate().map(|(at, f)| column::column(f, written_column(at), listed)).collect(),
        primary_key: keys.primary,
        autoincrement: autoincrement(schema, entry, &columns),
        uniques: keys.uniques,
        checks: text.as_ref().map(|text| text.checks.clone()).unwrap_or_default(),
        foreign_keys,
        indexes: index::indexes(reader, &entry.name, schema)?,
        unparsed,
    })
}

type ForeignKeys = Vec<outgrow_planner::catalog::sqlite::ForeignKey>;

/// What the CREATE TABLE text says, if it says the same as SQLite understood.
fn written(
    entry: &Entry,
    columns: &[ColumnFacts],
    positions: &super::Positions,
) -> std::result::Result<(TableText, ForeignKeys), Unparsed> {
    if !entry.sql_is_utf8 {
        return Err(Unparsed::new("the text is not valid UTF-8"));
    }
    let text = parse::table(&entry.sql)?;
    let same_names = text.columns.iter().zip(columns).all(|(text, facts)| text.name.eq_ignore_ascii_case(&facts.name));
    if !same_names || text.columns.len() != columns.len() {
        return Err(Unparsed::new("its columns are not those that SQLite found"));
    }
    let foreign_keys = foreign_key::written(&text.foreign_keys, positions)
        .ok_or_else(|| Unparsed::new("a foreign key names a column that is not there"))?;
    Ok((text, foreign_keys))
}

/// The last rowid that AUTOINCREMENT gave out; applications can write anything there.
fn autoincrement(schema: &Schema, entry: &Entry, columns: &[ColumnFacts]) -> Option<i64> {
    columns.iter().any(|column| column.autoincrement).then(|| schema.last_value(&entry.name))
}
