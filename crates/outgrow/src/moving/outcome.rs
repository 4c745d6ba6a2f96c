//! What a check knows and what a move did.

use std::time::Duration;

use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::hazard::Severity;
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::{Made, ObjectKind, ObjectVerdict, Plan, Verdict};
use outgrow_planner::profile::Profile;

use crate::copy::CopySummary;
use crate::forecast::{Actual, Measured};
use crate::ledger::State;
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
    /// How far an earlier run had come, on which this one went on; `None` where there was none.
    pub resumed: Option<State>,
    /// What was forecast at its beginning; `None` for a small move and one that went on.
    pub forecast: Option<Forecasted>,
    /// How long each phase took, in order.
    pub phases: Vec<(Phase, Duration)>,
}

/// A forecast and what came of it, besides the time of each phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecasted {
    /// What was forecast.
    pub forecast: Measured,
    /// What the move took.
    pub actual: Actual,
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
    /// For which verdict it ran; `None` for statistics.
    pub makes: Option<Made>,
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
    /// What became of every object: the plan's verdicts, and "not converted"
    /// where PostgreSQL refused what the plan would have made.
    pub fn verdicts(&self) -> Vec<ObjectVerdict> {
        self.checked.plan.verdicts.iter().map(|object| self.after_refusals(object)).collect()
    }

    /// The first statement of an object that PostgreSQL refused.
    fn refusal(&self, object: &ObjectVerdict) -> Option<&Refused> {
        self.refused.iter().find(|refused| refused.makes.as_ref().is_some_and(|made| object.made.contains(made)))
    }

    fn after_refusals(&self, planned: &ObjectVerdict) -> ObjectVerdict {
        let Some(refused) = self.refusal(planned) else { return self.after_weakening(planned) };
        ObjectVerdict {
            verdict: Verdict::NotConverted {
                reason: format!("PostgreSQL refused {}: {}", refused.what, refused.message),
                suggestion: Some("Correct what it names, then run the statement by hand.".to_owned()),
            },
            target: None,
            sql: sqlite_text(&self.checked.catalog, planned),
            ..planned.clone()
        }
    }

    /// An object whose constraint binds new rows only, because PostgreSQL found rows that break it.
    fn after_weakening(&self, planned: &ObjectVerdict) -> ObjectVerdict {
        let is_its = |weakened: &&Weakened| {
            let made = Made::Constraint { table: weakened.table.clone(), name: weakened.constraint.clone() };
            planned.made.contains(&made)
        };
        let Some(weakened) = self.weakened.iter().find(is_its) else { return planned.clone() };
        let difference =
            format!("It is NOT VALID: it binds new rows only, because rows break it: {}", weakened.message);
        ObjectVerdict { verdict: Verdict::Differs { difference }, ..planned.clone() }
    }

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

/// The text of an object in the file; `None` where it has none of its own.
fn sqlite_text(catalog: &Catalog, object: &ObjectVerdict) -> Option<String> {
    let table = object.table.as_deref().and_then(|name| catalog.table(name));
    let named = |name: &str| name == object.name;
    match object.kind {
        ObjectKind::Index => table?.indexes.iter().find(|index| named(&index.name)).map(|index| index.sql.clone()),
        ObjectKind::View => catalog.views.iter().find(|view| named(&view.name)).map(|view| view.sql.clone()),
        ObjectKind::Trigger => catalog.triggers.iter().find(|one| named(&one.name)).map(|one| one.sql.clone()),
        ObjectKind::Check => {
            let shown = |name: &Option<String>, text: &str| name.as_deref().unwrap_or(text) == object.name;
            let check = table?.checks.iter().find(|check| shown(&check.name, check.expression.as_str()))?;
            Some(check.expression.as_str().to_owned())
        }
        ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Default
        | ObjectKind::PrimaryKey
        | ObjectKind::Unique
        | ObjectKind::ForeignKey
        | ObjectKind::Generated
        | ObjectKind::VirtualTable => None,
    }
}
