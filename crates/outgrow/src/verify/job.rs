//! What the comparison of one table works with.

use rusqlite::Connection;

use super::findings::Findings;
use super::layout::Layout;
use super::long::Allowed;
use super::meaning::Scratch;
use super::meter::Meter;
use super::postgres::Postgres;
use super::quarantine::Quarantine;

/// One table, both engines, and what was found.
pub(super) struct Job<'a> {
    /// SQLite.
    pub connection: &'a Connection,
    /// PostgreSQL.
    pub postgres: Postgres<'a>,
    /// What is compared.
    pub layout: &'a Layout,
    /// What is in quarantine.
    pub quarantine: &'a Quarantine,
    /// What was found.
    pub findings: &'a mut Findings,
    /// Progress.
    pub meter: &'a mut Meter,
    /// How much may be read whole.
    pub allowed: Allowed<'a>,
    /// Buffers.
    pub scratch: Scratch,
}
