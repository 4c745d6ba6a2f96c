//! A decision of the plan file that cannot be carried out.

use std::fmt;

use crate::hazard::{Hazard, Severity};

/// A decision of the plan file that cannot be carried out, or words in it that decide nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line of the plan file, counted from 1.
    pub line: usize,
    /// What is wrong: lower case, without a full stop.
    pub message: String,
    /// What to do: a whole sentence.
    pub hint: String,
}

impl Mistake {
    /// A mistake in a line.
    pub(crate) fn new(line: usize, message: impl Into<String>, hint: impl Into<String>) -> Mistake {
        Mistake { line, message: message.into(), hint: hint.into() }
    }

    /// What a plan says that could not be as decided.
    pub(super) fn hazard(&self) -> Hazard {
        Hazard {
            id: "impossible-decision",
            severity: Severity::Blocking,
            table: None,
            object: None,
            message: self.to_string(),
            remedy: self.hint.clone(),
            rows: None,
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the plan file: {}", self.line, self.message)
    }
}

impl std::error::Error for Mistake {}
