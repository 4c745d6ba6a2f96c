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
    /// What workers are doing: more work may come of it.
    doing: usize,
}

impl Queue {
    /// Begins with these tables.
    pub(super) fn new(tables: impl IntoIterator<Item = usize>) -> Queue {
        let waiting = tables.into_iter().map(Work::Table).collect();
        Queue { state: Mutex::new(State { waiting, doing: 0 }), changed: Condvar::new() }
    }

    /// The next thing to do, waiting for what others do; `None` where nothing will come.
    pub(super) fn next(&self) -> Option<Work> {
        let mut state = self.lock();
        loop {
            if let Some(work) = state.waiting.pop_front() {
                state.doing += 1;
                return Some(work);
            }
            if state.doing == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// What [`Queue::next`] has given is done, and more has come of it, which comes before all else.
    pub(super) fn done(&self, more: Vec<Work>) {
        let mut state = self.lock();
        // A queue that was closed has forgotten what is being done.
        let Some(doing) = state.doing.checked_sub(1) else { return };
        state.doing = doing;
        for work in more.into_iter().rev() {
            state.waiting.push_front(work);
        }
        self.changed.notify_all();
    }

    /// Nothing more is to be done.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.waiting.clear();
        state.doing = 0;
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
    fn a_worker_waits_for_what_others_do() {
        let queue = Queue::new([7]);
        assert!(matches!(queue.next(), Some(Work::Table(7))));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.next().is_none());
            queue.done(Vec::new());
            assert!(waiting.join().expect("no panic"), "nothing came of it");
        });
    }

    #[test]
    fn a_closed_queue_gives_nothing_and_keeps_nobody_waiting() {
        let queue = Queue::new([1, 2]);
        assert!(matches!(queue.next(), Some(Work::Table(1))));
        queue.close();
        queue.done(Vec::new());
        assert!(queue.next().is_none());
    }
}
