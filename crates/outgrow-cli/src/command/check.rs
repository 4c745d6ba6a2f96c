//! `outgrow check`: what a move would do.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use outgrow::forecast::Forecast;
use outgrow::moving::{Checked, MoveOptions, Replace};
use outgrow::source::Source;
use outgrow::{Result, moving};
use outgrow_planner::plan::PlanOptions;

use super::run::{self, Report, Run};
use crate::cli::{NameArgs, SourceArgs};
use crate::exit::Exit;
use crate::output;
use crate::plan_file::{self, Decided, Overwrite};
use crate::report::facts::ForecastFacts;
use crate::report::{self, Format, facts, words};
use crate::target;

/// The words of `outgrow check`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    names: NameArgs,
    /// Also forecast what a move into this PostgreSQL database takes: a sample is moved there and taken away again.
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// What the report is written as.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Write the report to a file instead of stdout.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the decisions of the plan, with their evidence, to a file that `outgrow move --plan` obeys.
    #[arg(long, value_name = "FILE", conflicts_with = "obey")]
    plan: Option<PathBuf>,
    /// Overwrite the file of --plan.
    #[arg(long, requires = "plan")]
    force: bool,
    /// Check as `outgrow move --plan FILE` would plan.
    #[arg(long, value_name = "FILE")]
    obey: Option<PathBuf>,
    /// Accepted as everywhere; check asks nothing.
    #[arg(long, hide = true)]
    yes: bool,
}

/// What the report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people.
    Text,
    /// One JSON document.
    Json,
    /// One HTML page that needs no other file.
    Html,
}

impl Form {
    /// How an error is told.
    fn of_errors(self) -> Format {
        match self {
            Form::Json => Format::Json,
            Form::Text | Form::Html => Format::Text,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  outgrow check app.db
  outgrow check app.db --format json | jq '.hazards[] | {id, table, message}'
  outgrow check app.db --to postgresql://me@db/app       how long it takes there, and how much room
  outgrow check app.db --plan outgrow.toml               then edit it
  outgrow check app.db --obey outgrow.toml               what the edited plan would do
  outgrow check app.db --format html --output report.html
  outgrow check sqlite:///var/lib/app/app.db --output report.txt

Exit codes:
  0  ready
  1  ready, and there is something to look at
  2  cannot be moved, or the check failed";

/// Checks a file.
pub(crate) fn run(args: CheckArgs) -> Exit {
    run::run(args.format.of_errors(), move |run| check(&args, run))
}

fn check(args: &CheckArgs, run: &Run<'_>) -> Result<Report> {
    let overwrite = if args.force { Overwrite::Force } else { Overwrite::Refuse };
    if let Some(path) = &args.plan {
        plan_file::is_free(path, overwrite)?;
    }
    let decided = plan_file::decided(args.obey.as_deref(), &args.names)?;
    let source = run.open(&args.source)?;
    let (checked, forecast) = checked(args, decided, &source, run)?;
    if let Some(path) = &args.plan {
        let name = source.path().display().to_string();
        plan_file::write(path, overwrite, &name, &checked, &args.names)?;
        output::say(&format!("the plan is in {}", words::visible(&path.display().to_string())));
    }
    let mut facts = facts::check(&checked, source.path());
    facts.forecast = forecast.as_ref().map(ForecastFacts::new);
    let text = match args.format {
        Form::Text => report::text::check(&facts),
        Form::Json => report::json::document("outgrow-check", &facts),
        Form::Html => report::html::check(&facts),
    };
    let exit = facts.exit();
    match &args.output {
        None => Ok(Report { text, exit }),
        Some(path) => {
            output::data_to_file(&text, path)?;
            output::say(&format!("{}; the report is in {}", facts.verdict_text(), path.display()));
            Ok(Report { text: String::new(), exit })
        }
    }
}

/// Checks the file; with a target it also moves a sample there.
fn checked(
    args: &CheckArgs,
    decided: Decided,
    source: &Arc<Source>,
    run: &Run<'_>,
) -> Result<(Checked, Option<Forecast>)> {
    let Some(to) = &args.to else {
        return Ok((moving::check(source, &options(decided), &run.progress)?, None));
    };
    let destination = target::resolve(Some(to))?;
    let options = MoveOptions {
        schema: decided.schema,
        identifiers: decided.identifiers,
        decisions: decided.decisions,
        jobs: args.source.jobs(),
        part_bytes: outgrow::copy::PART_BYTES,
        max_log_bytes: None,
        replace: Replace::Refuse,
    };
    run.runtime.block_on(moving::rehearse(source, &destination.target, &options, &run.progress))
}

/// What the decisions mean for a plan.
pub(super) fn options(decided: Decided) -> PlanOptions {
    let defaults = PlanOptions::default();
    PlanOptions {
        schema: decided.schema.unwrap_or(defaults.schema),
        identifiers: decided.identifiers,
        server_version: defaults.server_version,
        decisions: decided.decisions,
    }
}
