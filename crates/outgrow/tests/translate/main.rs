//! Translated SQL answers on PostgreSQL as its source did on SQLite.

mod both;
mod chance;
mod columns;
mod expressions;
mod queries;
mod statements;
mod support;
mod triggers;
mod views;
