//! What was loaded and what is in quarantine is the source, value by value.
//!
//! The file is rebuilt by code of its own, from PostgreSQL's text forms, the
//! plan's stated rules and the quarantine. Where a rule does not keep how a
//! value was written, exactly that difference is expected, and the plan must
//! have stated it.

use std::collections::BTreeSet;

use outgrow::moving::{Checked, Replace};
use outgrow::planner::catalog::sqlite::Affinity;
use outgrow::planner::mapping::Rule;
use outgrow::planner::plan::TablePlan;
use outgrow::planner::profile::{ColumnProfile, Shape};
use outgrow::planner::temporal::{Parts, Precision, Separator, Spelling, Zone};
use outgrow::planner::value::Value;
use outgrow::quarantine::{row_key, value_of};
use outgrow::target::Session;
use rusqlite::Connection;
use rusqlite::types::{Value as Stored, ValueRef};

use crate::support::Bench;

/// Every storage class in columns of every kind, and rows of every kind of key.
const SOURCE: &str = include_str!("rebuild.sql");

#[test]
fn loaded_and_quarantined_is_the_source() {
    let bench = Bench::new(SOURCE);
    let outcome = bench.run_move(Replace::Refuse).expect("moved");
    assert_eq!(outcome.verified.difference_count(), 0, "{:#?}", outcome.verified);
    let mut differences = Vec::new();
    for plan in &outcome.checked.plan.tables {
        let mut rebuilt = rebuilt(&bench, &outcome.checked, plan);
        let mut source = source_rows(&bench, plan);
        rebuilt.sort();
        source.sort();
        assert_eq!(rebuilt.len(), source.len(), "{}", plan.source);
        differences.extend(differing(plan, &source, &rebuilt));
    }
    all_are_stated(&outcome.checked, &differences);
    let mut shown: Vec<String> = differences.into_iter().map(|(_, _, shown)| shown).collect();
    shown.sort();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    classes.c_blob: text "" → blob []
    classes.c_blob: text "a\0b" → blob [61, 00, 62]
    classes.c_blob: text "text" → blob [74, 65, 78, 74]
    classes.c_blob: text bytes [61, ff, 62] → blob [61, ff, 62]
    mixed.b: text "true" → integer 1
    mixed.bl: text "a" → blob [61]
    mixed.bt: text "t" → text "true"
    mixed.dt: text "2024-02-29" → text "2024-02-29 00:00:00"
    mixed.dt: text "2024-02-29T12:00:00" → text "2024-02-29 12:00:00"
    mixed.j: blob [7b, 22, 61, 22, 3a, 31, 7d] → text "{\"a\":1}"
    mixed.jb: text "{\"b\":1,\"a\":2}" → text "{\"a\": 2, \"b\": 1}"
    mixed.tz: text "2024-02-29T12:00:00+02:00" → text "2024-02-29T10:00:00+00:00"
    mixed.tz: text "2024-02-29T12:00:00-05:30" → text "2024-02-29T17:30:00+00:00"
    mixed.x: integer 1 → real 1.0
    mixed.y: text "1" → integer 1
    "#);
}

/// Values that are in quarantine are announced, too.
#[test]
fn every_column_with_values_in_quarantine_is_a_stated_hazard() {
    let bench = Bench::new(SOURCE);
    let outcome = bench.run_move(Replace::Refuse).expect("moved");
    let kept = bench.query("SELECT DISTINCT source_table || '.' || column_name FROM outgrow.quarantine ORDER BY 1");
    let hazards = outcome.checked.plan.hazards.iter().filter(|hazard| hazard.id == "unrepresentable");
    let stated: BTreeSet<String> = hazards
        .map(|hazard| format!("{}.{}", hazard.table.as_deref().unwrap_or(""), hazard.object.as_deref().unwrap_or("")))
        .collect();
    let kept: BTreeSet<String> = kept.lines().map(str::to_owned).collect();
    assert!(kept.len() > 5, "{kept:?}");
    assert_eq!(kept, stated);
}

/// A value as SQLite's `quote()` and `typeof()` would show it, so that all can be sorted and compared.
type Shown = String;

fn shown(value: &Stored) -> Shown {
    match value {
        Stored::Null => "null".to_owned(),
        Stored::Integer(number) => format!("integer {number}"),
        Stored::Real(number) => format!("real {number:?}"),
        Stored::Text(text) => format!("text {text:?}"),
        Stored::Blob(blob) => format!("blob {blob:02x?}"),
    }
}

/// Text that is not UTF-8 has no place in rusqlite's owned value, so it is shown by itself.
fn shown_ref(value: ValueRef<'_>) -> Shown {
    match value {
        ValueRef::Text(bytes) => shown_text(bytes),
        other => shown(&Stored::try_from(other).expect("no text")),
    }
}

