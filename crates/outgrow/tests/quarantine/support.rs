//! A file, a database, and what is done with both.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use outgrow::moving::{self, MoveOptions, Outcome, Replace};
use outgrow::planner::plan::Decisions;
use outgrow::progress::Progress;
use outgrow::quarantine::{self, Scope, Selection};
use outgrow::requeue::{self, Changed, RequeueOptions, Requeued, Trial};
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow_testing::{TestDatabase, sqlite_file};
use tokio::runtime::Runtime;

/// A file and the database that it moves to.
pub(crate) struct Bench {
    pub(crate) database: TestDatabase,
    pub(crate) file: PathBuf,
    pub(crate) url: String,
    pub(crate) runtime: Runtime,
    _directory: tempfile::TempDir,
}

pub(crate) const WRITE: RequeueOptions = RequeueOptions { changed: Changed::Keep, trial: Trial::Write };

impl Bench {
    pub(crate) fn new(sql: &str) -> Bench {
        let (directory, file) = sqlite_file(sql);
        let database = TestDatabase::create();
        let url = database.url().to_owned();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        Bench { database, file, url, runtime: runtime.expect("a runtime"), _directory: directory }
    }

    /// A file that was moved.
    pub(crate) fn moved(sql: &str) -> Bench {
        let bench = Bench::new(sql);
        let outcome = bench.run_move(Replace::Refuse).expect("moved");
        assert_eq!(outcome.verified.difference_count(), 0, "{:?}", outcome.verified);
        bench
    }

    pub(crate) fn target(&self) -> Target {
        Target::parse(&self.url).expect("a URL")
    }

    pub(crate) fn options(replace: Replace) -> MoveOptions {
        MoveOptions {
            schema: None,
            identifiers: None,
            decisions: Decisions::default(),
            jobs: 2,
            part_bytes: outgrow::copy::PART_BYTES,
            max_log_bytes: None,
            replace,
        }
    }

    pub(crate) fn run_move(&self, replace: Replace) -> outgrow::Result<Outcome> {
        let source = Arc::new(Source::open(self.file.to_str().expect("UTF-8"), 2).expect("opened"));
        let (options, progress) = (Bench::options(replace), Progress::silent());
        self.runtime.block_on(moving::run(&source, &self.target(), &options, &progress))
    }

    pub(crate) fn difference_count(&self) -> u64 {
        let source = Arc::new(Source::open(self.file.to_str().expect("UTF-8"), 2).expect("opened"));
        let (options, progress) = (Bench::options(Replace::Refuse), Progress::silent());
        let verified = self.runtime.block_on(moving::verify(&source, &self.target(), &options, &progress));
        verified.expect("compared").1.difference_count()
    }

    pub(crate) fn query(&self, sql: &str) -> String {
        self.database.query(sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    pub(crate) fn requeue(&self, what: Option<&str>, options: RequeueOptions) -> Requeued {
        self.runtime.block_on(async {
            let target = self.target();
            let session = target.connect().await.expect("a session");
            let scope = Scope::new(&target, None).expect("a scope");
            let places = quarantine::locate(&session.client, &scope.schema).await.expect("located");
            let selection = quarantine::select(&session, &places, &scope, what).await.expect("known");
            let progress = Progress::silent();
            requeue::run(&session, &places, &scope, &selection, options, &progress).await.expect("no trouble")
        })
    }

    pub(crate) fn export(&self, format: quarantine::ExportFormat, path: &Path) -> quarantine::Exported {
        self.runtime.block_on(async {
            let target = self.target();
            let session = target.connect().await.expect("a session");
            let scope = Scope::new(&target, None).expect("a scope");
            let places = quarantine::locate(&session.client, &scope.schema).await.expect("located");
            quarantine::export(&session, &places, &scope, &Selection::All, format, path).await.expect("written")
        })
    }

    /// How many were placed, how many remain.
    pub(crate) fn requeue_counts(&self, what: Option<&str>) -> (u64, u64) {
        let done = self.requeue(what, WRITE);
        (done.placed_count(), done.remaining_count())
    }
}

/// The only reason of everything that remains.
pub(crate) fn reason(done: &Requeued) -> String {
    let reasons: Vec<&String> = done.columns.iter().flat_map(|column| column.reasons.keys()).collect();
    assert_eq!(reasons.len(), 1, "{done:?}");
    reasons[0].clone()
}
