//! `outgrow clean`: takes an unfinished move away.

use clap::Args;
use outgrow::ledger::Standing;
use outgrow::{Error, ErrorKind, Result, moving};
use outgrow_planner::ident::Ident;

use super::run::{self, Report, Run};
use crate::cli::{TargetArgs, parse_schema};
use crate::confirm::{self, Consent};
use crate::exit::Exit;
use crate::report::facts::CleanFacts;
use crate::report::{self, Format};
use crate::target;

/// The words of `outgrow clean`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct CleanArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// The schema that the move goes into [default: the only one with an unfinished move].
    #[arg(long, value_name = "NAME", value_parser = parse_schema)]
    schema: Option<Ident>,
    /// Answer the question with yes.
    #[arg(long)]
    yes: bool,
    /// Write the report as one JSON document.
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Drops the tables that the unfinished move made, with their functions and their values in
quarantine. Tables of finished moves and of others are not touched, and a move is never
taken away while it is under way.

Examples:
  outgrow clean
  outgrow clean --to postgresql://me@db.example/app --schema legacy --yes

Exit codes:
  0  done, or there was nothing to take away
  2  failed";

/// Takes an unfinished move away.
pub(crate) fn run(args: CleanArgs) -> Exit {
    let format = Format::json_if(args.json);
    run::run(format, move |run| clean(&args, format, run))
}

fn clean(args: &CleanArgs, format: Format, run: &Run<'_>) -> Result<Report> {
    let destination = target::resolve(args.target.to.as_deref())?;
    let standing = run.runtime.block_on(moving::standing(&destination.target, args.schema.as_ref()))?;
    let cleaned = match standing.as_slice() {
        [] => None,
        [only] => {
            let consent = if args.yes { Consent::Given } else { Consent::Ask };
            let allow = |standing: &Standing| {
                let tables: Vec<String> = standing.tables().map(|table| format!("table {table}")).collect();
                confirm::dropping("outgrow clean drops", &tables, &destination.shown, consent, run.interrupt)
            };
            let schema = only.ledger.schema();
            run.runtime.block_on(moving::clean(&destination.target, schema, &run.progress, allow))?
        }
        several => return Err(ambiguous(several.iter().map(|standing| standing.ledger.schema()))),
    };
    let facts = CleanFacts::new(&destination, cleaned.as_ref());
    let text = match format {
        Format::Text => report::text::clean(&facts),
        Format::Json => report::json::document("outgrow-clean", &facts),
    };
    Ok(Report { text, exit: Exit::Done })
}

fn ambiguous<'a>(schemas: impl Iterator<Item = &'a Ident>) -> Error {
    let names: Vec<String> = schemas.map(ToString::to_string).collect();
    let message = format!("there are unfinished moves into the schemas {}", names.join(", "));
    Error::new(ErrorKind::Usage, message).hint("Say which one with --schema.")
}
