//! A small disk: a file system in memory, with a size that can be changed.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A disk that goes away with this value, also where its test panics.
pub(crate) struct SmallDisk {
    folder: PathBuf,
    _directory: tempfile::TempDir,
}

impl SmallDisk {
    /// A new disk, which every user may enter; `None` where this process may not mount, which stderr is told then.
    pub(crate) fn mount(kib: u64) -> Option<SmallDisk> {
        let directory = tempfile::tempdir().expect("a directory");
        // PostgreSQL runs under another account where the tests run as root.
        std::fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).expect("our own directory");
        let folder = directory.path().join("disk");
        std::fs::create_dir(&folder).expect("a directory");
        let options = format!("size={kib}k,mode=0755");
        match tried(Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&folder)) {
            Ok(_) => Some(SmallDisk { folder, _directory: directory }),
            Err(why) => {
                skipped(&why);
                None
            }
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// Makes it larger or smaller; what is on it stays.
    pub(crate) fn resize(&self, kib: u64) {
        let options = format!("remount,size={kib}k");
        tried(Command::new("mount").args(["-o", &options]).arg(&self.folder)).expect("the disk changes its size");
    }

    /// How much of it is taken, in KiB.
    pub(crate) fn used(&self) -> u64 {
        let output = tried(Command::new("df").args(["--output=used", "-k"]).arg(&self.folder)).expect("df runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.lines().last().and_then(|line| line.trim().parse().ok()).expect("a number")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if tried(Command::new("umount").arg(&self.folder)).is_err() {
            // Somebody still stands on it: it goes when they do.
            let _ = tried(Command::new("umount").arg("--lazy").arg(&self.folder));
        }
    }
}

fn tried(command: &mut Command) -> Result<Output, String> {
    let output = command.env("LC_ALL", "C").output().map_err(|error| format!("{command:?}: {error}"))?;
    match output.status.success() {
        true => Ok(output),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

#[allow(clippy::print_stderr, reason = "a test that did nothing says so")]
fn skipped(why: &str) {
    eprintln!("SKIPPED: a full disk needs a file system to be mounted: {why}");
}
