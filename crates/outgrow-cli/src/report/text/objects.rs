//! Objects in text: those that do not arrive, and those that differ.

use outgrow_planner::plan::{ObjectKind, ObjectVerdict, Verdict};

use super::page::Page;
use crate::report::facts;
use crate::report::words::{self, visible};

/// The objects that do not arrive: which, why, what to do.
pub(super) fn not_converted(page: &mut Page, title: &str, objects: &[ObjectVerdict]) {
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
pub(super) fn differing(page: &mut Page, objects: &[ObjectVerdict]) {
    let mut first = true;
    for object in objects {
        let Verdict::Differs { difference } = &object.verdict else { continue };
        if std::mem::take(&mut first) {
            page.heading("arrive with a difference");
        }
        page.line(2, &format!("{}: {}", named(object), visible(difference)));
    }
}

/// The objects that stay behind as the plan file says: which, and why.
pub(super) fn left_out(page: &mut Page, objects: &[ObjectVerdict]) {
    let reason = |object: &ObjectVerdict| match &object.verdict {
        Verdict::LeftOut { reason } => Some(visible(reason)),
        Verdict::Converted | Verdict::Differs { .. } | Verdict::NotConverted { .. } | Verdict::NotNeeded { .. } => None,
    };
    // What belongs to a table that stays behind need not be told one by one.
    let is_part = |object: &ObjectVerdict| {
        let of = |other: &&ObjectVerdict| {
            other.kind == ObjectKind::Table && other.name == object.table.as_deref().unwrap_or("")
        };
        object.kind != ObjectKind::Table && objects.iter().find(of).is_some_and(|table| reason(table).is_some())
    };
    let told = objects.iter().filter(|object| !is_part(object));
    for (position, (object, reason)) in told.filter_map(|object| Some((object, reason(object)?))).enumerate() {
        if position == 0 {
            page.heading("left out");
        }
        page.line(2, &format!("{}: {reason}", named(object)));
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

/// A word as a shell takes it.
pub(super) fn argument(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-:+=@%,".contains(&byte);
    let shown = visible(word);
    if !shown.is_empty() && shown.bytes().all(plain) {
        return shown;
    }
    format!("'{}'", shown.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_can_be_pasted_into_a_shell() {
        assert_eq!(argument("data/app.db"), "data/app.db");
        assert_eq!(argument("it's mine.db"), "'it'\\''s mine.db'");
        assert_eq!(argument("$(rm x).db"), "'$(rm x).db'");
    }
}
