//! CREATE texts into the catalog.

use outgrow::planner::catalog::sqlite::parse;

/// Where mutations begin.
#[allow(dead_code, reason = "fuzzing itself starts from its own corpus")]
pub(crate) const SEEDS: &[&[u8]] = &[
    b"CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT DEFAULT 'x' CHECK (b <> ''), c AS (a + 1) STORED, CONSTRAINT k UNIQUE (a, b))",
    b"CREATE TABLE \"q\"\"t\"([a b], `c` REFERENCES p(q) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID, STRICT",
    b"CREATE UNIQUE INDEX i ON t(a COLLATE NOCASE DESC, lower(b)) WHERE a IS NOT NULL AND b > 0",
    b"CREATE VIRTUAL TABLE f USING fts5(a, b, content='t', content_rowid=\"id\")",
];

/// Reads a text as each kind of CREATE.
pub(crate) fn body(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = parse::table(&text);
    let _ = parse::index(&text);
    let _ = parse::module(&text);
    let _ = parse::unquoted(&text);
}
