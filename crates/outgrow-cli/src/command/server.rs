//! `outgrow server`: Outgrow's own local PostgreSQL.

use clap::Args;

use crate::exit::Exit;
use crate::output;

/// The words of `outgrow server`.
#[derive(Args, Debug)]
pub(crate) struct ServerArgs {}

/// Stands in until the local server is there.
pub(crate) fn run(_: &ServerArgs) -> Exit {
    output::say("error: the local server is not there yet");
    Exit::Failed
}
