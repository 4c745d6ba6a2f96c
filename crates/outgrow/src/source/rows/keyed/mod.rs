//! Rows of a WITHOUT ROWID table, taken from the pages of its b-tree.
//!
//! Such a tree is one of an index: rows lie in its interior pages too, between the pages below. What is not
//! plain - a row from before a column was added, a value that is too long, a bound that is no longer in the
//! tree - is left to SQLite's own SELECT.

mod layout;
mod node;
mod order;

pub(crate) use layout::KeyLayout;

use rusqlite::Connection;

use super::fetched::Fetched;
use super::leaf::Cell;
use super::parts::{Lies, Parts};
use super::record::Record;
use crate::source::btree::{MOST_LEVELS, Pages, Tree, root};
use crate::source::ranges::{Key, Range, key_of_cell};
use node::Node;

/// A pass over the rows of a range, in the order of their keys.
pub(crate) struct KeyScan<'c> {
    layout: KeyLayout,
    pages: Pages<'c>,
    /// The interior pages from the root down to the leaf.
    path: Vec<Node>,
    leaf: Node,
    /// How many pages lie above a leaf, once one was seen.
    depth: Option<usize>,
    /// Where to go down before the next row.
    below: Option<u32>,
    /// The cell of the last row of the range, by its page and place.
    last: Option<(u32, usize)>,
    /// How many pages may still be read: a tree has each page once.
    left: u64,
    parts: Parts,
    fetched: Fetched,
}

/// What a pass comes to next.
pub(crate) enum Taken<'a> {
    /// A row.
    Row(Record<'a>),
    /// A row that only SQLite can read.
    Odd,
}

/// Where the next cell is.
enum Place {
    Leaf(usize),
    /// In the last page of the path.
    Above(usize),
}

