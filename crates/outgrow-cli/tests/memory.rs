//! `--memory` holds: the real binary under limits that the kernel enforces.

mod support;

use std::process::Command;

use outgrow_testing::{TestDatabase, sqlite_file};
use support::{Ran, command, ran};

/// Runs the binary with so many bytes of data (heap, stacks, anonymous memory) at most; what goes
/// beyond fails in the process, which then dies of it.
fn within(data_bytes: u64, arguments: &[&str]) -> Ran {
    let outgrow = command(arguments);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("ulimit -d {} && exec \"$0\" \"$@\"", data_bytes / 1024));
    shell.arg(outgrow.get_program()).args(outgrow.get_args());
    for (name, value) in outgrow.get_envs().filter(|(_, value)| value.is_none()) {
        assert!(value.is_none());
        shell.env_remove(name);
    }
    shell.stdin(std::process::Stdio::null());
    ran(&mut shell)
}

/// Two rows with values that are larger than all the memory that is allowed: bytes, and a text of
/// characters that lie across every border between pieces.
const LONG: &str = "CREATE TABLE file (id INTEGER PRIMARY KEY, body BLOB, note TEXT);
     INSERT INTO file VALUES (1, zeroblob(50000000) || x'01', 'short'),
                             (2, x'00ff', replace(printf('%.*c', 13000000, 'x'), 'x', 'a€')), (3, NULL, NULL);";

#[test]
fn values_larger_than_the_memory_are_moved_and_compared() {
    let (_directory, file) = sqlite_file(LONG);
    let database = TestDatabase::create();
    let file = file.to_str().expect("UTF-8");
    let limits = ["--memory", "32MB", "--jobs", "1"];
    for command in ["check", "move", "verify"] {
        let to: &[&str] = if command == "check" { &[] } else { &["--to", database.url()] };
        let ran = within(40_000_000, &[&[command, file], to, &limits].concat());
        assert_eq!(ran.code, 0, "{command}: {}{}", ran.stdout, ran.stderr);
    }
    let sizes =
        "SELECT string_agg(concat_ws(',', id, octet_length(body), octet_length(note)), ' ' ORDER BY id) FROM file";
    assert_eq!(database.query(sizes).expect("a query"), "1,50000001,5 2,2,52000000 3");
}

