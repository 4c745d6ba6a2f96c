//! What the comparison of one table has found so far.

use super::{Difference, TableVerification};

/// Counts everything, keeps the first differences.
pub(super) struct Findings {
    details: usize,
    /// What is told in the end.
    pub result: TableVerification,
}

impl Findings {
    /// Keeps this many differences in detail.
    pub(super) fn new(details: usize) -> Findings {
        Findings { details, result: TableVerification::default() }
    }

    /// Goes on from what was found before.
    pub(super) fn starting_with(details: usize, result: TableVerification) -> Findings {
        Findings { details, result }
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

    /// Adds what was found in a later part of the table.
    pub(super) fn append(&mut self, later: Findings) {
        let (result, later) = (&mut self.result, later.result);
        result.source_rows += later.source_rows;
        result.target_rows += later.target_rows;
        result.values += later.values;
        result.quarantined += later.quarantined;
        result.difference_count += later.difference_count;
        let room = self.details.saturating_sub(result.differences.len());
        result.differences.extend(later.differences.into_iter().take(room));
    }
}
