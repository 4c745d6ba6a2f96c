//! Tables and what belongs to them.

use super::{Affinity, Expression};

/// An ordinary table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The CREATE TABLE statement as the file holds it; empty for internal tables without one.
    pub sql: String,
    /// What the table is for.
    pub role: TableRole,
    /// Whether it was declared STRICT.
    pub strict: bool,
    /// Whether it was declared WITHOUT ROWID.
    pub without_rowid: bool,
    /// Columns in declared order, generated ones included.
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// `Some` for AUTOINCREMENT, with the last rowid of `sqlite_sequence` (0 where it has no row).
    pub autoincrement: Option<i64>,
    /// UNIQUE constraints, those of columns included.
    pub uniques: Vec<Unique>,
    /// CHECK constraints, those of columns included.
    pub checks: Vec<Check>,
    /// Foreign keys, those of columns included, in declared order.
    pub foreign_keys: Vec<ForeignKey>,
    /// Indexes made by CREATE INDEX, in the order of `sqlite_schema`.
    pub indexes: Vec<Index>,
    /// Why the CREATE TABLE text could not be parsed; `None` where it was.
    /// Then what only the text says is missing: CHECKs, names of constraints,
    /// DEFERRABLE; the expressions of generated columns are empty.
    pub unparsed: Option<String>,
}

impl Table {
    /// The position of the column that stands for the rowid, if one does.
    pub fn rowid_alias(&self) -> Option<usize> {
        let key = self.primary_key.as_ref().filter(|key| key.rowid_alias)?;
        key.columns.first().map(|part| part.column)
    }

    /// The position of a column; SQLite compares names without ASCII case.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))
    }
}

/// What a table is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableRole {
    /// Holds the application's rows.
    User,
    /// Holds the innards of a virtual table.
    Shadow {
        /// The virtual table.
        of: String,
    },
    /// SQLite's own: `sqlite_sequence`, `sqlite_stat1`.
    Internal,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The declared type as written, inner blanks folded to one.
    pub declared_type: Option<String>,
    /// What SQLite makes of the declared type.
    pub affinity: Affinity,
    /// Whether NOT NULL was declared. A rowid alias and the key of a WITHOUT
    /// ROWID table hold no NULL either, without saying so.
    pub not_null: bool,
    /// DEFAULT.
    pub default: Option<Expression>,
    /// COLLATE, upper case; `None` means BINARY.
    pub collation: Option<String>,
    /// GENERATED ALWAYS AS.
    pub generated: Option<Generated>,
}

/// A generated column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// What it computes.
    pub expression: Expression,
    /// When it computes.
    pub kind: GeneratedKind,
}

/// When a generated column is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratedKind {
    /// When it is read.
    Virtual,
    /// When the row is written.
    Stored,
}

/// A column as part of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyColumn {
    /// Position in [`Table::columns`].
    pub column: usize,
    /// The collation the key compares by, upper case; `BINARY` unless said otherwise.
    pub collation: String,
    /// DESC.
    pub descending: bool,
}

/// PRIMARY KEY.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrimaryKey {
    /// CONSTRAINT name.
    pub name: Option<String>,
    /// Key columns in the declared order of the key.
    pub columns: Vec<KeyColumn>,
    /// Whether the only column stands for the rowid (INTEGER PRIMARY KEY).
    pub rowid_alias: bool,
}

/// UNIQUE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unique {
    /// CONSTRAINT name.
    pub name: Option<String>,
    /// Columns in the declared order.
    pub columns: Vec<KeyColumn>,
}

/// CHECK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// CONSTRAINT name.
    pub name: Option<String>,
    /// What must not be false.
    pub expression: Expression,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// CONSTRAINT name.
    pub name: Option<String>,
    /// Positions of the child columns.
    pub columns: Vec<usize>,
    /// The parent table as written; it may not exist.
    pub parent: String,
    /// The parent columns as written; empty means the parent's primary key.
    pub parent_columns: Vec<String>,
    /// ON DELETE.
    pub on_delete: ForeignKeyAction,
    /// ON UPDATE.
    pub on_update: ForeignKeyAction,
    /// DEFERRABLE INITIALLY DEFERRED, the only form that SQLite defers.
    pub deferred: bool,
}

/// What a foreign key does when its parent changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignKeyAction {
    /// NO ACTION.
    NoAction,
    /// RESTRICT.
    Restrict,
    /// SET NULL.
    SetNull,
    /// SET DEFAULT.
    SetDefault,
    /// CASCADE.
    Cascade,
}

/// An index made by CREATE INDEX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// The CREATE INDEX statement as the file holds it.
    pub sql: String,
    /// UNIQUE.
    pub unique: bool,
    /// Keys in order.
    pub parts: Vec<IndexPart>,
    /// WHERE.
    pub predicate: Option<Expression>,
}

/// One key of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// The collation it compares by, upper case.
    pub collation: String,
    /// DESC.
    pub descending: bool,
}

/// What an index key is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexKey {
    /// A column, by position.
    Column(usize),
    /// The rowid of a table without an alias for it.
    Rowid,
    /// An expression.
    Expression(Expression),
}
