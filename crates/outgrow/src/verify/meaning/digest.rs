//! Long values, which are compared where they are.

use sha2::{Digest, Sha256};

/// The longest value that a digested column still sends as it is, in bytes.
pub(in crate::verify) const INLINE_BYTES: usize = 65_536;

/// The SHA-256 of some bytes.
pub(in crate::verify) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
