//! Views and triggers.

use super::draft::{Draft, by_notes};
use super::names::{Namespace, spelled};
use super::{Made, ObjectKind, ObjectVerdict};
use crate::catalog::sqlite::{Trigger, View};
use crate::ident::{Ident, QualifiedName};
use crate::translate::{self, NotConverted};

/// Plans views, then triggers.
pub(super) fn plan(draft: &mut Draft<'_>) {
    views(draft);
    for trigger in &draft.catalog.triggers {
        self::trigger(draft, trigger);
    }
}

/// A view can stand on views that come later in the file, so the rest is tried
/// again as long as one more succeeds.
fn views(draft: &mut Draft<'_>) {
    let mut waiting: Vec<&View> = draft.catalog.views.iter().collect();
    let mut failures: Vec<NotConverted> = Vec::new();
    let mut verdicts: Vec<ObjectVerdict> = Vec::new();
    let names: Vec<(&str, QualifiedName)> =
        waiting.iter().map(|view| view.name.as_str()).zip(draft.view_names.iter().cloned()).collect();
    loop {
        let before = waiting.len();
        failures.clear();
        waiting.retain(|view| {
            let name = names.iter().find(|(source, _)| *source == view.name).map(|(_, name)| name.clone());
            let name = name.expect("every view of the file was given a name above");
            match self::view(draft, view, name) {
                Ok(verdict) => {
                    verdicts.push(verdict);
                    false
                }
                Err(why) => {
                    failures.push(why);
                    true
                }
            }
        });
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    draft.verdicts.append(&mut verdicts);
    for (view, why) in waiting.into_iter().zip(failures) {
        draft.not_converted(ObjectKind::View, None, &view.name, why, &view.sql);
    }
}

fn view(draft: &mut Draft<'_>, view: &View, name: QualifiedName) -> Result<ObjectVerdict, NotConverted> {
    if view.columns.is_empty() {
        return Err(NotConverted::new("SQLite itself cannot read it any more"));
    }
    let mut names = Namespace::default();
    let columns: Vec<Ident> =
        view.columns.iter().map(|column| names.take(&spelled(column, draft.identifiers))).collect();
    let translated = translate::view(view, &draft.relations, name, &columns)?;
    draft.functions.extend(translated.functions);
    draft.relations.all.push(translated.relation);
    let made = vec![Made::View { name: translated.view.name.clone() }];
    let target = Some(translated.view.name.name.clone());
    draft.views.push(translated.view);
    let verdict = by_notes(&translated.notes);
    Ok(ObjectVerdict { kind: ObjectKind::View, table: None, name: view.name.clone(), verdict, target, sql: None, made })
}

fn trigger(draft: &mut Draft<'_>, trigger: &Trigger) {
    let wanted = spelled(&trigger.name, draft.identifiers);
    let name = Namespace::default().take(&wanted);
    draft.note_rename(ObjectKind::Trigger, Some(&trigger.table), &trigger.name, &wanted, &name);
    let name = QualifiedName::new(draft.options.schema.clone(), name);
    match translate::trigger(trigger, &draft.relations, name) {
        Ok(translated) => {
            draft.functions.extend(translated.functions);
            let (function, target) = (translated.trigger.function.name.clone(), translated.trigger.name.clone());
            draft.triggers.push(translated.trigger);
            let verdict = by_notes(&translated.notes);
            draft.verdict(ObjectKind::Trigger, Some(&trigger.table), &trigger.name, verdict);
            draft.arrives_as(&target);
            draft.made(Made::Trigger { function });
        }
        Err(why) => {
            draft.not_converted(ObjectKind::Trigger, Some(&trigger.table), &trigger.name, why, &trigger.sql);
        }
    }
}
