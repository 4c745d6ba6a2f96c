//! What a foreign key points to.

use outgrow_planner::catalog::sqlite::{CatalogNames, ForeignKey, IndexKey, KeyColumn, Table};

use super::Found;

/// What a foreign key points to.
pub(super) enum Parent<'a> {
    /// There is no table and no view of that name: every child is an orphan.
    NoTable,
    /// There is no key to look in, for this reason.
    NoColumns(String),
    /// The parent table and the positions of its columns, in the order of the child's.
    Columns {
        /// The table.
        table: &'a Table,
        /// Never empty.
        columns: Vec<usize>,
        /// The parent as the key names it.
        shown: String,
    },
}

impl<'a> Parent<'a> {
    pub(super) fn of(found: Found<'a>, key: &ForeignKey) -> Parent<'a> {
        let Some(position) = found.names.table(&key.parent) else { return no_table(found.names, key) };
        let table = &found.catalog.tables[position];
        let columns: Option<Vec<usize>> = if key.parent_columns.is_empty() {
            table.primary_key.as_ref().map(|primary| primary.columns.iter().map(|part| part.column).collect())
        } else {
            key.parent_columns.iter().map(|name| table.column(name)).collect()
        };
        let shown = shown(key);
        match columns {
            None if key.parent_columns.is_empty() => Parent::NoColumns(format!("{shown} has no primary key")),
            None => Parent::NoColumns(format!("{shown} do not all exist")),
            Some(columns) if columns.is_empty() || columns.len() != key.columns.len() => {
                Parent::NoColumns(format!("{shown} has {} columns, the key has {}", columns.len(), key.columns.len()))
            }
            Some(columns) => Parent::Columns { table, columns, shown },
        }
    }

    /// Why SQLite refuses to enforce the key; `None` where it does not.
    pub(super) fn mismatch(&self) -> Option<String> {
        match self {
            Parent::NoTable => None,
            Parent::NoColumns(why) => Some(why.clone()),
            Parent::Columns { table, columns, shown } => {
                let unique = is_unique(table, columns);
                (!unique).then(|| format!("{shown} has no primary key, UNIQUE or unique index of just these columns"))
            }
        }
    }
}

fn no_table<'a>(names: &CatalogNames, key: &ForeignKey) -> Parent<'a> {
    if names.is_view(&key.parent) {
        return Parent::NoColumns(format!("\"{}\" is a view", key.parent));
    }
    if names.is_virtual_table(&key.parent) {
        return Parent::NoColumns(format!("\"{}\" is a virtual table", key.parent));
    }
    Parent::NoTable
}

/// Whether a key makes these columns unique under their own collations, which SQLite demands of
/// a parent. The order of the columns does not matter.
fn is_unique(table: &Table, columns: &[usize]) -> bool {
    let own = |column: usize| table.columns[column].collation.as_deref().unwrap_or("BINARY");
    let matches = |parts: &[KeyColumn]| {
        parts.len() == columns.len()
            && columns.iter().all(|column| {
                let same =
                    |part: &KeyColumn| part.column == *column && part.collation.eq_ignore_ascii_case(own(*column));
                parts.iter().any(same)
            })
    };
    table.primary_key.as_ref().is_some_and(|key| matches(&key.columns))
        || table.uniques.iter().any(|unique| matches(&unique.columns))
        || unique_indexes(table).any(|parts| matches(&parts))
}

/// The columns of the unique indexes that hold every row.
fn unique_indexes(table: &Table) -> impl Iterator<Item = Vec<KeyColumn>> {
    let whole = table.indexes.iter().filter(|index| index.unique && index.predicate.is_none());
    whole.filter_map(|index| {
        let column = |part: &outgrow_planner::catalog::sqlite::IndexPart| match part.key {
            IndexKey::Column(column) => {
                Some(KeyColumn { column, collation: part.collation.clone(), descending: part.descending })
            }
            IndexKey::Rowid | IndexKey::Expression(_) => None,
        };
        index.parts.iter().map(column).collect()
    })
}

/// The parent as the key names it: `"p" ("x", "y")`.
fn shown(key: &ForeignKey) -> String {
    if key.parent_columns.is_empty() {
        return format!("\"{}\"", key.parent);
    }
    let columns: Vec<String> = key.parent_columns.iter().map(|column| format!("\"{column}\"")).collect();
    format!("\"{}\" ({})", key.parent, columns.join(", "))
}
