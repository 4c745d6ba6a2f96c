//! Every object that a file names ends with exactly one verdict, over the whole
//! corpus and all cases. What there is, SQLite itself says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use outgrow::moving::{Checked, check};
use outgrow::planner::plan::{ObjectKind, PlanOptions};
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow_testing::{sqlite_file, testdata};
use rusqlite::{Connection, OpenFlags};

/// Malformed on purpose, and cases whose values alone matter.
const SKIPPED: [&str; 3] = ["mbtiles_corrupt.mbtiles", "v31_blob_100mb", "v33_many_4mb_blobs"];

/// How many there are of each object: its kind, its table, its name.
type Listed = BTreeMap<(String, String, String), u64>;

#[test]
fn every_object_of_the_corpus_has_one_verdict() {
    let wrong: Vec<String> = inputs("corpus").iter().filter_map(|file| wrong(file, file)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_object_of_the_cases_has_one_verdict() {
    let folders = inputs("cases").into_iter().filter(|path| path.is_dir());
    let wrong: Vec<String> = folders
        .filter_map(|case| {
            let (_directory, file) = sqlite_file(&fs::read_to_string(case.join("source.sql")).expect("source.sql"));
            wrong(&case, &file)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn odd_objects_have_one_verdict_too() {
    let (_directory, file) = sqlite_file(
        "CREATE TABLE a (id INTEGER PRIMARY KEY DEFAULT 7 CHECK (id > 0), u UNIQUE, v DEFAULT (1+1) CHECK (v <> 'check(1)'),
            w AS (v || 'x'), UNIQUE (u, v), UNIQUE (u COLLATE NOCASE), CHECK (u <> v), CHECK (u <> v));
         CREATE TABLE \"odd \"\" name\" (x, y REFERENCES a, z REFERENCES nowhere (q), FOREIGN KEY (x, y) REFERENCES a (u, v));
         CREATE TABLE unread (a INTEGER PRIMARY KEY, \u{b} b UNIQUE DEFAULT 'd' CHECK (b <> ''), c AS (a + 1));
         CREATE TABLE kept (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID;
         CREATE INDEX i ON a (u DESC, v + 1) WHERE v IS NOT NULL;
         CREATE VIEW w AS SELECT * FROM a; CREATE VIEW broken AS SELECT * FROM gone;
         CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;
         CREATE VIRTUAL TABLE words USING fts5(body); CREATE INDEX shadow ON words_data (id);
         CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
         CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT); ANALYZE;",
    );
    assert_eq!(wrong(Path::new("odd"), &file), None);
    let plan = planned(&file).plan;
    assert!(plan.hazards.iter().any(|hazard| hazard.id == "unread-definition"), "{:?}", plan.hazards);
}

fn inputs(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(testdata().join(folder)).expect("the folder");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.extension().is_none_or(|end| end != "md" && end != "json"));
    found.retain(|path| !SKIPPED.iter().any(|skipped| path.ends_with(skipped)));
    found.sort();
    assert!(found.len() > 40, "only {} in {folder}", found.len());
    found
}

fn planned(file: &Path) -> Checked {
    let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
    check(&source, &PlanOptions::default(), &Progress::silent()).expect("the file can be read")
}

/// Where the verdicts are not what SQLite lists.
fn wrong(shown: &Path, file: &Path) -> Option<String> {
    // A copy, because reading a WAL database may leave side files beside it.
    let directory = tempfile::tempdir().expect("a temporary directory");
    let copy = directory.path().join("copy.db");
    fs::copy(file, &copy).expect("the file can be copied");
    let checked = planned(&copy);
    let mut verdicts = Listed::new();
    for object in &checked.plan.verdicts {
        let table = object.table.clone().unwrap_or_default();
        *verdicts.entry((object.kind.to_string(), table, object.name.clone())).or_default() += 1;
    }
    let listed = listed(&copy, &checked);
    let missing = difference(&listed, &verdicts);
    let extra = difference(&verdicts, &listed);
    (!missing.is_empty() || !extra.is_empty())
        .then(|| format!("{}: without a verdict: {missing:?}; verdicts too many: {extra:?}", shown.display()))
}

fn difference(left: &Listed, right: &Listed) -> Vec<String> {
    let more = |(object, count): &(&_, &u64)| **count > right.get(*object).copied().unwrap_or(0);
    left.iter().filter(more).map(|((kind, table, name), count)| format!("{count} {kind} {table}.{name}")).collect()
}

/// Everything that SQLite lists. Only CHECKs are in no list: their words are counted in the CREATE text.
fn listed(file: &Path, checked: &Checked) -> Listed {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let mut listed = Listed::new();
    let mut list = |kind: ObjectKind, table: &str, name: String| {
        *listed.entry((kind.to_string(), table.to_owned(), name)).or_default() += 1;
    };
    for row in rows(&connection, "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema", "") {
        let [kind, name, table, sql] = row.try_into().expect("four columns");
        let is_virtual = checked.catalog.virtual_tables.iter().any(|one| one.name == name);
        match kind.as_str() {
            "table" if is_virtual => {
                list(ObjectKind::VirtualTable, "", name.clone());
                as_ordinary(&name, checked, &mut list);
            }
            "table" => {
                list(ObjectKind::Table, &name, name.clone());
                if checked.plan.tables.iter().any(|planned| planned.source == name) {
                    inside(&connection, &name, &sql, checked, &mut list);
                }
            }
            "view" => list(ObjectKind::View, "", name),
            "trigger" => list(ObjectKind::Trigger, &table, name),
            // The index of a constraint has no text; its key is listed with the table.
            "index" if sql.is_empty() => {}
            "index" => list(ObjectKind::Index, &table, name),
            other => panic!("a row of type {other}"),
        }
    }
    listed
}

/// What a virtual table consists of whose rows arrive as an ordinary table.
fn as_ordinary(name: &str, checked: &Checked, list: &mut impl FnMut(ObjectKind, &str, String)) {
    let Some(table) = checked.catalog.table(name) else { return };
    for column in &table.columns {
        list(ObjectKind::Column, name, column.name.clone());
    }
    let key = table.primary_key.as_ref().expect("rows of a virtual table have a key");
    let columns: Vec<&str> = key.columns.iter().map(|part| table.columns[part.column].name.as_str()).collect();
    list(ObjectKind::PrimaryKey, name, format!("({})", columns.join(", ")));
}

/// What a moved table consists of.
fn inside(
    connection: &Connection,
    table: &str,
    sql: &str,
    checked: &Checked,
    list: &mut impl FnMut(ObjectKind, &str, String),
) {
    let columns = "SELECT name, dflt_value IS NOT NULL, hidden IN (2, 3), pk FROM pragma_table_xinfo(?1)";
    let columns = rows(connection, columns, table);
    for column in &columns {
        list(ObjectKind::Column, table, column[0].clone());
        if column[1] == "1" {
            list(ObjectKind::Default, table, column[0].clone());
        }
        if column[2] == "1" {
            list(ObjectKind::Generated, table, column[0].clone());
        }
    }
    let mut key: Vec<&Vec<String>> = columns.iter().filter(|column| column[3] != "0").collect();
    key.sort_by_key(|column| column[3].parse::<u32>().expect("a position"));
    if !key.is_empty() {
        let names: Vec<&str> = key.iter().map(|column| column[0].as_str()).collect();
        list(ObjectKind::PrimaryKey, table, format!("({})", names.join(", ")));
    }
    // A column that a key names twice is one column of the key.
    let uniques = "SELECT (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_xinfo(l.name)
                   WHERE key GROUP BY cid ORDER BY min(seqno))) FROM pragma_index_list(?1) l WHERE origin = 'u'";
    for unique in rows(connection, uniques, table) {
        list(ObjectKind::Unique, table, format!("({})", unique[0]));
    }
    let foreign = "SELECT group_concat(\"from\", ', '), max(\"table\"), group_concat(\"to\", ', ')
                   FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id";
    for key in rows(connection, foreign, table) {
        let parent = if key[2].is_empty() { key[1].clone() } else { format!("{}({})", key[1], key[2]) };
        list(ObjectKind::ForeignKey, table, format!("({}) → {parent}", named(&columns, &key[0])));
    }
    checks(table, sql, checked, list);
}

/// Child columns as the table spells them; a foreign key may spell them otherwise.
fn named(columns: &[Vec<String>], written: &str) -> String {
    let spelled = |name: &str| {
        let same = columns.iter().find(|column| column[0].eq_ignore_ascii_case(name));
        same.map_or_else(|| name.to_owned(), |column| column[0].clone())
    };
    written.split(", ").map(spelled).collect::<Vec<String>>().join(", ")
}

fn checks(table: &str, sql: &str, checked: &Checked, list: &mut impl FnMut(ObjectKind, &str, String)) {
    let known = checked.catalog.table(table).expect("a table that is moved");
    let words = check_words(sql);
    if known.unparsed.is_some() {
        if words > 0 {
            list(ObjectKind::Check, table, "CHECK constraints".to_owned());
        }
        return;
    }
    assert_eq!(known.checks.len(), words, "CHECKs of {table}: {sql}");
    for check in &known.checks {
        list(ObjectKind::Check, table, check.name.clone().unwrap_or_else(|| check.expression.to_string()));
    }
}

/// How often the keyword stands in a statement, outside of strings, names and comments.
fn check_words(sql: &str) -> usize {
    let mut rest = sql;
    let mut found = 0;
    while let Some(first) = rest.chars().next() {
        let token = token_length(rest, first);
        found += usize::from(rest[..token].eq_ignore_ascii_case("check"));
        rest = &rest[token..];
    }
    found
}

fn token_length(text: &str, first: char) -> usize {
    let to = |end: &str| text[1..].find(end).map_or(text.len(), |at| 1 + at + end.len());
    match first {
        '\'' | '"' | '`' => to(&first.to_string()),
        '[' => to("]"),
        '-' if text.starts_with("--") => to("\n"),
        '/' if text.starts_with("/*") => text[2..].find("*/").map_or(text.len(), |at| at + 4),
        word if word.is_alphanumeric() || word == '_' => {
            text.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(text.len())
        }
        other => other.len_utf8(),
    }
}

fn rows(connection: &Connection, sql: &str, parameter: &str) -> Vec<Vec<String>> {
    let mut statement = connection.prepare(sql).expect("a valid question");
    let count = statement.column_count();
    let parameters: &[&str] = if statement.parameter_count() == 0 { &[] } else { &[parameter] };
    let shown = |row: &rusqlite::Row<'_>, at: usize| match row.get_ref(at).expect("a column") {
        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
        rusqlite::types::ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    let read = statement.query_map(rusqlite::params_from_iter(parameters), |row| {
        Ok((0..count).map(|at| shown(row, at)).collect::<Vec<String>>())
    });
    read.expect("an answer").collect::<Result<_, _>>().expect("rows")
}
