//! What a check knows and what a move did.

use std::time::Duration;

use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::hazard::Severity;
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::{Plan, Verdict};
use outgrow_planner::profile::Profile;

use crate::copy::CopySummary;
use crate::progress::Phase;
use crate::verify::Verification;

/// What a check knows.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The objects of the file.
    pub catalog: Catalog,
    /// Its values.
    pub profile: Profile,
    /// What would be done.
    pub plan: Plan,
}

/// What a move did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was planned.
    pub checked: Checked,
    /// What was copied.
    pub copied: CopySummary,
    /// Post-data statements that PostgreSQL refused: the object is not converted.
    pub refused: Vec<Refused>,
    /// Constraints that bind new rows only, because PostgreSQL found rows that break them.
    pub weakened: Vec<Weakened>,
    /// What the comparison found.
    pub verified: Verification,
    /// How long each phase took, in order.
    pub phases: Vec<(Phase, Duration)>,
}

/// A post-data statement that PostgreSQL refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What it would have made.
    pub what: String,
    /// The statement.
    pub sql: String,
    /// PostgreSQL's message, with its SQLSTATE.
    pub message: String,
}

/// A constraint that was made NOT VALID, because rows break it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weakened {
    /// The table.
    pub table: QualifiedName,
    /// The constraint.
    pub constraint: Ident,
    /// PostgreSQL's message, with its SQLSTATE.
    pub message: String,
}

impl Checked {
    /// Whether the user should look at something: a hazard above a notice, or
    /// an object that is not converted.
    pub fn needs_a_look(&self) -> bool {
        self.plan.hazards.iter().any(|hazard| hazard.severity > Severity::Notice)
            || self.plan.verdicts.iter().any(|object| matches!(object.verdict, Verdict::NotConverted { .. }))
    }
}

impl Outcome {
    /// Whether the user should look at something after the move: what
    /// [`Checked::needs_a_look`] says, values in quarantine, refused statements, differences.
    pub fn needs_a_look(&self) -> bool {
        self.checked.needs_a_look()
            || !self.refused.is_empty()
            || !self.weakened.is_empty()
            || self.copied.tables.iter().any(|table| table.quarantined > 0)
            || self.verified.tables.iter().any(|table| table.difference_count > 0)
    }
}
