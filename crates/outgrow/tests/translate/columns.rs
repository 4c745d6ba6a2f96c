//! Defaults, checks, generated columns, index keys and predicates.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use outgrow_planner::translate::{self, RelationColumn};

use crate::both::{Both, expression};

/// The default of a column of this declared type and PostgreSQL type, evaluated there.
fn default(both: &Both, text: &str, data_type: DataType, rule: Rule) -> String {
    let mut relation = both.relation("t").clone();
    let column = RelationColumn { data_type, rule: Some(rule), spelling: None, ..relation.columns[0].clone() };
    relation.columns[0] = column;
    let translated = translate::default(&expression(text), &relation, 0);
    let translated = translated.unwrap_or_else(|error| panic!("{error}: {text}"));
    both.pg(&format!("DROP TABLE IF EXISTS d; CREATE TABLE d (x {data_type} DEFAULT {}, y int)", translated.sql));
    both.pg("INSERT INTO d (y) VALUES (1)");
    translated.sql.to_string()
}

#[test]
fn defaults_are_values_of_the_column() {
    let both = Both::new("CREATE TABLE t (x TEXT)");
    let text = |sql: &str| default(&both, sql, DataType::Text, Rule::Text);
    assert_eq!(text("'abc'"), "'abc'");
    assert_eq!(text("\"abc\""), "'abc'");
    assert_eq!(text("abc"), "'abc'");
    assert_eq!(text("5"), "'5'");
    assert_eq!(text("NULL"), "NULL");
    assert_eq!(text("CURRENT_TIMESTAMP"), "to_char(statement_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')");
    assert_eq!(text("datetime('now')"), text("CURRENT_TIMESTAMP"));
    text("strftime('%Y-%m-%dT%H:%M:%fZ','now')");
    text("strftime('%Y-%m-%dT%H:%M:%fZ', CURRENT_TIMESTAMP)");
    text("lower(hex(randomblob(16)))");
    text("('r'||lower(hex(randomblob(7))))");
    text(
        "((lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))),2) || '-'
          || substr('89ab',abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))),2) || '-' || lower(hex(randomblob(6)))))",
    );
    assert_eq!(text("json_array()"), "'[]'");
    let integer = |sql: &str| default(&both, sql, DataType::Bigint, Rule::Integer);
    assert_eq!(integer("0"), "0");
    assert_eq!(integer("'7'"), "7");
    assert_eq!(integer("-1"), "-1");
    assert_eq!(integer("0x10"), "16");
    assert_eq!(integer("1+2"), "1::bigint + 2");
    assert_eq!(integer("TRUE"), "1");
    assert_eq!(integer("unixepoch()"), "floor(extract(epoch FROM statement_timestamp() AT TIME ZONE 'UTC'))::bigint");
    integer("strftime('%s','now')");
    let boolean = |sql: &str| default(&both, sql, DataType::Boolean, Rule::Boolean);
    for (sql, value) in [
        ("0", "false"),
        ("1", "true"),
        ("'0'", "false"),
        ("TRUE", "true"),
        ("false", "false"),
        ("'t'", "true"),
        ("(1)", "true"),
    ] {
        assert_eq!(boolean(sql), value);
    }
    let timestamp = |sql: &str| default(&both, sql, DataType::Timestamp, Rule::Temporal);
    assert_eq!(timestamp("CURRENT_TIMESTAMP"), "date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC')");
    assert_eq!(timestamp("'2020-01-01 00:00:00'"), "TIMESTAMP '2020-01-01 00:00:00'");
    assert_eq!(
        timestamp("strftime('%Y-%m-%d %H:%M:%f000', 'now')"),
        "date_trunc('milliseconds', date_trunc('milliseconds', statement_timestamp() AT TIME ZONE 'UTC'))"
    );
    let zoned = |sql: &str| default(&both, sql, DataType::TimestampTz, Rule::Temporal);
    assert_eq!(zoned("CURRENT_TIMESTAMP"), "date_trunc('second', statement_timestamp())");
    zoned("'2020-01-01 00:00:00'");
    zoned("strftime('%Y-%m-%dT%H:%M:%fZ','now')");
    default(&both, "CURRENT_DATE", DataType::Date, Rule::Temporal);
    default(&both, "CURRENT_TIME", DataType::Time, Rule::Temporal);
    default(&both, "date('now','+30 days')", DataType::Date, Rule::Temporal);
    default(&both, "julianday('now')", DataType::DoublePrecision, Rule::Double);
    default(&both, "4.99", DataType::Numeric(Some((4, 2))), Rule::Numeric);
    default(&both, "x'00ff'", DataType::Bytea, Rule::Bytes);
    default(&both, "'{}'", DataType::Jsonb, Rule::Json);
    default(&both, "(GEN_RANDOM_UUID())", DataType::Uuid, Rule::Uuid);
    default(&both, "random()", DataType::Bigint, Rule::Integer);
}

