//! One page of the b-tree of a WITHOUT ROWID table: "Database File Format", section 1.6.

use crate::source::rows::leaf::{Cell, local_bytes, short_varint};

/// A page, and how far it was read.
#[derive(Default)]
pub(super) struct Node {
    /// What the page is called in the file.
    pub(super) number: u32,
    /// In a leaf the next cell; above, the child that is being read.
    pub(super) next: usize,
    /// Its cells, each of which holds a row.
    pub(super) cells: usize,
    bytes: Vec<u8>,
    /// Where the pointers to the cells begin.
    pointers: usize,
    /// The page behind the last cell; `None` in a leaf.
    right: Option<u32>,
}

const LEAF: u8 = 0x0a;
const INTERIOR: u8 = 0x02;
/// The headers of both kinds, in bytes.
const LEAF_HEADER: usize = 8;
const INTERIOR_HEADER: usize = 12;

impl Node {
    /// Takes a page, and gives the room of the one before; `None` where it is none of such a tree.
    pub(super) fn take(&mut self, number: u32, page: &mut Vec<u8>) -> Option<()> {
        std::mem::swap(&mut self.bytes, page);
        let header = self.bytes.first_chunk::<INTERIOR_HEADER>()?;
        (self.pointers, self.right) = match header[0] {
            LEAF => (LEAF_HEADER, None),
            INTERIOR => (INTERIOR_HEADER, Some(u32::from_be_bytes([header[8], header[9], header[10], header[11]]))),
            _ => return None,
        };
        self.cells = usize::from(u16::from_be_bytes([header[3], header[4]]));
        (self.number, self.next) = (number, 0);
        (self.pointers + 2 * self.cells <= self.bytes.len()).then_some(())
    }

    pub(super) fn is_leaf(&self) -> bool {
        self.right.is_none()
    }

    /// The page below, before the cell of this place; behind the last cell too.
    pub(super) fn child(&self, place: usize) -> Option<u32> {
        if place == self.cells {
            return self.right;
        }
        Some(u32::from_be_bytes(*self.bytes.get(self.start(place)?..)?.first_chunk::<4>()?))
    }

    /// What stands in a cell: the length of a record and its beginning.
    pub(super) fn content(&self, place: usize) -> Option<&[u8]> {
        self.bytes.get(self.start(place)? + if self.is_leaf() { 0 } else { 4 }..)
    }

    /// The cell of a place; of a page, `usable` bytes are SQLite's.
    pub(super) fn cell(&self, place: usize, usable: usize) -> Option<Cell> {
        let at = self.start(place)? + if self.is_leaf() { 0 } else { 4 };
        let (payload, rest) = short_varint(self.bytes.get(at..usable)?)?;
        let start = usable - rest.len();
        let local = local_bytes(payload, usable, (usable - 12) * 64 / 255 - 23);
        let (record, rest) = rest.split_at_checked(local)?;
        let overflow = if record.len() as u64 == payload { 0 } else { u32::from_be_bytes(*rest.first_chunk::<4>()?) };
        Some(Cell { rowid: 0, payload, start, end: start + local, overflow })
    }

    /// The bytes of a record that are in the page.
    pub(super) fn local(&self, cell: &Cell) -> &[u8] {
        &self.bytes[cell.start..cell.end]
    }

    fn start(&self, place: usize) -> Option<usize> {
        let pointer = self.bytes.get(self.pointers + 2 * place..)?.first_chunk::<2>()?;
        Some(usize::from(u16::from_be_bytes(*pointer)))
    }
}
