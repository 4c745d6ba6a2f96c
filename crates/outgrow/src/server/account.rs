//! Who runs PostgreSQL: ourselves, or, when we are root, somebody with fewer rights.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{cannot, trouble};
use crate::{Error, Result};

/// The user that the programs of PostgreSQL run as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// The user of this process.
    Own,
    /// Another user, which only root can become.
    Dropped(User),
}

/// A user of the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// Accounts to drop to, the most fitting first: Debian and Red Hat, macOS, everybody.
const CANDIDATES: [&str; 3] = ["postgres", "_postgres", "nobody"];

/// libpq's and the server's variables that would lead a program astray, or carry a password into the
/// environment of a server.
const CONFUSING: [&str; 12] = [
    "PGDATA",
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGUSER",
    "PGPASSWORD",
    "PGDATABASE",
    "PGOPTIONS",
    "PGSERVICE",
    "PGPASSFILE",
    "PGCTLTIMEOUT",
    "PG_GRANDPARENT_PID",
];

impl Account {
    /// Root becomes the owner of the files if that is not root, otherwise a known account.
    pub(super) fn choose(owner: Option<&Metadata>) -> Result<Account> {
        if !we_are_root() {
            return Ok(Account::Own);
        }
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        if let Some(owner) = owner.filter(|owner| owner.uid() != 0) {
            return Ok(Account::Dropped(owner_of(owner, &users)));
        }
        CANDIDATES.iter().find_map(|name| find_user(&users, name)).map(Account::Dropped).ok_or_else(no_account)
    }

    /// Makes sure that we may become the account, which a container can forbid root to do.
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Account::Dropped(user) if !self.can_enter(Path::new("/")) => Err(trouble(format!(
                "root may not become the user \"{}\" here, and PostgreSQL does not run as root",
                user.name
            ))
            .hint("Run the command as an ordinary user, or allow the container SETUID and SETGID.")),
            Account::Own | Account::Dropped(_) => Ok(()),
        }
    }

    /// The name of the account, `None` if it is our own.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Account::Own => None,
            Account::Dropped(user) => Some(&user.name),
        }
    }

    /// The user id of the account.
    pub(super) fn uid(&self) -> u32 {
        match self {
            Account::Own => rustix::process::geteuid().as_raw(),
            Account::Dropped(user) => user.uid,
        }
    }

    /// A command that will run under the account, in a directory that everybody may enter.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").env("LC_ALL", "C").stdin(Stdio::null());
        for name in CONFUSING {
            command.env_remove(name);
        }
        if let Account::Dropped(user) = self {
            command.uid(user.uid).gid(user.gid).env("HOME", "/").env("USER", &user.name).env("LOGNAME", &user.name);
        }
        command
    }

    /// Makes the account the owner of a file or directory.
    pub(super) fn give(&self, path: &Path) -> Result<()> {
        let Account::Dropped(user) = self else { return Ok(()) };
        std::os::unix::fs::lchown(path, Some(user.uid), Some(user.gid)).map_err(|cause| {
            cannot("hand over", path, cause).hint("Give a folder on a file system that knows owners with --data.")
        })
    }

    /// Whether the account can enter a directory. The system itself is asked, which also knows access lists.
    pub(super) fn can_enter(&self, dir: &Path) -> bool {
        let mut command = self.command("/bin/sh");
        command.args(["-c", ":"]).current_dir(dir).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

/// Whether this process has root's rights.
pub(super) fn we_are_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn owner_of(file: &Metadata, users: &str) -> User {
    let known = parse_users(users).find(|user| user.uid == file.uid());
    let name = known.map_or_else(|| format!("#{}", file.uid()), |user| user.name);
    User { name, uid: file.uid(), gid: file.gid() }
}

fn find_user(users: &str, name: &str) -> Option<User> {
    parse_users(users).find(|user| user.name == name && user.uid != 0)
}

/// The lines of `/etc/passwd`. macOS writes the id of nobody as -2.
fn parse_users(text: &str) -> impl Iterator<Item = User> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?.to_string();
        let uid = parse_id(fields.nth(1)?)?;
        let gid = parse_id(fields.next()?)?;
        Some(User { name, uid, gid })
    })
}

fn parse_id(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().or_else(|| text.parse::<i32>().ok().map(i32::cast_unsigned))
}

fn no_account() -> Error {
    trouble("PostgreSQL does not run as root, and there is no user \"postgres\" or \"nobody\" to run it as")
        .hint("Run the command as an ordinary user, or add a user named postgres.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = "# a comment\nroot:x:0:0:root:/root:/bin/bash\nbroken line\n\
        nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false\npostgres:x:101:104::/var/lib:/bin/sh\n";

    #[test]
    fn users_are_found_by_name() {
        let user = find_user(USERS, "postgres").unwrap();
        assert_eq!((user.uid, user.gid), (101, 104));
        assert_eq!(find_user(USERS, "nobody").unwrap().uid, 4_294_967_294);
        assert_eq!(find_user(USERS, "_postgres"), None);
    }

    #[test]
    fn root_is_nobody_to_drop_to() {
        assert_eq!(find_user(USERS, "root"), None);
    }

    #[test]
    fn only_root_changes_the_account() {
        let account = Account::choose(None);
        if we_are_root() {
            assert_ne!(account.unwrap().uid(), 0);
        } else {
            assert_eq!(account.unwrap(), Account::Own);
        }
    }

    #[test]
    fn a_closed_directory_cannot_be_entered_by_an_account() {
        if !we_are_root() {
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        let closed = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(dir.path(), closed).unwrap();
        let account = Account::choose(None).unwrap();
        assert!(!account.can_enter(dir.path()));
        account.give(dir.path()).unwrap();
        assert!(account.can_enter(dir.path()));
    }
}
