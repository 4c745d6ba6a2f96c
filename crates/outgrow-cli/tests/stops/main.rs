//! A move that is stopped anywhere goes on where it stopped, exactly once.
//!
//! `OUTGROW_KILLS` says how often the random test stops a move (default 20; `make torture` takes 250).

#[path = "../support/mod.rs"]
mod support;

mod chance;
mod crash;
mod full;
mod server;
mod small_disk;
mod gate;
mod overlap;
mod pace;
mod source;
mod state;
mod stop;
mod told;
mod unchecked;

use std::time::{Duration, Instant};

use chance::Chance;
use outgrow_testing::TestDatabase;
use pace::Pace;
use source::Source;
use state::State;
use stop::{Stop, run_and_stop};
use support::{Ran, outgrow};

/// Small parts, so that a small file has many of them.
const PART: &str = "30kB";
/// As many parts of a larger file.
const LARGER_PART: &str = "300kB";

fn move_to(source: &Source, url: &str, more: &[&str]) -> Ran {
    outgrow(&[&["move", source.path(), "--to", url, "--part", PART, "--yes"], more].concat())
}

fn kills() -> usize {
    std::env::var("OUTGROW_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20)
}

#[test]
fn a_move_that_is_stopped_at_random_ends_as_if_it_had_never_been() {
    stop_at_random(&Source::large(), PART, kills());
}

#[test]
fn so_does_one_that_makes_keys_while_rows_arrive() {
    stop_at_random(&Source::larger(), LARGER_PART, kills() / 2);
}

fn stop_at_random(source: &Source, part: &str, kills: usize) {
    let (wanted, took) = uninterrupted(source, part);
    let mut chance = Chance::new(0x6f75_7467_726f_7721);
    let mut pace = Pace::of(took);
    let mut stopped = 0;
    while stopped < kills {
        let database = TestDatabase::create();
        loop {
            let stop = Stop::any(&mut chance);
            let before = State::loaded(&database);
            let ended = run_and_stop(source, &database, part, stop, pace.next(&mut chance));
            assert!(before.is_kept_by(&State::loaded(&database)), "parts were loaded a second time after {stop:?}");
            // Whoever was killed after the report has nothing left to do.
            let told = ended.stdout.contains("values are equal") && !told::has_ledger(&database);
            if matches!(ended.code, 0 | 1) || told {
                break;
            }
            pace.stopped(stop, &ended);
        }
        stopped += pace.ended();
        assert_eq!(State::of(&database), wanted, "after {stopped} stops");
    }
}

fn uninterrupted(source: &Source, part: &str) -> (State, Duration) {
    let database = TestDatabase::create();
    let began = Instant::now();
    let ran = outgrow(&["move", source.path(), "--to", database.url(), "--part", part, "--yes"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let took = began.elapsed();
    let state = State::of(&database);
    assert!(state.is_rich(), "{state:#?}");
    (state, took)
}

/// A database in which a move was stopped after some of its parts.
fn stopped(source: &Source) -> TestDatabase {
    let database = TestDatabase::create();
    stop::after_parts(source, &database, PART, 5);
    database
}

#[test]
fn a_stopped_move_is_told_and_goes_on() {
    let source = Source::large();
    let database = stopped(&source);
    let status = outgrow(&["status", "--to", database.url()]);
    assert_eq!(status.code, 1, "{}", status.stderr);
    assert!(status.stdout.contains("parts of tables loaded"), "{}", status.stdout);
    let json: serde_json::Value =
        serde_json::from_str(&outgrow(&["status", "--to", database.url(), "--json"]).stdout).expect("JSON");
    assert!(json["moves"][0]["parts_loaded"].as_u64() >= Some(5), "{json}");
    let ran = move_to(&source, database.url(), &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("an earlier run has loaded"), "{}", ran.stderr);
    let status = outgrow(&["status", "--to", database.url()]);
    assert_eq!(status.code, 0, "{}", status.stdout);
}

#[test]
fn clean_takes_a_stopped_move_away_and_nothing_else() {
    let source = Source::large();
    let database = TestDatabase::create();
    database.query("CREATE TABLE mine (a int); INSERT INTO mine VALUES (7)").expect("a table");
    let before = State::of(&database);
    stop::after_parts(&source, &database, PART, 5);
    let ran = outgrow(&["clean", "--to", database.url(), "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("is taken away"), "{}", ran.stdout);
    assert_eq!(State::of(&database), before);
    let again = outgrow(&["clean", "--to", database.url(), "--yes"]);
    assert!(again.stdout.contains("nothing was taken away"), "{}", again.stdout);
}

#[test]
fn clean_does_not_drop_without_being_told_to() {
    let source = Source::large();
    let database = stopped(&source);
    let ran = outgrow(&["clean", "--to", database.url()]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("--yes"), "{}", ran.stderr);
    assert_eq!(outgrow(&["status", "--to", database.url()]).code, 1);
}

#[test]
fn a_file_that_changed_meanwhile_is_not_mixed_with_what_is_there() {
    let source = Source::large();
    let database = stopped(&source);
    source.run("UPDATE rows SET words = 'changed' WHERE id = 17");
    let ran = move_to(&source, database.url(), &[]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("before it changed"), "{}", ran.stderr);
    let ran = move_to(&source, database.url(), &["--replace"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(database.query("SELECT words FROM rows WHERE id = 17"), Ok("changed".to_owned()));
}

#[test]
fn other_options_do_not_go_on_with_a_stopped_move() {
    let source = Source::large();
    let database = stopped(&source);
    let ran = move_to(&source, database.url(), &["--identifiers", "preserve"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("other options"), "{}", ran.stderr);
}

#[test]
fn two_moves_into_one_schema_do_not_run_side_by_side() {
    let source = Source::large();
    let database = TestDatabase::create();
    let first = stop::running(&source, &database, PART, 3);
    let second = move_to(&source, database.url(), &[]);
    let first = first.wait_with_output().expect("it ends");
    assert_eq!(first.status.code(), Some(1), "{}", String::from_utf8_lossy(&first.stderr));
    // The second waits for the first, and finds that its tables are there.
    assert_eq!(second.code, 2, "{}{}", second.stdout, second.stderr);
}
