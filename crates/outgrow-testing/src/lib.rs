//! What the tests of all crates share: real databases of both engines.
//!
//! One PostgreSQL cluster serves every test process: the server that
//! `OUTGROW_TEST_PG` names (a URL without a database), else one that the tests
//! start themselves below `target/` and leave running for the next run.

mod database;
mod cluster;

pub use cluster::server_url;
pub use database::{TestDatabase, query};

use std::path::{Path, PathBuf};

/// A SQLite file made of `sql`, in a directory that goes away with the result.
///
/// # Panics
/// When the SQL fails.
pub fn sqlite_file(sql: &str) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("app.db");
    let connection = rusqlite::Connection::open(&path).expect("a new SQLite file");
    // The bundled library enforces foreign keys by default; the sqlite3 shell and most applications do not.
    connection.execute_batch("PRAGMA foreign_keys = OFF").expect("a pragma");
    connection.execute_batch(sql).expect("the SQL of the test is valid");
    connection.close().expect("the file closes");
    (directory, path)
}

/// The folder `testdata` of the repository.
pub fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}
