//! What the user knows of needs no look any more.

use std::collections::BTreeMap;

use super::{Acknowledgement, Decided, Mistake, ObjectKind, Plan, Verdict};
use crate::catalog::sqlite::{Catalog, CatalogNames};
use crate::hazard::{self, Severity};

/// Makes notices of acknowledged hazards, and leaves acknowledged objects out.
pub(super) fn apply(plan: &mut Plan, catalog: &Catalog, acknowledged: &[Decided<Acknowledgement>]) -> Vec<Mistake> {
    if acknowledged.is_empty() {
        return Vec::new();
    }
    let places = Places::of(plan, catalog);
    let mut mistakes = Vec::new();
    for decided in acknowledged {
        let done = match &decided.value {
            Acknowledgement::Hazard { id, table, object } => hazard(plan, &places, (id, table, object)),
            Acknowledgement::NotConverted { kind, table, name } => object(plan, &places, (*kind, table, name)),
        };
        if let Err((message, hint)) = done {
            mistakes.push(Mistake::new(decided.line, message, hint));
        }
    }
    // Worst first, as before.
    plan.hazards.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(b.id)));
    mistakes
}

/// Where in the plan that stands which can be acknowledged.
struct Places {
    names: CatalogNames,
    hazards: BTreeMap<(String, Option<String>, Option<String>), Vec<usize>>,
    objects: BTreeMap<(ObjectKind, Option<String>, String), Vec<usize>>,
}

impl Places {
    fn of(plan: &Plan, catalog: &Catalog) -> Places {
        let (mut hazards, mut objects) = (BTreeMap::new(), BTreeMap::new());
        for (position, hazard) in plan.hazards.iter().enumerate() {
            let key = (hazard.id.to_owned(), hazard.table.clone(), hazard.object.clone());
            hazards.entry(key).or_insert_with(Vec::new).push(position);
        }
        for (position, object) in plan.verdicts.iter().enumerate() {
            let key = (object.kind, object.table.clone(), object.name.clone());
            objects.entry(key).or_insert_with(Vec::new).push(position);
        }
        Places { names: CatalogNames::of(catalog), hazards, objects }
    }

    /// Whether a hazard has this id, in this plan or at all.
    fn is_hazard(&self, id: &str) -> bool {
        hazard::ALL.iter().any(|detector| detector.id == id)
            || self.hazards.range((id.to_owned(), None, None)..).next().is_some_and(|((first, ..), _)| first == id)
    }

    /// Whether a table or view has this name.
    fn is_named(&self, name: &str) -> bool {
        self.names.table(name).is_some() || self.names.is_view(name) || self.names.is_virtual_table(name)
    }
}

type Problem = (String, &'static str);

fn hazard(
    plan: &mut Plan,
    places: &Places,
    (id, table, object): (&String, &Option<String>, &Option<String>),
) -> Result<(), Problem> {
    if !places.is_hazard(id) {
        return Err((format!("there is no hazard \"{id}\""), "outgrow check names each hazard by its id."));
    }
    if let Some(table) = table.as_ref().filter(|table| !places.is_named(table)) {
        let message = format!("table \"{table}\" does not exist in the SQLite file");
        return Err((message, "Correct the name, or take the acknowledgement out of the plan file."));
    }
    let key = (id.clone(), table.clone(), object.clone());
    for position in places.hazards.get(&key).into_iter().flatten() {
        let hazard = &mut plan.hazards[*position];
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

/// Leaves the objects out that are not converted.
fn object(
    plan: &mut Plan,
    places: &Places,
    (kind, table, name): (ObjectKind, &Option<String>, &String),
) -> Result<(), Problem> {
    let Some(positions) = places.objects.get(&(kind, table.clone(), name.clone())) else {
        let message = format!("the SQLite file has no {kind} \"{name}\"{}", of(table.as_deref()));
        return Err((message, "Correct kind, table and name, as outgrow check --plan writes them."));
    };
    for position in positions {
        let object = &mut plan.verdicts[*position];
        if let Verdict::NotConverted { reason, .. } = &object.verdict {
            let reason = format!("acknowledged in the plan file: {reason}");
            object.verdict = Verdict::LeftOut { reason };
        }
    }
    Ok(())
}

fn of(table: Option<&str>) -> String {
    table.map(|table| format!(" of table \"{table}\"")).unwrap_or_default()
}
