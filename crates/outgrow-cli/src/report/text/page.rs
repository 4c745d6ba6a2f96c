//! A text report under construction.

use crate::report::style::{HEADING, paint};

/// Lines, with one empty line between blocks.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// Starts a block with a heading of its own.
    pub(super) fn heading(&mut self, title: &str) {
        self.gap();
        self.line(0, &paint(HEADING, title));
    }

    /// Starts a block without a heading.
    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
    }

    /// One line.
    pub(super) fn line(&mut self, indent: usize, text: &str) {
        self.0.extend([&" ".repeat(indent), text, "\n"]);
    }

    /// Lines that are complete already.
    pub(super) fn block(&mut self, lines: &str) {
        self.0.push_str(lines);
    }

    /// The report.
    pub(super) fn finish(self) -> String {
        self.0
    }
}
