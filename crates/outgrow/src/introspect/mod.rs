//! Reads the catalogs of both engines.

mod sqlite;

pub use sqlite::sqlite;
