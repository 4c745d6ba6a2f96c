//! The leaf pages of a table, in the order of their rows.

use super::fetched::Fetched;
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
    /// How deep the leaves lie, once one was seen.
    leaves: Option<usize>,
    fetched: Fetched,
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
        Walk { ahead: vec![(root, 0)], low, high, leaves: None, fetched: Fetched::default() }
    }

    /// Fills `leaf` with the next page that may have wanted rows; `false` behind the last one.
    pub(super) fn next(&mut self, pages: &mut Pages<'_>, leaf: &mut Leaf) -> rusqlite::Result<bool> {
        loop {
            self.fetch(pages)?;
            let Some((number, depth)) = self.ahead.pop() else { return Ok(false) };
            if depth > MOST_LEVELS {
                return Err(Pages::malformed());
            }
            match self.see(number, leaf).ok_or_else(Pages::malformed)? {
                Seen::Leaf => {
                    self.leaves = Some(depth);
                    return Ok(true);
                }
                Seen::Below(children) => {
                    // What was fetched comes after these.
                    self.fetched.forget();
                    self.ahead.extend(children.into_iter().rev().map(|page| (page, depth + 1)));
                }
            }
        }
    }

    /// Copies the next pages, unless some are left: leaves several at once, others one by one.
    fn fetch(&mut self, pages: &mut Pages<'_>) -> rusqlite::Result<()> {
        if !self.fetched.is_empty() || self.ahead.is_empty() {
            return Ok(());
        }
        let is_leaf = |(_, depth): &&(u32, usize)| Some(*depth) == self.leaves;
        let leaves = self.ahead.iter().rev().take(pages.at_once()).take_while(is_leaf).count();
        let numbers: Vec<u32> = self.ahead.iter().rev().take(leaves.max(1)).map(|(number, _)| *number).collect();
        self.fetched.fetch(&numbers, pages)
    }

    /// Looks at the page of this number, which is the next that was fetched.
    fn see(&mut self, number: u32, leaf: &mut Leaf) -> Option<Seen> {
        let copy = self.fetched.next()?;
        if let Some(page) = Page::read(number, copy) {
            return wanted(&page, self.low, self.high).map(Seen::Below);
        }
        leaf.exchange(copy);
        leaf.begin(if number == 1 { FILE_HEADER } else { 0 })?;
        Some(Seen::Leaf)
    }
}

/// The pages below that may have wanted rows: what a cell leads to has rows up to its key.
fn wanted(page: &Page<'_>, low: Option<i64>, high: Option<i64>) -> Option<Vec<u32>> {
    if page.kind != Interior::Table {
        return None;
    }
    let mut children = Vec::with_capacity(page.cells.len() + 1);
    for cell in &page.cells {
        let key = varint(cell.rest)?.0.cast_signed();
        if low.is_none_or(|low| key > low) {
            children.push(cell.left);
        }
        if high.is_some_and(|high| key >= high) {
            return Some(children);
        }
    }
    children.push(page.right);
    Some(children)
}
