//! The leaf pages of a table, in the order of their rows.

use super::leaf::Leaf;
use crate::source::btree::{Interior, MOST_LEVELS, Page, Pages, varint};

/// The way through a b-tree.
pub(super) struct Walk {
    /// Pages that are still to be seen, the next one last, with how deep they lie.
    ahead: Vec<(u32, usize)>,
    /// Rows up to this one are not wanted.
    low: Option<i64>,
    /// Rows behind this one are not wanted.
    high: Option<i64>,
}

/// The header of the file stands before that of the first page, in bytes.
const FILE_HEADER: usize = 100;

/// What a page turned out to be.
enum Seen {
    Leaf,
    /// An interior page, by the pages below it.
    Below(Vec<u32>),
}

impl Walk {
    /// From the root down to the rows in `(low, high]`.
    pub(super) fn from(root: u32, low: Option<i64>, high: Option<i64>) -> Walk {
        Walk { ahead: vec![(root, 0)], low, high }
    }

    /// Fills `leaf` with the next page that may have wanted rows; `false` behind the last one.
    pub(super) fn next(&mut self, pages: &mut Pages<'_>, leaf: &mut Leaf) -> rusqlite::Result<bool> {
        while let Some((number, depth)) = self.ahead.pop() {
            if depth > MOST_LEVELS {
                return Err(Pages::malformed());
            }
            let seen = pages.with(number, |bytes| self.see(number, bytes, leaf))?;
            match seen.ok_or_else(Pages::malformed)? {
                Seen::Leaf => return Ok(true),
                Seen::Below(children) => self.ahead.extend(children.into_iter().rev().map(|page| (page, depth + 1))),
            }
        }
        Ok(false)
    }

    fn see(&self, number: u32, bytes: &[u8], leaf: &mut Leaf) -> Option<Seen> {
        if let Some(page) = Page::read(number, bytes) {
            return self.wanted(&page).map(Seen::Below);
        }
        leaf.refill(bytes);
        leaf.begin(if number == 1 { FILE_HEADER } else { 0 })?;
        Some(Seen::Leaf)
    }

    /// The pages below that may have wanted rows: what a cell leads to has rows up to its key.
    fn wanted(&self, page: &Page<'_>) -> Option<Vec<u32>> {
        if page.kind != Interior::Table {
            return None;
        }
        let mut children = Vec::with_capacity(page.cells.len() + 1);
        for cell in &page.cells {
            let key = varint(cell.rest)?.0.cast_signed();
            if self.low.is_none_or(|low| key > low) {
                children.push(cell.left);
            }
            if self.high.is_some_and(|high| key >= high) {
                return Some(children);
            }
        }
        children.push(page.right);
        Some(children)
    }
}
