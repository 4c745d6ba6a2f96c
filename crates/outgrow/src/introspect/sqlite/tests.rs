use std::path::PathBuf;

use rusqlite::Connection;
use tempfile::TempDir;

use outgrow_planner::catalog::sqlite::{
    Affinity, Catalog, Encoding, Expression, ForeignKeyAction, GeneratedKind, IndexKey, KeyColumn, Table, TableRole,
};

use crate::source::Source;

fn made(sql: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("app.db");
    Connection::open(&file).expect("opened").execute_batch(sql).expect("made");
    (dir, file)
}

fn read(file: &std::path::Path) -> crate::Result<Catalog> {
    super::sqlite(&Source::open(file.to_str().expect("UTF-8"), 1)?)
}

fn catalog(sql: &str) -> Catalog {
    let (_dir, file) = made(sql);
    read(&file).expect("read")
}

/// The first table of some statements.
fn table(sql: &str) -> Table {
    catalog(sql).tables.remove(0)
}

fn key(columns: &[KeyColumn]) -> Vec<(usize, &str, bool)> {
    columns.iter().map(|part| (part.column, part.collation.as_str(), part.descending)).collect()
}

fn alias(columns: &str) -> Option<usize> {
    table(&format!("CREATE TABLE t({columns}")).rowid_alias()
}

#[test]
fn only_integer_primary_key_of_one_column_stands_for_the_rowid() {
    assert_eq!(alias("id INTEGER PRIMARY KEY)"), Some(0));
    assert_eq!(alias("a, id integer PRIMARY KEY ASC)"), Some(1));
    assert_eq!(alias("id \"InTeGeR\" PRIMARY KEY)"), Some(0));
    assert_eq!(alias("id INTEGER, PRIMARY KEY(id DESC))"), Some(0));
    assert_eq!(alias("id INTEGER, PRIMARY KEY('id' COLLATE nocase))"), Some(0));
    assert_eq!(alias("id INTEGER PRIMARY KEY DESC)"), None);
    assert_eq!(alias("id INT PRIMARY KEY)"), None);
    assert_eq!(alias("id INTEGER(8) PRIMARY KEY)"), None);
    assert_eq!(alias("id BIGINT PRIMARY KEY)"), None);
    assert_eq!(alias("id INTEGER, b, PRIMARY KEY(id, b))"), None);
    assert_eq!(alias("id INTEGER PRIMARY KEY) WITHOUT ROWID"), None);
    assert_eq!(alias("id INTEGER)"), None);
}

#[test]
fn a_key_that_is_no_alias_is_still_a_key() {
    let table = table("CREATE TABLE t(id INTEGER CONSTRAINT pk PRIMARY KEY DESC)");
    let found = table.primary_key.expect("a key");
    assert_eq!((found.name.as_deref(), key(&found.columns)), (Some("pk"), vec![(0, "BINARY", true)]));
}

