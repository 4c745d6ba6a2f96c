//! One interior page of a b-tree.

/// The kinds of interior pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum Interior {
    /// Of a rowid table.
    Table,
    /// Of an index, or of a WITHOUT ROWID table.
    Index,
}

/// A cell of an interior page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct Cell<'a> {
    /// The page with the keys that are less.
    pub(in crate::source) left: u32,
    /// What follows in the page: a rowid, or the length of a record and its beginning.
    pub(in crate::source) rest: &'a [u8],
}

/// An interior page.
pub(in crate::source) struct Page<'a> {
    pub(in crate::source) kind: Interior,
    /// Its cells, in the order of their keys.
    pub(in crate::source) cells: Vec<Cell<'a>>,
    /// The page with the keys that are greater than all of them.
    pub(in crate::source) right: u32,
}

/// The header of the file stands before that of the first page, in bytes.
const FILE_HEADER: usize = 100;
/// The header of an interior page, in bytes.
const PAGE_HEADER: usize = 12;

impl<'a> Page<'a> {
    /// Reads a page; `None` for a leaf, and for bytes that are no page.
    pub(in crate::source) fn read(number: u32, bytes: &'a [u8]) -> Option<Page<'a>> {
        let start = if number == 1 { FILE_HEADER } else { 0 };
        let header = bytes.get(start..start + PAGE_HEADER)?;
        let kind = match header[0] {
            0x05 => Interior::Table,
            0x02 => Interior::Index,
            _ => return None,
        };
        let count = usize::from(u16::from_be_bytes([header[3], header[4]]));
        let right = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
        let pointers = bytes.get(start + PAGE_HEADER..start + PAGE_HEADER + 2 * count)?;
        let cell = |pointer: &[u8]| {
            let at = usize::from(u16::from_be_bytes([pointer[0], pointer[1]]));
            let (left, rest) = bytes.get(at..)?.split_first_chunk::<4>()?;
            Some(Cell { left: u32::from_be_bytes(*left), rest })
        };
        let cells = pointers.chunks_exact(2).map(cell).collect::<Option<Vec<Cell<'a>>>>()?;
        Some(Page { kind, cells, right })
    }

    /// The pages below, in the order of their keys.
    pub(in crate::source) fn children(&self) -> impl Iterator<Item = u32> + '_ {
        self.cells.iter().map(|cell| cell.left).chain(std::iter::once(self.right))
    }
}

/// A variable-length integer of SQLite, and what follows it.
pub(in crate::source) fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    for (position, byte) in bytes.iter().take(9).enumerate() {
        if position == 8 {
            return Some(((value << 8) | u64::from(*byte), &bytes[9..]));
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[position + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variable_length_integers_are_read_as_sqlite_writes_them() {
        assert_eq!(varint(&[0x7f, 1]), Some((127, &[1][..])));
        assert_eq!(varint(&[0x81, 0x00]), Some((128, &[][..])));
        assert_eq!(varint(&[0xff; 9]), Some((u64::MAX, &[][..])));
        assert_eq!(varint(&[0xff; 8]), None);
        assert_eq!(varint(&[]), None);
    }

    #[test]
    fn bytes_that_are_no_page_are_none() {
        assert!(Page::read(2, &[]).is_none());
        assert!(Page::read(2, &[0x0d; 4096]).is_none());
        assert!(Page::read(2, &[0x05; 64]).is_none(), "more cells than bytes");
    }
}
