//! Ways in which a move can lose data or change behavior.

use std::fmt;

use serde::Serialize;

use crate::profile::Tally;

/// Something that the user should know before or after the move.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hazard {
    /// The stable name: `text-with-nul`. Its page in the manual has the same name.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The table, as SQLite names it.
    pub table: Option<String>,
    /// The column, constraint, index, view or trigger.
    pub object: Option<String>,
    /// What was found, with its numbers: a clause without a full stop.
    pub message: String,
    /// What to do: a whole sentence.
    pub remedy: String,
    /// How many rows, and the first of them.
    pub rows: Option<Tally>,
}

/// How bad a hazard is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Everything arrives equal; good to know.
    Notice,
    /// Something needs a look after the move: the exit code is 1.
    Attention,
    /// The move cannot start.
    Blocking,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Notice => "notice",
            Severity::Attention => "attention",
            Severity::Blocking => "blocking",
        })
    }
}
