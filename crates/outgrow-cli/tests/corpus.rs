//! Real databases of real applications, moved by the real binary into a real server.

mod support;

use std::fs;
use std::path::PathBuf;

use outgrow_testing::{TestDatabase, testdata};

/// Files that must move with nothing left to look at.
const CLEAN: [&str; 10] = [
    "chinook.sqlite",
    "northwind.db",
    "sakila.sqlite",
    "app_optuna_5.0.0.db",
    "app_jupyterhub.sqlite",
    "symfony_demo.sqlite",
    "sqlx_test.db",
    "app_dagster_1.13_index.db",
    "app_dagster_1.13_run_shard.db",
    "app_dagster_1.13_runs.db",
];

/// Malformed on purpose.
const MALFORMED: &str = "mbtiles_corrupt.mbtiles";

#[test]
fn every_real_database_moves_without_an_unreported_difference() {
    let failures: Vec<String> = files().into_iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(testdata().join("corpus")).expect("the corpus");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.retain(|path| !["md", "json"].iter().any(|end| path.extension().is_some_and(|extension| extension == *end)));
    files.sort();
    assert!(files.len() >= 51, "only {} files", files.len());
    files
}

fn failure(path: PathBuf) -> Option<String> {
    let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    // A copy, because reading a WAL database may leave side files beside it.
    let directory = tempfile::tempdir().expect("a temporary directory");
    let copy = directory.path().join(&name);
    fs::copy(&path, &copy).expect("the file can be copied");
    let before = fs::read(&copy).expect("the copy can be read");
    let database = TestDatabase::create();
    let moved = support::outgrow(&["move", copy.to_str().expect("UTF-8"), "--to", database.url(), "--yes"]);
    if fs::read(&copy).expect("the copy can be read") != before {
        return Some(format!("{name}: the source was changed"));
    }
    let allowed: &[i32] = match name.as_str() {
        MALFORMED => &[2],
        clean if CLEAN.contains(&clean) => &[0],
        _ => &[0, 1],
    };
    if !allowed.contains(&moved.code) {
        return Some(format!("{name}: exit {}: {}{}", moved.code, moved.stdout, moved.stderr));
    }
    if name == MALFORMED {
        return None;
    }
    let verified = support::outgrow(&["verify", copy.to_str().expect("UTF-8"), "--to", database.url(), "--json"]);
    let report: serde_json::Value = serde_json::from_str(&verified.stdout).unwrap_or_default();
    (report["difference_count"] != 0).then(|| format!("{name}: {}", verified.stdout))
}
