//! A password that shows itself only when asked by name.

use std::fmt;
use std::path::Path;

use super::trouble;
use crate::Result;

/// The password of the local cluster. `Debug` and `Display` never show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The password itself, for a connection or a URL.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// 192 random bits in hexadecimal, so that it needs no escaping anywhere.
    pub(super) fn generate() -> Result<Password> {
        Ok(Password(random_hex::<24>()?))
    }

    /// The password in a file; `None` if the file is missing or empty.
    pub(super) fn read(path: &Path) -> Result<Option<Password>> {
        match std::fs::read_to_string(path) {
            Ok(text) if text.trim().is_empty() => Ok(None),
            Ok(text) => Ok(Some(Password(text.trim().to_string()))),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(super::cannot("read", path, cause)
                .hint("Run the command as the user who made the server, or give another folder with --data.")),
        }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

impl fmt::Display for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// `N` random bytes of the system in hexadecimal.
pub(super) fn random_hex<const N: usize>() -> Result<String> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes)
        .map_err(|cause| trouble("the system gives no random numbers").because(std::io::Error::other(cause)))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let password = Password::generate().unwrap();
        assert_eq!(password.reveal().len(), 48);
        assert!(!format!("{password:?} {password}").contains(password.reveal()));
    }

    #[test]
    fn two_passwords_differ() {
        assert_ne!(Password::generate().unwrap(), Password::generate().unwrap());
    }

    #[test]
    fn an_empty_file_holds_no_password() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("password");
        assert_eq!(Password::read(&path).unwrap(), None);
        std::fs::write(&path, "\n").unwrap();
        assert_eq!(Password::read(&path).unwrap(), None);
    }
}
