//! Columns whose different values must stay different.

use std::collections::BTreeSet;

use crate::catalog::sqlite::{Catalog, CatalogNames, IndexKey, Table};

/// For each table of the catalog the columns that are in a unique key or at an end of a foreign key.
pub(super) fn columns(catalog: &Catalog, names: &CatalogNames) -> Vec<BTreeSet<usize>> {
    let mut columns: Vec<BTreeSet<usize>> = catalog.tables.iter().map(own).collect();
    for key in catalog.tables.iter().flat_map(|child| &child.foreign_keys) {
        let Some(parent) = names.table(&key.parent) else { continue };
        let table = &catalog.tables[parent];
        columns[parent].extend(key.parent_columns.iter().filter_map(|name| table.column(name)));
    }
    columns
}

fn own(table: &Table) -> BTreeSet<usize> {
    let primary = table.primary_key.iter().flat_map(|key| &key.columns);
    let unique = table.uniques.iter().flat_map(|unique| &unique.columns);
    let indexed = table.indexes.iter().filter(|index| index.unique).flat_map(|index| &index.parts);
    let indexed = indexed.filter_map(|part| match part.key {
        IndexKey::Column(column) => Some(column),
        IndexKey::Rowid | IndexKey::Expression(_) => None,
    });
    let foreign = table.foreign_keys.iter().flat_map(|key| &key.columns).copied();
    primary.chain(unique).map(|part| part.column).chain(indexed).chain(foreign).collect()
}