fn shown_text(bytes: &[u8]) -> Shown {
    match std::str::from_utf8(bytes) {
        Ok(text) => format!("text {text:?}"),
        Err(_) => format!("text bytes {bytes:02x?}"),
    }
}

fn shown_value(value: Value<'_>) -> Shown {
    match value {
        Value::Null => shown(&Stored::Null),
        Value::Integer(number) => shown(&Stored::Integer(number)),
        Value::Real(number) => shown(&Stored::Real(number)),
        Value::Text(bytes) => shown_text(bytes),
        Value::Blob(bytes) => shown(&Stored::Blob(bytes.to_vec())),
    }
}

fn source_rows(bench: &Bench, plan: &TablePlan) -> Vec<Vec<Shown>> {
    let connection = Connection::open(&bench.file).expect("the file");
    let columns: Vec<String> = plan.columns.iter().map(|column| format!("\"{}\"", column.source)).collect();
    let sql = format!("SELECT {} FROM \"{}\"", columns.join(", "), plan.source);
    let mut statement = connection.prepare(&sql).expect(&sql);
    let rows = statement.query_map([], |row| {
        (0..columns.len()).map(|column| row.get_ref(column).map(shown_ref)).collect::<Result<Vec<_>, _>>()
    });
    rows.expect("rows").collect::<Result<_, _>>().expect("a row")
}

/// Rows differ in the columns whose writing is not kept; the others pair them, for each table has a column `n`.
fn differing(plan: &TablePlan, source: &[Vec<Shown>], rebuilt: &[Vec<Shown>]) -> Vec<(String, String, String)> {
    let number = plan.columns.iter().position(|column| column.source == "n").expect("every table has a column n");
    let mut all = Vec::new();
    for row in source {
        let twin = rebuilt.iter().find(|twin| twin[number] == row[number]).unwrap_or_else(|| panic!("{row:?} is lost"));
        for (column, (source, rebuilt)) in row.iter().zip(twin).enumerate().filter(|(_, (a, b))| a != b) {
            let name = plan.columns[column].source.clone();
            let shown = format!("{}.{name}: {source} → {rebuilt}", plan.source);
            all.push((plan.source.clone(), name, shown));
        }
    }
    all
}

fn all_are_stated(checked: &Checked, differences: &[(String, String, String)]) {
    let ids = ["storage-class", "mixed-spelling", "offset-lost", "jsonb-spelling"];
    for (table, column, shown) in differences {
        let stated = checked.plan.hazards.iter().any(|hazard| {
            ids.contains(&hazard.id) && hazard.table.as_ref() == Some(table) && hazard.object.as_ref() == Some(column)
        });
        assert!(stated, "no hazard states {shown}");
    }
}

/// The rows of a table, rebuilt.
fn rebuilt(bench: &Bench, checked: &Checked, plan: &TablePlan) -> Vec<Vec<Shown>> {
    bench.runtime.block_on(async {
        let session = bench.target().connect().await.expect("a session");
        let position = checked.catalog.tables.iter().position(|table| table.name == plan.source).expect("its table");
        let (table, profile) = (&checked.catalog.tables[position], &checked.profile.tables[position]);
        let loaded = loaded(&session, plan, &profile.columns).await;
        let mut rows: Vec<Vec<Stored>> = Vec::new();
        for row in &loaded {
            let values = row.iter().enumerate().map(|(at, cell)| {
                let facts = &profile.columns[at];
                value(plan.columns[at].mapping.rule, facts, table.columns[at].affinity, cell.rendered.as_deref())
            });
            rows.push(values.collect());
        }
        with_quarantine(&session, plan, &loaded, &rows).await
    })
}

/// A value of PostgreSQL: as its text, and as the text that its rule says it was.
struct Cell {
    plain: Option<String>,
    rendered: Option<String>,
}

async fn loaded(session: &Session, plan: &TablePlan, facts: &[ColumnProfile]) -> Vec<Vec<Cell>> {
    let mut columns = Vec::new();
    for ((column, target), facts) in plan.columns.iter().zip(&plan.target.columns).zip(facts) {
        columns.push(format!("{}::text", target.name));
        columns.push(expression(column.mapping.rule, facts, &target.name.to_string()));
    }
    let sql = format!("SELECT {} FROM {}", columns.join(", "), plan.target.name);
    let rows = session.client.query(&sql, &[]).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    let cell = |row: &tokio_postgres::Row, at: usize| Cell { plain: row.get(2 * at), rendered: row.get(2 * at + 1) };
    rows.iter().map(|row| (0..plan.columns.len()).map(|at| cell(row, at)).collect()).collect()
}