#[test]
fn keys_keep_declared_order_collation_and_direction() {
    let table = table(
        "CREATE TABLE t(a TEXT COLLATE nocase, b UNIQUE, c, d,
         CONSTRAINT pk PRIMARY KEY(c DESC, a), CONSTRAINT u UNIQUE(d COLLATE rtrim, \"A\"), UNIQUE(\"b\"))",
    );
    let primary = table.primary_key.expect("a key");
    assert_eq!(primary.name.as_deref(), Some("pk"));
    assert_eq!(key(&primary.columns), [(2, "BINARY", true), (0, "NOCASE", false)]);
    let uniques: Vec<_> = table.uniques.iter().map(|u| (u.name.as_deref(), key(&u.columns))).collect();
    assert_eq!(
        uniques,
        [(None, vec![(1, "BINARY", false)]), (Some("u"), vec![(3, "RTRIM", false), (0, "NOCASE", false)])]
    );
    assert_eq!(table.columns[0].collation.as_deref(), Some("NOCASE"));
    assert_eq!(table.columns[1].collation, None);
}

#[test]
fn columns_say_what_was_declared() {
    let table = table(
        "CREATE TABLE t(a varchar  (10), b \"Double\n Precision\", c, d integer NOT NULL, e DECIMAL(10, 2) DEFAULT \"dq\",
         f TEXT COLLATE BINARY DEFAULT 'it''s', g DEFAULT (1 + 2), h BLOB DEFAULT x'00' NULL)",
    );
    let types: Vec<_> = table.columns.iter().map(|c| (c.declared_type.as_deref(), c.affinity)).collect();
    assert_eq!(
        types,
        [
            (Some("varchar (10)"), Affinity::Text),
            (Some("Double Precision"), Affinity::Real),
            (None, Affinity::Blob),
            (Some("integer"), Affinity::Integer),
            (Some("DECIMAL(10, 2)"), Affinity::Numeric),
            (Some("TEXT"), Affinity::Text),
            (None, Affinity::Blob),
            (Some("BLOB"), Affinity::Blob),
        ]
    );
    let defaults: Vec<_> = table.columns.iter().map(|c| c.default.as_ref().map(Expression::as_str)).collect();
    assert_eq!(defaults, [None, None, None, None, Some("\"dq\""), Some("'it''s'"), Some("1 + 2"), Some("x'00'")]);
    assert_eq!(table.columns.iter().filter(|c| c.not_null).count(), 1);
    assert!(table.columns.iter().all(|c| c.collation.is_none()));
}

#[test]
fn strict_and_without_rowid_are_seen() {
    let table = table("CREATE TABLE t(a ANY PRIMARY KEY, b any) STRICT, WITHOUT ROWID");
    assert!(table.strict && table.without_rowid);
    assert_eq!(table.columns[1].affinity, Affinity::Blob);
    assert!(!table.columns[0].not_null, "it was not declared");
    assert_eq!(key(&table.primary_key.expect("a key").columns), [(0, "BINARY", false)]);
}

#[test]
fn generated_columns_have_kind_and_expression() {
    let table = table("CREATE TABLE t(a, b INT AS (a * 2), c TEXT GENERATED ALWAYS AS (a || '/*') STORED, d)");
    let found: Vec<_> =
        table.columns.iter().map(|c| c.generated.as_ref().map(|g| (g.expression.as_str(), g.kind))).collect();
    assert_eq!(
        found,
        [None, Some(("a * 2", GeneratedKind::Virtual)), Some(("a || '/*'", GeneratedKind::Stored)), None]
    );
    assert_eq!(table.columns[2].declared_type.as_deref(), Some("TEXT"));
}

#[test]
fn autoincrement_knows_the_last_rowid() {
    let table =
        |rest: &str| catalog(&format!("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, n); {rest}")).tables;
    let tables = table("INSERT INTO t(id) VALUES (41); DELETE FROM t");
    assert_eq!(tables[0].autoincrement, Some(41));
    assert_eq!(tables[1].role, TableRole::Internal);
    assert_eq!(table("")[0].autoincrement, Some(0));
    assert_eq!(table("INSERT INTO sqlite_sequence VALUES ('t', 'x')")[0].autoincrement, Some(0));
    assert_eq!(catalog("CREATE TABLE t(id INTEGER PRIMARY KEY)").tables[0].autoincrement, None);
}

#[test]
fn foreign_keys_are_as_written() {
    let table = table(
        "CREATE TABLE c(id, A REFERENCES P, b, CONSTRAINT fk FOREIGN KEY(B, a) REFERENCES \"odd p\"(Y, x)
         ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED)",
    );
    let first = &table.foreign_keys[0];
    assert_eq!((first.columns.as_slice(), first.parent.as_str(), first.parent_columns.len()), (&[1][..], "P", 0));
    let second = &table.foreign_keys[1];
    assert_eq!((second.name.as_deref(), second.columns.as_slice()), (Some("fk"), &[2, 1][..]));
    assert_eq!((second.parent.as_str(), second.parent_columns.join(" ")), ("odd p", "Y x".to_owned()));
    assert_eq!((second.on_delete, second.on_update), (ForeignKeyAction::SetNull, ForeignKeyAction::Cascade));
    assert!(second.deferred && !first.deferred);
}

