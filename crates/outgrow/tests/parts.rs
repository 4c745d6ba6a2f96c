//! Tables large enough to be compared in parts, by several workers at once: damage is found wherever it falls.

use std::sync::Arc;

use outgrow::moving::{self, MoveOptions, Replace};
use outgrow::planner::plan::Decisions;
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow::verify::Verification;
use outgrow_testing::{TestDatabase, sqlite_file};
use tokio::runtime::Runtime;

const FILE: &str = "
    CREATE TABLE numbered (id INTEGER PRIMARY KEY, body TEXT);
    CREATE TABLE named (name TEXT PRIMARY KEY, body TEXT);
    CREATE TABLE loose (n INTEGER, body TEXT);
    WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 7000)
    INSERT INTO numbered SELECT n * 3 - 9000, hex(randomblob(600)) FROM i;
    INSERT INTO named SELECT hex(randomblob(8)) || id, body FROM numbered WHERE id % 2;
    INSERT INTO loose SELECT id % 50, body FROM numbered WHERE id % 2;";

fn options() -> MoveOptions {
    MoveOptions {
        schema: None,
        identifiers: None,
        decisions: Decisions::default(),
        jobs: 3,
        part_bytes: outgrow::copy::PART_BYTES,
        max_log_bytes: None,
        replace: Replace::Refuse,
    }
}

/// Compares, and says of each table how many differences it has.
fn compared(source: &Arc<Source>, target: &Target, runtime: &Runtime) -> Vec<u64> {
    let (options, progress) = (options(), Progress::silent());
    let comparing = moving::verify(source, target, &options, &progress);
    let (_, Verification { tables }) = runtime.block_on(comparing).expect("compared");
    tables.iter().map(|table| table.difference_count).collect()
}

#[test]
fn damage_of_tables_in_parts_is_found() {
    let (_directory, file) = sqlite_file(FILE);
    let database = TestDatabase::create();
    let source = Arc::new(Source::open(file.to_str().expect("UTF-8"), 3).expect("the file opens"));
    let target = Target::parse(database.url()).expect("a URL");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let moved = runtime.block_on(moving::run(&source, &target, &options(), &Progress::silent())).expect("moved");
    let tables: Vec<(u64, u64)> =
        moved.verified.tables.iter().map(|table| (table.target_rows, table.difference_count)).collect();
    assert_eq!(tables, [(7000, 0), (3500, 0), (3500, 0)]);

    let damages = [
        ("DELETE FROM numbered WHERE id = (SELECT max(id) FROM numbered)", [1, 0, 0]),
        ("INSERT INTO numbered VALUES (9223372036854775807, 'x'), (-9223372036854775808, 'x')", [3, 0, 0]),
        ("UPDATE numbered SET body = body || ' ' WHERE id % 1000 = 0", [3 + 6, 0, 0]),
        ("UPDATE named SET body = lower(body) WHERE name = (SELECT min(name) FROM named)", [9, 1, 0]),
        ("DELETE FROM loose WHERE ctid = (SELECT max(ctid) FROM loose)", [9, 1, 1]),
        ("INSERT INTO loose SELECT * FROM loose LIMIT 1", [9, 1, 2]),
    ];
    for (damage, differences) in damages {
        database.query(damage).unwrap_or_else(|error| panic!("{damage}: {error}"));
        assert_eq!(compared(&source, &target, &runtime), differences, "{damage}");
    }
}
