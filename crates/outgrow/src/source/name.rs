//! Names as SQLite reads them back.

use outgrow_planner::catalog::sqlite::Table;

/// The names that SQLite gives the rowid, unless a column has taken them.
pub(super) const ROWID_NAMES: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// A name as SQLite reads it back, whatever is in it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The name of the rowid that no column of the table has taken; `None` where all are taken.
pub(crate) fn free_rowid_name(table: &Table) -> Option<&'static str> {
    ROWID_NAMES.into_iter().find(|name| table.column(name).is_none())
}
