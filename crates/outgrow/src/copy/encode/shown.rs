//! A number as text, without an allocation.

use std::fmt::Write as _;

/// A text on the stack; no number that is shown here is longer.
#[derive(Default)]
pub(super) struct Shown {
    bytes: [u8; 32],
    length: usize,
}

impl Shown {
    pub(super) fn show(&mut self, number: std::fmt::Arguments<'_>) {
        self.write_fmt(number).expect("a number has at most 24 characters");
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl std::fmt::Write for Shown {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let room = self.bytes.get_mut(self.length..self.length + text.len()).ok_or(std::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length += text.len();
        Ok(())
    }
}
