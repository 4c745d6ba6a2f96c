//! Defaults, CHECKs and generated columns.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::generated::danger;
use super::names::spelled;
use super::{ConstraintPlan, ObjectKind};
use crate::catalog::pg::{Constraint, ConstraintKind};
use crate::catalog::sqlite::Column;
use crate::catalog::sqlite::parse;
use crate::sql::Sql;
use crate::translate::{self, NotConverted};

/// Plans the expressions of every drafted table.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for drafted in 0..draft.tables.len() {
        for column in 0..draft.tables[drafted].table.columns.len() {
            default(draft, drafted, column);
        }
        generated_columns(draft, drafted);
        for check in 0..draft.tables[drafted].table.checks.len() {
            self::check(draft, drafted, check);
        }
    }
}

fn default(draft: &mut Draft<'_>, drafted: usize, column: usize) {
    let table = draft.tables[drafted].table;
    let source = &table.columns[column];
    // SQLite never uses the default of a rowid alias: an absent value is the next rowid.
    let Some(expression) = source.default.as_ref().filter(|_| table.rowid_alias() != Some(column)) else { return };
    match translate::default(expression, draft.relation(drafted), column) {
        Ok(translated) => {
            let verdict = draft.accept(&translated);
            draft.tables[drafted].target.columns[column].default = Some(translated.sql);
            draft.verdict(ObjectKind::Default, Some(&table.name), &source.name, verdict);
        }
        Err(why) => {
            draft.not_converted(ObjectKind::Default, Some(&table.name), &source.name, why, expression.as_str());
        }
    }
}

/// Each generated column after those that it uses; SQLite allows no cycle.
fn generated_columns(draft: &mut Draft<'_>, drafted: usize) {
    let columns = &draft.tables[drafted].table.columns;
    let mut waiting: Vec<usize> = (0..columns.len()).filter(|column| columns[*column].generated.is_some()).collect();
    let mut inlined = BTreeMap::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|column| !uses_any(columns, *column, &waiting)).unwrap_or(0);
        generated(draft, drafted, waiting.remove(ready), &mut inlined);
    }
}

/// Whether a generated column may use one of those that wait besides itself.
fn uses_any(columns: &[Column], column: usize, waiting: &[usize]) -> bool {
    let Some(generated) = &columns[column].generated else { return false };
    let words = parse::words(generated.expression.as_str());
    let named = |other: &usize| words.contains(&columns[*other].name.to_ascii_lowercase());
    waiting.iter().filter(|other| **other != column).any(named)
}

fn generated(draft: &mut Draft<'_>, drafted: usize, column: usize, inlined: &mut BTreeMap<usize, Sql>) {
    let table = draft.tables[drafted].table;
    let source = &table.columns[column];
    let Some(generated) = &source.generated else { return };
    let sql = generated.expression.as_str();
    let translated =
        translate::generated(&generated.expression, draft.relation(drafted), column, inlined).and_then(|translated| {
            match danger(draft, drafted, column, sql) {
                Some(reason) => Err(NotConverted { reason, suggestion: None }),
                None => Ok(translated),
            }
        });
    match translated {
        Ok(translated) => {
            let verdict = draft.accept(&translated);
            inlined.insert(column, translated.sql.clone());
            draft.tables[drafted].target.columns[column].generated = Some(translated.sql);
            draft.tables[drafted].columns[column].copied = false;
            draft.verdict(ObjectKind::Generated, Some(&table.name), &source.name, verdict);
        }
        Err(mut why) => {
            why.suggestion.get_or_insert_with(|| {
                "The column arrives with its values; have the application or a trigger compute it.".to_owned()
            });
            draft.not_converted(ObjectKind::Generated, Some(&table.name), &source.name, why, sql);
        }
    }
}

fn check(draft: &mut Draft<'_>, drafted: usize, position: usize) {
    let table = draft.tables[drafted].table;
    let check = &table.checks[position];
    let shown = check.name.clone().unwrap_or_else(|| check.expression.as_str().to_owned());
    match translate::check(&check.expression, draft.relation(drafted)) {
        Ok(translated) => {
            let verdict = draft.accept(&translated);
            push_check(draft, drafted, check.name.as_deref(), translated);
            draft.verdict(ObjectKind::Check, Some(&table.name), &shown, verdict);
        }
        Err(why) => not_converted(draft, &table.name, &shown, why, check.expression.as_str()),
    }
}

fn push_check(draft: &mut Draft<'_>, drafted: usize, name: Option<&str>, translated: translate::Translated) {
    let table = draft.tables[drafted].target.name.clone();
    let default = format!("{}_check", table.name.as_str());
    let wanted = name.map_or(default, |name| spelled(name, draft.identifiers));
    let name = draft.tables[drafted].constraint_names.take(&wanted);
    let kind = ConstraintKind::Check { condition: translated.sql };
    draft.constraints.push(ConstraintPlan { constraint: Constraint { table, name, kind }, not_valid: false });
}

fn not_converted(draft: &mut Draft<'_>, table: &str, shown: &str, mut why: NotConverted, sql: &str) {
    why.suggestion.get_or_insert_with(|| "Write the check by hand in PostgreSQL.".to_owned());
    draft.not_converted(ObjectKind::Check, Some(table), shown, why, sql);
}
