//! Columns that a foreign key connects get types that PostgreSQL can compare.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Catalog, ForeignKey, Table};
use crate::mapping::{self, Mapping, Reason, Rule};
use crate::profile::{ColumnProfile, Profile, Shape};

/// The child and parent columns of a foreign key: positions in their tables, in pairs.
pub(super) struct Link {
    /// Position of the parent in [`Catalog::tables`].
    pub(super) parent: usize,
    /// Child column and parent column.
    pub(super) pairs: Vec<(usize, usize)>,
}

/// Resolves a foreign key as SQLite does; the error says why SQLite itself could not.
pub(super) fn link(catalog: &Catalog, child: &Table, key: &ForeignKey) -> Result<Link, String> {
    let parent =
        catalog.tables.iter().position(|table| table.name.eq_ignore_ascii_case(&key.parent)).ok_or_else(|| {
            match catalog.views.iter().any(|view| view.name.eq_ignore_ascii_case(&key.parent)) {
                true => format!("the parent \"{}\" is a view", key.parent),
                false => format!("the parent table \"{}\" does not exist", key.parent),
            }
        })?;
    let table = &catalog.tables[parent];
    let columns = parent_columns(table, key)?;
    if columns.len() != key.columns.len() {
        return Err(format!(
            "it has {} child columns and {} parent columns (foreign key mismatch in \"{}\")",
            key.columns.len(),
            columns.len(),
            child.name
        ));
    }
    Ok(Link { parent, pairs: key.columns.iter().copied().zip(columns).collect() })
}

fn parent_columns(table: &Table, key: &ForeignKey) -> Result<Vec<usize>, String> {
    if !key.parent_columns.is_empty() {
        return key
            .parent_columns
            .iter()
            .map(|name| {
                table
                    .column(name)
                    .ok_or_else(|| format!("the parent column \"{name}\" of \"{}\" does not exist", table.name))
            })
            .collect();
    }
    let primary = table
        .primary_key
        .as_ref()
        .ok_or_else(|| format!("it names no column, and the parent \"{}\" has no primary key", table.name))?;
    Ok(primary.columns.iter().map(|part| part.column).collect())
}

/// Widens the mappings of connected columns until every pair can be compared.
///
/// Each round only widens, and a change reaches the end of a chain of keys in as many rounds as it has keys.
pub(super) fn agree(catalog: &Catalog, profile: &Profile, mappings: &mut [Vec<Mapping>]) {
    let links: Vec<(usize, Link)> = catalog
        .tables
        .iter()
        .enumerate()
        .flat_map(|(child, table)| {
            table.foreign_keys.iter().filter_map(move |key| Some((child, link(catalog, table, key).ok()?)))
        })
        .collect();
    for _ in 0..=links.len() {
        let mut changed = false;
        for (child, link) in &links {
            for (from, to) in &link.pairs {
                changed |= agree_pair(catalog, profile, mappings, (*child, *from), (link.parent, *to));
            }
        }
        if !changed {
            return;
        }
    }
}

type Place = (usize, usize);

fn agree_pair(
    catalog: &Catalog,
    profile: &Profile,
    mappings: &mut [Vec<Mapping>],
    child: Place,
    parent: Place,
) -> bool {
    let sides = [child, parent].map(|place| Side::of(catalog, profile, mappings, place));
    let Some((to, rule)) = common(&sides[0], &sides[1]) else { return false };
    let mut changed = false;
    for (place, other) in [(child, parent), (parent, child)] {
        let column = &catalog.tables[other.0].columns[other.1].name;
        let because = Reason::Connected { table: catalog.tables[other.0].name.clone(), column: column.clone() };
        let mapping = &mut mappings[place.0][place.1];
        if mapping.to != to || mapping.rule != rule {
            *mapping = Mapping { to, rule, because };
            changed = true;
        }
    }
    changed
}

/// One column of a pair.
struct Side<'a> {
    mapping: &'a Mapping,
    facts: &'a ColumnProfile,
    is_rowid: bool,
}

impl<'a> Side<'a> {
    fn of(catalog: &Catalog, profile: &'a Profile, mappings: &'a [Vec<Mapping>], place: Place) -> Side<'a> {
        Side {
            mapping: &mappings[place.0][place.1],
            facts: &profile.tables[place.0].columns[place.1],
            is_rowid: catalog.tables[place.0].rowid_alias() == Some(place.1),
        }
    }

    /// Whether every value is an integer, or every value is a text that only an integer has.
    fn holds_integers(&self) -> bool {
        self.facts.only_integers() || (self.facts.only_texts() && self.facts.texts.all_are(Shape::Integer))
    }
}

/// What both sides become; `None` where they can be compared as they are, or never.
fn common(child: &Side<'_>, parent: &Side<'_>) -> Option<(DataType, Rule)> {
    let (from, to) = (child.mapping.to, parent.mapping.to);
    let ranks = (integer_rank(from), integer_rank(to));
    if are_comparable(from, to) && ranks.0 == ranks.1 {
        return None;
    }
    if let (Some(one), Some(other)) = ranks {
        return Some((if one > other { from } else { to }, Rule::Integer));
    }
    // A rowid stays an integer, because PostgreSQL counts in nothing else.
    if child.is_rowid || parent.is_rowid {
        return (child.holds_integers() && parent.holds_integers()).then_some((DataType::Bigint, Rule::Integer));
    }
    mapping::widen((parent.mapping, parent.facts), (child.mapping, child.facts))
}

/// Whether PostgreSQL compares columns of these types in a foreign key.
pub(super) fn are_comparable(child: DataType, parent: DataType) -> bool {
    child == parent
        || (is_text(child) && is_text(parent))
        || (integer_rank(child).is_some() && is_exact_number(parent))
        || (matches!(child, DataType::Numeric(_)) && matches!(parent, DataType::Numeric(_)))
}

fn is_text(data_type: DataType) -> bool {
    matches!(data_type, DataType::Text | DataType::Varchar(_))
}

fn is_exact_number(data_type: DataType) -> bool {
    integer_rank(data_type).is_some() || matches!(data_type, DataType::Numeric(_))
}

fn integer_rank(data_type: DataType) -> Option<u8> {
    match data_type {
        DataType::Smallint => Some(1),
        DataType::Integer => Some(2),
        DataType::Bigint => Some(3),
        _ => None,
    }
}
