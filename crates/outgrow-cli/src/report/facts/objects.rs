//! What becomes of objects, and what endangers a move.

use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::plan::{ObjectVerdict, Plan, Verdict};

/// The hazards, worst first; within a severity in the order of the plan.
pub(crate) fn worst_first(plan: &Plan) -> Vec<&Hazard> {
    let mut hazards: Vec<&Hazard> = plan.hazards.iter().collect();
    hazards.sort_by_key(|hazard| std::cmp::Reverse(hazard.severity));
    hazards
}

/// The objects that do not arrive, with the reason and what to do by hand.
pub(crate) fn not_converted(objects: &[ObjectVerdict]) -> impl Iterator<Item = (&ObjectVerdict, &str, Option<&str>)> {
    objects.iter().filter_map(|object| match &object.verdict {
        Verdict::NotConverted { reason, suggestion } => Some((object, reason.as_str(), suggestion.as_deref())),
        Verdict::Converted | Verdict::Differs { .. } | Verdict::LeftOut { .. } | Verdict::NotNeeded { .. } => None,
    })
}

/// Whether the values of a table in quarantine are those that the plan file acknowledges:
/// each hazard that foresees them is, and they foresee as many.
pub(super) fn is_known_quarantine(plan: &Plan, table: &str, quarantined: u64) -> bool {
    let mut foreseen = 0_u64;
    for hazard in plan.hazards.iter().filter(|hazard| hazard.table.as_deref() == Some(table)) {
        if !matches!(hazard.id, "unrepresentable" | "forced-type") {
            continue;
        }
        if hazard.severity > Severity::Notice {
            return false;
        }
        // Without a count the hazard names a range, of which any number of values can be beyond.
        foreseen = foreseen.saturating_add(hazard.rows.as_ref().map_or(u64::MAX, |rows| rows.count));
    }
    quarantined <= foreseen
}

/// How many hazards have a severity.
pub(super) fn count(hazards: &[&Hazard], severity: Severity) -> u64 {
    hazards.iter().filter(|hazard| hazard.severity == severity).count() as u64
}
