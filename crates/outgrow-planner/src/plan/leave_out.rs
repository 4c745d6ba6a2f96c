//! What the plan file leaves out: the rest is planned as if it had never been there.

mod columns;
mod mention;

use std::collections::{BTreeMap, VecDeque};

use super::{Decisions, Fate, Mistake, ObjectKind, ObjectVerdict, Orphans, Verdict, foreign_keys};
use crate::catalog::sqlite::{Catalog, ForeignKey, Table, TableRole};
use crate::profile::{Profile, TableProfile};
use mention::Absent;

/// The reason of what the plan file names itself.
const LEFT_OUT: &str = "left out by the plan file";

/// What is left of a file.
pub(super) struct Rest {
    pub(super) catalog: Catalog,
    pub(super) profile: Profile,
    /// Foreign keys that are dropped because rows break them: table, shown definition, how many rows.
    dropped: Vec<(String, String, u64)>,
}

/// What is left of a file; `None` where nothing is left out.
pub(super) fn rest(catalog: &Catalog, profile: &Profile, decisions: &Decisions) -> Option<Rest> {
    if decisions.tables.is_empty() && decisions.orphans.is_none() {
        return None;
    }
    let mut rest = Rest { catalog: catalog.clone(), profile: Profile::default(), dropped: Vec::new() };
    rest.catalog.tables.clear();
    for (table, facts) in catalog.tables.iter().zip(&profile.tables) {
        if !is_left_out(table, decisions) {
            let (table, facts) = rest.table(catalog, table, facts, decisions);
            rest.catalog.tables.push(table);
            rest.profile.tables.push(facts);
        }
    }
    let absent = Absent::new(catalog, decisions);
    rest.catalog
        .triggers
        .retain(|trigger| !is_table_left_out(catalog, &trigger.table, decisions) && !absent.is_in_trigger(trigger));
    rest.catalog.views.retain(|view| !absent.is_in_view(&view.sql));
    (rest.catalog != *catalog).then_some(rest)
}

fn is_left_out(table: &Table, decisions: &Decisions) -> bool {
    table.role == TableRole::User && decisions.fate_of_table(&table.name) == Fate::LeftOut
}

fn is_table_left_out(catalog: &Catalog, name: &str, decisions: &Decisions) -> bool {
    catalog.table(name).is_some_and(|table| is_left_out(table, decisions))
}

impl Rest {
    fn table(
        &mut self,
        catalog: &Catalog,
        table: &Table,
        facts: &TableProfile,
        decisions: &Decisions,
    ) -> (Table, TableProfile) {
        let (mut table, mut facts) = (table.clone(), facts.clone());
        let keys = std::mem::take(&mut table.foreign_keys);
        let orphans = std::mem::take(&mut facts.orphans);
        let mismatches = std::mem::take(&mut facts.foreign_key_mismatch);
        for ((key, orphans), mismatch) in keys.into_iter().zip(orphans).zip(mismatches) {
            if orphans.count > 0 && decisions.orphans(&table.name) == Orphans::DropKey {
                let shown = foreign_keys::shown(&table, &key);
                self.dropped.push((table.name.clone(), shown, orphans.count));
            } else if has_parent(catalog, &key, decisions) {
                table.foreign_keys.push(key);
                facts.orphans.push(orphans);
                facts.foreign_key_mismatch.push(mismatch);
            }
        }
        columns::remove(&mut table, &mut facts, decisions);
        (table, facts)
    }
}

/// Whether the parent of a key is moved, with the columns that the key names.
fn has_parent(catalog: &Catalog, key: &ForeignKey, decisions: &Decisions) -> bool {
    // A parent that does not exist is no decision of the user.
    let Some(parent) = catalog.table(&key.parent) else { return true };
    if is_left_out(parent, decisions) {
        return false;
    }
    let moved = |column: &str| decisions.fate_of_column(&parent.name, column) == Fate::Moved;
    let primary = parent.primary_key.iter().flat_map(|primary| &primary.columns);
    match key.parent_columns.is_empty() {
        true => primary.into_iter().all(|part| moved(&parent.columns[part.column].name)),
        false => key.parent_columns.iter().all(|column| moved(column)),
    }
}

