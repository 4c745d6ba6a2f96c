//! One local server: start, stop, status, destroy.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::account::Account;
use super::endpoint::{Endpoint, remove_short_dir};
use super::folder::{Folder, remove};
use super::options::Options;
use super::password::Password;
use super::pidfile::{self, Phase, PidFile};
use super::postmaster::{self, Stop};
use super::running::{Notice, Running, Status};
use super::search::{Binaries, Search};
use super::{DATABASE, ROLE, cannot, create, trouble};
use crate::Result;

/// A private PostgreSQL in a folder. Nothing is there until [`start`](Local::start).
#[derive(Clone, Debug)]
pub struct Local {
    dir: PathBuf,
    search: Search,
    fallback: PathBuf,
    stop_patience: Duration,
}

/// What [`Local::stop`] found and did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// There is no cluster.
    Absent,
    /// The server did not run.
    Already,
    /// The server ended its sessions and shut down.
    Cleanly,
    /// The server did not end its sessions in time and was ended at once; the next start recovers.
    Immediately,
}

/// What [`Local::destroy`] found and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destroyed {
    /// There was nothing to remove.
    Absent,
    /// Server and data are gone; what others put into the folder is left.
    Gone {
        /// The folders that are left since there is something in them that is not ours.
        left: Vec<PathBuf>,
    },
}

impl Local {
    /// The server in the folder `dir`, usually `.outgrow/postgres`. A relative path counts from the working
    /// directory of this moment.
    pub fn at(dir: impl AsRef<Path>, search: Search) -> Local {
        let dir = std::path::absolute(dir.as_ref()).unwrap_or_else(|_| dir.as_ref().to_path_buf());
        Local { dir, search, fallback: "/var/lib/outgrow".into(), stop_patience: Duration::from_secs(60) }
    }

    /// Where root puts a cluster that PostgreSQL's account cannot reach in the folder; otherwise `/var/lib/outgrow`.
    #[must_use]
    pub fn fallback(mut self, dir: PathBuf) -> Local {
        self.fallback = dir;
        self
    }

