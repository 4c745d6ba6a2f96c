//! What the driver reports, in our words.

use std::error::Error as _;
use std::fmt;
use std::io;

use tokio_postgres::error::{DbError, SqlState};

use super::{Host, Place, Target};
use crate::{Error, ErrorKind};

impl From<tokio_postgres::Error> for Error {
    /// The server's message, hint and SQLSTATE; detail and place are the cause.
    fn from(error: tokio_postgres::Error) -> Error {
        let Some(report) = error.as_db_error() else {
            let ours = Error::new(ErrorKind::Target, without_report(&error));
            let ours = if is_of_the_connection(&error) { ours.connection_lost() } else { ours };
            return ours.because(error);
        };
        let mut ours = Error::new(ErrorKind::Target, report.message()).sqlstate(report.code().code());
        if let Some(hint) = report.hint() {
            ours = ours.hint(hint);
        }
        match Circumstances::of(report) {
            Some(circumstances) => ours.because(circumstances),
            None => ours,
        }
    }
}

/// Whether the connection is what failed: it is closed, or the system could not read or write it.
fn is_of_the_connection(error: &tokio_postgres::Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<io::Error>() {
            return true;
        }
        cause = inner.source();
    }
    error.is_closed()
}

fn without_report(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(_) => format!("PostgreSQL did not answer as expected: {error}"),
        None => error.to_string(),
    }
}

/// What PostgreSQL adds to a message.
#[derive(Debug)]
struct Circumstances(String);

impl Circumstances {
    fn of(report: &DbError) -> Option<Circumstances> {
        let parts: Vec<&str> = [report.detail(), report.where_()].into_iter().flatten().collect();
        Some(Circumstances(parts.join("; "))).filter(|circumstances| !circumstances.0.is_empty())
    }
}

impl fmt::Display for Circumstances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Circumstances {}

/// Whether TLS itself failed.
pub(super) fn is_tls(error: &tokio_postgres::Error) -> bool {
    error.to_string().contains("TLS")
}

/// Nobody answered in `connect_timeout`.
pub(super) fn timeout(host: &Host) -> Error {
    Error::new(ErrorKind::Target, format!("PostgreSQL at {host} did not answer in time"))
        .hint("Check host, port and firewall, or raise connect_timeout.")
        .connection_lost()
}

/// The server accepts no writes.
pub(super) fn read_only(target: &Target, host: &Host) -> Error {
    Error::new(ErrorKind::Target, format!("database \"{}\" at {host} accepts no writes", target.database))
        .hint("Connect to the primary server, or set default_transaction_read_only to off.")
}

/// Why a connection could not be made.
pub(super) fn connecting(target: &Target, host: &Host, cause: tokio_postgres::Error) -> Error {
    if let Some(report) = cause.as_db_error() {
        return refused(target, host, report);
    }
    let error = unreachable(target, host, &cause);
    let error = if is_of_the_connection(&cause) { error.connection_lost() } else { error };
    match cause.into_source() {
        Some(source) => error.because(source),
        None => error,
    }
}

fn refused(target: &Target, host: &Host, report: &DbError) -> Error {
    let (user, database) = (&target.user, &target.database);
    let new = |message: String| Error::new(ErrorKind::Target, message).sqlstate(report.code().code());
    let code = report.code();
    if *code == SqlState::INVALID_PASSWORD {
        return new(format!("password authentication failed for user \"{user}\" at {host}"))
            .hint("Check the password; special characters in a URL must be percent-encoded.");
    }
    if *code == SqlState::INVALID_CATALOG_NAME {
        return new(format!("database \"{database}\" does not exist at {host}"))
            .hint(format!("Create it first: createdb \"{database}\"."));
    }
    if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION {
        return new(format!("PostgreSQL at {host} does not let user \"{user}\" in: {}", report.message()))
            .hint("Check the user's name, sslmode and the server's pg_hba.conf.");
    }
    if *code == SqlState::TOO_MANY_CONNECTIONS {
        return new(format!("PostgreSQL at {host} has no connection left"))
            .hint("Close other clients, raise max_connections, or use fewer streams.");
    }
    if *code == SqlState::CANNOT_CONNECT_NOW {
        return new(format!("PostgreSQL at {host} is not ready: {}", report.message()))
            .hint("Wait until the server has started, and try again.");
    }
    let error = new(format!("PostgreSQL at {host} refused the connection: {}", report.message()));
    match report.hint() {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

fn unreachable(target: &Target, host: &Host, cause: &tokio_postgres::Error) -> Error {
    let new = |message: String| Error::new(ErrorKind::Target, message);
    let inner = cause.source().map(ToString::to_string).unwrap_or_default();
    if inner.contains("password missing") {
        return new(format!("PostgreSQL at {host} asks for a password of user \"{}\"", target.user))
            .hint("Put it into the URL, or set PGPASSWORD.");
    }
    if is_tls(cause) && inner.contains("does not support TLS") {
        return new(format!("PostgreSQL at {host} does not offer TLS"))
            .hint("Switch ssl on in the server's postgresql.conf, or use sslmode=prefer.");
    }
    if is_tls(cause) {
        return new(format!("TLS with {host} failed: {inner}")).hint(
            "Check sslmode and sslrootcert; verify-full needs a certificate whose subjectAltName has the host's name.",
        );
    }
    match cause.source().and_then(|source| source.downcast_ref::<io::Error>()) {
        Some(error) => no_socket(host, error),
        None => new(format!("PostgreSQL at {host} did not answer as expected: {cause}")),
    }
}

fn no_socket(host: &Host, error: &io::Error) -> Error {
    let new = |message: String| Error::new(ErrorKind::Target, message);
    let start = "Start PostgreSQL, or check host and port.";
    match (error.kind(), &host.place) {
        (io::ErrorKind::NotFound, Place::SocketDirectory(path)) => {
            new(format!("there is no PostgreSQL socket in \"{}\" for port {}", path.display(), host.port)).hint(start)
        }
        (io::ErrorKind::ConnectionRefused, _) => new(format!("nobody listens at {host}")).hint(start),
        (io::ErrorKind::TimedOut, _) => timeout(host),
        _ if error.to_string().contains("lookup address") => {
            new(format!("there is no host with the name of {host}")).hint("Check the host's name.")
        }
        _ => new(format!("PostgreSQL at {host} cannot be reached: {error}")).hint(start),
    }
}
