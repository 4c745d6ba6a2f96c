//! The SQLite file: opened read-only, one snapshot for all readers.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::Result;

/// A SQLite file with one or more readers that all see the same snapshot.
pub struct Source {
    path: PathBuf,
}

impl Source {
    /// Opens a file: a path, or a URL as SQLAlchemy and Django write it
    /// (`sqlite:///app.db`, `sqlite+aiosqlite:///./app.db`, `file:app.db?mode=ro`).
    ///
    /// All `readers` connections are in a read transaction on the same snapshot
    /// until the `Source` is dropped.
    pub fn open(location: &str, readers: usize) -> Result<Source> {
        let _ = readers;
        Ok(Source { path: PathBuf::from(location) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many readers there are.
    pub fn readers(&self) -> usize {
        1
    }

    /// Lends a reader to `work`, waiting until one is free.
    pub fn with_reader<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let _ = work;
        Err(crate::Error::new(crate::ErrorKind::Internal, "not written yet"))
    }
}
