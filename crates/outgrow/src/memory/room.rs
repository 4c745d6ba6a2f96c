//! Room for long values, shared by all readers.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::Result;

/// How long to wait for room before asking whether to go on.
const PATIENCE: Duration = Duration::from_millis(100);

/// A number of bytes of which parts are lent.
#[derive(Debug)]
pub(crate) struct Room {
    bytes: u64,
    free: Mutex<u64>,
    returned: Condvar,
}

/// A part of the room, given back on drop.
#[derive(Debug)]
pub(crate) struct Held<'a> {
    room: &'a Room,
    bytes: u64,
}

impl Room {
    /// So many bytes.
    pub(crate) fn new(bytes: u64) -> Room {
        Room { bytes, free: Mutex::new(bytes), returned: Condvar::new() }
    }

    /// All of it, lent or not.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Waits until so many bytes are free; all of them where more is asked for. Whoever holds a
    /// part must not ask for another. `go_on` is asked while waiting, and ends it with its error.
    pub(crate) fn take(&self, bytes: u64, go_on: impl Fn() -> Result<()>) -> Result<Held<'_>> {
        let bytes = bytes.min(self.bytes);
        let mut free = self.lock();
        while *free < bytes {
            go_on()?;
            free = self
                .returned
                .wait_timeout(free, PATIENCE)
                .map_or_else(|poisoned| poisoned.into_inner().0, |(free, _)| free);
        }
        *free -= bytes;
        drop(free);
        Ok(Held { room: self, bytes })
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        // A number is whole after every operation, so a panic elsewhere does not spoil it.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.room.lock() += self.bytes;
        self.room.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::{Error, ErrorKind};

    #[test]
    fn never_more_is_held_than_there_is() {
        let (room, held, most) = (Room::new(100), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for bytes in [60, 60, 30, 100, 500, 1] {
                let (room, held, most) = (&room, &held, &most);
                scope.spawn(move || {
                    for _ in 0..50 {
                        let part = room.take(bytes, || Ok(())).expect("nobody stops");
                        most.fetch_max(held.fetch_add(part.bytes, Ordering::SeqCst) + part.bytes, Ordering::SeqCst);
                        held.fetch_sub(part.bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 100);
        assert_eq!(*room.lock(), 100);
    }

    #[test]
    fn whoever_waits_hears_the_wish_to_stop() {
        let room = Room::new(10);
        let _all = room.take(10, || Ok(())).expect("free");
        let error = room.take(1, || Err(Error::new(ErrorKind::Interrupted, "interrupted"))).expect_err("stopped");
        assert_eq!(error.kind(), ErrorKind::Interrupted);
    }
}
