//! How to start a server.

use std::time::Duration;

/// How to start a server. What concerns the cluster counts at its first start only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether data survives a failure of the machine.
    pub durability: Durability,
    /// How long to wait for the server to accept connections; it may have a crash to recover from.
    pub patience: Duration,
}

/// Whether data survives a failure of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It does.
    Full,
    /// It does not; for tests, which run faster so. It counts until the server stops.
    Off,
}

impl Default for Options {
    fn default() -> Options {
        Options { durability: Durability::Full, patience: Duration::from_secs(300) }
    }
}
