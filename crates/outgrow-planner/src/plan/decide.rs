//! What the plan file decides of names, types and substitutes.

use std::collections::BTreeSet;

use super::agree;
use super::draft::Draft;
use super::tables::{can_be_distinct, injective, is_indexed, is_repairable, last_identity};
use super::{ColumnDecisions, Decided, Mistake, Substitute};
use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Catalog, CatalogNames, Column, Table, TableRole};
use crate::ident::Ident;
use crate::mapping::{self, Injective, Mapping, NaiveTimes, Obstacle, Reason, Unrepresentable, Wish};
use crate::profile::ColumnProfile;

/// Names of the plan file that the file does not have, or that stand there twice.
pub(super) fn unknown(catalog: &Catalog, decisions: &super::Decisions) -> Vec<Mistake> {
    if decisions.tables.is_empty() {
        return Vec::new();
    }
    let names = CatalogNames::of(catalog);
    let mut mistakes = Vec::new();
    let mut seen = BTreeSet::new();
    for decided in &decisions.tables {
        let named = &decided.table;
        if !seen.insert(named.value.to_ascii_lowercase()) {
            mistakes.push(twice(named, "table"));
        }
        match names.table(&named.value).map(|position| &catalog.tables[position]) {
            Some(table) if table.role == TableRole::User => mistakes.extend(unknown_columns(table, &decided.columns)),
            Some(_) | None => mistakes.push(unknown_table(&names, named)),
        }
    }
    mistakes
}

fn twice(named: &Decided<String>, kind: &str) -> Mistake {
    let message = format!("{kind} \"{}\" stands there a second time", named.value);
    Mistake::new(named.line, message, "SQLite does not tell upper and lower case apart; keep one of them.")
}

fn unknown_table(names: &CatalogNames, named: &Decided<String>) -> Mistake {
    let name = &named.value;
    let other = names.is_virtual_table(name) || names.is_view(name) || names.table(name).is_some();
    let message = format!("table \"{}\" does not exist in the SQLite file", named.value);
    if other {
        let message = format!("\"{}\" is no table that is moved", named.value);
        return Mistake::new(named.line, message, "Only ordinary tables of the application have decisions.");
    }
    Mistake::new(named.line, message, "Correct the name, or take the decisions about it out of the plan file.")
}

fn unknown_columns(table: &Table, decided: &[ColumnDecisions]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut seen = BTreeSet::new();
    let known: BTreeSet<String> = table.columns.iter().map(|column| column.name.to_ascii_lowercase()).collect();
    for column in decided {
        let named = &column.column;
        let folded = named.value.to_ascii_lowercase();
        let is_known = known.contains(&folded);
        if !seen.insert(folded) {
            mistakes.push(twice(named, "column"));
        }
        if !is_known {
            let message = format!("table \"{}\" has no column \"{}\"", table.name, named.value);
            let hint = "Correct the name, or take the decisions about it out of the plan file.";
            mistakes.push(Mistake::new(named.line, message, hint));
        }
    }
    mistakes
}

/// Applies the decided types; columns that foreign keys connect with them follow.
pub(super) fn types(draft: &mut Draft<'_>, mappings: &mut [Vec<Mapping>]) {
    let catalog = draft.catalog;
    for (position, table) in catalog.tables.iter().enumerate() {
        for (at, column) in table.columns.iter().enumerate() {
            let Some((wish, line)) = wish(draft, table, column) else { continue };
            let place = Place { position, table, at, column, facts: &draft.profile.tables[position].columns[at] };
            match decided(draft, &place, &wish, &mappings[position][at]) {
                Ok(mapping) => mappings[position][at] = mapping,
                Err(Problem { message, hint }) => draft.mistakes.push(Mistake::new(line, message, hint)),
            }
        }
    }
    agree::agree(draft, mappings);
    let overruled = overruled(draft, mappings);
    draft.mistakes.extend(overruled);
}

/// A column and what is known of it.
struct Place<'a> {
    /// Position of the table in the catalog.
    position: usize,
    table: &'a Table,
    at: usize,
    column: &'a Column,
    facts: &'a ColumnProfile,
}

impl Place<'_> {
    fn named(&self) -> String {
        format!("column \"{}\" of table \"{}\"", self.column.name, self.table.name)
    }
}

struct Problem {
    message: String,
    hint: &'static str,
}

impl Problem {
    fn new(message: String, hint: &'static str) -> Problem {
        Problem { message, hint }
    }
}

