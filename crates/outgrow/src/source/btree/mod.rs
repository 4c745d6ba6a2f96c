//! The b-trees of a file, read page by page.
//!
//! SQLite fetches the pages (<https://sqlite.org/dbpage.html>), so the snapshot, the write-ahead
//! log and the locks stay its business. What a page holds is told by its documentation,
//! "Database File Format", section 1.6.

mod page;
mod pages;

pub(super) use page::{Cell, Interior, Page, varint};
pub(super) use pages::Pages;

use rusqlite::{Connection, OptionalExtension};

/// SQLite refuses b-trees that are deeper; only a damaged one would be.
pub(super) const MOST_LEVELS: usize = 20;

/// The first page of a table; `None` where it has none, or where SQLite was built without a way to
/// read pages.
pub(super) fn root(connection: &Connection, table: &str) -> rusqlite::Result<Option<u32>> {
    let known = "SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = 'sqlite_dbpage')";
    if !connection.query_row(known, [], |row| row.get::<_, bool>(0))? {
        return Ok(None);
    }
    let sql = "SELECT rootpage FROM main.sqlite_schema WHERE type = 'table' AND name = ?1";
    let root: Option<Option<i64>> = connection.query_row(sql, [table], |row| row.get(0)).optional()?;
    Ok(root.flatten().and_then(|root| u32::try_from(root).ok()).filter(|root| *root > 0))
}
