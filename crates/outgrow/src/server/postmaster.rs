//! The server process: started, awaited, stopped.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::account::Account;
use super::endpoint::{Endpoint, is_free};
use super::folder::Folder;
use super::options::{Durability, Options};
use super::pidfile::{self, Phase, PidFile};
use super::running::Notice;
use super::search::Binaries;
use super::{cannot, trouble};
use crate::{Error, Result};

const PAUSE: Duration = Duration::from_millis(20);

/// A port can be taken between our look and PostgreSQL's.
const ATTEMPTS: usize = 3;

/// A log that is longer at a start becomes `log.1`, in bytes.
const LONGEST_LOG: u64 = 16 << 20;

/// A server that accepts connections.
pub(super) struct Up {
    pub(super) file: PidFile,
    pub(super) was_running: bool,
    pub(super) notices: Vec<Notice>,
}

/// Starts the server, or waits for one that is on its way, until it accepts connections.
pub(super) fn start(folder: &Folder, account: &Account, binaries: &Binaries, options: &Options) -> Result<Up> {
    if let Some(file) = await_running(folder, options.patience)? {
        return Ok(Up { file, was_running: true, notices: Vec::new() });
    }
    let before = Endpoint::remembered(folder).map(|last| last.port);
    let mut notices = Vec::new();
    if pidfile::read(&folder.data())?.is_some() {
        notices.push(Notice::Recovered);
    }
    let file = start_somewhere(folder, account, binaries, options)?;
    if let (Some(from), Some(to)) = (before, file.port)
        && from != to
    {
        notices.push(Notice::PortChanged { from, to });
    }
    Ok(Up { file, was_running: false, notices })
}

/// Waits for a running server to accept connections; `None` if none runs, or it ends.
pub(super) fn await_running(folder: &Folder, patience: Duration) -> Result<Option<PidFile>> {
    let start = Instant::now();
    while let Some(file) = pidfile::running(&folder.data())? {
        match file.phase {
            Phase::Ready => return Ok(Some(file)),
            Phase::Starting | Phase::Stopping if start.elapsed() > patience => return Err(too_slow(folder, file.pid)),
            Phase::Starting | Phase::Stopping => std::thread::sleep(PAUSE),
        }
    }
    Ok(None)
}

/// Stops the server and waits. Whether it took more than a polite request.
pub(super) fn stop(folder: &Folder, account: &Account, binaries: &Binaries, patience: Duration) -> Result<Stop> {
    if run_pg_ctl(folder, account, binaries, "fast", patience)? {
        return Ok(Stop::Fast);
    }
    if run_pg_ctl(folder, account, binaries, "immediate", Duration::from_secs(60))? {
        return Ok(Stop::Immediate);
    }
    Err(trouble(format!("the server in \"{}\" does not stop; {}", folder.data().display(), last_words(folder, 0))))
}

/// How a server was stopped.
pub(super) enum Stop {
    /// It ended its sessions and shut down.
    Fast,
    /// It ended at once; the next start recovers from the log.
    Immediate,
}

fn run_pg_ctl(folder: &Folder, account: &Account, binaries: &Binaries, mode: &str, patience: Duration) -> Result<bool> {
    let mut command = account.command(binaries.program("pg_ctl"));
    command.args(["stop", "--silent", "--wait", "--mode", mode, "--timeout"]);
    command.arg(patience.as_secs().max(1).to_string()).arg("--pgdata").arg(folder.data());
    command.output().map_err(|cause| cannot("run", &binaries.program("pg_ctl"), cause))?;
    Ok(pidfile::running(&folder.data())?.is_none())
}

fn start_somewhere(folder: &Folder, account: &Account, binaries: &Binaries, options: &Options) -> Result<PidFile> {
    for _ in 1..ATTEMPTS {
        let endpoint = Endpoint::choose(folder, account)?;
        match start_at(&endpoint, folder, account, binaries, options) {
            Err(_) if !is_free(endpoint.port) && pidfile::running(&folder.data())?.is_none() => {}
            done => return done,
        }
    }
    start_at(&Endpoint::choose(folder, account)?, folder, account, binaries, options)
}

