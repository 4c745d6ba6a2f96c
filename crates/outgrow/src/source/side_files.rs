//! The `-wal` and `-shm` files that reading a WAL database makes.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::file::{beside, has_content};
use super::location::uri;

/// Remembers whether the side files were there before we opened the database,
/// and has SQLite take them away again when the last reader is gone.
///
/// A read-only connection makes these files and cannot remove them. Removing
/// them ourselves could pull the log away from a process that has just opened
/// the database. So a connection that may write is opened and closed: SQLite
/// removes the files under its exclusive lock, and only if nobody else has the
/// database open. An empty log means that it has no page to write.
pub(super) struct SideFiles {
    path: PathBuf,
    were_there: bool,
}

impl SideFiles {
    pub(super) fn before_opening(path: &Path) -> SideFiles {
        let were_there = beside(path, "-wal").exists() || beside(path, "-shm").exists();
        SideFiles { path: path.to_owned(), were_there }
    }
}

impl Drop for SideFiles {
    fn drop(&mut self) {
        let log = beside(&self.path, "-wal");
        if self.were_there || !log.exists() || has_content(&log) {
            return;
        }
        // Files that stay are harmless, so a failure is no trouble of anybody.
        let _ = close_as_the_last_one(&self.path);
    }
}

fn close_as_the_last_one(path: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(path, "mode=rw"), flags)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA schema_version;")?;
    connection.close().map_err(|(_, error)| error)
}
