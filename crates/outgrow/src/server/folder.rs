//! The folder of a local server: what is ours in it, and where the cluster really is.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::{Account, we_are_root};
use super::lock::{self, Lock};
use super::{cannot, trouble};
use crate::{Error, ErrorKind as Whose, Result};

const MARKER: &str = "OUTGROW";
const MARKER_TEXT: &str = "outgrow server folder, format 1\n\
    `outgrow server` made this folder and all that is in it; `outgrow server destroy` removes it.\n";

/// What may be in a folder that is being made.
const EARLY: [&str; 4] = ["lock", "OUTGROW.new", ".gitignore", ".gitignore.new"];

/// A folder that carries our marker.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// The folder that the user named.
    pub(super) base: PathBuf,
    /// The folder that holds the cluster; the same, unless root had to put it elsewhere.
    pub(super) home: PathBuf,
}

impl Folder {
    /// The folder, if it is there; an error if somebody else made it.
    pub(super) fn open(dir: &Path) -> Result<Option<Folder>> {
        let Some(base) = canonical(dir)? else { return Ok(None) };
        if !is_marked(&base) {
            if is_young(&base)? {
                return Ok(None);
            }
            // Another process may have made the folder between the two looks.
            if !is_marked(&base) {
                return Err(foreign(&base));
            }
        }
        let home = pointer(&base)?.unwrap_or_else(|| base.clone());
        Ok(Some(Folder { base, home }))
    }

    /// The folder, if it is there, and its lock.
    pub(super) fn open_locked(dir: &Path) -> Result<Option<(Folder, Lock)>> {
        let Some(folder) = Folder::open(dir)? else { return Ok(None) };
        let Some(lock) = lock::take(&folder.base.join("lock"))? else { return Ok(None) };
        Ok(Folder::open(dir)?.map(|folder| (folder, lock)))
    }

    /// The folder, made where it is missing, and its lock.
    pub(super) fn prepare(dir: &Path) -> Result<(Folder, Lock)> {
        loop {
            make_dir(dir)?;
            Folder::open(dir)?;
            let Some(base) = canonical(dir)? else { continue };
            let Some(lock) = lock::take(&base.join("lock"))? else { continue };
            if let Some(folder) = Folder::open(dir)? {
                return Ok((folder, lock));
            }
            let folder = Folder { home: base.clone(), base };
            folder.keep_owner(&folder.base.join("lock"))?;
            folder.write(&folder.base.join(".gitignore"), b"*\n")?;
            folder.write(&folder.base.join(MARKER), MARKER_TEXT.as_bytes())?;
            return Ok((folder, lock));
        }
    }

    /// Puts the cluster where the account can get at it; whether that is elsewhere.
    pub(super) fn settle(&mut self, account: &Account, fallback: &Path) -> Result<()> {
        if account.can_enter(&self.home) {
            return Ok(());
        }
        if self.is_elsewhere() || self.data().exists() || !we_are_root() {
            let name = account.name().unwrap_or("running this command");
            return Err(trouble(format!("the user {name} cannot get into \"{}\"", self.home.display())).hint(
                "Give that user the right to enter the directories above it, or give another folder with --data.",
            ));
        }
        let home = fallback.join(hash(&self.base));
        std::fs::create_dir_all(fallback).map_err(|cause| cannot("make", fallback, cause))?;
        make_dir(&home)?;
        let home = canonical(&home)?.ok_or_else(|| trouble(format!("\"{}\" vanished", home.display())))?;
        if !is_marked(&home) && !is_young(&home)? || owner(&home)?.uid() != 0 {
            return Err(foreign(&home));
        }
        self.write(&home.join(MARKER), MARKER_TEXT.as_bytes())?;
        self.write(&self.base.join("elsewhere"), home.as_os_str().as_bytes())?;
        self.home = home;
        Ok(())
    }

