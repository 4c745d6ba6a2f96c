//! Several streams: their order, their errors, their end.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::ident::Ident;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::{PlanOptions, Substitute, TablePlan, plan};
use outgrow_planner::profile::Profile;

use super::fixture::{File, Fixture};
use super::tables::{ID, table};
use crate::ErrorKind;
use crate::copy::{CopyOptions, Copying, PART_BYTES, Parts, Readers, copy};
use crate::progress::{Event, Progress};

const MANY: &str = "CREATE TABLE big (id INTEGER PRIMARY KEY, v); CREATE TABLE other (id INTEGER PRIMARY KEY, v);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
    INSERT INTO big(v) SELECT printf('%0100d', i) FROM n;
    INSERT INTO other SELECT * FROM big;";

fn big(name: &str) -> TablePlan {
    table(name, &[ID, ("v", Rule::Text, DataType::Text, Substitute::Null)])
}

#[tokio::test]
async fn an_interrupted_copy_leaves_the_table_empty() {
    let fixture = Fixture::new();
    fixture.sqlite(MANY);
    let seen = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let counter = Arc::clone(&seen);
    let slot: Arc<Mutex<Option<Progress>>> = Arc::default();
    let handle = Arc::clone(&slot);
    let progress = Progress::new(move |event| {
        if let Event::Advanced { .. } = event
            && counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 3
        {
            handle.lock().expect("a lock").as_ref().expect("a progress").cancel();
        }
    });
    *slot.lock().expect("a lock") = Some(progress.clone());
    let error = fixture.copy(vec![big("big")], &progress).await.expect_err("interrupted");
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(fixture.query("SELECT count(*) FROM big").await, [[Some("0".to_owned())]]);
}

#[tokio::test]
async fn an_error_in_one_table_stops_the_others_and_names_itself() {
    let fixture = Fixture::new();
    fixture.sqlite(MANY);
    let session = fixture.session().await;
    let mut missing = big("big");
    missing.target.name.name = Ident::fixed("not_there");
    let mut whole = plan(&Catalog::default(), &Profile::default(), &PlanOptions::default());
    whole.tables = vec![missing, big("other")];
    session.client.batch_execute("CREATE TABLE other (id bigint, v text)").await.expect("made");
    let readers: Arc<dyn Readers> = Arc::new(File(fixture.file()));
    let catalog = Catalog::default();
    let progress = Progress::silent();
    let options = CopyOptions { streams: 2, part_bytes: PART_BYTES };
    let (parts, loaded) = (Parts::whole(&whole), AtomicUsize::new(0));
    let work = Copying { parts: &parts, ledger: None, session: None, loaded: &loaded, arrivals: None };
    let error =
        copy(&catalog, &whole, &work, &readers, &fixture.target(), &options, &progress).await.expect_err("no table");
    assert_eq!(error.kind(), ErrorKind::Target);
    assert_eq!(error.sqlstate_text(), Some("42P01"));
    assert!(error.to_string().starts_with("table \"big\" cannot be loaded into public.not_there"), "{error}");
    assert_eq!(fixture.query("SELECT count(*) FROM other").await, [[Some("0".to_owned())]]);
}

#[tokio::test]
async fn several_tables_arrive_with_rows_in_the_plan_s_order() {
    let fixture = Fixture::new();
    fixture.sqlite(MANY);
    fixture.sqlite("DELETE FROM other WHERE id > 7");
    let advanced = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let sum = Arc::clone(&advanced);
    let progress = Progress::new(move |event| {
        if let Event::Advanced { by, .. } = event {
            sum.fetch_add(by, std::sync::atomic::Ordering::SeqCst);
        }
    });
    let summary = fixture.copy(vec![big("other"), big("big")], &progress).await.expect("copied");
    assert_eq!([summary.tables[0].rows, summary.tables[1].rows], [7, 60_000]);
    assert_eq!(advanced.load(std::sync::atomic::Ordering::SeqCst), 60_007 * 108);
}
