//! Progress of the pass, and the wish to stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use outgrow_planner::catalog::sqlite::Table;
use rusqlite::Connection;

use super::trouble::unreadable;
use crate::memory::Limits;
use crate::progress::{Event, Phase, Progress};
use crate::{Error, ErrorKind, Result};

/// Rows between two reports.
const BATCH: u64 = 8_192;
/// Steps of SQLite's machine between two looks at the wish to stop: some milliseconds.
const STEPS: i32 = 200_000;

/// What all workers share.
pub(super) struct Pace {
    progress: Progress,
    stopped: Arc<AtomicBool>,
    limits: Arc<Limits>,
}

impl Pace {
    pub(super) fn new(progress: &Progress, limits: &Arc<Limits>) -> Pace {
        Pace { progress: progress.clone(), stopped: Arc::default(), limits: Arc::clone(limits) }
    }

    /// Asks the other workers to stop, because this one failed.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Fails when the work should stop.
    pub(super) fn check(&self) -> Result<()> {
        if self.stopped.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Interrupted, "interrupted"));
        }
        self.progress.check()
    }

    /// How long the values may be that are read whole.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn working_on(&self, table: &str) {
        self.progress.send(Event::Working { phase: Phase::Profile, on: table.to_owned() });
    }

    /// Reports the rows read since the last report, once they are a batch.
    pub(super) fn batch(&self, rows: u64) -> Result<()> {
        if rows.is_multiple_of(BATCH) { self.advance(BATCH) } else { Ok(()) }
    }

    /// Reports what is left of a table with this many rows.
    pub(super) fn rest(&self, rows: u64) -> Result<()> {
        if rows.is_multiple_of(BATCH) { Ok(()) } else { self.advance(rows % BATCH) }
    }

    fn advance(&self, by: u64) -> Result<()> {
        self.progress.send(Event::Advanced { phase: Phase::Profile, by });
        self.check()
    }

    /// Lets statements of this reader fail when the work should stop, until the result is
    /// dropped: some of them take long without returning a row.
    pub(super) fn interrupts<'a>(&self, reader: &'a Connection, table: &Table) -> Result<Interrupts<'a>> {
        let (progress, stopped) = (self.progress.clone(), Arc::clone(&self.stopped));
        let wish = move || progress.is_cancelled() || stopped.load(Ordering::Relaxed);
        reader.progress_handler(STEPS, Some(wish)).map_err(|error| unreadable(table, error))?;
        Ok(Interrupts(reader))
    }
}

/// A reader whose statements can be stopped.
pub(super) struct Interrupts<'a>(&'a Connection);

impl Drop for Interrupts<'_> {
    fn drop(&mut self) {
        // Only a connection that we do not own refuses, and that one took no handler either.
        let _ = self.0.progress_handler(0, None::<fn() -> bool>);
    }
}
