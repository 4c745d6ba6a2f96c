//! Rows with values that are too long to be read whole: these go from SQLite to the wire in pieces.

use outgrow_planner::profile::LongClass;
use outgrow_planner::value::Value;
use rusqlite::{Connection, Row};

use super::encode::{Encoder, MAX_FIELD, Stop};
use super::job::Job;
use super::read::{Outbox, Read, encode_field, encode_row, size_of, unreadable};
use super::wire::Wire;
use crate::Result;
use crate::memory::Limits;
use crate::source::long::{Count, LongRows, Shortened, Survey, is_too_long, survey};
use crate::source::rows::RowValues as _;

/// What reading a row apart needs.
pub(super) struct Apart<'a> {
    pub(super) connection: &'a Connection,
    pub(super) job: &'a Job,
    pub(super) long: &'a LongRows,
    pub(super) short: &'a Shortened<'a>,
    pub(super) limits: &'a Limits,
    pub(super) outbox: &'a Outbox,
}

/// How much is held of a row that is encoded as a whole: what SQLite assembles, and a copy of what
/// goes to quarantine.
const HELD: fn(u64) -> u64 = |bytes| bytes.saturating_mul(2);

/// How a value of a row with long ones leaves.
enum Way {
    /// As it is.
    Short,
    /// In pieces, so many bytes altogether.
    Pieces(u64),
}

impl Apart<'_> {
    /// Writes one row; returns the bytes of its values.
    pub(super) fn encode(&self, rowid: i64, wire: &mut Wire<'_>, total: &mut Read) -> Result<u64> {
        match self.ways(rowid)? {
            Some(ways) => self.encode_apart(rowid, &ways, wire, total),
            None => self.whole(rowid, |row| encode_row(self.job, row, wire, total)),
        }
    }

    /// How each value leaves; `None` where the row must be encoded as a whole: a long value is
    /// computed, or has an encoder that must see all of it, or goes to quarantine.
    fn ways(&self, rowid: i64) -> Result<Option<Vec<Way>>> {
        let classes = match self.long.classes(self.connection, rowid) {
            Ok(classes) => classes,
            Err(cause) if is_too_long(&cause) => return Ok(None),
            Err(cause) => return Err(unreadable(self.job, cause)),
        };
        let mut ways = Vec::with_capacity(self.job.columns.len());
        for (field, class) in self.job.columns.iter().zip(classes) {
            ways.push(match class {
                None => Way::Short,
                Some(class) => match self.way(rowid, field.encoder, class, &field.source)? {
                    Some(way) => way,
                    None => return Ok(None),
                },
            });
        }
        Ok(Some(ways))
    }

    fn way(&self, rowid: i64, encoder: Encoder, class: LongClass, column: &str) -> Result<Option<Way>> {
        let most = match (encoder, class) {
            (Encoder::Bytes, LongClass::Text | LongClass::Blob) => {
                let bytes = self.long.length(self.connection, rowid, column);
                return Ok(bytes.filter(|bytes| *bytes <= MAX_FIELD as u64).map(Way::Pieces));
            }
            (Encoder::Text(limit) | Encoder::Rendered(limit), LongClass::Text) => limit,
            _ => return Ok(None),
        };
        let found = survey(Count::WhileUtf8, |take| self.pieces(rowid, column, take))?;
        let fits = |text: &Survey| {
            text.is_utf8
                && !text.has_nul
                && text.bytes <= MAX_FIELD as u64
                && most.0.is_none_or(|most| text.characters <= u64::from(most))
        };
        Ok(found.filter(fits).map(|text| Way::Pieces(text.bytes)))
    }

    fn encode_apart(&self, rowid: i64, ways: &[Way], wire: &mut Wire<'_>, total: &mut Read) -> Result<u64> {
        let fail = |cause| unreadable(self.job, cause);
        let mut statement = self.connection.prepare(&self.long.short_values()).map_err(fail)?;
        let mut rows = statement.query((rowid, self.long.whole_bytes as i64)).map_err(fail)?;
        let Some(row) = rows.next().map_err(fail)? else { return Ok(0) };
        let mut size = 0;
        wire.start_row(self.job.columns.len() as i16);
        for (position, (field, way)) in self.job.columns.iter().zip(ways).enumerate() {
            match way {
                Way::Pieces(bytes) => {
                    size += bytes;
                    wire.length(*bytes as usize);
                    let sent = self.pieces(rowid, &field.source, &mut |piece| wire.bytes(piece))?;
                    // The length is out already.
                    sent.ok_or_else(|| fail(rusqlite::Error::BlobSizeError))?;
                }
                Way::Short => {
                    let value = row.value(position);
                    size += size_of(value);
                    self.encode_short(rowid, position, value, wire, total)?;
                }
            }
        }
        wire.end_row()?;
        Ok(size)
    }

    fn encode_short(
        &self,
        rowid: i64,
        position: usize,
        value: Value<'_>,
        wire: &mut Wire<'_>,
        total: &mut Read,
    ) -> Result<()> {
        let field = &self.job.columns[position];
        match field.encoder.encode(value, wire) {
            Ok(()) => Ok(()),
            Err(Stop::Failed(error)) => Err(error),
            // What goes to quarantine takes along what names its row, and that may be long.
            Err(Stop::Refused(_)) => self.whole(rowid, |row| encode_field(self.job, row, position, wire, total)),
        }
    }

    fn pieces(&self, rowid: i64, column: &str, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<Option<()>> {
        let fail = |cause| unreadable(self.job, cause);
        self.long.pieces(self.connection, rowid, column, fail, |piece| {
            self.outbox.progress.check()?;
            take(piece)
        })
    }

    /// Does something with a row that is read as it is, once there is room for it.
    fn whole<T>(&self, rowid: i64, work: impl FnOnce(&Row<'_>) -> Result<T>) -> Result<T> {
        let fail = |cause| unreadable(self.job, cause);
        let bytes = self.long.row_bytes(self.connection, rowid).unwrap_or(u64::MAX);
        let _held = self.limits.room.take(HELD(bytes), || self.outbox.progress.check())?;
        let read = || {
            let mut statement = self.connection.prepare(&self.long.values()).map_err(fail)?;
            let mut rows = statement.query([rowid]).map_err(fail)?;
            let row = rows.next().map_err(fail)?;
            work(row.ok_or_else(|| fail(rusqlite::Error::QueryReturnedNoRows))?)
        };
        self.short.lifted(read).map_err(fail)?
    }
}
