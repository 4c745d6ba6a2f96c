//! The words of progress, the same on bars and lines.

use std::time::Duration;

use outgrow::progress::Phase;

use crate::report::words;

/// What a phase does, in a word or two.
pub(super) fn title(phase: Phase) -> &'static str {
    match phase {
        Phase::Introspect => "reading the catalog",
        Phase::Profile => "profiling",
        Phase::Forecast => "moving a sample",
        Phase::PreData => "creating tables",
        Phase::Copy => "copying",
        Phase::PostData => "keys and indexes",
        Phase::Verify => "verifying",
    }
}

/// A quantity in the unit of a phase.
pub(super) fn amount(phase: Phase, quantity: u64) -> String {
    match phase {
        Phase::Introspect => words::counted(quantity, "object", "objects"),
        Phase::Profile | Phase::Verify => words::counted(quantity, "row", "rows"),
        Phase::Forecast => words::counted(quantity, "table", "tables"),
        Phase::PreData | Phase::PostData => words::counted(quantity, "statement", "statements"),
        Phase::Copy => words::bytes(quantity),
    }
}

/// The line that stays when a phase is over.
pub(super) fn finished(phase: Phase, done: u64, elapsed: Duration) -> String {
    let time = words::duration(elapsed);
    if done == 0 {
        return format!("{}: done in {time}", title(phase));
    }
    format!("{}: {} in {time}", title(phase), amount(phase, done))
}
