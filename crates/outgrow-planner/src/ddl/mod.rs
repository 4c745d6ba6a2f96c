//! Plan → statements by section.

use crate::plan::Plan;
use crate::sql::Sql;

/// The sections of a move, in pg_dump's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Schemas, functions, tables.
    PreData,
    /// Keys, indexes, constraints, identity values, views, triggers.
    PostData,
}

/// A statement of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it makes, for people: `index "album_title"`.
    pub what: String,
    /// The text.
    pub sql: Sql,
}

/// The statements of a section, in order.
pub fn statements(plan: &Plan, section: Section) -> Vec<Statement> {
    let _ = (plan, section);
    Vec::new()
}
