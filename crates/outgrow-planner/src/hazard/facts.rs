//! What hazards are found in.

use crate::catalog::sqlite::{Catalog, Column, Table};
use crate::ident::Ident;
use crate::mapping::Mapping;
use crate::profile::{ColumnProfile, Profile};

/// What hazards are found in.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The objects of the file.
    pub catalog: &'a Catalog,
    /// Its values.
    pub profile: &'a Profile,
    /// The positions in the catalog of the tables that are moved.
    pub tables: Vec<usize>,
    /// The columns that are moved, with what they become.
    pub columns: Vec<MovedColumn<'a>>,
    /// Names that change beyond folding.
    pub renamed: &'a [Renamed],
}

/// A column that is moved, with all that is known of it.
#[derive(Clone, Copy, Debug)]
pub struct MovedColumn<'a> {
    /// Its table.
    pub table: &'a Table,
    /// The column.
    pub column: &'a Column,
    /// What its values are.
    pub facts: &'a ColumnProfile,
    /// What it becomes.
    pub mapping: &'a Mapping,
    /// Whether its values are copied, or computed by PostgreSQL.
    pub origin: Origin,
}

/// Where the values of a target column come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From SQLite.
    Copied,
    /// PostgreSQL computes them.
    Computed,
}

/// A name that arrives as another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it names: `table`, `index`.
    pub kind: String,
    /// Whether queries use the name.
    pub usage: Usage,
    /// The table it belongs to.
    pub table: Option<String>,
    /// The name in SQLite.
    pub from: String,
    /// The name in PostgreSQL.
    pub to: Ident,
}

/// Whether queries use a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// They do: it names a table, a column, a view.
    InQueries,
    /// They do not: it names an index, a constraint, a trigger.
    Internal,
}
