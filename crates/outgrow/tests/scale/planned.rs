//! Ten times as much takes about ten times as long.

use std::sync::Arc;
use std::time::{Duration, Instant};

use outgrow::planner::plan::{PlanOptions, plan};
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::{introspect, profiler};
use outgrow_testing::sqlite_file;

use crate::file;

/// Of processor time: ten times as much in proportion would be 10, and in the square 100.
const MOST: u32 = 60;

#[test]
fn a_plan_of_ten_times_the_tables_takes_about_ten_times_as_long() {
    let (few, many) = (planning(&file::tables(200)), planning(&file::tables(2_000)));
    assert!(many < few * MOST, "{few:?} for 200 tables, {many:?} for 2,000");
}

#[test]
fn a_plan_of_ten_times_the_columns_takes_about_ten_times_as_long() {
    let (few, many) = (planning(&file::columns(170)), planning(&file::columns(1_700)));
    assert!(many < few * MOST, "{few:?} for 170 columns, {many:?} for 1,700");
}

/// The least time of several plans of one file.
fn planning(sql: &str) -> Duration {
    let (_directory, file) = sqlite_file(sql);
    let source = Arc::new(Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens"));
    let catalog = introspect::sqlite(&source).expect("a catalog");
    let profile = profiler::profile(&source, &catalog, &Progress::silent()).expect("a profile");
    let times = (0..4).map(|_| {
        let started = spent();
        plan(&catalog, &profile, &PlanOptions::default());
        spent() - started
    });
    times.min().expect("several")
}

/// The processor's time of this thread where the system tells it, else the time of day.
fn spent() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(since_start, Duration::from_nanos)
}

fn since_start() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
