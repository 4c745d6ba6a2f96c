//! CREATE INDEX.

use std::collections::BTreeMap;

use outgrow_planner::catalog::sqlite::parse::{self, IndexText, Unparsed};
use outgrow_planner::catalog::sqlite::{Expression, Index, IndexKey, IndexPart};

use super::reader::{Reader, text};
use super::schema::{Entry, Schema};
use crate::Result;

/// The indexes of a table that CREATE INDEX made, in the order of `sqlite_schema`.
pub(super) fn indexes(reader: &Reader<'_>, table: &str, schema: &Schema) -> Result<Vec<Index>> {
    let listed = listed(reader, table)?;
    let made = schema.indexes_of(table).filter(|entry| !entry.sql.is_empty());
    made.map(|entry| index(reader, entry, listed.get(&entry.name))).collect()
}

struct Listed {
    unique: bool,
    partial: bool,
}

fn listed(reader: &Reader<'_>, table: &str) -> Result<BTreeMap<String, Listed>> {
    let sql = "SELECT name, \"unique\", partial FROM pragma_index_list(?1, 'main')";
    let rows = reader
        .rows(sql, [table], |row| Ok((text(row, 0)?.text, Listed { unique: row.get(1)?, partial: row.get(2)? })))?;
    Ok(rows.into_iter().collect())
}

fn index(reader: &Reader<'_>, entry: &Entry, facts: Option<&Listed>) -> Result<Index> {
    let written = match entry.sql_is_utf8 {
        true => parse::index(&entry.sql),
        false => Err(Unparsed::new("the text is not valid UTF-8")),
    };
    Ok(Index {
        name: entry.name.clone(),
        sql: entry.sql.clone(),
        unique: facts.is_some_and(|facts| facts.unique),
        parts: parts(reader, entry, &written)?,
        predicate: facts.is_some_and(|facts| facts.partial).then(|| predicate(entry, &written)),
    })
}

fn parts(
    reader: &Reader<'_>,
    entry: &Entry,
    written: &std::result::Result<IndexText, Unparsed>,
) -> Result<Vec<IndexPart>> {
    let sql = "SELECT seqno, cid, \"desc\", coll FROM pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno";
    reader.rows(sql, [&entry.name], |row| {
        let (position, column): (u32, i64) = (row.get(0)?, row.get(1)?);
        let part = || written.as_ref().ok().and_then(|text| text.parts.get(position as usize).cloned());
        let key = match (usize::try_from(column), column) {
            (Ok(column), _) => IndexKey::Column(column),
            (Err(_), -1) => IndexKey::Rowid,
            (Err(_), _) => IndexKey::Expression(part().unwrap_or_else(|| unknown(entry))),
        };
        Ok(IndexPart { key, collation: text(row, 3)?.text.to_uppercase(), descending: row.get(2)? })
    })
}

fn predicate(entry: &Entry, written: &std::result::Result<IndexText, Unparsed>) -> Expression {
    let predicate = written.as_ref().ok().and_then(|text| text.predicate.clone());
    predicate.unwrap_or_else(|| unknown(entry))
}

/// Stands for an expression of a text that could not be parsed. A statement is
/// no expression, so nothing can be made of it but "not converted".
fn unknown(entry: &Entry) -> Expression {
    Expression::new(entry.sql.as_str())
}
