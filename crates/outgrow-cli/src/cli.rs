//! The words of the command line.

use std::num::NonZeroUsize;

use clap::{Args, Parser, Subcommand, ValueEnum};
use outgrow::memory::Memory;
use outgrow_planner::ident::Ident;
use outgrow_planner::plan;

use crate::command::check::CheckArgs;
use crate::command::clean::CleanArgs;
use crate::command::move_::MoveArgs;
use crate::command::quarantine::QuarantineArgs;
use crate::command::server::ServerArgs;
use crate::command::status::StatusArgs;
use crate::command::translate::TranslateArgs;
use crate::command::verify::VerifyArgs;

/// Moves a SQLite database into PostgreSQL and proves that nothing was lost.
#[derive(Debug, Parser)]
#[command(name = "outgrow", version, propagate_version = true, after_long_help = EXAMPLES)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  outgrow check app.db                                   what would happen, and why
  outgrow move app.db                                    into Outgrow's own local server
  outgrow move app.db --to postgresql://me@db.example/app
  outgrow verify app.db --to postgresql://me@db.example/app
  outgrow translate app.db 'SELECT …'                    what an application's statement becomes
  outgrow quarantine list --to postgresql://me@db.example/app

Exit codes:
  0  done, nothing to look at
  1  done, and there is something to look at
  2  failed
  130  interrupted";

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Look at every value of a SQLite file and say what a move would do, without writing anything that stays.
    Check(CheckArgs),
    /// Move a SQLite file into PostgreSQL and compare every value afterwards.
    Move(MoveArgs),
    /// Compare every value of a SQLite file with the database it was moved to.
    Verify(VerifyArgs),
    /// Say what a SQLite statement becomes on PostgreSQL, for the tables of a file.
    Translate(TranslateArgs),
    /// Look at what PostgreSQL could not hold, and put it in its place.
    Quarantine(QuarantineArgs),
    /// Say how far moves have come that were stopped.
    Status(StatusArgs),
    /// Take away what a stopped move has left in the target.
    Clean(CleanArgs),
    /// Run Outgrow's own local PostgreSQL server.
    Server(ServerArgs),
}

/// Which file, and how much at once.
#[derive(Args, Debug)]
pub(crate) struct SourceArgs {
    /// The SQLite file: a path, or a URL such as `sqlite:///app.db`; it is only read.
    #[arg(value_name = "SOURCE")]
    pub(crate) location: String,
    /// How many tables to work on at once [default: the number of processors, at most 8].
    #[arg(long, value_name = "N", value_parser = parse_jobs)]
    jobs: Option<NonZeroUsize>,
    /// How much memory the process may take, from 32MB on [default: 256MB].
    #[arg(long, value_name = "SIZE", value_parser = parse_memory)]
    memory: Option<Memory>,
}

impl SourceArgs {
    /// How many tables to work on at once: no more than there is memory for.
    pub(crate) fn jobs(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(8);
        self.memory().readers(self.jobs.map_or_else(processors, NonZeroUsize::get))
    }

    /// How much memory the process may take.
    pub(crate) fn memory(&self) -> Memory {
        self.memory.unwrap_or(Memory::DEFAULT)
    }
}

/// How names become PostgreSQL's.
#[derive(Args, Debug)]
pub(crate) struct NameArgs {
    /// The PostgreSQL schema for the tables [default: public].
    #[arg(long, value_name = "NAME", value_parser = parse_schema)]
    pub(crate) schema: Option<Ident>,
    /// Whether names are folded to lower case or kept as they are [default: by the file].
    #[arg(long, value_name = "HOW")]
    identifiers: Option<IdentifiersArg>,
}

impl NameArgs {
    /// How names are treated, where the user decided it.
    pub(crate) fn identifiers(&self) -> Option<plan::Identifiers> {
        self.identifiers.map(|arg| match arg {
            IdentifiersArg::Fold => plan::Identifiers::Fold,
            IdentifiersArg::Preserve => plan::Identifiers::Preserve,
        })
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum IdentifiersArg {
    /// Fold to lower case, as PostgreSQL folds a name without quotes.
    Fold,
    /// Keep as they are.
    Preserve,
}

/// Where the other side is.
#[derive(Args, Debug)]
pub(crate) struct TargetArgs {
    /// The PostgreSQL database [default: DATABASE_URL, else Outgrow's local server].
    #[arg(long, value_name = "URL")]
    pub(crate) to: Option<String>,
}

pub(crate) fn parse_schema(name: &str) -> Result<Ident, String> {
    Ident::new(name).map_err(|error| error.to_string())
}

fn parse_jobs(text: &str) -> Result<NonZeroUsize, String> {
    match text.parse::<NonZeroUsize>() {
        Ok(jobs) if jobs.get() <= 64 => Ok(jobs),
        Ok(_) | Err(_) => Err("a number from 1 to 64 is needed".to_owned()),
    }
}

fn parse_memory(text: &str) -> Result<Memory, String> {
    Memory::of(parse_size(text)?).map_err(|_| "at least 32MB are needed".to_owned())
}

/// A size in bytes: `64MB`, `512kB`, `1GiB`, `4096`.
pub(crate) fn parse_size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let unit: u64 = match text[digits..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "kib" => 1 << 10,
        "m" | "mb" => 1_000_000,
        "mib" => 1 << 20,
        "g" | "gb" => 1_000_000_000,
        "gib" => 1 << 30,
        _ => return Err("a size like 64MB is needed".to_owned()),
    };
    let number: u64 = text[..digits].parse().map_err(|_| "a size like 64MB is needed".to_owned())?;
    number.checked_mul(unit).filter(|bytes| *bytes > 0).ok_or_else(|| "a size from 1 byte on is needed".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Cli, parse_size};

    #[test]
    fn sizes_have_units() {
        assert_eq!(parse_size("64MB"), Ok(64_000_000));
        assert_eq!(parse_size(" 2 GiB "), Ok(2 << 30));
        assert_eq!(parse_size("4096"), Ok(4096));
        for wrong in ["", "MB", "0", "1.5MB", "-1", "7 apples", "99999999999GB"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_words_fit_together() {
        Cli::command().debug_assert();
    }
}
