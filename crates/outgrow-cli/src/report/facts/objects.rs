//! What becomes of objects, and what endangers a move.

use std::borrow::Cow;
use std::collections::BTreeMap;

use outgrow::moving::{Checked, Outcome};
use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::plan::{ObjectVerdict, Plan, Verdict};
use serde::Serialize;

use super::object_sql::Texts;

/// An object of the file, what becomes of it, and its text on both sides.
#[derive(Serialize)]
pub(crate) struct ObjectFacts<'a> {
    /// What becomes of it.
    #[serde(flatten)]
    pub(crate) object: Cow<'a, ObjectVerdict>,
    /// Its SQLite text as the file holds it; `None` for what is only part of a table's text.
    pub(crate) source_sql: Option<&'a str>,
    /// What creates it in PostgreSQL; a default or generated column is an expression alone.
    pub(crate) target_sql: Option<String>,
}

impl<'a> ObjectFacts<'a> {
    /// All objects of a plan, in its order.
    pub(super) fn all(checked: &'a Checked) -> Vec<ObjectFacts<'a>> {
        let texts = Texts::of(checked);
        checked.plan.verdicts.iter().map(|object| ObjectFacts::new(&texts, Cow::Borrowed(object))).collect()
    }

    /// All objects of a plan, as a move has left them.
    pub(super) fn after(outcome: &'a Outcome) -> Vec<ObjectFacts<'a>> {
        let texts = Texts::of(&outcome.checked);
        outcome.verdicts().into_iter().map(|object| ObjectFacts::new(&texts, Cow::Owned(object))).collect()
    }

    fn new(texts: &Texts<'a>, object: Cow<'a, ObjectVerdict>) -> ObjectFacts<'a> {
        ObjectFacts { source_sql: texts.source(&object), target_sql: texts.target(&object), object }
    }
}

/// The verdicts of objects.
pub(crate) fn verdicts<'a>(objects: &'a [ObjectFacts<'_>]) -> impl Iterator<Item = &'a ObjectVerdict> {
    objects.iter().map(|facts| facts.object.as_ref())
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
        Verdict::Converted | Verdict::Differs { .. } | Verdict::LeftOut { .. } | Verdict::NotNeeded { .. } => None,
    })
}

/// How many values of each table may go to quarantine, as the plan file acknowledges.
pub(super) struct KnownQuarantine<'a>(BTreeMap<&'a str, Option<u64>>);

impl<'a> KnownQuarantine<'a> {
    /// Gathers them from the hazards that foresee quarantine; `None` where one is not acknowledged.
    pub(super) fn of(plan: &'a Plan) -> KnownQuarantine<'a> {
        let mut known: BTreeMap<&str, Option<u64>> = BTreeMap::new();
        for hazard in plan.hazards.iter().filter(|hazard| matches!(hazard.id, "unrepresentable" | "forced-type")) {
            let Some(table) = hazard.table.as_deref() else { continue };
            // Without a count the hazard names a range, of which any number of values can be beyond.
            let count = hazard.rows.as_ref().map_or(u64::MAX, |rows| rows.count);
            let acknowledged = (hazard.severity <= Severity::Notice).then_some(count);
            let foreseen = known.entry(table).or_insert(Some(0));
            *foreseen = foreseen.zip(acknowledged).map(|(one, other)| one.saturating_add(other));
        }
        KnownQuarantine(known)
    }

    /// Whether the values of a table in quarantine are those that the plan file acknowledges:
    /// each hazard that foresees them is, and they foresee as many.
    pub(super) fn covers(&self, table: &str, quarantined: u64) -> bool {
        match self.0.get(table) {
            None => quarantined == 0,
            Some(foreseen) => foreseen.is_some_and(|foreseen| quarantined <= foreseen),
        }
    }
}

/// How many hazards have a severity.
pub(super) fn count(hazards: &[&Hazard], severity: Severity) -> u64 {
    hazards.iter().filter(|hazard| hazard.severity == severity).count() as u64
}
