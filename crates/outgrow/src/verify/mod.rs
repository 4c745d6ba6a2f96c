//! Compares both sides value by value, by code that shares nothing with the encoder.
//!
//! Rows with a key are taken as they lie in the target's table, each beside the row of SQLite that has
//! its key, which nearly always is the next one. Where this does not show that both sides are equal, rows
//! with a key stream from both sides in its order and are merged; rows without one, and keys that the
//! engines order differently, are compared as multisets. Several workers compare a large table in parts:
//! by blocks of the target, by ranges of a key that is an integer, else as multisets. Either way the
//! memory that is needed does not grow with the table, except for one entry of about 100 bytes for each
//! value in quarantine.

mod meaning;
mod excerpt;
mod findings;
mod meter;
mod trouble;
mod postgres;
mod slice;
mod layout;
mod long;
mod facts;
mod quarantine;
mod substitute;
mod cells;
mod job;
mod key;
mod merge;
mod runs;
mod trail;
mod follow;
mod multiset;
mod scheme;
mod table;
mod targets;
mod queue;
mod workers;
#[cfg(any(test, fuzzing))]
pub(crate) mod trial;
#[cfg(test)]
mod tests;

use std::time::Duration;

use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::plan::Plan;

use crate::Result;
use crate::progress::{Event, Phase, Progress};
use crate::source::Source;
use crate::target::Target;

/// How to verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyOptions {
    /// How many tables, or parts of large tables, at once.
    pub streams: usize,
    /// How many differences of a table are kept in detail; all are counted.
    pub details: usize,
}

/// What the comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// One for each table of the plan, in its order.
    pub tables: Vec<TableVerification>,
}

/// What the comparison of one table found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableVerification {
    /// Rows in SQLite.
    pub source_rows: u64,
    /// Rows in PostgreSQL.
    pub target_rows: u64,
    /// Values compared.
    pub values: u64,
    /// Values that are in quarantine and were compared there.
    pub quarantined: u64,
    /// How many differences there are.
    pub difference_count: u64,
    /// The first of them.
    pub differences: Vec<Difference>,
    /// How long it took.
    pub elapsed: Duration,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The row's key, as `id=17`, or its rowid, or its values where it has neither.
    pub row: String,
    /// The column (SQLite's name); `None` for a whole row.
    pub column: Option<String>,
    /// What SQLite holds; `None` where the row is not there.
    pub source: Option<String>,
    /// What PostgreSQL holds; `None` where the row is not there.
    pub target: Option<String>,
}

impl Verification {
    /// How many differences there are in all tables.
    pub fn difference_count(&self) -> u64 {
        self.tables.iter().map(|table| table.difference_count).sum()
    }
}

/// Compares every value of every table of the plan.
///
/// A difference is a finding, not an error. The calling task blocks its thread until the end, so the
/// wish to stop must come through [`Progress::cancel`] from another task or thread.
pub async fn run(
    catalog: &Catalog,
    plan: &Plan,
    source: &Source,
    target: &Target,
    options: &VerifyOptions,
    progress: &Progress,
) -> Result<Verification> {
    let total = plan.tables.iter().map(|table| table.rows).sum();
    progress.send(Event::PhaseStarted { phase: Phase::Verify, total: Some(total) });
    let tables = off_the_runtime(|| workers::compare_all(catalog, plan, source, target, options, progress))?;
    progress.send(Event::PhaseFinished { phase: Phase::Verify });
    Ok(Verification { tables })
}

/// Runs `work` on a thread of its own that may block, and tells the caller's runtime to go on without this one.
fn off_the_runtime<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let on_a_thread = || {
        std::thread::scope(|scope| scope.spawn(work).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    };
    match tokio::runtime::Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(tokio::runtime::RuntimeFlavor::MultiThread) => tokio::task::block_in_place(on_a_thread),
        _ => on_a_thread(),
    }
}
