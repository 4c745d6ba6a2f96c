use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use super::*;

const SOON: Duration = Duration::from_millis(50);

struct Fixture {
    dir: TempDir,
    file: PathBuf,
}

/// A database made by some statements.
fn fixture(sql: &str) -> Fixture {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("app.db");
    writer(&file).execute_batch(sql).expect("made");
    Fixture { dir, file }
}

fn writer(file: &Path) -> Connection {
    let connection = Connection::open(file).expect("opened");
    connection.busy_timeout(Duration::from_secs(5)).expect("set");
    connection
}

fn open_soon(file: &Path, readers: usize) -> Result<Source> {
    open(file, readers, SOON)
}

fn failure_of(file: &Path) -> Error {
    let error = open_soon(file, 2).expect_err("cannot be opened");
    assert_eq!(error.kind(), ErrorKind::Source);
    error
}

fn says(file: &Path, words: &str) {
    let error = failure_of(file);
    assert!(error.to_string().contains(words), "{error}");
    assert!(error.to_string().contains(&file.display().to_string()), "{error}");
}

fn sum(connection: &Connection) -> Result<i64> {
    connection
        .query_row("SELECT coalesce(sum(n), 0) FROM t", [], |row| row.get(0))
        .map_err(|cause| Error::new(ErrorKind::Internal, "no sum").because(cause))
}

/// The sum that each reader sees, all of them lent at once.
fn sums(source: &Source) -> Vec<i64> {
    let barrier = std::sync::Barrier::new(source.readers());
    let sees = || {
        source.with_reader(|connection| {
            barrier.wait();
            sum(connection)
        })
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..source.readers()).map(|_| scope.spawn(sees)).collect();
        threads.into_iter().map(|thread| thread.join().expect("joined").expect("read")).collect()
    })
}

fn listing(dir: &Path) -> Vec<(String, u64)> {
    let mut entries: Vec<_> = fs::read_dir(dir)
        .expect("read")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.metadata().expect("known").len()))
        .collect();
    entries.sort();
    entries
}

#[test]
fn source_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Source>();
}

#[test]
fn a_missing_file_is_an_error_and_is_not_made() {
    let dir = tempfile::tempdir().expect("a directory");
    says(&dir.path().join("none.db"), "no such file");
    assert!(listing(dir.path()).is_empty());
}

#[test]
fn what_holds_no_database_is_named_for_what_it_is() {
    let dir = tempfile::tempdir().expect("a directory");
    says(dir.path(), "is a directory");
    let empty = dir.path().join("empty.db");
    fs::write(&empty, "").expect("written");
    says(&empty, "is empty");
    let noise = dir.path().join("noise.db");
    fs::write(&noise, [0xA5; 8192]).expect("written");
    says(&noise, "is not a SQLite database");
    let note = dir.path().join("note.txt");
    fs::write(&note, "hello").expect("written");
    says(&note, "is not a SQLite database");
    assert_eq!(listing(dir.path()).len(), 3);
}

#[test]
fn a_damaged_database_is_malformed_and_the_hint_names_recover() {
    let made = fixture("CREATE TABLE t(n); CREATE TABLE u(n)");
    let mut bytes = fs::read(&made.file).expect("read");
    for byte in &mut bytes[100..400] {
        *byte = 0xFF;
    }
    fs::write(&made.file, &bytes).expect("written");
    says(&made.file, "is malformed");
    assert!(failure_of(&made.file).hint_text().is_some_and(|hint| hint.contains(".recover")));
    fs::write(&made.file, &bytes[..50]).expect("written");
    failure_of(&made.file);
    bytes[16] = 3; // A page size that cannot be, behind the right magic.
    fs::write(&made.file, &bytes).expect("written");
    says(&made.file, "is malformed");
}

