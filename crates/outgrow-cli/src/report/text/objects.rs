//! Objects in text: those that do not arrive, and those that differ.

use outgrow_planner::plan::{ObjectKind, ObjectVerdict, Verdict};

use super::page::Page;
use crate::report::facts::{self, ObjectFacts};
use crate::report::words::{self, visible};

/// The objects that do not arrive: which, why, what to do.
pub(super) fn not_converted(page: &mut Page, title: &str, objects: &[ObjectFacts<'_>]) {
    let objects = objects.iter().map(|facts| facts.object);
    for (position, (object, reason, suggestion)) in facts::not_converted(objects).enumerate() {
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
    for object in objects.iter().map(|facts| facts.object) {
        let Verdict::Differs { difference } = &object.verdict else { continue };
        if std::mem::take(&mut first) {
            page.heading("arrive with a difference");
        }
        page.line(2, &format!("{}: {}", named(object), visible(difference)));
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
