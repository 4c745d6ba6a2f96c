//! Typed events; the library never prints.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Something that happened, for whoever shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A phase begins; `total` is in the phase's unit, `None` where it is not known.
    PhaseStarted {
        /// Which.
        phase: Phase,
        /// How much there is to do.
        total: Option<u64>,
    },
    /// More of a phase is done.
    Advanced {
        /// Which.
        phase: Phase,
        /// How much more, in the phase's unit.
        by: u64,
    },
    /// What is being worked on: a table, an index.
    Working {
        /// In which phase.
        phase: Phase,
        /// Its name.
        on: String,
    },
    /// A phase is over.
    PhaseFinished {
        /// Which.
        phase: Phase,
    },
    /// Something worth a line that is no error.
    Note(String),
}

/// The phases of a move, with the unit of their progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Reading the catalog; objects.
    Introspect,
    /// Looking at every value; rows.
    Profile,
    /// Moving a sample, to forecast the rest; tables.
    Forecast,
    /// Creating tables; statements.
    PreData,
    /// Copying; bytes of values.
    Copy,
    /// Creating keys, indexes, constraints; statements.
    PostData,
    /// Comparing both sides; rows.
    Verify,
}

/// Where events go, and where the wish to stop comes from.
#[derive(Clone)]
pub struct Progress {
    sink: Arc<dyn Fn(Event) + Send + Sync>,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    /// Sends events to `sink`.
    pub fn new(sink: impl Fn(Event) + Send + Sync + 'static) -> Progress {
        Progress { sink: Arc::new(sink), cancelled: Arc::new(AtomicBool::new(false)) }
    }

    /// Sends events nowhere.
    pub fn silent() -> Progress {
        Progress::new(|_| {})
    }

    /// The same wish to stop, and nobody who listens: for work inside a phase of its caller.
    pub(crate) fn quiet(&self) -> Progress {
        Progress { sink: Arc::new(|_| {}), cancelled: Arc::clone(&self.cancelled) }
    }

    /// Sends one event.
    pub fn send(&self, event: Event) {
        (self.sink)(event);
    }

    /// Asks all work to stop soon; it ends with [`crate::ErrorKind::Interrupted`].
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Whether the work should stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    /// Fails when the work should stop.
    pub fn check(&self) -> crate::Result<()> {
        if self.is_cancelled() {
            return Err(crate::Error::new(crate::ErrorKind::Interrupted, "interrupted"));
        }
        Ok(())
    }
}

impl std::fmt::Debug for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progress").field("cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
