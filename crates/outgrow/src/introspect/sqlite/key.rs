//! PRIMARY KEY and UNIQUE.

use outgrow_planner::catalog::sqlite::parse::{KeyKind, KeyText};
use outgrow_planner::catalog::sqlite::{KeyColumn, PrimaryKey, Unique};

use super::column::ColumnFacts;
use super::reader::{Reader, text};
use super::schema::{Entry, Listed, Schema};
use crate::Result;

/// The keys of a table. SQLite makes one index for each, but none for a rowid
/// alias and none for a key that repeats another.
pub(super) struct Keys {
    pub(super) primary: Option<PrimaryKey>,
    pub(super) uniques: Vec<Unique>,
}

/// Reads the keys; `texts` gives them their names.
pub(super) fn keys(
    reader: &Reader<'_>,
    entry: &Entry,
    schema: &Schema,
    columns: &[ColumnFacts],
    listed: Listed,
    texts: &[KeyText],
) -> Result<Keys> {
    let mut keys = Keys { primary: rowid_alias(columns, listed), uniques: Vec::new() };
    for (index, kind) in constraint_indexes(reader, &entry.name, schema)? {
        let parts = parts(reader, &index)?;
        let name = name(kind, &parts, columns, texts);
        match kind {
            // A key with an index is no rowid alias, even of one INTEGER column.
            KeyKind::Primary => keys.primary = Some(PrimaryKey { name, columns: parts, rowid_alias: false }),
            KeyKind::Unique => keys.uniques.push(Unique { name, columns: parts }),
        }
    }
    if let Some(key) = keys.primary.as_mut().filter(|key| key.rowid_alias) {
        key.name = name(KeyKind::Primary, &key.columns, columns, texts);
    }
    Ok(keys)
}

/// The key that stays if no index turns out to belong to it.
fn rowid_alias(columns: &[ColumnFacts], listed: Listed) -> Option<PrimaryKey> {
    let mut key = columns.iter().enumerate().filter(|(_, column)| column.key_position > 0);
    let (column, _) = key.next()?;
    if listed.without_rowid || key.next().is_some() {
        return None;
    }
    // A rowid is an integer: no collation changes its order, and DESC says nothing.
    let part = KeyColumn { column, collation: "BINARY".to_owned(), descending: false };
    Some(PrimaryKey { name: None, columns: vec![part], rowid_alias: true })
}

/// The indexes of constraints, in the order in which they were declared.
fn constraint_indexes(reader: &Reader<'_>, table: &str, schema: &Schema) -> Result<Vec<(String, KeyKind)>> {
    let sql = "SELECT name, origin FROM pragma_index_list(?1, 'main') WHERE origin IN ('pk', 'u') ORDER BY seq DESC";
    let mut indexes = reader.rows(sql, [table], |row| {
        let kind = if text(row, 1)?.text == "pk" { KeyKind::Primary } else { KeyKind::Unique };
        Ok((text(row, 0)?.text, kind))
    })?;
    indexes.sort_by_key(|(name, _)| schema.place_of_index(name));
    Ok(indexes)
}

fn parts(reader: &Reader<'_>, index: &str) -> Result<Vec<KeyColumn>> {
    let sql = "SELECT cid, \"desc\", coll FROM pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno";
    let parts = reader.rows(sql, [index], |row| {
        let column: i64 = row.get(0)?;
        let part = |column| -> rusqlite::Result<KeyColumn> {
            Ok(KeyColumn { column, collation: text(row, 2)?.text.to_uppercase(), descending: row.get(1)? })
        };
        usize::try_from(column).ok().map(part).transpose()
    })?;
    let mut distinct: Vec<KeyColumn> = Vec::new();
    for part in parts.into_iter().flatten() {
        if distinct.iter().all(|other| (other.column, &other.collation) != (part.column, &part.collation)) {
            distinct.push(part);
        }
    }
    Ok(distinct)
}

fn name(kind: KeyKind, parts: &[KeyColumn], columns: &[ColumnFacts], texts: &[KeyText]) -> Option<String> {
    let same =
        |text: &&KeyText| text.kind == kind && (kind == KeyKind::Primary || names_match(&text.columns, parts, columns));
    texts.iter().filter(same).find_map(|text| text.name.clone())
}

fn names_match(written: &[String], parts: &[KeyColumn], columns: &[ColumnFacts]) -> bool {
    let named = |part: &KeyColumn| columns.get(part.column).map(|column| column.name.as_str());
    written.len() == parts.len()
        && written.iter().zip(parts).all(|(name, part)| named(part).is_some_and(|n| n.eq_ignore_ascii_case(name)))
}
