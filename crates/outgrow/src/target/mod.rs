//! The PostgreSQL connection: URL, TLS, SQLSTATE, cancellation.

mod url;
mod parameter;
mod tls;
mod connect;
mod session;
mod failure;

#[cfg(test)]
mod tests;

pub use session::{CancelToken, Session};

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use crate::Result;
use tls::Tls;

/// Where a PostgreSQL database is and how to get in.
///
/// Its `Debug` and `Display` never show the password.
#[derive(Clone)]
pub struct Target {
    hosts: Vec<Host>,
    database: String,
    user: String,
    password: Option<String>,
    tls: Tls,
    connect_timeout: Option<Duration>,
    application_name: String,
    options: Option<String>,
    channel_binding: Option<tokio_postgres::config::ChannelBinding>,
    session: SessionKind,
    schema: Option<String>,
    /// Whether `sslmode=prefer` has found a server without TLS: then that is not asked for again with
    /// each session.
    without_tls: Arc<AtomicBool>,
}

/// What stands in for the parts that a URL leaves out.
///
/// The library reads no environment, so whoever calls it passes the operating
/// system's user, `PGPASSWORD` and the like here.
#[derive(Clone, Default)]
pub struct Defaults {
    /// The user.
    pub user: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// The host, or the directory of a Unix socket.
    pub host: Option<String>,
    /// The port; 5432 otherwise.
    pub port: Option<u16>,
    /// The database; the user's name otherwise.
    pub database: Option<String>,
}

/// One place to try.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Host {
    place: Place,
    port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Tcp(String),
    SocketDirectory(PathBuf),
}

/// `target_session_attrs`: which of several servers will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SessionKind {
    #[default]
    Any,
    ReadWrite,
    ReadOnly,
}

impl Target {
    /// Reads a URL: `postgresql://`, `postgres://`, `postgresql+asyncpg://`, `postgresql+psycopg://` and
    /// the like, with libpq's parameters (`sslmode`, `sslrootcert`, `host=/socket/dir`, …).
    ///
    /// The URL must name a user; see [`Target::parse_with`].
    pub fn parse(url: &str) -> Result<Target> {
        Target::parse_with(url, &Defaults::default())
    }

    /// Reads a URL as [`Target::parse`] does; `defaults` stand in for what it leaves out.
    ///
    /// Without any host it is the socket in `/var/run/postgresql`, then `localhost`.
    pub fn parse_with(url: &str, defaults: &Defaults) -> Result<Target> {
        url::parse(url, defaults)
    }

    /// The same server, another database.
    #[must_use]
    pub fn with_database(&self, database: &str) -> Target {
        Target { database: database.to_owned(), ..self.clone() }
    }

    /// The database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The user.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The schema that the URL names (`schema` of Prisma, `search_path`), if it names one.
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Opens a session: UTC, ISO dates, `standard_conforming_strings`, no statement timeout,
    /// `client_encoding` UTF8.
    ///
    /// Fails with [`crate::ErrorKind::Target`] when no host answers, lets us in, or accepts writes.
    pub async fn connect(&self) -> Result<Session> {
        connect::connect(self).await
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgresql://{}@", percent_encode(self.user.as_bytes(), NON_ALPHANUMERIC))?;
        for (position, host) in self.hosts.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            write!(f, "{comma}{host}")?;
        }
        write!(f, "/{}", self.database)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({self})")
    }
}

impl fmt::Debug for Defaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Defaults").field("user", &self.user).field("host", &self.host).finish_non_exhaustive()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Tcp(name) if name.contains(':') => write!(f, "[{name}]:{}", self.port),
            Place::Tcp(name) => write!(f, "{name}:{}", self.port),
            Place::SocketDirectory(path) => {
                write!(f, "{}:{}", path.to_string_lossy().replace('/', "%2F"), self.port)
            }
        }
    }
}
