//! Primary keys and UNIQUE constraints.

use super::draft::Draft;
use super::names::spelled;
use super::tables::key_columns;
use super::{ConstraintPlan, ObjectKind, Verdict, indexes};
use crate::catalog::pg::{Constraint, ConstraintKind};
use crate::catalog::sqlite::KeyColumn;
use crate::ident::Ident;

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
    let complete = key_columns(table, draft.tables[drafted].profile).is_some();
    let default = format!("{}_pkey", draft.tables[drafted].target.name.name.as_str());
    let name = constraint_name(draft, drafted, key.name.as_deref(), &default);
    let columns = idents(draft, drafted, &key.columns);
    // PostgreSQL allows no NULL in a primary key; SQLite does in a rowid table. The rows
    // stay, and the key becomes what SQLite really enforces.
    let kind = if complete { ConstraintKind::PrimaryKey { columns } } else { ConstraintKind::Unique { columns } };
    push(draft, drafted, name.clone(), kind);
    let verdict = if complete {
        Verdict::Converted
    } else {
        Verdict::Differs { difference: "It is UNIQUE only, because rows have NULL in the key.".to_owned() }
    };
    let shown = list(draft, drafted, &key.columns);
    draft.arrives(ObjectKind::PrimaryKey, Some(&table.name), &shown, &name, verdict);
    fold_case(draft, drafted, &key.columns);
}

fn unique(draft: &mut Draft<'_>, drafted: usize, position: usize) {
    let table = draft.tables[drafted].table;
    let unique = &table.uniques[position];
    let target = draft.tables[drafted].target.name.name.as_str().to_owned();
    let columns = idents(draft, drafted, &unique.columns);
    let joined = columns.iter().map(Ident::as_str).collect::<Vec<_>>().join("_");
    let name = constraint_name(draft, drafted, unique.name.as_deref(), &format!("{target}_{joined}_key"));
    push(draft, drafted, name.clone(), ConstraintKind::Unique { columns });
    let shown = list(draft, drafted, &unique.columns);
    draft.arrives(ObjectKind::Unique, Some(&table.name), &shown, &name, Verdict::Converted);
    fold_case(draft, drafted, &unique.columns);
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

fn push(draft: &mut Draft<'_>, drafted: usize, name: Ident, kind: ConstraintKind) {
    let table = draft.tables[drafted].target.name.clone();
    draft.constraints.push(ConstraintPlan { constraint: Constraint { table, name, kind }, not_valid: false });
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
