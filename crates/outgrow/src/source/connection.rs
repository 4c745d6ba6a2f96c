//! One read-only connection.

use std::path::Path;
use std::time::Duration;

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::location::uri;

/// How SQLite shall treat the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// With its locks and its write-ahead log.
    Shared,
    /// As a file that nobody writes to: without locks, without a log.
    Immutable,
}

/// The file is hostile input: nothing of its schema is trusted and every page
/// is checked. It may also be larger than the memory: the cache is small, and
/// a file cut short must give an error and no signal, so there is no mmap, and
/// what SQLite must sort goes to a temporary file once it outgrows the cache.
const SETTINGS: &str = "
    PRAGMA trusted_schema = OFF;
    PRAGMA query_only = ON;
    PRAGMA temp_store = FILE;
    PRAGMA mmap_size = 0;
    PRAGMA cell_size_check = ON;
    PRAGMA cache_size = -2000;
";

/// Opens a reader that waits up to `patience` for locks.
pub(super) fn connect(path: &Path, access: Access, patience: Duration) -> rusqlite::Result<Connection> {
    let uri = match access {
        Access::Shared => uri(path, "mode=ro"),
        Access::Immutable => uri(path, "mode=ro&immutable=1"),
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    connection.busy_timeout(patience)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_WORKER_THREADS, 0)?;
    connection.execute_batch(SETTINGS)?;
    Ok(connection)
}
