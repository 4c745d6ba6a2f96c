//! Columns that a foreign key connects get types that PostgreSQL can compare.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Catalog, CatalogNames, ForeignKey, Table};
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
pub(super) fn link(catalog: &Catalog, names: &CatalogNames, child: &Table, key: &ForeignKey) -> Result<Link, String> {
    let parent = names.table(&key.parent).ok_or_else(|| match names.is_view(&key.parent) {
        true => format!("the parent \"{}\" is a view", key.parent),
        false => format!("the parent table \"{}\" does not exist", key.parent),
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
/// A round looks only at the keys of columns that have changed since it last looked at them.
pub(super) fn agree(draft: &Draft<'_>, mappings: &mut [Vec<Mapping>]) {
    let links = links(draft);
    let at_place = at_places(&links);
    let mut open: BTreeSet<usize> = (0..links.len()).collect();
    for _ in 0..=links.len() {
        let mut later = BTreeSet::new();
        while let Some(at) = open.pop_first() {
            for place in agree_link(draft, mappings, &links[at]) {
                for other in &at_place[&place] {
                    if *other > at {
                        open.insert(*other)
                    } else {
                        later.insert(*other)
                    };
                }
            }
        }
        if later.is_empty() {
            return;
        }
        open = later;
    }
}

/// The position of a table in the catalog, and of a column in the table.
type Place = (usize, usize);

/// Every foreign key that SQLite can resolve, with its child's position.
fn links<'c>(draft: &Draft<'c>) -> Vec<(usize, Link)> {
    let (catalog, names) = (draft.catalog, &draft.names);
    let of_table = |(child, table): (usize, &'c Table)| {
        table.foreign_keys.iter().filter_map(move |key| Some((child, link(catalog, names, table, key).ok()?)))
    };
    catalog.tables.iter().enumerate().flat_map(of_table).collect()
}

/// For each column that a link connects, the links that do.
fn at_places(links: &[(usize, Link)]) -> BTreeMap<Place, Vec<usize>> {
    let mut at_place: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for (at, (child, link)) in links.iter().enumerate() {
        for (from, to) in &link.pairs {
            at_place.entry((*child, *from)).or_default().push(at);
            at_place.entry((link.parent, *to)).or_default().push(at);
        }
    }
    at_place
}

/// Makes the pairs of one key alike, and says which columns have changed.
fn agree_link(draft: &Draft<'_>, mappings: &mut [Vec<Mapping>], (child, link): &(usize, Link)) -> Vec<Place> {
    let mut changed = Vec::new();
    for (from, to) in &link.pairs {
        let (child, parent) = ((*child, *from), (link.parent, *to));
        changed.extend(agree_pair(draft.catalog, draft.profile, mappings, child, parent));
    }
    changed
}

fn agree_pair(
    catalog: &Catalog,
    profile: &Profile,
    mappings: &mut [Vec<Mapping>],
    child: Place,
    parent: Place,
) -> Vec<Place> {
    let sides = [child, parent].map(|place| Side::of(catalog, profile, mappings, place));
    let Some((to, rule)) = common(&sides[0], &sides[1]) else { return Vec::new() };
    let mut changed = Vec::new();
    for (place, other) in [(child, parent), (parent, child)] {
        let column = &catalog.tables[other.0].columns[other.1].name;
        let because = Reason::Connected { table: catalog.tables[other.0].name.clone(), column: column.clone() };
        let mapping = &mut mappings[place.0][place.1];
        if mapping.to != to || mapping.rule != rule {
            *mapping = Mapping { to, rule, because };
            changed.push(place);
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
