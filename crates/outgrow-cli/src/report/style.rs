//! The few colours, each beside a word that says the same.

use anstyle::{AnsiColor, Style};
use outgrow_planner::hazard::Severity;

/// A heading, a table's name.
pub(crate) const HEADING: Style = Style::new().bold();
/// Failed, blocking.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Needs a look.
pub(crate) const LOOK: Style = AnsiColor::Yellow.on_default().bold();
/// Fine.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What to do.
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default().bold();
/// Less important.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Text in a style; stdout and files drop the style where it has no place.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The style of a severity.
pub(crate) fn of(severity: Severity) -> Style {
    match severity {
        Severity::Notice => DIM,
        Severity::Attention => LOOK,
        Severity::Blocking => ERROR,
    }
}
