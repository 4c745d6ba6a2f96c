//! Which framework made a file.

use crate::catalog::sqlite::Catalog;

/// A framework or ORM that leaves its mark in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framework {
    /// Django.
    Django,
}

/// The frameworks that made this file.
pub fn fingerprint(catalog: &Catalog) -> Vec<Framework> {
    let _ = catalog;
    Vec::new()
}
