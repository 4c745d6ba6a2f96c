//! `outgrow move`: the passage itself.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use outgrow::moving::{self, MoveOptions, Outcome, Replace};
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow::{Error, ErrorKind, Result, introspect};
use outgrow_planner::ident::Ident;
use outgrow_planner::plan::{self, Plan, PlanOptions};
use outgrow_planner::profile::{Profile, TableProfile};

use super::run::{self, Report, Run};
use crate::cli::{NameArgs, SourceArgs, TargetArgs, parse_size};
use crate::confirm::{self, Consent};
use crate::exit::Exit;
use crate::plan_file::PlanArgs;
use crate::report::facts::{ForecastFacts, MoveFacts};
use crate::report::{self, Format, facts};
use crate::target::{self, Destination};
use crate::{failure, output};

/// The words of `outgrow move`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct MoveArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    names: NameArgs,
    #[command(flatten)]
    plan: PlanArgs,
    /// Drop tables of the target that have the names of the file's tables, after a question.
    #[arg(long)]
    replace: bool,
    /// About how much of a table is loaded in one transaction, and repeated at most by each job when a
    /// stopped move goes on [default: 64MiB].
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    part: Option<u64>,
    /// Stop when the write-ahead log of the file, which grows while the application writes and the move
    /// reads, is larger than this [default: no bound].
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_wal: Option<u64>,
    /// Move only a sample, take it away again, and forecast how long the move takes, and how much disk and WAL.
    #[arg(long)]
    rehearse: bool,
    /// Write the report as one JSON document.
    #[arg(long)]
    json: bool,
    /// Write the report as an HTML page too, to this file.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Answer every question with yes.
    #[arg(long)]
    yes: bool,
}

const EXAMPLES: &str = "\
Without --to the target is DATABASE_URL, if it names PostgreSQL; else Outgrow starts
its own server in .outgrow/postgres and moves there. Missing parts of a URL come from
PGUSER, PGPASSWORD, PGHOST, PGPORT and PGDATABASE. Tables that stand in the target are
never touched without --replace. Every value is compared after the move. A move that was
stopped goes on when the same command runs again.

Examples:
  outgrow move app.db
  outgrow move app.db --to postgresql://me@db.example/app --schema legacy
  outgrow move app.db --plan outgrow.toml                as you have decided in the file
  outgrow move app.db --rehearse                         how long it takes, and how much room
  outgrow move app.db --report move.html
  outgrow move app.db --to postgresql:///app --replace --yes --json > move.json

Exit codes:
  0  everything moved and verified
  1  moved, and there is something to look at
  2  failed
  130  interrupted";

/// Moves a file.
pub(crate) fn run(args: MoveArgs) -> Exit {
    let format = Format::json_if(args.json);
    run::run(format, move |run| move_(&args, format, run).map_err(|error| with_next_step(error, &args)))
}

fn move_(args: &MoveArgs, format: Format, run: &Run<'_>) -> Result<Report> {
    let decided = args.plan.decided(&args.names)?;
    let source = run.open(&args.source)?;
    args.report.as_deref().map_or(Ok(()), output::check_file)?;
    let destination = target::resolve(args.target.to.as_deref())?;
    let options = MoveOptions {
        schema: decided.schema,
        identifiers: decided.identifiers,
        decisions: decided.decisions,
        jobs: args.source.jobs(),
        part_bytes: args.part.unwrap_or(outgrow::copy::PART_BYTES),
        max_log_bytes: args.max_wal,
        replace: if args.replace { Replace::Replace } else { Replace::Refuse },
    };
    if args.rehearse {
        return rehearse(args, format, &source, &destination, &options, run);
    }
    match options.replace {
        Replace::Refuse => {}
        Replace::Replace => get_consent(args, &source, &destination, &options, run)?,
    }
    let tell = |outcome: &Outcome| {
        let facts = facts::moved(outcome, source.path(), &destination);
        let text = match format {
            Format::Text => report::text::moved(&facts),
            Format::Json => report::json::document("outgrow-move", &facts),
        };
        let written = args.report.as_deref().map(|path| output::data_to_file(&report::html::moved(&facts), path));
        run.print(&text)?;
        Ok(exit(&facts, written))
    };
    let work = moving::run_and_tell(&source, &destination.target, &options, &run.progress, tell);
    let (_, exit) = run.runtime.block_on(work)?;
    Ok(Report { text: String::new(), exit })
}

