//! The SQLite file: opened read-only, one snapshot for all readers.

mod location;
mod file;
mod connection;
mod encoding;
mod btree;
pub(crate) mod ranges;
pub(crate) mod rows;
pub(crate) mod long;
mod snapshot;
mod side_files;
mod journal;
mod name;
mod failure;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, InterruptHandle};

use crate::memory::{Limits, Memory};
use crate::{Error, ErrorKind, Result};
use connection::{Access, connect};
pub(crate) use encoding::Encoding;
use file::{Stamp, beside, existing, has_content};
pub use journal::Journal;
pub(crate) use name::{free_rowid_name, quoted};
use side_files::SideFiles;
use snapshot::{Unpinned, pin};

/// How long a reader waits for a lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// A SQLite file with one or more readers that all see the same snapshot.
pub struct Source {
    path: PathBuf,
    readers: usize,
    bytes: u64,
    limits: Arc<Limits>,
    journal: Journal,
    interrupts: Vec<InterruptHandle>,
    /// Set where the file is read without locks: what it must still look like.
    unlocked: Option<Stamp>,
    idle: Mutex<Vec<Connection>>,
    freed: Condvar,
    // Fields are dropped in this order: the side files after the readers.
    _side_files: SideFiles,
}

impl Source {
    /// Opens a file: a path, or a URL as SQLAlchemy and Django write it
    /// (`sqlite:///app.db`, `sqlite+aiosqlite:///./app.db`, `file:app.db?mode=ro`).
    /// Parameters of a URL are ignored: the file is always opened read-only.
    ///
    /// All `readers` connections, at least one, are in a read transaction on
    /// the same snapshot until the `Source` is dropped. The database file is
    /// never written. `-wal` and `-shm` files that opening made are taken away
    /// on drop, unless another process has the database open.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where the location names no file, and
    /// [`ErrorKind::Source`] where the file cannot be read as a SQLite database.
    pub fn open(location: &str, readers: usize) -> Result<Source> {
        open(&location::path_of(location)?, readers.max(1), PATIENCE)
    }

    /// Opens a file as [`Source::open`] does, for a process that may take so much memory.
    ///
    /// What SQLite allocates is limited for the whole process, also for connections that have
    /// nothing to do with this file. There are as many readers, of those wanted, as there is
    /// memory for.
    ///
    /// # Errors
    /// As for [`Source::open`].
    pub fn open_within(location: &str, readers: usize, memory: Memory) -> Result<Source> {
        let path = location::path_of(location)?;
        let mut source = open(&path, memory.readers(readers), PATIENCE)?;
        source.limits = Arc::new(memory.limits(source.readers));
        let limit = format!("PRAGMA hard_heap_limit = {}", memory.sqlite_bytes());
        source.with_reader(|reader| {
            reader.query_row(&limit, [], |_| Ok(())).map_err(|cause| failure::explained(&path, cause))
        })?;
        Ok(source)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many readers there are.
    pub fn readers(&self) -> usize {
        self.readers
    }

    /// What its readers may do.
    pub(crate) fn limits(&self) -> &Arc<Limits> {
        &self.limits
    }

    /// How large the database of the snapshot is, in bytes.
    pub fn file_bytes(&self) -> u64 {
        self.bytes
    }

    /// What our reading does to the writers of the file.
    pub fn journal(&self) -> Journal {
        self.journal
    }

    /// How large the write-ahead log is now, in bytes. It grows while others write and we read.
    pub fn log_bytes(&self) -> u64 {
        journal::log_bytes(&self.path)
    }

    /// Lends a reader to `work`, waiting until one is free. The reader is in
    /// the transaction that holds the snapshot; `work` must not end it, and
    /// must not ask for another reader, which may never become free.
    pub fn with_reader<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let lent = Lent { source: self, connection: Some(self.take()) };
        let connection = lent.connection.as_ref().expect("a lent reader is given back only on drop");
        let done = work(connection);
        // A file that changes under us looks malformed; this says why.
        self.check_unchanged()?;
        let done = done?;
        // Some errors of the disk make SQLite roll back on its own.
        if connection.is_autocommit() {
            return Err(failure::plain(&self.path, "has lost its snapshot after an error").hint("Start again."));
        }
        Ok(done)
    }

    /// Stops what every reader is doing now, with [`ErrorKind::Interrupted`].
    /// Work that begins later is not affected.
    pub fn interrupt(&self) {
        self.interrupts.iter().for_each(InterruptHandle::interrupt);
    }

