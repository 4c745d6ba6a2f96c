//! What the user decides of single tables, columns, hazards: the plan file's content.

use std::collections::BTreeMap;

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

/// Decisions found by name; where a table or column is named twice, the first counts.
pub(super) struct Lookup<'a> {
    decisions: &'a Decisions,
    tables: BTreeMap<String, Found<'a>>,
}

struct Found<'a> {
    table: &'a TableDecisions,
    columns: BTreeMap<String, &'a ColumnDecisions>,
}

impl<'a> Lookup<'a> {
    /// Makes the decisions ready to be found.
    pub(super) fn of(decisions: &'a Decisions) -> Lookup<'a> {
        let mut tables = BTreeMap::new();
        for table in &decisions.tables {
            tables.entry(folded(&table.table.value)).or_insert_with(|| Found::of(table));
        }
        Lookup { decisions, tables }
    }

    /// What is decided of a table.
    pub(super) fn table(&self, name: &str) -> Option<&'a TableDecisions> {
        self.found(name).map(|found| found.table)
    }

    /// What is decided of a column.
    pub(super) fn column(&self, table: &str, column: &str) -> Option<&'a ColumnDecisions> {
        self.found(table)?.columns.get(&folded(column)).copied()
    }

    /// Whether a table is moved.
    pub(super) fn fate_of_table(&self, name: &str) -> Fate {
        self.table(name).map_or(Fate::Moved, |table| table.fate)
    }

    /// Whether a column of a table that is moved is moved.
    pub(super) fn fate_of_column(&self, table: &str, column: &str) -> Fate {
        self.column(table, column).map_or(Fate::Moved, |column| column.fate)
    }

    /// What becomes of a table's foreign keys that rows break.
    pub(super) fn orphans(&self, table: &str) -> Orphans {
        let own = self.table(table).and_then(|table| table.orphans);
        own.or(self.decisions.orphans).map_or(Orphans::NotValid, |decided| decided.value)
    }

    /// How the strings of a column sort.
    pub(super) fn collation(&self, table: &str, column: &str) -> Collation {
        let own = self.column(table, column).and_then(|column| column.collation);
        own.or(self.decisions.collation).map_or(Collation::Bytes, |decided| decided.value)
    }

    fn found(&self, table: &str) -> Option<&Found<'a>> {
        // Most files have no decisions, and then no name needs folding.
        if self.tables.is_empty() { None } else { self.tables.get(&folded(table)) }
    }
}

impl<'a> Found<'a> {
    fn of(table: &'a TableDecisions) -> Found<'a> {
        let mut columns = BTreeMap::new();
        for column in &table.columns {
            columns.entry(folded(&column.column.value)).or_insert(column);
        }
        Found { table, columns }
    }
}

/// ASCII case does not count.
fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}

impl TableDecisions {
    /// Nothing decided of a table yet.
    pub fn new(table: Decided<String>) -> TableDecisions {
        TableDecisions { table, name: None, fate: Fate::Moved, orphans: None, columns: Vec::new() }
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
