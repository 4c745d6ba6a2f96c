//! The folder of a sample, which no process outlives for long.
//!
//! Whoever uses a folder holds a lock on it (flock), which the system takes away with the process. So a folder
//! that nobody holds was left by a process that was killed, and the next sample takes it away.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, flock};

/// What the name of every folder begins with.
const PREFIX: &str = "outgrow-sample-";
/// How many hexadecimal digits follow.
const DIGITS: usize = 32;
/// How often a new folder may be swept away, before it is locked, by somebody else's sweeping.
const ATTEMPTS: usize = 10;

/// A folder that nobody else may enter and that goes away with this value.
pub(super) struct Folder {
    path: PathBuf,
    _held: File,
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed now is left to the next sample.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

impl Folder {
    /// A new folder in `parent`, where those of processes that were killed are taken away first.
    pub(super) fn create(parent: &Path) -> io::Result<Folder> {
        sweep(parent);
        for _ in 0..ATTEMPTS {
            let path = parent.join(random_name()?);
            DirBuilder::new().mode(0o700).create(&path)?;
            if let Some(held) = hold(&path) {
                return Ok(Folder { path, _held: held });
            }
        }
        Err(io::Error::other("its folder is taken away again and again"))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn random_name() -> io::Result<String> {
    let mut random = [0_u8; DIGITS / 2];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let digits: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{PREFIX}{digits}"))
}

/// Locks a folder; `None` where another process is just taking it away.
fn hold(path: &Path) -> Option<File> {
    let folder = open(path).ok()?;
    match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => is_still_at(&folder, path).then_some(folder),
        Err(rustix::io::Errno::WOULDBLOCK) => None,
        // A file system without locks has nobody who could lock it to take it away either.
        Err(_) => Some(folder),
    }
}

fn open(path: &Path) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::DIRECTORY).bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

fn is_still_at(folder: &File, path: &Path) -> bool {
    match (folder.metadata(), std::fs::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => held.ino() == there.ino() && held.dev() == there.dev(),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

/// Takes away the folders of this user that nobody holds. One that cannot be removed is left to others.
fn sweep(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(is_ours) {
            let path = entry.path();
            if abandoned(&path).is_some() {
                let _ = std::fs::remove_dir_all(&path);
            }
        }
    }
}

fn is_ours(name: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    name.strip_prefix(PREFIX).is_some_and(|digits| digits.len() == DIGITS && digits.bytes().all(is_digit))
}

/// The locked folder of a process that is gone.
fn abandoned(path: &Path) -> Option<File> {
    let folder = open(path).ok()?;
    if folder.metadata().ok()?.uid() != rustix::process::geteuid().as_raw() {
        return None;
    }
    flock(&folder, FlockOperation::NonBlockingLockExclusive).ok()?;
    is_still_at(&folder, path).then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_in(parent: &Path) -> Vec<String> {
        let names = std::fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn folders_of_processes_that_are_gone_are_taken_away_and_no_others() {
        let parent = tempfile::tempdir().unwrap();
        let inside = |name: &str| parent.path().join(name);
        let held = Folder::create(parent.path()).unwrap();
        let name = |digit: &str| format!("{PREFIX}{}", digit.repeat(DIGITS));
        std::fs::create_dir(inside(&name("a"))).unwrap();
        std::fs::write(inside(&name("a")).join("sample.db"), "rows").unwrap();
        let others = [name("A"), format!("{PREFIX}1"), "somebody".to_owned()];
        others.iter().for_each(|name| std::fs::create_dir(inside(name)).unwrap());
        std::fs::write(inside(&name("b")), "a file").unwrap();
        std::os::unix::fs::symlink(inside("somebody"), inside(&name("c"))).unwrap();

        let second = Folder::create(parent.path()).unwrap();
        let mut wanted: Vec<String> = [held.path(), second.path()]
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .into_iter()
            .chain(others)
            .chain([name("b"), name("c")])
            .collect();
        wanted.sort();
        assert_eq!(left_in(parent.path()), wanted);
    }

    #[test]
    fn a_folder_goes_with_its_value() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::create(parent.path()).unwrap();
        std::fs::write(folder.path().join("sample.db"), "rows").unwrap();
        drop(folder);
        assert_eq!(left_in(parent.path()), [""; 0]);
    }
}