/// What is wanted of a column's type, and the line that says so.
fn wish(draft: &Draft<'_>, table: &Table, column: &Column) -> Option<(Wish, usize)> {
    let decisions = &draft.options.decisions;
    let own = draft.decided.column(&table.name, &column.name);
    let own_zone = own.and_then(|own| own.naive_timestamps);
    let to = own.and_then(|own| own.data_type);
    let naive = own_zone.or(decisions.naive_timestamps);
    let lost = own.and_then(|own| own.unrepresentable);
    let line = to.map(|to| to.line).or(lost.map(|lost| lost.line)).or(naive.map(|naive| naive.line))?;
    let unrepresentable = lost.map_or(Unrepresentable::Refuse, |lost| lost.value);
    Some((Wish { to: to.map(|to| to.value), naive: naive.map(|naive| naive.value), unrepresentable }, line))
}

fn decided(draft: &Draft<'_>, place: &Place<'_>, wish: &Wish, base: &Mapping) -> Result<Mapping, Problem> {
    zone_makes_sense(draft, place, wish, base)?;
    let injective = injective(draft, place.position, place.at);
    let of = (place.table, place.column);
    let mapping = mapping::decide(&draft.context, of, place.facts, injective, wish, base)
        .map_err(|obstacle| refused(place, wish, injective, &obstacle))?;
    if mapping.to == DataType::Json && is_indexed(place.table, place.at) {
        let message = format!("{} cannot be json: it is indexed, and json has no order", place.named());
        return Err(Problem::new(message, "Decide for jsonb or text."));
    }
    identity_has_room(place, &mapping)?;
    nothing_is_lost_against_the_word(draft, place, &mapping)?;
    Ok(mapping)
}

/// A zone for a single column must mean something there.
fn zone_makes_sense(draft: &Draft<'_>, place: &Place<'_>, wish: &Wish, base: &Mapping) -> Result<(), Problem> {
    let own = draft.decided.column(&place.table.name, &place.column.name);
    let Some(naive) = own.and_then(|own| own.naive_timestamps) else { return Ok(()) };
    let fits = match (wish.to, naive.value) {
        (None, _) => mapping::is_naive_time(&draft.context, (place.table, place.column), place.facts, base),
        (Some(to), NaiveTimes::Keep) => to == DataType::Timestamp,
        (Some(to), NaiveTimes::At(_)) => to == DataType::TimestampTz,
    };
    if fits {
        return Ok(());
    }
    let becomes = wish.to.unwrap_or(base.to);
    let message = format!("naive_timestamps says nothing about {}, which becomes {becomes}", place.named());
    Err(Problem::new(message, "A zone goes with type = \"timestamptz\", and \"keep\" with type = \"timestamp\"."))
}

fn refused(place: &Place<'_>, wish: &Wish, injective: Injective, obstacle: &Obstacle) -> Problem {
    let to = match wish.to {
        Some(to) => to.to_string(),
        None => "what naive_timestamps asks for".to_owned(),
    };
    let message = format!("{} cannot be {to}: {obstacle}", place.named());
    let hint = match (obstacle, wish.to, wish.unrepresentable, injective) {
        (Obstacle::Naive { .. }, Some(_), ..) => "Say where the times were taken: naive_timestamps = \"UTC\".",
        (Obstacle::Default { .. }, Some(_), ..) => {
            "Decide for a type that takes the default, or change the default in SQLite."
        }
        (Obstacle::Identity { .. }, ..) => "Decide for smallint, integer or bigint.",
        (_, None, ..) => "Decide for this column by itself, with type or naive_timestamps of its own.",
        (_, _, Unrepresentable::Refuse, Injective::NotRequired) => {
            "Correct the values, decide for a wider type, or send them to quarantine with unrepresentable = \"quarantine\"."
        }
        (_, _, _, Injective::Required) => {
            "The column is part of a key, where no value can be replaced; correct the values or decide for a wider type."
        }
        (_, _, Unrepresentable::Quarantine, _) => {
            "Such values would arrive changed, so quarantine is no way out; correct them or decide for another type."
        }
    };
    Problem::new(message, hint)
}

/// `unrepresentable = "refuse"` holds for the type that the values have chosen, too.
fn nothing_is_lost_against_the_word(draft: &Draft<'_>, place: &Place<'_>, mapping: &Mapping) -> Result<(), Problem> {
    let own = draft.decided.column(&place.table.name, &place.column.name);
    let word = own.and_then(|own| own.unrepresentable).map(|decided| decided.value);
    let lost = mapping::loss(mapping, place.facts).filter(|_| word == Some(Unrepresentable::Refuse));
    let Some(obstacle) = lost else { return Ok(()) };
    let message = format!("{} cannot be {}: {obstacle}", place.named(), mapping.to);
    Err(Problem::new(message, "Correct the values, or let them go to quarantine."))
}