/// SQL that writes a value as the most frequent spelling of its column.
fn expression(rule: Rule, facts: &ColumnProfile, column: &str) -> String {
    let usual = facts.texts.spellings.iter().max_by_key(|(_, tally)| tally.count).map(|(spelling, _)| spelling);
    match (rule, usual) {
        (Rule::EpochMillis, _) if facts.integers.all.count > 0 => {
            format!("(extract(epoch FROM {column}) * 1000)::bigint::text")
        }
        (Rule::Temporal | Rule::EpochMillis, Some(spelling)) => match spelling.parts {
            Parts::Date => format!("to_char({column}, 'YYYY-MM-DD')"),
            Parts::Time(_) if spelling.is_zoned() => format!("{column}::text || ':00'"),
            Parts::Time(_) => format!("to_char('2000-01-01'::date + {column}, '{}')", format(spelling)),
            Parts::DateTime(..) => format!("to_char({column}, '{}')", format(spelling)),
        },
        (Rule::RailsTime, Some(spelling)) => format!("to_char('2000-01-01'::date + {column}, '{}')", format(spelling)),
        (Rule::SqlalchemyInterval, _) => {
            format!("to_char('1970-01-01'::timestamp + {column}, 'YYYY-MM-DD HH24:MI:SS.US')")
        }
        (Rule::BarList, _) => format!(
            "CASE cardinality({column}) WHEN 0 THEN '||' ELSE '|' || (SELECT string_agg(replace(item::text, '|', '||'), '|' \
             ORDER BY place) FROM unnest({column}) WITH ORDINALITY AS items(item, place)) || '|' END"
        ),
        _ => format!("{column}::text"),
    }
}

/// A spelling as `to_char` takes it.
fn format(spelling: Spelling) -> String {
    let time = |precision: Precision| match precision {
        Precision::Minutes => "HH24:MI".to_owned(),
        Precision::Seconds => "HH24:MI:SS".to_owned(),
        Precision::Fraction(digits) => format!("HH24:MI:SS.FF{digits}"),
    };
    let parts = match spelling.parts {
        Parts::Date => "YYYY-MM-DD".to_owned(),
        Parts::Time(precision) => time(precision),
        Parts::DateTime(Separator::Blank, precision) => format!("YYYY-MM-DD {}", time(precision)),
        Parts::DateTime(Separator::T, precision) => format!("YYYY-MM-DD\"T\"{}", time(precision)),
    };
    let zone = match spelling.zone {
        Zone::Naive => "",
        Zone::Zulu => "\"Z\"",
        Zone::Offset { .. } => "\"+00:00\"",
        Zone::ShortOffset { .. } => "\"+0000\"",
    };
    parts + zone
}

/// The value that SQLite held, as far as the rule and the column's facts tell.
fn value(rule: Rule, facts: &ColumnProfile, affinity: Affinity, text: Option<&str>) -> Stored {
    let Some(text) = text else { return Stored::Null };
    let (integers, reals, texts) = (facts.integers.all.count > 0, facts.reals.all.count > 0, facts.texts.all.count > 0);
    let numeric_affinity = matches!(affinity, Affinity::Integer | Affinity::Numeric);
    match rule {
        Rule::Boolean if integers || !texts => Stored::Integer(i64::from(text == "true")),
        Rule::Boolean => Stored::Text(truth(facts, text == "true").to_owned()),
        Rule::Integer => Stored::Integer(text.parse().expect("an integer")),
        Rule::EpochMillis if integers => Stored::Integer(text.parse().expect("an integer")),
        Rule::Double | Rule::Numeric if !integers && !reals => Stored::Text(text.to_owned()),
        Rule::Double | Rule::Numeric => {
            let number = real(text).expect("a number");
            let whole = text.strip_suffix(".00").unwrap_or(text).parse().ok();
            match whole.filter(|_| integers && (numeric_affinity || !reals)) {
                Some(whole) => Stored::Integer(whole),
                None => Stored::Real(number),
            }
        }
        Rule::Rendered => match (text.parse(), real(text)) {
            (Ok(whole), _) if integers => Stored::Integer(whole),
            (Err(_), Some(number)) if reals => Stored::Real(number),
            _ => Stored::Text(text.to_owned()),
        },
        Rule::Bytes if facts.blobs.all.count > 0 => Stored::Blob(bytes(&text[2..])),
        Rule::Bytes => Stored::Text(String::from_utf8(bytes(&text[2..])).unwrap_or_default()),
        Rule::UuidBytes => Stored::Blob(bytes(&text.replace('-', ""))),
        Rule::Uuid if facts.texts.all_are(Shape::Hex32) => Stored::Text(text.replace('-', "")),
        Rule::Uuid if facts.texts.all_are(Shape::UuidUpper) => Stored::Text(text.to_uppercase()),
        Rule::Json if !texts => Stored::Blob(text.as_bytes().to_vec()),
        Rule::Uuid
        | Rule::Json
        | Rule::Text
        | Rule::Temporal
        | Rule::LocalTime(_)
        | Rule::EpochMillis
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::BarList => Stored::Text(text.to_owned()),
    }
}

