//! A session of the target.

use std::sync::{Arc, Mutex, PoisonError};

use outgrow_planner::sql::Sql;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::{Client, Connection, NoTls, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Host, SessionKind, Target, failure};
use crate::{Error, ErrorKind, Result};

/// A session of the target.
///
/// Dropping it closes the connection; the server rolls back what is open.
pub struct Session {
    /// The client.
    pub client: Client,
    tls: Option<MakeRustlsConnect>,
    lost: Lost,
    server_version: u32,
    server_encoding: String,
}

/// Why the connection ended, once it did.
type Lost = Arc<Mutex<Option<tokio_postgres::Error>>>;

/// Asks the server to stop what a session is doing; usable from anywhere.
#[derive(Clone)]
pub struct CancelToken {
    token: tokio_postgres::CancelToken,
    tls: Option<MakeRustlsConnect>,
}

/// What every session starts with, whatever the database or the role has set for it. PostgreSQL looks
/// into pg_catalog first unless a path names it later; then a table called "text" would become a data
/// type, and a function called "lower" ours. Our own names are always qualified.
const SETTINGS: &str = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; \
    SET standard_conforming_strings = on; SET client_encoding = 'UTF8'; SET search_path = public; \
    SET statement_timeout = 0; SET lock_timeout = 0; \
    SET idle_in_transaction_session_timeout = 0; SET idle_session_timeout = 0; \
    SET transform_null_equals = off; SET check_function_bodies = on; \
    SET extra_float_digits = 1; SET bytea_output = 'hex'; \
    SELECT set_config('transaction_timeout', '0', false) WHERE current_setting('transaction_timeout', true) IS NOT NULL; \
    SELECT current_setting('server_version_num'), current_setting('server_encoding'), \
    current_setting('default_transaction_read_only'), pg_catalog.pg_is_in_recovery()";

/// Drives a connection in the background, and keeps the reason of its end. Notices are dropped.
pub(super) fn watch<S, T>(connection: Connection<S, T>) -> Lost
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let lost = Lost::default();
    let reason = Arc::clone(&lost);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            *reason.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
    });
    lost
}

impl Session {
    pub(super) fn new(client: Client, tls: Option<MakeRustlsConnect>, lost: Lost) -> Session {
        Session { client, tls, lost, server_version: 0, server_encoding: String::new() }
    }

    /// Applies the settings, and learns what the server is.
    pub(super) async fn prepared(mut self, target: &Target, host: &Host) -> Result<Session> {
        let messages = self.client.simple_query(SETTINGS).await.map_err(|cause| self.error(cause))?;
        let row = messages.iter().rev().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        let field = |position: usize| row.and_then(|row| row.get(position)).unwrap_or_default();
        self.server_version = field(0).parse().unwrap_or(0);
        self.server_encoding = field(1).to_owned();
        let writes = target.session == SessionKind::ReadOnly || (field(2) != "on" && field(3) != "t");
        if writes { Ok(self) } else { Err(failure::read_only(target, host)) }
    }

    /// The server's version as in `server_version_num`: 150018.
    pub fn server_version(&self) -> u32 {
        self.server_version
    }

    /// The encoding of the database: `UTF8`.
    pub fn server_encoding(&self) -> &str {
        &self.server_encoding
    }

    /// Whether the connection is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// What can stop the session's work from outside.
    pub fn cancel_token(&self) -> CancelToken {
        CancelToken { token: self.client.cancel_token(), tls: self.tls.clone() }
    }

    /// Asks the server to stop what this session is doing.
    pub async fn cancel(&self) -> Result<()> {
        self.cancel_token().cancel().await
    }

    /// Runs statements one after the other; the first that fails ends it.
    ///
    /// Each is its own transaction unless BEGIN is among them or was sent before.
    pub async fn execute_all(&self, statements: &[Sql]) -> Result<()> {
        for statement in statements {
            self.client.batch_execute(statement.as_str()).await.map_err(|cause| self.error(cause))?;
        }
        Ok(())
    }

    /// Commits without waiting for the disk (`synchronous_commit = off`): a crash of the server can take
    /// the last commits back, in their order, and nothing else. For work that a ledger knows, which
    /// would be done again; the commit that ends it must wait.
    pub(crate) async fn commit_in_background(&self) -> Result<()> {
        self.execute_all(&[Sql::text("SET synchronous_commit = off")]).await
    }

    /// Gives the building of indexes 256 MB, which is enough (measured); a server that gives more keeps it.
    pub(crate) async fn prepare_for_indexes(&self) -> Result<()> {
        let setting = "SELECT pg_catalog.set_config('maintenance_work_mem', '256MB', false) WHERE \
                       pg_catalog.pg_size_bytes(pg_catalog.current_setting('maintenance_work_mem')) < 268435456";
        self.execute_all(&[Sql::text(setting)]).await
    }

    /// The error of a request; where the connection was lost, the reason of that.
    pub fn error(&self, cause: tokio_postgres::Error) -> Error {
        self.errors().error(cause)
    }

    /// What explains errors while the client is borrowed, by a transaction for example.
    pub(crate) fn errors(&self) -> Errors {
        Errors(Arc::clone(&self.lost))
    }
}

/// Explains the errors of one session.
pub(crate) struct Errors(Lost);

impl Errors {
    /// As [`Session::error`].
    pub(crate) fn error(&self, cause: tokio_postgres::Error) -> Error {
        if !cause.is_closed() {
            return cause.into();
        }
        let lost = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let error = match lost {
            Some(reason) => Error::from(reason),
            None => Error::new(ErrorKind::Target, "the connection to PostgreSQL was lost").because(cause),
        };
        error.connection_lost()
    }
}

impl CancelToken {
    /// Asks the server to stop what the session is doing. It may be too late.
    pub async fn cancel(&self) -> Result<()> {
        let sent = match &self.tls {
            Some(tls) => self.token.cancel_query(tls.clone()).await,
            None => self.token.cancel_query(NoTls).await,
        };
        sent.map_err(Error::from)
    }
}
