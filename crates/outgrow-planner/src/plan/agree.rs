//! Columns that a foreign key connects get types that PostgreSQL can compare.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Catalog, ForeignKey, Table};
use crate::mapping::{self, Mapping, Reason, Rule};
use crate::profile::Profile;

/// The child and parent columns of a foreign key: positions in their tables, in pairs.
pub(super) struct Link {
    /// Position of the parent in [`Catalog::tables`].
    pub(super) parent: usize,
    /// Child column and parent column.
    pub(super) pairs: Vec<(usize, usize)>,
}

/// Resolves a foreign key as SQLite does; the error says why SQLite itself could not.
pub(super) fn link(catalog: &Catalog, child: &Table, key: &ForeignKey) -> Result<Link, String> {
    let parent = catalog
        .tables
        .iter()
        .position(|table| table.name.eq_ignore_ascii_case(&key.parent))
        .ok_or_else(|| format!("the parent table \"{}\" does not exist", key.parent))?;
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

/// Widens the mappings of connected columns until every pair can be compared, where some type
/// holds the values of both. Where none does, the columns stay as they are: see [`can_compare`].
///
/// A round that changes nothing ends it; columns that pull in two directions end it too.
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

/// Whether PostgreSQL has an equality between the types of a foreign key's two columns.
pub(super) fn can_compare(child: DataType, parent: DataType) -> bool {
    child == parent
        || (is_text(child) && is_text(parent))
        || (integer_rank(child).is_some() && integer_rank(parent).is_some())
        || matches!((child, parent), (DataType::Numeric(_), DataType::Numeric(_)))
}

type Place = (usize, usize);

fn agree_pair(
    catalog: &Catalog,
    profile: &Profile,
    mappings: &mut [Vec<Mapping>],
    child: Place,
    parent: Place,
) -> bool {
    let of = |place: Place| (&mappings[place.0][place.1], &profile.tables[place.0].columns[place.1]);
    let ((from, _), (into, _)) = (of(child), of(parent));
    if can_compare(from.to, into.to) && integer_rank(from.to) == integer_rank(into.to) {
        return false;
    }
    let common = match (integer_rank(from.to), integer_rank(into.to)) {
        (Some(one), Some(other)) => Some((if one > other { from.to } else { into.to }, Rule::Integer)),
        _ => mapping::widen(of(parent), of(child)),
    };
    let places = [(child, parent), (parent, child)];
    let Some((to, rule)) = common.filter(|(to, _)| places.iter().all(|(place, _)| may_become(catalog, *place, *to)))
    else {
        return false;
    };
    let mut changed = false;
    for (place, other) in places {
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

/// A column that stands for the rowid becomes an identity column, which is an integer.
fn may_become(catalog: &Catalog, place: Place, to: DataType) -> bool {
    catalog.tables[place.0].rowid_alias() != Some(place.1) || integer_rank(to).is_some()
}

fn is_text(data_type: DataType) -> bool {
    matches!(data_type, DataType::Text | DataType::Varchar(_))
}

fn integer_rank(data_type: DataType) -> Option<u8> {
    match data_type {
        DataType::Smallint => Some(1),
        DataType::Integer => Some(2),
        DataType::Bigint => Some(3),
        _ => None,
    }
}
