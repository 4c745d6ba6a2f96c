//! A table without some of its columns.

use std::collections::BTreeSet;

use super::mention::mentions;
use crate::catalog::sqlite::{Index, IndexKey, KeyColumn, Table};
use crate::plan::Fate;
use crate::plan::decisions::Lookup;
use crate::profile::TableProfile;

/// Takes the columns out that the plan file leaves out, and whatever of the table uses them.
pub(super) fn remove(table: &mut Table, facts: &mut TableProfile, decided: &Lookup<'_>) {
    let is_moved = |name: &str| decided.fate_of_column(&table.name, name) == Fate::Moved;
    let (moved, absent): (Vec<&str>, Vec<&str>) =
        table.columns.iter().map(|column| column.name.as_str()).partition(|name| is_moved(name));
    if absent.is_empty() {
        return;
    }
    let absent: BTreeSet<String> = absent.into_iter().map(str::to_ascii_lowercase).collect();
    let places = places(table, moved.len(), &absent);
    keys(table, facts, &places);
    expressions(table, &absent);
    table.indexes =
        std::mem::take(&mut table.indexes).into_iter().filter_map(|index| of_index(index, &places, &absent)).collect();
    let mut position = 0..;
    let mut stays = |_: &_| position.next().is_some_and(|at: usize| places[at].is_some());
    table.columns.retain(|column| stays(&column.name));
    let mut position = 0..;
    facts.columns.retain(|_| position.next().is_some_and(|at: usize| places[at].is_some()));
}

/// For each column its new position; `None` for those that are left out.
fn places(table: &Table, moved: usize, absent: &BTreeSet<String>) -> Vec<Option<usize>> {
    let mut next = 0..moved;
    let is_absent = |name: &str| absent.contains(&name.to_ascii_lowercase());
    table.columns.iter().map(|column| if is_absent(&column.name) { None } else { next.next() }).collect()
}

fn keys(table: &mut Table, facts: &mut TableProfile, places: &[Option<usize>]) {
    table.primary_key = table.primary_key.take().and_then(|mut key| {
        key.columns = parts(key.columns, places)?;
        Some(key)
    });
    table.autoincrement = table.autoincrement.filter(|_| table.primary_key.is_some());
    table.uniques = std::mem::take(&mut table.uniques)
        .into_iter()
        .filter_map(|mut unique| {
            unique.columns = parts(unique.columns, places)?;
            Some(unique)
        })
        .collect();
    let keys = std::mem::take(&mut table.foreign_keys);
    let orphans = std::mem::take(&mut facts.orphans);
    let mismatches = std::mem::take(&mut facts.foreign_key_mismatch);
    for ((mut key, orphans), mismatch) in keys.into_iter().zip(orphans).zip(mismatches) {
        let columns: Option<Vec<usize>> = key.columns.iter().map(|column| places[*column]).collect();
        let Some(columns) = columns else { continue };
        key.columns = columns;
        table.foreign_keys.push(key);
        facts.orphans.push(orphans);
        facts.foreign_key_mismatch.push(mismatch);
    }
}

fn parts(parts: Vec<KeyColumn>, places: &[Option<usize>]) -> Option<Vec<KeyColumn>> {
    parts.into_iter().map(|part| Some(KeyColumn { column: places[part.column]?, ..part })).collect()
}

fn expressions(table: &mut Table, absent: &BTreeSet<String>) {
    table.checks.retain(|check| !mentions(check.expression.as_str(), absent));
    for column in &mut table.columns {
        let uses = |sql: &str| mentions(sql, absent);
        if column.generated.as_ref().is_some_and(|generated| uses(generated.expression.as_str())) {
            column.generated = None;
        }
    }
}

fn of_index(mut index: Index, places: &[Option<usize>], absent: &BTreeSet<String>) -> Option<Index> {
    for part in &mut index.parts {
        match &mut part.key {
            IndexKey::Column(column) => *column = places[*column]?,
            IndexKey::Rowid => {}
            IndexKey::Expression(expression) if mentions(expression.as_str(), absent) => return None,
            IndexKey::Expression(_) => {}
        }
    }
    let predicate = index.predicate.as_ref().is_some_and(|predicate| mentions(predicate.as_str(), absent));
    (!predicate).then_some(index)
}
