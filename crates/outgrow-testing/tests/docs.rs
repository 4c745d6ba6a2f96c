//! The pages of the manual that follow from the code: `docs/hazards` and `docs/reference/types.md`.
//!
//! `UPDATE_DOCS=1` writes them; otherwise they must be as the code says.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use outgrow::planner::hazard;

/// The files of the mapping that stand for a family, in the order of the page.
const FAMILIES: [&str; 11] =
    ["boolean", "integer", "real", "numeric", "text", "blob", "temporal", "uuid", "json", "untyped", "fallback"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn planner() -> PathBuf {
    repository().join("crates/outgrow-planner/src")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_hazard_has_its_page() {
    let mut pages: BTreeSet<String> = BTreeSet::new();
    for (id, text) in hazards() {
        let (first, _) = text.split_once('\n').expect("a page has lines");
        assert_eq!(first, format!("# {id}"), "the comment begins with the hazard's name");
        agree(&repository().join(format!("docs/hazards/{id}.md")), &text);
        pages.insert(format!("{id}.md"));
    }
    agree(&repository().join("docs/hazards/README.md"), &index());
    pages.insert("README.md".to_owned());
    let listed: BTreeSet<String> = files(&repository().join("docs/hazards"))
        .iter()
        .map(|path| path.file_name().expect("a file").to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, pages, "docs/hazards has a page for each hazard, and no others");
    let known: BTreeSet<&str> = hazard::ALL.iter().map(|detector| detector.id).collect();
    let told = hazards();
    let documented: BTreeSet<&str> = told.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(documented, known, "every file of the room hazard is a detector of ALL");
}

#[test]
fn every_hazard_has_a_case_or_a_test_that_names_it() {
    let cases = files(&repository().join("testdata/cases"));
    let mut texts: Vec<String> =
        cases.iter().filter(|path| path.ends_with("plan.snap")).map(|path| read(path)).collect();
    for folder in
        ["crates/outgrow/src", "crates/outgrow/tests", "crates/outgrow-planner/src", "crates/outgrow-cli/tests"]
    {
        let sources = files(&repository().join(folder));
        let tests = sources.iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
        texts.extend(tests.map(|path| tests_of(path)));
    }
    let untested: Vec<&str> = hazard::ALL
        .iter()
        .map(|detector| detector.id)
        .filter(|id| !texts.iter().any(|text| text.contains(&format!("{id}:")) || text.contains(&format!("\"{id}\""))))
        .collect();
    assert!(untested.is_empty(), "no case and no test names {untested:?}");
}

#[test]
fn the_page_of_types_follows_from_the_mapping() {
    agree(&repository().join("docs/reference/types.md"), &types());
}

/// The part of a source file that is a test.
fn tests_of(path: &Path) -> String {
    let text = read(path);
    if path.components().any(|part| part.as_os_str() == "tests") {
        return text;
    }
    text.split_once("#[cfg(test)]").map(|(_, tests)| tests.to_owned()).unwrap_or_default()
}

/// Each hazard with its page.
fn hazards() -> Vec<(String, String)> {
    let rooms = files(&planner().join("hazard"));
    let pages =
        rooms.iter().filter(|path| !path.ends_with("mod.rs") && !path.ends_with("facts.rs")).filter_map(|path| {
            let text = read(path);
            let id = text.split("id: \"").nth(1)?.split('"').next()?.to_owned();
            Some((id, format!("{}\n", comment(&text))))
        });
    pages.collect()
}

fn index() -> String {
    let mut page = String::from(
        "# Hazards\n\nWhat can lose data or change behavior, in the order of importance. `outgrow check` names each that it finds in a file.\n\n",
    );
    let pages = hazards();
    for detector in hazard::ALL {
        let (_, text) = pages.iter().find(|(id, _)| id == detector.id).expect("every hazard has a page");
        let first = text.split("\n\n").nth(1).expect("a page has a first paragraph").replace('\n', " ");
        page.push_str(&format!("- [{0}]({0}.md): {1}\n", detector.id, first.trim()));
    }
    page
}

fn types() -> String {
    let mut page = String::from(
        "# Data types\n\nA data type is chosen only if every value of the column, and its default, convert and convert back to the same value. \
         The declared type and the framework only choose among the types that the values allow.\n",
    );
    for family in FAMILIES {
        let text = comment(&read(&planner().join(format!("mapping/{family}.rs"))));
        let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
        page.push_str(&format!("\n## {}\n{rest}\n", title.trim_end_matches('.')));
    }
    page.push_str("\n## Rules\n\nHow a stored value becomes a value of its data type. NULL becomes NULL under every rule; a value that the rule does not name goes to quarantine.\n\n| rule | values |\n|---|---|\n");
    for (rule, meaning) in rules() {
        page.push_str(&format!("| `{rule}` | {meaning} |\n"));
    }
    page
}

/// The rules by the words of the reports, with their doc comments.
fn rules() -> Vec<(String, String)> {
    let text = read(&planner().join("mapping/mod.rs"));
    let body = text.split("pub enum Rule {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("the rules");
    let (mut found, mut meaning) = (Vec::new(), String::new());
    for line in body.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("///") {
            meaning.push_str(comment);
        } else if let Some(name) = line.strip_suffix(',') {
            found.push((kebab(name), plain(std::mem::take(&mut meaning).trim())));
        }
    }
    found
}

/// `EpochMillis` as the reports write it.
fn kebab(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// A doc comment without links into the code, as a cell of a table.
fn plain(comment: &str) -> String {
    let links = [("a spelling of [`crate::temporal`]", "a known spelling"), ("[`Rule::Temporal`]", "`temporal`")];
    let plain = links.iter().fold(comment.to_owned(), |text, (link, words)| text.replace(link, words));
    plain.replace('|', "\\|")
}

/// The comment at the top of a source file.
fn comment(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Compares a page with what the code says, or writes it.
fn agree(path: &Path, text: &str) {
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().expect("a page is in a folder")).expect("the folder");
        fs::write(path, text).expect("the page is written");
    }
    let page = fs::read_to_string(path).unwrap_or_default();
    assert!(page == text, "{} is not what the code says; UPDATE_DOCS=1 cargo test writes it", path.display());
}
