//! Progress in rows, and the wish to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::progress::{Event, Phase, Progress};
use crate::{Error, ErrorKind, Result};

/// How many rows are told at once.
const BATCH: u64 = 1_024;

/// Counts the rows of one table; a second pass over them is not told again.
pub(super) struct Meter {
    progress: Progress,
    halted: Arc<AtomicBool>,
    rows: u64,
    /// How many rows were told, by this meter or before it.
    told: u64,
    before: u64,
}

impl Meter {
    /// Begins a table. `halted` is set where another table has failed.
    pub(super) fn new(progress: &Progress, halted: &Arc<AtomicBool>) -> Meter {
        Meter { progress: progress.clone(), halted: Arc::clone(halted), rows: 0, told: 0, before: 0 }
    }

    /// Goes on with a table of which this many rows were told already.
    pub(super) fn after(progress: &Progress, halted: &Arc<AtomicBool>, told: u64) -> Meter {
        Meter { told, before: told, ..Meter::new(progress, halted) }
    }

    /// How many rows this meter has told.
    pub(super) fn told(&self) -> u64 {
        self.told - self.before
    }

    /// How many rows that were told before have not come yet.
    pub(super) fn ahead(&self) -> u64 {
        self.told.saturating_sub(self.rows)
    }

    /// One more row of the source is done.
    pub(super) fn row(&mut self) -> Result<()> {
        self.rows += 1;
        if !self.rows.is_multiple_of(BATCH) {
            return Ok(());
        }
        self.tell();
        self.check()
    }

    /// The pass is over, or begins anew.
    pub(super) fn rewind(&mut self) {
        self.tell();
        self.rows = 0;
    }

    /// Fails when the work should stop.
    pub(super) fn check(&self) -> Result<()> {
        if self.halted.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Interrupted, "interrupted"));
        }
        self.progress.check()
    }

    fn tell(&mut self) {
        let Some(by) = self.rows.checked_sub(self.told).filter(|by| *by > 0) else { return };
        self.told = self.rows;
        self.progress.send(Event::Advanced { phase: Phase::Verify, by });
    }
}
