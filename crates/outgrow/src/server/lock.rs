//! One process at a time creates, starts, stops or destroys a cluster.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, OFlags, flock};

use super::{cannot, trouble};
use crate::Result;

const PATIENCE: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_millis(20);

/// The lock of a folder, free again when this is dropped or the process ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Waits for the lock at `path`; `None` if its folder is gone.
pub(super) fn take(path: &Path) -> Result<Option<Lock>> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let file = match open(path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(cannot("lock", path, cause)),
        };
        // Whoever destroyed the folder held a lock that nobody will ever meet again.
        if try_lock(&file, path)? && is_still_at(&file, path) {
            return Ok(Some(Lock { _file: file }));
        }
        std::thread::sleep(PAUSE);
    }
    Err(trouble(format!("another process holds \"{}\" for more than {} s", path.display(), PATIENCE.as_secs()))
        .hint("Wait for the other `outgrow server` to finish, or end it."))
}

fn open(path: &Path) -> std::io::Result<File> {
    let no_follow = OFlags::NOFOLLOW.bits().cast_signed();
    OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).custom_flags(no_follow).open(path)
}

fn try_lock(file: &File, path: &Path) -> Result<bool> {
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) => Ok(false),
        Err(cause) => Err(cannot("lock", path, cause.into())),
    }
}

fn is_still_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => held.ino() == there.ino() && held.dev() == there.dev(),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_for_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = take(&path).unwrap().unwrap();
        assert!(!try_lock(&open(&path).unwrap(), &path).unwrap());
        drop(first);
        assert!(try_lock(&open(&path).unwrap(), &path).unwrap());
    }

    #[test]
    fn the_lock_of_a_removed_folder_counts_for_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let file = open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(!is_still_at(&file, &path));
        assert!(take(&dir.path().join("gone/lock")).unwrap().is_none());
    }
}
