//! How much memory the work may take, and how it is divided.

mod room;

pub(crate) use room::{Held, Room};

use crate::{Error, ErrorKind, Result};

/// How much memory the whole process may take, in bytes.
///
/// It is divided in this order:
///
/// 1. a fixed part for the program, the catalog, the profile and the plan,
/// 2. for each reader its SQLite cache, its queue of buffers and its session,
/// 3. for each reader a share that the values of one row may take,
/// 4. the rest, for values that are longer and cannot be read in pieces: whoever
///    reads one waits until there is room for it.
///
/// What SQLite itself allocates is limited besides, so that a value that finds no
/// room is an error with a hint, and not the end of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory(u64);

/// The program, its runtime, its catalog and plan, as measured with some hundred tables.
const BASE: u64 = 20 * MIB;
/// A reader with its cache of 2 MB, up to six buffers of 272 KiB, a session and a thread.
const READER: u64 = 5 * MIB;
/// No more than this for the values of one row, however much there is: longer values are read in
/// pieces, which costs nothing.
const MOST_OF_A_ROW: u64 = 16 * MIB;
const MIB: u64 = 1 << 20;

impl Memory {
    /// What a process takes unless the user decides it.
    pub const DEFAULT: Memory = Memory(256_000_000);
    /// The least that works, in bytes.
    pub const LEAST: u64 = 32_000_000;

    /// This many bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] below [`Memory::LEAST`].
    pub fn of(bytes: u64) -> Result<Memory> {
        if bytes < Memory::LEAST {
            let message = format!("{bytes} bytes of memory are not enough");
            return Err(Error::new(ErrorKind::Usage, message).hint("Allow 32MB or more."));
        }
        Ok(Memory(bytes))
    }

    /// How many bytes.
    pub fn bytes(self) -> u64 {
        self.0
    }

    /// How many readers fit, of those wanted: at least one, and such that half of what is left
    /// by the fixed part stays for values.
    pub fn readers(self, wanted: usize) -> usize {
        let most = (self.0.saturating_sub(BASE) / 2 / READER).max(1);
        wanted.clamp(1, usize::try_from(most).unwrap_or(usize::MAX))
    }

    /// What readers may do, where there are this many.
    pub(crate) fn limits(self, readers: usize) -> Limits {
        let values = self.0.saturating_sub(BASE + READER * readers as u64).max(2 * MIB);
        let row = (values / 4 / readers as u64).min(MOST_OF_A_ROW);
        Limits { row, room: Room::new(values - row * readers as u64) }
    }

    /// The most that SQLite may allocate, in bytes: all but the program itself.
    pub(crate) fn sqlite_bytes(self) -> u64 {
        self.0.saturating_sub(BASE)
    }
}

impl Default for Memory {
    fn default() -> Memory {
        Memory::DEFAULT
    }
}

/// What readers may do.
#[derive(Debug)]
pub(crate) struct Limits {
    /// The bytes that the values of one row may have for every reader at any time.
    row: u64,
    /// Where values wait that are longer.
    pub(crate) room: Room,
}

impl Limits {
    /// The bytes that the values of one row may have at any time.
    pub(crate) fn row_bytes(&self) -> u64 {
        self.row
    }

    /// The longest value, in bytes, that is read whole without asking, in a table with this many
    /// columns: all of them may be that long.
    pub(crate) fn whole_bytes(&self, columns: usize) -> u64 {
        (self.row / columns.max(1) as u64).max(4_096)
    }
}

/// SQLite found no memory for a table within what it was allowed.
pub(crate) fn exhausted(table: &str, cause: rusqlite::Error) -> Error {
    let message = format!("table \"{table}\" has values that need more memory than is allowed");
    Error::new(ErrorKind::Source, message)
        .hint("Allow more with --memory, about three times the longest value of the table.")
        .because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_together_are_what_was_allowed() {
        for bytes in [Memory::LEAST, 64 * MIB, 256_000_000, 1 << 30] {
            let memory = Memory::of(bytes).expect("enough");
            for wanted in [1, 2, 8, 64] {
                let readers = memory.readers(wanted);
                let limits = memory.limits(readers);
                let parts = BASE + (READER + limits.row) * readers as u64 + limits.room.bytes();
                assert!(parts <= bytes, "{parts} of {bytes} for {readers} readers");
                assert!(limits.whole_bytes(1) >= MIB / 4, "{limits:?}");
            }
        }
    }

    #[test]
    fn readers_are_as_many_as_there_is_memory_for() {
        let readers = |bytes| Memory::of(bytes).expect("enough").readers(8);
        assert_eq!(readers(Memory::LEAST), 1);
        assert_eq!(readers(64_000_000), 4);
        assert_eq!(readers(256_000_000), 8);
    }

    #[test]
    fn too_little_is_refused() {
        assert_eq!(Memory::of(1_000_000).expect_err("too little").kind(), ErrorKind::Usage);
    }
}
