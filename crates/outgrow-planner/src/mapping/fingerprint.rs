//! Which framework made a file.

use crate::catalog::sqlite::Catalog;

/// A framework or ORM that leaves its mark in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framework {
    /// Django.
    Django,
}

impl Framework {
    /// Whether its applications quote names on PostgreSQL, so that names must keep their case.
    pub fn quotes_identifiers(self) -> bool {
        false
    }
}

/// The frameworks that made this file.
pub fn fingerprint(catalog: &Catalog) -> Vec<Framework> {
    let _ = catalog;
    Vec::new()
}
