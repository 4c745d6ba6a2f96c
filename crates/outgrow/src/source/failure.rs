//! What SQLite's errors mean for whoever wants to move a file.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::{Error, ErrorKind};

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// An error of SQLite about the file at `path`.
pub(super) fn explained(path: &Path, cause: rusqlite::Error) -> Error {
    let Some(code) = cause.sqlite_error().copied() else { return plain(path, "cannot be read").because(cause) };
    let error = match code.code {
        ErrorCode::NotADatabase => not_a_database(path),
        ErrorCode::DatabaseCorrupt => malformed(path),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => locked(path),
        ErrorCode::ReadOnly => needs_recovery(path, code.extended_code),
        ErrorCode::OperationInterrupted => Error::new(ErrorKind::Interrupted, "interrupted"),
        ErrorCode::CannotOpen if !may_read(path) => no_permission(path),
        ErrorCode::CannotOpen => plain(path, "cannot be opened"),
        ErrorCode::SystemIoFailure => plain(path, "cannot be read from its disk"),
        ErrorCode::OutOfMemory => plain(path, "needs more memory than is allowed").hint("Allow more with --memory."),
        _ => plain(path, "cannot be read"),
    };
    error.because(cause)
}

pub(super) fn plain(path: &Path, trouble: &str) -> Error {
    Error::new(ErrorKind::Source, format!("\"{}\" {trouble}", path.display()))
}

pub(super) fn no_permission(path: &Path) -> Error {
    plain(path, "cannot be read: permission denied")
        .hint("Allow this user to read the file and to enter its directory.")
}

/// A WAL database whose log holds pages that cannot be read without its index.
pub(super) fn log_out_of_reach(path: &Path) -> Error {
    plain(path, "has a write-ahead log that cannot be opened in a directory without write permission").hint(
        "Copy the database together with its \"-wal\" file to a directory that you can write to, and move the copy.",
    )
}

fn not_a_database(path: &Path) -> Error {
    if begins_with_magic(path) {
        return malformed(path);
    }
    plain(path, "is not a SQLite database; it may be encrypted")
        .hint("If it is encrypted (SQLCipher), export it to a plain SQLite file first, with sqlcipher_export().")
}

fn malformed(path: &Path) -> Error {
    plain(path, "is malformed").hint(
        "Save what can be read with the \".recover\" command of the sqlite3 shell, and move the file that it makes.",
    )
}

fn locked(path: &Path) -> Error {
    plain(path, "is locked by another process").hint("Stop the application that writes to it, or wait, and try again.")
}

fn needs_recovery(path: &Path, extended_code: i32) -> Error {
    match extended_code {
        ffi::SQLITE_READONLY_ROLLBACK => {
            plain(path, "has a hot journal: a transaction was cut off, and must be rolled back").hint(
                "Open it once for writing, for example with: sqlite3 FILE \"PRAGMA schema_version\", then try again.",
            )
        }
        ffi::SQLITE_READONLY_RECOVERY | ffi::SQLITE_READONLY_CANTINIT | ffi::SQLITE_READONLY_DIRECTORY => {
            log_out_of_reach(path)
        }
        _ => plain(path, "cannot be read without writing to it"),
    }
}

fn may_read(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::READ_OK).is_ok()
}

/// Only for a file that SQLite has refused: closing a file drops the locks
/// that this process holds on it.
fn begins_with_magic(path: &Path) -> bool {
    let mut header = [0; MAGIC.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut header)).is_ok() && &header == MAGIC
}
