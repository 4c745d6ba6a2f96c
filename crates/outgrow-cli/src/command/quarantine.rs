//! `outgrow quarantine`: what PostgreSQL could not hold, looked at and put in its place.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use outgrow::quarantine::{self, Excerpt, ExportFormat, Scope, Selection};
use outgrow::requeue::{self, Changed, RequeueOptions, Trial};
use outgrow::target::Session;
use outgrow::{Result, planner};
use planner::ident::{Ident, QualifiedName};
use serde::Serialize;

use super::run::{self, Report, Run};
use crate::cli::parse_schema;
use crate::exit::Exit;
use crate::report::facts::{ExportFacts, ListFacts, RequeueFacts, ShowFacts};
use crate::report::{self, Format};
use crate::target::{self, Destination};

/// How many bytes of a value are shown without --full.
const EXCERPT: u32 = 256;

/// The words of `outgrow quarantine`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct QuarantineArgs {
    /// The PostgreSQL database [default: DATABASE_URL, else Outgrow's local server].
    #[arg(long, value_name = "URL", global = true)]
    to: Option<String>,
    /// Only tables of this PostgreSQL schema [default: the URL's, else all].
    #[arg(long, value_name = "NAME", value_parser = parse_schema, global = true)]
    schema: Option<Ident>,
    /// Write the report as one JSON document.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Mend a column or a value in PostgreSQL, then put the values in their places:
  ALTER TABLE note ALTER body TYPE bytea USING convert_to(body, 'UTF8');
  UPDATE outgrow.quarantine SET value = 'mended', storage_class = 'text' WHERE id = 7;

Examples:
  outgrow quarantine list
  outgrow quarantine show note.body --full
  outgrow quarantine export --format sqlite --output kept.db
  outgrow quarantine requeue note.body --dry-run

Exit codes:
  0  done; for requeue: every value is in its place
  1  requeue: some values remain in quarantine
  2  failed";

#[derive(Debug, Subcommand)]
enum Action {
    /// Say what is in quarantine, column by column.
    List,
    /// Show values.
    Show {
        /// The number of an entry, a table, or TABLE.COLUMN.
        #[arg(value_name = "WHAT")]
        what: String,
        /// Show all of each value.
        #[arg(long)]
        full: bool,
        /// How many values at most.
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: u64,
    },
    /// Write values into a new file, byte for byte.
    Export {
        /// A table, or TABLE.COLUMN [default: everything].
        #[arg(value_name = "WHAT")]
        what: Option<String>,
        /// What the file is.
        #[arg(long, value_name = "FORMAT")]
        format: ExportArg,
        /// The new file; one that is there is not overwritten.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Put values in their places where they fit now.
    Requeue {
        /// A table, or TABLE.COLUMN [default: everything].
        #[arg(value_name = "WHAT")]
        what: Option<String>,
        /// Do everything and take it back again, to see what would happen.
        #[arg(long)]
        dry_run: bool,
        /// Replace what stands in a row that was changed since the move.
        #[arg(long)]
        overwrite: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ExportArg {
    /// Comma-separated values with a heading.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A SQLite database, each value in its storage class.
    Sqlite,
}

impl ExportArg {
    fn format(self) -> ExportFormat {
        match self {
            ExportArg::Csv => ExportFormat::Csv,
            ExportArg::Jsonl => ExportFormat::Jsonl,
            ExportArg::Sqlite => ExportFormat::Sqlite,
        }
    }
}

/// Looks at quarantine, or puts values in their places.
pub(crate) fn run(args: QuarantineArgs) -> Exit {
    let format = Format::json_if(args.json);
    run::run(format, move |run| quarantine(&args, format, run))
}

fn quarantine(args: &QuarantineArgs, format: Format, run: &Run<'_>) -> Result<Report> {
    let destination = target::resolve(args.to.as_deref())?;
    let scope = Scope::new(&destination.target, args.schema.clone())?;
    run.runtime.block_on(async {
        let session = destination.target.connect().await?;
        let found = quarantine::locate(&session.client, &scope.schema).await;
        let places = found.map_err(|cause| session.error(cause))?;
        let room = Room { session, places, scope, destination, format };
        match &args.action {
            Action::List => room.list().await,
            Action::Show { what, full, limit } => {
                let excerpt = if *full { Excerpt::Whole } else { Excerpt::First(EXCERPT) };
                room.show(what, excerpt, *limit).await
            }
            Action::Export { what, format, output } => room.export(what.as_deref(), format.format(), output).await,
            Action::Requeue { what, dry_run, overwrite } => {
                let options = RequeueOptions {
                    changed: if *overwrite { Changed::Overwrite } else { Changed::Keep },
                    trial: if *dry_run { Trial::TakeBack } else { Trial::Write },
                };
                room.requeue(what.as_deref(), options, run).await
            }
        }
    })
}

/// What every action needs.
struct Room {
    session: Session,
    places: Vec<QualifiedName>,
    scope: Scope,
    destination: Destination,
    format: Format,
}

impl Room {
    async fn list(&self) -> Result<Report> {
        let columns = quarantine::summary(&self.session, &self.places, &self.scope).await?;
        let facts = ListFacts::new(&self.destination, &columns);
        Ok(self.report("outgrow-quarantine-list", &facts, report::text::quarantine_list, Exit::Done))
    }

    async fn show(&self, what: &str, excerpt: Excerpt, limit: u64) -> Result<Report> {
        let selection = match what.parse() {
            Ok(id) => Selection::Entry(id),
            Err(_) => self.select(Some(what)).await?,
        };
        let mut entries = Vec::new();
        // One more than is shown tells whether there are more.
        let most = Some(limit.saturating_add(1));
        quarantine::for_each(&self.session, &self.places, &self.scope, &selection, excerpt, most, |entry| {
            entries.push(entry);
            Ok(())
        })
        .await?;
        let facts = ShowFacts::new(&self.destination, &entries, limit, what)?;
        Ok(self.report("outgrow-quarantine-show", &facts, report::text::quarantine_show, Exit::Done))
    }

    async fn export(&self, what: Option<&str>, format: ExportFormat, path: &std::path::Path) -> Result<Report> {
        let selection = self.select(what).await?;
        let exported = quarantine::export(&self.session, &self.places, &self.scope, &selection, format, path).await?;
        let facts = ExportFacts::new(&self.destination, exported, path);
        Ok(self.report("outgrow-quarantine-export", &facts, report::text::quarantine_export, Exit::Done))
    }

    async fn requeue(&self, what: Option<&str>, options: RequeueOptions, run: &Run<'_>) -> Result<Report> {
        let selection = self.select(what).await?;
        let done = requeue::run(&self.session, &self.places, &self.scope, &selection, options, &run.progress).await?;
        let facts = RequeueFacts::new(&self.destination, &done, options.trial);
        Ok(self.report("outgrow-quarantine-requeue", &facts, report::text::quarantine_requeue, facts.exit()))
    }

    async fn select(&self, what: Option<&str>) -> Result<Selection> {
        quarantine::select(&self.session, &self.places, &self.scope, what).await
    }

    fn report<F: Serialize>(&self, document: &'static str, facts: &F, text: fn(&F) -> String, exit: Exit) -> Report {
        let text = match self.format {
            Format::Text => text(facts),
            Format::Json => report::json::document(document, facts),
        };
        Report { text, exit }
    }
}
