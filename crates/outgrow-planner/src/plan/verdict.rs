//! What becomes of an object.

use std::fmt;

use serde::Serialize;

use crate::ident::{Ident, QualifiedName};

/// What becomes of one object of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectVerdict {
    /// What it is.
    pub kind: ObjectKind,
    /// The table it belongs to; for a table itself, its own name.
    pub table: Option<String>,
    /// Its name, or for a nameless one its definition.
    pub name: String,
    /// What becomes of it.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Its name in PostgreSQL, without a schema; `None` where nothing arrives under a name of its own.
    pub target: Option<Ident>,
    /// Its SQLite text, where it is not converted.
    pub sql: Option<String>,
    /// What post-data makes for it; empty where it comes with its table or not at all.
    #[serde(skip)]
    pub made: Vec<Made>,
}

/// Something that a statement of post-data makes, by its names in PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Made {
    /// The sequence of an identity column goes on where the file's numbers end.
    Identity {
        /// The table.
        table: QualifiedName,
    },
    /// A constraint, whose name only its table keeps apart.
    Constraint {
        /// The table.
        table: QualifiedName,
        /// The constraint.
        name: Ident,
    },
    /// An index, in the schema of its table.
    Index {
        /// The index.
        name: Ident,
    },
    /// A view.
    View {
        /// The view.
        name: QualifiedName,
    },
    /// A trigger and its function.
    Trigger {
        /// The function.
        function: QualifiedName,
    },
}

/// The kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectKind {
    /// A table.
    Table,
    /// A column.
    Column,
    /// A DEFAULT.
    Default,
    /// A PRIMARY KEY.
    PrimaryKey,
    /// A UNIQUE constraint.
    Unique,
    /// A CHECK constraint.
    Check,
    /// A foreign key.
    ForeignKey,
    /// A generated column's expression.
    Generated,
    /// An index.
    Index,
    /// A view.
    View,
    /// A trigger.
    Trigger,
    /// A virtual table.
    VirtualTable,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ObjectKind::Table => "table",
            ObjectKind::Column => "column",
            ObjectKind::Default => "default",
            ObjectKind::PrimaryKey => "primary key",
            ObjectKind::Unique => "unique constraint",
            ObjectKind::Check => "check constraint",
            ObjectKind::ForeignKey => "foreign key",
            ObjectKind::Generated => "generated column",
            ObjectKind::Index => "index",
            ObjectKind::View => "view",
            ObjectKind::Trigger => "trigger",
            ObjectKind::VirtualTable => "virtual table",
        })
    }
}

/// What becomes of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// It behaves the same.
    Converted,
    /// It arrives, and differs as said.
    Differs {
        /// How: a whole sentence.
        difference: String,
    },
    /// It does not arrive.
    NotConverted {
        /// Why: a clause without a full stop.
        reason: String,
        /// What to do by hand: a whole sentence.
        suggestion: Option<String>,
    },
    /// It does not arrive, as the plan file says.
    LeftOut {
        /// What the plan file says, or what follows from it: a clause without a full stop.
        reason: String,
    },
    /// It is SQLite's own and has no place in PostgreSQL.
    NotNeeded {
        /// Why: a clause without a full stop.
        reason: String,
    },
}
