//! Scripts of `testdata/pairs`.

use std::fs;
use std::path::Path;

use outgrow::planner::translate::split;
use serde_json::Value;

/// A file and the statements that read or change it.
pub(crate) struct Script {
    /// What makes the file.
    pub(crate) setup: String,
    /// The statements, each with its name.
    pub(crate) statements: Vec<(String, String)>,
}

impl Script {
    /// All of a folder.
    pub(crate) fn all(folder: &Path) -> Vec<Script> {
        let classes = fs::read_to_string(folder.join("classes.jsonl")).expect("classes.jsonl");
        let mut scripts: Vec<Script> = classes.lines().map(one).collect();
        let mut files: Vec<_> =
            fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        let files = files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "sql"));
        scripts.extend(files.map(|file| many(file)));
        scripts
    }
}

/// `{"id": …, "sql": …}`: all statements but the last make the file.
fn one(line: &str) -> Script {
    let line: Value = serde_json::from_str(line).expect("a line of JSON");
    let text = |key: &str| line[key].as_str().expect("a text").to_owned();
    let sql = text("sql");
    let mut statements = split(&sql);
    let last = statements.pop().expect("a statement");
    let mut setup: String = statements.iter().map(|statement| format!("{statement};\n")).collect();
    // A file without tables is a database all the same, where an empty one is none.
    setup.push_str("VACUUM");
    Script { setup, statements: vec![(text("id"), last.to_owned())] }
}

/// A line `---` ends what makes the file; each line after it is a statement.
fn many(path: &Path) -> Script {
    let text = fs::read_to_string(path).expect("a script");
    let (setup, statements) = text.split_once("\n---\n").expect("a line ---");
    let name = path.file_stem().expect("a name").to_string_lossy();
    let statements = statements.lines().filter(|line| !line.is_empty());
    Script {
        setup: setup.to_owned(),
        statements: statements.map(|line| (format!("{name}: {line}"), line.to_owned())).collect(),
    }
}
