//! The file as the file system sees it, before SQLite does.

use std::io::ErrorKind as IoErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::failure::{no_permission, plain};
use crate::{Error, ErrorKind, Result};

/// The true path of a file with something in it; SQLite would make a missing
/// file, and would read an empty one as a database without tables.
pub(super) fn existing(path: &Path) -> Result<PathBuf> {
    let metadata = path.metadata().map_err(|cause| unreachable_file(path, cause))?;
    if metadata.is_dir() {
        return Err(plain(path, "is a directory").hint("Name the database file inside it."));
    }
    if !metadata.is_file() {
        return Err(plain(path, "is not a regular file"));
    }
    if metadata.len() == 0 {
        return Err(plain(path, "is empty: there is nothing to move"));
    }
    path.canonicalize().map_err(|cause| unreachable_file(path, cause))
}

fn unreachable_file(path: &Path, cause: std::io::Error) -> Error {
    let error = match cause.kind() {
        IoErrorKind::NotFound | IoErrorKind::NotADirectory => {
            Error::new(ErrorKind::Source, format!("no such file: \"{}\"", path.display()))
        }
        IoErrorKind::PermissionDenied => no_permission(path),
        _ => plain(path, "cannot be looked at"),
    };
    error.because(cause)
}

/// A file beside the database: `app.db-wal`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether there is a file with something in it.
pub(super) fn has_content(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// What changes when another process writes to a file that is read without locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    path: PathBuf,
    bytes: Option<u64>,
    modified: Option<SystemTime>,
}

impl Stamp {
    pub(super) fn of(path: &Path) -> Stamp {
        let metadata = path.metadata().ok();
        let modified = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
        Stamp { path: path.to_owned(), bytes: metadata.map(|metadata| metadata.len()), modified }
    }

    pub(super) fn is_current(&self) -> bool {
        *self == Stamp::of(&self.path)
    }
}
