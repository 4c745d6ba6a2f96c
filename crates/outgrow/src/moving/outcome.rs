//! What a check knows and what a move did.

use std::collections::BTreeMap;
use std::time::Duration;

use outgrow_planner::catalog::sqlite::{Catalog, Check, Table};
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
        let shortfall = Shortfall::of(self);
        self.checked.plan.verdicts.iter().map(|object| shortfall.after(object)).collect()
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

/// What PostgreSQL refused or weakened, found by what it would have made.
struct Shortfall<'a> {
    texts: Texts<'a>,
    /// The first refusal of each object, with its place among all.
    refused: BTreeMap<&'a Made, (usize, &'a Refused)>,
    weakened: BTreeMap<Made, &'a Weakened>,
}

impl<'a> Shortfall<'a> {
    fn of(outcome: &'a Outcome) -> Shortfall<'a> {
        let mut refused = BTreeMap::new();
        for (place, one) in outcome.refused.iter().enumerate() {
            let Some(made) = &one.makes else { continue };
            refused.entry(made).or_insert((place, one));
        }
        let made = |one: &Weakened| Made::Constraint { table: one.table.clone(), name: one.constraint.clone() };
        let weakened = outcome.weakened.iter().map(|one| (made(one), one)).collect();
        Shortfall { texts: Texts::of(&outcome.checked.catalog), refused, weakened }
    }

    fn after(&self, planned: &ObjectVerdict) -> ObjectVerdict {
        let refusals = planned.made.iter().filter_map(|made| self.refused.get(made));
        let Some((_, refused)) = refusals.min_by_key(|(place, _)| *place) else {
            return self.after_weakening(planned);
        };
        ObjectVerdict {
            verdict: Verdict::NotConverted {
                reason: format!("PostgreSQL refused {}: {}", refused.what, refused.message),
                suggestion: Some("Correct what it names, then run the statement by hand.".to_owned()),
            },
            target: None,
            sql: self.texts.of_object(planned),
            ..planned.clone()
        }
    }

    /// An object whose constraint binds new rows only, because PostgreSQL found rows that break it.
    fn after_weakening(&self, planned: &ObjectVerdict) -> ObjectVerdict {
        let weakened = planned.made.iter().find_map(|made| self.weakened.get(made));
        let Some(weakened) = weakened else { return planned.clone() };
        let difference =
            format!("It is NOT VALID: it binds new rows only, because rows break it: {}", weakened.message);
        ObjectVerdict { verdict: Verdict::Differs { difference }, ..planned.clone() }
    }
}

/// The texts of a file's objects, found by name.
struct Texts<'a> {
    tables: BTreeMap<&'a str, &'a Table>,
    views: BTreeMap<&'a str, &'a str>,
    triggers: BTreeMap<&'a str, &'a str>,
}

impl<'a> Texts<'a> {
    fn of(catalog: &'a Catalog) -> Texts<'a> {
        Texts {
            tables: catalog.tables.iter().map(|table| (table.name.as_str(), table)).collect(),
            views: catalog.views.iter().map(|view| (view.name.as_str(), view.sql.as_str())).collect(),
            triggers: catalog.triggers.iter().map(|one| (one.name.as_str(), one.sql.as_str())).collect(),
        }
    }

    /// The text of an object; `None` where it has none of its own.
    fn of_object(&self, object: &ObjectVerdict) -> Option<String> {
        let table = || object.table.as_deref().and_then(|name| self.tables.get(name));
        let name = object.name.as_str();
        match object.kind {
            ObjectKind::Index => {
                table()?.indexes.iter().find(|index| index.name == name).map(|index| index.sql.clone())
            }
            ObjectKind::View => self.views.get(name).map(|sql| (*sql).to_owned()),
            ObjectKind::Trigger => self.triggers.get(name).map(|sql| (*sql).to_owned()),
            ObjectKind::Check => {
                let shown = |check: &&Check| check.name.as_deref().unwrap_or(check.expression.as_str()) == name;
                table()?.checks.iter().find(shown).map(|check| check.expression.as_str().to_owned())
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
}