fn start_at(
    endpoint: &Endpoint,
    folder: &Folder,
    account: &Account,
    binaries: &Binaries,
    options: &Options,
) -> Result<PidFile> {
    let (log, said) = open_log(folder)?;
    let mut command = postgres(endpoint, folder, account, binaries, options.durability);
    outlive_us(&mut command, &log).map_err(|cause| cannot("write", &folder.log(), cause))?;
    forget_dead(&mut command, &folder.data())?;
    let child = command.spawn().map_err(|cause| cannot("run", &binaries.program("postgres"), cause))?;
    await_child(child, folder, said, options.patience)
}

fn postgres(
    endpoint: &Endpoint,
    folder: &Folder,
    account: &Account,
    binaries: &Binaries,
    durability: Durability,
) -> Command {
    let mut command = account.command(binaries.program("postgres"));
    command.arg("-D").arg(folder.data());
    command.args(["-c", "listen_addresses=127.0.0.1", "-c"]).arg(format!("port={}", endpoint.port));
    command.arg("-c").arg(format!("unix_socket_directories={}", endpoint.socket_dir.display()));
    match durability {
        Durability::Full => {}
        Durability::Off => {
            command.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
    }
    command
}

/// A process group of its own keeps Ctrl-C away from the server.
fn outlive_us(command: &mut Command, log: &File) -> std::io::Result<()> {
    command.process_group(0).stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log.try_clone()?));
    Ok(())
}

/// Tells PostgreSQL that the process in its lock files is dead when we know it is.
///
/// PostgreSQL takes any process with that id for a postmaster: a zombie, or after a restart of the machine
/// a stranger. It makes an exception for the process that this variable names, and then still makes sure
/// that nobody uses the cluster's shared memory, which a removal of the file would prevent.
fn forget_dead(command: &mut Command, data: &Path) -> Result<()> {
    match pidfile::read(data)? {
        Some(file) => {
            command.env("PG_GRANDPARENT_PID", file.pid.to_string());
        }
        None => pidfile::remove_empty(data)?,
    }
    Ok(())
}

fn await_child(mut child: Child, folder: &Folder, said: u64, patience: Duration) -> Result<PidFile> {
    let start = Instant::now();
    let pid = child.id().cast_signed();
    loop {
        if child.try_wait().map_err(|cause| trouble("lost sight of PostgreSQL").because(cause))?.is_some() {
            return Err(trouble(format!("PostgreSQL did not start; {}", last_words(folder, said))));
        }
        let file = pidfile::read(&folder.data())?.filter(|file| file.pid == pid && file.phase == Phase::Ready);
        if let Some(file) = file {
            // If we live longer than the server, somebody must take note of its end, or it stays a zombie.
            std::thread::spawn(move || child.wait());
            return Ok(file);
        }
        if start.elapsed() > patience {
            std::thread::spawn(move || child.wait());
            return Err(too_slow(folder, pid));
        }
        std::thread::sleep(PAUSE);
    }
}

/// The log, and how long it is before this start.
fn open_log(folder: &Folder) -> Result<(File, u64)> {
    let path = folder.log();
    if path.metadata().is_ok_and(|file| file.len() > LONGEST_LOG) {
        let old = folder.home.join("log.1");
        std::fs::rename(&path, &old).map_err(|cause| cannot("rename", &path, cause))?;
    }
    let file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path);
    let file = file.map_err(|cause| cannot("write", &path, cause))?;
    folder.keep_owner(&path)?;
    let said = file.metadata().map_err(|cause| cannot("read", &path, cause))?.len();
    Ok((file, said))
}

fn too_slow(folder: &Folder, pid: i32) -> Error {
    trouble(format!("PostgreSQL (process {pid}) is not ready yet; {}", last_words(folder, 0)))
        .hint("It may be recovering the cluster: it goes on, run the command again to wait for it.")
}

/// The last lines of the log after the first `from` bytes, as the end of a sentence.
fn last_words(folder: &Folder, from: u64) -> String {
    let path = folder.log();
    let text = tail(&path, from).unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let lines = &lines[lines.len().saturating_sub(10)..];
    if lines.is_empty() {
        return format!("its log \"{}\" says nothing", path.display());
    }
    format!("its log \"{}\" says:\n  {}", path.display(), lines.join("\n  "))
}

fn tail(path: &Path, from: u64) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let start = from.max(file.metadata()?.len().saturating_sub(8 << 10));
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(8 << 10).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
