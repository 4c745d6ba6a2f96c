//! Every hazard is found in a small file that has it, at the place that has it.

use outgrow::moving::check;
use outgrow::planner::hazard::{ALL, Severity};
use outgrow::planner::plan::PlanOptions;
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow_testing::sqlite_file;

/// A hazard, the SQL of a file that has it, and the object that it is told of.
const FILES: &[(&str, &str, Option<&str>)] = &[
    ("unrepresentable", "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), ('a' || char(0) || 'b')", Some("a")),
    ("null-in-primary-key", "CREATE TABLE t (a TEXT PRIMARY KEY); INSERT INTO t VALUES (NULL), ('x')", Some("a")),
    (
        "null-in-not-null",
        "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (NULL); PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a TEXT NOT NULL)'",
        Some("a"),
    ),
    (
        "orphans",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p); INSERT INTO t VALUES (7)",
        Some("a"),
    ),
    (
        "identity-exhausted",
        "CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (9223372036854775807)",
        Some("a"),
    ),
    ("on-conflict", "CREATE TABLE t (a TEXT UNIQUE ON CONFLICT REPLACE)", None),
    ("virtual-table", "CREATE VIRTUAL TABLE t USING fts5(a)", None),
    ("widened", "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), ('many')", Some("a")),
    ("storage-class", "CREATE TABLE t (a BLOB); INSERT INTO t VALUES (x'ff'), ('text')", Some("a")),
    ("nocase-column", "CREATE TABLE t (a TEXT COLLATE NOCASE)", Some("a")),
    ("offset-lost", "CREATE TABLE t (a DATETIME); INSERT INTO t VALUES ('2024-02-29 12:00:00+05:30')", Some("a")),
    (
        "mixed-spelling",
        "CREATE TABLE t (a DATETIME); INSERT INTO t VALUES ('2024-02-29 12:00:00'), ('2024-02-29T12:00:00.5')",
        Some("a"),
    ),
    ("jsonb-spelling", "CREATE TABLE t (a JSONB); INSERT INTO t VALUES ('{\"b\": 1, \"a\": 2}')", Some("a")),
    ("unread-definition", "CREATE TABLE t (a INTEGER PRIMARY KEY, \u{b} b TEXT CHECK (b <> ''))", None),
    ("renamed", "CREATE TABLE t (ctid)", Some("ctid")),
];

fn found(sql: &str) -> Vec<(&'static str, Severity, Option<String>, Option<String>)> {
    let (_directory, file) = sqlite_file(sql);
    let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
    let checked = check(&source, &PlanOptions::default(), &Progress::silent()).expect("the file can be read");
    checked.plan.hazards.into_iter().map(|hazard| (hazard.id, hazard.severity, hazard.table, hazard.object)).collect()
}

#[test]
fn every_hazard_is_found_where_it_is() {
    for (id, sql, object) in FILES {
        let found = found(sql);
        let here = |(other, _, table, place): &(&str, Severity, Option<String>, Option<String>)| {
            other == id && table.as_deref() == Some("t") && (object.is_none() || place.as_deref() == *object)
        };
        assert!(found.iter().any(here), "{id}: {found:?}");
    }
}

#[test]
fn too_many_columns_block_the_move() {
    let columns = |count: usize| (0..count).map(|at| format!("c{at}")).collect::<Vec<_>>().join(", ");
    let most = found(&format!("CREATE TABLE t ({})", columns(1_600)));
    assert!(most.is_empty(), "{most:?}");
    let more = found(&format!("CREATE TABLE t ({})", columns(1_601)));
    assert_eq!(more, [("too-many-columns", Severity::Blocking, Some("t".to_owned()), None)]);
}

#[test]
fn a_plain_file_has_no_hazard() {
    let plain = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b REAL); INSERT INTO t VALUES (1, 'x', 0.5)";
    assert_eq!(found(plain), []);
}

#[test]
fn no_hazard_is_left_out_here() {
    let untested = ALL.iter().map(|detector| detector.id).filter(|id| FILES.iter().all(|(known, ..)| known != id));
    assert_eq!(untested.collect::<Vec<_>>(), ["too-many-columns", "forced-type"]);
}
