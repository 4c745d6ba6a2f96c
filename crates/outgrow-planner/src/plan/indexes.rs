//! Indexes.

use super::draft::Draft;
use super::{ObjectKind, Verdict};
use crate::catalog::pg::{Index, IndexKey as Key};
use crate::catalog::sqlite::{Index as SqliteIndex, IndexKey, KeyColumn};
use crate::sql::Sql;
use crate::translate::{self, NotConverted};

/// Plans the indexes of every drafted table.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for drafted in 0..draft.tables.len() {
        let table = draft.tables[drafted].table;
        for index in &table.indexes {
            match convert(draft, drafted, index) {
                Ok((converted, verdict)) => {
                    draft.arrives(ObjectKind::Index, Some(&table.name), &index.name, &converted.name, verdict);
                    draft.indexes.push(converted);
                }
                Err(why) => {
                    draft.not_converted(ObjectKind::Index, Some(&table.name), &index.name, why, &index.sql);
                }
            }
        }
    }
}

fn convert(draft: &mut Draft<'_>, drafted: usize, index: &SqliteIndex) -> Result<(Index, Verdict), NotConverted> {
    let mut notes = Vec::new();
    let mut functions = std::collections::BTreeSet::new();
    let mut keys = Vec::with_capacity(index.parts.len());
    for part in &index.parts {
        let key = match &part.key {
            IndexKey::Column(column) => collated(draft, drafted, *column, &part.collation, &mut notes),
            IndexKey::Rowid => return Err(NotConverted::new("it indexes the rowid, which no column stands for")),
            IndexKey::Expression(expression) => {
                let translated = translate::index_key(expression, draft.relation(drafted))?;
                functions.extend(translated.functions);
                notes.extend(translated.notes);
                let mut key = Sql::text("(");
                key.push_sql(&translated.sql).push(")");
                key
            }
        };
        keys.push(Key { key, descending: part.descending });
    }
    let mut predicate = None;
    if let Some(expression) = &index.predicate {
        let translated = translate::predicate(expression, draft.relation(drafted))?;
        functions.extend(translated.functions);
        notes.extend(translated.notes);
        predicate = Some(translated.sql);
    }
    draft.functions.extend(functions);
    let name = draft.relation_name(ObjectKind::Index, &index.name).name;
    let table = draft.tables[drafted].target.name.clone();
    Ok((Index { table, name, unique: index.unique, keys, predicate }, super::draft::by_notes(&notes)))
}

/// A column as an index key under a collation of SQLite.
fn collated(draft: &Draft<'_>, drafted: usize, column: usize, collation: &str, notes: &mut Vec<String>) -> Sql {
    let column = &draft.tables[drafted].target.columns[column];
    let mut key = Sql::new();
    if !column.data_type.is_collatable() {
        key.push_ident(&column.name);
        return key;
    }
    match collation {
        "BINARY" => key.push_ident(&column.name),
        // NOCASE folds the 26 letters of ASCII and no others, as lower() does under "C".
        "NOCASE" => key.push("(lower(").push_ident(&column.name).push(" COLLATE \"C\"))"),
        "RTRIM" => key.push("(rtrim(").push_ident(&column.name).push(", ' '))"),
        other => {
            notes.push(format!("It compares by bytes, because PostgreSQL does not know the collation {other}."));
            key.push_ident(&column.name)
        }
    };
    key
}

/// A unique index that enforces a key in the sense of its collations.
pub(super) fn collated_unique(draft: &mut Draft<'_>, drafted: usize, parts: &[KeyColumn]) {
    let mut notes = Vec::new();
    let keys: Vec<Key> = parts
        .iter()
        .map(|part| Key { key: collated(draft, drafted, part.column, &part.collation, &mut notes), descending: false })
        .collect();
    let target = draft.tables[drafted].target.name.clone();
    let name = draft.relation_names.take(&format!("{}_nocase_key", target.name.as_str()));
    draft.indexes.push(Index { table: target, name, unique: true, keys, predicate: None });
}
