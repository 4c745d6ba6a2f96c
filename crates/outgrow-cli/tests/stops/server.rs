//! A PostgreSQL server of a test's own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::outgrow;

/// A server that is stopped and removed with this value.
pub(crate) struct Server {
    folder: PathBuf,
    _directory: Option<tempfile::TempDir>,
}

impl Server {
    /// A server in a directory of its own.
    pub(crate) fn start() -> Server {
        let directory = tempfile::tempdir().expect("a directory");
        let server = Server { folder: directory.path().join("server"), _directory: Some(directory) };
        server.run("start");
        server
    }

    /// A server whose files are all in this directory, which outlives it.
    pub(crate) fn start_in(directory: &Path) -> Server {
        let server = Server { folder: directory.join("server"), _directory: None };
        server.run("start");
        server
    }

    /// Runs `outgrow server` with an action.
    pub(crate) fn run(&self, action: &str) -> String {
        let ran = outgrow(&["server", action, "--data", self.folder.to_str().expect("UTF-8")]);
        assert_eq!(ran.code, 0, "{action}: {}", ran.stderr);
        ran.stdout.trim().to_owned()
    }

    /// Ends every process of the server at once; what they had not written is lost.
    pub(crate) fn crash(&self) {
        let pid = postmaster(&self.folder).expect("a running server");
        let killed = Command::new("kill").args(["-QUIT", &pid]).status().expect("kill runs");
        assert!(killed.success());
        self.wait_for_end(&pid);
    }

    /// Ends a server that may have died by itself, or be on its way up again.
    pub(crate) fn make_sure_it_is_down(&self) {
        if let Some(pid) = postmaster(&self.folder) {
            // One that is gone already is what is wanted.
            let _ = Command::new("kill").args(["-QUIT", &pid]).stderr(Stdio::null()).status();
            self.wait_for_end(&pid);
        }
    }

    /// What PostgreSQL has said since its start, once this word is in it.
    pub(crate) fn wait_for_log(&self, word: &str) -> String {
        let waiting = Instant::now();
        loop {
            let log = std::fs::read_to_string(self.folder.join("log")).expect("a log");
            if log.contains(word) {
                return log;
            }
            assert!(waiting.elapsed() < Duration::from_secs(30), "no {word}: {log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn wait_for_end(&self, pid: &str) {
        let waiting = Instant::now();
        while Command::new("kill").args(["-0", pid]).stderr(Stdio::null()).status().expect("kill runs").success() {
            assert!(waiting.elapsed() < Duration::from_secs(30), "the server does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = outgrow(&["server", "destroy", "--yes", "--data", self.folder.to_str().expect("UTF-8")]);
    }
}

/// The process of the server, as its own file says.
fn postmaster(folder: &Path) -> Option<String> {
    let find = |path: PathBuf| std::fs::read_to_string(path).ok();
    let below = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let text = std::iter::once(folder.to_owned()).chain(below).find_map(|place| find(place.join("postmaster.pid")))?;
    text.lines().next().map(str::to_owned)
}
