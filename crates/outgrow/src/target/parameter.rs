//! The parameters of a URL: libpq's, and those that frameworks add.

use std::time::Duration;

use tokio_postgres::config::ChannelBinding;

use super::SessionKind;
use super::tls::{RootCertificates, SslMode, Tls};
use super::url::port_of;
use crate::{Error, ErrorKind, Result};

/// Everything that a URL can say.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    pub(super) database: Option<String>,
    /// Names with their ports; 0 for none.
    pub(super) hosts: Vec<(String, u16)>,
    pub(super) ports: Vec<u16>,
    pub(super) tls: Tls,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) application_name: Option<String>,
    pub(super) options: Option<String>,
    pub(super) channel_binding: Option<ChannelBinding>,
    pub(super) session: SessionKind,
    pub(super) schema: Option<String>,
}

/// What frameworks and drivers put into URLs that means nothing to a single session.
const IGNORED: [&str; 36] = [
    "charset",
    "client_encoding",
    "command_timeout",
    "conn_health_checks",
    "conn_max_age",
    "connection_limit",
    "encoding",
    "fallback_application_name",
    "gssencmode",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "load_balance_hosts",
    "max_connections",
    "max_overflow",
    "min_connections",
    "pgbouncer",
    "pool",
    "pool_max_conns",
    "pool_min_conns",
    "pool_pre_ping",
    "pool_recycle",
    "pool_size",
    "pool_timeout",
    "prepare_threshold",
    "prepared_statement_cache_size",
    "prepared_statements",
    "serverVersion",
    "socket_timeout",
    "sslcompression",
    "sslsni",
    "statement-cache-capacity",
    "statement_cache_size",
    "tcp_user_timeout",
];

impl Parameters {
    /// Takes one `name=value`.
    pub(super) fn set(&mut self, name: &str, value: String) -> Result<()> {
        match name {
            "user" => self.user = Some(value),
            "password" => self.password = Some(value),
            "dbname" => self.database = Some(value),
            "host" => self.hosts = value.split(',').map(|host| (host.to_owned(), 0)).collect(),
            "port" => self.ports = value.split(',').map(port_of).collect::<Result<_>>()?,
            "sslmode" => self.tls.mode = Some(ssl_mode(name, &value)?),
            "ssl" => self.tls.mode = Some(driver_ssl(&value)?),
            "sslrootcert" if value == "system" => self.tls.roots = RootCertificates::System,
            "sslrootcert" => self.tls.roots = RootCertificates::File(value.into()),
            "sslcert" => self.tls.certificate = Some(value.into()),
            "sslkey" => self.tls.key = Some(value.into()),
            "connect_timeout" => self.connect_timeout = seconds(&value)?,
            "application_name" => self.application_name = Some(value),
            "options" => self.options = Some(value),
            "channel_binding" => self.channel_binding = Some(channel_binding(&value)?),
            "target_session_attrs" => self.session = session_kind(&value)?,
            "schema" | "search_path" => self.schema = first_schema(&value),
            _ if IGNORED.contains(&name) => {}
            _ => return Err(unknown(name)),
        }
        Ok(())
    }
}

fn unknown(name: &str) -> Error {
    let printable = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    let shown = if printable { name } else { "…" };
    Error::new(ErrorKind::Usage, format!("the URL has an unknown parameter \"{shown}\""))
        .hint("Remove it, or percent-encode a ? or & that belongs to the password.")
}

fn refused(name: &str, allowed: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("the URL's parameter \"{name}\" has a value that is not allowed"))
        .hint(format!("Write one of: {allowed}."))
}

fn ssl_mode(name: &str, value: &str) -> Result<SslMode> {
    let allowed = "disable, allow, prefer, require, verify-ca, verify-full";
    SslMode::named(value).ok_or_else(|| refused(name, allowed))
}

/// `ssl=` of asyncpg, node-postgres and pg8000.
fn driver_ssl(value: &str) -> Result<SslMode> {
    match value {
        "true" | "1" | "no-verify" => Ok(SslMode::Require),
        "false" | "0" => Ok(SslMode::Disable),
        _ => ssl_mode("ssl", value),
    }
}

/// As in libpq: whole seconds, 0 and less wait for ever.
fn seconds(value: &str) -> Result<Option<Duration>> {
    let seconds = value.trim().parse::<i64>().map_err(|_| refused("connect_timeout", "a number of seconds"))?;
    Ok(u64::try_from(seconds).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs))
}

fn channel_binding(value: &str) -> Result<ChannelBinding> {
    match value {
        "disable" => Ok(ChannelBinding::Disable),
        "prefer" => Ok(ChannelBinding::Prefer),
        "require" => Ok(ChannelBinding::Require),
        _ => Err(refused("channel_binding", "disable, prefer, require")),
    }
}

fn session_kind(value: &str) -> Result<SessionKind> {
    match value {
        "any" | "prefer-standby" => Ok(SessionKind::Any),
        "read-write" | "primary" => Ok(SessionKind::ReadWrite),
        "read-only" | "standby" => Ok(SessionKind::ReadOnly),
        _ => Err(refused("target_session_attrs", "any, read-write, primary, read-only, standby, prefer-standby")),
    }
}

fn first_schema(value: &str) -> Option<String> {
    let first = value.split(',').next()?.trim().trim_matches('"');
    Some(first.to_owned()).filter(|schema| !schema.is_empty())
}
