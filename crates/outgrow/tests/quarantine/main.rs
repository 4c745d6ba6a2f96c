//! Values that PostgreSQL cannot hold: kept, listed, exported, put in their places.

mod support;
mod requeue;
mod keyless;
mod home;
mod export;
mod rebuild;