/// An identity column must be able to give out one more value.
fn identity_has_room(place: &Place<'_>, mapping: &Mapping) -> Result<(), Problem> {
    let is_alias = place.table.rowid_alias() == Some(place.at);
    let last = last_identity(place.table, place.facts);
    let largest = match mapping.to {
        DataType::Smallint => i64::from(i16::MAX),
        DataType::Integer => i64::from(i32::MAX),
        _ => i64::MAX,
    };
    if !is_alias || last < largest || largest == i64::MAX {
        return Ok(());
    }
    let message = format!("{} cannot be {}: the last value given out is {last}", place.named(), mapping.to);
    Err(Problem::new(message, "Decide for bigint."))
}

/// Decided types that a foreign key makes impossible.
fn overruled(draft: &Draft<'_>, mappings: &[Vec<Mapping>]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (table, mappings) in draft.catalog.tables.iter().zip(mappings) {
        for (at, (column, mapping)) in table.columns.iter().zip(mappings).enumerate() {
            let Reason::Connected { table: other, column: with } = &mapping.because else { continue };
            let wanted = |table: &str, column: &str| draft.decided.column(table, column)?.data_type;
            if let Some(wanted) = wanted(&table.name, &column.name).filter(|wanted| wanted.value != mapping.to) {
                let why = format!("\"{with}\" of \"{other}\", and both become {}", mapping.to);
                mistakes.push(connected(wanted, (&table.name, &column.name), &why));
            }
            let loses_identity = table.rowid_alias() == Some(at) && !mapping::has_identity(mapping.to);
            if let Some(wanted) = wanted(other, with).filter(|_| loses_identity) {
                let why = format!("\"{}\" of \"{}\", which stands for the rowid", column.name, table.name);
                mistakes.push(connected(wanted, (other, with), &why));
            }
        }
    }
    mistakes
}

fn connected(wanted: Decided<DataType>, (table, column): (&str, &str), why: &str) -> Mistake {
    let to = wanted.value;
    let message =
        format!("column \"{column}\" of table \"{table}\" cannot be {to}: a foreign key connects it with {why}");
    Mistake::new(wanted.line, message, "Decide for types of both columns that can be compared.")
}

/// Takes the decided names of tables, before any other name is given.
pub(super) fn claim_table_names(draft: &mut Draft<'_>) {
    let names: Vec<Decided<Ident>> =
        draft.catalog.user_tables().filter_map(|table| draft.decided.table(&table.name)?.name.clone()).collect();
    for name in names {
        if !draft.relation_names.claim(&name.value) {
            let message = format!("two tables cannot both be called \"{}\"", name.value.as_str());
            draft.mistakes.push(Mistake::new(name.line, message, "Give one of them another name."));
        }
    }
}

/// The decided substitute of a column, if it is possible.
pub(super) fn substitute(
    decided: &ColumnDecisions,
    target: &crate::catalog::pg::Column,
    facts: &ColumnProfile,
    mistakes: &mut Vec<Mistake>,
) -> Option<Substitute> {
    let wanted = decided.substitute?;
    let (why, hint) = match wanted.value {
        Substitute::Null if target.not_null => ("NULL cannot stand in it: it is NOT NULL", "Decide for \"neutral\"."),
        Substitute::Repaired if !is_repairable(target.data_type, facts) => {
            ("its values cannot be repaired", "Decide for \"null\" or \"neutral\".")
        }
        Substitute::Distinct if !can_be_distinct(target.data_type) => {
            ("only strings and bytes have room for what tells values apart", "Decide for \"null\" or \"neutral\".")
        }
        Substitute::Null | Substitute::Repaired | Substitute::Distinct | Substitute::Neutral => {
            return Some(wanted.value);
        }
    };
    let column = &decided.column.value;
    mistakes.push(Mistake::new(wanted.line, format!("column \"{column}\" becomes {}: {why}", target.data_type), hint));
    None
}

/// A collation on a column that has none.
pub(super) fn collation(decided: &ColumnDecisions, target: &crate::catalog::pg::Column) -> Option<Mistake> {
    let wanted = decided.collation.filter(|_| !target.data_type.is_collatable())?;
    let message = format!("column \"{}\" becomes {}, which has no collation", decided.column.value, target.data_type);
    Some(Mistake::new(wanted.line, message, "Take the collation out, or decide for text."))
}
