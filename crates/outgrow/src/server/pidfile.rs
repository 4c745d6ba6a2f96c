//! `postmaster.pid`, and whether the process it names is really there.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use super::cannot;
use crate::Result;

/// What `postmaster.pid` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: i32,
    pub(super) port: Option<u16>,
    pub(super) socket_dir: Option<PathBuf>,
    pub(super) phase: Phase,
}

/// What the postmaster is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Starting,
    Ready,
    Stopping,
}

/// The postmaster that the process table or the socket shows.
pub(super) fn running(data: &Path) -> Result<Option<PidFile>> {
    Ok(read(data)?.filter(|file| is_alive(file, data)))
}

/// The file; `None` if there is none, or one that names no process.
pub(super) fn read(data: &Path) -> Result<Option<PidFile>> {
    let path = data.join("postmaster.pid");
    match std::fs::read(&path) {
        Ok(bytes) => Ok(parse(&String::from_utf8_lossy(&bytes))),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cannot("read", &path, cause)
            .hint("Run the command as the user who made the server, or give another folder with --data.")),
    }
}

/// Removes a file that a failure of the machine left empty, which PostgreSQL refuses to do; only if the
/// process table shows that nobody works in the cluster.
pub(super) fn remove_empty(data: &Path) -> Result<()> {
    let path = data.join("postmaster.pid");
    let is_empty = std::fs::symlink_metadata(&path).is_ok_and(|file| file.is_file() && file.len() == 0);
    if !is_empty || somebody_works_in(data) {
        return Ok(());
    }
    std::fs::remove_file(&path).map_err(|cause| cannot("remove", &path, cause))
}

/// The lines are: process, data directory, start time, port, socket directory, address, shared memory, phase.
fn parse(text: &str) -> Option<PidFile> {
    let lines: Vec<&str> = text.lines().collect();
    // A server without a postmaster writes its process id with a minus sign.
    let pid = lines.first()?.trim().parse::<i32>().ok()?.checked_abs().filter(|pid| *pid > 0)?;
    let line = |index: usize| lines.get(index).map(|line| line.trim()).filter(|line| !line.is_empty());
    let phase = match line(7) {
        Some("ready") => Phase::Ready,
        Some("stopping") => Phase::Stopping,
        Some(_) | None => Phase::Starting,
    };
    let port = line(3).and_then(|port| port.parse().ok());
    Some(PidFile { pid, port, socket_dir: line(4).map(PathBuf::from), phase })
}

fn is_alive(file: &PidFile, data: &Path) -> bool {
    match works_in(file.pid, data) {
        Some(true) => true,
        // A process id means nothing across containers that share the folder; the socket still does.
        Some(false) | None => answers(file),
    }
}

/// Whether the process lives and its working directory is the data directory, which is where a postmaster
/// lives; `None` where the process table does not tell. A zombie does not live: nobody may ever reap it in
/// a container whose first process is no init.
#[cfg(target_os = "linux")]
fn works_in(pid: i32, data: &Path) -> Option<bool> {
    let process = PathBuf::from(format!("/proc/{pid}"));
    let Ok(stat) = std::fs::read(process.join("stat")) else {
        return Path::new("/proc/self/stat").exists().then_some(false);
    };
    let stat = String::from_utf8_lossy(&stat);
    let state = stat.rsplit(')').next()?.trim_start();
    if state.starts_with(['Z', 'X']) {
        return Some(false);
    }
    let data = std::fs::canonicalize(data).ok()?;
    std::fs::read_link(process.join("cwd")).ok().map(|dir| dir == data)
}

#[cfg(not(target_os = "linux"))]
fn works_in(_pid: i32, _data: &Path) -> Option<bool> {
    None
}

/// Where there is no process table to look at, somebody may.
fn somebody_works_in(data: &Path) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return true };
    let mut ids = processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).peekable();
    ids.peek().is_none() || ids.any(|pid| works_in(pid, data) == Some(true))
}

fn answers(file: &PidFile) -> bool {
    let (Some(port), Some(dir)) = (file.port, &file.socket_dir) else { return false };
    UnixStream::connect(dir.join(format!(".s.PGSQL.{port}"))).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const READY: &str = "4669\n/tmp/d\n1795274548\n5432\n/tmp/s\n127.0.0.1\n  1234 5\nready   \n";

    #[test]
    fn a_complete_file_is_read() {
        let expected = PidFile { pid: 4669, port: Some(5432), socket_dir: Some("/tmp/s".into()), phase: Phase::Ready };
        assert_eq!(parse(READY), Some(expected));
    }

    #[test]
    fn a_young_file_means_starting() {
        let file = parse("12\n/tmp/d\n").unwrap();
        assert_eq!((file.pid, file.port, file.phase), (12, None, Phase::Starting));
    }

    #[test]
    fn nonsense_names_no_process() {
        for text in ["", "\n", "x\n", "0\n", "99999999999\n", "-2147483648\n"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_empty_file_is_removed_where_nobody_works() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("postmaster.pid");
        std::fs::write(&path, "").unwrap();
        remove_empty(dir.path()).unwrap();
        assert_eq!(path.exists(), !cfg!(target_os = "linux"));
    }

    #[test]
    fn a_living_process_elsewhere_is_no_postmaster() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = parse(READY).unwrap();
        file.pid = std::process::id().cast_signed();
        file.socket_dir = Some(dir.path().to_path_buf());
        assert!(!is_alive(&file, dir.path()));
    }
}