#[test]
fn a_difference_in_a_long_value_is_found() {
    let (_directory, file) = sqlite_file(LONG);
    let database = TestDatabase::create();
    let file = file.to_str().expect("UTF-8");
    let ran = within(40_000_000, &["move", file, "--to", database.url(), "--memory", "32MB", "--jobs", "1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    database.query("UPDATE file SET body = set_byte(body, 25000000, 7) WHERE id = 1").expect("changed");
    let ran = within(400_000_000, &["verify", file, "--to", database.url(), "--memory", "256MB"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("body"), "{}", ran.stdout);
}

#[test]
fn many_rows_need_no_more_memory_than_few() {
    let (_directory, file) = sqlite_file(
        "CREATE TABLE entry (name TEXT PRIMARY KEY COLLATE NOCASE, number, parent INTEGER);
         INSERT INTO entry WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
             SELECT 'name ' || i || hex(zeroblob(50)), i * 7, i / 2 FROM n;",
    );
    let database = TestDatabase::create();
    let file = file.to_str().expect("UTF-8");
    let ran = within(40_000_000, &["move", file, "--to", database.url(), "--memory", "32MB", "--jobs", "1"]);
    assert!(ran.code < 2, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(database.query("SELECT count(*)::text FROM entry").expect("a query"), "150000");
}

#[test]
fn a_value_that_must_be_whole_and_finds_no_room_is_named() {
    let (_directory, file) = sqlite_file(
        "CREATE TABLE page (name TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID;
         INSERT INTO page VALUES ('large', zeroblob(40000000));",
    );
    let ran = within(60_000_000, &["check", file.to_str().expect("UTF-8"), "--memory", "32MB", "--jobs", "1"]);
    assert_eq!(ran.code, 2, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("table \"page\" has values that need more memory than is allowed"), "{}", ran.stderr);
    assert!(ran.stderr.contains("Allow more with --memory"), "{}", ran.stderr);
}

#[test]
fn too_little_memory_is_refused_at_once() {
    let ran = support::outgrow(&["check", "nothing.db", "--memory", "1MB"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("at least 32MB are needed"), "{}", ran.stderr);
}

/// Long values of every kind: text with characters of several bytes, U+0000 and invalid UTF-8, JSON,
/// a long decimal, a computed value, a table without a key, one WITHOUT ROWID, and storage classes mixed.
const KINDS: &str = "
    CREATE TABLE kind (id INTEGER PRIMARY KEY, plain TEXT, json TEXT, blob BLOB, any, twice TEXT AS (plain || plain) VIRTUAL);
    INSERT INTO kind (id, plain, json, blob, any) VALUES
        (1, 'short', '{\"a\":1}', x'01', 7),
        (2, replace(printf('%.*c', 900000, 'x'), 'x', 'é'), '[' || printf('%.*c', 2000000, ' ') || '1]', zeroblob(3000000), 'x'),
        (3, replace(printf('%.*c', 900000, 'x'), 'x', 'y€') || char(0) || 'z', NULL, randomblob(2000000), zeroblob(1700000)),
        (4, CAST(x'ff' || zeroblob(1900000) AS TEXT), '{\"b\":\"' || printf('%.*c', 2200000, 'c') || '\"}', NULL, 1.5),
        (5, '1.' || printf('%.*c', 1900000, '5'), 'null', x'', printf('%.*c', 1800000, 'w')),
        (6, NULL, NULL, NULL, NULL);
    CREATE TABLE loose (a TEXT, b BLOB);
    INSERT INTO loose VALUES (printf('%.*c', 5500000, 'l'), zeroblob(6200000)), ('x', NULL), ('x', NULL),
        (printf('%.*c', 5500000, 'm') || char(0), x'00');
    CREATE TABLE kept (name TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID;
    INSERT INTO kept VALUES ('one', printf('%.*c', 6000000, 'k')), ('two', NULL);";

#[test]
fn long_values_of_every_kind_are_told_and_moved_as_with_plenty_of_memory() {
    let (_directory, file) = sqlite_file(KINDS);
    let file = file.to_str().expect("UTF-8");
    let little: &[&str] = &["--memory", "64MB", "--jobs", "1"];
    let plenty: &[&str] = &["--memory", "2GB", "--jobs", "1"];
    let check = |limits: &[&str]| support::outgrow(&[&["check", file, "--format", "json"], limits].concat());
    let (told, wanted) = (check(little), check(plenty));
    assert_eq!(told.code, wanted.code, "{}{}", told.stderr, wanted.stderr);
    assert_eq!(told.stdout, wanted.stdout);
    let outcome = |limits: &[&str]| {
        let database = TestDatabase::create();
        let to = ["--to", database.url()];
        let moved = support::outgrow(&[&["move", file][..], &to, limits].concat());
        assert_eq!(moved.code, 1, "{}{}", moved.stdout, moved.stderr);
        assert!(!moved.stdout.contains("differ"), "{}", moved.stdout);
        let digest = "SELECT string_agg(d, ' ') FROM (
            SELECT md5(concat_ws('|', id, plain, json, md5(blob), \"any\", twice)) AS d FROM kind
            UNION ALL SELECT md5(concat_ws('|', a, md5(b))) FROM loose UNION ALL SELECT md5(concat_ws('|', name, body)) FROM kept
            UNION ALL SELECT md5(concat_ws('|', source_table, row_key, column_name, md5(value), reason)) FROM outgrow.quarantine
            ORDER BY 1) AS all_rows";
        database.query(digest).expect("a query")
    };
    assert_eq!(outcome(little), outcome(plenty));
}