    /// Whether the cluster is in another folder than the user named.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.home != self.base
    }

    /// The owner of the cluster, or of the folder as long as there is none.
    pub(super) fn owner(&self) -> Result<Metadata> {
        let data = self.data();
        owner(if data.exists() { &data } else { &self.base })
    }

    /// The major version of the cluster; `None` if there is no cluster yet.
    pub(super) fn major(&self) -> Result<Option<u32>> {
        if !self.data().exists() {
            return Ok(None);
        }
        let path = self.data().join("PG_VERSION");
        let text = std::fs::read_to_string(&path).map_err(|cause| {
            cannot("read", &path, cause).hint(
                "Run the command as the user who made the server; if the file is missing, the cluster is damaged.",
            )
        })?;
        let major = text.trim().parse().map_err(|cause| cannot("understand", &path, std::io::Error::other(cause)))?;
        Ok(Some(major))
    }

    /// The cluster.
    pub(super) fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// The directory for the socket, if its path is fit for one.
    pub(super) fn socket_dir(&self) -> PathBuf {
        self.home.join("socket")
    }

    /// What PostgreSQL says.
    pub(super) fn log(&self) -> PathBuf {
        self.home.join("log")
    }

    /// The password of the role.
    pub(super) fn password(&self) -> PathBuf {
        self.home.join("password")
    }

    /// The remembered port and socket directory.
    pub(super) fn endpoint(&self) -> PathBuf {
        self.home.join("endpoint.json")
    }

    /// Writes a file that only its owner reads, as a whole or not at all, also if the machine fails.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut young = path.to_path_buf().into_os_string();
        young.push(".new");
        let young = PathBuf::from(young);
        let written = remove(&young).and_then(|()| write_new(&young, bytes));
        written.map_err(|cause| cannot("write", &young, cause))?;
        self.keep_owner(&young)?;
        std::fs::rename(&young, path).and_then(|()| sync_dir(path)).map_err(|cause| cannot("write", path, cause))
    }

    /// What root makes in the folder of somebody else is theirs, so that they can go on without root.
    pub(super) fn keep_owner(&self, path: &Path) -> Result<()> {
        let owner = owner(&self.base)?;
        if !we_are_root() || owner.uid() == 0 {
            return Ok(());
        }
        std::os::unix::fs::lchown(path, Some(owner.uid()), Some(owner.gid()))
            .map_err(|cause| cannot("hand over", path, cause))
    }
}

/// Removes a file; it is no error if there is none.
pub(super) fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Writes a file that must not exist and that only its owner reads.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a new or changed name in a directory last.
pub(super) fn sync_dir(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

/// Whether our marker is in a folder.
pub(super) fn is_marked(dir: &Path) -> bool {
    let first = MARKER_TEXT.lines().next();
    std::fs::read_to_string(dir.join(MARKER)).is_ok_and(|text| text.lines().next() == first)
}

/// Makes a directory that its owner alone can list; an account of root's may pass through.
fn make_dir(dir: &Path) -> Result<()> {
    if let Some(parent) = dir.parent() {
        std::fs::create_dir_all(parent).map_err(|cause| cannot("make", parent, cause))?;
    }
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) if we_are_root() => std::fs::set_permissions(dir, Permissions::from_mode(0o711)),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
    .map_err(|cause| cannot("make", dir, cause))
}

/// The path without links; `None` if nothing is there.
fn canonical(dir: &Path) -> Result<Option<PathBuf>> {
    // PostgreSQL writes the path into a line of postmaster.pid.
    if dir.as_os_str().as_bytes().iter().any(u8::is_ascii_control) {
        let name = dir.as_os_str().to_string_lossy();
        return Err(Error::new(Whose::Usage, format!("the folder {name:?} has a control character in its name"))
            .hint("Give another folder with --data."));
    }
    match std::fs::canonicalize(dir) {
        Ok(path) if path.is_dir() => Ok(Some(path)),
        Ok(path) => Err(foreign(&path)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cannot("open", dir, cause)),
    }
}

