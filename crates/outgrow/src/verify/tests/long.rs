//! Values of 10 MB, which are compared where they are.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::TablePlan;

use super::bench::{Bench, places, plan};

const MEGABYTES: usize = 10;

fn long_plan(key: &[usize]) -> TablePlan {
    let columns = [
        ("id", DataType::Bigint, Rule::Integer),
        ("a", DataType::Text, Rule::Text),
        ("b", DataType::Bytea, Rule::Bytes),
        ("c", DataType::Text, Rule::Rendered),
    ];
    let mut plan = plan(&columns, key);
    for column in &mut plan.columns[1..] {
        column.max_bytes = (MEGABYTES << 20) as u64;
    }
    plan
}

#[test]
fn long_values_are_compared_by_length_and_digest() {
    let bench = Bench::open();
    bench.sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)");
    bench.postgres("CREATE TABLE t (id bigint, a text, b bytea, c text)");
    let half = MEGABYTES << 19;
    let long = format!("replace(hex(zeroblob({})), '00', 'é')", half);
    bench.sqlite(&format!("INSERT INTO t VALUES (1, {long}, zeroblob({half} * 2), {long}), (2, 'a', x'00', 1.5)"));
    bench.sqlite("INSERT INTO t VALUES (3, NULL, NULL, 17)");
    bench.postgres(&format!(
        "INSERT INTO t VALUES (1, repeat('é', {half}), decode(repeat('00', {half} * 2), 'hex'), repeat('é', {half})), \
         (2, 'a', '\\x00', '1.5'), (3, NULL, NULL, '17')"
    ));
    for key in [&[0_usize][..], &[]] {
        let row = if key.is_empty() { "rowid=1" } else { "id=1" };
        let plan = long_plan(key);
        let equal = bench.compare(&plan);
        assert_eq!((equal.difference_count, equal.values), (0, 12), "{equal:?}");
        for (change, column) in [
            ("a = a || ' '", "a"),
            ("a = left(a, -1)", "a"),
            ("a = left(a, -1) || 'è'", "a"),
            ("b = set_bit(b, 4000000, 1)", "b"),
            ("c = left(c, 100)", "c"),
        ] {
            bench.postgres(&format!("BEGIN; UPDATE t SET {change} WHERE id = 1"));
            assert_eq!(places(&bench.compare(&plan)), [(row.to_owned(), column.to_owned())], "{change}");
            bench.postgres("ROLLBACK");
        }
        bench.postgres("BEGIN; UPDATE t SET c = '1.50' WHERE id = 2");
        assert_eq!(bench.compare(&plan).difference_count, 1);
        bench.postgres("ROLLBACK");
    }
}

#[test]
fn a_long_value_is_told_by_its_length() {
    let bench = Bench::open();
    bench.sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)");
    bench.postgres("CREATE TABLE t (id bigint, a text, b bytea, c text)");
    bench.sqlite("INSERT INTO t VALUES (1, 'short', NULL, NULL)");
    bench.postgres("INSERT INTO t VALUES (1, repeat('x', 100000), NULL, NULL)");
    let found = bench.compare(&long_plan(&[0]));
    let target = found.differences[0].target.as_deref().unwrap();
    assert!(target.starts_with("100000 bytes, sha256 "), "{target}");
}
