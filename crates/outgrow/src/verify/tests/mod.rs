//! The comparison on both real engines.

mod bench;
mod follow;
mod keys;
mod long;
mod missing;
mod mutations;
mod quarantined;
mod rules;
mod sample;
mod storm;

pub(super) use bench::cut_every;

/// A plan of a table with a key.
pub(super) fn sample_plan() -> outgrow_planner::plan::TablePlan {
    bench::plan(sample::COLUMNS, &[0])
}
