//! A record that does not fit into its page.

use super::leaf::Cell;
use crate::source::btree::Pages;

/// The bytes of one record, as far as they were fetched.
#[derive(Default)]
pub(super) struct Payload {
    bytes: Vec<u8>,
    /// The page with the next bytes; 0 behind the last one.
    next: u32,
    whole: u64,
}

impl Payload {
    /// Begins with what is in the leaf page.
    pub(super) fn begin(&mut self, cell: &Cell, local: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(local);
        (self.next, self.whole) = (cell.overflow, cell.payload);
    }

    /// What was fetched.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Fetches pages until there are at least `wanted` bytes.
    pub(super) fn extend_to(&mut self, wanted: u64, pages: &mut Pages<'_>) -> rusqlite::Result<()> {
        let usable = pages.usable();
        // A chain that is longer than the file leads round in it.
        if wanted > self.whole || self.whole > pages.bytes() {
            return Err(Pages::malformed());
        }
        while (self.bytes.len() as u64) < wanted {
            let left = self.whole - self.bytes.len() as u64;
            let bytes = &mut self.bytes;
            let next = pages.with(self.next, |page| {
                let (next, content) = page.get(..usable)?.split_first_chunk::<4>()?;
                let taken = left.min(content.len() as u64) as usize;
                bytes.extend_from_slice(&content[..taken]);
                Some(u32::from_be_bytes(*next))
            })?;
            self.next = next.ok_or_else(Pages::malformed)?;
        }
        Ok(())
    }

    /// Gives back the memory of a long record.
    pub(super) fn shrink(&mut self) {
        if self.bytes.capacity() > KEPT {
            self.bytes = Vec::new();
        }
    }
}

/// The room for a record that is kept for the next one, in bytes.
const KEPT: usize = 256 * 1024;
