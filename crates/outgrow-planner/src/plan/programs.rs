//! Views and triggers.

use super::draft::{Draft, by_notes};
use super::names::{Namespace, spelled};
use super::{Made, ObjectKind, ObjectVerdict, making_order};
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

/// What fails is tried again as long as one more succeeds: the order can be wrong.
fn views(draft: &mut Draft<'_>) {
    let views = &draft.catalog.views;
    let names = draft.view_names.clone();
    let texts: Vec<(&str, &str)> = views.iter().map(|view| (view.name.as_str(), view.sql.as_str())).collect();
    let mut waiting = making_order::order(&making_order::named(&texts));
    let mut failures: Vec<NotConverted> = Vec::new();
    let mut verdicts: Vec<ObjectVerdict> = Vec::new();
    loop {
        let before = waiting.len();
        failures.clear();
        waiting.retain(|position| match self::view(draft, &views[*position], names[*position].clone()) {
            Ok(verdict) => {
                verdicts.push(verdict);
                false
            }
            Err(why) => {
                failures.push(why);
                true
            }
        });
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    draft.verdicts.append(&mut verdicts);
    let mut failed: Vec<(usize, NotConverted)> = waiting.into_iter().zip(failures).collect();
    failed.sort_by_key(|(position, _)| *position);
    for (position, why) in failed {
        draft.not_converted(ObjectKind::View, None, &views[position].name, why, &views[position].sql);
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
    draft.relations.push(translated.relation);
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
