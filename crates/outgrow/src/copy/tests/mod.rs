//! Copies into a real PostgreSQL.

mod fixture;
mod json;
mod moments;
mod numbers;
mod quarantine;
mod streams;
pub(crate) mod tables;
mod texts;
