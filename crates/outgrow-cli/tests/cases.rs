//! Every case of `testdata/cases` moved by the real binary into a real server.

mod support;

use std::fs;
use std::path::Path;

use outgrow_testing::{TestDatabase, sqlite_file, testdata};
use regex::Regex;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    refuse_ok: bool,
    pre: Option<String>,
    checks: Vec<(String, String, String, Wanted)>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wanted {
    One(String),
    Any(Vec<String>),
}

#[test]
fn every_case_arrives_right_or_is_refused() {
    let folder = testdata().join("cases");
    let entries = fs::read_dir(&folder).expect("the cases");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("a case").path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= 74, "only {} cases", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(&folder, case)).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// What is wrong with a case, if anything.
fn failure(folder: &Path, case: &Path) -> Option<String> {
    let name = case.file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let expected = fs::read_to_string(case.join("expected.json")).expect("expected.json");
    let expected: Expected = serde_json::from_str(&expected).expect("valid JSON");
    let (_directory, file) = sqlite_file(&fs::read_to_string(case.join("source.sql")).expect("source.sql"));
    let database = TestDatabase::create();
    if let Some(pre) = &expected.pre {
        database.query(pre).expect("the case prepares the target");
    }
    let moved = support::outgrow(&["move", file.to_str().expect("UTF-8"), "--to", database.url(), "--yes"]);
    let left = tables(&database);
    if ![0, 1].contains(&moved.code) {
        let refused = expected.refuse_ok && moved.code == 2 && (left.is_empty() || expected.pre.is_some());
        return (!refused).then(|| format!("{name}: exit {}: {}", moved.code, moved.stderr));
    }
    // Only now: a target that refused the move may refuse functions as well.
    database.query(&fs::read_to_string(folder.join("chk.sql")).expect("chk.sql")).expect("the check functions");
    let wrong: Vec<String> = expected.checks.iter().filter_map(|check| wrong(&database, &moved, check)).collect();
    (!wrong.is_empty()).then(|| format!("{name}: exit {}: {}", moved.code, wrong.join("; ")))
}

fn tables(database: &TestDatabase) -> String {
    let sql = "SELECT string_agg(relname, ',') FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace \
               WHERE relkind IN ('r','p') AND nspname NOT IN ('pg_catalog','information_schema','pg_toast')";
    database.query(sql).expect("the catalog answers")
}

fn wrong(database: &TestDatabase, moved: &support::Ran, check: &(String, String, String, Wanted)) -> Option<String> {
    let (kind, label, sql, wanted) = check;
    if kind == "L" {
        let output = format!("{}{}", moved.stdout, moved.stderr);
        let found = Regex::new(sql).expect("a pattern").is_match(&output);
        return (!found).then(|| format!("{label}: not in the output"));
    }
    let got = database.query(&resolved(database, sql)).unwrap_or_else(|error| error);
    let right = match wanted {
        Wanted::One(one) => is(&got, one),
        Wanted::Any(any) => any.iter().any(|one| is(&got, one)),
    };
    (!right).then(|| format!("{label} = {got:?}"))
}

/// A pattern after `~` must match the whole, its point also a line break.
fn is(got: &str, wanted: &str) -> bool {
    match wanted.strip_prefix('~') {
        Some(pattern) => Regex::new(&format!("(?s)^(?:{pattern})$")).expect("a pattern").is_match(got),
        None => got == wanted,
    }
}

/// Replaces `{t:Name}` and `{c:Table.column}` by the names that the target has, whatever their case.
fn resolved(database: &TestDatabase, sql: &str) -> String {
    let reference = Regex::new(r"\{([tc]):([^}]*)\}").expect("a pattern");
    let replaced = reference.replace_all(sql, |found: &regex::Captures<'_>| {
        let name = found[2].replace('\'', "''");
        if &found[1] == "t" { table(database, &name) } else { column(database, &name) }
    });
    replaced.into_owned()
}

fn table(database: &TestDatabase, name: &str) -> String {
    let sql = format!(
        "SELECT quote_ident(nspname)||'.'||quote_ident(relname) FROM pg_class c \
         JOIN pg_namespace n ON n.oid = relnamespace WHERE c.oid = chk.rel('{name}')"
    );
    database.query(&sql).unwrap_or_default()
}

fn column(database: &TestDatabase, name: &str) -> String {
    let (table, column) = name.split_once('.').expect("a column has a table");
    database.query(&format!("SELECT quote_ident(chk.col('{table}','{column}'))")).unwrap_or_default()
}
