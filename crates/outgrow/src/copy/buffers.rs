//! Buffers that come back once they are sent.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Buf;

/// Where empty buffers wait for the next piece of a COPY.
#[derive(Clone, Default)]
pub(super) struct Buffers(Arc<Mutex<Vec<Vec<u8>>>>);

impl Buffers {
    /// An empty buffer with room for at least so many bytes.
    pub(super) fn take(&self, room: usize) -> Vec<u8> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut buffer = kept.unwrap_or_default();
        buffer.clear();
        buffer.reserve(room);
        buffer
    }

    /// A full buffer on its way; it comes back when it was sent.
    pub(super) fn lend(&self, bytes: Vec<u8>) -> Piece {
        Piece { bytes, sent: 0, home: self.clone() }
    }
}

/// A full buffer on its way.
pub(super) struct Piece {
    bytes: Vec<u8>,
    sent: usize,
    home: Buffers,
}

impl Buf for Piece {
    fn remaining(&self) -> usize {
        self.bytes.len() - self.sent
    }

    fn chunk(&self) -> &[u8] {
        &self.bytes[self.sent..]
    }

    fn advance(&mut self, count: usize) {
        self.sent += count;
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        self.home.0.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back_when_it_was_sent() {
        let buffers = Buffers::default();
        let mut first = buffers.take(100);
        first.extend_from_slice(b"abc");
        let place = first.as_ptr();
        let mut piece = buffers.lend(first);
        piece.advance(1);
        assert_eq!((piece.remaining(), piece.chunk()), (2, &b"bc"[..]));
        let other = buffers.take(100);
        assert_ne!(other.as_ptr(), place, "it is still on its way");
        drop(piece);
        let again = buffers.take(100);
        assert_eq!((again.as_ptr(), again.len()), (place, 0));
    }
}
