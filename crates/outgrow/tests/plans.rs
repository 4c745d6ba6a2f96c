//! The plan of every case of `testdata/cases`, its decisions and its statements,
//! against the snapshot beside the case. `cargo insta review` accepts a change.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use outgrow::moving::{Checked, check};
use outgrow::planner::ddl::{Section, statements};
use outgrow::planner::plan::{Plan, PlanOptions, Verdict};
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow_testing::{sqlite_file, testdata};

/// Cases whose values alone matter: their plans repeat others, and their files are large.
const LARGE: [&str; 5] =
    ["v31_blob_100mb", "v33_many_4mb_blobs", "s20_1700_columns", "y33_wide_rows", "y52_many_tables"];

/// A case whose rows hold the time at which its file is made.
const OF_THE_DAY: &str = "s07_default_strftime_s";

#[test]
fn plans_of_all_cases_are_as_agreed() {
    let entries = fs::read_dir(testdata().join("cases")).expect("the cases");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("a case").path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    let is_left_out = |case: &Path| case.ends_with(OF_THE_DAY) || LARGE.iter().any(|large| case.ends_with(large));
    for case in cases.iter().filter(|case| !is_left_out(case)) {
        let shown = shown(&planned(case).plan);
        insta::with_settings!({ snapshot_path => case, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("plan", shown);
        });
    }
}

#[test]
fn the_same_file_gives_the_same_plan() {
    let case = testdata().join("cases/s13_views");
    assert_eq!(planned(&case).plan, planned(&case).plan);
}

fn planned(case: &Path) -> Checked {
    let (_directory, file) = sqlite_file(&fs::read_to_string(case.join("source.sql")).expect("source.sql"));
    let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
    check(&source, &PlanOptions::default(), &Progress::silent()).expect("the file can be read")
}

/// A plan as a person reads it.
fn shown(plan: &Plan) -> String {
    let mut out = String::new();
    for table in &plan.tables {
        for column in &table.columns {
            let mapping = &column.mapping;
            let _ = writeln!(out, "{}.{} → {}: {}", table.source, column.source, mapping.to, mapping.because);
        }
    }
    for object in &plan.verdicts {
        let _ = match &object.verdict {
            Verdict::Converted => Ok(()),
            Verdict::Differs { difference } => writeln!(out, "{} {}: {difference}", object.kind, object.name),
            Verdict::NotConverted { reason, .. } => {
                writeln!(out, "{} {}: not converted, {reason}", object.kind, object.name)
            }
            Verdict::LeftOut { reason } => writeln!(out, "{} {}: left out, {reason}", object.kind, object.name),
            Verdict::NotNeeded { reason } => writeln!(out, "{} {}: not needed, {reason}", object.kind, object.name),
        };
    }
    for hazard in &plan.hazards {
        let _ = writeln!(out, "{} {}: {}", hazard.severity, hazard.id, hazard.message);
    }
    for section in [Section::PreData, Section::PostData] {
        let _ = writeln!(out, "\n-- {section:?}");
        for statement in statements(plan, section) {
            let _ = writeln!(out, "{};", statement.sql);
        }
    }
    out
}
