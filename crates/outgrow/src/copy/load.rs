//! Loads one part of a table: rows, quarantine and the mark in the ledger in one transaction.

use std::pin::pin;
use std::sync::Arc;

use futures_util::SinkExt;
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, CopyInSink};

use super::buffers::{Buffers, Piece};
use super::job::Job;
use super::parts::Ticket;
use super::read::{Message, Outbox, Read, read};
use super::wire::Wire;
use super::{Halt, Readers};
use crate::ledger::{Claim, Ledger, Loaded};
use crate::progress::{Event, Phase, Progress};
use crate::quarantine::{self, Spool};
use crate::source::ranges::Range;
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// How many full buffers may wait between reader and sender.
const QUEUE: usize = 4;

/// What every part needs.
pub(super) struct Setting<'a> {
    pub(super) readers: &'a Arc<dyn Readers>,
    pub(super) target: &'a Target,
    pub(super) progress: &'a Progress,
    pub(super) halt: &'a Halt,
    /// Set once the quarantine exists.
    pub(super) quarantine: &'a tokio::sync::OnceCell<QualifiedName>,
    /// The schema of the tables.
    pub(super) schema: &'a Ident,
    /// Where parts that are loaded are marked; `None` where nobody will go on behind them.
    pub(super) ledger: Option<&'a Ledger>,
}

/// One part of a table.
pub(super) struct Part {
    pub(super) ticket: Ticket,
    pub(super) range: Range,
}

/// What was sent of a COPY.
#[derive(Default)]
struct Sent {
    bytes: u64,
    rows: u64,
}

/// Copies one part of a table. On any error nothing of it remains.
pub(super) async fn load(setting: &Setting<'_>, session: &Session, job: Arc<Job>, part: Part) -> Result<Loaded> {
    setting.progress.send(Event::Working { phase: Phase::Copy, on: job.source.clone() });
    match transaction(setting, session, &job, part).await {
        Ok(loaded) => Ok(loaded),
        Err(error) => {
            roll_back(session).await;
            Err(in_table(&job, error))
        }
    }
}

/// Ends what the server may still be doing. Should this fail, the session is
/// dropped by its owner, which rolls back too.
async fn roll_back(session: &Session) {
    let ended = async {
        let _ = session.cancel().await;
        let _ = session.client.batch_execute("ROLLBACK").await;
    };
    let _ = tokio::time::timeout(std::time::Duration::from_secs(10), ended).await;
}

fn in_table(job: &Job, error: Error) -> Error {
    match error.kind() {
        ErrorKind::Interrupted | ErrorKind::Source | ErrorKind::Internal => return error,
        ErrorKind::Target | ErrorKind::TargetNotEmpty | ErrorKind::Blocked | ErrorKind::Usage | ErrorKind::Server => {}
    }
    error.within(format!("table \"{}\" cannot be loaded into {}", job.source, job.target))
}

async fn transaction(setting: &Setting<'_>, session: &Session, job: &Arc<Job>, part: Part) -> Result<Loaded> {
    let lost = session.errors();
    let fail = |cause| lost.error(cause);
    if begin(setting, session, part.ticket).await? == Claim::Done {
        return Ok(Loaded::default());
    }
    let ticket = part.ticket;
    let (sent, read) = rows(setting, &session.client, job, part).await.map_err(|failed| failed.explained(fail))?;
    if sent.rows != read.rows {
        let message = format!("PostgreSQL took {} rows of {}", sent.rows, read.rows);
        return Err(Error::new(ErrorKind::Target, message));
    }
    let mut loaded = Loaded { rows: read.rows, bytes: sent.bytes, quarantined: read.quarantined };
    if !read.spool.is_empty() {
        let create = || quarantine::create(setting.target, setting.schema);
        let place = setting.quarantine.get_or_try_init(create).await?;
        let exiled = exiles(setting, &session.client, place, read.spool).await;
        loaded.bytes += exiled.map_err(|failed| failed.explained(fail))?.bytes;
    }
    setting.progress.check()?;
    let commit = match setting.ledger {
        Some(ledger) => ledger.loaded(ticket.table, ticket.part, loaded),
        None => Sql::text("COMMIT"),
    };
    session.client.batch_execute(commit.as_str()).await.map_err(fail)?;
    Ok(loaded)
}

/// Begins the transaction of a part.
async fn begin(setting: &Setting<'_>, session: &Session, ticket: Ticket) -> Result<Claim> {
    let Some(ledger) = setting.ledger else {
        session.execute_all(&[Sql::text("BEGIN")]).await?;
        return Ok(Claim::Ours);
    };
    let sql = ledger.claim(ticket.table, ticket.part);
    let answer = session.client.simple_query(sql.as_str()).await.map_err(|cause| session.error(cause))?;
    let claim = ledger.claimed(&answer)?;
    if claim == Claim::Done {
        session.execute_all(&[Sql::text("ROLLBACK")]).await?;
    }
    Ok(claim)
}

