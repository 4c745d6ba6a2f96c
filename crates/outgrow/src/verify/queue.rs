//! What workers do next: tables, the largest first, and the parts of those that were cut.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::table::Opened;

/// One thing to do.
pub(super) enum Work {
    /// Open the table at this position.
    Table(usize),
    /// Do a task of an opened table.
    Task {
        /// The position of the table.
        table: usize,
        /// The table.
        opened: Arc<Opened>,
        /// Which of its tasks.
        number: usize,
    },
}

/// The work of all workers.
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    waiting: VecDeque<Work>,
    /// Tables that are being opened: more work may come of them.
    opening: usize,
}

impl Queue {
    /// Begins with these tables.
    pub(super) fn new(tables: impl IntoIterator<Item = usize>) -> Queue {
        let waiting = tables.into_iter().map(Work::Table).collect();
        Queue { state: Mutex::new(State { waiting, opening: 0 }), changed: Condvar::new() }
    }

    /// The next thing to do, waiting for tables that are being opened; `None` where nothing will come.
    pub(super) fn next(&self) -> Option<Work> {
        let mut state = self.lock();
        loop {
            if let Some(work) = state.waiting.pop_front() {
                state.opening += usize::from(matches!(work, Work::Table(_)));
                return Some(work);
            }
            if state.opening == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A table that [`Queue::next`] has given is open, and these are its tasks; they come before other tables.
    pub(super) fn opened(&self, tasks: Vec<Work>) {
        let mut state = self.lock();
        // A queue that was closed has forgotten the tables that were being opened.
        let Some(opening) = state.opening.checked_sub(1) else { return };
        state.opening = opening;
        for task in tasks.into_iter().rev() {
            state.waiting.push_front(task);
        }
        self.changed.notify_all();
    }

    /// Nothing more is to be done.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.waiting.clear();
        state.opening = 0;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_waits_for_tables_that_are_being_opened() {
        let queue = Queue::new([7]);
        assert!(matches!(queue.next(), Some(Work::Table(7))));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.next().is_none());
            queue.opened(Vec::new());
            assert!(waiting.join().expect("no panic"), "nothing came of it");
        });
    }

    #[test]
    fn a_closed_queue_gives_nothing_and_keeps_nobody_waiting() {
        let queue = Queue::new([1, 2]);
        assert!(matches!(queue.next(), Some(Work::Table(1))));
        queue.close();
        queue.opened(Vec::new());
        assert!(queue.next().is_none());
    }
}
