//! Finds a host that lets us in, with TLS or without, as `sslmode` says.

use std::future::Future;
use std::sync::atomic::Ordering;

use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, config};

use super::session::{Session, watch};
use super::tls::SslMode;
use super::{Host, Place, SessionKind, Target, failure};
use crate::{Error, ErrorKind, Result};

/// Tries every host in turn; the error is that of the last one.
pub(super) async fn connect(target: &Target) -> Result<Session> {
    let mut last = None;
    for host in &target.hosts {
        match connect_host(target, host).await {
            Ok(session) => return Ok(session),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| Error::new(ErrorKind::Internal, "a target without a host")))
}

/// How to speak to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempt {
    Plain,
    Tls,
}

fn attempts(target: &Target, place: &Place) -> &'static [Attempt] {
    // PostgreSQL offers no TLS on a Unix socket.
    if matches!(place, Place::SocketDirectory(_)) {
        return &[Attempt::Plain];
    }
    match target.tls.mode() {
        SslMode::Prefer if target.without_tls.load(Ordering::Relaxed) => &[Attempt::Plain, Attempt::Tls],
        SslMode::Disable => &[Attempt::Plain],
        SslMode::Allow => &[Attempt::Plain, Attempt::Tls],
        SslMode::Prefer => &[Attempt::Tls, Attempt::Plain],
        SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => &[Attempt::Tls],
    }
}

async fn connect_host(target: &Target, host: &Host) -> Result<Session> {
    let attempts = attempts(target, &host.place);
    for (position, attempt) in attempts.iter().enumerate() {
        let session = match timed(target, connect_once(target, host, *attempt)).await {
            Some(Ok(session)) => session,
            Some(Err(Failed::Ours(error))) => return Err(error),
            Some(Err(Failed::Theirs(cause))) if position + 1 < attempts.len() && other_way_may_work(&cause) => continue,
            Some(Err(Failed::Theirs(cause))) => return Err(failure::connecting(target, host, cause)),
            None => return Err(failure::timeout(host)),
        };
        // Of several hosts another one may offer TLS.
        if *attempt == Attempt::Plain && position > 0 && target.hosts.len() == 1 {
            target.without_tls.store(true, Ordering::Relaxed);
        }
        return session.prepared(target, host).await;
    }
    Err(Error::new(ErrorKind::Internal, "no way to connect was tried"))
}

enum Failed {
    Ours(Error),
    Theirs(tokio_postgres::Error),
}

async fn timed<T>(target: &Target, work: impl Future<Output = T>) -> Option<T> {
    match target.connect_timeout {
        Some(limit) => tokio::time::timeout(limit, work).await.ok(),
        None => Some(work.await),
    }
}

/// libpq tries the other way when TLS fails or when `pg_hba.conf` refuses this one.
fn other_way_may_work(cause: &tokio_postgres::Error) -> bool {
    failure::is_tls(cause) || cause.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
}

async fn connect_once(target: &Target, host: &Host, attempt: Attempt) -> std::result::Result<Session, Failed> {
    let config = configuration(target, host, attempt);
    if attempt == Attempt::Plain {
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.map_err(Failed::Theirs)?;
        return Ok(Session::new(client, None, watch(connection)));
    }
    let tls = target.tls.connector().map_err(Failed::Ours)?;
    let (client, connection) = config.connect(tls.clone()).await.map_err(Failed::Theirs)?;
    Ok(Session::new(client, Some(tls), watch(connection)))
}

fn configuration(target: &Target, host: &Host, attempt: Attempt) -> Config {
    let mut config = Config::new();
    match &host.place {
        Place::Tcp(name) => config.host(name),
        Place::SocketDirectory(path) => config.host_path(path),
    };
    config.port(host.port).user(&target.user).dbname(&target.database).application_name(&target.application_name);
    if let Some(password) = &target.password {
        config.password(password);
    }
    if let Some(options) = &target.options {
        config.options(options);
    }
    if let Some(binding) = target.channel_binding {
        config.channel_binding(binding);
    }
    config.target_session_attrs(match target.session {
        SessionKind::Any => config::TargetSessionAttrs::Any,
        SessionKind::ReadWrite => config::TargetSessionAttrs::ReadWrite,
        SessionKind::ReadOnly => config::TargetSessionAttrs::ReadOnly,
    });
    config.ssl_mode(match attempt {
        Attempt::Plain => config::SslMode::Disable,
        Attempt::Tls => config::SslMode::Require,
    });
    config
}
