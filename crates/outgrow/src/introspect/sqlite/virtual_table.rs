//! Virtual tables whose rows can be read as those of an ordinary table.

use outgrow_planner::catalog::sqlite::{Affinity, Column, KeyColumn, PrimaryKey, Table, TableRole};

use super::reader::{Reader, text};
use super::schema::Entry;
use super::shadow::{Rows, VirtualOwner};
use crate::Result;

/// A column as `PRAGMA table_xinfo` has it.
struct Found {
    name: String,
    declared_type: String,
    hidden: bool,
}

/// Where the rows of a virtual table are to be found.
pub(super) fn rows(reader: &Reader<'_>, owner: &VirtualOwner) -> Rows {
    let indexes_text = matches!(owner.module.as_str(), "fts3" | "fts4" | "fts5");
    if indexes_text && owner.content.is_some() {
        return Rows::Elsewhere;
    }
    let known = indexes_text || matches!(owner.module.as_str(), "rtree" | "rtree_i32");
    // A tokenizer or a compression of the application makes even a known module unreadable.
    let sql = format!("SELECT rowid, * FROM main.\"{}\" LIMIT 1", owner.name.replace('"', "\"\""));
    if known && reader.try_rows(&sql, [], |_| Ok(())).is_ok() { Rows::Own } else { Rows::Unreadable }
}

/// The table that a virtual table looks like: its rowid, and its columns.
pub(super) fn table(reader: &Reader<'_>, entry: &Entry, owner: &VirtualOwner) -> Result<Table> {
    let sql = "SELECT name, type, hidden FROM pragma_table_xinfo(?1, 'main')";
    let found = reader.rows(sql, [&entry.name], |row| {
        let hidden: u32 = row.get(2)?;
        Ok(Found { name: text(row, 0)?.text, declared_type: text(row, 1)?.text, hidden: hidden == 1 })
    })?;
    let mut columns: Vec<Column> = found.iter().filter(|column| holds_values(column, owner)).map(column).collect();
    if owner.module.starts_with("fts") {
        columns.insert(0, rowid(&columns));
    }
    let key = KeyColumn { column: 0, collation: "BINARY".to_owned(), descending: false };
    Ok(Table {
        name: entry.name.clone(),
        sql: String::new(),
        role: TableRole::User,
        strict: false,
        without_rowid: false,
        columns,
        primary_key: Some(PrimaryKey { name: None, columns: vec![key], rowid_alias: true }),
        autoincrement: None,
        uniques: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        unparsed: None,
    })
}

/// Hidden columns are words of commands and results of searches, but for the language of a row.
fn holds_values(column: &Found, owner: &VirtualOwner) -> bool {
    let word = ["rank", "docid"].iter().any(|word| column.name.eq_ignore_ascii_case(word));
    !column.hidden || !(word || column.name.eq_ignore_ascii_case(&owner.name))
}

fn column(found: &Found) -> Column {
    let declared_type = Some(found.declared_type.clone()).filter(|declared| !declared.is_empty());
    Column {
        name: found.name.clone(),
        affinity: Affinity::of(declared_type.as_deref()),
        declared_type,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    }
}

/// The rowid, by which other tables refer to a text, under a name that no column has.
fn rowid(columns: &[Column]) -> Column {
    let taken = |name: &&str| columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let name = ["rowid", "docid", "_rowid_", "oid"].into_iter().find(|name| !taken(name)).unwrap_or("rowid");
    column(&Found { name: name.to_owned(), declared_type: "INTEGER".to_owned(), hidden: false })
}
