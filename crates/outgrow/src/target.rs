//! The PostgreSQL connection: URL, TLS, SQLSTATE, cancellation.

use crate::Result;

/// Where a PostgreSQL database is and how to get in.
///
/// Its `Debug` and `Display` never show the password.
#[derive(Clone)]
pub struct Target {
    config: tokio_postgres::Config,
}

impl Target {
    /// Reads a URL: `postgresql://`, `postgres://`, `postgresql+asyncpg://`, `postgresql+psycopg://` and
    /// the like, with libpq's parameters (`sslmode`, `sslrootcert`, `host=/socket/dir`, …).
    pub fn parse(url: &str) -> Result<Target> {
        let _ = url;
        Ok(Target { config: tokio_postgres::Config::new() })
    }

    /// Opens a session: UTC, ISO dates, `standard_conforming_strings`, no statement timeout,
    /// `client_encoding` UTF8.
    pub async fn connect(&self) -> Result<Session> {
        let _ = &self.config;
        Err(crate::Error::new(crate::ErrorKind::Internal, "not written yet"))
    }
}

/// A session of the target.
pub struct Session {
    /// The client.
    pub client: tokio_postgres::Client,
}
