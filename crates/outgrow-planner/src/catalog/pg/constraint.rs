//! Constraints.

use crate::ident::{Ident, QualifiedName};
use crate::sql::Sql;

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The table.
    pub table: QualifiedName,
    /// Its name.
    pub name: Ident,
    /// What it demands.
    pub kind: ConstraintKind,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// PRIMARY KEY.
    PrimaryKey {
        /// Key columns in order.
        columns: Vec<Ident>,
    },
    /// UNIQUE.
    Unique {
        /// Columns in order.
        columns: Vec<Ident>,
    },
    /// CHECK.
    Check {
        /// The condition, without the outer parentheses.
        condition: Sql,
    },
    /// FOREIGN KEY.
    ForeignKey {
        /// Child columns.
        columns: Vec<Ident>,
        /// The parent table.
        parent: QualifiedName,
        /// Parent columns.
        parent_columns: Vec<Ident>,
        /// ON DELETE.
        on_delete: ReferentialAction,
        /// ON UPDATE.
        on_update: ReferentialAction,
        /// DEFERRABLE INITIALLY DEFERRED.
        deferred: bool,
    },
}

/// What a foreign key does when its parent changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferentialAction {
    /// NO ACTION.
    NoAction,
    /// RESTRICT.
    Restrict,
    /// CASCADE.
    Cascade,
    /// SET NULL.
    SetNull,
    /// SET DEFAULT.
    SetDefault,
}
