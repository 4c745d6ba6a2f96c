//! The comparison on both real engines.

mod bench;
mod keys;
mod long;
mod missing;
mod mutations;
mod quarantined;
mod rules;
mod sample;
mod storm;

pub(super) use bench::cut_every;
