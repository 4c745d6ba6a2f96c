//! Primary keys and UNIQUE constraints.

use super::draft::Draft;
use super::names::spelled;
use super::tables::key_columns;
use super::{ConstraintPlan, Made, ObjectKind, Verdict, btree, indexes};
use crate::catalog::pg::{Constraint, ConstraintKind};
use crate::catalog::sqlite::KeyColumn;
use crate::ident::Ident;
use crate::translate::NotConverted;

/// Plans the keys of every drafted table.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for drafted in 0..draft.tables.len() {
        primary_key(draft, drafted);
        for position in 0..draft.tables[drafted].table.uniques.len() {
            unique(draft, drafted, position);
        }
    }
}

fn primary_key(draft: &mut Draft<'_>, drafted: usize) {
    let table = draft.tables[drafted].table;
    let Some(key) = &table.primary_key else { return };
    let default = format!("{}_pkey", draft.tables[drafted].target.name.name.as_str());
    let shown = list(draft, drafted, &key.columns);
    if let Some(why) = impossible(&key.columns) {
        return draft.not_converted(ObjectKind::PrimaryKey, Some(&table.name), &shown, why, &table.sql);
    }
    let name = constraint_name(draft, drafted, key.name.as_deref(), &default);
    let (verdict, made) = if is_too_long(draft, drafted, &key.columns) {
        let made = indexes::digested_unique(draft, drafted, name, &key.columns);
        (Verdict::Differs { difference: btree::difference("no primary key, but a unique index") }, made)
    } else {
        exact_primary_key(draft, drafted, name, &key.columns)
    };
    draft.verdict(ObjectKind::PrimaryKey, Some(&table.name), &shown, verdict);
    draft.made(made);
    fold_case(draft, drafted, &key.columns);
}

fn exact_primary_key(draft: &mut Draft<'_>, drafted: usize, name: Ident, parts: &[KeyColumn]) -> (Verdict, Made) {
    let complete = key_columns(draft.tables[drafted].table, draft.tables[drafted].profile).is_some();
    let columns = idents(draft, drafted, parts);
    // PostgreSQL allows no NULL in a primary key; SQLite does in a rowid table. The rows
    // stay, and the key becomes what SQLite really enforces.
    let kind = if complete { ConstraintKind::PrimaryKey { columns } } else { ConstraintKind::Unique { columns } };
    let made = push(draft, drafted, name, kind);
    if complete {
        return (Verdict::Converted, made);
    }
    (Verdict::Differs { difference: "It is UNIQUE only, because rows have NULL in the key.".to_owned() }, made)
}

fn unique(draft: &mut Draft<'_>, drafted: usize, position: usize) {
    let table = draft.tables[drafted].table;
    let unique = &table.uniques[position];
    let shown = list(draft, drafted, &unique.columns);
    if let Some(why) = impossible(&unique.columns) {
        return draft.not_converted(ObjectKind::Unique, Some(&table.name), &shown, why, &table.sql);
    }
    let target = draft.tables[drafted].target.name.name.as_str().to_owned();
    let columns = idents(draft, drafted, &unique.columns);
    let joined = columns.iter().map(Ident::as_str).collect::<Vec<_>>().join("_");
    let name = constraint_name(draft, drafted, unique.name.as_deref(), &format!("{target}_{joined}_key"));
    let (verdict, made) = if is_too_long(draft, drafted, &unique.columns) {
        let made = indexes::digested_unique(draft, drafted, name, &unique.columns);
        (Verdict::Differs { difference: btree::difference("no constraint, but a unique index") }, made)
    } else {
        (Verdict::Converted, push(draft, drafted, name, ConstraintKind::Unique { columns }))
    };
    draft.verdict(ObjectKind::Unique, Some(&table.name), &shown, verdict);
    draft.made(made);
    fold_case(draft, drafted, &unique.columns);
}

fn is_too_long(draft: &Draft<'_>, drafted: usize, parts: &[KeyColumn]) -> bool {
    let columns: Vec<usize> = parts.iter().map(|part| part.column).collect();
    btree::are_too_long(&draft.tables[drafted], &columns)
}

/// Why no index can enforce a key of these columns.
fn impossible(parts: &[KeyColumn]) -> Option<NotConverted> {
    (parts.len() > btree::MOST_COLUMNS).then(|| NotConverted {
        reason: format!(
            "it has {} columns, and an index of PostgreSQL has at most {}",
            parts.len(),
            btree::MOST_COLUMNS
        ),
        suggestion: Some("Enforce it with a trigger, or with a unique index on a digest of the columns.".to_owned()),
    })
}

/// A key under NOCASE or RTRIM is also unique in the collation's sense; the constraint
/// by bytes stays, because foreign keys can only refer to that.
fn fold_case(draft: &mut Draft<'_>, drafted: usize, parts: &[KeyColumn]) {
    if parts.iter().any(|part| part.collation != "BINARY") {
        indexes::collated_unique(draft, drafted, parts);
    }
}

fn constraint_name(draft: &mut Draft<'_>, drafted: usize, given: Option<&str>, default: &str) -> Ident {
    let wanted = given.map_or_else(|| default.to_owned(), |name| spelled(name, draft.identifiers));
    let name = draft.relation_names.take(&wanted);
    // PostgreSQL keeps the names of all constraints of a table apart.
    draft.tables[drafted].constraint_names.take(name.as_str());
    name
}

fn push(draft: &mut Draft<'_>, drafted: usize, name: Ident, kind: ConstraintKind) -> Made {
    let table = draft.tables[drafted].target.name.clone();
    let made = Made::Constraint { table: table.clone(), name: name.clone() };
    draft.constraints.push(ConstraintPlan { constraint: Constraint { table, name, kind }, not_valid: false });
    made
}

fn idents(draft: &Draft<'_>, drafted: usize, parts: &[KeyColumn]) -> Vec<Ident> {
    let columns = &draft.tables[drafted].target.columns;
    parts.iter().map(|part| columns[part.column].name.clone()).collect()
}

fn list(draft: &Draft<'_>, drafted: usize, parts: &[KeyColumn]) -> String {
    let columns = &draft.tables[drafted].table.columns;
    let names: Vec<&str> = parts.iter().map(|part| columns[part.column].name.as_str()).collect();
    format!("({})", names.join(", "))
}
