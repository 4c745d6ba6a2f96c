//! A move of a file that applications are writing to sees one exact snapshot, and stops nobody.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use outgrow_testing::{TestDatabase, sqlite_file};
use rusqlite::{Connection, ErrorCode};
use support::outgrow;

/// Money is in two tables with different keys; every transfer is logged in a third in the same transaction.
const BANK: &str = "
    PRAGMA journal_mode = WAL;
    CREATE TABLE savings (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL);
    CREATE TABLE checking (owner TEXT PRIMARY KEY, amount INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE transfers (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, padding TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO savings SELECT i, 1000 FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO checking SELECT printf('owner %05d', i), 0 FROM n;";

const TOTAL: &str = "20000000";

/// Writers that transfer money until they are dropped.
struct Writers {
    stop: Arc<AtomicBool>,
    commits: Arc<AtomicU64>,
    refused: Arc<AtomicU64>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Writers {
    /// Each writer waits `patience` for a lock.
    fn start(file: &Path, writers: usize, patience: Duration) -> Writers {
        let (stop, commits, refused) = (Arc::default(), Arc::default(), Arc::default());
        let begin = |number| {
            let file = file.to_owned();
            let (stop, commits, refused) = (Arc::clone(&stop), Arc::clone(&commits), Arc::clone(&refused));
            std::thread::spawn(move || write(&file, number, patience, &stop, &commits, &refused))
        };
        let threads = (0..writers).map(begin).collect();
        Writers { stop, commits, refused, threads }
    }

    fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }

    /// Stops them; how many transactions they committed, and how many were refused because of a lock.
    fn finish(mut self) -> (u64, u64) {
        self.stop.store(true, Ordering::SeqCst);
        for thread in self.threads.drain(..) {
            thread.join().expect("a writer");
        }
        (self.commits(), self.refused.load(Ordering::SeqCst))
    }
}

fn write(file: &Path, writer: usize, patience: Duration, stop: &AtomicBool, commits: &AtomicU64, refused: &AtomicU64) {
    let connection = Connection::open(file).expect("the file opens");
    connection.busy_timeout(patience).expect("a setting");
    let mut turn = writer;
    while !stop.load(Ordering::SeqCst) {
        turn += 7919;
        let account = turn % 20_000 + 1;
        let sql = format!(
            "BEGIN IMMEDIATE; UPDATE savings SET amount = amount - 1 WHERE id = {account};
             UPDATE checking SET amount = amount + 1 WHERE owner = printf('owner %05d', {account});
             INSERT INTO transfers (amount, padding) VALUES (1, hex(randomblob(50))); COMMIT"
        );
        match connection.execute_batch(&sql) {
            Ok(()) => {
                commits.fetch_add(1, Ordering::SeqCst);
            }
            Err(error) => {
                let busy =
                    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked));
                assert!(busy, "{error}");
                refused.fetch_add(1, Ordering::SeqCst);
                // The transaction may have begun.
                let _ = connection.execute_batch("ROLLBACK");
            }
        }
    }
}

fn bank(sql: &str) -> (tempfile::TempDir, PathBuf) {
    sqlite_file(sql)
}

#[test]
fn a_move_under_writers_sees_one_snapshot_across_tables_and_readers() {
    let (_directory, file) = bank(BANK);
    let database = TestDatabase::create();
    // One writer, so that a refusal can only come from the move.
    let writers = Writers::start(&file, 1, Duration::ZERO);
    while writers.commits() < 200 {
        std::thread::yield_now();
    }
    let before = writers.commits();
    let path = file.to_str().expect("UTF-8");
    let ran = outgrow(&["move", path, "--to", database.url(), "--part", "50kB", "--jobs", "4"]);
    let during = writers.commits() - before;
    let (_, refused) = writers.finish();
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(during > 50, "only {during} transfers during the move");
    assert_eq!(refused, 0, "the move stopped the writer");
    let sums = "SELECT (SELECT sum(amount) FROM savings) + (SELECT sum(amount) FROM checking)";
    assert_eq!(database.query(sums), Ok(TOTAL.to_owned()));
    let logged = "SELECT (SELECT sum(amount) FROM checking) = (SELECT count(*) FROM transfers)";
    assert_eq!(database.query(logged), Ok("t".to_owned()));
}

#[test]
fn many_writers_do_not_spoil_the_snapshot() {
    let (_directory, file) = bank(BANK);
    let writers = Writers::start(&file, 3, Duration::from_secs(5));
    let path = file.to_str().expect("UTF-8");
    for _ in 0..3 {
        let database = TestDatabase::create();
        let ran = outgrow(&["move", path, "--to", database.url(), "--part", "50kB", "--jobs", "3"]);
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        let sums = "SELECT (SELECT sum(amount) FROM savings) + (SELECT sum(amount) FROM checking),
                    (SELECT sum(amount) FROM checking) - (SELECT count(*) FROM transfers)";
        assert_eq!(database.query(sums), Ok(format!("{TOTAL}|0")));
    }
    writers.finish();
}

#[test]
fn a_log_that_grows_too_large_stops_the_move_and_says_so() {
    let (_directory, file) = bank(BANK);
    let database = TestDatabase::create();
    let writers = Writers::start(&file, 1, Duration::from_secs(5));
    while writers.commits() < 500 {
        std::thread::yield_now();
    }
    let path = file.to_str().expect("UTF-8");
    // It is larger already, so the first look stops the move.
    let ran = outgrow(&["move", path, "--to", database.url(), "--max-wal", "4kB"]);
    writers.finish();
    assert_eq!(ran.code, 2, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("write-ahead log") && ran.stderr.contains("--max-wal"), "{}", ran.stderr);
}

#[test]
fn a_rollback_journal_is_told_with_its_price() {
    let (_directory, file) = bank(&BANK.replace("PRAGMA journal_mode = WAL;", ""));
    let database = TestDatabase::create();
    let ran = outgrow(&["move", file.to_str().expect("UTF-8"), "--to", database.url()]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("rollback journal") && ran.stderr.contains("not write"), "{}", ran.stderr);
    let (_directory, file) = bank(BANK);
    let database = TestDatabase::create();
    let ran = outgrow(&["move", file.to_str().expect("UTF-8"), "--to", database.url()]);
    assert!(!ran.stderr.contains("rollback journal"), "{}", ran.stderr);
}