#[test]
fn indexes_have_columns_expressions_and_predicates() {
    let table = table(
        "CREATE TABLE t(a TEXT COLLATE nocase, b);
         CREATE UNIQUE INDEX i1 ON T(a, b COLLATE rtrim DESC);
         CREATE INDEX \"i 2\" ON t(lower(a) COLLATE NOCASE DESC) WHERE b IS NOT NULL",
    );
    let parts = |at: usize| -> Vec<_> {
        let parts = table.indexes[at].parts.iter();
        parts.map(|part| (part.key.clone(), part.collation.clone(), part.descending)).collect()
    };
    assert!(table.indexes[0].unique && !table.indexes[1].unique);
    assert_eq!(parts(0), [(IndexKey::Column(0), "NOCASE".into(), false), (IndexKey::Column(1), "RTRIM".into(), true)]);
    assert_eq!(parts(1)[0], (IndexKey::Expression(Expression::new("lower(a)")), "NOCASE".into(), true));
    assert_eq!(table.indexes[1].predicate, Some(Expression::new("b IS NOT NULL")));
    assert_eq!(table.indexes[0].predicate, None);
}

#[test]
fn views_and_triggers_are_listed_even_when_broken() {
    let catalog = catalog(
        "CREATE TABLE t(a); CREATE VIEW v(x, y) AS SELECT a, a + 1 FROM t; CREATE VIEW broken AS SELECT * FROM gone;
         CREATE VIEW odd AS SELECT no_such_function(1);
         CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
    );
    let columns: Vec<_> = catalog.views.iter().map(|view| view.columns.join(" ")).collect();
    assert_eq!(columns, ["x y", "", ""]);
    assert_eq!((catalog.triggers[0].name.as_str(), catalog.triggers[0].table.as_str()), ("r", "v"));
    assert_eq!(catalog.schema_rows, 5);
}

#[test]
fn virtual_tables_own_their_shadow_tables() {
    let catalog = catalog(
        "CREATE VIRTUAL TABLE Docs USING FTS5(body); CREATE VIRTUAL TABLE r USING rtree(id, x0, x1);
         CREATE TABLE docs_notes(n); CREATE TABLE p_content(a);
         CREATE VIRTUAL TABLE p USING fts5(a, content='p_content')",
    );
    let modules: Vec<_> = catalog.virtual_tables.iter().map(|table| table.module.as_str()).collect();
    assert_eq!(modules, ["fts5", "rtree", "fts5"]);
    let user: Vec<_> = catalog.user_tables().map(|table| table.name.as_str()).collect();
    assert_eq!(user, ["Docs", "r", "docs_notes", "p_content"]);
    let columns = |name: &str| {
        let table = catalog.table(name).expect("there");
        table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (columns("docs"), columns("r")),
        (vec!["rowid".into(), "body".into()], vec!["id".into(), "x0".into(), "x1".into()])
    );
    assert_eq!(catalog.table("docs_data").expect("there").role, TableRole::Shadow { of: "Docs".into() });
    assert_eq!(catalog.table("r_node").expect("there").role, TableRole::Shadow { of: "r".into() });
}

#[test]
fn tables_of_unknown_modules_do_not_stop_the_others() {
    let catalog = catalog(
        "PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema VALUES
            ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING vec0(e float[3])');
         PRAGMA writable_schema = RESET;
         CREATE TABLE v_chunks(a); CREATE TABLE t(a)",
    );
    assert_eq!(catalog.virtual_tables[0].module, "vec0");
    assert_eq!(catalog.user_tables().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["v_chunks", "t"]);
}

