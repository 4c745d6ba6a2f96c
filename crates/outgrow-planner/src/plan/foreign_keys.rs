//! Foreign keys.

use super::agree::{Link, link};
use super::draft::Draft;
use super::names::spelled;
use super::{ConstraintPlan, ObjectKind, Verdict};
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
    match resolve(draft, table, key) {
        Ok((parent, link)) => {
            let orphans = draft.tables[drafted].profile.orphans.get(position).map_or(0, |orphans| orphans.count);
            let constraint = constraint(draft, drafted, key, parent, &link);
            let target = constraint.name.clone();
            draft.constraints.push(ConstraintPlan { constraint, not_valid: orphans > 0 });
            draft.arrives(ObjectKind::ForeignKey, Some(&table.name), &shown, &target, verdict(orphans));
        }
        Err(reason) => {
            let suggestion = "SQLite cannot enforce this key either; drop it, or mend the parent and move again.";
            let why = NotConverted { reason, suggestion: Some(suggestion.to_owned()) };
            draft.not_converted(ObjectKind::ForeignKey, Some(&table.name), &shown, why, &shown);
        }
    }
}

fn verdict(orphans: u64) -> Verdict {
    if orphans == 0 {
        return Verdict::Converted;
    }
    Verdict::Differs {
        difference: format!("It is NOT VALID, because {orphans} rows have no parent; new rows are checked."),
    }
}

fn resolve(draft: &Draft<'_>, table: &Table, key: &ForeignKey) -> Result<(usize, Link), String> {
    let link = link(draft.catalog, table, key)?;
    let parent = &draft.catalog.tables[link.parent];
    let drafted = draft.drafted(link.parent).ok_or_else(|| format!("the parent \"{}\" is not moved", parent.name))?;
    let columns: Vec<usize> = link.pairs.iter().map(|(_, to)| *to).collect();
    if !is_unique(parent, &columns) {
        return Err(format!("its columns in the parent \"{}\" are not unique (foreign key mismatch)", parent.name));
    }
    Ok((drafted, link))
}

/// Whether a key or a full unique index covers exactly these columns, in any order.
fn is_unique(table: &Table, columns: &[usize]) -> bool {
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
    let full = table.indexes.iter().filter(|index| index.unique && index.predicate.is_none());
    full.into_iter().any(|index| {
        let parts: Option<Vec<usize>> = index
            .parts
            .iter()
            .map(|part| match part.key {
                IndexKey::Column(column) if part.collation == "BINARY" => Some(column),
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

fn shown(table: &Table, key: &ForeignKey) -> String {
    let columns: Vec<&str> = key.columns.iter().map(|column| table.columns[*column].name.as_str()).collect();
    let parent = key.parent_columns.join(", ");
    let parent = if parent.is_empty() { key.parent.clone() } else { format!("{}({parent})", key.parent) };
    format!("({}) → {parent}", columns.join(", "))
}
