//! A gate inside the server that holds a move at a place of the test's choice.

use outgrow_testing::TestDatabase;

/// The statement that waits at the gate.
pub(crate) const WAIT: &str = "PERFORM pg_advisory_xact_lock_shared(7)";

/// Closes the gate while `work` is done.
pub(crate) fn closed<T>(database: &TestDatabase, work: impl FnOnce() -> T) -> T {
    std::thread::scope(|scope| {
        scope.spawn(|| database.query("SELECT pg_advisory_lock(7), pg_sleep(600)"));
        let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND granted \
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        while database.query(held) != Ok("1".to_owned()) {}
        let done = work();
        let open = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 \
                    AND mode = 'ExclusiveLock' AND granted \
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        assert_eq!(database.query(open), Ok("1".to_owned()));
        done
    })
}
