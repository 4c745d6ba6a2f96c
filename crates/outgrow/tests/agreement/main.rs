//! What a plan calls converted answers alike on both engines: every view, CHECK and default of
//! the corpus and of the cases, after a real move.

mod cell;
mod checks;
mod defaults;
mod rows;
mod sides;
mod views;

use std::fs;
use std::path::PathBuf;

use outgrow_testing::{sqlite_file, testdata};
use sides::Sides;

/// Malformed on purpose, refused on purpose, or large with nothing to compare here.
const SKIPPED: [&str; 5] =
    ["mbtiles_corrupt.mbtiles", "v31_blob_100mb", "v33_many_4mb_blobs", "s20_1700_columns", "x01_target_has_table"];

#[test]
fn the_corpus_answers_alike() {
    let files = inputs("corpus");
    let found: Vec<Found> =
        files.iter().filter_map(|file| Sides::of_file(file)).map(|sides| compared(&sides)).collect();
    conclude(&found, Least { views: 17, checks: 50, defaults: 450 });
}

#[test]
fn the_cases_answer_alike() {
    let folders = inputs("cases").into_iter().filter(|path| path.is_dir());
    let compared = |case: PathBuf| {
        let (_directory, file) = sqlite_file(&fs::read_to_string(case.join("source.sql")).expect("source.sql"));
        Sides::named(&case, &file).map(|sides| compared(&sides))
    };
    conclude(&folders.filter_map(compared).collect::<Vec<_>>(), Least { views: 2, checks: 3, defaults: 20 });
}

fn inputs(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(testdata().join(folder)).expect("the folder");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.extension().is_none_or(|end| end != "md" && end != "json"));
    found.retain(|path| !SKIPPED.iter().any(|skipped| path.ends_with(skipped)));
    found.sort();
    found
}

/// What was compared for one file, and what did not agree.
#[derive(Default)]
struct Found {
    views: usize,
    checks: usize,
    defaults: usize,
    wrong: Vec<String>,
}

/// How much must have been compared, so that an empty comparison does not pass.
struct Least {
    views: usize,
    checks: usize,
    defaults: usize,
}

fn compared(sides: &Sides) -> Found {
    let mut found = Found::default();
    if sides.outcome.verified.difference_count() > 0 {
        found.wrong.push(format!("{}: {:?}", sides.name, sides.outcome.verified));
    }
    let note = |(wrong, count): (Vec<String>, usize), all: &mut Vec<String>| {
        all.extend(wrong.into_iter().map(|wrong| format!("{}: {wrong}", sides.name)));
        count
    };
    found.views = note(views::compare(sides), &mut found.wrong);
    found.checks = note(checks::compare(sides), &mut found.wrong);
    found.defaults = note(defaults::compare(sides), &mut found.wrong);
    found
}

fn conclude(found: &[Found], least: Least) {
    let wrong: Vec<&str> = found.iter().flat_map(|found| &found.wrong).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} do not agree:\n{}", wrong.len(), wrong.join("\n"));
    let sum = |part: fn(&Found) -> usize| found.iter().map(part).sum::<usize>();
    let sums = (sum(|found| found.views), sum(|found| found.checks), sum(|found| found.defaults));
    assert!(sums.0 >= least.views && sums.1 >= least.checks && sums.2 >= least.defaults, "compared only {sums:?}");
}
