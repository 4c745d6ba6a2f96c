//! The whole move: check, pre-data, copy, post-data, verify.

use std::time::Duration;

use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::plan::Plan;
use outgrow_planner::profile::Profile;

use crate::copy::CopySummary;
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
    /// What the comparison found.
    pub verified: Verification,
    /// How long each phase took, in order.
    pub phases: Vec<(crate::progress::Phase, Duration)>,
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
