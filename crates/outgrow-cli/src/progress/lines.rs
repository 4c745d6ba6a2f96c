//! Plain lines, for logs and pipes.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use outgrow::progress::{Event, Phase};

use super::wording;
use crate::report::words::visible;

/// How long a phase stays silent.
const PAUSE: Duration = Duration::from_secs(5);

/// Turns events into lines: one when a phase begins, one when it ends, and one
/// every few seconds in between.
pub(super) struct Lines {
    running: Mutex<BTreeMap<Phase, Running>>,
    pause: Duration,
}

struct Running {
    started: Instant,
    last_line: Instant,
    done: u64,
    total: Option<u64>,
    on: Option<String>,
}

impl Lines {
    pub(super) fn new() -> Lines {
        Lines { running: Mutex::new(BTreeMap::new()), pause: PAUSE }
    }

    /// The line that an event is worth, if any.
    pub(super) fn line(&self, event: Event) -> Option<String> {
        match event {
            Event::PhaseStarted { phase, total } => Some(self.start(phase, total)),
            Event::Advanced { phase, by } => self.update(phase, |running| running.done += by),
            Event::Working { phase, on } => self.update(phase, |running| running.on = Some(on)),
            Event::PhaseFinished { phase } => self.finish(phase),
            Event::Note(note) => Some(format!("note: {}", visible(&note))),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Phase, Running>> {
        // The counts stay good whatever panicked elsewhere.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, phase: Phase, total: Option<u64>) -> String {
        let now = Instant::now();
        self.lock().insert(phase, Running { started: now, last_line: now, done: 0, total, on: None });
        match total {
            Some(total) => format!("{}: {}", wording::title(phase), wording::amount(phase, total)),
            None => wording::title(phase).to_owned(),
        }
    }

    fn update(&self, phase: Phase, change: impl FnOnce(&mut Running)) -> Option<String> {
        let mut phases = self.lock();
        let running = phases.get_mut(&phase)?;
        change(running);
        if running.last_line.elapsed() < self.pause {
            return None;
        }
        running.last_line = Instant::now();
        Some(running.line(phase))
    }

    fn finish(&self, phase: Phase) -> Option<String> {
        let running = self.lock().remove(&phase)?;
        Some(wording::finished(phase, running.done, running.started.elapsed()))
    }
}

impl Running {
    fn line(&self, phase: Phase) -> String {
        let mut line = format!("{}: {}", wording::title(phase), wording::amount(phase, self.done));
        if let Some(total) = self.total {
            line.push_str(&format!(" of {}", wording::amount(phase, total)));
        }
        if let Some(on) = &self.on {
            line.push_str(&format!(", at {}", visible(on)));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_has_a_first_and_a_last_line() {
        let lines = Lines::new();
        let started = lines.line(Event::PhaseStarted { phase: Phase::Profile, total: Some(15_607) });
        assert_eq!(started.as_deref(), Some("profiling: 15,607 rows"));
        assert_eq!(lines.line(Event::Advanced { phase: Phase::Profile, by: 7 }), None);
        let finished = lines.line(Event::PhaseFinished { phase: Phase::Profile }).expect("a line");
        assert!(finished.starts_with("profiling: 7 rows in "), "{finished}");
    }

    #[test]
    fn a_long_phase_speaks_again_after_its_pause() {
        let lines = Lines { pause: Duration::ZERO, ..Lines::new() };
        lines.line(Event::PhaseStarted { phase: Phase::Copy, total: Some(2_000_000) });
        lines.line(Event::Working { phase: Phase::Copy, on: "al\u{1b}bum".to_owned() });
        let line = lines.line(Event::Advanced { phase: Phase::Copy, by: 500_000 });
        assert_eq!(line.as_deref(), Some("copying: 500.0 kB of 2.0 MB, at al\\u{1b}bum"));
    }

    #[test]
    fn events_of_a_phase_that_never_began_are_silent() {
        let lines = Lines::new();
        assert_eq!(lines.line(Event::Advanced { phase: Phase::Copy, by: 1 }), None);
        assert_eq!(lines.line(Event::PhaseFinished { phase: Phase::Copy }), None);
    }
}
