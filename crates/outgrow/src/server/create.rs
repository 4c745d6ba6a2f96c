//! A new cluster: initdb, the settings for loading, the database.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use outgrow_planner::ident::Ident;
use outgrow_planner::sql::Sql;

use super::account::Account;
use super::folder::{Folder, remove, sync_dir, write_new};
use super::options::Durability;
use super::password::{Password, random_hex};
use super::search::Binaries;
use super::{DATABASE, ROLE, cannot, trouble};
use crate::{Error, Result};

/// The name of a cluster that is not complete, or no longer.
const UNFINISHED: &str = "data.";

const SETTINGS: &str = "\n# Settings of Outgrow, fit for loading much data. What stands below this line wins.\n\
    # The schema \"outgrow\" is Outgrow's own, and the role of the same name must not create tables in it.\nsearch_path = 'public'\nmax_connections = 100\n\
    shared_buffers = 256MB\n\
    maintenance_work_mem = 256MB\n\
    max_wal_size = 4GB\n\
    checkpoint_timeout = 15min\n\
    log_line_prefix = '%m [%p] '\n";

/// The locales to try: the first sorts by code point and knows all letters, the second is everywhere.
const LOCALES: [&str; 2] = ["C.UTF-8", "C"];

/// Makes the cluster. It gets its name when it is complete, so an interruption leaves nothing to repair.
pub(super) fn cluster(folder: &Folder, account: &Account, binaries: &Binaries, durability: Durability) -> Result<()> {
    remove_unfinished(folder)?;
    let password = keep_password(folder)?;
    // Programs of an interrupted start may still be at work, so every attempt has its own directory.
    let young = folder.home.join(format!("{UNFINISHED}{}", random_hex::<6>()?));
    run_initdb(folder, account, binaries, &young, &password, durability)?;
    create_database(account, binaries, &young)?;
    append_settings(&young)?;
    let data = folder.data();
    std::fs::rename(&young, &data).and_then(|()| sync_dir(&data)).map_err(|cause| cannot("make", &data, cause))
}

/// Removes what an interrupted creation or destruction left.
pub(super) fn remove_unfinished(folder: &Folder) -> Result<()> {
    let path = password_file(folder);
    remove(&path).map_err(|cause| cannot("remove", &path, cause))?;
    for path in unfinished(folder)? {
        std::fs::remove_dir_all(&path).map_err(|cause| cannot("remove", &path, cause))?;
    }
    Ok(())
}

/// A name for a cluster that is about to be removed.
pub(super) fn doomed(folder: &Folder) -> Result<PathBuf> {
    Ok(folder.home.join(format!("{UNFINISHED}{}", random_hex::<6>()?)))
}

fn unfinished(folder: &Folder) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(&folder.home).map_err(|cause| cannot("read", &folder.home, cause))?;
    let is_unfinished = |name: &str| {
        name.strip_prefix(UNFINISHED)
            .is_some_and(|rest| rest.len() == 12 && rest.chars().all(|c| c.is_ascii_hexdigit()))
    };
    let entries = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_unfinished));
    Ok(entries.map(|entry| entry.path()).collect())
}

fn keep_password(folder: &Folder) -> Result<Password> {
    if let Some(password) = Password::read(&folder.password())? {
        return Ok(password);
    }
    let password = Password::generate()?;
    folder.write(&folder.password(), password.reveal().as_bytes())?;
    Ok(password)
}

fn password_file(folder: &Folder) -> PathBuf {
    folder.home.join("password.initdb")
}

fn run_initdb(
    folder: &Folder,
    account: &Account,
    binaries: &Binaries,
    young: &Path,
    password: &Password,
    durability: Durability,
) -> Result<()> {
    let file = HandedPassword::write(password_file(folder), password, account)?;
    let mut last = None;
    for locale in LOCALES {
        make_fresh(young, account)?;
        let output = run(&mut initdb(account, binaries, young, &file, locale, durability))?;
        if output.status.success() {
            return Ok(());
        }
        last = Some(output);
    }
    let _ = std::fs::remove_dir_all(young);
    Err(failed("initdb", last.as_ref()))
}

fn initdb(
    account: &Account,
    binaries: &Binaries,
    young: &Path,
    password: &HandedPassword,
    locale: &str,
    durability: Durability,
) -> Command {
    let mut command = account.command(binaries.program("initdb"));
    command.arg("--pgdata").arg(young).arg("--pwfile").arg(&password.path);
    command.arg(format!("--username={ROLE}")).arg(format!("--locale={locale}"));
    command.args(["--encoding=UTF8", "--auth-host=scram-sha-256", "--auth-local=scram-sha-256", "--data-checksums"]);
    match durability {
        Durability::Full => {}
        Durability::Off => {
            command.arg("--no-sync");
        }
    }
    command
}

fn make_fresh(young: &Path, account: &Account) -> Result<()> {
    match std::fs::remove_dir_all(young) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(cannot("remove", young, cause)),
        Ok(()) | Err(_) => {}
    }
    std::fs::DirBuilder::new().mode(0o700).create(young).map_err(|cause| cannot("make", young, cause))?;
    account.give(young)
}

/// In single-user mode PostgreSQL needs no password and no port.
fn create_database(account: &Account, binaries: &Binaries, data: &Path) -> Result<()> {
    let mut command = account.command(binaries.program("postgres"));
    command.arg("--single").args(["-F", "-c", "exit_on_error=true", "-D"]).arg(data).arg("postgres");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|cause| cannot("run", &binaries.program("postgres"), cause))?;
    let mut sql = Sql::new();
    sql.push("CREATE DATABASE ").push_ident(&Ident::fixed(DATABASE)).push(" OWNER ").push_ident(&Ident::fixed(ROLE));
    if let Some(mut stdin) = child.stdin.take() {
        // A server that is already gone says why in its output.
        let _ = writeln!(stdin, "{}", sql.as_str());
    }
    let output = child.wait_with_output().map_err(|cause| cannot("run", &binaries.program("postgres"), cause))?;
    if output.status.success() { Ok(()) } else { Err(failed("creating the database", Some(&output))) }
}

/// The directory belongs to the account by now, so root follows no link in it.
fn append_settings(data: &Path) -> Result<()> {
    let path = data.join("postgresql.conf");
    let no_follow = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let file = OpenOptions::new().append(true).custom_flags(no_follow).open(&path);
    file.and_then(|mut file| {
        file.write_all(SETTINGS.as_bytes())?;
        file.sync_all()
    })
    .map_err(|cause| cannot("write", &path, cause))
}

fn run(command: &mut Command) -> Result<Output> {
    let program = PathBuf::from(command.get_program());
    command.output().map_err(|cause| cannot("run", &program, cause))
}

fn failed(what: &str, output: Option<&Output>) -> Error {
    let text = output.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let lines = &lines[lines.len().saturating_sub(8)..];
    trouble(format!("{what} failed: {}", if lines.is_empty() { "it said nothing".into() } else { lines.join("; ") }))
}

/// The file through which initdb learns the password, gone when this is dropped.
struct HandedPassword {
    path: PathBuf,
}

impl HandedPassword {
    fn write(path: PathBuf, password: &Password, account: &Account) -> Result<HandedPassword> {
        write_new(&path, password.reveal().as_bytes()).map_err(|cause| cannot("write", &path, cause))?;
        let file = HandedPassword { path };
        account.give(&file.path)?;
        Ok(file)
    }
}

impl Drop for HandedPassword {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
