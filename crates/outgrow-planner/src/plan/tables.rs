//! Tables and columns: names, data types, NOT NULL, identity.

use super::draft::{Draft, Drafted, is_moved};
use super::names::{Namespace, spelled};
use super::narrow::Places;
use super::{
    Collation, ColumnPlan, Made, Mistake, ObjectKind, RowKeyPlan, Substitute, Verdict, agree, decide, leftovers,
};
use crate::catalog::pg::{self, DataType, Identity};
use crate::catalog::sqlite::{Column, IndexKey, Table};
use crate::ident::{Ident, QualifiedName};
use crate::mapping::{Injective, Mapping, Reason, Rule, holds_every_value, map};
use crate::profile::{ColumnProfile, TableProfile};

/// Drafts every table that is moved.
pub(super) fn plan(draft: &mut Draft<'_>) {
    let mut mappings = mappings(draft);
    decide::types(draft, &mut mappings);
    decide::claim_table_names(draft);
    for (position, mappings) in mappings.into_iter().enumerate() {
        let table = &draft.catalog.tables[position];
        if is_moved(table) {
            table_plan(draft, position, mappings);
        }
    }
    // The names of views are used in queries, those of keys and indexes are not: so views come first.
    draft.view_names = {
        let catalog = draft.catalog;
        catalog.views.iter().map(|view| draft.relation_name(ObjectKind::View, &view.name)).collect()
    };
    draft.relate();
}

fn mappings(draft: &Draft<'_>) -> Vec<Vec<Mapping>> {
    let tables = &draft.catalog.tables;
    let mut mappings: Vec<Vec<Mapping>> = tables
        .iter()
        .zip(&draft.profile.tables)
        .enumerate()
        .map(|(at, (table, profile))| {
            let columns = table.columns.iter().zip(&profile.columns).enumerate();
            columns.map(|(position, (column, facts))| mapping(draft, (at, table), position, column, facts)).collect()
        })
        .collect();
    agree::agree(draft, &mut mappings);
    mappings
}

fn mapping(
    draft: &Draft<'_>,
    (at, table): (usize, &Table),
    position: usize,
    column: &Column,
    facts: &ColumnProfile,
) -> Mapping {
    let injective = injective(draft, at, position);
    let mapping = map(&draft.context, table, column, facts, injective);
    let in_key = injective == Injective::Required;
    let clean = facts.blobs.all.count == 0 && facts.texts.invalid_utf8.count == 0;
    let clean = clean && (facts.texts.with_nul.count == 0 || !in_key);
    match mapping.to {
        // json has no equality, so it can neither be a key nor be indexed.
        DataType::Json if in_key || is_indexed(table, position) => {
            Mapping { to: DataType::Text, rule: Rule::Text, because: Reason::Indexed }
        }
        // The sequence goes on from the last rowid, and must be able to.
        DataType::Smallint | DataType::Integer if exhausts(table, position, facts, mapping.to) => {
            Mapping { to: DataType::Bigint, ..mapping }
        }
        // What stands for a value in quarantine can be longer than the value.
        DataType::Varchar(_) if !clean => Mapping { to: DataType::Text, ..mapping },
        _ => mapping,
    }
}

/// Whether different values of a column must stay different; `table` is its position in the catalog.
pub(super) fn injective(draft: &Draft<'_>, table: usize, position: usize) -> Injective {
    if draft.key_columns[table].contains(&position) { Injective::Required } else { Injective::NotRequired }
}

/// Whether an index has the column as a key.
pub(super) fn is_indexed(table: &Table, position: usize) -> bool {
    table.indexes.iter().flat_map(|index| &index.parts).any(|part| part.key == IndexKey::Column(position))
}

fn table_plan(draft: &mut Draft<'_>, position: usize, mappings: Vec<Mapping>) {
    let table = &draft.catalog.tables[position];
    let profile = &draft.profile.tables[position];
    let target = table_name(draft, table);
    if !leftovers::is_moved(draft, &table.name) {
        draft.verdict(ObjectKind::Table, Some(&table.name), &table.name, Verdict::Converted);
        draft.arrives_as(&target.name);
    }
    let names = column_names(draft, table);
    let mut columns = Vec::with_capacity(mappings.len());
    let mut plans = Vec::with_capacity(mappings.len());
    for (at, (mapping, name)) in mappings.into_iter().zip(names).enumerate() {
        let source = &table.columns[at];
        let byte_order = draft.decided.collation(&table.name, &source.name) == Collation::Bytes;
        let mut column = target_column(table, profile, at, name, &mapping);
        draft.verdict(ObjectKind::Column, Some(&table.name), &source.name, column_verdict(&column, byte_order));
        draft.arrives_as(&column.name);
        if column.identity.is_some() {
            draft.made(Made::Identity { table: target.clone() });
        }
        column.byte_order &= byte_order;
        let injective = injective(draft, position, at);
        let mut plan = column_plan(source, &profile.columns[at], &column, mapping, injective);
        if let Some(decided) = draft.decided.column(&table.name, &source.name) {
            plan.substitute = decide::substitute(decided, &column, &profile.columns[at], &mut draft.mistakes)
                .unwrap_or(plan.substitute);
            draft.mistakes.extend(decide::collation(decided, &column));
        }
        plans.push(plan);
        columns.push(column);
    }
    let row_key = row_key(table, profile, &plans);
    let target = pg::Table { name: target, columns };
    let (places, constraint_names) = (Places::of(table), Namespace::default());
    draft.tables.push(Drafted { position, table, profile, target, columns: plans, row_key, places, constraint_names });
}