/// Moves a sample and says what the whole will take; the report is that of a check.
fn rehearse(
    args: &MoveArgs,
    format: Format,
    source: &Arc<Source>,
    destination: &Destination,
    options: &MoveOptions,
    run: &Run<'_>,
) -> Result<Report> {
    let work = moving::rehearse(source, &destination.target, options, &run.progress);
    let (checked, forecast) = run.runtime.block_on(work)?;
    let mut facts = facts::check(&checked, source.path());
    facts.forecast = forecast.as_ref().map(ForecastFacts::new);
    let text = match format {
        Format::Text => report::text::rehearsal(&facts),
        Format::Json => report::json::document("outgrow-check", &facts),
    };
    if let Some(path) = &args.report {
        output::data_to_file(&report::html::check(&facts), path)?;
    }
    Ok(Report { text, exit: facts.exit() })
}

/// How the command ends. A page that could not be written takes nothing back: it is one more thing to look at.
fn exit(facts: &MoveFacts<'_>, written: Option<Result<()>>) -> Exit {
    match (written, facts.exit()) {
        (Some(Err(error)), of_move) => {
            failure::tell(&error, Format::Text);
            if of_move == Exit::Done { Exit::Look } else { of_move }
        }
        (Some(Ok(())) | None, of_move) => of_move,
    }
}

fn get_consent(
    args: &MoveArgs,
    source: &Source,
    destination: &Destination,
    options: &MoveOptions,
    run: &Run<'_>,
) -> Result<()> {
    let names = plan_of_names(source, &destination.target, options)?;
    let existing = run.runtime.block_on(moving::existing(&destination.target, &names))?;
    let consent = if args.yes { Consent::Given } else { Consent::Ask };
    confirm::replacing(&existing, &destination.shown, consent, run.interrupt)
}

/// A plan of a file whose values nobody has looked at. Its names are those of
/// the real plan, which is all that the question needs, and it costs no pass
/// over the rows.
fn plan_of_names(source: &Source, target: &Target, options: &MoveOptions) -> Result<Plan> {
    let catalog = introspect::sqlite(source)?;
    let unseen = |table: &outgrow_planner::catalog::sqlite::Table| {
        TableProfile::empty(table.columns.len(), table.foreign_keys.len())
    };
    let profile = Profile { tables: catalog.tables.iter().map(unseen).collect() };
    let (identifiers, decisions) = (options.identifiers, options.decisions.clone());
    let mut plan_options = PlanOptions { identifiers, decisions, ..PlanOptions::default() };
    // A schema of the URL that is no name is refused by the move itself.
    let of_url = || target.schema().and_then(|name| Ident::new(name).ok());
    if let Some(schema) = options.schema.clone().or_else(of_url) {
        plan_options.schema = schema;
    }
    Ok(plan::plan(&catalog, &profile, &plan_options))
}

/// Says what to do after a failure that the library leaves without a hint.
fn with_next_step(error: Error, args: &MoveArgs) -> Error {
    if error.hint_text().is_some() {
        return error;
    }
    match error.kind() {
        ErrorKind::Blocked => {
            error.hint(format!("Run \"outgrow check {}\" to see what blocks the move.", args.source.location))
        }
        ErrorKind::TargetNotEmpty => error.hint("Add --replace to drop it first, or choose another --schema."),
        ErrorKind::Interrupted
        | ErrorKind::Source
        | ErrorKind::Target
        | ErrorKind::Usage
        | ErrorKind::Server
        | ErrorKind::Internal => error,
    }
}
