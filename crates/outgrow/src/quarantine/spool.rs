//! Rows on their way to quarantine: in memory while few, in a temporary file when many.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;

use crate::{Error, ErrorKind, Result};

/// What stays in memory, bytes.
const IN_MEMORY: usize = 8 * 1024 * 1024;
const PIECE: usize = 256 * 1024;

/// Rows of binary COPY, without header and trailer.
#[derive(Default)]
pub(crate) struct Spool {
    memory: Vec<u8>,
    file: Option<File>,
}

/// The bytes of a spool, piece by piece.
pub(crate) struct Pieces {
    file: Option<File>,
    memory: std::io::Cursor<Vec<u8>>,
}

impl Spool {
    /// Appends bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<()> {
        if self.memory.len() + bytes.len() <= IN_MEMORY {
            self.memory.extend_from_slice(bytes);
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(temporary().map_err(failed)?),
        };
        file.write_all(&self.memory).and_then(|()| file.write_all(bytes)).map_err(failed)?;
        self.memory.clear();
        Ok(())
    }

    /// Whether nothing was appended.
    pub(crate) fn is_empty(&self) -> bool {
        self.memory.is_empty() && self.file.is_none()
    }

    /// Everything that was appended.
    pub(crate) fn into_pieces(mut self) -> Result<Pieces> {
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(0)).map_err(failed)?;
        }
        Ok(Pieces { file: self.file, memory: std::io::Cursor::new(self.memory) })
    }
}

impl Pieces {
    /// The next piece, at most 256 KiB; `None` at the end.
    pub(crate) fn next_piece(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(file) = &mut self.file {
            let piece = read_piece(file)?;
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
            self.file = None;
        }
        let piece = read_piece(&mut self.memory)?;
        Ok(Some(piece).filter(|piece| !piece.is_empty()))
    }
}

fn read_piece(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut piece = Vec::with_capacity(PIECE);
    from.take(PIECE as u64).read_to_end(&mut piece).map_err(failed)?;
    Ok(piece)
}

/// A file that nobody else can open and that is gone when it is closed.
fn temporary() -> std::io::Result<File> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(std::io::Error::other)?;
    let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = std::env::temp_dir().join(format!("outgrow-quarantine-{name}"));
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

fn failed(cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Target, "the temporary file for values in quarantine cannot be used")
        .hint("Make room in the directory for temporary files.")
        .because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_in_order_from_memory_and_file() {
        let mut spool = Spool::default();
        let mut wanted = Vec::new();
        for number in 0..40_u8 {
            let bytes = vec![number; 400_000];
            spool.push(&bytes).expect("room");
            wanted.extend_from_slice(&bytes);
        }
        assert!(spool.file.is_some());
        let mut pieces = spool.into_pieces().expect("a file");
        let mut all = Vec::new();
        while let Some(piece) = pieces.next_piece().expect("readable") {
            all.extend_from_slice(&piece);
        }
        assert!(all == wanted);
    }
}
