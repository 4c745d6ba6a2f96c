//! More tables than one transaction of the server can make.

use std::path::Path;
use std::sync::Arc;

use outgrow::moving::{self, MoveOptions, Outcome, Replace};
use outgrow::planner::plan::Decisions;
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow_testing::{TestDatabase, sqlite_file};

use crate::file;

fn moved(sql: &str, database: &TestDatabase) -> outgrow::Result<Outcome> {
    let (_directory, file) = sqlite_file(sql);
    runtime().block_on(move_to(&file, database.url(), Replace::Refuse, &Progress::silent()))
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

pub(crate) async fn move_to(file: &Path, url: &str, replace: Replace, progress: &Progress) -> outgrow::Result<Outcome> {
    let source = Arc::new(Source::open(file.to_str().expect("UTF-8"), 2).expect("the file opens"));
    let target = Target::parse(url).expect("a URL");
    let decisions = Decisions::default();
    let options = MoveOptions {
        schema: None,
        identifiers: None,
        decisions,
        jobs: 2,
        part_bytes: outgrow::copy::PART_BYTES,
        max_log_bytes: None,
        replace,
    };
    moving::run(&source, &target, &options, progress).await
}

#[test]
fn thousands_of_tables_are_moved_and_verified() {
    let database = TestDatabase::create();
    let outcome = moved(&file::tables(1_500), &database).expect("the move succeeds");
    assert_eq!(outcome.verified.tables.len(), 1_500);
    assert!(outcome.verified.tables.iter().all(|table| table.difference_count == 0 && table.target_rows == 2));
    assert!(outcome.refused.is_empty() && outcome.weakened.is_empty(), "{:?}", outcome.refused.first());
}

#[test]
fn a_move_that_fails_after_many_tables_leaves_the_target_as_it_was() {
    let database = TestDatabase::create();
    database
        .query(
            "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
               IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.t1400')
               THEN RAISE EXCEPTION 'not this one'; END IF; END $$;
             CREATE EVENT TRIGGER refuse ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION refuse()",
        )
        .expect("the target is prepared");
    let error = moved(&file::tables(1_500), &database).expect_err("one table is refused");
    assert_eq!(error.to_string(), "PostgreSQL refused table \"t1400\"");
    assert_eq!(error.hint_text(), Some("Nothing was changed in the target."));
    let left = database.query("SELECT count(*)::text FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    assert_eq!(left.expect("an answer").trim(), "0");
}
