//! The parts of a record, wherever its bytes lie.

use super::leaf::Cell;
use super::payload::Payload;
use super::record::{Field, Fields, header_bytes};
use crate::source::btree::Pages;

/// Takes one record after the other apart.
pub(super) struct Parts {
    fields: Fields,
    payload: Payload,
    /// The longest value that is read, in bytes.
    whole_bytes: u64,
}

/// Where the bytes of a record are.
#[derive(Clone, Copy)]
pub(super) enum Lies {
    /// All in its page.
    InPage,
    /// Also in overflow pages.
    InPayload,
}

impl Parts {
    /// For records of so many columns; values of more than `whole_bytes` are not read.
    pub(super) fn of(columns: usize, whole_bytes: u64) -> Parts {
        Parts { fields: Fields::of(columns), payload: Payload::default(), whole_bytes }
    }

    /// Finds the fields of a record, of which `local` is in its page; `None` where one of them is too long.
    #[inline]
    pub(super) fn take(&mut self, cell: &Cell, local: &[u8], pages: &mut Pages<'_>) -> rusqlite::Result<Option<Lies>> {
        if cell.overflow != 0 {
            return self.take_overflowing(cell, local, pages);
        }
        let found = header_bytes(local).and_then(|header| {
            self.fields.read(local, header)?;
            (self.fields.end() <= local.len() as u64).then_some(())
        });
        found.ok_or_else(Pages::malformed)?;
        Ok((self.fields.longest() <= self.whole_bytes).then_some(Lies::InPage))
    }

    fn take_overflowing(&mut self, cell: &Cell, local: &[u8], pages: &mut Pages<'_>) -> rusqlite::Result<Option<Lies>> {
        self.payload.shrink();
        self.payload.begin(cell, local);
        let header = header_bytes(self.payload.bytes()).ok_or_else(Pages::malformed)?;
        self.payload.extend_to(header as u64, pages)?;
        self.fields.read(self.payload.bytes(), header).ok_or_else(Pages::malformed)?;
        if self.fields.longest() > self.whole_bytes {
            return Ok(None);
        }
        self.payload.extend_to(self.fields.end(), pages)?;
        Ok(Some(Lies::InPayload))
    }

    /// The fields that the record has.
    #[inline]
    pub(super) fn fields(&self) -> &[Field] {
        self.fields.found()
    }

    /// The bytes of a record that is not all in its page.
    #[inline]
    pub(super) fn payload(&self) -> &[u8] {
        self.payload.bytes()
    }
}
