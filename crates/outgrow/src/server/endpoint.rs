//! The port and the socket directory: remembered, checked, chosen anew.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::folder::Folder;
use super::password::random_hex;
use super::{cannot, trouble};
use crate::Result;

/// The kernel takes 103 (macOS) or 107 (Linux) bytes for the path of a socket.
const LONGEST_SOCKET: usize = 99;

/// Where the server listens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Endpoint {
    pub(super) port: u16,
    pub(super) socket_dir: PathBuf,
}

impl Endpoint {
    /// The endpoint of the last start. It says nothing about whether the server runs.
    pub(super) fn remembered(folder: &Folder) -> Option<Endpoint> {
        let text = std::fs::read(folder.endpoint()).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// The endpoint of the last start as far as it is still free and safe.
    pub(super) fn choose(folder: &Folder, account: &Account) -> Result<Endpoint> {
        let last = Endpoint::remembered(folder);
        let port = match last.as_ref().map(|last| last.port).filter(|port| is_free(*port)) {
            Some(port) => port,
            None => free_port()?,
        };
        let socket_dir = socket_dir(folder, account, last.map(|last| last.socket_dir))?;
        let endpoint = Endpoint { port, socket_dir };
        endpoint.remember(folder)?;
        Ok(endpoint)
    }

    fn remember(&self, folder: &Folder) -> Result<()> {
        let text = serde_json::to_vec(self)
            .map_err(|cause| trouble("cannot write down the socket directory").because(cause))?;
        folder.write(&folder.endpoint(), &text)
    }
}

/// Whether nobody listens on a port of 127.0.0.1.
pub(super) fn is_free(port: u16) -> bool {
    port != 0 && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Removes a socket directory that is not in the folder.
pub(super) fn remove_short_dir(dir: &Path) -> Result<()> {
    if !is_short_dir(dir) {
        return Ok(());
    }
    match std::fs::remove_dir_all(dir) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(cannot("remove", dir, cause)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|cause| trouble("no port of 127.0.0.1 is free").because(cause))
}

fn socket_dir(folder: &Folder, account: &Account, last: Option<PathBuf>) -> Result<PathBuf> {
    let inside = folder.socket_dir();
    if is_fit(&inside) {
        make_private(&inside, account)?;
        return Ok(inside);
    }
    if let Some(last) = last.filter(|last| is_short_dir(last) && is_private(last, account)) {
        return Ok(last);
    }
    let short = PathBuf::from(format!("/tmp/outgrow-{}", random_hex::<8>()?));
    std::fs::DirBuilder::new().mode(0o700).create(&short).map_err(|cause| cannot("make", &short, cause))?;
    account.give(&short)?;
    Ok(short)
}

/// Short enough for the kernel, and plain enough for the setting, which is a list with commas and quotes.
fn is_fit(dir: &Path) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    let longest = dir.join(".s.PGSQL.65535");
    longest.to_str().is_some_and(|path| path.len() <= LONGEST_SOCKET && path.chars().all(plain))
}

fn is_short_dir(dir: &Path) -> bool {
    dir.to_str().and_then(|dir| dir.strip_prefix("/tmp/outgrow-")).is_some_and(|rest| !rest.contains('/'))
}

/// Others may have put something of theirs in our place in /tmp.
fn is_private(dir: &Path, account: &Account) -> bool {
    std::fs::symlink_metadata(dir)
        .is_ok_and(|file| file.is_dir() && file.uid() == account.uid() && file.permissions().mode() & 0o077 == 0)
}

fn make_private(dir: &Path, account: &Account) -> Result<()> {
    if is_private(dir, account) {
        return Ok(());
    }
    match std::fs::DirBuilder::new().mode(0o700).create(dir) {
        Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => Err(cannot("make", dir, cause)),
        Ok(()) | Err(_) => account.give(dir),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_not_free() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(!is_free(port));
        drop(listener);
        assert!(is_free(port));
        assert!(!is_free(0));
    }

    #[test]
    fn only_a_short_plain_path_holds_the_socket() {
        assert!(is_fit(Path::new("/home/me/app/.outgrow/postgres/socket")));
        assert!(!is_fit(Path::new("/home/me/a b")));
        assert!(!is_fit(Path::new("/home/me/a,b")));
        assert!(!is_fit(&Path::new("/").join("x".repeat(90))));
    }

    #[test]
    fn only_our_own_directory_in_tmp_is_removed() {
        assert!(is_short_dir(Path::new("/tmp/outgrow-12ab")));
        for path in ["/tmp", "/tmp/other", "/tmp/outgrow-1/x", "/tmp/outgrow-1/..", "/home/outgrow-1"] {
            assert!(!is_short_dir(Path::new(path)), "{path}");
        }
    }
}
