//! Bars, for people at a terminal.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use outgrow::progress::{Event, Phase};

use super::wording;
use crate::report::words::{number, visible};

/// One bar for each phase under way; each leaves a line behind.
pub(super) struct Bars {
    screen: MultiProgress,
    running: Mutex<BTreeMap<Phase, ProgressBar>>,
}

impl Bars {
    pub(super) fn new() -> Bars {
        let screen = MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        Bars { screen, running: Mutex::new(BTreeMap::new()) }
    }

    /// Shows an event.
    pub(super) fn show(&self, event: Event) {
        match event {
            Event::PhaseStarted { phase, total } => self.start(phase, total),
            Event::Advanced { phase, by } => self.with(phase, |bar| bar.inc(by)),
            Event::Working { phase, on } => self.with(phase, |bar| bar.set_message(visible(&on))),
            Event::PhaseFinished { phase } => self.finish(phase),
            Event::Note(note) => self.line(&format!("note: {}", visible(&note))),
        }
    }

    /// Takes away what is left on the screen.
    pub(super) fn close(&self) {
        for bar in std::mem::take(&mut *self.lock()).into_values() {
            bar.finish_and_clear();
        }
        // A terminal that is gone needs no clearing.
        let _ = self.screen.clear();
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Phase, ProgressBar>> {
        // The bars stay good whatever panicked elsewhere.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, phase: Phase, total: Option<u64>) {
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let bar = self.screen.add(bar.with_style(style(phase, total)).with_prefix(wording::title(phase)));
        bar.enable_steady_tick(Duration::from_millis(200));
        self.lock().insert(phase, bar);
    }

    fn with(&self, phase: Phase, change: impl FnOnce(&ProgressBar)) {
        if let Some(bar) = self.lock().get(&phase) {
            change(bar);
        }
    }

    fn finish(&self, phase: Phase) {
        let Some(bar) = self.lock().remove(&phase) else { return };
        let line = wording::finished(phase, bar.position(), bar.elapsed());
        bar.finish_and_clear();
        self.screen.remove(&bar);
        self.line(&line);
    }

    fn line(&self, line: &str) {
        // A terminal that is gone shows no lines either.
        let _ = self.screen.println(line);
    }
}

/// Bytes are shown as such, everything else as a count. The bar is drawn with
/// characters that every font has, and without colour.
fn style(phase: Phase, total: Option<u64>) -> ProgressStyle {
    let template = match (phase, total) {
        (_, None) => "{prefix:19} {spinner} {human_pos} {elapsed} {wide_msg}",
        (Phase::Copy, Some(_)) => {
            "{prefix:19} [{bar:24}] {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec}, {eta} left {wide_msg}"
        }
        (_, Some(_)) => "{prefix:19} [{bar:24}] {human_pos}/{human_len} {rate}/s, {eta} left {wide_msg}",
    };
    // The library's own rate shows fractions of a row.
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        // Writing to the line of the bar cannot fail.
        let _ = out.write_str(&number(state.per_sec() as u64));
    };
    let style = ProgressStyle::with_template(template).expect("our templates are valid");
    style.with_key("rate", rate).progress_chars("=> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_valid() {
        let phases = [
            Phase::Introspect,
            Phase::Profile,
            Phase::Forecast,
            Phase::PreData,
            Phase::Copy,
            Phase::PostData,
            Phase::Verify,
        ];
        for phase in phases {
            style(phase, None);
            style(phase, Some(1));
        }
    }
}
