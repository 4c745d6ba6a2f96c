//! Foreign keys.

use super::agree::{Link, are_comparable, link};
use super::draft::Draft;
use super::names::spelled;
use super::{ConstraintPlan, Made, ObjectKind, Verdict, btree};
use crate::catalog::pg::{Constraint, ConstraintKind, ReferentialAction};
use crate::catalog::sqlite::{ForeignKey, ForeignKeyAction, IndexKey, Table};
use crate::ident::Ident;
use crate::translate::NotConverted;

/// Plans the foreign keys of every drafted table.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for drafted in 0..draft.tables.len() {
        for position in 0..draft.tables[drafted].table.foreign_keys.len() {
            foreign_key(draft, drafted, position);
        }
    }
}

fn foreign_key(draft: &mut Draft<'_>, drafted: usize, position: usize) {
    let table = draft.tables[drafted].table;
    let key = &table.foreign_keys[position];
    let shown = shown(table, key);
    match resolve(draft, drafted, key) {
        Ok((parent, link)) => {
            let orphans = draft.tables[drafted].profile.orphans.get(position).map_or(0, |orphans| orphans.count);
            let constraint = constraint(draft, drafted, key, parent, &link);
            let made = Made::Constraint { table: constraint.table.clone(), name: constraint.name.clone() };
            draft.constraints.push(ConstraintPlan { constraint, not_valid: orphans > 0 });
            let verdict = verdict(orphans, collation(draft, parent, &link));
            draft.verdict(ObjectKind::ForeignKey, Some(&table.name), &shown, verdict);
            draft.made(made);
        }
        Err(why) => {
            draft.not_converted(ObjectKind::ForeignKey, Some(&table.name), &shown, why, &shown);
        }
    }
}

fn verdict(orphans: u64, collation: Option<&str>) -> Verdict {
    let mut differences = Vec::new();
    if orphans > 0 {
        differences.push(format!("It is NOT VALID, because {orphans} rows have no parent; new rows are checked."));
    }
    if let Some(collation) = collation {
        differences.push(format!("It compares by bytes; SQLite compares it under {collation}."));
    }
    if differences.is_empty() { Verdict::Converted } else { Verdict::Differs { difference: differences.join(" ") } }
}

/// The collation of SQLite that the key compares texts under, where that is not by bytes: the parent's.
fn collation<'a>(draft: &Draft<'a>, parent: usize, link: &Link) -> Option<&'a str> {
    let drafted = &draft.tables[parent];
    link.pairs.iter().find_map(|(_, column)| {
        let collation = drafted.table.columns[*column].collation.as_deref();
        collation.filter(|name| *name != "BINARY" && drafted.target.columns[*column].data_type.is_collatable())
    })
}

fn resolve(draft: &Draft<'_>, drafted: usize, key: &ForeignKey) -> Result<(usize, Link), NotConverted> {
    let table = draft.tables[drafted].table;
    let unenforced = |reason: String| NotConverted {
        reason,
        suggestion: Some(
            "SQLite cannot enforce this key either; drop it, or mend the parent and move again.".to_owned(),
        ),
    };
    let link = link(draft.catalog, &draft.names, table, key).map_err(unenforced)?;
    let name = &draft.catalog.tables[link.parent].name;
    let parent = draft.drafted(link.parent).ok_or_else(|| unenforced(format!("the parent \"{name}\" is not moved")))?;
    let columns: Vec<usize> = link.pairs.iter().map(|(_, to)| *to).collect();
    if !is_unique(&draft.catalog.tables[link.parent], &columns, Sense::Collation) {
        let reason = format!("its columns in the parent \"{name}\" are not unique (foreign key mismatch)");
        return Err(unenforced(reason));
    }
    possible(draft, drafted, parent, &link)?;
    Ok((parent, link))
}

