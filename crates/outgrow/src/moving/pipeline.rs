//! Statements of one transaction, sent before those that went first are done.
//!
//! A file of many small tables would wait for the network most of the time.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use futures_util::future::{MaybeDone, maybe_done};

use super::portions::Step;
use crate::Result;
use crate::progress::{Event, Phase, Progress};
use crate::target::Session;

/// How many statements are on their way at once.
const UNDER_WAY: usize = 32;

/// Runs statements one after the other. The transaction must be rolled back after an error: what was
/// sent behind the statement that failed does nothing.
///
/// # Errors
/// That of the first statement that PostgreSQL refuses, as `refused` tells it; the user interrupted.
pub(super) async fn run(
    session: &Session,
    steps: &[Step],
    progress: &Progress,
    refused: fn(&str, tokio_postgres::Error) -> crate::Error,
) -> Result<()> {
    let mut under_way = VecDeque::with_capacity(UNDER_WAY);
    for (what, sql) in steps {
        if under_way.len() == UNDER_WAY {
            finish_first(&mut under_way, progress).await?;
        }
        progress.check()?;
        let running =
            async move { session.client.batch_execute(sql.as_str()).await.map_err(|error| refused(what, error)) };
        let mut running = Box::pin(maybe_done(running));
        send(&mut running).await;
        under_way.push_back(running);
    }
    while !under_way.is_empty() {
        finish_first(&mut under_way, progress).await?;
    }
    Ok(())
}

/// A request is sent when it is polled for the first time, so the order is that of the calls.
async fn send<F: Future>(request: &mut Pin<Box<F>>) {
    poll_fn(|context| {
        let _ = request.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}

/// Waits for the statement that was sent first.
async fn finish_first<F: Future<Output = Result<()>>>(
    under_way: &mut VecDeque<Pin<Box<MaybeDone<F>>>>,
    progress: &Progress,
) -> Result<()> {
    let Some(mut first) = under_way.pop_front() else { return Ok(()) };
    first.as_mut().await;
    first.as_mut().take_output().expect("what was awaited has its output")?;
    progress.send(Event::Advanced { phase: Phase::PreData, by: 1 });
    Ok(())
}