fn table_name(draft: &mut Draft<'_>, table: &Table) -> QualifiedName {
    match draft.decided.table(&table.name).and_then(|decided| decided.name.as_ref()) {
        Some(name) => QualifiedName::new(draft.options.schema.clone(), name.value.clone()),
        None => draft.relation_name(ObjectKind::Table, &table.name),
    }
}

/// The names of the columns in order: first those that are decided take theirs.
fn column_names(draft: &mut Draft<'_>, table: &Table) -> Vec<Ident> {
    let mut names = Namespace::of_columns();
    let decided = |column: &Column| draft.decided.column(&table.name, &column.name)?.name.clone();
    let decided: Vec<_> = table.columns.iter().map(decided).collect();
    for name in decided.iter().flatten().filter(|name| !names.claim(&name.value)) {
        let message = format!("table \"{}\" cannot have two columns called \"{}\"", table.name, name.value.as_str());
        let hint = "Choose another name; tableoid, xmin, cmin, xmax, cmax and ctid are PostgreSQL's own.";
        draft.mistakes.push(Mistake::new(name.line, message, hint));
    }
    let columns = table.columns.iter().zip(decided);
    columns
        .map(|(column, decided)| {
            decided.map_or_else(
                || {
                    let wanted = spelled(&column.name, draft.identifiers);
                    let name = names.take(&wanted);
                    draft.note_rename(ObjectKind::Column, Some(&table.name), &column.name, &wanted, &name);
                    name
                },
                |decided| decided.value,
            )
        })
        .collect()
}

fn column_verdict(column: &pg::Column, byte_order: bool) -> Verdict {
    if byte_order || !column.byte_order {
        return Verdict::Converted;
    }
    Verdict::Differs { difference: "It sorts as the database does, not by bytes, as the plan file says.".to_owned() }
}

fn target_column(table: &Table, profile: &TableProfile, position: usize, name: Ident, mapping: &Mapping) -> pg::Column {
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

/// Whether the values given out so far leave an identity column of this type no room.
fn exhausts(table: &Table, position: usize, facts: &ColumnProfile, to: DataType) -> bool {
    let most = if to == DataType::Smallint { i64::from(i16::MAX) } else { i64::from(i32::MAX) };
    table.rowid_alias() == Some(position) && last_identity(table, facts) >= most
}

/// The last value given out: never below `sqlite_sequence`, never below the largest rowid.
pub(super) fn last_identity(table: &Table, facts: &ColumnProfile) -> i64 {
    let largest = facts.integers.range.map_or(0, |(_, max)| max);
    table.autoincrement.unwrap_or(0).max(largest).max(0)
}

fn column_plan(
    source: &Column,
    facts: &ColumnProfile,
    target: &pg::Column,
    mapping: Mapping,
    injective: Injective,
) -> ColumnPlan {
    let substitute = match target.data_type {
        data_type if can_be_distinct(data_type) && injective == Injective::Required => Substitute::Distinct,
        data_type if is_repairable(data_type, facts) => Substitute::Repaired,
        _ if target.not_null => Substitute::Neutral,
        _ => Substitute::Null,
    };
    ColumnPlan { source: source.name.clone(), mapping, copied: true, substitute, max_bytes: facts.max_bytes() }
}

/// Whether a digest of the value has room in what stands for a value in quarantine.
pub(super) fn can_be_distinct(data_type: DataType) -> bool {
    matches!(data_type, DataType::Text | DataType::Varchar(_) | DataType::Bytea)
}

/// Whether values in quarantine have a repaired form. A real has more than one spelling,
/// and cut to a length they are no longer one number.
pub(super) fn is_repairable(data_type: DataType, facts: &ColumnProfile) -> bool {
    match data_type {
        DataType::Text => true,
        DataType::Varchar(_) => facts.reals.all.count == 0,
        _ => false,
    }
}

/// The columns of the primary key, where no row has a NULL in them.
pub(super) fn key_columns(table: &Table, profile: &TableProfile) -> Option<Vec<usize>> {
    let key = table.primary_key.as_ref()?;
    let columns: Vec<usize> = key.columns.iter().map(|part| part.column).collect();
    let complete = columns.iter().all(|column| profile.columns[*column].nulls.count == 0);
    complete.then_some(columns)
}

/// The primary key, else the first unique constraint without NULLs. A key of which a value goes to
/// quarantine does not stand in its row, so it finds none.
fn row_key(table: &Table, profile: &TableProfile, plans: &[ColumnPlan]) -> RowKeyPlan {
    let arrives = |column: &usize| holds_every_value(&plans[*column].mapping, &profile.columns[*column]);
    let is_never_null = |column: &usize| table.columns[*column].not_null && profile.columns[*column].nulls.count == 0;
    let uniques = table.uniques.iter().map(|unique| unique.columns.iter().map(|part| part.column).collect::<Vec<_>>());
    let uniques = uniques.filter(|columns| columns.iter().all(is_never_null));
    let found = key_columns(table, profile).into_iter().chain(uniques).find(|columns| columns.iter().all(arrives));
    found.map_or(RowKeyPlan::None, RowKeyPlan::Columns)
}
