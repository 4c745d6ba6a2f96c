//! Each rule: what is equal, and what is not.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;

use super::bench::{Bench, plan};

/// A rule, the declared types on both sides, pairs that are equal, and pairs that are not.
struct Case {
    rule: Rule,
    to: DataType,
    equal: &'static [(&'static str, &'static str)],
    different: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        rule: Rule::Boolean,
        to: DataType::Boolean,
        equal: &[
            ("1", "true"),
            ("0", "false"),
            ("'t'", "true"),
            ("'F'", "false"),
            ("'true'", "true"),
            ("NULL", "NULL"),
        ],
        different: &[
            ("1", "false"),
            ("2", "true"),
            ("'yes'", "true"),
            ("NULL", "false"),
            ("0", "NULL"),
            ("1.0", "true"),
        ],
    },
    Case {
        rule: Rule::Integer,
        to: DataType::Bigint,
        equal: &[
            ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("'1'", "1"),
            ("'-9223372036854775808'", "-9223372036854775808"),
        ],
        different: &[
            ("9223372036854775807", "9223372036854775806"),
            ("'2'", "1"),
            ("'01'", "1"),
            ("'+1'", "1"),
            ("' 1'", "1"),
            ("'-0'", "0"),
            ("'9223372036854775808'", "-9223372036854775808"),
            ("1.0", "1"),
            ("x'01'", "1"),
        ],
    },
    Case {
        rule: Rule::Integer,
        to: DataType::Smallint,
        equal: &[("-32768", "-32768"), ("0", "0")],
        different: &[("65537", "1"), ("-1", "1")],
    },
    Case {
        rule: Rule::Double,
        to: DataType::DoublePrecision,
        equal: &[
            ("0.1", "0.1"),
            ("9e999", "'Infinity'"),
            ("-9e999", "'-Infinity'"),
            ("9007199254740992", "9007199254740992"),
            ("4.9406564584124654e-324", "4.9406564584124654e-324"),
        ],
        different: &[
            ("0.1", "0.10000000000000002"),
            ("0.0", "'-0'"),
            ("9007199254740993", "9007199254740992"),
            ("'NaN'", "'NaN'"),
            ("NULL", "'NaN'"),
            ("'0.1'", "0.1"),
        ],
    },
    Case {
        rule: Rule::Numeric,
        to: DataType::Numeric(None),
        equal: &[
            ("0.1", "0.1"),
            ("0.1", "0.100"),
            ("1e300", "1e300"),
            ("1.5e-30", "1.5e-30"),
            ("100000", "100000"),
            ("9e999", "'Infinity'"),
            ("'123456789012345678901234567890.10'", "123456789012345678901234567890.10"),
            ("0", "0"),
            ("'0.00'", "0"),
            ("-9223372036854775808", "-9223372036854775808"),
        ],
        different: &[
            ("0.1", "0.1000000000000000055511151231257827"),
            ("0.1", "0.1000000001"),
            ("'1e5'", "100000"),
            ("'-0.0'", "0"),
            ("'+1'", "1"),
            ("1", "'NaN'"),
            ("10000", "1"),
            ("x'31'", "1"),
        ],
    },
    Case {
        rule: Rule::Text,
        to: DataType::Text,
        equal: &[("'a''b'", "'a''b'"), ("''", "''"), ("'é😀'", "'é😀'"), ("char(10, 9)", "E'\\n\\t'")],
        different: &[
            ("'a'", "'a '"),
            ("''", "NULL"),
            ("NULL", "''"),
            ("'é'", "U&'e\\0301'"),
            ("1", "'1'"),
            ("'a' || char(0) || 'b'", "'a'"),
            ("CAST(x'61ff' AS TEXT)", "U&'a\\FFFD'"),
        ],
    },
    Case {
        rule: Rule::Rendered,
        to: DataType::Text,
        equal: &[
            ("17", "'17'"),
            ("'17'", "'17'"),
            ("1.0", "'1.0'"),
            ("0.1 + 0.2", "'0.30000000000000004'"),
            ("1e20", "'1.0e+20'"),
            ("-9e999", "'-Inf'"),
            ("'1.50'", "'1.50'"),
        ],
        different: &[
            ("17", "'17.0'"),
            ("1.0", "'1'"),
            ("0.1 + 0.2", "'0.3'"),
            ("'1.50'", "'1.5'"),
            ("1.5", "'1.50'"),
            ("x'3137'", "'17'"),
            ("9e999", "'Infinity'"),
        ],
    },
    Case {
        rule: Rule::Bytes,
        to: DataType::Bytea,
        equal: &[("x'00ff'", "'\\x00ff'"), ("'é'", "'\\xc3a9'"), ("x''", "'\\x'")],
        different: &[("x'00ff'", "'\\x00fe'"), ("x''", "NULL"), ("17", "'\\x3137'"), ("x'00'", "'\\x0000'")],
    },
    Case {
        rule: Rule::Temporal,
        to: DataType::Date,
        equal: &[("'2024-02-29'", "'2024-02-29'"), ("'0001-01-01'", "'0001-01-01'")],
        different: &[
            ("'2024-02-29'", "'2024-03-01'"),
            ("'2024-02-29 12:00'", "'2024-02-29'"),
            ("'0001-01-01'", "'0001-01-01 BC'"),
            ("'today'", "'today'"),
            ("'infinity'", "'infinity'"),
            ("'12:00'", "'1970-01-01'"),
        ],
    },
    Case {
        rule: Rule::Temporal,
        to: DataType::Time,
        equal: &[("'12:34'", "'12:34'"), ("'23:59:59.999999'", "'23:59:59.999999'")],
        different: &[("'12:34:00.0000001'", "'12:34'"), ("'00:00'", "'24:00'"), ("'12:34+01'", "'12:34'")],
    },
    Case {
        rule: Rule::Temporal,
        to: DataType::TimeTz,
        equal: &[("'12:34:56+05:30'", "'12:34:56+05:30'"), ("'12:34Z'", "'12:34+00'")],
        different: &[("'12:34+01:00'", "'11:34+00'"), ("'12:34+01:00'", "'12:34-01:00'")],
    },
    Case {
        rule: Rule::Temporal,
        to: DataType::Timestamp,
        equal: &[("'2024-02-29T12:34:56.5'", "'2024-02-29 12:34:56.5'"), ("'2024-02-29'", "'2024-02-29 00:00'")],
        different: &[
            ("'2024-02-29 12:34:56'", "'2024-02-29 13:34:56'"),
            ("'2024-02-29 12:34:56'", "'2024-02-29 12:34:56.000001'"),
            ("'9999-12-31'", "'infinity'"),
            ("'2024-02-29 12:00+01:00'", "'2024-02-29 12:00'"),
            ("NULL", "'-infinity'"),
        ],
    },
    Case {
        rule: Rule::Temporal,
        to: DataType::TimestampTz,
        equal: &[
            ("'2024-02-29 12:34:56'", "'2024-02-29 12:34:56+00'"),
            ("'2024-02-29T12:34:56+05:30'", "'2024-02-29 07:04:56+00'"),
            ("'1969-12-31 23:59:59.999999Z'", "'1969-12-31 23:59:59.999999+00'"),
        ],
        different: &[("'2024-02-29T12:34:56+05:30'", "'2024-02-29 12:34:56+00'")],
    },
    Case {
        rule: Rule::EpochMillis,
        to: DataType::TimestampTz,
        equal: &[("1709210096789", "'2024-02-29 12:34:56.789+00'"), ("-1", "'1969-12-31 23:59:59.999+00'")],
        different: &[("1709210096789", "'2024-02-29 12:34:56.788+00'"), ("9223372036854775807", "'infinity'")],
    },
    Case {
        rule: Rule::EpochMillis,
        to: DataType::Date,
        equal: &[("1709164800000", "'2024-02-29'"), ("'2024-02-29'", "'2024-02-29'")],
        different: &[("1709164800001", "'2024-02-29'"), ("1709164800000", "'2024-02-28'")],
    },
    Case {
        rule: Rule::RailsTime,
        to: DataType::Time,
        equal: &[("'2000-01-01 12:34:56.5'", "'12:34:56.5'")],
        different: &[("'2000-01-02 12:34:56'", "'12:34:56'"), ("'12:34:56'", "'12:34:56'")],
    },
    Case {
        rule: Rule::SqlalchemyInterval,
        to: DataType::Interval,
        equal: &[
            ("'1970-01-02 00:00:00.000001'", "'1 day 1 microsecond'"),
            ("'1969-12-31 23:00:00.000000'", "'-1 hour'"),
            ("'1970-02-01 00:00:00.000000'", "'31 days'"),
        ],
        different: &[("'1970-01-02 00:00:00.000000'", "'25 hours'"), ("'1970-01-31 00:00:00.000000'", "'1 month'")],
    },
    Case {
        rule: Rule::Uuid,
        to: DataType::Uuid,
        equal: &[
            ("'a0eebc999c0b4ef8bb6d6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
            ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
        ],
        different: &[
            ("'a0eebc999c0b4ef8bb6d6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a10'"),
            ("x'a0eebc999c0b4ef8bb6d6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
        ],
    },
    Case {
        rule: Rule::UuidBytes,
        to: DataType::Uuid,
        equal: &[("x'a0eebc999c0b4ef8bb6d6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'")],
        different: &[
            ("x'99bceea00b9cf84ebb6d6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
            ("x''", "NULL"),
        ],
    },
    Case {
        rule: Rule::Json,
        to: DataType::Json,
        equal: &[("'{\"a\": 1}'", "'{\"a\": 1}'")],
        different: &[("'{\"a\": 1}'", "'{\"a\":1}'")],
    },
    Case {
        rule: Rule::Json,
        to: DataType::Jsonb,
        equal: &[
            ("'{\"b\":[1.50,null],\"a\":\"\\u00e9\"}'", "'{\"a\": \"é\", \"b\": [1.5, null]}'"),
            ("'1e3'", "'1000'"),
        ],
        different: &[
            ("'{\"a\":1}'", "'{\"a\":2}'"),
            ("'{\"a\":1}'", "'{\"b\":1}'"),
            ("'{\"a\":1}'", "'{\"a\":\"1\"}'"),
            ("'[1,2]'", "'[2,1]'"),
            ("'{\"a\":1,\"a\":2}'", "'{\"a\":2}'"),
            ("'{}'", "NULL"),
            ("'null'", "NULL"),
            ("NULL", "'null'"),
        ],
    },
    Case {
        rule: Rule::BarList,
        to: DataType::TextArray,
        equal: &[("'|a|b||c|'", "ARRAY['a', 'b|c']"), ("'||'", "'{}'"), ("'|'", "'{}'"), ("'|é|'", "ARRAY['é']")],
        different: &[
            ("'|a|b|'", "ARRAY['b', 'a']"),
            ("'|a|'", "ARRAY['a', NULL]"),
            ("'||'", "ARRAY['']"),
            ("'|a|b|'", "ARRAY[['a', 'b']]"),
            ("'a'", "ARRAY['a']"),
        ],
    },
    Case {
        rule: Rule::BarList,
        to: DataType::BigintArray,
        equal: &[("'|1|-2|'", "ARRAY[1, -2]"), ("'||'", "'{}'")],
        different: &[("'|1|2|'", "ARRAY[1]"), ("'|01|'", "ARRAY[1]")],
    },
];

#[test]
fn every_rule_tells_equal_values_from_others() {
    let bench = Bench::open();
    for case in CASES {
        for key in [&[0_usize][..], &[]] {
            run(&bench, case, key);
        }
    }
}

fn run(bench: &Bench, case: &Case, key: &[usize]) {
    let Case { rule, to, .. } = case;
    let plan = plan(&[("id", DataType::Bigint, Rule::Integer), ("v", *to, *rule)], key);
    for (pairs, differences) in [(case.equal, 0), (case.different, 1)] {
        for (source, target) in pairs {
            bench.sqlite("DROP TABLE IF EXISTS t; CREATE TABLE t (id INTEGER PRIMARY KEY, v)");
            bench.sqlite(&format!("INSERT INTO t VALUES (7, {source})"));
            bench.postgres(&format!("DROP TABLE IF EXISTS t; CREATE TABLE t (id bigint, v {to})"));
            bench.postgres(&format!("INSERT INTO t VALUES (7, {target})"));
            let found = bench.compare(&plan);
            assert_eq!(found.difference_count, differences, "{rule:?} {to} {source} {target}: {found:?}");
            assert_eq!((found.source_rows, found.target_rows, found.values), (1, 1, 2));
            if let Some(difference) = found.differences.first() {
                let row = if key.is_empty() { "rowid=7" } else { "id=7" };
                assert_eq!((difference.row.as_str(), difference.column.as_deref()), (row, Some("v")));
            }
        }
    }
}

#[test]
fn negative_zero_is_not_zero() {
    let bench = Bench::open();
    let plan = plan(&[("id", DataType::Bigint, Rule::Integer), ("v", DataType::DoublePrecision, Rule::Double)], &[0]);
    bench.sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, v)");
    bench.sqlite.execute("INSERT INTO t VALUES (1, ?1)", [-0.0_f64]).unwrap();
    bench.postgres("CREATE TABLE t (id bigint, v double precision); INSERT INTO t VALUES (1, '-0')");
    let stored: f64 = bench.sqlite.query_row("SELECT v FROM t", [], |row| row.get(0)).unwrap();
    let expected = u64::from(stored.is_sign_positive());
    assert_eq!(bench.compare(&plan).difference_count, expected);
}

#[test]
fn a_generated_column_is_compared_as_computed() {
    let bench = Bench::open();
    let mut plan = plan(&[("id", DataType::Bigint, Rule::Integer), ("g", DataType::Text, Rule::Text)], &[0]);
    plan.columns[1].copied = false;
    bench.sqlite(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, g TEXT AS ('n' || id) VIRTUAL); INSERT INTO t VALUES (1), (2)",
    );
    bench.postgres("CREATE TABLE t (id bigint, g text GENERATED ALWAYS AS ('n' || id::text) STORED)");
    bench.postgres("INSERT INTO t VALUES (1), (2)");
    assert_eq!(bench.compare(&plan).difference_count, 0);
    bench.postgres("DROP TABLE t; CREATE TABLE t (id bigint, g text GENERATED ALWAYS AS ('N' || id::text) STORED)");
    bench.postgres("INSERT INTO t VALUES (1), (2)");
    assert_eq!(bench.compare(&plan).difference_count, 2);
}
