//! Reads a table and encodes its rows, on a thread of its own.

use outgrow_planner::value::Value;
use rusqlite::Connection;
use tokio::sync::mpsc::Sender;

use super::encode::{Refusal, Stop, substitute, substitute_shown};
use super::job::{Field, Job};
use super::long::Apart;
use super::wire::Wire;
use crate::memory::{self, Limits};
use crate::progress::{Event, Phase, Progress};
use crate::quarantine::{Exile, Spool, row_key, target_key};
use crate::source::Encoding;
use crate::source::long::{LongRows, Shortened, behind, is_out_of_memory, is_too_long};
use crate::source::ranges::Range;
use crate::source::rows::{Found, RowValues, Scan};
use crate::{Error, ErrorKind, Result};

/// The server tells of an error only when a COPY ends, so that a table is sent as
/// several, each about this long in bytes; shorter in tests, so that they meet it.
const PART: u64 = if cfg!(test) { 1024 * 1024 } else { 128 * 1024 * 1024 };

/// What a reader hands to the sender.
pub(super) enum Message {
    /// Bytes of a COPY.
    Bytes(Vec<u8>),
    /// The COPY ends here; another may follow.
    EndOfPart,
}

/// What was read of a table.
#[derive(Default)]
pub(super) struct Read {
    pub(super) rows: u64,
    pub(super) quarantined: u64,
    pub(super) spool: Spool,
}

/// Sends messages, reports progress, and looks out for the wish to stop.
pub(super) struct Outbox {
    pub(super) sender: Sender<Message>,
    pub(super) progress: Progress,
}

impl Outbox {
    /// Waits for room. Fails when the work should stop, or nobody takes messages any more.
    fn send(&self, message: Message) -> Result<()> {
        self.progress.check()?;
        self.sender.blocking_send(message).map_err(|_| Error::new(ErrorKind::Interrupted, "interrupted"))
    }
}

/// Reads all rows of a part of a table into `outbox`.
pub(super) fn read(
    connection: &Connection,
    job: &Job,
    range: &Range,
    limits: &Limits,
    outbox: &Outbox,
) -> Result<Read> {
    let encoding = Encoding::of(connection).map_err(|cause| unreadable(job, cause))?;
    let mut send = |bytes: Vec<u8>| outbox.send(Message::Bytes(bytes));
    let mut flow = Flow {
        connection,
        job,
        encoding,
        outbox,
        wire: Wire::new(&mut send),
        total: Read::default(),
        part: 0,
        values: 0,
    };
    let long = job.long_rows(encoding, limits);
    if let Some((long, scan)) = scan(connection, job, range, long.as_ref())? {
        flow.pages(scan, long, limits)?;
        return flow.end();
    }
    match long {
        // Most tables have no long values, and their rows need no limit.
        Some(long) if job.row_bytes() > long.whole_bytes => flow.apart(&long, range, limits)?,
        Some(_) => flow.all(range)?,
        None => {
            let _held = limits.room.take(job.row_bytes().saturating_mul(2), || outbox.progress.check())?;
            flow.all(range)?;
        }
    }
    flow.end()
}

/// A pass over the pages of a table, where its rows can be read so.
fn scan<'c, 'l>(
    connection: &'c Connection,
    job: &Job,
    range: &Range,
    long: Option<&'l LongRows>,
) -> Result<Option<(&'l LongRows, Scan<'c>)>> {
    let (Some(layout), Some(long)) = (job.layout.clone(), long) else { return Ok(None) };
    let scan = Scan::begin(connection, layout, range, long.whole_bytes).map_err(|cause| unreadable(job, cause))?;
    Ok(scan.map(|scan| (long, scan)))
}

/// Where reading some rows ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Behind the last row.
    All,
    /// Before a row with a value that is too long to be read whole.
    Long,
}

/// The rows of a part on their way from the file to the wire.
struct Flow<'a> {
    connection: &'a Connection,
    job: &'a Job,
    encoding: Encoding,
    outbox: &'a Outbox,
    wire: Wire<'a>,
    total: Read,
    /// Bytes of values since the COPY began.
    part: u64,
    /// Bytes of values that were not told yet.
    values: u64,
}

