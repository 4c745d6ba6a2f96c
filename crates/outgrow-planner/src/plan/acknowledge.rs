//! What the user knows of needs no look any more.

use super::{Acknowledgement, Decided, Mistake, Plan, Verdict};
use crate::catalog::sqlite::Catalog;
use crate::hazard::{self, Severity};

/// Makes notices of acknowledged hazards, and leaves acknowledged objects out.
pub(super) fn apply(plan: &mut Plan, catalog: &Catalog, acknowledged: &[Decided<Acknowledgement>]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for decided in acknowledged {
        let done = match &decided.value {
            Acknowledgement::Hazard { id, table, object } => {
                hazard(plan, catalog, id, table.as_deref(), object.as_deref())
            }
            Acknowledgement::NotConverted { kind, table, name } => {
                let is_it = |verdict: &super::ObjectVerdict| {
                    verdict.kind == *kind && verdict.table == *table && verdict.name == *name
                };
                object(plan, is_it).ok_or_else(|| {
                    let message = format!("the SQLite file has no {kind} \"{name}\"{}", of(table.as_deref()));
                    (message, "Correct kind, table and name, as outgrow check --plan writes them.")
                })
            }
        };
        if let Err((message, hint)) = done {
            mistakes.push(Mistake::new(decided.line, message, hint));
        }
    }
    // Worst first, as before.
    plan.hazards.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(b.id)));
    mistakes
}

type Problem = (String, &'static str);

fn hazard(
    plan: &mut Plan,
    catalog: &Catalog,
    id: &str,
    table: Option<&str>,
    object: Option<&str>,
) -> Result<(), Problem> {
    let known = plan.hazards.iter().any(|hazard| hazard.id == id);
    if !known && !hazard::ALL.iter().any(|detector| detector.id == id) {
        return Err((format!("there is no hazard \"{id}\""), "outgrow check names each hazard by its id."));
    }
    if let Some(table) = table.filter(|table| !is_named(catalog, table)) {
        let message = format!("table \"{table}\" does not exist in the SQLite file");
        return Err((message, "Correct the name, or take the acknowledgement out of the plan file."));
    }
    let found = plan
        .hazards
        .iter_mut()
        .filter(|hazard| hazard.id == id && hazard.table.as_deref() == table && hazard.object.as_deref() == object);
    for hazard in found {
        match hazard.severity {
            Severity::Blocking => {
                return Err((
                    format!("{} cannot be acknowledged, because it blocks the move", hazard.id),
                    "Correct what blocks the move.",
                ));
            }
            Severity::Attention => {
                hazard.severity = Severity::Notice;
                hazard.message.push_str(" (acknowledged in the plan file)");
            }
            Severity::Notice => {}
        }
    }
    Ok(())
}

/// Whether a table or view has this name.
fn is_named(catalog: &Catalog, name: &str) -> bool {
    catalog.table(name).is_some()
        || catalog.views.iter().any(|view| view.name.eq_ignore_ascii_case(name))
        || catalog.virtual_tables.iter().any(|table| table.name.eq_ignore_ascii_case(name))
}

/// Leaves the objects out that are not converted; `None` where there are none of that name.
fn object(plan: &mut Plan, is_it: impl Fn(&super::ObjectVerdict) -> bool) -> Option<()> {
    let mut found = None;
    for object in plan.verdicts.iter_mut().filter(|object| is_it(object)) {
        found = Some(());
        if let Verdict::NotConverted { reason, .. } = &object.verdict {
            let reason = format!("acknowledged in the plan file: {reason}");
            object.verdict = Verdict::LeftOut { reason };
        }
    }
    found
}

fn of(table: Option<&str>) -> String {
    table.map(|table| format!(" of table \"{table}\"")).unwrap_or_default()
}
