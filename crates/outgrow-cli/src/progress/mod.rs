//! Shows how far the work is, on stderr.

mod bars;
mod lines;
mod wording;

use std::io::IsTerminal;
use std::sync::Arc;

use outgrow::progress::{Event, Progress};

use bars::Bars;
use lines::Lines;

/// Where progress is shown: bars on a terminal, plain lines elsewhere.
#[derive(Clone)]
pub(crate) struct Screen {
    shown: Shown,
    progress: Progress,
}

#[derive(Clone)]
enum Shown {
    Bars(Arc<Bars>),
    Lines,
}

impl Screen {
    /// Shows progress on stderr.
    pub(crate) fn on_stderr() -> Screen {
        if std::io::stderr().is_terminal() {
            let bars = Arc::new(Bars::new());
            let sink = Arc::clone(&bars);
            return Screen { shown: Shown::Bars(bars), progress: Progress::new(move |event| sink.show(event)) };
        }
        let lines = Lines::new();
        let sink = move |event: Event| {
            if let Some(line) = lines.line(event) {
                crate::output::say(&line);
            }
        };
        Screen { shown: Shown::Lines, progress: Progress::new(sink) }
    }

    /// What the library sends its events to.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Takes away what is still on the screen, so that a report can follow.
    pub(crate) fn close(&self) {
        match &self.shown {
            Shown::Bars(bars) => bars.close(),
            Shown::Lines => {}
        }
    }
}
