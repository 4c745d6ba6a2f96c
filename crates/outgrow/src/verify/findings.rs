//! What the comparison of one table has found so far.

use super::{Difference, TableVerification};

/// Counts everything, keeps the first differences.
pub(super) struct Findings {
    details: usize,
    /// What is told in the end.
    pub result: TableVerification,
}

/// The number of findings at some moment, to return to.
pub(super) struct Mark(TableVerification);

impl Findings {
    /// Keeps this many differences in detail.
    pub(super) fn new(details: usize) -> Findings {
        Findings { details, result: TableVerification::default() }
    }

    /// One more difference, described only where it will be kept.
    pub(super) fn differ(&mut self, describe: impl FnOnce() -> Difference) {
        self.result.difference_count += 1;
        if self.result.differences.len() < self.details {
            self.result.differences.push(describe());
        }
    }

    /// Differences that are counted and not described.
    pub(super) fn differ_unseen(&mut self, count: u64) {
        self.result.difference_count += count;
    }

    /// Remembers what was found until now.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.result.clone())
    }

    /// Forgets what was found since.
    pub(super) fn return_to(&mut self, mark: &Mark) {
        self.result = mark.0.clone();
    }
}
