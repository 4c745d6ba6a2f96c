//! What the user decides of single tables, columns, hazards: the plan file's content.

use super::{ObjectKind, Substitute};
use crate::catalog::pg::DataType;
use crate::ident::Ident;
use crate::mapping::{NaiveTimes, Unrepresentable};

/// A decision, and where it stands in the plan file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided<T> {
    /// What was decided.
    pub value: T,
    /// The line, counted from 1.
    pub line: usize,
}

/// All decisions but those that [`super::PlanOptions`] has fields for. Without any,
/// the file decides everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// What times without an offset mean, in all columns that do not say so themselves.
    pub naive_timestamps: Option<Decided<NaiveTimes>>,
    /// How strings sort, in all columns that do not say so themselves.
    pub collation: Option<Decided<Collation>>,
    /// What becomes of foreign keys that rows break, in all tables that do not say so themselves.
    pub orphans: Option<Decided<Orphans>>,
    /// One for each table that is named.
    pub tables: Vec<TableDecisions>,
    /// What the user knows of.
    pub acknowledged: Vec<Decided<Acknowledgement>>,
}

/// What is decided of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDecisions {
    /// Its name in SQLite; ASCII case does not count.
    pub table: Decided<String>,
    /// Its name in PostgreSQL.
    pub name: Option<Decided<Ident>>,
    /// Whether it is moved.
    pub fate: Fate,
    /// What becomes of its foreign keys that rows break.
    pub orphans: Option<Decided<Orphans>>,
    /// One for each column that is named.
    pub columns: Vec<ColumnDecisions>,
}

/// What is decided of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDecisions {
    /// Its name in SQLite; ASCII case does not count.
    pub column: Decided<String>,
    /// Its name in PostgreSQL.
    pub name: Option<Decided<Ident>>,
    /// Whether it is moved.
    pub fate: Fate,
    /// Its data type.
    pub data_type: Option<Decided<DataType>>,
    /// What happens to values that the type cannot hold. Without a decision they go to quarantine,
    /// unless the type is decided, which must then hold them all.
    pub unrepresentable: Option<Decided<Unrepresentable>>,
    /// What stands in the row for such a value.
    pub substitute: Option<Decided<Substitute>>,
    /// What times without an offset mean.
    pub naive_timestamps: Option<Decided<NaiveTimes>>,
    /// How its strings sort.
    pub collation: Option<Decided<Collation>>,
}

/// Whether something is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fate {
    /// It is.
    #[default]
    Moved,
    /// It stays behind.
    LeftOut,
}

/// How strings sort and compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collation {
    /// By bytes, as SQLite's BINARY does: `COLLATE "C"`.
    Bytes,
    /// As the target database does.
    Database,
}

/// What becomes of a foreign key that rows break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orphans {
    /// It is created NOT VALID.
    NotValid,
    /// It is not created.
    DropKey,
}

/// What the user knows of, so that it needs no look any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledgement {
    /// Hazards: those with this id at this place.
    Hazard {
        /// The stable name.
        id: String,
        /// The table, as SQLite names it.
        table: Option<String>,
        /// The column, constraint, index, view or trigger.
        object: Option<String>,
    },
    /// An object that is not converted.
    NotConverted {
        /// What it is.
        kind: ObjectKind,
        /// The table it belongs to.
        table: Option<String>,
        /// Its name, or for a nameless one its definition.
        name: String,
    },
}

impl Decisions {
    /// What is decided of a table.
    pub fn table(&self, name: &str) -> Option<&TableDecisions> {
        self.tables.iter().find(|table| table.table.value.eq_ignore_ascii_case(name))
    }

    /// What is decided of a column.
    pub fn column(&self, table: &str, column: &str) -> Option<&ColumnDecisions> {
        self.table(table)?.column(column)
    }

    /// Whether a table is moved.
    pub fn fate_of_table(&self, name: &str) -> Fate {
        self.table(name).map_or(Fate::Moved, |table| table.fate)
    }

    /// Whether a column of a table that is moved is moved.
    pub fn fate_of_column(&self, table: &str, column: &str) -> Fate {
        self.column(table, column).map_or(Fate::Moved, |column| column.fate)
    }

    /// What becomes of a table's foreign keys that rows break.
    pub fn orphans(&self, table: &str) -> Orphans {
        let own = self.table(table).and_then(|table| table.orphans);
        own.or(self.orphans).map_or(Orphans::NotValid, |decided| decided.value)
    }

    /// How the strings of a column sort.
    pub fn collation(&self, table: &str, column: &str) -> Collation {
        let own = self.column(table, column).and_then(|column| column.collation);
        own.or(self.collation).map_or(Collation::Bytes, |decided| decided.value)
    }
}

impl TableDecisions {
    /// Nothing decided of a table yet.
    pub fn new(table: Decided<String>) -> TableDecisions {
        TableDecisions { table, name: None, fate: Fate::Moved, orphans: None, columns: Vec::new() }
    }

    /// What is decided of a column.
    pub fn column(&self, name: &str) -> Option<&ColumnDecisions> {
        self.columns.iter().find(|column| column.column.value.eq_ignore_ascii_case(name))
    }
}

impl ColumnDecisions {
    /// Nothing decided of a column yet.
    pub fn new(column: Decided<String>) -> ColumnDecisions {
        ColumnDecisions {
            column,
            name: None,
            fate: Fate::Moved,
            data_type: None,
            unrepresentable: None,
            substitute: None,
            naive_timestamps: None,
            collation: None,
        }
    }
}
