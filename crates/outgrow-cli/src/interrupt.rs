//! Ctrl-C: the first asks for a clean stop, the second ends at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use outgrow::progress::Progress;
use outgrow::source::Source;
use tokio::runtime::{Builder, Handle};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use crate::exit::Exit;
use crate::output;

/// What a Ctrl-C must reach.
pub(crate) struct Interrupt {
    progress: Progress,
    source: OnceLock<Arc<Source>>,
    asking: AtomicBool,
}

impl Interrupt {
    /// Stops the work that reports to `progress`.
    pub(crate) fn new(progress: Progress) -> Arc<Interrupt> {
        Arc::new(Interrupt { progress, source: OnceLock::new(), asking: AtomicBool::new(false) })
    }

    /// Stops queries of this file too.
    pub(crate) fn watch(&self, source: &Arc<Source>) {
        // One command opens one file; a second one would not be watched.
        let _ = self.source.set(Arc::clone(source));
    }

    /// Runs `question`, during which the first Ctrl-C already ends the command:
    /// nothing is under way that needs a clean stop.
    pub(crate) fn while_asking<T>(&self, question: impl FnOnce() -> T) -> T {
        self.asking.store(true, Ordering::SeqCst);
        let answer = question();
        self.asking.store(false, Ordering::SeqCst);
        answer
    }

    fn stop(&self) {
        self.progress.cancel();
        if let Some(source) = self.source.get() {
            source.interrupt();
        }
    }
}

/// Runs a command on a thread of its own, so that this one always hears Ctrl-C,
/// even while the command waits inside SQLite.
pub(crate) fn run(interrupt: Arc<Interrupt>, work: impl FnOnce(&Handle) -> Exit + Send + 'static) -> Exit {
    let runtime = match Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::say(&format!("error: cannot start the runtime\n  because: {error}"));
            return Exit::Failed;
        }
    };
    let (done, finished) = oneshot::channel();
    let handle = runtime.handle().clone();
    let worker = std::thread::spawn(move || {
        // Nobody waits any more after a second Ctrl-C.
        let _ = done.send(work(&handle));
    });
    let exit = runtime.block_on(first_of(&interrupt, finished));
    // Work that is still under way after a second Ctrl-C must not be waited for.
    runtime.shutdown_background();
    match exit {
        Ending::Finished(exit) => exit,
        Ending::Abandoned => Exit::Interrupted,
        Ending::Panicked => {
            // The panic has told its story on stderr.
            drop(worker.join());
            Exit::Failed
        }
    }
}

enum Ending {
    Finished(Exit),
    Abandoned,
    Panicked,
}

async fn first_of(interrupt: &Interrupt, mut finished: oneshot::Receiver<Exit>) -> Ending {
    let Ok(mut signals) = Signals::listen() else {
        // Without handlers the system's own rule holds: Ctrl-C ends the process.
        return finished.await.map_or(Ending::Panicked, Ending::Finished);
    };
    let mut asked = false;
    loop {
        tokio::select! {
            exit = &mut finished => return exit.map_or(Ending::Panicked, Ending::Finished),
            () = signals.next() => {
                if asked || interrupt.asking.load(Ordering::SeqCst) {
                    return Ending::Abandoned;
                }
                asked = true;
                output::say("stopping; press Ctrl-C again to stop at once");
                interrupt.stop();
            }
        }
    }
}

/// Ctrl-C, and the polite end that service managers send.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Signals> {
        Ok(Signals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
