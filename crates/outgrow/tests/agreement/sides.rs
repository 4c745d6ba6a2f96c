//! One file, moved, with a connection to either side.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use outgrow::moving::{self, MoveOptions, Outcome, Replace};
use outgrow::planner::plan::{Decisions, ObjectKind, ObjectVerdict, PlanOptions, Verdict};
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow_testing::TestDatabase;
use rusqlite::Connection;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

/// One file, moved, with a connection to either side.
pub(crate) struct Sides {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
    pub(crate) sqlite: Connection,
    pub(crate) client: Client,
    pub(crate) runtime: Runtime,
    _database: TestDatabase,
    _directory: tempfile::TempDir,
}

impl Sides {
    /// Moves a file of the corpus, if there is something to compare in it.
    pub(crate) fn of_file(file: &Path) -> Option<Sides> {
        Sides::named(file, file)
    }

    /// Moves a file, if there is something to compare in it.
    pub(crate) fn named(shown: &Path, file: &Path) -> Option<Sides> {
        // A copy, because reading a WAL database may leave side files beside it.
        let directory = tempfile::tempdir().expect("a temporary directory");
        let copy = directory.path().join("copy.db");
        fs::copy(file, &copy).expect("the file can be copied");
        let source = Arc::new(
            Source::open(copy.to_str().expect("UTF-8"), 2)
                .unwrap_or_else(|error| panic!("{}: {error}", shown.display())),
        );
        let checked =
            moving::check(&source, &PlanOptions::default(), &Progress::silent()).expect("the file can be read");
        if !checked.plan.verdicts.iter().any(is_expression) {
            return None;
        }
        let database = TestDatabase::create();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let target = Target::parse(database.url()).expect("a URL");
        let options = MoveOptions {
            schema: None,
            identifiers: None,
            decisions: Decisions::default(),
            jobs: 2,
            part_bytes: outgrow::copy::PART_BYTES,
            max_log_bytes: None,
            replace: Replace::Refuse,
        };
        let moved = runtime.block_on(moving::run(&source, &target, &options, &Progress::silent()));
        let name = shown.file_name().expect("a name").to_string_lossy().into_owned();
        let outcome = match moved {
            Ok(outcome) => outcome,
            Err(_) if may_be_refused(shown) => return None,
            Err(error) => panic!("{name}: {error}"),
        };
        let sqlite = Connection::open(&copy).expect("the copy opens");
        let client = connect(&runtime, database.url());
        Some(Sides { name, outcome, sqlite, client, runtime, _database: database, _directory: directory })
    }

    /// The objects of a kind that are converted without a difference.
    pub(crate) fn converted(&self, kind: ObjectKind) -> Vec<ObjectVerdict> {
        let mut objects = self.outcome.verdicts();
        objects.retain(|object| object.kind == kind && object.verdict == Verdict::Converted);
        objects
    }

    /// Runs statements on PostgreSQL.
    pub(crate) fn run(&self, sql: &str) -> Result<(), String> {
        self.runtime.block_on(self.client.batch_execute(sql)).map_err(|error| format!("{error:?}: {sql}"))
    }
}

/// Whether a case says that its move may be refused as a whole.
fn may_be_refused(case: &Path) -> bool {
    fs::read_to_string(case.join("expected.json")).is_ok_and(|expected| expected.contains("\"refuse_ok\": true"))
}

fn is_expression(object: &ObjectVerdict) -> bool {
    let kinds = [ObjectKind::View, ObjectKind::Check, ObjectKind::Default, ObjectKind::Generated];
    kinds.contains(&object.kind) && object.verdict == Verdict::Converted
}

/// A session in a zone of its own, in which nothing that is converted may depend on the zone.
fn connect(runtime: &Runtime, url: &str) -> Client {
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the server answers");
        tokio::spawn(connection);
        client.batch_execute("SET timezone = 'Asia/Kolkata'; SET extra_float_digits = 1").await.expect("settings");
        client
    })
}

/// A name as SQLite takes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
