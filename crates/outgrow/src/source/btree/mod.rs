//! The b-trees of a file, read page by page.
//!
//! SQLite fetches the pages (<https://sqlite.org/dbpage.html>), so the snapshot, the write-ahead
//! log and the locks stay its business. What a page holds is told by its documentation,
//! "Database File Format", section 1.6.

mod page;
mod pages;
mod serial;

pub(super) use page::{Cell, Interior, Page, varint};
pub(super) use pages::Pages;
pub(super) use serial::{bytes_of, value_of};

use outgrow_planner::catalog::sqlite::Table;
use rusqlite::{Connection, OptionalExtension};

use super::quoted;

/// SQLite refuses b-trees that are deeper; only a damaged one would be.
pub(super) const MOST_LEVELS: usize = 20;

/// The tree that holds the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// That of a rowid table.
    Rowid,
    /// The key of a WITHOUT ROWID table.
    Key,
}

impl Tree {
    pub(super) fn of(table: &Table) -> Tree {
        if table.without_rowid { Tree::Key } else { Tree::Rowid }
    }
}

/// The first page of a table; `None` where it has none, or where SQLite was built without a way to
/// read pages.
///
/// SQLite's plan of a scan names it ("The SQLite Bytecode Engine", OpenRead): `sqlite_schema` has
/// no index, and a search there takes as long as the file has tables.
pub(super) fn root(connection: &Connection, table: &str, tree: Tree) -> rusqlite::Result<Option<u32>> {
    let mut known = connection.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'sqlite_dbpage'")?;
    if !known.exists([])? {
        return Ok(None);
    }
    let through = match tree {
        Tree::Rowid => "NOT INDEXED".to_owned(),
        Tree::Key => match key_index(connection, table)? {
            Some(name) => format!("INDEXED BY {}", quoted(&name)),
            None => return Ok(None),
        },
    };
    let plan = format!("EXPLAIN SELECT 1 FROM main.{} {through}", quoted(table));
    let mut statement = connection.prepare(&plan)?;
    let mut steps = statement.query([])?;
    while let Some(step) = steps.next()? {
        if step.get_ref("opcode")?.as_str() == Ok("OpenRead") {
            return Ok(u32::try_from(step.get::<_, i64>("p2")?).ok().filter(|root| *root > 0));
        }
    }
    Ok(None)
}

/// The index that holds the rows of a WITHOUT ROWID table.
pub(super) fn key_index(connection: &Connection, table: &str) -> rusqlite::Result<Option<String>> {
    let mut indexes = connection.prepare("SELECT name FROM pragma_index_list(?1, 'main') WHERE origin = 'pk'")?;
    indexes.query_row([table], |row| row.get(0)).optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All roots are those of the schema table, also where an index covers every column.
    #[test]
    fn the_root_is_that_of_the_schema() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE plain(a, b);
                 CREATE TABLE \"quo\"\"ted\"(id INTEGER PRIMARY KEY, a);
                 CREATE TABLE keyed(a TEXT PRIMARY KEY, b);
                 CREATE INDEX covers ON plain(a, b);
                 CREATE INDEX one ON keyed(1);
                 CREATE TABLE bare(a, b, PRIMARY KEY (b, a)) WITHOUT ROWID;
                 CREATE UNIQUE INDEX small ON bare(a);
                 CREATE TABLE named(a, b UNIQUE, CONSTRAINT \"my key\" PRIMARY KEY (a)) WITHOUT ROWID;
                 CREATE TEMP TABLE plain(a);",
            )
            .unwrap();
        let mut roots =
            connection.prepare("SELECT name, rootpage FROM main.sqlite_schema WHERE type = 'table'").unwrap();
        let roots: Vec<(String, u32)> =
            roots.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(roots.len(), 5);
        for (name, page) in roots {
            let tree = if ["bare", "named"].contains(&name.as_str()) { Tree::Key } else { Tree::Rowid };
            assert_eq!(root(&connection, &name, tree).unwrap(), Some(page), "{name}");
        }
    }
}
