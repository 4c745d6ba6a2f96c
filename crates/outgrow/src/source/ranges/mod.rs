//! Parts of a table that several readers can take at once.
//!
//! Where to cut is read from the interior pages of the table's b-tree (SQLite's
//! documentation, "Database File Format", section 1.6): each of their cells
//! names a key, and the pages below two neighbouring cells are about as many.
//! So parts are of equal size for any key: sparse, negative, text, composite.

mod key;
mod record;
mod tree;

pub(crate) use key::{Key, KeyValue};

/// The first `columns` values of the record in an index cell of a file in UTF-8; `None` where such a key is no
/// place to cut.
pub(super) fn key_of_cell(cell: &[u8], columns: usize) -> Option<Key> {
    record::key(cell, columns, record::Texts::Utf8)
}

use outgrow_planner::catalog::sqlite::{KeyColumn, Table};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{free_rowid_name, quoted};

/// The rows of a table whose key is greater than `low` and not greater than `high`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Range {
    /// `None` begins with the first row.
    pub(crate) low: Option<Key>,
    /// `None` ends with the last row.
    pub(crate) high: Option<Key>,
}

/// What a table is cut by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CutBy {
    /// The rowid, under a name that no column hides; as SQL.
    Rowid(String),
    /// The columns of the key of a WITHOUT ROWID table, as SQL.
    Columns(Vec<String>),
    /// Nothing: the table is one part.
    Nothing,
}

impl CutBy {
    /// What this table is cut by.
    pub(crate) fn of(table: &Table) -> CutBy {
        if table.unparsed.is_some() {
            return CutBy::Nothing;
        }
        if !table.without_rowid {
            let alias = table.rowid_alias().map(|position| quoted(&table.columns[position].name));
            let free = free_rowid_name(table);
            return alias.or(free.map(str::to_owned)).map_or(CutBy::Nothing, CutBy::Rowid);
        }
        let Some(key) = &table.primary_key else { return CutBy::Nothing };
        // Columns that descend lie the other way round than a comparison of rows has them, and the
        // order of an application's own collation is not known.
        let is_known = |collation: &str| matches!(collation, "BINARY" | "NOCASE" | "RTRIM");
        if key.columns.iter().any(|part| part.descending || !is_known(&part.collation)) {
            return CutBy::Nothing;
        }
        let column = |part: &KeyColumn| {
            let column = &table.columns[part.column];
            let (name, own) = (quoted(&column.name), column.collation.as_deref().unwrap_or("BINARY"));
            // A key compares by its own collation, a comparison by that of the column.
            if part.collation == own { name } else { format!("{name} COLLATE {}", part.collation) }
        };
        CutBy::Columns(key.columns.iter().map(column).collect())
    }

    fn width(&self) -> usize {
        match self {
            CutBy::Rowid(_) => 1,
            CutBy::Columns(names) => names.len(),
            CutBy::Nothing => 0,
        }
    }
}

impl Range {
    /// The whole table.
    pub(crate) fn whole() -> Range {
        Range::default()
    }

    /// Whether it is the whole table.
    pub(crate) fn is_whole(&self) -> bool {
        self.low.is_none() && self.high.is_none()
    }

    /// The SQL condition on the table called `alias`, with one parameter for each of
    /// [`Range::parameters`]; empty for the whole table.
    pub(crate) fn condition(&self, by: &CutBy, alias: &str) -> String {
        let names: Vec<String> = match by {
            CutBy::Rowid(name) => vec![format!("{alias}.{name}")],
            CutBy::Columns(names) => names.iter().map(|name| format!("{alias}.{name}")).collect(),
            CutBy::Nothing => return String::new(),
        };
        let width = names.len();
        let row = |first: usize| {
            let marks: Vec<String> = (first..first + width).map(|number| format!("?{number}")).collect();
            format!("({})", marks.join(", "))
        };
        let names = format!("({})", names.join(", "));
        let mut conditions = Vec::new();
        if self.low.is_some() {
            conditions.push(format!("{names} > {}", row(1)));
        }
        if self.high.is_some() {
            conditions.push(format!("{names} <= {}", row(1 + conditions.len() * width)));
        }
        conditions.join(" AND ")
    }

    /// The values of the parameters of [`Range::condition`].
    pub(crate) fn parameters(&self) -> Vec<Value> {
        let bounds = self.low.iter().chain(&self.high);
        bounds.flat_map(|key| key.0.iter().map(KeyValue::to_sqlite)).collect()
    }
}

/// Cuts a table into up to `pieces` parts of about the same number of pages, in the order of their keys.
///
/// Fewer come where the table has fewer pages, and one where it cannot be cut. All rows are in
/// exactly one part, whatever the pages say.
pub(crate) fn cut(connection: &Connection, table: &Table, pieces: usize) -> rusqlite::Result<Vec<Range>> {
    let by = CutBy::of(table);
    if pieces < 2 || by.width() == 0 {
        return Ok(vec![Range::whole()]);
    }
    let bounds = tree::bounds(connection, table, &by, pieces)?;
    let lows = std::iter::once(None).chain(bounds.iter().cloned().map(Some));
    let highs = bounds.iter().cloned().map(Some).chain(std::iter::once(None));
    Ok(lows.zip(highs).map(|(low, high)| Range { low, high }).collect())
}

/// About how many pages of rows a table has; 0 where it has no b-tree of its own. Values that leave
/// their page are not counted.
pub(crate) fn leaf_pages(connection: &Connection, table: &Table) -> rusqlite::Result<u64> {
    tree::leaf_pages(connection, table)
}