fn truth(facts: &ColumnProfile, truth: bool) -> &'static str {
    let shape = [Shape::LetterTf, Shape::CapitalTf, Shape::TrueFalse]
        .into_iter()
        .max_by_key(|shape| facts.texts.count(*shape))
        .expect("three shapes");
    match (shape, truth) {
        (Shape::LetterTf, true) => "t",
        (Shape::LetterTf, false) => "f",
        (Shape::CapitalTf, true) => "T",
        (Shape::CapitalTf, false) => "F",
        (_, true) => "true",
        (_, false) => "false",
    }
}

fn real(text: &str) -> Option<f64> {
    match text {
        "Infinity" | "Inf" => Some(f64::INFINITY),
        "-Infinity" | "-Inf" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok().filter(|_| text.ends_with(|last: char| last.is_ascii_digit())),
    }
}

fn bytes(digits: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits");
    (0..digits.len()).step_by(2).map(digit).collect()
}

/// One value of quarantine.
struct Kept {
    row_key: String,
    column: String,
    class: String,
    value: Vec<u8>,
    target_key: String,
    substitute: Option<String>,
}

/// Puts the values of quarantine in the places of their substitutes.
async fn with_quarantine(
    session: &Session,
    plan: &TablePlan,
    loaded: &[Vec<Cell>],
    rows: &[Vec<Stored>],
) -> Vec<Vec<Shown>> {
    let kept = kept(session, plan).await;
    let mut result: Vec<Vec<Shown>> = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let mut taken = BTreeSet::new();
    let keys: BTreeSet<&String> = kept.iter().map(|kept| &kept.row_key).collect();
    for key in keys {
        let group: Vec<&Kept> = kept.iter().filter(|kept| kept.row_key == *key).collect();
        let row = (0..rows.len())
            .find(|row| !taken.contains(row) && is_row_of(plan, &group, &loaded[*row], &rows[*row]))
            .unwrap_or_else(|| panic!("no row of {} for {key}", plan.source));
        taken.insert(row);
        for kept in group {
            let column = position(plan, &kept.column);
            assert_eq!(loaded[row][column].plain, kept.substitute, "{}.{}", plan.source, kept.column);
            result[row][column] = shown_value(value_of(&kept.class, &kept.value).expect("readable"));
        }
    }
    result
}

async fn kept(session: &Session, plan: &TablePlan) -> Vec<Kept> {
    let sql = "SELECT row_key, target_column, storage_class, value, target_key, substitute FROM outgrow.quarantine \
               WHERE target_table = $1";
    let rows = session.client.query(sql, &[&plan.target.name.to_string()]).await.expect("the quarantine");
    let kept = |row: &tokio_postgres::Row| Kept {
        row_key: row.get(0),
        column: row.get(1),
        class: row.get(2),
        value: row.get(3),
        target_key: row.get(4),
        substitute: row.get(5),
    };
    rows.iter().map(kept).collect()
}

fn is_row_of(plan: &TablePlan, group: &[&Kept], loaded: &[Cell], row: &[Stored]) -> bool {
    let key: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&group[0].target_key).expect("JSON");
    key.iter().all(|(name, wanted)| {
        let column = position(plan, name);
        match group.iter().find(|kept| kept.column == *name) {
            Some(kept) => loaded[column].plain == kept.substitute,
            None => json(&row[column]) == *wanted,
        }
    })
}

fn json(value: &Stored) -> serde_json::Value {
    let value = match value {
        Stored::Null => Value::Null,
        Stored::Integer(number) => Value::Integer(*number),
        Stored::Real(number) => Value::Real(*number),
        Stored::Text(text) => Value::Text(text.as_bytes()),
        Stored::Blob(blob) => Value::Blob(blob),
    };
    let object: serde_json::Value = serde_json::from_str(&row_key([("x", value)])).expect("JSON");
    object["x"].clone()
}

fn position(plan: &TablePlan, target: &str) -> usize {
    plan.target.columns.iter().position(|column| column.name.as_str() == target).expect("its column")
}
