//! `outgrow verify`: compares both sides again.

use std::time::Instant;

use clap::Args;
use outgrow::Result;
use outgrow::moving::{self, MoveOptions, Replace};

use super::run::{self, Report, Run};
use crate::cli::{NameArgs, SourceArgs, TargetArgs};
use crate::exit::Exit;
use crate::plan_file::PlanArgs;
use crate::report::{self, Format, facts};
use crate::target;

/// The words of `outgrow verify`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    names: NameArgs,
    #[command(flatten)]
    plan: PlanArgs,
    /// Write the report as one JSON document.
    #[arg(long)]
    json: bool,
    /// Accepted as everywhere; verify asks nothing.
    #[arg(long, hide = true)]
    yes: bool,
}

const EXAMPLES: &str = "\
Nothing is written on either side. Give --plan, --schema and --identifiers as for the move.

Examples:
  outgrow verify app.db --to postgresql://me@db.example/app
  outgrow verify app.db --json | jq '.tables[] | select(.verdict == \"differs\")'

Exit codes:
  0  every value is equal
  1  there are differences, or values in quarantine
  2  failed";

/// Verifies a move.
pub(crate) fn run(args: VerifyArgs) -> Exit {
    let format = Format::json_if(args.json);
    run::run(format, move |run| verify(&args, format, run))
}

fn verify(args: &VerifyArgs, format: Format, run: &Run<'_>) -> Result<Report> {
    let decided = args.plan.decided(&args.names)?;
    let source = run.open(&args.source)?;
    let destination = target::resolve(args.target.to.as_deref())?;
    let options = MoveOptions {
        schema: decided.schema,
        identifiers: decided.identifiers,
        decisions: decided.decisions,
        jobs: args.source.jobs(),
        part_bytes: outgrow::copy::PART_BYTES,
        max_log_bytes: None,
        replace: Replace::Refuse,
    };
    let started = Instant::now();
    let work = moving::verify(&source, &destination.target, &options, &run.progress);
    let (checked, verification) = run.runtime.block_on(work)?;
    let facts = facts::verified(&checked, &verification, started.elapsed(), source.path(), &destination);
    let text = match format {
        Format::Text => report::text::verified(&facts),
        Format::Json => report::json::document("outgrow-verify", &facts),
    };
    Ok(Report { text, exit: facts.exit() })
}
