//! Splits a URL into its parts.
//!
//! Nothing of the part that may hold a password ever enters an error message.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::parameter::Parameters;
use super::{Defaults, Host, Place, Target};
use crate::{Error, ErrorKind, Result};

const DEFAULT_PORT: u16 = 5432;
const DEFAULT_SOCKET_DIRECTORY: &str = "/var/run/postgresql";

/// Reads a whole URL.
pub(super) fn parse(url: &str, defaults: &Defaults) -> Result<Target> {
    let rest = after_scheme(url.trim())?;
    let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    if !authority.contains('@') && rest.contains('@') {
        return Err(usage("the URL has a \"/\" or \"?\" before its \"@\"").hint(ENCODE));
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (userinfo, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = userinfo.split_once(':').unwrap_or((userinfo, ""));

    let mut parameters = Parameters {
        user: given(decode(user)?),
        password: given(decode(password)?),
        database: given(decode(path.trim_start_matches('/'))?),
        hosts: hosts_of(hosts)?,
        ..Parameters::default()
    };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.set(&decode(name)?, decode(&value.replace('+', "%20"))?)?;
    }
    finish(parameters, defaults)
}

const ENCODE: &str = "Percent-encode special characters in user and password: / is %2F, ? is %3F, @ is %40, : is %3A.";

fn usage(message: &str) -> Error {
    Error::new(ErrorKind::Usage, message)
}

fn after_scheme(url: &str) -> Result<&str> {
    let wanted = "A PostgreSQL URL looks like postgresql://user@host:5432/database.";
    let (scheme, rest) = url.split_once("://").ok_or_else(|| usage("this is no PostgreSQL URL").hint(wanted))?;
    let base = scheme.split('+').next().unwrap_or(scheme);
    if base.eq_ignore_ascii_case("postgresql") || base.eq_ignore_ascii_case("postgres") {
        return Ok(rest);
    }
    let known = base.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let message =
        if known { format!("\"{base}://\" is no PostgreSQL URL") } else { "this is no PostgreSQL URL".to_owned() };
    Err(usage(&message).hint(wanted))
}

fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn decode(text: &str) -> Result<String> {
    let decoded = percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| usage("the URL has percent-encoded bytes that are not UTF-8"))?;
    if decoded.contains('\0') {
        return Err(usage("the URL contains U+0000"));
    }
    Ok(decoded.into_owned())
}

/// Reads `host:port,[::1]:port,%2Fsocket%2Fdir`. The port is 0 where none is written.
fn hosts_of(list: &str) -> Result<Vec<(String, u16)>> {
    if list.is_empty() {
        return Ok(Vec::new());
    }
    list.split(',').map(host_of).collect()
}

fn host_of(item: &str) -> Result<(String, u16)> {
    let (name, port) = match item.strip_prefix('[') {
        Some(bracketed) => {
            let (address, port) =
                bracketed.split_once(']').ok_or_else(|| usage("the URL lacks a \"]\" after its host"))?;
            (address, port.strip_prefix(':').unwrap_or(port))
        }
        None => item.split_once(':').unwrap_or((item, "")),
    };
    Ok((decode(name)?, port_of(port)?))
}

/// Reads a port; 0 for none.
pub(super) fn port_of(text: &str) -> Result<u16> {
    if text.is_empty() {
        return Ok(0);
    }
    text.parse::<u16>()
        .ok()
        .filter(|port| *port > 0)
        .ok_or_else(|| usage("the URL's port is not a number from 1 to 65535").hint(ENCODE))
}

fn finish(parameters: Parameters, defaults: &Defaults) -> Result<Target> {
    let hosts = places(&parameters, defaults)?;
    let user = parameters.user.or_else(|| defaults.user.clone()).ok_or_else(|| {
        usage("the URL names no user").hint("Write it before the host, as in postgresql://user@host/database.")
    })?;
    Ok(Target {
        hosts,
        database: parameters.database.or_else(|| defaults.database.clone()).unwrap_or_else(|| user.clone()),
        user,
        password: parameters.password.or_else(|| defaults.password.clone()),
        tls: parameters.tls.checked()?,
        connect_timeout: parameters.connect_timeout,
        application_name: parameters.application_name.unwrap_or_else(|| "outgrow".to_owned()),
        options: parameters.options,
        channel_binding: parameters.channel_binding,
        session: parameters.session,
        schema: parameters.schema,
        without_tls: Arc::default(),
    })
}

fn places(parameters: &Parameters, defaults: &Defaults) -> Result<Vec<Host>> {
    let default_port = defaults.port.unwrap_or(DEFAULT_PORT);
    let mut named = parameters.hosts.clone();
    if named.iter().all(|(name, _)| name.is_empty()) {
        let port = named.first().map_or(0, |(_, port)| *port);
        named = match &defaults.host {
            Some(host) => vec![(host.clone(), port)],
            None => vec![(DEFAULT_SOCKET_DIRECTORY.to_owned(), port), ("localhost".to_owned(), port)],
        };
    }
    let count = named.len();
    if parameters.ports.len() > 1 && parameters.ports.len() != count {
        return Err(usage("the URL has another number of ports than of hosts"));
    }
    let port_at = |position: usize| parameters.ports.get(position).or(parameters.ports.first()).copied();
    let host = |(position, (name, port)): (usize, (String, u16))| {
        let port = Some(port).filter(|port| *port > 0).or_else(|| port_at(position).filter(|port| *port > 0));
        Host { place: place(name), port: port.unwrap_or(default_port) }
    };
    Ok(named.into_iter().enumerate().map(host).collect())
}

fn place(name: String) -> Place {
    if name.starts_with('/') {
        return Place::SocketDirectory(name.into());
    }
    Place::Tcp(if name.is_empty() { "localhost".to_owned() } else { name })
}
