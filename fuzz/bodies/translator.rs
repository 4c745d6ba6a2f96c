//! Statements and expressions over fixed relations.

use outgrow::planner::catalog::pg::DataType;
use outgrow::planner::catalog::sqlite::{Affinity, Expression, Trigger, View};
use outgrow::planner::ident::{Ident, QualifiedName};
use outgrow::planner::mapping::Rule;
use outgrow::planner::translate::{self, Generation, Relation, RelationColumn, Relations, RowIdentity};

/// Where mutations begin.
#[allow(dead_code, reason = "fuzzing itself starts from its own corpus")]
pub(crate) const SEEDS: &[&[u8]] = &[
    b"SELECT a, count(*) AS n, group_concat(s, ', ') FROM t LEFT JOIN u USING (a) WHERE s LIKE 'x%' GROUP BY a HAVING n > 1 ORDER BY 2 DESC LIMIT 5, 10",
    b"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i, strftime('%Y-%m', d, '+1 month') FROM n, t",
    b"INSERT OR REPLACE INTO t(a, s) SELECT a, upper(s) FROM u ON CONFLICT (a) DO UPDATE SET s = excluded.s",
    b"UPDATE t SET s = CASE WHEN r > 0.5 THEN 'y' ELSE NULL END WHERE a IN (SELECT a FROM u) AND b IS NOT 1",
    b"CREATE TRIGGER g AFTER UPDATE OF s ON t WHEN new.s <> old.s BEGIN UPDATE u SET s = new.s WHERE a = old.a; DELETE FROM u WHERE s IS NULL; END",
    b"CREATE VIEW v AS SELECT a, r * 2 AS d, json_extract(j, '$.k'), row_number() OVER (PARTITION BY s ORDER BY a) FROM t UNION SELECT 1, 2, 3, 4",
    b"a > 0 AND s NOT GLOB 'a*' OR typeof(r) = 'real' AND length(s) BETWEEN 1 AND 5 AND d >= date('2024-02-29')",
];

fn relation(name: &'static str) -> Relation {
    let column = |(source, data_type, rule, affinity): (&'static str, DataType, Rule, Affinity)| RelationColumn {
        source: source.to_owned(),
        target: Ident::fixed(source),
        data_type,
        rule: Some(rule),
        affinity: Some(affinity),
        collation: "BINARY".to_owned(),
        byte_order: true,
        not_null: source == "a",
        spelling: None,
        mixed_numbers: source == "r",
        large: true,
        texts: true,
        blobs: true,
        generation: Generation::None,
    };
    let columns = [
        ("a", DataType::Bigint, Rule::Integer, Affinity::Integer),
        ("b", DataType::Boolean, Rule::Boolean, Affinity::Numeric),
        ("s", DataType::Text, Rule::Text, Affinity::Text),
        ("r", DataType::DoublePrecision, Rule::Double, Affinity::Real),
        ("n", DataType::Numeric(None), Rule::Numeric, Affinity::Numeric),
        ("d", DataType::Timestamp, Rule::Temporal, Affinity::Numeric),
        ("j", DataType::Jsonb, Rule::Json, Affinity::Text),
        ("x", DataType::Bytea, Rule::Bytes, Affinity::Blob),
    ];
    Relation {
        source: name.to_owned(),
        target: target(name),
        columns: columns.into_iter().map(column).collect(),
        row_identity: RowIdentity::Column(0),
        unique_keys: Vec::new(),
    }
}

fn target(name: &'static str) -> QualifiedName {
    QualifiedName::new(Ident::fixed("public"), Ident::fixed(name))
}

/// Translates a text as everything that it could be.
pub(crate) fn body(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let relations = Relations::of(vec![relation("t"), relation("u")]);
    let table = &relations.all[0];
    let _ = translate::statement(&text, &relations);
    let expression = Expression::new(text.as_str());
    let _ = translate::check(&expression, table);
    let _ = translate::index_key(&expression, table);
    let _ = translate::predicate(&expression, table);
    for column in 0..table.columns.len() {
        let _ = translate::default(&expression, table, column);
        let _ = translate::generated(&expression, table, column);
    }
    let columns = [Ident::fixed("one"), Ident::fixed("two"), Ident::fixed("three"), Ident::fixed("four")];
    let names = columns.iter().map(|name| name.as_str().to_owned()).collect();
    let view = View { name: "v".to_owned(), sql: text.clone(), columns: names };
    let _ = translate::view(&view, &relations, target("v"), &columns);
    let trigger = Trigger { name: "g".to_owned(), table: "t".to_owned(), sql: text };
    let _ = translate::trigger(&trigger, &relations, target("g"));
}
