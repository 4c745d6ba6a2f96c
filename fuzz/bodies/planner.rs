//! Any SQL that SQLite accepts, into a plan and its statements.

use outgrow::moving::check;
use outgrow::planner::ddl::{Section, statements};
use outgrow::planner::plan::PlanOptions;
use outgrow::progress::Progress;
use outgrow::source::Source;
use rusqlite::Connection;
use rusqlite::limits::Limit;

/// Where mutations begin.
#[allow(dead_code, reason = "fuzzing itself starts from its own corpus")]
pub(crate) const SEEDS: &[&[u8]] = &[
    b"CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT UNIQUE COLLATE NOCASE CHECK (length(n) > 0)); CREATE TABLE c(p REFERENCES p, d DATETIME DEFAULT CURRENT_TIMESTAMP); INSERT INTO p(n) VALUES ('a'), ('B'); INSERT INTO c(p) VALUES (1), (7)",
    b"CREATE TABLE t(a, b AS (a || 'x') STORED, PRIMARY KEY (a)) WITHOUT ROWID; CREATE INDEX i ON t(b DESC, a + 1) WHERE a > 0; CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w(x) AS SELECT a FROM v; CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE a = old.a; END; INSERT INTO t VALUES (1), ('1'), (x'31'), (1.5)",
    b"CREATE TABLE s(i INT, r REAL, t TEXT, b BLOB, y ANY) STRICT; INSERT INTO s VALUES (1, 2, '2024-02-29', x'00ff', NULL); CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('words')",
];

/// Plans whatever the text leaves in a database.
pub(crate) fn body(data: &[u8]) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("fuzz.db");
    make(&path, &String::from_utf8_lossy(data));
    let Ok(source) = Source::open(path.to_str().expect("the path is UTF-8"), 1) else { return };
    let Ok(checked) = check(&source, &PlanOptions::default(), &Progress::silent()) else { return };
    for section in [Section::PreData, Section::PostData] {
        assert!(statements(&checked.plan, section).iter().all(|statement| !statement.sql.as_str().contains('\0')));
    }
}

fn make(path: &std::path::Path, sql: &str) {
    let connection = Connection::open(path).expect("a new file");
    // Neither ATTACH nor VACUUM INTO may write elsewhere, and no statement may run on.
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0).expect("a limit");
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, 1_000_000).expect("a limit");
    let mut steps = 0;
    let stop = move || {
        steps += 1;
        steps > 100
    };
    connection.progress_handler(1_000, Some(stop)).expect("a handler");
    for statement in sql.split_inclusive(';').scan(String::new(), joined) {
        let _ = statement.map(|statement| connection.execute_batch(&statement));
    }
}

/// Statements, those of a trigger kept together as far as that can be told; a wrong one stops no other.
fn joined(open: &mut String, piece: &str) -> Option<Option<String>> {
    open.push_str(piece);
    let upper = open.to_ascii_uppercase();
    let inside = upper.contains(" BEGIN") && !upper.trim_end_matches([';', ' ']).ends_with("END");
    Some((!inside).then(|| std::mem::take(open)))
}
