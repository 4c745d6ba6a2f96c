//! What the plan file leaves out: the rest is planned as if it had never been there.

mod columns;
mod mention;

use std::collections::{BTreeMap, VecDeque};

use super::decisions::Lookup;
use super::{Decisions, Fate, Mistake, ObjectKind, ObjectVerdict, Orphans, Verdict, foreign_keys};
use crate::catalog::sqlite::{Catalog, CatalogNames, ForeignKey, Table, TableRole};
use crate::profile::{Profile, TableProfile};
use mention::Absent;

/// The reason of what the plan file names itself.
const LEFT_OUT: &str = "left out by the plan file";

/// What is left of a file.
pub(super) struct Rest {
    pub(super) catalog: Catalog,
    pub(super) profile: Profile,
    /// Foreign keys that are dropped because rows break them: table, shown definition, how many rows.
    dropped: BTreeMap<(String, String), u64>,
}

/// What is left of a file; `None` where nothing is left out.
pub(super) fn rest(catalog: &Catalog, profile: &Profile, decisions: &Decisions) -> Option<Rest> {
    if decisions.tables.is_empty() && decisions.orphans.is_none() {
        return None;
    }
    let mut rest = Rest { catalog: catalog.clone(), profile: Profile::default(), dropped: BTreeMap::new() };
    rest.catalog.tables.clear();
    let whole = Whole { catalog, names: CatalogNames::of(catalog), decided: Lookup::of(decisions) };
    for (table, facts) in catalog.tables.iter().zip(&profile.tables) {
        if !whole.leaves_out(table) {
            let (table, facts) = rest.table(&whole, table, facts);
            rest.catalog.tables.push(table);
            rest.profile.tables.push(facts);
        }
    }
    let absent = Absent::new(catalog, &whole.decided);
    rest.catalog.triggers.retain(|trigger| !whole.leaves_out_table(&trigger.table) && !absent.is_in_trigger(trigger));
    rest.catalog.views.retain(|view| !absent.is_in_view(&view.sql));
    (rest.catalog != *catalog).then_some(rest)
}

/// The whole file and what is decided of it.
struct Whole<'a> {
    catalog: &'a Catalog,
    names: CatalogNames,
    decided: Lookup<'a>,
}

impl Whole<'_> {
    fn leaves_out(&self, table: &Table) -> bool {
        table.role == TableRole::User && self.decided.fate_of_table(&table.name) == Fate::LeftOut
    }

    fn leaves_out_table(&self, name: &str) -> bool {
        self.names.table(name).is_some_and(|position| self.leaves_out(&self.catalog.tables[position]))
    }

    /// Whether the parent of a key is moved, with the columns that the key names.
    fn has_parent(&self, key: &ForeignKey) -> bool {
        // A parent that does not exist is no decision of the user.
        let Some(parent) = self.names.table(&key.parent) else { return true };
        let parent = &self.catalog.tables[parent];
        if self.leaves_out(parent) {
            return false;
        }
        let moved = |column: &str| self.decided.fate_of_column(&parent.name, column) == Fate::Moved;
        let primary = parent.primary_key.iter().flat_map(|primary| &primary.columns);
        match key.parent_columns.is_empty() {
            true => primary.into_iter().all(|part| moved(&parent.columns[part.column].name)),
            false => key.parent_columns.iter().all(|column| moved(column)),
        }
    }
}

impl Rest {
    fn table(&mut self, whole: &Whole<'_>, table: &Table, facts: &TableProfile) -> (Table, TableProfile) {
        let (mut table, mut facts) = (table.clone(), facts.clone());
        let keys = std::mem::take(&mut table.foreign_keys);
        let orphans = std::mem::take(&mut facts.orphans);
        let mismatches = std::mem::take(&mut facts.foreign_key_mismatch);
        for ((key, orphans), mismatch) in keys.into_iter().zip(orphans).zip(mismatches) {
            if orphans.count > 0 && whole.decided.orphans(&table.name) == Orphans::DropKey {
                let shown = foreign_keys::shown(&table, &key);
                self.dropped.entry((table.name.clone(), shown)).or_insert(orphans.count);
            } else if whole.has_parent(&key) {
                table.foreign_keys.push(key);
                facts.orphans.push(orphans);
                facts.foreign_key_mismatch.push(mismatch);
            }
        }
        columns::remove(&mut table, &mut facts, &whole.decided);
        (table, facts)
    }
}

/// What becomes of every object: what is planned of the rest, and for all else that it is left out.
pub(super) fn verdicts(
    rest: &Rest,
    whole: Vec<ObjectVerdict>,
    planned: Vec<ObjectVerdict>,
    decisions: &Decisions,
) -> Vec<ObjectVerdict> {
    let decided = Lookup::of(decisions);
    let mut by_object: BTreeMap<Object, VecDeque<ObjectVerdict>> = BTreeMap::new();
    for verdict in planned {
        by_object.entry(object(&verdict)).or_default().push_back(verdict);
    }
    let verdict = |whole: ObjectVerdict| {
        let planned = by_object.get_mut(&object(&whole)).and_then(VecDeque::pop_front);
        planned.unwrap_or_else(|| missing(rest, whole, &decided))
    };
    whole.into_iter().map(verdict).collect()
}

type Object = (ObjectKind, Option<String>, String);

fn object(verdict: &ObjectVerdict) -> Object {
    (verdict.kind, verdict.table.clone(), verdict.name.clone())
}

fn missing(rest: &Rest, object: ObjectVerdict, decided: &Lookup<'_>) -> ObjectVerdict {
    let table_is_left_out = object.table.as_deref().is_some_and(|table| decided.fate_of_table(table) == Fate::LeftOut);
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
    let key = object.table.clone().map(|table| (table, object.name.clone()));
    match key.and_then(|key| rest.dropped.get(&key)) {
        Some(orphans) => {
            let reason = format!("{orphans} rows have no parent, so the key is {LEFT_OUT}");
            Verdict::LeftOut { reason }
        }
        None => left_out("its parent or one of its columns is left out by the plan file"),
    }
}

/// Tables of which nothing would be left.
pub(super) fn mistakes(catalog: &Catalog, decisions: &Decisions) -> Vec<Mistake> {
    let lookup = Lookup::of(decisions);
    let tables = catalog.user_tables().filter_map(|table| Some((table, lookup.table(&table.name)?)));
    let empty = tables.filter(|(table, decided)| {
        let moved = |column: &str| lookup.fate_of_column(&table.name, column) == Fate::Moved;
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
