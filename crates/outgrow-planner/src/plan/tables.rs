//! Tables and columns: names, data types, NOT NULL, identity.

use super::draft::{Draft, Drafted, is_moved};
use super::names::{Namespace, spelled};
use super::{ColumnPlan, ObjectKind, RowKeyPlan, Substitute, Verdict, agree};
use crate::catalog::pg::{self, DataType, Identity};
use crate::catalog::sqlite::{Column, IndexKey, Table};
use crate::mapping::{Injective, Mapping, Reason, Rule, map};
use crate::profile::{ColumnProfile, TableProfile};

/// Drafts every table that is moved.
pub(super) fn plan(draft: &mut Draft<'_>) {
    let mappings = mappings(draft);
    for (position, mappings) in mappings.into_iter().enumerate() {
        let table = &draft.catalog.tables[position];
        if is_moved(table) {
            table_plan(draft, position, mappings);
        }
    }
    draft.relate();
}

fn mappings(draft: &Draft<'_>) -> Vec<Vec<Mapping>> {
    let tables = &draft.catalog.tables;
    let mut mappings: Vec<Vec<Mapping>> = tables
        .iter()
        .zip(&draft.profile.tables)
        .map(|(table, profile)| {
            let columns = table.columns.iter().zip(&profile.columns).enumerate();
            columns.map(|(position, (column, facts))| mapping(draft, table, position, column, facts)).collect()
        })
        .collect();
    agree::agree(draft.catalog, draft.profile, &mut mappings);
    mappings
}

fn mapping(draft: &Draft<'_>, table: &Table, position: usize, column: &Column, facts: &ColumnProfile) -> Mapping {
    let injective = if is_key(draft, table, position) { Injective::Required } else { Injective::NotRequired };
    let mapping = map(&draft.context, table, column, facts, injective);
    let clean = facts.blobs.all.count == 0 && facts.texts.invalid_utf8.count == 0;
    match mapping.to {
        // json has no equality, so it can neither be a key nor be indexed.
        DataType::Json if is_key(draft, table, position) || is_indexed(table, position) => {
            Mapping { to: DataType::Text, rule: Rule::Text, because: Reason::Indexed }
        }
        // What stands for a value in quarantine can be longer than the value.
        DataType::Varchar(_) if !clean => Mapping { to: DataType::Text, ..mapping },
        _ => mapping,
    }
}

/// Whether different values of the column must stay different: it is in a unique key or a foreign key.
fn is_key(draft: &Draft<'_>, table: &Table, position: usize) -> bool {
    let primary = table.primary_key.iter().flat_map(|key| &key.columns);
    let unique = table.uniques.iter().flat_map(|unique| &unique.columns);
    let indexed = table.indexes.iter().filter(|index| index.unique).flat_map(|index| &index.parts);
    primary.chain(unique).any(|part| part.column == position)
        || indexed.into_iter().any(|part| part.key == IndexKey::Column(position))
        || table.foreign_keys.iter().any(|key| key.columns.contains(&position))
        || draft.catalog.tables.iter().any(|child| {
            let keys = child.foreign_keys.iter().filter(|key| key.parent.eq_ignore_ascii_case(&table.name));
            keys.flat_map(|key| &key.parent_columns)
                .any(|name| name.eq_ignore_ascii_case(&table.columns[position].name))
        })
}

fn is_indexed(table: &Table, position: usize) -> bool {
    table.indexes.iter().flat_map(|index| &index.parts).any(|part| part.key == IndexKey::Column(position))
}

fn table_plan(draft: &mut Draft<'_>, position: usize, mappings: Vec<Mapping>) {
    let table = &draft.catalog.tables[position];
    let profile = &draft.profile.tables[position];
    let name = draft.relation_name(ObjectKind::Table, &table.name);
    draft.arrives(ObjectKind::Table, Some(&table.name), &table.name, &name.name, Verdict::Converted);
    let mut names = Namespace::of_columns();
    let mut columns = Vec::with_capacity(mappings.len());
    let mut plans = Vec::with_capacity(mappings.len());
    for (at, mapping) in mappings.into_iter().enumerate() {
        let source = &table.columns[at];
        let wanted = spelled(&source.name, draft.identifiers);
        let name = names.take(&wanted);
        draft.note_rename(ObjectKind::Column, Some(&table.name), &source.name, &wanted, &name);
        draft.arrives(ObjectKind::Column, Some(&table.name), &source.name, &name, Verdict::Converted);
        let column = target_column(table, profile, at, name, &mapping);
        plans.push(column_plan(source, &profile.columns[at], &column, mapping));
        columns.push(column);
    }
    let row_key = row_key(table, profile);
    let target = pg::Table { name, columns };
    let constraint_names = Namespace::default();
    draft.tables.push(Drafted { position, table, profile, target, columns: plans, row_key, constraint_names });
}

fn target_column(
    table: &Table,
    profile: &TableProfile,
    position: usize,
    name: crate::ident::Ident,
    mapping: &Mapping,
) -> pg::Column {
    let source = &table.columns[position];
    let alias = table.rowid_alias() == Some(position);
    let in_key = key_columns(table, profile).is_some_and(|columns| columns.contains(&position));
    pg::Column {
        name,
        data_type: mapping.to,
        not_null: alias || in_key || (source.not_null && profile.columns[position].nulls.count == 0),
        byte_order: mapping.to.is_collatable(),
        default: None,
        identity: alias.then(|| Identity { last: last_identity(table, &profile.columns[position]) }),
        generated: None,
    }
}

/// The last value given out: never below `sqlite_sequence`, never below the largest rowid.
fn last_identity(table: &Table, facts: &ColumnProfile) -> i64 {
    let largest = facts.integers.range.map_or(0, |(_, max)| max);
    table.autoincrement.unwrap_or(0).max(largest).max(0)
}

fn column_plan(source: &Column, facts: &ColumnProfile, target: &pg::Column, mapping: Mapping) -> ColumnPlan {
    let substitute = match target.data_type {
        DataType::Text | DataType::Varchar(_) => Substitute::Repaired,
        _ if target.not_null => Substitute::Neutral,
        _ => Substitute::Null,
    };
    ColumnPlan { source: source.name.clone(), mapping, copied: true, substitute, max_bytes: facts.max_bytes() }
}

/// The columns of the primary key, where no row has a NULL in them.
pub(super) fn key_columns(table: &Table, profile: &TableProfile) -> Option<Vec<usize>> {
    let key = table.primary_key.as_ref()?;
    let columns: Vec<usize> = key.columns.iter().map(|part| part.column).collect();
    let complete = columns.iter().all(|column| profile.columns[*column].nulls.count == 0);
    complete.then_some(columns)
}

/// The primary key, else the first unique constraint without NULLs.
fn row_key(table: &Table, profile: &TableProfile) -> RowKeyPlan {
    if let Some(columns) = key_columns(table, profile) {
        return RowKeyPlan::Columns(columns);
    }
    let unique = table.uniques.iter().find(|unique| {
        unique
            .columns
            .iter()
            .all(|part| table.columns[part.column].not_null && profile.columns[part.column].nulls.count == 0)
    });
    unique
        .map_or(RowKeyPlan::None, |unique| RowKeyPlan::Columns(unique.columns.iter().map(|part| part.column).collect()))
}