#[test]
fn a_text_that_only_sqlite_can_parse_leaves_what_the_pragmas_know() {
    let table = table(
        "CREATE TABLE t(id integer PRIMARY KEY, \u{b}a TEXT NOT NULL DEFAULT 'x' CHECK (a <> ''), b UNIQUE,
         c AS (a), FOREIGN KEY(a, b) REFERENCES p(x, y) ON DELETE CASCADE, FOREIGN KEY(b) REFERENCES q)",
    );
    assert!(table.unparsed.is_some() && table.checks.is_empty());
    assert_eq!((table.rowid_alias(), table.uniques.len(), table.columns[1].not_null), (Some(0), 1, true));
    assert_eq!(table.columns[1].default, Some(Expression::new("'x'")));
    assert!(table.columns[3].generated.is_some());
    let keys: Vec<_> = table.foreign_keys.iter().map(|k| (k.columns.clone(), k.parent_columns.join(" "))).collect();
    assert_eq!(keys, [(vec![1, 2], "x y".to_owned()), (vec![2], String::new())]);
    assert_eq!(table.foreign_keys[0].on_delete, ForeignKeyAction::Cascade);
}

#[test]
fn checks_have_names_and_exact_text() {
    let table = table("CREATE TABLE t(a CHECK (a  > \"x\"), CONSTRAINT c CHECK (a IN (1, 2)))");
    let found: Vec<_> = table.checks.iter().map(|c| (c.name.as_deref(), c.expression.as_str())).collect();
    assert_eq!(found, [(None, "a  > \"x\""), (Some("c"), "a IN (1, 2)")]);
    assert_eq!(table.unparsed, None);
}

#[test]
fn altered_tables_are_read_as_they_are_now() {
    let table = table(
        "CREATE TABLE t(a, b CHECK (b > 0)); ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'z' REFERENCES p;
         ALTER TABLE t RENAME COLUMN b TO \"new b\"; ALTER TABLE t DROP COLUMN a",
    );
    assert_eq!(table.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["new b", "c"]);
    assert_eq!(table.checks[0].expression.as_str(), "\"new b\" > 0");
    assert_eq!(table.foreign_keys[0].columns, [1]);
}

#[test]
fn odd_names_survive() {
    let names = ["a\"b", "ü☃", "new\nline", "it's", "[x]", "", " ", "select", "a`b", "--", "/*"];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let columns = names.iter().map(|name| format!("{} TEXT CHECK ({} <> '')", quoted(name), quoted(name)));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let tables = names.iter().map(|name| format!("CREATE TABLE {}({columns});", quoted(name)));
    let catalog = catalog(&tables.collect::<String>());
    assert_eq!(catalog.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), names);
    for table in &catalog.tables {
        assert_eq!(table.unparsed, None);
        assert_eq!(table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), names);
        assert_eq!(table.checks.len(), names.len());
    }
}

#[test]
fn a_wide_table_is_read_whole() {
    let columns: Vec<String> = (0..1700).map(|n| format!("c{n} INTEGER DEFAULT {n}")).collect();
    let table = table(&format!("CREATE TABLE t({})", columns.join(", ")));
    assert_eq!((table.columns.len(), table.unparsed), (1700, None));
    assert_eq!(table.columns[1699].default, Some(Expression::new("1699")));
}

#[test]
fn utf16_databases_are_read() {
    let catalog = catalog("PRAGMA encoding = 'UTF-16be'; CREATE TABLE \"ü\"(\"é\" TEXT DEFAULT '☃')");
    assert_eq!(catalog.encoding, Encoding::Utf16be);
    assert_eq!(catalog.tables[0].name, "ü");
    assert_eq!(catalog.tables[0].columns[0].default, Some(Expression::new("'☃'")));
}

#[test]
fn a_name_that_is_not_utf8_is_an_error_that_names_the_table() {
    let (_dir, file) = made("CREATE TABLE t(a, bad)");
    let bytes = std::fs::read(&file).expect("read");
    let at = bytes.windows(3).position(|three| three == b"bad").expect("there");
    let mut spoiled = bytes.clone();
    spoiled[at] = 0xFF;
    std::fs::write(&file, spoiled).expect("written");
    let error = read(&file).expect_err("refused");
    assert!(error.to_string().contains("of the table \"t\""), "{error}");
}

#[test]
fn the_header_is_read() {
    let catalog =
        catalog("PRAGMA page_size = 8192; PRAGMA application_id = 7; PRAGMA user_version = -3; CREATE TABLE t(a)");
    assert_eq!((catalog.page_size, catalog.page_count), (8192, 2));
    assert_eq!((catalog.application_id, catalog.user_version), (7, -3));
}
