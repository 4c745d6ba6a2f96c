//! Copies of the pages that come next.

use crate::source::btree::Pages;

/// Copies of the pages that come next, and room for more.
#[derive(Default)]
pub(super) struct Fetched {
    /// Those from `next` to `end` are still to be seen.
    pages: Vec<Vec<u8>>,
    next: usize,
    end: usize,
}

impl Fetched {
    /// Whether all pages were seen.
    pub(super) fn is_empty(&self) -> bool {
        self.next == self.end
    }

    /// Copies these pages, of which there are at most [`Pages::at_once`], in place of those that were seen.
    pub(super) fn fetch(&mut self, numbers: &[u32], pages: &mut Pages<'_>) -> rusqlite::Result<()> {
        pages.fetch(numbers, &mut self.pages)?;
        (self.next, self.end) = (0, numbers.len());
        Ok(())
    }

    /// The next page; `None` where all were seen.
    pub(super) fn next(&mut self) -> Option<&mut Vec<u8>> {
        let page = self.pages[..self.end].get_mut(self.next)?;
        self.next += 1;
        Some(page)
    }

    /// Leaves out what was not seen.
    pub(super) fn forget(&mut self) {
        (self.next, self.end) = (0, 0);
    }
}
