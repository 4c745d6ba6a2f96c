//! Tables are cut into parts, and the profile is that of one pass over the whole.

use super::*;

/// A row of every kind of value, of which some come late and some only once.
const VALUES: &str = "
    CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN i WHEN 2 THEN i / 8.0 WHEN 3 THEN '2024-01-' || (10 + i % 20)
        WHEN 4 THEN 'w' || i WHEN 5 THEN CAST(i AS TEXT) ELSE zeroblob(i % 20) END,
    CASE WHEN i > 2990 THEN 'late' WHEN i = 1234 THEN -0.0 ELSE i % 2 END,
    CASE WHEN i < 20 THEN CAST(x'ff' AS TEXT) WHEN i % 2 THEN 'a' || char(0) ELSE ' {}' END";

fn rows(into: &str, key: &str) -> String {
    format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
         INSERT INTO {into} SELECT {key}{VALUES} FROM n ORDER BY i * 7919 % 3001;"
    )
}

fn cut(file: &File, least_pages: u64) -> (Profile, usize) {
    let cutting = Cutting { part_bytes: 4_096, least_pages, readers: 3 };
    let tasks = tasks::of(&file.open(), &file.catalog, cutting, &Pace::new(&Progress::silent(), &limits())).unwrap();
    let profile = pass(&file.catalog, cutting, &limits(), &Progress::silent(), &|work| work(&file.open())).unwrap();
    (profile, tasks.len())
}

#[test]
fn a_table_in_parts_has_the_profile_of_the_whole() {
    let tables = [
        ("CREATE TABLE t (a, b, c);", "t", ""),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c); CREATE INDEX i ON t (b, a, c);", "t", "i * 1000 - 70000, "),
        ("CREATE TABLE t (a, b, c, rowid INTEGER PRIMARY KEY, oid, _rowid_);", "t (rowid, a, b, c)", "-i, "),
        (
            "CREATE TABLE t (k TEXT PRIMARY KEY, a, b, c) WITHOUT ROWID; CREATE INDEX i ON t (b, a, c);",
            "t",
            "'k' || (i * 31 % 3001), ",
        ),
        ("CREATE TABLE t (k, l, a, b, c, PRIMARY KEY (k, l)) WITHOUT ROWID;", "t", "i % 9, 'é' || i, "),
    ];
    for (sql, into, key) in tables {
        let file = File::new(&format!("PRAGMA page_size = 512; {sql} {}", rows(into, key)));
        let (whole, tasks) = cut(&file, u64::MAX);
        assert_eq!((tasks, whole.tables[0].rows), (1, 3000), "{sql}");
        let (parts, tasks) = cut(&file, 1);
        assert!(tasks > 8, "{tasks} parts of {sql}");
        assert_eq!(parts, whole, "{sql}");
    }
}

#[test]
fn a_table_whose_rows_have_no_name_is_not_cut() {
    let file = File::new(&format!("CREATE TABLE t (a, rowid, oid, _rowid_); {}", rows("t (a, rowid, oid)", "")));
    assert_eq!(cut(&file, 1).1, 1);
}

#[test]
fn the_digest_tells_whether_rows_are_the_same() {
    let file = File::new(&format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c); {}", rows("t", "i, ")));
    let digest = || profile_of(&file).tables[0].digest;
    let before = digest();
    file.execute("DELETE FROM t WHERE id = 7; VACUUM");
    assert_ne!(digest(), before);
    file.execute(&format!(
        "CREATE TEMP TABLE u (id, a, b, c); {} INSERT INTO t SELECT * FROM u WHERE id = 7",
        rows("u", "i, ")
    ));
    assert_eq!(digest(), before);
    file.execute("UPDATE t SET id = 4000 WHERE id = 7");
    assert_ne!(digest(), before);
}

#[test]
fn orphans_of_a_table_in_parts_are_told_once() {
    let mut file = File::new(&format!(
        "PRAGMA page_size = 512; PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);
         CREATE TABLE t (id INTEGER PRIMARY KEY, a, b REFERENCES p (id), c); {}",
        rows("t", "i, ")
    ));
    file = file.foreign_key("t", &[2], "p", &["id"]);
    let (whole, parts) = (cut(&file, u64::MAX).0, cut(&file, 1).0);
    assert_eq!(parts, whole);
    let table = parts.tables.iter().find(|table| table.rows == 3000).unwrap();
    assert_eq!(table.orphans[0].count, 1505);
}
