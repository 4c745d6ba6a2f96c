//! `outgrow status`: how far unfinished moves have come.

use clap::Args;
use outgrow::{Result, moving};
use outgrow_planner::ident::Ident;

use super::run::{self, Report, Run};
use crate::cli::{TargetArgs, parse_schema};
use crate::exit::Exit;
use crate::report::facts::StatusFacts;
use crate::report::{self, Format};
use crate::target;

/// The words of `outgrow status`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Only the move into this PostgreSQL schema [default: all].
    #[arg(long, value_name = "NAME", value_parser = parse_schema)]
    schema: Option<Ident>,
    /// Write the report as one JSON document.
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
A finished move leaves no ledger, so it is not told here.

Examples:
  outgrow status
  outgrow status --to postgresql://me@db.example/app --json

Exit codes:
  0  no move is unfinished
  1  a move is unfinished, or under way
  2  failed";

/// Looks at the ledgers of the target.
pub(crate) fn run(args: StatusArgs) -> Exit {
    let format = Format::json_if(args.json);
    run::run(format, move |run| status(&args, format, run))
}

fn status(args: &StatusArgs, format: Format, run: &Run<'_>) -> Result<Report> {
    let destination = target::resolve(args.target.to.as_deref())?;
    let standing = run.runtime.block_on(moving::standing(&destination.target, args.schema.as_ref()))?;
    let facts = StatusFacts::new(&destination, &standing);
    let text = match format {
        Format::Text => report::text::status(&facts),
        Format::Json => report::json::document("outgrow-status", &facts),
    };
    Ok(Report { text, exit: if standing.is_empty() { Exit::Done } else { Exit::Look } })
}
