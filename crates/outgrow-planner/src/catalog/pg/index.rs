//! Indexes.

use crate::ident::{Ident, QualifiedName};
use crate::sql::Sql;

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The table.
    pub table: QualifiedName,
    /// Its name; it lives in the schema of the table.
    pub name: Ident,
    /// How it holds its keys.
    pub method: IndexMethod,
    /// UNIQUE.
    pub unique: bool,
    /// Keys in order.
    pub keys: Vec<IndexKey>,
    /// WHERE, without parentheses.
    pub predicate: Option<Sql>,
}

/// How an index holds its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexMethod {
    /// In order.
    Btree,
    /// By their hash: of any length, without order.
    Hash,
}

/// One key of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexKey {
    /// A column name, or an expression in its own parentheses.
    pub key: Sql,
    /// DESC. The order of NULLs is left to PostgreSQL, whose queries it will serve.
    pub descending: bool,
}