impl<'c> KeyScan<'c> {
    /// Begins a pass; `None` where the table has no b-tree that can be read so, or where a bound is
    /// not the key of one of its interior cells. Values of more than `whole_bytes` are not read.
    pub(crate) fn begin(
        connection: &'c Connection,
        layout: KeyLayout,
        range: &Range,
        whole_bytes: u64,
    ) -> rusqlite::Result<Option<KeyScan<'c>>> {
        let Some(root) = root(connection, &layout.table, Tree::Key)? else { return Ok(None) };
        let pages = Pages::of(connection)?;
        let left = pages.bytes() / pages.usable() as u64;
        let parts = Parts::of(layout.fields, whole_bytes);
        let mut scan = KeyScan {
            layout,
            pages,
            path: Vec::new(),
            leaf: Node::default(),
            depth: None,
            below: Some(root),
            last: None,
            left,
            parts,
            fetched: Fetched::default(),
        };
        if let Some(high) = &range.high {
            let Some(path) = scan.find(root, high)? else { return Ok(None) };
            scan.last = path.last().map(|node| (node.number, node.next));
        }
        if let Some(low) = &range.low {
            let Some(path) = scan.find(root, low)? else { return Ok(None) };
            scan.path = path;
            scan.go_behind();
        }
        Ok(Some(scan))
    }

    /// The next row, or `None` behind the last one.
    ///
    /// # Errors
    /// Those of SQLite; a page that cannot be is one of them.
    pub(crate) fn next(&mut self) -> rusqlite::Result<Option<Taken<'_>>> {
        let Some(place) = self.next_place()? else { return Ok(None) };
        let usable = self.pages.usable();
        let (node, place) = match place {
            Place::Leaf(place) => (&self.leaf, place),
            Place::Above(place) => (self.path.last().ok_or_else(Pages::malformed)?, place),
        };
        let cell: Cell = node.cell(place, usable).ok_or_else(Pages::malformed)?;
        let Some(lies) = self.parts.take(&cell, node.local(&cell), &mut self.pages)? else {
            return Ok(Some(Taken::Odd));
        };
        if self.parts.fields().len() < self.layout.fields {
            return Ok(Some(Taken::Odd));
        }
        let bytes = match lies {
            Lies::InPage => node.local(&cell),
            Lies::InPayload => self.parts.payload(),
        };
        let (fields, places) = (self.parts.fields(), &*self.layout.places);
        Ok(Some(Taken::Row(Record { rowid: 0, bytes, fields, places, later: &[] })))
    }

    fn next_place(&mut self) -> rusqlite::Result<Option<Place>> {
        if let Some(page) = self.below.take() {
            self.go_down(page)?;
        }
        if self.leaf.next < self.leaf.cells {
            self.leaf.next += 1;
            return Ok(Some(Place::Leaf(self.leaf.next - 1)));
        }
        while self.path.last().is_some_and(|node| node.next == node.cells) {
            self.path.pop();
        }
        let Some(node) = self.path.last() else { return Ok(None) };
        let (number, place) = (node.number, node.next);
        if self.last == Some((number, place)) {
            // Nothing is left behind this row.
            self.path.iter_mut().for_each(|node| node.next = node.cells);
            return Ok(Some(Place::Above(place)));
        }
        self.go_behind();
        Ok(Some(Place::Above(place)))
    }

    /// Goes on with what lies behind the cell that the path leads to.
    fn go_behind(&mut self) {
        if let Some(node) = self.path.last_mut() {
            node.next += 1;
            self.below = node.child(node.next);
        }
    }

    /// Goes down to the first leaf below a page.
    fn go_down(&mut self, mut page: u32) -> rusqlite::Result<()> {
        loop {
            if self.path.len() > MOST_LEVELS || self.left == 0 {
                return Err(Pages::malformed());
            }
            self.left -= 1;
            self.fetch(page)?;
            let copy = self.fetched.next().ok_or_else(Pages::malformed)?;
            self.leaf.take(page, copy).ok_or_else(Pages::malformed)?;
            if self.leaf.is_leaf() {
                self.depth = Some(self.path.len());
                return Ok(());
            }
            // Only leaves are fetched ahead, and all leaves of a tree are of one depth.
            if !self.fetched.is_empty() {
                return Err(Pages::malformed());
            }
            page = self.leaf.child(0).ok_or_else(Pages::malformed)?;
            self.path.push(std::mem::take(&mut self.leaf));
        }
    }

    /// Copies a page, and, where it is a leaf, those that follow under the same page.
    fn fetch(&mut self, page: u32) -> rusqlite::Result<()> {
        if !self.fetched.is_empty() {
            return Ok(());
        }
        let mut numbers = vec![page];
        if let Some(above) = self.path.last().filter(|_| self.depth == Some(self.path.len())) {
            let following = (above.next + 1..=above.cells).take(self.pages.at_once() - 1);
            numbers.extend(following.map_while(|place| above.child(place)));
        }
        self.fetched.fetch(&numbers, &mut self.pages)
    }

    /// The interior pages down to the one that has this key in a cell, each with `next` at its place.
    fn find(&mut self, root: u32, key: &Key) -> rusqlite::Result<Option<Vec<Node>>> {
        let mut path: Vec<Node> = Vec::new();
        let mut page = root;
        while path.len() <= MOST_LEVELS {
            let mut node = Node::default();
            let mut copy = self.pages.with(page, <[u8]>::to_vec)?;
            if node.take(page, &mut copy).is_none() || node.is_leaf() {
                return Ok(None);
            }
            let (place, is_it) = self.search(&node, key);
            node.next = place;
            let Some(below) = node.child(place) else { return Ok(None) };
            path.push(node);
            if is_it {
                return Ok(Some(path));
            }
            page = below;
        }
        Ok(None)
    }

    /// The first cell whose key is not less, and whether it is this key.
    fn search(&self, node: &Node, key: &Key) -> (usize, bool) {
        for place in 0..node.cells {
            let found = node.content(place).and_then(|cell| key_of_cell(cell, key.0.len()));
            // A key that is not all in its page is never one to cut at; it is taken to be less.
            let Some(found) = found else { continue };
            if order::compare(&found, key, &self.layout.collations).is_ge() {
                return (place, found == *key);
            }
        }
        (node.cells, false)
    }
}
