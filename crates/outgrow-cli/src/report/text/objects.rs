//! Objects in text: those that do not arrive, and those that differ.

use std::collections::BTreeSet;

use outgrow_planner::plan::{ObjectKind, ObjectVerdict, Verdict};

use super::page::Page;
use crate::report::facts::{self, ObjectFacts};
use crate::report::words::{self, visible};

/// The objects that do not arrive: which, why, what to do.
pub(super) fn not_converted(page: &mut Page, title: &str, objects: &[ObjectFacts<'_>]) {
    for (position, (object, reason, suggestion)) in facts::not_converted(facts::verdicts(objects)).enumerate() {
        if position == 0 {
            page.heading(title);
        }
        page.line(2, &format!("{}: {}", named(object), visible(reason)));
        if let Some(suggestion) = suggestion {
            page.line(4, &visible(suggestion));
        }
    }
}

/// The objects that arrive and differ: which, and how.
pub(super) fn differing(page: &mut Page, objects: &[ObjectFacts<'_>]) {
    let mut first = true;
    for object in facts::verdicts(objects) {
        let Verdict::Differs { difference } = &object.verdict else { continue };
        if std::mem::take(&mut first) {
            page.heading("arrive with a difference");
        }
        page.line(2, &format!("{}: {}", named(object), visible(difference)));
    }
}

/// The objects that stay behind as the plan file says: which, and why.
pub(super) fn left_out(page: &mut Page, objects: &[ObjectFacts<'_>]) {
    let left: Vec<(&ObjectVerdict, &str)> = facts::verdicts(objects).filter_map(with_reason).collect();
    let tables = left.iter().filter(|(object, _)| object.kind == ObjectKind::Table);
    let tables: BTreeSet<&str> = tables.map(|(table, _)| table.name.as_str()).collect();
    // What belongs to a table that stays behind need not be told one by one.
    let is_part = |object: &ObjectVerdict| {
        object.kind != ObjectKind::Table && object.table.as_deref().is_some_and(|table| tables.contains(table))
    };
    for (position, (object, reason)) in left.iter().filter(|(object, _)| !is_part(object)).enumerate() {
        if position == 0 {
            page.heading("left out");
        }
        page.line(2, &format!("{}: {}", named(object), visible(reason)));
    }
}

fn with_reason(object: &ObjectVerdict) -> Option<(&ObjectVerdict, &str)> {
    match &object.verdict {
        Verdict::LeftOut { reason } => Some((object, reason)),
        Verdict::Converted | Verdict::Differs { .. } | Verdict::NotConverted { .. } | Verdict::NotNeeded { .. } => None,
    }
}

/// `index album_title of album`.
fn named(object: &ObjectVerdict) -> String {
    let name = words::name(&object.name);
    match (&object.table, object.kind) {
        (None, kind) | (Some(_), kind @ ObjectKind::Table) => format!("{kind} {name}"),
        (Some(table), kind) => format!("{kind} {name} of {}", words::name(table)),
    }
}
