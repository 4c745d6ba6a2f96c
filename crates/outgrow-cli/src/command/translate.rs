//! `outgrow translate`: what a statement becomes.

use std::collections::BTreeSet;
use std::io::Read as _;

use clap::Args;
use outgrow::{Error, ErrorKind, Result, moving};
use outgrow_planner::plan::Plan;
use outgrow_planner::translate::{NotConverted, SupportFunction, Translated, split, statement};

use super::check::options;
use super::run::{self, Report, Run};
use crate::cli::{NameArgs, SourceArgs};
use crate::exit::Exit;
use crate::output;
use crate::plan_file;
use crate::report::Format;
use crate::report::style::{HINT, LOOK, paint};
use crate::report::words::visible;

/// The words of `outgrow translate`.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct TranslateArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// The statements, separated by semicolons; `-` reads them from stdin.
    #[arg(value_name = "SQL", default_value = "-", hide_default_value = true, allow_hyphen_values = true)]
    sql: String,
    #[command(flatten)]
    names: NameArgs,
    /// Leave out the definitions of the functions that the statements call and a move does not install.
    #[arg(long)]
    without_functions: bool,
}

const EXAMPLES: &str = "\
Examples:
  outgrow translate app.db 'SELECT name FROM users ORDER BY name COLLATE NOCASE LIMIT 5, 10'
  outgrow translate app.db < queries.sql > queries.pg.sql
  outgrow translate app.db \"SELECT total(price) FROM items\" | psql -At -q postgresql://me@db.example/app

Statements come to stdout, each on lines of its own that end with a semicolon;
what to know about them comes to stderr.

Exit codes:
  0  every statement is converted
  1  a statement is not converted; stderr says why
  2  the file cannot be read, or there is no statement";

/// Translates statements.
pub(crate) fn run(args: TranslateArgs) -> Exit {
    run::run(Format::Text, move |run| translate(&args, run))
}

fn translate(args: &TranslateArgs, run: &Run<'_>) -> Result<Report> {
    let script = script(&args.sql)?;
    let statements = split(&script);
    if statements.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there is no statement to translate")
            .hint("Name a statement after the file, or write statements to stdin."));
    }
    let source = run.open(&args.source)?;
    let plan = moving::check(&source, &options(plan_file::decided(None, &args.names)?), &run.progress)?.plan;
    let results: Vec<_> = statements.iter().map(|text| statement(text, &plan.relations)).collect();
    for (position, result) in results.iter().enumerate() {
        let number = (results.len() > 1).then_some(position + 1);
        match result {
            Ok(translated) => tell_notes(number, translated),
            Err(why) => tell_refusal(number, why),
        }
    }
    let missing = missing(&results, &plan);
    let functions = if args.without_functions { name_functions(&missing) } else { definitions(&missing) };
    let translated = results.iter().flatten().map(|translated| format!("{};\n", translated.sql));
    let exit = if results.iter().all(|result| result.is_ok()) { Exit::Done } else { Exit::Look };
    output::exactly(&(functions + &translated.collect::<String>()))?;
    Ok(Report { text: String::new(), exit })
}

fn script(argument: &str) -> Result<String> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Error::new(ErrorKind::Usage, "cannot read the statements from stdin").because(error))?;
    String::from_utf8(bytes)
        .map_err(|error| Error::new(ErrorKind::Usage, "the statements on stdin are not UTF-8").because(error))
}

/// The functions that the statements call and that a move of this file does not install.
fn missing(results: &[std::result::Result<Translated, NotConverted>], plan: &Plan) -> BTreeSet<SupportFunction> {
    let called: BTreeSet<_> = results.iter().flatten().flat_map(|translated| &translated.functions).copied().collect();
    called.difference(&plan.functions).copied().collect()
}

/// The statements that make functions; each can run again.
fn definitions(functions: &BTreeSet<SupportFunction>) -> String {
    if functions.is_empty() {
        return String::new();
    }
    let definitions = functions.iter().map(|function| format!("{};\n", function.definition().as_str().trim_end()));
    "CREATE SCHEMA IF NOT EXISTS outgrow_sqlite;\n".to_owned() + &definitions.collect::<String>()
}

/// Names functions that must be there; nothing comes to stdout.
fn name_functions(functions: &BTreeSet<SupportFunction>) -> String {
    if !functions.is_empty() {
        let names: Vec<_> = functions.iter().map(|function| format!("outgrow_sqlite.{}", function.name())).collect();
        let text = format!("these functions must exist before the statements run: {}", names.join(", "));
        output::say(&format!("{} {text}", paint(LOOK, "note:")));
    }
    String::new()
}

fn tell_notes(number: Option<usize>, translated: &Translated) {
    for note in &translated.notes {
        output::say(&format!("{} {}{}", paint(LOOK, "note:"), place(number), visible(note)));
    }
}

fn tell_refusal(number: Option<usize>, why: &NotConverted) {
    let reason = visible(&why.reason);
    output::say(&format!("{} {}{reason}", paint(LOOK, "not converted:"), place(number)));
    if let Some(suggestion) = &why.suggestion {
        output::say(&format!("{} {}", paint(HINT, "hint:"), visible(suggestion)));
    }
}

fn place(number: Option<usize>) -> String {
    number.map_or_else(String::new, |number| format!("statement {number}: "))
}
