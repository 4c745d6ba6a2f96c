//! The disk of the target becomes full in the middle of a move.

use std::os::unix::fs::{MetadataExt, chown};

use outgrow_testing::query;

use crate::PART;
use crate::server::Server;
use crate::small_disk::SmallDisk;
use crate::source::Source;
use crate::state::{Loaded, State};
use crate::support::{Ran, outgrow};

/// Far more than any of these tests writes, in KiB.
const LARGE: u64 = 256 * 1024;

/// What the messages say of tables, and of keys and indexes.
const ROWS: &str = "cannot be loaded into public.";
const KEYS: &str = "cannot be added";

/// A server whose databases can stand on a small disk, beside its log.
struct Bench {
    source: Source,
    server: Server,
    // Goes after the server that stands on it.
    disk: SmallDisk,
}

/// What a move needs, in KiB.
struct Needs {
    /// What the disk has before it.
    before: u64,
    /// Its tables and all else but their keys and indexes.
    rows: u64,
    keys: u64,
}

impl Bench {
    fn new() -> Option<Bench> {
        let disk = SmallDisk::mount(LARGE)?;
        let bench = Bench { source: Source::large(), server: Server::start(), disk };
        let server = bench.url("postgres");
        let data = query(&server, "SHOW data_directory").expect("a server");
        let owner = std::fs::metadata(data).expect("a directory");
        let tables = bench.disk.path().join("tables");
        std::fs::create_dir(&tables).expect("a directory");
        chown(&tables, Some(owner.uid()), Some(owner.gid())).expect("we are root");
        query(&server, &format!("CREATE TABLESPACE small LOCATION '{}'", tables.display())).expect("a tablespace");
        Some(bench)
    }

    fn url(&self, database: &str) -> String {
        let url = self.server.run("url");
        let (server, _) = url.rsplit_once('/').expect("a URL ends with its database");
        format!("{server}/{database}")
    }

    /// An empty database on the small disk.
    fn database(&self, name: &str) -> String {
        let sql = format!("CREATE DATABASE {name} TABLESPACE small TEMPLATE template0");
        query(&self.url("postgres"), &sql).expect("a database");
        self.url(name)
    }

    fn run(&self, url: &str) -> Ran {
        outgrow(&["move", self.source.path(), "--to", url, "--part", PART, "--yes", "--json"])
    }

    /// How a move ends that nothing stops, and what it needs.
    fn uninterrupted(&self) -> (State, Needs) {
        let url = self.database("wanted");
        let before = self.disk.used();
        let ran = self.run(&url);
        assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
        let state = State::at(&url);
        assert!(state.is_rich(), "{state:#?}");
        let keys = "SELECT sum(pg_indexes_size(oid)) / 1024 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";
        let keys = query(&url, keys).expect("a size").parse::<f64>().expect("a number") as u64;
        let rows = self.disk.used() - before - keys;
        query(&self.url("postgres"), "DROP DATABASE wanted").expect("dropped");
        (state, Needs { before, rows, keys })
    }

    /// Runs a move that a full disk stops, with so much room.
    fn stops_at(&self, url: &str, kib: u64, what: &str) -> Loaded {
        self.disk.resize(kib);
        let ran = self.run(url);
        assert_eq!(ran.code, 2, "{}{}", ran.stdout, ran.stderr);
        told_clearly(&ran, what);
        let loaded = Loaded::at(url);
        let status = status(url);
        assert_eq!(status["moves"][0]["parts_loaded"].as_u64(), Some(loaded.count() as u64), "{status}");
        loaded
    }
}

/// What happened, where, and what to do.
fn told_clearly(ran: &Ran, what: &str) {
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["sqlstate"], "53100", "{json}");
    assert!(json["message"].as_str().is_some_and(|message| message.contains(what)), "{json}");
    assert!(json["causes"][0].as_str().is_some_and(|cause| cause.contains("could not extend file")), "{json}");
    let hint = json["hint"].as_str().expect("a hint");
    assert!(hint.contains("free disk space") && hint.contains("run the same command again"), "{json}");
}

