//! Moves a SQLite database into PostgreSQL and proves that nothing was lost.
//!
//! The library carries out what [`outgrow_planner`] decides. It never prints,
//! reads the environment or exits: progress arrives as events, trouble as
//! [`Error`]s.

mod error;
pub mod progress;
pub mod memory;
pub mod source;
pub mod target;
pub mod introspect;
pub mod profiler;
pub mod quarantine;
pub mod ledger;
pub mod copy;
pub mod verify;
#[cfg(any(test, fuzzing))]
pub mod trial;
pub mod requeue;
pub mod server;
pub mod forecast;
pub mod moving;

pub use error::{Error, ErrorKind, Result};
pub use outgrow_planner as planner;
