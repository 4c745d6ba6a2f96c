//! Plan files of every case of `testdata/cases`: written, read back, and with something left out.

use std::fs;
use std::path::PathBuf;

use outgrow::moving::{Checked, check};
use outgrow::planner::plan::planfile::{self, Written};
use outgrow::planner::plan::{
    ColumnDecisions, Decided, Decisions, Fate, ObjectKind, ObjectVerdict, Plan, PlanOptions, TableDecisions, Verdict,
    plan_as_decided,
};
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow_testing::{sqlite_file, testdata};

/// Cases whose values alone matter, and whose files are large.
const LARGE: [&str; 3] = ["v31_blob_100mb", "v33_many_4mb_blobs", "s20_1700_columns"];

/// Of how many columns of a table each is left out once.
const MOST_COLUMNS: usize = 12;

#[test]
fn a_plan_file_read_as_it_was_written_gives_the_same_plan() {
    for (case, checked) in cases() {
        let text = written(&checked);
        let file = planfile::read(&text).unwrap_or_else(|mistake| panic!("{case}: {mistake}\n{text}"));
        let again = decided(&checked, file.decisions).unwrap_or_else(|mistake| panic!("{case}: {mistake}\n{text}"));
        assert!(again == checked.plan, "{case}: another plan\n{text}");
        assert_eq!(text, written(&checked), "{case}");
    }
}

#[test]
fn every_object_keeps_a_verdict_whichever_table_is_left_out() {
    for (case, checked) in cases() {
        for table in checked.catalog.user_tables() {
            let left_out = TableDecisions { fate: Fate::LeftOut, ..TableDecisions::new(named(&table.name)) };
            let decisions = Decisions { tables: vec![left_out], ..Decisions::default() };
            let plan =
                decided(&checked, decisions).unwrap_or_else(|mistake| panic!("{case} {}: {mistake}", table.name));
            assert_eq!(objects(&plan), objects(&checked.plan), "{case} without {}", table.name);
            assert!(plan.tables.iter().all(|planned| planned.source != table.name), "{case}");
            let of_table = plan.verdicts.iter().filter(|object| object.table.as_deref() == Some(&table.name));
            assert!(of_table.into_iter().all(is_left_out), "{case} without {}", table.name);
        }
    }
}

#[test]
fn every_object_keeps_a_verdict_whichever_column_is_left_out() {
    for (case, checked) in cases() {
        for table in checked.catalog.user_tables() {
            // The columns of a wide table are alike: an early one, a late one and some between stand for them.
            for column in table.columns.iter().step_by(table.columns.len().div_ceil(MOST_COLUMNS).max(1)) {
                let Ok(plan) = decided(&checked, without_column(&table.name, &column.name)) else {
                    // The only column cannot go, and a type that was pinned by nobody is always possible.
                    assert!(table.columns.iter().filter(|column| column.generated.is_none()).count() <= 1, "{case}");
                    continue;
                };
                assert_eq!(objects(&plan), objects(&checked.plan), "{case} without {}.{}", table.name, column.name);
                let planned = plan.tables.iter().find(|planned| planned.source == table.name).expect("it is moved");
                assert!(planned.columns.iter().all(|planned| planned.source != column.name), "{case}");
                assert_eq!(planned.columns.len(), planned.target.columns.len());
            }
        }
    }
}

fn is_left_out(object: &ObjectVerdict) -> bool {
    matches!(object.verdict, Verdict::LeftOut { .. })
}

fn without_column(table: &str, column: &str) -> Decisions {
    let left_out = ColumnDecisions { fate: Fate::LeftOut, ..ColumnDecisions::new(named(column)) };
    let table = TableDecisions { columns: vec![left_out], ..TableDecisions::new(named(table)) };
    Decisions { tables: vec![table], ..Decisions::default() }
}

fn named(name: &str) -> Decided<String> {
    Decided { value: name.to_owned(), line: 1 }
}

fn objects(plan: &Plan) -> Vec<(ObjectKind, Option<&str>, &str)> {
    let mut objects: Vec<_> =
        plan.verdicts.iter().map(|object| (object.kind, object.table.as_deref(), object.name.as_str())).collect();
    objects.sort_unstable();
    objects
}

fn decided(checked: &Checked, decisions: Decisions) -> Result<Plan, outgrow::planner::plan::Mistake> {
    plan_as_decided(&checked.catalog, &checked.profile, &PlanOptions { decisions, ..PlanOptions::default() })
}

fn written(checked: &Checked) -> String {
    planfile::write(&Written {
        source: "app.db",
        catalog: &checked.catalog,
        profile: &checked.profile,
        plan: &checked.plan,
        schema: None,
        identifiers: None,
    })
}

fn cases() -> impl Iterator<Item = (String, Checked)> {
    let entries = fs::read_dir(testdata().join("cases")).expect("the cases");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    cases.retain(|path| path.is_dir() && !LARGE.iter().any(|large| path.ends_with(large)));
    cases.sort();
    cases.into_iter().map(|case| {
        let (_directory, file) = sqlite_file(&fs::read_to_string(case.join("source.sql")).expect("source.sql"));
        let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
        let checked = check(&source, &PlanOptions::default(), &Progress::silent()).expect("the file can be read");
        (case.file_name().expect("a name").to_string_lossy().into_owned(), checked)
    })
}
