//! One file a verb.

pub(crate) mod check;
pub(crate) mod move_;
pub(crate) mod verify;
pub(crate) mod server;
mod run;

use crate::cli::{Cli, Command};
use crate::exit::Exit;

/// Carries out what the command line says.
pub(crate) fn run(cli: Cli) -> Exit {
    match cli.command {
        Command::Check(args) => check::run(args),
        Command::Move(args) => move_::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Server(args) => server::run(&args),
    }
}