impl Flow<'_> {
    fn pages(&mut self, mut scan: Scan<'_>, long: &LongRows, limits: &Limits) -> Result<()> {
        let job = self.job;
        while let Some(found) = scan.next().map_err(|cause| unreadable(job, cause))? {
            let quarantined = self.total.quarantined;
            let size = match found {
                Found::Row(row) => encode_row(job, &row, &mut self.wire, &mut self.total)?,
                Found::Long(rowid) => self.row_apart(rowid, long, limits)?,
            };
            self.row_done(size, quarantined)?;
        }
        Ok(())
    }

    fn row_apart(&mut self, rowid: i64, long: &LongRows, limits: &Limits) -> Result<u64> {
        let (connection, job, outbox) = (self.connection, self.job, self.outbox);
        let short = Shortened::to(long.whole_bytes, connection).map_err(|cause| unreadable(job, cause))?;
        let apart = Apart { connection, job, long, short: &short, limits, outbox };
        apart.encode(rowid, &mut self.wire, &mut self.total)
    }

    fn all(&mut self, range: &Range) -> Result<()> {
        self.until_long(range).map(|_| ())
    }

    /// Reads the rows of a range until SQLite meets a value that it may not assemble.
    fn until_long(&mut self, range: &Range) -> Result<End> {
        let job = self.job;
        let fail = |cause: rusqlite::Error| unreadable(job, cause);
        let mut statement = self.connection.prepare(&job.select(self.encoding, range)).map_err(fail)?;
        let mut rows = statement.query(rusqlite::params_from_iter(range.parameters())).map_err(fail)?;
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(End::All),
                Err(cause) if is_too_long(&cause) => return Ok(End::Long),
                Err(cause) => return Err(fail(cause)),
            };
            let quarantined = self.total.quarantined;
            let size = encode_row(job, row, &mut self.wire, &mut self.total)?;
            self.row_done(size, quarantined)?;
        }
    }

    fn apart(&mut self, long: &LongRows, range: &Range, limits: &Limits) -> Result<()> {
        let (connection, job, outbox) = (self.connection, self.job, self.outbox);
        let fail = |cause: rusqlite::Error| unreadable(job, cause);
        let short = Shortened::to(long.whole_bytes, connection).map_err(fail)?;
        let apart = Apart { connection, job, long, short: &short, limits, outbox };
        let mut range = range.clone();
        loop {
            let before = self.total.rows;
            if self.until_long(&range)? == End::All {
                return Ok(());
            }
            let next = long.rowid_after(connection, &range, self.total.rows - before).map_err(fail)?;
            let Some(rowid) = next else { return Ok(()) };
            let quarantined = self.total.quarantined;
            let size = apart.encode(rowid, &mut self.wire, &mut self.total)?;
            self.row_done(size, quarantined)?;
            range = behind(&range, rowid);
        }
    }

    fn row_done(&mut self, size: u64, quarantined: u64) -> Result<()> {
        self.total.rows += 1;
        self.values += size;
        self.part += size;
        if self.values >= super::wire::PIECE as u64 || self.total.quarantined > quarantined {
            advance(self.outbox, &mut self.values)?;
        }
        if self.part >= PART {
            self.part = 0;
            self.wire.trailer()?;
            self.outbox.send(Message::EndOfPart)?;
            self.wire.header();
        }
        Ok(())
    }

    fn end(mut self) -> Result<Read> {
        self.wire.trailer()?;
        self.outbox.send(Message::EndOfPart)?;
        advance(self.outbox, &mut self.values)?;
        Ok(self.total)
    }
}

fn advance(outbox: &Outbox, values: &mut u64) -> Result<()> {
    outbox.progress.send(Event::Advanced { phase: Phase::Copy, by: std::mem::take(values) });
    outbox.progress.check()
}

pub(super) fn unreadable(job: &Job, cause: rusqlite::Error) -> Error {
    if is_out_of_memory(&cause) {
        return memory::exhausted(&job.source, cause);
    }
    Error::new(ErrorKind::Source, format!("table \"{}\" cannot be read from the SQLite file", job.source))
        .hint("Run PRAGMA integrity_check on the file; it may be damaged.")
        .because(cause)
}

/// Writes one row; returns the bytes of its values.
pub(super) fn encode_row(job: &Job, row: &impl RowValues, wire: &mut Wire<'_>, total: &mut Read) -> Result<u64> {
    let mut size = 0;
    wire.start_row(job.columns.len() as i16);
    for (position, field) in job.columns.iter().enumerate() {
        let value = row.value(position);
        size += size_of(value);
        if let Err(stop) = field.encoder.encode(value, wire) {
            stopped(job, row, position, stop, wire, total)?;
        }
    }
    wire.end_row()?;
    Ok(size)
}

/// Writes one value, or what stands for it.
pub(super) fn encode_field(
    job: &Job,
    row: &impl RowValues,
    position: usize,
    wire: &mut Wire<'_>,
    total: &mut Read,
) -> Result<()> {
    match job.columns[position].encoder.encode(row.value(position), wire) {
        Ok(()) => Ok(()),
        Err(stop) => stopped(job, row, position, stop, wire, total),
    }
}

/// Keeps a value that was refused, and writes what stands for it.
#[cold]
fn stopped(
    job: &Job,
    row: &impl RowValues,
    position: usize,
    stop: Stop,
    wire: &mut Wire<'_>,
    total: &mut Read,
) -> Result<()> {
    let (field, value) = (&job.columns[position], row.value(position));
    match stop {
        Stop::Failed(error) => Err(error),
        Stop::Refused(refusal) => {
            exile(job, row, field, value, refusal, total)?;
            substitute(field.substitute, field.data_type, value, wire)
        }
    }
}

#[inline]
pub(super) fn size_of(value: Value<'_>) -> u64 {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 8,
        Value::Text(bytes) | Value::Blob(bytes) => bytes.len() as u64,
    }
}

fn named<'a>(row: &'a impl RowValues, columns: &'a [(String, usize)]) -> Vec<(&'a str, Value<'a>)> {
    columns.iter().map(|(name, position)| (name.as_str(), row.value(*position))).collect()
}

fn exile(
    job: &Job,
    row: &impl RowValues,
    field: &Field,
    value: Value<'_>,
    refusal: Refusal,
    total: &mut Read,
) -> Result<()> {
    let key = row_key(named(row, &job.key));
    let target_key = target_key(named(row, &job.target_key), job.known_by);
    let reason = refusal.reason(value, field.data_type);
    let substitute = substitute_shown(field.substitute, field.data_type, value);
    total.quarantined += 1;
    Exile {
        source_table: &job.source,
        target_table: &job.target,
        row_key: &key,
        column: &field.source,
        target_column: &field.target,
        value,
        reason: &reason,
        target_key: &target_key,
        substitute: substitute.as_deref(),
    }
    .spool(&mut total.spool)
}
