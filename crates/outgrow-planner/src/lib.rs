//! Decides how a SQLite database becomes a PostgreSQL one.
//!
//! Facts go in (a [`catalog::sqlite::Catalog`] and a [`profile::Profile`]),
//! decisions and SQL text come out (a [`plan::Plan`] and its statements).
//! Nothing here does I/O, reads a clock or the environment, or iterates over
//! a hash table: the same input gives the same bytes.

pub mod ident;
pub mod sql;
pub mod value;
pub mod temporal;
pub mod catalog;
pub mod profile;
pub mod mapping;
pub mod translate;
pub mod hazard;
pub mod plan;
pub mod ddl;