fn status(url: &str) -> serde_json::Value {
    let ran = outgrow(&["status", "--to", url, "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

#[test]
fn a_move_goes_on_after_the_disk_was_full_of_rows() {
    let Some(bench) = Bench::new() else { return };
    let (wanted, needs) = bench.uninterrupted();
    let url = bench.database("moved");
    let first = bench.stops_at(&url, needs.before + needs.rows / 3, ROWS);
    let second = bench.stops_at(&url, needs.before + needs.rows * 2 / 3, ROWS);
    assert!(first.is_kept_by(&second) && first.count() < second.count(), "{} {}", first.count(), second.count());
    bench.disk.resize(LARGE);
    let ran = bench.run(&url);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(State::at(&url), wanted);
}

#[test]
fn a_move_goes_on_after_the_disk_was_full_of_keys() {
    let Some(bench) = Bench::new() else { return };
    let (wanted, needs) = bench.uninterrupted();
    let url = bench.database("moved");
    let first = bench.stops_at(&url, needs.before + needs.rows + needs.keys / 2, KEYS);
    let status = status(&url);
    assert_eq!(status["moves"][0]["parts_loaded"], status["moves"][0]["parts"], "{status}");
    let second = bench.stops_at(&url, needs.before + needs.rows + needs.keys * 3 / 4, KEYS);
    assert!(first.is_kept_by(&second));
    bench.disk.resize(LARGE);
    let ran = bench.run(&url);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(State::at(&url), wanted);
}

/// How much of a segment of the WAL is left for a move that needs more, in bytes.
const LEFT: &str = "1000000";

/// Writes WAL until the server is about to need a segment that it has not made yet.
fn use_up_segments(url: &str) {
    let sql = format!("DO $$ DECLARE size bigint := pg_size_bytes(current_setting('wal_segment_size')); free bigint; BEGIN
        LOOP
            free := size - mod(pg_current_wal_insert_lsn() - '0/0', size);
            EXIT WHEN (SELECT max(name) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{{24}}$') = pg_walfile_name(pg_current_wal_insert_lsn())
                AND free <= 1.5 * {LEFT};
            PERFORM pg_logical_emit_message(false, 'test', repeat('x', least(1000000, greatest(free - {LEFT}, 100000))::int));
        END LOOP; END $$");
    query(url, &sql).expect("messages");
}

/// How a move ends in another database of the server.
fn moved_beside(source: &Source, url: &str) -> State {
    query(url, "CREATE DATABASE wanted TEMPLATE template0").expect("a database");
    let (server, _) = url.rsplit_once('/').expect("a URL ends with its database");
    let other = format!("{server}/wanted");
    let ran = outgrow(&["move", source.path(), "--to", &other, "--part", PART, "--yes"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    State::at(&other)
}

#[test]
fn a_move_goes_on_after_the_server_has_died_of_a_full_disk() {
    let Some(disk) = SmallDisk::mount(LARGE) else { return };
    let source = Source::large();
    let server = Server::start_in(disk.path());
    let url = server.run("url");
    let wanted = moved_beside(&source, &url);
    use_up_segments(&url);
    // Room for the rows, but not for another segment of the WAL, which has 16 MiB.
    disk.resize(disk.used() + 12 * 1024);
    let ran = outgrow(&["move", source.path(), "--to", &url, "--part", PART, "--yes"]);
    assert_eq!(ran.code, 2, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("run the same command again"), "{}", ran.stderr);
    // The move may have met the full disk first, while the server was still writing the segment.
    let log = server.wait_for_log("PANIC");
    assert!(log.contains("No space left on device"), "{log}");
    disk.resize(LARGE);
    server.make_sure_it_is_down();
    server.run("start");
    let url = server.run("url");
    let loaded = Loaded::at(&url);
    let status = status(&url);
    assert_eq!(status["moves"][0]["parts_loaded"].as_u64(), Some(loaded.count() as u64), "{status}");
    assert_ne!(loaded.count(), 0);
    let ran = outgrow(&["move", source.path(), "--to", &url, "--part", PART, "--yes"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(State::at(&url), wanted);
}
