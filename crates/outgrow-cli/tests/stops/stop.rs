//! Ways to stop a move.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use outgrow_testing::TestDatabase;

use crate::chance::Chance;
use crate::source::Source;
use crate::support::{Ran, command, ended};

/// What stops a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// kill -9 of Outgrow.
    Kill,
    /// Ctrl-C.
    Interrupt,
    /// The server ends all sessions of the database.
    Sessions,
}

impl Stop {
    pub(crate) fn any(chance: &mut Chance) -> Stop {
        match chance.next() % 8 {
            0 => Stop::Interrupt,
            1 | 2 => Stop::Sessions,
            _ => Stop::Kill,
        }
    }
}

/// Runs a move and stops it after a while.
pub(crate) fn run_and_stop(source: &Source, database: &TestDatabase, part: &str, stop: Stop, after: Duration) -> Ran {
    let mut child = begin(source, database, part);
    let began = Instant::now();
    while began.elapsed() < after && child.try_wait().expect("it is ours").is_none() {
        std::thread::sleep(Duration::from_millis(2).min(after));
    }
    let pid = child.id();
    match stop {
        Stop::Kill => signal("KILL", pid),
        Stop::Interrupt => signal("INT", pid),
        Stop::Sessions => {
            let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            database.query(sql).expect("sessions end");
        }
    }
    let ran = ended(child.wait_with_output().expect("it ends"));
    assert!(ran.code != 101 && !ran.stderr.contains("panicked"), "{ran:?}");
    ran
}

/// Runs a move until this many parts are loaded, and kills it.
pub(crate) fn after_parts(source: &Source, database: &TestDatabase, part: &str, parts: usize) {
    let mut child = running(source, database, part, parts);
    child.kill().expect("it is there");
    child.wait().expect("it ends");
    let left = database.query("SELECT count(*) FROM outgrow.ledger WHERE done_at IS NULL").expect("a ledger");
    assert_ne!(left, "0", "the move was done too soon");
}

/// A move that has loaded this many parts, and goes on. Whoever asked waits for it.
#[allow(clippy::zombie_processes)]
pub(crate) fn running(source: &Source, database: &TestDatabase, part: &str, parts: usize) -> Child {
    let child = begin(source, database, part);
    let waiting = Instant::now();
    loop {
        let loaded = database.query("SELECT count(*) FROM outgrow.ledger WHERE done_at IS NOT NULL");
        if loaded.is_ok_and(|count| count.parse::<usize>().expect("a number") >= parts) {
            return child;
        }
        assert!(waiting.elapsed() < Duration::from_secs(60), "no part was loaded in a minute");
    }
}

fn begin(source: &Source, database: &TestDatabase, part: &str) -> Child {
    begin_with(source, database, part, &[])
}

/// A move that has just begun. Whoever asked waits for it.
pub(crate) fn begin_with(source: &Source, database: &TestDatabase, part: &str, more: &[&str]) -> Child {
    command(&[&["move", source.path(), "--to", database.url(), "--part", part, "--yes"], more].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs")
}

fn signal(name: &str, pid: u32) {
    // A process that has just ended is no trouble: it is waited for.
    let _ = Command::new("kill").args([format!("-{name}"), pid.to_string()]).stderr(Stdio::null()).status();
}
