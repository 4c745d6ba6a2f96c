//! What PostgreSQL refuses after the rows are there is never called converted.

use std::sync::Arc;

use outgrow::moving::{self, MoveOptions, Outcome, Replace};
use outgrow::planner::plan::{Decisions, ObjectKind, Verdict};
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow_testing::{TestDatabase, sqlite_file};

fn moved(sql: &str, prepare: &str) -> Outcome {
    let (_directory, file) = sqlite_file(sql);
    let database = TestDatabase::create();
    database.query(prepare).expect("the target is prepared");
    let source = Arc::new(Source::open(file.to_str().expect("UTF-8"), 2).expect("the file opens"));
    let target = Target::parse(database.url()).expect("a URL");
    let options = MoveOptions {
        schema: None,
        identifiers: None,
        decisions: Decisions::default(),
        jobs: 1,
        part_bytes: outgrow::copy::PART_BYTES,
        max_log_bytes: None,
        replace: Replace::Refuse,
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(moving::run(&source, &target, &options, &Progress::silent())).expect("the move goes on")
}

fn not_converted(outcome: &Outcome) -> Vec<(ObjectKind, String)> {
    let refused = |object: &outgrow::planner::plan::ObjectVerdict| match &object.verdict {
        Verdict::NotConverted { reason, .. } => Some((object.kind, format!("{}: {reason}", object.name))),
        Verdict::Converted | Verdict::Differs { .. } | Verdict::LeftOut { .. } | Verdict::NotNeeded { .. } => None,
    };
    outcome.verdicts().iter().filter_map(refused).collect()
}

#[test]
fn keys_and_indexes_that_the_target_forbids_are_not_converted() {
    let outcome = moved(
        "CREATE TABLE long (id INTEGER PRIMARY KEY, more TEXT UNIQUE); INSERT INTO long VALUES (5, 'x');
         CREATE INDEX long_more ON long (more DESC);",
        "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''frozen''; END';
         CREATE EVENT TRIGGER frozen ON ddl_command_start WHEN TAG IN ('ALTER TABLE', 'CREATE INDEX') EXECUTE FUNCTION forbid();
         CREATE FUNCTION bound() RETURNS event_trigger LANGUAGE plpgsql AS
         'BEGIN IF to_regclass(''public.long_id_seq'') IS NOT NULL THEN ALTER SEQUENCE public.long_id_seq MAXVALUE 3; END IF; END';
         CREATE EVENT TRIGGER bound ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION bound()",
    );
    let found = not_converted(&outcome);
    let kinds: Vec<ObjectKind> = found.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [ObjectKind::Column, ObjectKind::PrimaryKey, ObjectKind::Unique, ObjectKind::Index], "{found:?}");
    assert!(found[0].1.starts_with("id: PostgreSQL refused identity of table"), "{found:?}");
    assert!(found[2].1.starts_with("(more): PostgreSQL refused unique constraint"), "{found:?}");
    assert!(found[3].1.starts_with("long_more: PostgreSQL refused index"), "{found:?}");
    let index = outcome.verdicts().into_iter().find(|object| object.name == "long_more").expect("a verdict");
    assert_eq!(index.sql.as_deref(), Some("CREATE INDEX long_more ON long (more DESC)"));
    assert!(outcome.needs_a_look());
}

#[test]
fn a_trigger_that_the_target_forbids_is_not_converted_and_the_rest_is() {
    let outcome = moved(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER); CREATE TABLE log (n INTEGER);
         INSERT INTO a VALUES (1, 2);
         CREATE TRIGGER a_log AFTER INSERT ON a BEGIN INSERT INTO log VALUES (new.n); END;
         CREATE VIEW v AS SELECT n FROM a;",
        "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no triggers''; END';
         CREATE EVENT TRIGGER no_triggers ON ddl_command_start WHEN TAG IN ('CREATE TRIGGER') EXECUTE FUNCTION forbid()",
    );
    let found = not_converted(&outcome);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.starts_with("a_log: PostgreSQL refused trigger \"a_log\": no triggers"), "{found:?}");
}
