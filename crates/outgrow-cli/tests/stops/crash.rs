//! A server of our own crashes in the middle of a move.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::PART;
use crate::source::Source;
use crate::support::{command, outgrow};

/// A server that is stopped and removed with this value.
struct Server {
    folder: PathBuf,
    _directory: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let directory = tempfile::tempdir().expect("a directory");
        let server = Server { folder: directory.path().join("server"), _directory: directory };
        server.run("start");
        server
    }

    fn run(&self, action: &str) -> String {
        let ran = outgrow(&["server", action, "--data", self.folder.to_str().expect("UTF-8")]);
        assert_eq!(ran.code, 0, "{action}: {}", ran.stderr);
        ran.stdout.trim().to_owned()
    }

    /// Ends every process of the server at once; what they had not written is lost.
    fn crash(&self) {
        let pid = postmaster(&self.folder).expect("a running server");
        let killed = Command::new("kill").args(["-QUIT", &pid]).status().expect("kill runs");
        assert!(killed.success());
        let waiting = Instant::now();
        while Command::new("kill").args(["-0", &pid]).stderr(Stdio::null()).status().expect("kill runs").success() {
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

#[test]
fn a_move_goes_on_after_its_server_has_crashed() {
    let source = Source::large();
    let server = Server::start();
    let url = server.run("url");
    let child = command(&["move", source.path(), "--to", &url, "--part", PART, "--yes"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let waiting = Instant::now();
    loop {
        let status = outgrow(&["status", "--to", &url, "--json"]);
        let json: serde_json::Value = serde_json::from_str(&status.stdout).unwrap_or_default();
        if json["moves"][0]["parts_loaded"].as_u64() >= Some(3) {
            break;
        }
        assert!(waiting.elapsed() < Duration::from_secs(60), "no part was loaded: {}", status.stderr);
    }
    server.crash();
    let output = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("run the same command again"), "{told}");
    server.run("start");
    let url = server.run("url");
    let ran = outgrow(&["move", source.path(), "--to", &url, "--part", PART, "--yes"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("values are equal on both sides"), "{}", ran.stdout);
}
