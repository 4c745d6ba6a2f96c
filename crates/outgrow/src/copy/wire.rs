//! PostgreSQL's binary COPY format, written into buffers that are sent on when full.

use crate::Result;

/// The size at which a buffer is sent on, bytes.
pub(super) const PIECE: usize = 256 * 1024;

/// Room for the rows that a buffer may hold beyond [`PIECE`] before it is sent.
const SLACK: usize = 16 * 1024;

/// The largest field of a fixed size with its length, bytes: that of a UUID, and of an interval.
const LARGEST_FIXED: usize = 20;

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// Writes rows in PostgreSQL's binary COPY format.
pub(super) struct Wire<'a> {
    buffer: Vec<u8>,
    send: &'a mut dyn FnMut(Vec<u8>) -> Result<()>,
}

impl<'a> Wire<'a> {
    /// Begins a COPY; full buffers go to `send`.
    pub(super) fn new(send: &'a mut dyn FnMut(Vec<u8>) -> Result<()>) -> Wire<'a> {
        let mut wire = Wire { buffer: empty(), send };
        wire.header();
        wire
    }

    /// A single field, for what is no COPY; the pieces of it go to `send`.
    pub(super) fn field_alone(send: &'a mut dyn FnMut(Vec<u8>) -> Result<()>) -> Wire<'a> {
        Wire { buffer: Vec::new(), send }
    }

    /// What begins every COPY.
    pub(super) fn header(&mut self) {
        self.buffer.extend_from_slice(SIGNATURE);
    }

    /// What ends every COPY; sends the rest.
    pub(super) fn trailer(&mut self) -> Result<()> {
        self.buffer.extend_from_slice(&TRAILER);
        self.flush()
    }

    /// Begins a row.
    pub(super) fn start_row(&mut self, fields: i16) {
        self.buffer.extend_from_slice(&fields.to_be_bytes());
    }

    /// Ends a row; sends the buffer if it is full.
    pub(super) fn end_row(&mut self) -> Result<()> {
        if self.buffer.len() >= PIECE { self.flush() } else { Ok(()) }
    }

    /// NULL.
    #[inline]
    pub(super) fn null(&mut self) {
        self.buffer.extend_from_slice(&(-1_i32).to_be_bytes());
    }

    /// A field of a fixed, small size.
    #[inline]
    pub(super) fn fixed<const N: usize>(&mut self, bytes: [u8; N]) {
        // One look at the room in the buffer, not two.
        let mut field = [0; LARGEST_FIXED];
        field[..4].copy_from_slice(&(N as i32).to_be_bytes());
        field[4..4 + N].copy_from_slice(&bytes);
        self.buffer.extend_from_slice(&field[..4 + N]);
    }

    /// The length of a field that follows by [`Wire::small`] or [`Wire::bytes`].
    #[inline]
    pub(super) fn length(&mut self, bytes: usize) {
        // Every caller has checked the length against `MAX_FIELD`.
        self.buffer.extend_from_slice(&(bytes as i32).to_be_bytes());
    }

    /// A part of a field, too small to be worth a look at the buffer.
    #[inline]
    pub(super) fn small(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// A part of a field of any size: it leaves in pieces, straight from where it is.
    #[inline]
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if self.buffer.len() + bytes.len() > PIECE + SLACK {
            return self.in_pieces(bytes);
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    #[cold]
    fn in_pieces(&mut self, mut bytes: &[u8]) -> Result<()> {
        while self.buffer.len() + bytes.len() > PIECE + SLACK {
            let room = PIECE.saturating_sub(self.buffer.len()).min(bytes.len());
            let (first, rest) = bytes.split_at(room);
            self.buffer.extend_from_slice(first);
            self.flush()?;
            bytes = rest;
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    /// A whole field of any size up to `MAX_FIELD`.
    #[inline]
    pub(super) fn field(&mut self, bytes: &[u8]) -> Result<()> {
        self.length(bytes.len());
        self.bytes(bytes)
    }

    /// Sends what is left.
    pub(super) fn flush(&mut self) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.buffer, empty());
        (self.send)(full)
    }
}

fn empty() -> Vec<u8> {
    Vec::with_capacity(PIECE + SLACK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_field_leaves_in_pieces_and_arrives_whole() {
        let value: Vec<u8> = (0..1_000_003_u32).map(|number| number as u8).collect();
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        let mut send = |piece| {
            pieces.push(piece);
            Ok(())
        };
        let mut wire = Wire::new(&mut send);
        wire.start_row(1);
        wire.field(&value).expect("sent");
        wire.end_row().expect("sent");
        wire.trailer().expect("sent");
        assert!(pieces.iter().all(|piece| piece.len() <= PIECE + SLACK + 2));
        let all = pieces.concat();
        assert_eq!(&all[SIGNATURE.len() + 6..all.len() - 2], &value[..]);
    }
}