/// Whether a folder without a marker holds nothing but what we make before the marker.
fn is_young(dir: &Path) -> Result<bool> {
    let entries = std::fs::read_dir(dir).map_err(|cause| cannot("read", dir, cause))?;
    Ok(entries.flatten().all(|entry| EARLY.iter().any(|name| entry.file_name() == *name)))
}

/// Where the cluster is, if not here. Root believes only what root wrote.
fn pointer(base: &Path) -> Result<Option<PathBuf>> {
    let path = base.join("elsewhere");
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => {
            return Err(cannot("read", &path, cause).hint("Root made this server: run the command as root."));
        }
    };
    let home = PathBuf::from(std::ffi::OsStr::from_bytes(&bytes));
    let believable = owner(base)?.uid() == rustix::process::geteuid().as_raw() && home.is_absolute();
    if !believable || !is_marked(&home) {
        return Err(trouble(format!("\"{}\" does not lead to a folder of ours", path.display()))
            .hint("If the cluster is gone for good, remove the folder by hand."));
    }
    Ok(Some(home))
}

fn owner(path: &Path) -> Result<Metadata> {
    std::fs::symlink_metadata(path).map_err(|cause| cannot("look at", path, cause))
}

fn hash(path: &Path) -> String {
    Sha256::digest(path.as_os_str().as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn foreign(dir: &Path) -> Error {
    trouble(format!("\"{}\" was not made by `outgrow server`", dir.display()))
        .hint("Give another folder with --data, or move what is there away.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_empty_folder_is_no_server() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Folder::open(&dir.path().join("missing")).unwrap().is_none());
        assert!(Folder::open(dir.path()).unwrap().is_none());
        assert!(Folder::open_locked(dir.path()).unwrap().is_none());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("thesis.txt"), "").unwrap();
        assert!(Folder::prepare(dir.path()).is_err());
        std::fs::write(dir.path().join(MARKER), "something else").unwrap();
        assert!(Folder::open(dir.path()).is_err());
        assert!(Folder::open(&dir.path().join("thesis.txt")).is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn making_a_folder_can_be_interrupted_anywhere() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("a/b");
        std::fs::create_dir_all(&dir).unwrap();
        for name in EARLY {
            std::fs::write(dir.join(name), "").unwrap();
        }
        drop(Folder::prepare(&dir).unwrap());
        let folder = Folder::open(&dir).unwrap().unwrap();
        assert!(!folder.is_elsewhere());
        assert_eq!(folder.major().unwrap(), None);
    }

    #[test]
    fn a_folder_that_another_process_is_making_is_never_foreign() {
        let root = tempfile::tempdir().unwrap();
        for round in 0..100 {
            let dir = root.path().join(round.to_string());
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let (folder, _lock) = Folder::prepare(&dir).unwrap();
                    folder.write(&folder.password(), b"secret").unwrap();
                });
                for _ in 0..4 {
                    scope.spawn(|| while Folder::open(&dir).unwrap().is_none() {});
                }
            });
        }
    }

    #[test]
    fn a_written_file_is_private() {
        let root = tempfile::tempdir().unwrap();
        let (folder, _lock) = Folder::prepare(&root.path().join("f")).unwrap();
        folder.write(&folder.password(), b"old").unwrap();
        folder.write(&folder.password(), b"new").unwrap();
        assert_eq!(std::fs::read(folder.password()).unwrap(), b"new");
        assert_eq!(std::fs::metadata(folder.password()).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_name_with_a_line_break_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let error = Folder::prepare(&root.path().join("a\nb")).unwrap_err();
        assert_eq!(error.kind(), Whose::Usage);
    }

    #[test]
    fn a_pointer_to_a_folder_that_is_not_ours_is_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("f");
        drop(Folder::prepare(&dir).unwrap());
        std::fs::write(dir.join("elsewhere"), "/etc").unwrap();
        assert!(Folder::open(&dir).is_err());
    }
}
