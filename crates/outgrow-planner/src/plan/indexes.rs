//! Indexes.

use super::draft::Draft;
use super::{Made, ObjectKind, Verdict, btree};
use crate::catalog::pg::{Index, IndexKey as Key, IndexMethod};
use crate::catalog::sqlite::{Expression, Index as SqliteIndex, IndexKey, KeyColumn};
use crate::ident::Ident;
use crate::sql::Sql;
use crate::translate::{self, NotConverted};

/// Plans the indexes of every drafted table.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for drafted in 0..draft.tables.len() {
        let table = draft.tables[drafted].table;
        for index in &table.indexes {
            match convert(draft, drafted, index) {
                Ok((converted, verdict)) => {
                    let name = converted.name.clone();
                    draft.indexes.push(converted);
                    draft.verdict(ObjectKind::Index, Some(&table.name), &index.name, verdict);
                    draft.made(Made::Index { name });
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
    let method = method(draft, drafted, index, &mut notes)?;
    for part in &index.parts {
        let key = match &part.key {
            IndexKey::Column(column) => {
                let key = collated(draft, drafted, *column, &part.collation, &mut notes);
                if method == Method::Digests { btree::digest(draft, drafted, *column, key) } else { key }
            }
            IndexKey::Rowid => return Err(NotConverted::new("it indexes the rowid, which no column stands for")),
            IndexKey::Expression(expression) => {
                let expression = compared(expression, &part.collation, index);
                let translated =
                    translate::index_key(&expression, &draft.narrow(drafted, expression.as_str(), None).relation)?;
                functions.extend(translated.functions);
                notes.extend(translated.notes);
                let mut key = Sql::text("(");
                key.push_sql(&translated.sql).push(")");
                key
            }
        };
        keys.push(Key { key, descending: part.descending && method != Method::Hash });
    }
    let mut predicate = None;
    if let Some(expression) = &index.predicate {
        let translated = translate::predicate(expression, &draft.narrow(drafted, expression.as_str(), None).relation)?;
        functions.extend(translated.functions);
        notes.extend(translated.notes);
        predicate = Some(translated.sql);
    }
    draft.functions.extend(functions);
    let name = draft.relation_name(ObjectKind::Index, &index.name).name;
    let table = draft.tables[drafted].target.name.clone();
    let method = if method == Method::Hash { IndexMethod::Hash } else { IndexMethod::Btree };
    Ok((Index { table, name, method, unique: index.unique, keys, predicate }, super::draft::by_notes(&notes)))
}

/// The expression under the collation that its key has, which stands beside it in the index.
fn compared(expression: &Expression, collation: &str, index: &SqliteIndex) -> Expression {
    let is_said = collation != "BINARY" || index.sql.to_ascii_uppercase().contains("COLLATE");
    if !is_said {
        return expression.clone();
    }
    // A line comment may end the expression.
    Expression::new(format!("({expression}\n) COLLATE \"{}\"", collation.replace('"', "\"\"")))
}

/// How an index holds its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Btree,
    /// A b-tree of digests, where long values must be unique.
    Digests,
    /// A hash index, which finds long values and does not sort them.
    Hash,
}

fn method(
    draft: &Draft<'_>,
    drafted: usize,
    index: &SqliteIndex,
    notes: &mut Vec<String>,
) -> Result<Method, NotConverted> {
    if index.parts.len() > btree::MOST_COLUMNS {
        let reason = format!(
            "it has {} columns, and an index of PostgreSQL has at most {}",
            index.parts.len(),
            btree::MOST_COLUMNS
        );
        return Err(NotConverted { reason, suggestion: Some("Index fewer columns.".to_owned()) });
    }
    let column = |part: &crate::catalog::sqlite::IndexPart| match part.key {
        IndexKey::Column(column) => Some(column),
        IndexKey::Rowid | IndexKey::Expression(_) => None,
    };
    let columns: Vec<usize> = index.parts.iter().filter_map(column).collect();
    if !btree::are_too_long(&draft.tables[drafted], &columns) {
        return Ok(Method::Btree);
    }
    if index.unique {
        notes.push(btree::difference("a unique index"));
        return Ok(Method::Digests);
    }
    if index.parts.len() == 1 {
        notes.push(
            "It is a hash index, because its values can be longer than the 2,704 bytes that a b-tree holds; \
             it finds equal values and does not sort."
                .to_owned(),
        );
        return Ok(Method::Hash);
    }
    Err(NotConverted {
        reason: "its values can be longer than the 2,704 bytes that a b-tree holds".to_owned(),
        suggestion: Some("Index md5() or the beginning of the long column, as the queries need it.".to_owned()),
    })
}

/// A unique index that enforces a key whose values are too long for one.
pub(super) fn digested_unique(draft: &mut Draft<'_>, drafted: usize, name: Ident, parts: &[KeyColumn]) -> Made {
    let key = |part: &KeyColumn| {
        let mut column = Sql::new();
        column.push_ident(&draft.tables[drafted].target.columns[part.column].name);
        Key { key: btree::digest(draft, drafted, part.column, column), descending: false }
    };
    let keys = parts.iter().map(key).collect();
    let table = draft.tables[drafted].target.name.clone();
    let made = Made::Index { name: name.clone() };
    draft.indexes.push(Index { table, name, method: IndexMethod::Btree, unique: true, keys, predicate: None });
    made
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

/// A unique index that enforces a key in the sense of its collations; the key's verdict came last.
pub(super) fn collated_unique(draft: &mut Draft<'_>, drafted: usize, parts: &[KeyColumn]) {
    let mut notes = Vec::new();
    let columns: Vec<usize> = parts.iter().map(|part| part.column).collect();
    let too_long = btree::are_too_long(&draft.tables[drafted], &columns);
    let key = |part: &KeyColumn| {
        let key = collated(draft, drafted, part.column, &part.collation, &mut notes);
        let key = if too_long { btree::digest(draft, drafted, part.column, key) } else { key };
        Key { key, descending: false }
    };
    let keys: Vec<Key> = parts.iter().map(key).collect();
    let table = draft.tables[drafted].target.name.clone();
    let name = draft.relation_names.take(&format!("{}_nocase_key", table.name.as_str()));
    draft.made(Made::Index { name: name.clone() });
    draft.indexes.push(Index { table, name, method: IndexMethod::Btree, unique: true, keys, predicate: None });
}
