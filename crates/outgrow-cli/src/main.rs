//! The `outgrow` command.
//!
//! This crate gives words, flags and exit codes to what the `outgrow` library
//! does. It alone prints, reads the environment and exits.

mod cli;
mod command;
mod confirm;
mod exit;
mod failure;
mod interrupt;
mod output;
mod plan_file;
mod progress;
mod report;
mod target;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    command::run(cli::Cli::parse())
}
