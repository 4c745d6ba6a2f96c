//! How long a move will take, and how much room: a sample is moved for real.
//!
//! Rows of the largest tables go into a small SQLite file with the same tables. That file is moved into tables of
//! its own on the target, by the code that moves the whole: copied, given keys and indexes, compared. Each step runs
//! twice, over no rows and over the sample, so that what does not grow with the rows is not multiplied.

mod additions;
mod choice;
mod extrapolate;
mod folder;
mod home;
mod measure;
mod outcome;
mod sample;
mod schedule;
mod shape;
mod sizes;

pub use outcome::{Actual, Forecast, Measured, SampleSize};
pub use sizes::{Mark, actual};

use std::time::{Duration, Instant};

use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::plan::Plan;
use outgrow_planner::profile::Profile;

use crate::Result;
use crate::copy::{CopyOptions, Parts};
use crate::progress::{Event, Phase, Progress};
use crate::source::Source;
use crate::target::Target;

/// Files with fewer bytes of values move in seconds: nothing is measured.
pub const SMALL: u64 = 8 * 1024 * 1024;

/// How a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastOptions {
    /// How the move will copy.
    pub copying: CopyOptions,
    /// About how many bytes of values the sample has.
    pub sample_bytes: u64,
    /// How long the check took.
    pub checked_in: Duration,
}

impl ForecastOptions {
    /// A sample for a forecast that was asked for.
    pub fn thorough(copying: CopyOptions, checked_in: Duration) -> ForecastOptions {
        ForecastOptions { copying, sample_bytes: 24 * 1024 * 1024, checked_in }
    }

    /// A sample that costs a move of `bytes` bytes of values no more than about a fiftieth of its time.
    pub fn cheap(copying: CopyOptions, checked_in: Duration, bytes: u64) -> ForecastOptions {
        let sample_bytes = (bytes / 64).clamp(4 * 1024 * 1024, 24 * 1024 * 1024);
        ForecastOptions { copying, sample_bytes, checked_in }
    }
}

/// What is to be moved, and where to.
#[derive(Clone, Copy)]
pub struct Forecasting<'a> {
    /// The objects of the file.
    pub catalog: &'a Catalog,
    /// Its values.
    pub profile: &'a Profile,
    /// What would be done.
    pub plan: &'a Plan,
    /// The file.
    pub source: &'a Source,
    /// The target, where nothing remains.
    pub target: &'a Target,
    /// Where the wish to stop comes from.
    pub progress: &'a Progress,
}

/// Moves a sample into tables of its own, takes them away, and says what the whole will take.
///
/// The tables stand in a schema `outgrow_rehearsal_…`, or with that name before theirs in the schema of the plan
/// where the role may make no schema. What a killed rehearsal has left, there and among the temporary files here, is
/// taken away by the next one.
///
/// # Errors
/// The file cannot be read, the target refuses the tables, or the user interrupted.
pub async fn run(work: Forecasting<'_>, options: &ForecastOptions) -> Result<Forecast> {
    let bytes: u64 = work.plan.tables.iter().map(|table| table.bytes).sum();
    if bytes < SMALL {
        return Ok(Forecast::Small { under: outcome::under(work.plan, options.checked_in) });
    }
    measured(work, options).await.map(|measured| Forecast::Measured(Box::new(measured)))
}

async fn measured(work: Forecasting<'_>, options: &ForecastOptions) -> Result<Measured> {
    let choice = choice::choose(work.plan, options.sample_bytes);
    let total = choice.tables.len() as u64;
    work.progress.send(Event::PhaseStarted { phase: Phase::Forecast, total: Some(total) });
    let started = Instant::now();
    let found = measure::measure(work, &choice, options).await?;
    let whole = tokio::task::block_in_place(|| {
        Parts::cut(work.catalog, work.plan, work.source, &options.copying).map(|parts| parts.count())
    })?;
    work.progress.send(Event::Advanced { phase: Phase::Forecast, by: total });
    work.progress.send(Event::PhaseFinished { phase: Phase::Forecast });
    let size = SampleSize {
        tables: choice.tables.len(),
        rows: found.tables.iter().map(|table| table.rows).sum(),
        bytes: found.tables.iter().map(|table| table.bytes).sum(),
        elapsed: started.elapsed(),
    };
    Ok(extrapolate::whole(work.plan, &choice, &found, whole, options, size))
}
