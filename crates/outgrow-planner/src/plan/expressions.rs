//! Defaults, CHECKs and generated columns.

use std::collections::{BTreeSet, VecDeque};

use super::draft::Draft;
use super::generated::danger;
use super::names::spelled;
use super::{ConstraintPlan, Made, ObjectKind, Verdict, making_order};
use crate::catalog::pg::{Constraint, ConstraintKind};
use crate::translate::{self, Generation, NotConverted};

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
        unread_checks(draft, drafted);
    }
}

fn default(draft: &mut Draft<'_>, drafted: usize, column: usize) {
    let table = draft.tables[drafted].table;
    let source = &table.columns[column];
    let Some(expression) = &source.default else { return };
    if table.rowid_alias() == Some(column) {
        let reason = "SQLite never uses the default of a rowid alias: an absent value is the next rowid".to_owned();
        return draft.verdict(ObjectKind::Default, Some(&table.name), &source.name, Verdict::NotNeeded { reason });
    }
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

/// A generated column can read another one that comes later in the table, so one that fails is
/// tried again when something that it names is decided.
fn generated_columns(draft: &mut Draft<'_>, drafted: usize) {
    let columns = &draft.tables[drafted].table.columns;
    let (places, texts): (Vec<usize>, Vec<(&str, &str)>) = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((at, (column.name.as_str(), column.generated.as_ref()?.expression.as_str()))))
        .unzip();
    let named = making_order::named(&texts);
    let users = users(&named);
    let mut waiting: BTreeSet<usize> = (0..places.len()).collect();
    let mut next: VecDeque<usize> = making_order::order(&named).into();
    loop {
        while let Some(at) = next.pop_front() {
            if waiting.contains(&at) && generated(draft, drafted, places[at]) {
                waiting.remove(&at);
                next.extend(users[at].intersection(&waiting));
            }
        }
        let Some(first) = waiting.pop_first() else { return };
        not_generated(draft, drafted, places[first]);
        next.extend(users[first].intersection(&waiting));
    }
}

/// The other way around: for each the others that name it.
fn users(named: &[BTreeSet<usize>]) -> Vec<BTreeSet<usize>> {
    let mut users = vec![BTreeSet::new(); named.len()];
    for (user, others) in named.iter().enumerate() {
        for other in others {
            users[*other].insert(user);
        }
    }
    users
}

/// Whether PostgreSQL computes the column.
fn generated(draft: &mut Draft<'_>, drafted: usize, column: usize) -> bool {
    let table = draft.tables[drafted].table;
    let source = &table.columns[column];
    if source.generated.is_none() {
        return false;
    }
    let Ok(translated) = safely_generated(draft, drafted, column) else { return false };
    let verdict = draft.accept(&translated);
    draft.relations.all[drafted].columns[column].generation = Generation::By(translated.sql.clone());
    draft.tables[drafted].target.columns[column].generated = Some(translated.sql);
    draft.tables[drafted].columns[column].copied = false;
    draft.verdict(ObjectKind::Generated, Some(&table.name), &source.name, verdict);
    true
}

/// The expression of a generated column, where no value of the table could make it fail or differ.
fn safely_generated(draft: &Draft<'_>, drafted: usize, column: usize) -> Result<translate::Translated, NotConverted> {
    let generated = draft.tables[drafted].table.columns[column].generated.as_ref();
    let expression = &generated.ok_or_else(|| NotConverted::new("it is not generated"))?.expression;
    let table = draft.narrow(drafted, expression.as_str(), Some(column));
    let translated = translate::generated(expression, &table.relation, table.position(column))?;
    match danger(draft, drafted, column, expression.as_str()) {
        Some(reason) => Err(NotConverted { reason, suggestion: None }),
        None => Ok(translated),
    }
}

/// The column becomes a plain one.
fn not_generated(draft: &mut Draft<'_>, drafted: usize, column: usize) {
    let table = draft.tables[drafted].table;
    let source = &table.columns[column];
    let Some(generated) = &source.generated else { return };
    let mut why = safely_generated(draft, drafted, column)
        .err()
        .unwrap_or_else(|| NotConverted::new("it reads another generated column"));
    why.suggestion.get_or_insert_with(|| {
        "The column arrives with its values; have the application or a trigger compute it.".to_owned()
    });
    draft.relations.all[drafted].columns[column].generation = Generation::None;
    draft.not_converted(ObjectKind::Generated, Some(&table.name), &source.name, why, generated.expression.as_str());
}

fn check(draft: &mut Draft<'_>, drafted: usize, position: usize) {
    let table = draft.tables[drafted].table;
    let check = &table.checks[position];
    let shown = check.name.clone().unwrap_or_else(|| check.expression.as_str().to_owned());
    let narrow = draft.narrow(drafted, check.expression.as_str(), None);
    let translated = translate::check(&check.expression, &narrow.relation);
    match translated {
        Ok(translated) => {
            let verdict = draft.accept(&translated);
            let made = push_check(draft, drafted, check.name.as_deref(), translated);
            draft.verdict(ObjectKind::Check, Some(&table.name), &shown, verdict);
            draft.made(made);
        }
        Err(why) => not_converted(draft, &table.name, &shown, why, check.expression.as_str()),
    }
}

/// The CHECKs of a text that could not be read. Nothing lists them, so one verdict stands for all.
fn unread_checks(draft: &mut Draft<'_>, drafted: usize) {
    let table = draft.tables[drafted].table;
    let Some(unread) = &table.unparsed else { return };
    if table.sql.to_ascii_lowercase().contains("check") {
        let why = NotConverted::new(format!("the CREATE TABLE text could not be read: {unread}"));
        not_converted(draft, &table.name, "CHECK constraints", why, &table.sql);
    }
}

fn push_check(draft: &mut Draft<'_>, drafted: usize, name: Option<&str>, translated: translate::Translated) -> Made {
    let table = draft.tables[drafted].target.name.clone();
    let default = format!("{}_check", table.name.as_str());
    let wanted = name.map_or(default, |name| spelled(name, draft.identifiers));
    let name = draft.tables[drafted].constraint_names.take(&wanted);
    let made = Made::Constraint { table: table.clone(), name: name.clone() };
    let kind = ConstraintKind::Check { condition: translated.sql };
    draft.constraints.push(ConstraintPlan { constraint: Constraint { table, name, kind }, not_valid: false });
    made
}

fn not_converted(draft: &mut Draft<'_>, table: &str, shown: &str, mut why: NotConverted, sql: &str) {
    why.suggestion.get_or_insert_with(|| "Write the check by hand in PostgreSQL.".to_owned());
    draft.not_converted(ObjectKind::Check, Some(table), shown, why, sql);
}
