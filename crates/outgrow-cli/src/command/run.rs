//! What check, move and verify have in common: a file, a screen, an end.

use std::sync::Arc;

use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::{Error, ErrorKind, Result};
use tokio::runtime::Handle;

use crate::cli::SourceArgs;
use crate::exit::Exit;
use crate::interrupt::{self, Interrupt};
use crate::progress::Screen;
use crate::report::Format;
use crate::{failure, output};

/// A command under way.
pub(crate) struct Run<'a> {
    /// Where the library reports to.
    pub(crate) progress: Progress,
    /// What Ctrl-C reaches.
    pub(crate) interrupt: &'a Interrupt,
    /// Where asynchronous work runs.
    pub(crate) runtime: &'a Handle,
    screen: &'a Screen,
}

/// A report and the exit code that belongs to it.
pub(crate) struct Report {
    /// The text for stdout; empty where it was printed already.
    pub(crate) text: String,
    /// How the command ends.
    pub(crate) exit: Exit,
}

/// Runs a command: shows its progress, hears Ctrl-C, prints its report or its error.
pub(crate) fn run(format: Format, work: impl FnOnce(&Run<'_>) -> Result<Report> + Send + 'static) -> Exit {
    let screen = Screen::on_stderr();
    let interrupt = Interrupt::new(screen.progress());
    let watched = Arc::clone(&interrupt);
    interrupt::run(interrupt, move |runtime| {
        let run = Run { progress: screen.progress(), interrupt: &watched, runtime, screen: &screen };
        let result = work(&run);
        screen.close();
        match result.and_then(|report| output::data(&report.text).map(|()| report.exit)) {
            Ok(exit) => exit,
            Err(error) => {
                failure::tell(&error, format);
                Exit::of_error(error.kind())
            }
        }
    })
}

impl Run<'_> {
    /// Prints a report before the work has quite ended; nothing else may go to the screen after it.
    pub(crate) fn print(&self, text: &str) -> Result<()> {
        self.screen.close();
        output::data(text)
    }

    /// Opens the file, within reach of Ctrl-C.
    pub(crate) fn open(&self, args: &SourceArgs) -> Result<Arc<Source>> {
        if args.location.trim_start().to_ascii_lowercase().starts_with("postgres") && args.location.contains("://") {
            // The URL may hold a password, so it is not repeated.
            return Err(Error::new(ErrorKind::Usage, "the source names a PostgreSQL database")
                .hint("Name the SQLite file first, and the PostgreSQL database with --to."));
        }
        let source = Arc::new(Source::open_within(&args.location, args.jobs(), args.memory())?);
        self.interrupt.watch(&source);
        Ok(source)
    }
}
