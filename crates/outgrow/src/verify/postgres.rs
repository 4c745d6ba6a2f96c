//! Rows of PostgreSQL as a binary COPY stream, decoded in place.

use std::ops::Range;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_util::{FutureExt, StreamExt};
use outgrow_planner::sql::Sql;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, CopyOutStream};

use super::meter::Meter;
use super::trouble;
use crate::Result;

/// How long to wait for the server before asking whether to go on.
const PATIENCE: Duration = Duration::from_millis(200);

/// A session of the target and the runtime that its connection lives on.
#[derive(Clone, Copy)]
pub(super) struct Postgres<'a> {
    /// The client.
    pub client: &'a Client,
    /// The runtime of this thread.
    pub runtime: &'a Runtime,
}

/// The rows of one query, one at a time.
pub(super) struct TargetRows<'a> {
    postgres: Postgres<'a>,
    table: &'a str,
    stream: Pin<Box<CopyOutStream>>,
    /// Bytes that were received; the current row stands at its front.
    buffer: Bytes,
    /// How much of the buffer the current row takes.
    taken: usize,
    fields: Vec<Option<Range<usize>>>,
    has_row: bool,
}

/// What stands before the rows: signature, flags, and an extension of the length that follows.
const SIGNATURE: &[u8; 11] = b"PGCOPY\n\xff\r\n\0";
const HEADER: usize = 19;

impl<'a> TargetRows<'a> {
    /// Runs `COPY (query) TO STDOUT`.
    pub(super) fn open(postgres: Postgres<'a>, table: &'a str, query: &Sql, meter: &Meter) -> Result<TargetRows<'a>> {
        let mut copy = Sql::text("COPY (");
        copy.push_sql(query).push(") TO STDOUT (FORMAT binary)");
        let opening = postgres.client.copy_out(copy.as_str());
        let stream = postgres.runtime.block_on(opening).map_err(|cause| trouble::of_target(table, cause))?;
        let mut rows = TargetRows {
            postgres,
            table,
            stream: Box::pin(stream),
            buffer: Bytes::new(),
            taken: 0,
            fields: Vec::new(),
            has_row: false,
        };
        rows.skip_header(meter)?;
        Ok(rows)
    }

    /// Goes to the next row; `false` where there is none.
    pub(super) fn advance(&mut self, meter: &Meter) -> Result<bool> {
        self.buffer.advance(std::mem::take(&mut self.taken));
        self.has_row = loop {
            match parse(&self.buffer, &mut self.fields) {
                Parsed::Row { length } => {
                    self.taken = length;
                    break true;
                }
                Parsed::End => {
                    self.fields.clear();
                    break false;
                }
                Parsed::Malformed => return Err(trouble::of_copy(self.table)),
                Parsed::Incomplete => self.receive(meter)?,
            }
        };
        if !self.has_row {
            self.drain(meter)?;
        }
        Ok(self.has_row)
    }

    /// Whether there is a current row.
    pub(super) fn has_row(&self) -> bool {
        self.has_row
    }

    /// A field of the current row; `None` for NULL.
    pub(super) fn field(&self, position: usize) -> Option<&[u8]> {
        self.fields.get(position)?.clone().map(|range| &self.buffer[range])
    }

    /// All fields of the current row.
    pub(super) fn fields(&self) -> impl ExactSizeIterator<Item = Option<&[u8]>> {
        let buffer: &[u8] = &self.buffer;
        self.fields.iter().map(move |field| field.clone().map(|range| &buffer[range]))
    }

    fn skip_header(&mut self, meter: &Meter) -> Result<()> {
        while self.buffer.len() < HEADER {
            self.receive(meter)?;
        }
        let extension = u32::from_be_bytes(self.buffer[15..HEADER].try_into().expect("four bytes"));
        if &self.buffer[..SIGNATURE.len()] != SIGNATURE || extension != 0 {
            return Err(trouble::of_copy(self.table));
        }
        self.buffer.advance(HEADER);
        Ok(())
    }

    /// Appends the next chunk, which is nearly always one whole row in a buffer of its own.
    fn receive(&mut self, meter: &Meter) -> Result<()> {
        let Some(chunk) = self.next_chunk(meter)? else { return Err(trouble::of_copy(self.table)) };
        if self.buffer.is_empty() {
            self.buffer = chunk;
            return Ok(());
        }
        let mut joined = BytesMut::with_capacity(self.buffer.len() + chunk.len());
        joined.extend_from_slice(&self.buffer);
        joined.extend_from_slice(&chunk);
        self.buffer = joined.freeze();
        Ok(())
    }

    fn next_chunk(&mut self, meter: &Meter) -> Result<Option<Bytes>> {
        let chunk = match self.stream.next().now_or_never() {
            Some(ready) => ready,
            None => loop {
                let stream = &mut self.stream;
                let next = async { tokio::time::timeout(PATIENCE, stream.next()).await };
                match self.postgres.runtime.block_on(next) {
                    Ok(chunk) => break chunk,
                    Err(_elapsed) => meter.check()?,
                }
            },
        };
        chunk.transpose().map_err(|cause| trouble::of_target(self.table, cause))
    }

    /// Reads the stream to its end, so that an error that comes last is not lost.
    fn drain(&mut self, meter: &Meter) -> Result<()> {
        while self.next_chunk(meter)?.is_some() {}
        Ok(())
    }
}

enum Parsed {
    Row { length: usize },
    End,
    Incomplete,
    Malformed,
}

/// Finds the fields of the row at the front of the buffer.
fn parse(buffer: &[u8], fields: &mut Vec<Option<Range<usize>>>) -> Parsed {
    let Some(count) = buffer.first_chunk::<2>().map(|bytes| i16::from_be_bytes(*bytes)) else {
        return Parsed::Incomplete;
    };
    let Ok(count) = usize::try_from(count) else {
        return if count == -1 { Parsed::End } else { Parsed::Malformed };
    };
    fields.resize(count, None);
    let mut at = 2;
    for field in fields {
        let Some(length) = buffer.get(at..at + 4) else { return Parsed::Incomplete };
        at += 4;
        match i32::from_be_bytes(length.try_into().expect("four bytes")) {
            -1 => *field = None,
            length @ 0.. => {
                let end = at + length as usize;
                if end > buffer.len() {
                    return Parsed::Incomplete;
                }
                *field = Some(at..end);
                at = end;
            }
            _ => return Parsed::Malformed,
        }
    }
    Parsed::Row { length: at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_cut_anywhere_is_incomplete() {
        let row = [0, 2, 0, 0, 0, 3, b'a', b'b', b'c', 0xff, 0xff, 0xff, 0xff];
        let mut fields = Vec::new();
        for cut in 0..row.len() {
            assert!(matches!(parse(&row[..cut], &mut fields), Parsed::Incomplete), "{cut}");
        }
        assert!(matches!(parse(&row, &mut fields), Parsed::Row { length: 13 }));
        assert_eq!(fields, [Some(6..9), None]);
        assert!(matches!(parse(&[0xff, 0xff], &mut fields), Parsed::End));
        assert!(matches!(parse(&[0, 1, 0xff, 0, 0, 0], &mut fields), Parsed::Malformed));
    }
}
