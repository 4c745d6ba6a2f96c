//! Defaults, CHECKs and generated columns.

use super::draft::Draft;
use super::names::spelled;
use super::{ConstraintPlan, ObjectKind};
use crate::catalog::pg::{Constraint, ConstraintKind};
use crate::ident::Ident;
use crate::translate::{self, NotConverted};

/// Plans the expressions of every drafted table.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for drafted in 0..draft.tables.len() {
        for column in 0..draft.tables[drafted].table.columns.len() {
            default(draft, drafted, column);
            generated(draft, drafted, column);
        }
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

fn generated(draft: &mut Draft<'_>, drafted: usize, column: usize) {
    let table = draft.tables[drafted].table;
    let source = &table.columns[column];
    let Some(generated) = &source.generated else { return };
    match translate::generated(&generated.expression, draft.relation(drafted), column) {
        Ok(translated) => {
            let verdict = draft.accept(&translated);
            draft.tables[drafted].target.columns[column].generated = Some(translated.sql);
            draft.tables[drafted].columns[column].copied = false;
            draft.verdict(ObjectKind::Generated, Some(&table.name), &source.name, verdict);
        }
        Err(mut why) => {
            why.suggestion.get_or_insert_with(|| {
                "The column arrives with its values; have the application or a trigger compute it.".to_owned()
            });
            let sql = generated.expression.as_str();
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
            let target = push_check(draft, drafted, check.name.as_deref(), translated);
            draft.arrives(ObjectKind::Check, Some(&table.name), &shown, &target, verdict);
        }
        Err(why) => not_converted(draft, &table.name, &shown, why, check.expression.as_str()),
    }
}

fn push_check(draft: &mut Draft<'_>, drafted: usize, name: Option<&str>, translated: translate::Translated) -> Ident {
    let table = draft.tables[drafted].target.name.clone();
    let default = format!("{}_check", table.name.as_str());
    let wanted = name.map_or(default, |name| spelled(name, draft.identifiers));
    let name = draft.tables[drafted].constraint_names.take(&wanted);
    let kind = ConstraintKind::Check { condition: translated.sql };
    let constraint = Constraint { table, name: name.clone(), kind };
    draft.constraints.push(ConstraintPlan { constraint, not_valid: false });
    name
}

fn not_converted(draft: &mut Draft<'_>, table: &str, shown: &str, mut why: NotConverted, sql: &str) {
    why.suggestion.get_or_insert_with(|| "Write the check by hand in PostgreSQL.".to_owned());
    draft.not_converted(ObjectKind::Check, Some(table), shown, why, sql);
}
