//! A move that is stopped between its last step and its report.

use std::fs::File;

use outgrow_testing::TestDatabase;

use crate::source::Source;
use crate::state::State;
use crate::support::{command, outgrow, ran};
use crate::{PART, move_to};

/// Whether the database knows of a move that has not ended.
pub(crate) fn has_ledger(database: &TestDatabase) -> bool {
    database.query("SELECT count(*) FROM outgrow.moves").is_ok_and(|count| count != "0")
}

/// A move whose report nobody gets: a disk without room takes it.
fn untold(source: &Source) -> TestDatabase {
    let database = TestDatabase::create();
    let full = File::options().write(true).open("/dev/full").expect("a full device");
    let mut move_ = command(&["move", source.path(), "--to", database.url(), "--part", PART, "--yes"]);
    let output = move_.stdout(full).output().expect("the binary runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot write the report to stdout"), "{said}");
    assert!(has_ledger(&database));
    database
}

#[test]
fn it_is_told_by_the_next_run() {
    let source = Source::large();
    let database = untold(&source);
    let status = outgrow(&["status", "--to", database.url()]);
    assert!(status.stdout.contains("finished and compared"), "{}", status.stdout);
    let again = move_to(&source, database.url(), &[]);
    assert_eq!(again.code, 1, "{}", again.stderr);
    assert!(again.stderr.contains("an earlier run has moved everything"), "{}", again.stderr);
    assert!(again.stdout.contains("values are equal on both sides"), "{}", again.stdout);
    assert!(!has_ledger(&database));
}

#[test]
fn its_tables_are_not_taken_away() {
    let source = Source::large();
    let database = untold(&source);
    let cleaned = ran(&mut command(&["clean", "--to", database.url()]));
    assert_eq!(cleaned.code, 0, "{}", cleaned.stderr);
    assert!(cleaned.stdout.contains("its tables stay"), "{}", cleaned.stdout);
    assert!(!has_ledger(&database));
    assert!(State::of(&database).is_rich());
}

#[test]
fn its_tables_are_refused_once_the_file_has_changed() {
    let source = Source::large();
    let database = untold(&source);
    database.query("UPDATE rows SET words = 'by the application' WHERE id = 1").expect("updated");
    source.run("UPDATE rows SET words = 'changed' WHERE id = 17");
    let again = move_to(&source, database.url(), &[]);
    assert_eq!(again.code, 2, "{}", again.stdout);
    assert!(again.stderr.contains("the target already has"), "{}", again.stderr);
    assert_eq!(database.query("SELECT words FROM rows WHERE id = 1"), Ok("by the application".to_owned()));
}
