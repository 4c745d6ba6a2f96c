//! Reads a table and encodes its rows, on a thread of its own.

use outgrow_planner::value::Value;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use tokio::sync::mpsc::Sender;

use super::encode::{Refusal, Stop, substitute, substitute_shown};
use super::job::{Field, Job};
use super::wire::Wire;
use crate::progress::{Event, Phase, Progress};
use crate::quarantine::{Exile, Spool, row_key, target_key};
use crate::source::Encoding;
use crate::source::ranges::Range;
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
pub(super) fn read(connection: &Connection, job: &Job, range: &Range, outbox: &Outbox) -> Result<Read> {
    let unreadable = |cause: rusqlite::Error| unreadable(job, cause);
    let encoding = Encoding::of(connection).map_err(unreadable)?;
    let mut statement = connection.prepare(&job.select(encoding, range)).map_err(unreadable)?;
    let mut rows = statement.query(rusqlite::params_from_iter(range.parameters())).map_err(unreadable)?;
    let mut total = Read::default();
    let (mut part, mut values) = (0_u64, 0_u64);
    let mut send = |bytes: Vec<u8>| outbox.send(Message::Bytes(bytes));
    let mut wire = Wire::new(&mut send);
    while let Some(row) = rows.next().map_err(unreadable)? {
        let before = total.quarantined;
        let size = encode_row(job, row, &mut wire, &mut total)?;
        total.rows += 1;
        values += size;
        part += size;
        if values >= super::wire::PIECE as u64 || total.quarantined > before {
            advance(outbox, &mut values)?;
        }
        if part >= PART {
            part = 0;
            wire.trailer()?;
            outbox.send(Message::EndOfPart)?;
            wire.header();
        }
    }
    wire.trailer()?;
    outbox.send(Message::EndOfPart)?;
    advance(outbox, &mut values)?;
    Ok(total)
}

fn advance(outbox: &Outbox, values: &mut u64) -> Result<()> {
    outbox.progress.send(Event::Advanced { phase: Phase::Copy, by: std::mem::take(values) });
    outbox.progress.check()
}

fn unreadable(job: &Job, cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Source, format!("table \"{}\" cannot be read from the SQLite file", job.source))
        .hint("Run PRAGMA integrity_check on the file; it may be damaged.")
        .because(cause)
}

/// Writes one row; returns the bytes of its values.
fn encode_row(job: &Job, row: &Row<'_>, wire: &mut Wire<'_>, total: &mut Read) -> Result<u64> {
    let mut size = 0;
    wire.start_row(job.columns.len() as i16);
    for (position, field) in job.columns.iter().enumerate() {
        let value = value_at(job, row, position)?;
        size += size_of(value);
        match field.encoder.encode(value, wire) {
            Ok(()) => {}
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Refused(refusal)) => {
                exile(job, row, field, value, refusal, total)?;
                substitute(field.substitute, field.data_type, value, wire)?;
            }
        }
    }
    wire.end_row()?;
    Ok(size)
}

fn value_at<'a>(job: &Job, row: &'a Row<'_>, position: usize) -> Result<Value<'a>> {
    Ok(match row.get_ref(position).map_err(|cause| unreadable(job, cause))? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(bytes),
        ValueRef::Blob(bytes) => Value::Blob(bytes),
    })
}

fn size_of(value: Value<'_>) -> u64 {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 8,
        Value::Text(bytes) | Value::Blob(bytes) => bytes.len() as u64,
    }
}

fn named<'a>(job: &'a Job, row: &'a Row<'_>, columns: &'a [(String, usize)]) -> Result<Vec<(&'a str, Value<'a>)>> {
    columns.iter().map(|(name, position)| Ok((name.as_str(), value_at(job, row, *position)?))).collect()
}

fn exile(job: &Job, row: &Row<'_>, field: &Field, value: Value<'_>, refusal: Refusal, total: &mut Read) -> Result<()> {
    let key = row_key(named(job, row, &job.key)?);
    let target_key = target_key(named(job, row, &job.target_key)?, job.known_by);
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