#[test]
fn a_default_that_does_not_fit_is_refused() {
    let both = Both::new("CREATE TABLE t (x TIMESTAMP); INSERT INTO t VALUES ('2020-01-01 00:00:00')");
    for text in ["''", "'now'", "0", "CURRENT_TIME"] {
        let error = translate::default(&expression(text), both.relation("t"), 0).unwrap_err();
        assert!(error.reason.contains("does not fit"), "{error}");
    }
}

/// A CHECK accepts the same rows on both engines.
fn checks(table: &str, conditions: &[&str]) {
    let both = Both::new(table);
    for condition in conditions {
        let translated = translate::check(&expression(condition), both.relation("t"));
        let translated = translated.unwrap_or_else(|error| panic!("{error}: {condition}"));
        let left = both.sqlite_rows(&format!("SELECT id FROM t WHERE coalesce({condition}, 1) ORDER BY id"));
        let right = both.pg_rows(&format!("SELECT id FROM t WHERE coalesce({}, true) ORDER BY id", translated.sql));
        assert_eq!(
            format!("{left:?}").replace("Number", ""),
            format!("{right:?}").replace("Text", "").replace("\"", "").replace(")]", ".0)]"),
            "{condition}"
        );
        both.pg(&format!("ALTER TABLE t ADD CHECK ({}) NOT VALID", translated.sql));
    }
}

#[test]
fn checks_pass_null_and_what_is_not_zero() {
    checks(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT, ok BOOLEAN, body TEXT, price NUMERIC);
         INSERT INTO t VALUES (1, 1, 'G', 1, '{}', 1.5), (2, 0, 'x', 0, 'no', 0), (3, NULL, NULL, NULL, NULL, NULL), (4, -1, 'trailers', 1, '[1]', -2);",
        &[
            "n >= 0", "n", "s IN ('G', \"R\")", "s IS NULL OR s LIKE '%Trailers%' OR s LIKE '%x%'", "ok IN (0, 1)", "(JSON_VALID(\"body\") OR \"body\" IS NULL)",
            "typeof(n) = 'integer'", "length(s) >= 1 AND id > 0", "[price] >= (0) AND price <= (1)", "ok = 1", "s != body", "t.n > 0", "n IS NOT NULL",
        ],
    );
}

#[test]
fn keys_and_predicates_are_immutable() {
    let both = Both::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT, active BOOLEAN, state TEXT, a DATETIME, b DATETIME, j JSON, n INTEGER);
         INSERT INTO t VALUES (1, 'a', 1, 'x', '2020-01-01 00:00:00', '2020-01-01 00:00:00', '{\"id\":1}', 5);",
    );
    let relation = both.relation("t");
    for text in [
        "lower(email)",
        "coalesce(a, b)",
        "json_extract(j, '$.id')",
        "n + 1",
        "email COLLATE NOCASE",
        "substr(email, 1, 3)",
        "length(email)",
        "strftime('%Y', a)",
        "date(email)",
    ] {
        let key = translate::index_key(&expression(text), relation).unwrap_or_else(|error| panic!("{error}: {text}"));
        both.pg(&format!("CREATE INDEX ON t (({}))", key.sql));
    }
    for text in [
        "email != ''",
        "state = 'x' AND active = 1",
        "email IS NOT NULL",
        "n NOT IN (9, 19)",
        "state IN ('a', 'b')",
        "j != '[]'",
        "a > '2020-01-01 00:00:00'",
    ] {
        let predicate =
            translate::predicate(&expression(text), relation).unwrap_or_else(|error| panic!("{error}: {text}"));
        both.pg(&format!("CREATE INDEX ON t (id) WHERE {}", predicate.sql));
    }
    for text in ["a || ''", "a > date('now')", "date('now')"] {
        translate::index_key(&expression(text), relation).unwrap_err();
    }
    let generated = translate::generated(&expression("n * 2"), relation, 7).unwrap();
    both.pg(&format!("CREATE TABLE g (n bigint, m bigint GENERATED ALWAYS AS ({}) STORED)", generated.sql));
}
