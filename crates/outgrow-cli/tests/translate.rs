//! `outgrow translate`: statements in, statements out.

mod support;

use std::io::Write as _;
use std::process::Stdio;

use outgrow_testing::{TestDatabase, sqlite_file};
use support::{Ran, command, outgrow};

const USERS: &str = "CREATE TABLE Users (id INTEGER PRIMARY KEY, Name TEXT NOT NULL, score REAL);
    INSERT INTO Users VALUES (1, 'bob', 1.5), (2, 'Ann', 2.25);";

fn translate(sql: &str, arguments: &[&str]) -> Ran {
    let (_directory, file) = sqlite_file(USERS);
    let mut all = vec!["translate", file.to_str().expect("UTF-8"), sql];
    all.extend(arguments);
    outgrow(&all)
}

#[test]
fn a_statement_comes_to_stdout() {
    let ran = translate("select \"Name\" from users where id = 1", &[]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "SELECT users.name AS \"Name\" FROM public.users WHERE users.id = 1;\n")
    );
}

#[test]
fn names_are_those_of_the_move() {
    let ran = translate("SELECT id FROM Users", &["--schema", "app", "--identifiers", "preserve"]);
    assert_eq!(ran.stdout, "SELECT \"Users\".id FROM app.\"Users\";\n", "{}", ran.stderr);
}

#[test]
fn stdin_holds_a_script() {
    let (_directory, file) = sqlite_file(USERS);
    let file = file.to_str().expect("UTF-8");
    for arguments in [vec!["translate", file], vec!["translate", file, "-"]] {
        let mut child = command(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(b"-- all\nSELECT id FROM users; ;\nSELECT ';';\n").expect("written");
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(stdout.matches(";\n").count(), 2, "{stdout}");
    }
}

#[test]
fn what_is_not_converted_is_told_and_the_rest_is_printed() {
    let ran = translate("VACUUM; SELECT 1", &[]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert!(ran.stderr.contains("not converted: statement 1: "), "{}", ran.stderr);
}

#[test]
fn text_in_a_statement_is_not_taken_for_colour() {
    let ran = translate("SELECT '\u{1b}[31mred'", &[]);
    assert!(ran.stdout.contains("'\u{1b}[31mred'"), "{}", ran.stdout);
}

#[test]
fn nothing_to_translate_is_an_error() {
    for sql in ["", " ; -- nothing"] {
        let ran = translate(sql, &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    }
}

#[test]
fn the_output_runs_where_the_file_was_moved_to() {
    let (_directory, file) = sqlite_file(USERS);
    let file = file.to_str().expect("UTF-8");
    let database = TestDatabase::create();
    assert_eq!(outgrow(&["move", file, "--to", database.url(), "--yes"]).code, 0);
    let ran = outgrow(&["translate", file, "SELECT round(score, 1) FROM users ORDER BY id"]);
    assert!(ran.stdout.starts_with("CREATE SCHEMA IF NOT EXISTS outgrow_sqlite;\n"), "{}", ran.stdout);
    assert_eq!(rows(&database, &ran.stdout), ["1.5", "2.3"]);
    let again = outgrow(&["translate", file, "SELECT round(score, 1) FROM users ORDER BY id", "--without-functions"]);
    assert!(again.stdout.starts_with("SELECT"), "{}", again.stdout);
    assert!(again.stderr.contains("outgrow_sqlite.round"), "{}", again.stderr);
    assert_eq!(rows(&database, &again.stdout), ["1.5", "2.3"]);
}

#[test]
fn a_generated_column_that_reads_others_is_computed_on_postgresql() {
    let (_directory, file) = sqlite_file(
        "CREATE TABLE t (a INTEGER, c INTEGER AS (b + 1), b INTEGER AS (a * 2)); INSERT INTO t (a) VALUES (3);",
    );
    let file = file.to_str().expect("UTF-8");
    let database = TestDatabase::create();
    let moved = outgrow(&["move", file, "--to", database.url(), "--yes"]);
    assert_eq!(moved.code, 0, "{}", moved.stderr);
    let ran = outgrow(&["translate", file, "INSERT INTO t (a) VALUES (10) RETURNING a, b, c"]);
    assert_eq!(rows(&database, &ran.stdout), ["10|20|21"], "{}", ran.stdout);
    assert_eq!(rows(&database, "SELECT a, b, c FROM t ORDER BY a"), ["3|6|7", "10|20|21"]);
}

fn rows(database: &TestDatabase, sql: &str) -> Vec<String> {
    database.query(sql).expect("the statements run").lines().map(str::to_owned).collect()
}
