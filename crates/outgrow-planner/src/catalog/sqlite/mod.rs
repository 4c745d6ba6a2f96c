//! The objects of a SQLite database.

mod affinity;
mod expression;
mod names;
pub mod parse;
mod table;

pub use affinity::Affinity;
pub use expression::Expression;
pub use names::CatalogNames;
pub use table::{
    Check, Column, ForeignKey, ForeignKeyAction, Generated, GeneratedKind, Index, IndexKey, IndexPart, KeyColumn,
    PrimaryKey, Table, TableRole, Unique,
};

use std::fmt;

/// Everything `sqlite_schema` names, read once.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Catalog {
    /// The text encoding of the file.
    pub encoding: Encoding,
    /// `PRAGMA page_size`, bytes.
    pub page_size: u32,
    /// `PRAGMA page_count`.
    pub page_count: u64,
    /// `PRAGMA application_id`.
    pub application_id: i32,
    /// `PRAGMA user_version`.
    pub user_version: i32,
    /// Ordinary tables in the order of `sqlite_schema`, shadow and internal tables included.
    pub tables: Vec<Table>,
    /// Views in the order of `sqlite_schema`.
    pub views: Vec<View>,
    /// Triggers in the order of `sqlite_schema`.
    pub triggers: Vec<Trigger>,
    /// Virtual tables in the order of `sqlite_schema`.
    pub virtual_tables: Vec<VirtualTable>,
    /// How many rows `sqlite_schema` has.
    pub schema_rows: u64,
}

impl Catalog {
    /// The table with this name; SQLite compares names without ASCII case. It reads all tables:
    /// see [`CatalogNames`].
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// The tables that an application made, so neither shadow nor internal ones.
    pub fn user_tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| table.role == TableRole::User)
    }
}

/// `PRAGMA encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, little-endian.
    Utf16le,
    /// UTF-16, big-endian.
    Utf16be,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16le => "UTF-16le",
            Encoding::Utf16be => "UTF-16be",
        })
    }
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The CREATE VIEW statement as the file holds it.
    pub sql: String,
    /// The names of its columns as SQLite computes them (`PRAGMA table_xinfo`);
    /// empty where SQLite itself cannot read the view any more.
    pub columns: Vec<String>,
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The table or view that it watches.
    pub table: String,
    /// The CREATE TRIGGER statement as the file holds it.
    pub sql: String,
}

/// A virtual table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualTable {
    /// Its name.
    pub name: String,
    /// The module, in lower case: `fts5`, `rtree`.
    pub module: String,
    /// The CREATE VIRTUAL TABLE statement as the file holds it.
    pub sql: String,
}
