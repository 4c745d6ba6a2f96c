//! Functions and triggers.

use crate::ident::{Ident, QualifiedName};
use crate::sql::Sql;

/// A trigger function in PL/pgSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: QualifiedName,
    /// The PL/pgSQL block, from DECLARE or BEGIN to END.
    pub body: Sql,
}

/// A trigger and the function it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Its name.
    pub name: Ident,
    /// The table or view.
    pub table: QualifiedName,
    /// `BEFORE INSERT`, `AFTER UPDATE OF a, b`, `INSTEAD OF DELETE`.
    pub event: Sql,
    /// WHEN, without parentheses.
    pub condition: Option<Sql>,
    /// What it runs.
    pub function: Function,
}
