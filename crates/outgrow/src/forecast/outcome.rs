//! What a forecast says, and what it is held against.

use std::time::Duration;

use outgrow_planner::ddl::{Section, statements};
use outgrow_planner::plan::Plan;

use crate::progress::Phase;

/// What a move will take.
#[derive(Clone, Debug, PartialEq)]
pub enum Forecast {
    /// So little that nothing was measured.
    Small {
        /// It will be less than this.
        under: Duration,
    },
    /// Extrapolated from a sample.
    Measured(Box<Measured>),
}

/// What a sample says of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// How long each phase will take, in order. That of the check is the one that is over.
    pub phases: Vec<(Phase, Duration)>,
    /// Bytes on the disk of the server, of tables with their indexes.
    pub disk: u64,
    /// Bytes of WAL; `None` where the role may not ask.
    pub wal: Option<u64>,
    /// What it was extrapolated from.
    pub sample: SampleSize,
    /// What was not measured, and what must hold for the forecast to come true; whole sentences.
    pub assumptions: Vec<String>,
}

/// How large a sample was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleSize {
    /// Tables.
    pub tables: usize,
    /// Rows.
    pub rows: u64,
    /// Bytes of values.
    pub bytes: u64,
    /// How long it took to move and to take away.
    pub elapsed: Duration,
}

/// What a move has taken besides time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actual {
    /// Bytes on the disk of the server, of tables with their indexes.
    pub disk: u64,
    /// Bytes of WAL that the server wrote meanwhile, for whomever; `None` where the role may not ask.
    pub wal: Option<u64>,
}

impl Measured {
    /// All phases together.
    pub fn total(&self) -> Duration {
        self.phases.iter().map(|(_, elapsed)| *elapsed).sum()
    }
}

/// What a small move stays under: generously, for it is not measured.
pub(super) fn under(plan: &Plan, checked_in: Duration) -> Duration {
    let bytes: u64 = plan.tables.iter().map(|table| table.bytes).sum();
    let count = plan.tables.len() + statements(plan, Section::PostData).len();
    let estimate = 1.0 + checked_in.as_secs_f64() * 8.0 + bytes as f64 / 2e6 + count as f64 * 0.05;
    Duration::from_secs((estimate / 5.0).ceil() as u64 * 5)
}
