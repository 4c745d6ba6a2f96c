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
    // Listening begins before the work does, so that no Ctrl-C falls between.
    let signals = {
        let _entered = runtime.enter();
        Signals::listen()
    };
    let (done, finished) = oneshot::channel();
    let handle = runtime.handle().clone();
    let worker = std::thread::spawn(move || {
        // Nobody waits any more after a second Ctrl-C.
        let _ = done.send(work(&handle));
    });
    let exit = runtime.block_on(first_of(&interrupt, signals, finished));
    // Work that is still under way after a second Ctrl-C must not be waited for.
    runtime.shutdown_background();
    match exit {
        Ending::Finished(exit) => exit,
        Ending::Abandoned => Exit::Interrupted,
        Ending::Panicked => {
            // The panic itself has told its place on stderr.
            drop(worker.join());
            output::say("error: outgrow broke off, which is a bug in it");
            Exit::Failed
        }
    }
}

enum Ending {
    Finished(Exit),
    Abandoned,
    Panicked,
}

async fn first_of(
    interrupt: &Interrupt,
    signals: std::io::Result<Signals>,
    mut finished: oneshot::Receiver<Exit>,
) -> Ending {
    let Ok(mut signals) = signals else {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn ctrl_c() {
        let own = std::process::id().to_string();
        let sent = std::process::Command::new("kill").args(["-INT", &own]).status().expect("kill runs");
        assert!(sent.success());
    }

    fn wait_until_cancelled(progress: &Progress) {
        while !progress.is_cancelled() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// One test, because a signal reaches every run of this process.
    #[test]
    fn the_first_ctrl_c_stops_cleanly_the_second_at_once_and_a_panic_fails() {
        let progress = Progress::silent();
        let seen = progress.clone();
        let clean = run(Interrupt::new(progress), move |_| {
            ctrl_c();
            wait_until_cancelled(&seen);
            Exit::Look
        });
        assert_eq!(clean, Exit::Look, "the work itself says how it ended");

        let progress = Progress::silent();
        let seen = progress.clone();
        let at_once = run(Interrupt::new(progress), move |_| {
            ctrl_c();
            wait_until_cancelled(&seen);
            ctrl_c();
            loop {
                std::thread::park();
            }
        });
        assert_eq!(at_once, Exit::Interrupted);

        let broken = run(Interrupt::new(Progress::silent()), |_| panic!("a bug, made for this test"));
        assert_eq!(broken, Exit::Failed);
    }
}