/// What SQLite enforces and PostgreSQL cannot.
fn possible(draft: &Draft<'_>, child: usize, parent: usize, link: &Link) -> Result<(), NotConverted> {
    let refuse =
        |reason: String, suggestion: &str| Err(NotConverted { reason, suggestion: Some(suggestion.to_owned()) });
    for (from, to) in &link.pairs {
        let from = &draft.tables[child].target.columns[*from];
        let to = &draft.tables[parent].target.columns[*to];
        if !are_comparable(from.data_type, to.data_type) {
            let reason = format!("PostgreSQL does not compare {} with {}", from.data_type, to.data_type);
            return refuse(reason, "Make the values of both columns alike in SQLite and move again.");
        }
    }
    let columns: Vec<usize> = link.pairs.iter().map(|(_, to)| *to).collect();
    let by_hand = "Enforce it with a trigger, or in the application.";
    if btree::are_too_long(&draft.tables[parent], &columns) {
        return refuse("the values of its parent are too long for a key of PostgreSQL".to_owned(), by_hand);
    }
    if !is_unique(draft.tables[parent].table, &columns, Sense::Bytes) {
        return refuse("its columns in the parent are unique under a collation only, not by bytes".to_owned(), by_hand);
    }
    if columns.len() > btree::MOST_COLUMNS {
        return refuse(format!("a key of PostgreSQL has at most {} columns", btree::MOST_COLUMNS), by_hand);
    }
    Ok(())
}

/// In whose sense values are unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    /// SQLite's: under the collation of the column.
    Collation,
    /// PostgreSQL's: by bytes. A constraint is so on PostgreSQL under every collation.
    Bytes,
}

/// Whether a key or a full unique index covers exactly these columns, in any order.
fn is_unique(table: &Table, columns: &[usize], sense: Sense) -> bool {
    let same = |mut candidate: Vec<usize>| {
        let mut wanted = columns.to_vec();
        candidate.sort_unstable();
        wanted.sort_unstable();
        candidate == wanted
    };
    let primary = table.primary_key.iter().map(|key| &key.columns);
    let uniques = table.uniques.iter().map(|unique| &unique.columns);
    if primary.chain(uniques).any(|parts| same(parts.iter().map(|part| part.column).collect())) {
        return true;
    }
    let collation = |column: usize| match sense {
        Sense::Collation => table.columns[column].collation.as_deref().unwrap_or("BINARY"),
        Sense::Bytes => "BINARY",
    };
    let full = table.indexes.iter().filter(|index| index.unique && index.predicate.is_none());
    full.into_iter().any(|index| {
        let parts: Option<Vec<usize>> = index
            .parts
            .iter()
            .map(|part| match part.key {
                IndexKey::Column(column) if part.collation == collation(column) => Some(column),
                IndexKey::Column(_) | IndexKey::Rowid | IndexKey::Expression(_) => None,
            })
            .collect();
        parts.is_some_and(same)
    })
}

fn constraint(draft: &mut Draft<'_>, drafted: usize, key: &ForeignKey, parent: usize, link: &Link) -> Constraint {
    let child = &draft.tables[drafted].target;
    let columns: Vec<Ident> = link.pairs.iter().map(|(from, _)| child.columns[*from].name.clone()).collect();
    let joined = columns.iter().map(Ident::as_str).collect::<Vec<_>>().join("_");
    let default = format!("{}_{joined}_fkey", child.name.name.as_str());
    let wanted = key.name.as_deref().map_or(default, |name| spelled(name, draft.identifiers));
    let table = child.name.clone();
    let target = &draft.tables[parent].target;
    let kind = ConstraintKind::ForeignKey {
        columns,
        parent: target.name.clone(),
        parent_columns: link.pairs.iter().map(|(_, to)| target.columns[*to].name.clone()).collect(),
        on_delete: action(key.on_delete),
        on_update: action(key.on_update),
        deferred: key.deferred,
    };
    let name = draft.tables[drafted].constraint_names.take(&wanted);
    Constraint { table, name, kind }
}

fn action(action: ForeignKeyAction) -> ReferentialAction {
    match action {
        ForeignKeyAction::NoAction => ReferentialAction::NoAction,
        ForeignKeyAction::Restrict => ReferentialAction::Restrict,
        ForeignKeyAction::SetNull => ReferentialAction::SetNull,
        ForeignKeyAction::SetDefault => ReferentialAction::SetDefault,
        ForeignKeyAction::Cascade => ReferentialAction::Cascade,
    }
}

/// The definition of a key, by which reports name it.
pub(super) fn shown(table: &Table, key: &ForeignKey) -> String {
    let columns: Vec<&str> = key.columns.iter().map(|column| table.columns[*column].name.as_str()).collect();
    let parent = key.parent_columns.join(", ");
    let parent = if parent.is_empty() { key.parent.clone() } else { format!("{}({parent})", key.parent) };
    format!("({}) → {parent}", columns.join(", "))
}
