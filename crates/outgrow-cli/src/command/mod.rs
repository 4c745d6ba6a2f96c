//! One file a verb.

pub(crate) mod check;
pub(crate) mod move_;
pub(crate) mod verify;
pub(crate) mod translate;
pub(crate) mod quarantine;
pub(crate) mod status;
pub(crate) mod clean;
pub(crate) mod server;
mod run;

use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::exit::Exit;
use crate::failure;
use crate::report::Format;

/// Carries out what the command line says.
pub(crate) fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Check(args) => check::run(args).into(),
        Command::Move(args) => move_::run(args).into(),
        Command::Verify(args) => verify::run(args).into(),
        Command::Translate(args) => translate::run(args).into(),
        Command::Quarantine(args) => quarantine::run(args).into(),
        Command::Status(args) => status::run(args).into(),
        Command::Clean(args) => clean::run(args).into(),
        Command::Server(args) => server::run(&args).unwrap_or_else(|error| {
            failure::tell(&error, Format::Text);
            Exit::of_error(error.kind()).into()
        }),
    }
}
