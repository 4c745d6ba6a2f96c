//! A local PostgreSQL: find the binaries, initdb, start, stop, also when run as root.
//!
//! [`Local`] keeps one private cluster in a folder that Outgrow makes and marks as its own:
//!
//! ```text
//! .outgrow/postgres/
//!   OUTGROW        marks the folder as ours
//!   .gitignore     keeps the folder, and so the password, out of repositories
//!   lock           held while the cluster is created, started, stopped or destroyed
//!   password       of the role "outgrow", mode 0600
//!   endpoint.json  the port and the socket directory to try first at the next start
//!   log            what PostgreSQL says; log.1 is what it said before
//!   data/          the cluster, moved here under this name only when it is complete
//!   socket/        the Unix socket
//!   elsewhere      as root, if PostgreSQL cannot get in here: where the rest is instead
//! ```
//!
//! Whether the server runs is never remembered, only observed: `postmaster.pid` says who should run, the
//! process table and the socket say whether it does.
//!
//! PostgreSQL refuses to run as root. Root therefore hands `data/` and `socket/` to an unprivileged account
//! and starts the binaries under its user and group id; the standard library drops the supplementary groups
//! as well when root changes the user. All else stays root's, so that the account cannot lead root astray.
//! The account is the owner of the folder if that is not root, otherwise `postgres`, otherwise `nobody`, whose
//! other processes could then read the data.

mod account;
mod create;
mod endpoint;
mod folder;
mod options;
mod local;
mod lock;
mod password;
mod pidfile;
mod postmaster;
mod running;
mod search;
mod shared;

pub use local::{Destroyed, Local, Stopped};
pub use options::{Durability, Options};
pub use password::Password;
pub use running::{Notice, Running, Status};
pub use search::Search;
pub use shared::shared_test_cluster;

/// The role that owns the cluster, a superuser.
pub const ROLE: &str = "outgrow";

/// The database that the first start creates.
pub const DATABASE: &str = "outgrow";

/// The oldest and the newest supported major version of PostgreSQL.
pub const SUPPORTED: std::ops::RangeInclusive<u32> = 15..=18;

fn trouble(message: impl Into<String>) -> crate::Error {
    crate::Error::new(crate::ErrorKind::Server, message)
}

fn cannot(what: &str, path: &std::path::Path, cause: std::io::Error) -> crate::Error {
    trouble(format!("cannot {what} \"{}\"", path.display())).because(cause)
}