/// Whose error ended a stream.
enum Failed {
    Ours(Error),
    Theirs(tokio_postgres::Error),
}

impl Failed {
    fn explained(self, explain: impl Fn(tokio_postgres::Error) -> Error) -> Error {
        match self {
            Failed::Ours(error) => error,
            Failed::Theirs(cause) => explain(cause),
        }
    }
}

/// Reads on a thread, sends here.
async fn rows(
    setting: &Setting<'_>,
    client: &Client,
    job: &Arc<Job>,
    part: Part,
) -> std::result::Result<(Sent, Read), Failed> {
    let (sender, receiver) = channel(QUEUE);
    let buffers = Buffers::default();
    let outbox = Outbox { sender, progress: setting.progress.clone(), buffers: buffers.clone() };
    let (readers, reading) = (Arc::clone(setting.readers), Arc::clone(job));
    let reader: JoinHandle<Result<Read>> = tokio::task::spawn_blocking(move || {
        let mut total = Read::default();
        let limits = readers.limits();
        readers.with_reader(&mut |connection| {
            total = read(connection, &reading, &part.range, &limits, &outbox)?;
            Ok(())
        })?;
        Ok(total)
    });
    both(setting, send(client, &job.copy, receiver, &buffers), reader).await
}

/// Sends a spool as rows of the quarantine.
async fn exiles(
    setting: &Setting<'_>,
    client: &Client,
    place: &QualifiedName,
    spool: Spool,
) -> std::result::Result<Sent, Failed> {
    let (sender, receiver) = channel(QUEUE);
    let buffers = Buffers::default();
    let filled = buffers.clone();
    let reader = tokio::task::spawn_blocking(move || replay(spool, &sender, &filled));
    let statement = quarantine::copy_statement(place);
    both(setting, send(client, &statement, receiver, &buffers), reader).await.map(|(sent, ())| sent)
}

fn replay(spool: Spool, sender: &Sender<Message>, buffers: &Buffers) -> Result<()> {
    let mut pieces = spool.into_pieces()?;
    let put = |message| sender.blocking_send(message).map_err(|_| Error::new(ErrorKind::Interrupted, "interrupted"));
    let mut send = |bytes| put(Message::Bytes(bytes));
    let mut wire = Wire::new(buffers, &mut send);
    while let Some(piece) = pieces.next_piece()? {
        wire.bytes(&piece)?;
    }
    wire.trailer()?;
    put(Message::EndOfPart)
}

/// Waits for the sender or the wish to stop, and always for the reader, so that
/// it has given its connection back. The first cause of trouble is the error.
async fn both<T>(
    setting: &Setting<'_>,
    sending: impl Future<Output = std::result::Result<Sent, Failed>>,
    reader: JoinHandle<Result<T>>,
) -> std::result::Result<(Sent, T), Failed> {
    let sent = tokio::select! {
        sent = sending => sent,
        error = setting.halt.wait(setting.progress) => Err(Failed::Ours(error)),
    };
    let read = reader.await.unwrap_or_else(|cause| {
        Err(Error::new(ErrorKind::Internal, "the thread that reads the SQLite file ended early").because(cause))
    });
    match (sent, read) {
        (Ok(sent), Ok(read)) => Ok((sent, read)),
        // The sender fails because the reader went away, or the other way round.
        (Err(Failed::Theirs(cause)), _) => Err(Failed::Theirs(cause)),
        (_, Err(error)) if error.kind() != ErrorKind::Interrupted => Err(Failed::Ours(error)),
        (Err(error), _) => Err(error),
        (Ok(_), Err(error)) => Err(Failed::Ours(error)),
    }
}

type Sink = CopyInSink<Piece>;

/// Sends messages as one COPY after the other. A COPY that is not ended by its
/// message fails on the server when its sink is dropped.
async fn send(
    client: &Client,
    statement: &Sql,
    mut messages: Receiver<Message>,
    buffers: &Buffers,
) -> std::result::Result<Sent, Failed> {
    let mut sent = Sent::default();
    let mut first = messages.recv().await;
    while let Some(Message::Bytes(bytes)) = first {
        let sink: Sink = client.copy_in(statement.as_str()).await.map_err(Failed::Theirs)?;
        let mut sink = pin!(sink);
        let mut next = Some(Message::Bytes(bytes));
        while let Some(Message::Bytes(bytes)) = next {
            sent.bytes += bytes.len() as u64;
            if let Err(cause) = sink.send(buffers.lend(bytes)).await {
                return Err(Failed::Theirs(cause));
            }
            next = messages.recv().await;
        }
        if next.is_none() {
            return Err(Failed::Ours(Error::new(ErrorKind::Interrupted, "interrupted")));
        }
        sent.rows += sink.as_mut().finish().await.map_err(Failed::Theirs)?;
        first = messages.recv().await;
    }
    Ok(sent)
}
