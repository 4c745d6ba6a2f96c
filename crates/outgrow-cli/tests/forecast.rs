//! Forecasts on the command line.

mod support;

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use outgrow_testing::{TestDatabase, sqlite_file};
use serde_json::Value;
use support::{command, outgrow, outgrow_in};

const TINY: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')";

/// About 10 MB of values.
const LARGE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE); \
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) \
    INSERT INTO t SELECT i, printf('%090d', i) FROM n";

fn tables(database: &TestDatabase) -> String {
    let sql = "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace::regnamespace::text !~ '^(pg_|information)'";
    database.query(sql).expect("asked")
}

#[test]
fn a_check_with_a_target_forecasts_and_one_without_does_not() {
    let ((_directory, file), database) = (sqlite_file(LARGE), TestDatabase::create());
    let file = file.to_str().expect("UTF-8");
    let document = |more: &[&str]| {
        let ran = outgrow(&[&["check", file, "--format", "json"], more].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        serde_json::from_str::<Value>(&ran.stdout).expect("a document")
    };
    assert_eq!(document(&[])["forecast"], Value::Null);
    let forecast = &document(&["--to", database.url()])["forecast"];
    assert_eq!(forecast["basis"], "sample");
    let phases: Vec<&str> =
        forecast["phases"].as_array().expect("a list").iter().filter_map(|phase| phase["phase"].as_str()).collect();
    assert_eq!(phases, ["profile", "pre-data", "copy", "post-data", "verify"]);
    assert!(forecast["disk_bytes"].as_u64() > Some(10_000_000), "{forecast}");
    assert_eq!(forecast["actual"], Value::Null);
    assert_eq!(tables(&database), "0");
}

#[test]
fn a_rehearsal_stops_before_the_move() {
    let ((directory, file), database) = (sqlite_file(TINY), TestDatabase::create());
    let page = directory.path().join("report.html");
    let (file, page_name) = (file.to_str().expect("UTF-8"), page.to_str().expect("UTF-8"));
    let ran = outgrow(&["move", file, "--to", database.url(), "--rehearse", "--report", page_name]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("the move takes less than 5.00 s") && ran.stdout.contains("\nready\n"), "{ran:?}");
    assert!(std::fs::read_to_string(&page).expect("a page").contains("The move takes less than 5.00 s."));
    assert_eq!(tables(&database), "0");
}

fn samples(directory: &Path) -> usize {
    let entries = std::fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("an entry").file_name());
    entries.filter(|name| name.to_string_lossy().starts_with("outgrow-sample-")).count()
}

#[test]
fn the_sample_of_a_killed_forecast_goes_with_the_next_one() {
    let ((directory, file), database) = (sqlite_file(LARGE), TestDatabase::create());
    let arguments = ["check", file.to_str().expect("UTF-8"), "--to", database.url()];
    let here = directory.path().to_str().expect("UTF-8");
    let mut child =
        command(&arguments).env("TMPDIR", here).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
    let waiting = Instant::now();
    while samples(directory.path()) == 0 {
        assert!(waiting.elapsed() < Duration::from_secs(60), "there is no sample");
    }
    child.kill().expect("it is there");
    child.wait().expect("it ends");
    assert_eq!(samples(directory.path()), 1);
    let ran = outgrow_in(directory.path(), &[("TMPDIR", here)], &arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(samples(directory.path()), 0);
}