    /// How long a server may take to end its sessions before it is ended at once; otherwise a minute.
    #[must_use]
    pub fn stop_patience(mut self, patience: Duration) -> Local {
        self.stop_patience = patience;
        self
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes the cluster where there is none, starts the server where it does not run, and waits until it
    /// accepts connections.
    ///
    /// # Errors
    /// When no supported PostgreSQL is installed, the folder is somebody else's, or PostgreSQL fails: then
    /// the message ends with the last lines of its log.
    pub fn start(&self, options: &Options) -> Result<Running> {
        if let Status::Running(running) = self.status()? {
            return Ok(running);
        }
        let (mut folder, _lock) = Folder::prepare(&self.dir)?;
        let account = Account::choose(Some(&folder.owner()?))?;
        account.check()?;
        let binaries = self.search.find(&account, folder.major()?)?;
        folder.settle(&account, &self.fallback)?;
        complete(&folder, &account, &binaries, options)?;
        let up = postmaster::start(&folder, &account, &binaries, options)?;
        let mut running = describe(&folder, up.file, binaries.major)?;
        running.was_running = up.was_running;
        if let (true, Some(name)) = (folder.is_elsewhere(), account.name()) {
            running.notices.push(Notice::Elsewhere { home: folder.home.clone(), account: name.to_string() });
        }
        running.notices.extend(up.notices);
        Ok(running)
    }

    /// Whether there is a server and whether it runs. Changes nothing.
    pub fn status(&self) -> Result<Status> {
        let Some(folder) = Folder::open(&self.dir)? else { return Ok(Status::Absent) };
        let Some(major) = folder.major()? else { return Ok(Status::Absent) };
        Ok(match pidfile::running(&folder.data())? {
            None => Status::Stopped { major },
            Some(file) => match file.phase {
                Phase::Ready => Status::Running(describe(&folder, file, major)?),
                Phase::Starting | Phase::Stopping => Status::Changing { pid: file.pid },
            },
        })
    }

    /// Stops the server and waits until it has ended.
    pub fn stop(&self) -> Result<Stopped> {
        let Some((folder, _lock)) = Folder::open_locked(&self.dir)? else { return Ok(Stopped::Absent) };
        let Some(major) = folder.major()? else { return Ok(Stopped::Absent) };
        self.stop_in(&folder, major)
    }

    /// Stops the server and removes all that was made in the folder, and nothing else.
    ///
    /// # Errors
    /// When the folder carries no marker of ours, or something in it cannot be removed; then this can be
    /// called again.
    pub fn destroy(&self) -> Result<Destroyed> {
        let Some((folder, _lock)) = Folder::open_locked(&self.dir)? else { return Ok(Destroyed::Absent) };
        if pidfile::running(&folder.data())?.is_some() {
            self.stop_in(&folder, folder.major()?.unwrap_or_default())?;
        }
        if let Some(last) = Endpoint::remembered(&folder) {
            remove_short_dir(&last.socket_dir)?;
        }
        remove_cluster(&folder)?;
        let mut left = Vec::new();
        if folder.is_elsewhere() {
            left.extend(remove_folder(&folder.home)?);
        }
        left.extend(remove_folder(&folder.base)?);
        Ok(Destroyed::Gone { left })
    }

    /// The path of `psql`, best of the PostgreSQL that the server is.
    pub fn psql(&self, running: &Running) -> Result<PathBuf> {
        self.search.psql(&Account::Own, running.major)
    }

    fn stop_in(&self, folder: &Folder, major: u32) -> Result<Stopped> {
        if pidfile::running(&folder.data())?.is_none() {
            return Ok(Stopped::Already);
        }
        let account = Account::choose(Some(&folder.owner()?))?;
        let binaries = self.search.find(&account, Some(major))?;
        Ok(match postmaster::stop(folder, &account, &binaries, self.stop_patience)? {
            Stop::Fast => Stopped::Cleanly,
            Stop::Immediate => Stopped::Immediately,
        })
    }
}

fn complete(folder: &Folder, account: &Account, binaries: &Binaries, options: &Options) -> Result<()> {
    if folder.data().exists() {
        return create::remove_unfinished(folder);
    }
    create::cluster(folder, account, binaries, options.durability)
}

fn describe(folder: &Folder, file: PidFile, major: u32) -> Result<Running> {
    let password = Password::read(&folder.password())?.ok_or_else(|| {
        let path = folder.password();
        trouble(format!("the password is missing: there is no \"{}\"", path.display()))
            .hint("Put the password of the role \"outgrow\" into this file.")
    })?;
    let unclear = || trouble(format!("\"{}/postmaster.pid\" names no port", folder.data().display()));
    Ok(Running {
        socket_dir: file.socket_dir.ok_or_else(unclear)?,
        port: file.port.ok_or_else(unclear)?,
        user: ROLE.to_string(),
        password,
        database: DATABASE.to_string(),
        pid: file.pid,
        major,
        data: folder.data(),
        log: folder.log(),
        was_running: true,
        notices: Vec::new(),
    })
}

/// The cluster loses its name first, so that half of one never looks like one.
fn remove_cluster(folder: &Folder) -> Result<()> {
    let data = folder.data();
    if data.exists() {
        let doomed = create::doomed(folder)?;
        std::fs::rename(&data, &doomed).map_err(|cause| cannot("remove", &data, cause))?;
    }
    create::remove_unfinished(folder)
}

/// Removes our files, the marker last, and the folder if nothing else is in it; the folder if it is left.
fn remove_folder(dir: &Path) -> Result<Option<PathBuf>> {
    let socket = dir.join("socket");
    match std::fs::remove_dir_all(&socket) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(cannot("remove", &socket, cause)),
        Ok(()) | Err(_) => {}
    }
    let files = ["log", "log.1", "endpoint.json", "password", "elsewhere", ".gitignore", "OUTGROW", "lock"];
    for name in files.iter().flat_map(|name| [format!("{name}.new"), (*name).to_string()]) {
        let path = dir.join(name);
        remove(&path).map_err(|cause| cannot("remove", &path, cause))?;
    }
    match std::fs::remove_dir(dir) {
        Err(cause) if cause.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(Some(dir.to_path_buf())),
        done => done.map(|()| None).map_err(|cause| cannot("remove", dir, cause)),
    }
}
