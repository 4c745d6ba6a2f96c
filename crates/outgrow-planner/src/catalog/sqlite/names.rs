//! Where the objects of a catalog stand, found by name.

use std::collections::{BTreeMap, BTreeSet};

use super::Catalog;

/// Where the objects of a catalog stand, found by name without reading all of them.
///
/// [`Catalog::table`] reads every table for one question. What asks once for each table of a
/// file makes this first. SQLite compares names without ASCII case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogNames {
    tables: BTreeMap<String, usize>,
    views: BTreeSet<String>,
    virtual_tables: BTreeSet<String>,
}

impl CatalogNames {
    /// The names of all tables, views and virtual tables.
    pub fn of(catalog: &Catalog) -> CatalogNames {
        let mut tables = BTreeMap::new();
        for (position, table) in catalog.tables.iter().enumerate() {
            tables.entry(folded(&table.name)).or_insert(position);
        }
        CatalogNames {
            tables,
            views: catalog.views.iter().map(|view| folded(&view.name)).collect(),
            virtual_tables: catalog.virtual_tables.iter().map(|table| folded(&table.name)).collect(),
        }
    }

    /// The position in [`Catalog::tables`] of the table with this name.
    pub fn table(&self, name: &str) -> Option<usize> {
        self.tables.get(&folded(name)).copied()
    }

    /// The positions in [`Catalog::tables`] of all tables whose names begin so, in order.
    pub fn tables_that_begin(&self, start: &str) -> Vec<usize> {
        let start = folded(start);
        let from = self.tables.range(start.clone()..);
        let mut found: Vec<usize> =
            from.take_while(|(name, _)| name.starts_with(&start)).map(|(_, position)| *position).collect();
        found.sort_unstable();
        found
    }

    /// Whether a view has this name.
    pub fn is_view(&self, name: &str) -> bool {
        self.views.contains(&folded(name))
    }

    /// Whether a virtual table has this name; its rows may stand among the tables too.
    pub fn is_virtual_table(&self, name: &str) -> bool {
        self.virtual_tables.contains(&folded(name))
    }
}

fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sqlite::{Table, TableRole, View};

    fn table(name: &&str) -> Table {
        Table {
            name: (*name).to_owned(),
            sql: String::new(),
            role: TableRole::User,
            strict: false,
            without_rowid: false,
            columns: Vec::new(),
            primary_key: None,
            autoincrement: None,
            uniques: Vec::new(),
            checks: Vec::new(),
            foreign_keys: Vec::new(),
            indexes: Vec::new(),
            unparsed: None,
        }
    }

    fn catalog(names: &[&str]) -> Catalog {
        let view = View { name: "Ä".to_owned(), sql: String::new(), columns: Vec::new() };
        Catalog { tables: names.iter().map(table).collect(), views: vec![view], ..Catalog::default() }
    }

    #[test]
    fn a_name_finds_what_the_catalog_itself_finds() {
        let catalog = catalog(&["Album", "É", "docs_idx", "DOCS", "docs_data", "docsy"]);
        let names = CatalogNames::of(&catalog);
        for name in ["album", "ALBUM", "É", "é", "docs", "none", ""] {
            let found = names.table(name).map(|position| &catalog.tables[position]);
            assert_eq!(found, catalog.table(name), "{name}");
        }
        assert!(names.is_view("Ä") && !names.is_view("ä") && !names.is_virtual_table("Ä"));
    }

    #[test]
    fn tables_that_begin_alike_come_in_the_order_of_the_file() {
        let names = CatalogNames::of(&catalog(&["Album", "docs_idx", "DOCS", "docs_data", "docsy"]));
        assert_eq!(names.tables_that_begin("Docs_"), [1, 3]);
    }
}