#[test]
fn a_schema_that_sqlite_refuses_is_malformed() {
    let made = fixture(
        "CREATE TABLE t(n);
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE t(n' WHERE name = 't'",
    );
    says(&made.file, "is malformed");
}

#[test]
fn an_exclusive_lock_of_another_is_locked() {
    let made = fixture("CREATE TABLE t(n)");
    let other = writer(&made.file);
    other.execute_batch("BEGIN EXCLUSIVE").expect("locked");
    says(&made.file, "is locked");
}

#[test]
fn a_hot_journal_is_said_and_left_alone() {
    let made = fixture("CREATE TABLE t(n); INSERT INTO t VALUES (1)");
    let crashed = made.dir.path().join("crashed.db");
    let other = writer(&made.file);
    other
        .execute_batch(
            "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; CREATE TABLE u(x);
             WITH RECURSIVE c(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM c WHERE i < 2000)
             INSERT INTO u SELECT randomblob(1000) FROM c",
        )
        .expect("spilled");
    fs::copy(&made.file, &crashed).expect("copied");
    fs::copy(beside(&made.file, "-journal"), beside(&crashed, "-journal")).expect("copied");
    let before = listing(made.dir.path());
    says(&crashed, "hot journal");
    assert_eq!(listing(made.dir.path()), before);
}

#[test]
fn a_file_without_permission_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let made = fixture("CREATE TABLE t(n)");
    fs::set_permissions(&made.file, fs::Permissions::from_mode(0o000)).expect("set");
    // Nothing is forbidden to root.
    if fs::read(&made.file).is_err() {
        says(&made.file, "permission denied");
    }
}

#[test]
fn all_readers_of_a_wal_database_see_one_snapshot_while_others_write() {
    let made = fixture("PRAGMA journal_mode = WAL; CREATE TABLE t(n); INSERT INTO t VALUES (1)");
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let other = writer(&made.file);
            while !stop.load(Ordering::SeqCst) {
                other.execute_batch("INSERT INTO t VALUES (1)").expect("written");
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        for _ in 0..5 {
            let source = open(&made.file, 4, PATIENCE).expect("opened");
            let first = sums(&source);
            assert!(first.iter().all(|sum| *sum == first[0]), "{first:?}");
            std::thread::sleep(Duration::from_millis(20));
            assert_eq!(sums(&source), first);
        }
        stop.store(true, Ordering::SeqCst);
    });
}

#[test]
fn a_checkpoint_of_another_does_not_move_the_snapshot() {
    let made = fixture("PRAGMA journal_mode = WAL; CREATE TABLE t(n); INSERT INTO t VALUES (1)");
    let other = writer(&made.file);
    other.busy_timeout(SOON).expect("set");
    let source = open_soon(&made.file, 2).expect("opened");
    other.execute_batch("INSERT INTO t VALUES (41); PRAGMA wal_checkpoint(TRUNCATE);").expect("written");
    assert_eq!(sums(&source), [1, 1]);
    drop(source);
    assert_eq!(sums(&open_soon(&made.file, 2).expect("opened")), [42, 42]);
}

#[test]
fn a_rollback_journal_database_keeps_writers_out() {
    let made = fixture("CREATE TABLE t(n); INSERT INTO t VALUES (1)");
    let source = open_soon(&made.file, 3).expect("opened");
    let other = writer(&made.file);
    other.busy_timeout(SOON).expect("set");
    assert!(other.execute_batch("INSERT INTO t VALUES (1)").is_err());
    assert_eq!(sums(&source), [1, 1, 1]);
    drop(source);
    other.execute_batch("INSERT INTO t VALUES (1)").expect("free again");
}

#[test]
fn a_wal_database_without_side_files_is_left_as_it_was() {
    let made = fixture("PRAGMA journal_mode = WAL; CREATE TABLE t(n); INSERT INTO t VALUES (7)");
    let before = (listing(made.dir.path()), fs::read(&made.file).expect("read"));
    assert_eq!(before.0.len(), 1);
    let source = open_soon(&made.file, 2).expect("opened");
    assert_eq!(sums(&source), [7, 7]);
    drop(source);
    assert_eq!((listing(made.dir.path()), fs::read(&made.file).expect("read")), before);
}

#[test]
fn side_files_that_another_uses_stay() {
    let made = fixture("PRAGMA journal_mode = WAL; CREATE TABLE t(n)");
    let source = open_soon(&made.file, 1).expect("opened");
    let other = writer(&made.file);
    assert_eq!(sum(&other).expect("read"), 0);
    drop(source);
    assert!(beside(&made.file, "-wal").exists());
    other.execute_batch("INSERT INTO t VALUES (5)").expect("written");
    assert_eq!(sums(&open_soon(&made.file, 1).expect("opened")), [5]);
}