/// What becomes of every object: what is planned of the rest, and for all else that it is left out.
pub(super) fn verdicts(
    rest: &Rest,
    whole: Vec<ObjectVerdict>,
    planned: Vec<ObjectVerdict>,
    decisions: &Decisions,
) -> Vec<ObjectVerdict> {
    let mut by_object: BTreeMap<Object, VecDeque<ObjectVerdict>> = BTreeMap::new();
    for verdict in planned {
        by_object.entry(object(&verdict)).or_default().push_back(verdict);
    }
    let verdict = |whole: ObjectVerdict| {
        let planned = by_object.get_mut(&object(&whole)).and_then(VecDeque::pop_front);
        planned.unwrap_or_else(|| missing(rest, whole, decisions))
    };
    whole.into_iter().map(verdict).collect()
}

type Object = (ObjectKind, Option<String>, String);

fn object(verdict: &ObjectVerdict) -> Object {
    (verdict.kind, verdict.table.clone(), verdict.name.clone())
}

fn missing(rest: &Rest, object: ObjectVerdict, decisions: &Decisions) -> ObjectVerdict {
    let table_is_left_out =
        object.table.as_deref().is_some_and(|table| decisions.fate_of_table(table) == Fate::LeftOut);
    let verdict = match object.kind {
        ObjectKind::Table => left_out(LEFT_OUT),
        ObjectKind::Column if !table_is_left_out => left_out(LEFT_OUT),
        _ if table_is_left_out => left_out("its table is left out by the plan file"),
        ObjectKind::View | ObjectKind::Trigger => unwritable(),
        ObjectKind::ForeignKey => foreign_key(rest, &object),
        ObjectKind::Generated => {
            left_out("it uses a column that is left out by the plan file; its values arrive in a plain column")
        }
        ObjectKind::Column
        | ObjectKind::Default
        | ObjectKind::PrimaryKey
        | ObjectKind::Unique
        | ObjectKind::Check
        | ObjectKind::Index
        | ObjectKind::VirtualTable => left_out("it uses a column that is left out by the plan file"),
    };
    ObjectVerdict { verdict, sql: None, ..object }
}

fn left_out(reason: &str) -> Verdict {
    Verdict::LeftOut { reason: reason.to_owned() }
}

/// Not what the user has asked for, but what follows from it.
fn unwritable() -> Verdict {
    Verdict::NotConverted {
        reason: "it uses columns that are left out by the plan file".to_owned(),
        suggestion: Some("Write it by hand in PostgreSQL, or acknowledge this in the plan file.".to_owned()),
    }
}

fn foreign_key(rest: &Rest, object: &ObjectVerdict) -> Verdict {
    let is_it = |table: &str, shown: &str| object.table.as_deref() == Some(table) && object.name == shown;
    match rest.dropped.iter().find(|(table, shown, _)| is_it(table, shown)) {
        Some((.., orphans)) => {
            let reason = format!("{orphans} rows have no parent, so the key is {LEFT_OUT}");
            Verdict::LeftOut { reason }
        }
        None => left_out("its parent or one of its columns is left out by the plan file"),
    }
}

/// Tables of which nothing would be left.
pub(super) fn mistakes(catalog: &Catalog, decisions: &Decisions) -> Vec<Mistake> {
    let tables = catalog.user_tables().filter_map(|table| Some((table, decisions.table(&table.name)?)));
    let empty = tables.filter(|(table, decided)| {
        let moved = |column: &str| decisions.fate_of_column(&table.name, column) == Fate::Moved;
        decided.fate == Fate::Moved
            && !table.columns.is_empty()
            && !table.columns.iter().any(|column| moved(&column.name) && column.generated.is_none())
    });
    empty
        .map(|(table, decided)| {
            let message = format!("no stored column of table \"{}\" is left", table.name);
            Mistake::new(decided.table.line, message, "Leave out the whole table with leave_out = true.")
        })
        .collect()
}

#[cfg(test)]
mod tests;