    /// Turns an error of SQLite about this file into one that says what to do.
    pub fn explain(&self, cause: rusqlite::Error) -> Error {
        failure::explained(&self.path, cause)
    }

    fn take(&self) -> Connection {
        let mut idle = self.lock();
        loop {
            match idle.pop() {
                Some(connection) => return connection,
                None => idle = self.freed.wait(idle).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Connection>> {
        // The list is whole after every operation, so a panic elsewhere does not spoil it.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check_unchanged(&self) -> Result<()> {
        if self.unlocked.as_ref().is_none_or(Stamp::is_current) {
            return Ok(());
        }
        Err(failure::plain(&self.path, "was changed by another process while it was read without locks")
            .hint("Stop the application that writes to it, and start again."))
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("path", &self.path).field("readers", &self.readers).finish_non_exhaustive()
    }
}

/// A reader that goes back also when the work panics.
struct Lent<'s> {
    source: &'s Source,
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.source.lock().extend(self.connection.take());
        self.source.freed.notify_one();
    }
}

fn open(path: &Path, readers: usize, patience: Duration) -> Result<Source> {
    let file = existing(path)?;
    let side_files = SideFiles::before_opening(&file);
    let stamp = Stamp::of(&file);
    let (connections, unlocked) = match pinned(&file, readers, Access::Shared, patience) {
        Err(Unpinned::Sqlite(cause)) if needs_side_files(&cause) => {
            (without_locks(path, &file, readers, cause)?, Some(stamp))
        }
        result => (result.map_err(|unpinned| refused(path, unpinned))?, None),
    };
    let bytes = database_bytes(&connections[0]).map_err(|cause| failure::explained(path, cause))?;
    let journal = match unlocked {
        Some(_) => Journal::Unlocked,
        None => Journal::of(&connections[0]).map_err(|cause| failure::explained(path, cause))?,
    };
    Ok(Source {
        path: path.to_owned(),
        readers,
        bytes,
        limits: Arc::new(Memory::DEFAULT.limits(readers)),
        journal,
        interrupts: connections.iter().map(Connection::get_interrupt_handle).collect(),
        unlocked,
        idle: Mutex::new(connections),
        freed: Condvar::new(),
        _side_files: side_files,
    })
}

fn pinned(
    file: &Path,
    readers: usize,
    access: Access,
    patience: Duration,
) -> std::result::Result<Vec<Connection>, Unpinned> {
    let witness = connect(file, access, patience)?;
    let connections = (0..readers).map(|_| connect(file, access, patience)).collect::<rusqlite::Result<Vec<_>>>()?;
    pin(&connections, &witness)?;
    Ok(connections)
}

/// Reads a WAL database in a directory where its side files cannot be made.
/// Without a log there is nobody in it and nothing that the file lacks.
fn without_locks(path: &Path, file: &Path, readers: usize, cause: rusqlite::Error) -> Result<Vec<Connection>> {
    if has_content(&beside(file, "-wal")) {
        return Err(failure::log_out_of_reach(path).because(cause));
    }
    if has_content(&beside(file, "-journal")) {
        return Err(failure::explained(path, cause));
    }
    pinned(file, readers, Access::Immutable, PATIENCE).map_err(|unpinned| refused(path, unpinned))
}

fn needs_side_files(cause: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_READONLY_CANTINIT, SQLITE_READONLY_DIRECTORY, SQLITE_READONLY_RECOVERY};
    let by_extended_code =
        |code| matches!(code, SQLITE_READONLY_CANTINIT | SQLITE_READONLY_DIRECTORY | SQLITE_READONLY_RECOVERY);
    cause.sqlite_error().is_some_and(|e| e.code == ErrorCode::CannotOpen || by_extended_code(e.extended_code))
}

fn refused(path: &Path, unpinned: Unpinned) -> Error {
    match unpinned {
        Unpinned::Sqlite(cause) => failure::explained(path, cause),
        Unpinned::AlwaysChanging => {
            Error::new(ErrorKind::Source, format!("\"{}\" changes too often for one snapshot", path.display()))
                .hint("Use a single reader, or stop the application that writes to it.")
        }
    }
}

fn database_bytes(connection: &Connection) -> rusqlite::Result<u64> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
    Ok(number("PRAGMA page_count")?.saturating_mul(number("PRAGMA page_size")?))
}

#[cfg(test)]
mod tests;
