//! One leaf page of a rowid table.

use crate::source::btree::varint;

/// A leaf page, kept until the next one.
#[derive(Default)]
pub(super) struct Leaf {
    bytes: Vec<u8>,
    /// Where the pointers to the cells begin.
    pointers: usize,
    cells: usize,
    next: usize,
}

/// A cell, by where its parts lie in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) rowid: i64,
    /// The bytes of the whole record.
    pub(super) payload: u64,
    /// Where those that are in the page begin.
    pub(super) start: usize,
    /// Where they end.
    pub(super) end: usize,
    /// The page with those that follow; 0 where none do.
    pub(super) overflow: u32,
}

/// The header of a leaf page, in bytes.
const HEADER: usize = 8;

impl Leaf {
    /// Takes another page, and gives the room of this one.
    pub(super) fn exchange(&mut self, page: &mut Vec<u8>) {
        std::mem::swap(&mut self.bytes, page);
    }

    /// Reads the header, which begins at `start`; `None` where it is none of a leaf.
    pub(super) fn begin(&mut self, start: usize) -> Option<()> {
        let header = self.bytes.get(start..start + HEADER)?;
        if header[0] != 0x0d {
            return None;
        }
        self.cells = usize::from(u16::from_be_bytes([header[3], header[4]]));
        self.pointers = start + HEADER;
        self.next = 0;
        (self.pointers + 2 * self.cells <= self.bytes.len()).then_some(())
    }

    /// The next cell, as SQLite numbers them; `Some(None)` behind the last one, and `None` where
    /// there is no cell at its place. Of a page, `usable` bytes are SQLite's.
    #[inline]
    pub(super) fn cell(&mut self, usable: usize) -> Option<Option<Cell>> {
        if self.next == self.cells {
            return Some(None);
        }
        let pointer = self.bytes.get(self.pointers + 2 * self.next..)?.first_chunk::<2>()?;
        self.next += 1;
        let at = usize::from(u16::from_be_bytes(*pointer));
        let (payload, rest) = short_varint(self.bytes.get(at..usable)?)?;
        let (rowid, rest) = short_varint(rest)?;
        let start = usable - rest.len();
        let local = local_bytes(payload, usable, usable - 35);
        let (record, rest) = rest.split_at_checked(local)?;
        let overflow = if record.len() as u64 == payload { 0 } else { u32::from_be_bytes(*rest.first_chunk::<4>()?) };
        Some(Some(Cell { rowid: rowid.cast_signed(), payload, start, end: start + local, overflow }))
    }

    /// The bytes of a record that are in the page.
    #[inline]
    pub(super) fn local(&self, cell: &Cell) -> &[u8] {
        &self.bytes[cell.start..cell.end]
    }
}

/// A variable-length integer, which mostly has one byte or two.
#[inline]
pub(super) fn short_varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    match bytes {
        [first, rest @ ..] if *first < 0x80 => Some((u64::from(*first), rest)),
        [first, second, rest @ ..] if *second < 0x80 => {
            Some((u64::from(*first & 0x7f) << 7 | u64::from(*second), rest))
        }
        _ => varint(bytes),
    }
}

/// How many bytes of a record are in its page, of which that holds `most`; "Database File Format", section 1.6,
/// "Cell Payload Overflow Pages".
#[inline]
pub(super) fn local_bytes(payload: u64, usable: usize, most: usize) -> usize {
    if payload <= most as u64 {
        return payload as usize;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    // What is left over after whole overflow pages, which is less than a page.
    let fitting = least + ((payload - least as u64) % (usable as u64 - 4)) as usize;
    if fitting <= most { fitting } else { least }
}
