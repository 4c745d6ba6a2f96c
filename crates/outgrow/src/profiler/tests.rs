mod file;
mod json;
mod key_pages;
mod keys;
mod pages;
mod parts;

use std::sync::Mutex as StdMutex;

use outgrow_planner::catalog::sqlite::TableRole;
use outgrow_planner::profile::{RowKey, Tally};
use rusqlite::types::Value;

use super::*;
use crate::memory::Memory;
use file::File;

fn profile_of(file: &File) -> Profile {
    run(file, &Progress::silent()).expect("the file can be profiled")
}

fn limits() -> Arc<Limits> {
    Arc::new(Memory::DEFAULT.limits(2))
}

fn run(file: &File, progress: &Progress) -> Result<Profile> {
    pass(&file.catalog, Cutting::new(2), &limits(), progress, &|work| work(&file.open()))
}

fn witnesses(tally: &Tally) -> Vec<(String, String)> {
    tally.first.iter().map(|witness| (witness.row.to_string(), witness.value.clone())).collect()
}

fn shown(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(row, value)| ((*row).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn every_user_table_is_profiled_at_its_place_in_the_catalog() {
    let mut file = File::new(
        "CREATE TABLE small (a); CREATE TABLE large (a, b); CREATE TABLE shadow (a);
         INSERT INTO small VALUES (1); INSERT INTO large VALUES ('xy', 2), (NULL, x'00'), (1.5, 3);
         INSERT INTO shadow VALUES (1)",
    );
    file.catalog.tables[2].role = TableRole::Shadow { of: "other".to_owned() };
    let profile = profile_of(&file);
    assert_eq!(profile.tables.iter().map(|table| table.rows).collect::<Vec<_>>(), [1, 3, 0]);
    let large = &profile.tables[1];
    assert_eq!((large.bytes, large.max_row_bytes), (10 + 1 + 16, 16));
    assert_eq!(large.columns[0].nulls.count, 1);
    assert_eq!(large.columns[0].reals.max_scale, 1);
    assert_eq!(profile.tables[2], TableProfile::empty(1, 0));
}

#[test]
fn hostile_names_are_only_names() {
    let file = File::new(
        "CREATE TABLE \"a\"\"b'; --\" (\"x\"\"y\" TEXT, \"rowid\" TEXT, \"'\" TEXT);
         INSERT INTO \"a\"\"b'; --\" VALUES ('one', 'two', 'three')",
    );
    let table = &profile_of(&file).tables[0];
    assert_eq!(table.columns[0].texts.all.first[0].value, "one");
    assert_eq!(table.columns[1].texts.all.first[0].value, "two");
    assert_eq!(table.columns[2].texts.all.first[0].row, RowKey::Rowid(1));
}

#[test]
fn a_row_is_named_by_the_first_rowid_that_no_column_hides() {
    let cases = [
        ("CREATE TABLE t (a)", "rowid 7"),
        ("CREATE TABLE t (a, rowid)", "rowid 7"),
        ("CREATE TABLE t (a, ROWID, _rowid_)", "rowid 7"),
        ("CREATE TABLE t (a, rowid, _rowid_, oid)", "key row 1 in stored order"),
        ("CREATE TABLE t (a TEXT, rowid, _rowid_, oid, PRIMARY KEY (a))", "key 'x'"),
        ("CREATE TABLE t (a TEXT, rowid, _rowid_, oid INTEGER PRIMARY KEY)", "rowid 7"),
        ("CREATE TABLE t (a TEXT, b DEFAULT 2, PRIMARY KEY (b, a)) WITHOUT ROWID", "key 2, 'x'"),
    ];
    for (sql, row) in cases {
        let file = File::new(sql);
        let hidden = sql.contains("_rowid_, oid") && !sql.contains("INTEGER");
        let columns = if sql.contains("WITHOUT") || hidden { "(a) VALUES ('x')" } else { "(oid, a) VALUES (7, 'x')" };
        file.execute(&format!("INSERT INTO t {columns}"));
        let profile = profile_of(&file);
        assert_eq!(profile.tables[0].columns[0].texts.all.first[0].row.to_string(), row, "{sql}");
    }
}

#[test]
fn generated_columns_are_read_like_others() {
    let file = File::new(
        "CREATE TABLE t (a, b GENERATED ALWAYS AS (a * 2), c GENERATED ALWAYS AS (a || 'x') STORED);
         INSERT INTO t (a) VALUES (21)",
    );
    let columns = &profile_of(&file).tables[0].columns;
    assert_eq!(columns[1].integers.range, Some((42, 42)));
    assert_eq!(columns[2].texts.all.first[0].value, "21x");
}

#[test]
fn witnesses_come_in_the_order_of_the_rowid() {
    let file = File::new(
        "CREATE TABLE t (a INTEGER); CREATE INDEX i ON t (a DESC);
         INSERT INTO t VALUES (10), (30), (20), (40)",
    );
    let tally = &profile_of(&file).tables[0].columns[0].integers.all;
    assert_eq!(witnesses(tally), shown(&[("rowid 1", "10"), ("rowid 2", "30"), ("rowid 3", "20")]));
}

#[test]
fn text_that_is_no_text_is_no_panic() {
    let file = File::new("CREATE TABLE t (a TEXT)");
    let bad = [Value::Text("nul\0inside".to_owned()), Value::Blob(vec![0xff; 100])];
    for value in bad {
        file.open_writable().execute("INSERT INTO t VALUES (CAST(?1 AS TEXT))", [value]).expect("SQLite takes all");
    }
    let texts = &profile_of(&file).tables[0].columns[0].texts;
    assert_eq!((texts.with_nul.count, texts.invalid_utf8.count, texts.max_bytes), (1, 1, 100));
}

#[test]
fn a_table_as_wide_as_sqlite_allows_is_read_without_its_rowid() {
    let columns: Vec<String> = (0..2000).map(|number| format!("c{number}")).collect();
    let file = File::new(&format!("CREATE TABLE t ({}); INSERT INTO t (c0) VALUES (1)", columns.join(", ")));
    let table = &profile_of(&file).tables[0];
    assert_eq!(table.columns[0].integers.all.first[0].row.to_string(), "key row 1 in stored order");
}

#[test]
fn progress_adds_up_to_the_rows() {
    let file = File::new(
        "CREATE TABLE t (a); CREATE TABLE u (a);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i FROM n;
         INSERT INTO u VALUES (1), (2)",
    );
    let events = Arc::new(StdMutex::new(Vec::new()));
    let sink = Arc::clone(&events);
    run(&file, &Progress::new(move |event| sink.lock().unwrap().push(event))).unwrap();
    let events = events.lock().unwrap();
    assert_eq!(events.first(), Some(&Event::PhaseStarted { phase: Phase::Profile, total: None }));
    assert_eq!(events.last(), Some(&Event::PhaseFinished { phase: Phase::Profile }));
    let advanced: u64 = events.iter().map(|event| if let Event::Advanced { by, .. } = event { *by } else { 0 }).sum();
    assert_eq!(advanced, 20_002);
    assert!(events.contains(&Event::Working { phase: Phase::Profile, on: "u".to_owned() }));
}

#[test]
fn a_cancelled_pass_is_interrupted() {
    let file = File::new(
        "CREATE TABLE t (a);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO t SELECT i FROM n",
    );
    let (to_sink, from_sink) = std::sync::mpsc::channel::<Progress>();
    let from_sink = StdMutex::new(from_sink);
    let progress = Progress::new(move |event| {
        if let Event::Advanced { .. } = event {
            from_sink.lock().unwrap().recv().unwrap().cancel();
        }
    });
    to_sink.send(progress.clone()).unwrap();
    assert_eq!(run(&file, &progress).unwrap_err().kind(), ErrorKind::Interrupted);
}

#[test]
fn a_damaged_table_is_named() {
    let file = File::new(
        "CREATE TABLE whole (a); INSERT INTO whole VALUES (1); CREATE TABLE broken (a TEXT);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO broken SELECT hex(randomblob(20)) FROM n",
    );
    file.overwrite_pages_from(3);
    let error = run(&file, &Progress::silent()).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Source, "table \"broken\" is damaged"));
    assert!(error.hint_text().is_some());
}

#[test]
fn a_missing_function_is_the_applications() {
    let mut file = File::new("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    file.rewrite_schema("CREATE TABLE t (a, b AS (app_function(a)))");
    let error = run(&file, &Progress::silent()).unwrap_err();
    let message = "table \"t\" needs what only the application defines";
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Source, message), "{error:?}");
}
