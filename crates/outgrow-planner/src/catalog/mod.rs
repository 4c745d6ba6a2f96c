//! All objects of one database as data: one type for each engine, so that a
//! PostgreSQL column never carries an affinity.

pub mod sqlite;
pub mod pg;
