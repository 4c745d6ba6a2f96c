//! The write-ahead log of the file, which grows while the application writes and a move reads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::progress::{Event, Progress};
use crate::source::{Journal, Source};
use crate::{Error, ErrorKind};

/// How often the log is looked at.
const INTERVAL: Duration = Duration::from_millis(200);
/// Growth below this is nobody's trouble, in bytes.
const WORTH_A_WORD: u64 = 64 * 1024 * 1024;

/// Looks at the log until it is dropped, and stops the move where the log grows beyond a limit.
pub(super) struct Watch {
    before: u64,
    limit: Option<u64>,
    source: Arc<Source>,
    exceeded: Arc<AtomicBool>,
    done: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Says what the reading means for the writers of the file, and begins to look.
    pub(super) fn start(source: &Arc<Source>, limit: Option<u64>, progress: &Progress) -> Watch {
        if source.journal() == Journal::Rollback {
            let note = "the file has a rollback journal: until the move ends, applications can read it and not write to it; \
                        PRAGMA journal_mode = WAL would let them";
            progress.send(Event::Note(note.to_owned()));
        }
        let (before, exceeded) = (source.log_bytes(), Arc::new(AtomicBool::new(false)));
        let (done, wait) = mpsc::channel::<()>();
        let looking = limit.filter(|_| source.journal() == Journal::WriteAhead).map(|limit| {
            let (source, progress, exceeded) = (Arc::clone(source), progress.clone(), Arc::clone(&exceeded));
            std::thread::spawn(move || {
                loop {
                    if source.log_bytes() > limit {
                        exceeded.store(true, Ordering::SeqCst);
                        progress.cancel();
                        return;
                    }
                    if wait.recv_timeout(INTERVAL) != Err(mpsc::RecvTimeoutError::Timeout) {
                        return;
                    }
                }
            })
        });
        Watch { before, limit, source: Arc::clone(source), exceeded, done: Some(done), thread: looking }
    }

    /// Says how far the log has grown, where that is worth a word.
    pub(super) fn tell(&self, progress: &Progress) {
        let now = self.source.log_bytes();
        let grown = now.saturating_sub(self.before);
        if grown >= WORTH_A_WORD {
            let note = format!(
                "the write-ahead log of the file grew by {} MB to {} MB while it was read; a checkpoint by the application \
                 can shrink it now",
                grown / 1_000_000,
                now / 1_000_000
            );
            progress.send(Event::Note(note));
        }
    }

    /// Why the move was stopped, where it was this.
    pub(super) fn explain(&self, error: Error) -> Error {
        if !self.exceeded.load(Ordering::SeqCst) {
            return error;
        }
        let limit = self.limit.unwrap_or_default() / 1_000_000;
        let message = format!(
            "the write-ahead log of \"{}\" grew beyond {limit} MB while the file was read",
            self.source.path().display()
        );
        let hint = "Move in a quieter hour, raise --max-wal, or copy the file with VACUUM INTO and move the copy.";
        Error::new(ErrorKind::Source, message).hint(match error.hint_text() {
            Some(state) => format!("{hint} {state}"),
            None => hint.to_owned(),
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.done = None;
        if let Some(thread) = self.thread.take() {
            // A panic there has nothing to say here.
            let _ = thread.join();
        }
    }
}