#[test]
fn a_log_left_by_a_crash_is_read_and_not_written() {
    let made = fixture("PRAGMA journal_mode = WAL; CREATE TABLE t(n)");
    let crashed = made.dir.path().join("crashed.db");
    let other = writer(&made.file);
    other.execute_batch("INSERT INTO t VALUES (9)").expect("written");
    fs::copy(&made.file, &crashed).expect("copied");
    fs::copy(beside(&made.file, "-wal"), beside(&crashed, "-wal")).expect("copied");
    let before = (fs::read(&crashed).expect("read"), fs::read(beside(&crashed, "-wal")).expect("read"));
    let source = open_soon(&crashed, 2).expect("opened");
    assert_eq!(sums(&source), [9, 9]);
    drop(source);
    assert_eq!((fs::read(&crashed).expect("read"), fs::read(beside(&crashed, "-wal")).expect("read")), before);
}

#[test]
fn a_directory_without_write_permission_is_read_without_side_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let made = fixture("PRAGMA journal_mode = WAL; CREATE TABLE t(n); INSERT INTO t VALUES (3)");
    let allow = |mode| fs::set_permissions(made.dir.path(), fs::Permissions::from_mode(mode)).expect("set");
    allow(0o555);
    if fs::write(made.dir.path().join("probe"), "x").is_err() {
        let source = open_soon(&made.file, 2).expect("opened");
        assert_eq!(sums(&source), [3, 3]);
        fs::File::options().append(true).open(&made.file).and_then(|file| file.set_len(1 << 20)).expect("grown");
        let error = source.with_reader(sum).expect_err("changed");
        assert!(error.to_string().contains("was changed"), "{error}");
        allow(0o755);
        fs::write(beside(&made.file, "-wal"), [1; 100]).expect("written");
        allow(0o555);
        says(&made.file, "write-ahead log");
    }
    allow(0o755);
}

#[test]
fn odd_paths_are_opened() {
    let dir = tempfile::tempdir().expect("a directory");
    for name in ["a b.db", "100%25?x=1#y.db", "naïve-☃.db", "quote'\".db", "new\nline.db"] {
        let file = dir.path().join(name);
        writer(&file).execute_batch("CREATE TABLE t(n); INSERT INTO t VALUES (2)").expect("made");
        let source = Source::open(file.to_str().expect("UTF-8"), 1).expect(name);
        assert_eq!(sums(&source), [2]);
    }
}

#[test]
fn a_reader_comes_back_after_an_error_and_a_panic() {
    let made = fixture("CREATE TABLE t(n)");
    let source = open_soon(&made.file, 1).expect("opened");
    assert!(source.with_reader(|_| Err::<(), _>(Error::new(ErrorKind::Internal, "no"))).is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        source.with_reader(|_| -> Result<()> { panic!("on purpose") })
    }));
    assert!(panicked.is_err());
    assert_eq!(sums(&source), [0]);
}

#[test]
fn readers_cannot_write() {
    let made = fixture("CREATE TABLE t(n)");
    let source = open_soon(&made.file, 1).expect("opened");
    let written = source.with_reader(|c| c.execute("INSERT INTO t VALUES (1)", []).map_err(|e| source.explain(e)));
    assert!(written.is_err());
}

#[test]
fn interrupt_stops_running_work() {
    let made = fixture("CREATE TABLE t(n)");
    let source = open_soon(&made.file, 1).expect("opened");
    let endless = "WITH RECURSIVE c(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM c) SELECT max(i) FROM c";
    std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            source.with_reader(|c| c.query_row(endless, [], |_| Ok(())).map_err(|cause| source.explain(cause)))
        });
        while !work.is_finished() {
            source.interrupt();
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(work.join().expect("joined").expect_err("interrupted").kind(), ErrorKind::Interrupted);
    });
}

#[test]
fn the_size_is_that_of_the_snapshot() {
    let made = fixture("PRAGMA page_size = 4096; CREATE TABLE t(n)");
    assert_eq!(open_soon(&made.file, 1).expect("opened").file_bytes(), 8192);
}
