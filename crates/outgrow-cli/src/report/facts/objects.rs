//! What becomes of objects, and what endangers a move.

use outgrow::moving::Checked;
use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::plan::{ObjectVerdict, Plan, Verdict};
use serde::Serialize;

use super::object_sql;

/// An object of the file, what becomes of it, and its text on both sides.
#[derive(Serialize)]
pub(crate) struct ObjectFacts<'a> {
    /// What becomes of it.
    #[serde(flatten)]
    pub(crate) object: &'a ObjectVerdict,
    /// Its SQLite text as the file holds it; `None` for what is only part of a table's text.
    pub(crate) source_sql: Option<&'a str>,
    /// What creates it in PostgreSQL; a default or generated column is an expression alone.
    pub(crate) target_sql: Option<String>,
}

impl ObjectFacts<'_> {
    /// All objects of a plan, in its order.
    pub(super) fn all(checked: &Checked) -> Vec<ObjectFacts<'_>> {
        checked.plan.verdicts.iter().map(|object| ObjectFacts::new(checked, object)).collect()
    }

    fn new<'a>(checked: &'a Checked, object: &'a ObjectVerdict) -> ObjectFacts<'a> {
        ObjectFacts {
            object,
            source_sql: object_sql::source(&checked.catalog, object),
            target_sql: object_sql::target(&checked.plan, object),
        }
    }
}

/// The hazards, worst first; within a severity in the order of the plan.
pub(crate) fn worst_first(plan: &Plan) -> Vec<&Hazard> {
    let mut hazards: Vec<&Hazard> = plan.hazards.iter().collect();
    hazards.sort_by_key(|hazard| std::cmp::Reverse(hazard.severity));
    hazards
}

/// The objects that do not arrive, with the reason and what to do by hand.
pub(crate) fn not_converted<'a>(
    objects: impl IntoIterator<Item = &'a ObjectVerdict>,
) -> impl Iterator<Item = (&'a ObjectVerdict, &'a str, Option<&'a str>)> {
    objects.into_iter().filter_map(|object| match &object.verdict {
        Verdict::NotConverted { reason, suggestion } => Some((object, reason.as_str(), suggestion.as_deref())),
        Verdict::Converted | Verdict::Differs { .. } | Verdict::NotNeeded { .. } => None,
    })
}

/// How many hazards have a severity.
pub(super) fn count(hazards: &[&Hazard], severity: Severity) -> u64 {
    hazards.iter().filter(|hazard| hazard.severity == severity).count() as u64
}
