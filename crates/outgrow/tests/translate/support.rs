//! Every function of schema `outgrow_sqlite` against SQLite itself, over many values.

use crate::both::Both;

const TEXTS: [&str; 34] = [
    "",
    " ",
    "0",
    "1",
    "-1",
    "+7",
    "12abc",
    " 12 ",
    "1.5",
    ".5",
    "5.",
    ".",
    "-",
    "1e3",
    "1e",
    "1e+",
    "1E-2x",
    "0x10",
    "abc",
    "é",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1e400",
    "-1e400",
    "1e-400",
    "00012",
    "1 2",
    "\t3\n",
    "3.0",
    "123456789012345678901234567890",
    "--1",
    "+-1",
    "2024-02-29",
];

fn both_of(values: impl IntoIterator<Item = (String, String)>) -> Both {
    let mut script = String::from("CREATE TABLE v (id INTEGER PRIMARY KEY, x, y);");
    for (x, y) in values {
        script.push_str(&format!("INSERT INTO v (x, y) VALUES ({x}, {y});"));
    }
    let sqlite = rusqlite::Connection::open_in_memory().unwrap();
    sqlite.execute_batch(&script).unwrap();
    Both::of(sqlite)
}

/// Compares an expression of SQLite with one of PostgreSQL, value by value.
fn check(both: &Both, sqlite: &str, postgresql: &str) {
    let left = both.sqlite_rows(&format!("SELECT id, {sqlite} FROM v ORDER BY id"));
    let right = both.pg_rows(&format!("SELECT id, {postgresql} FROM v ORDER BY id"));
    for (left, right) in left.iter().zip(&right) {
        let (left_text, right_text) = (format!("{:?}", left[1]), format!("{:?}", right[1]));
        let number = |cell: &crate::both::Cell| match cell {
            crate::both::Cell::Number(number) => Some(*number),
            crate::both::Cell::Text(text) => text.to_lowercase().replace("infinity", "inf").parse::<f64>().ok(),
            crate::both::Cell::Null | crate::both::Cell::Moment(_) => None,
        };
        let same = match (number(&left[1]), number(&right[1])) {
            (Some(a), Some(b)) => a == b,
            _ => left_text == right_text,
        };
        let input =
            both.sqlite_rows(&format!("SELECT quote(x), quote(y) FROM v WHERE id = {}", number(&left[0]).unwrap()));
        assert!(same, "{sqlite} of {input:?}: {left_text} {right_text}");
    }
    assert_eq!(left.len(), right.len());
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[test]
fn texts_read_as_numbers() {
    let both = both_of(TEXTS.iter().map(|text| (quoted(text), "NULL".to_owned())));
    check(&both, "x + 0.0", "outgrow_sqlite.to_number(x)");
    check(&both, "CAST(x AS INTEGER)", "outgrow_sqlite.text_to_integer(x)");
    check(&both, "typeof(x + 0) = 'integer'", "outgrow_sqlite.is_integer(x)");
    both.sqlite.execute_batch("ALTER TABLE v ADD COLUMN w NUMERIC; UPDATE v SET w = x").unwrap();
    check(&both, "CASE WHEN typeof(w) <> 'text' THEN w + 0.0 END", "outgrow_sqlite.whole_number(x)::double precision");
}

#[test]
fn reals_read_as_texts_and_integers() {
    let mut values: Vec<f64> = vec![
        0.0,
        -0.0,
        1.0,
        -1.5,
        0.1,
        0.3,
        1e15,
        1e16,
        123_456_789_012_345.6,
        1e-4,
        1e-5,
        9.99e-5,
        1e100,
        -1e300,
        1e308,
        5e-324,
        2.5,
        0.5,
        1e14,
        999_999_999_999_999.9,
        1.0 / 3.0,
        2.0 / 3.0,
        1e22,
        9.223_372_036_854_775e18,
        -9.3e18,
        0.07,
        1.005,
        1234.5678,
    ];
    let mut seed = 42_u64;
    for _ in 0..600 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let real = f64::from_bits(seed);
        if real.is_normal() && real.abs() < 1e30 && real.abs() > 1e-30 {
            values.push(real);
        }
        values.push((seed >> 40) as f64 / 1000.0);
        values.push((seed >> 20) as f64 / 7.0);
    }
    let both = both_of(values.iter().map(|real| (format!("{real:e}"), "NULL".to_owned())));
    check(&both, "CAST(x AS TEXT) || '|'", "outgrow_sqlite.real_text(x) || '|'");
    check(&both, "CAST(x AS INTEGER)", "outgrow_sqlite.real_to_integer(x)");
    for digits in 0..4 {
        check(&both, &format!("round(x, {digits})"), &format!("outgrow_sqlite.round(x, {digits})"));
    }
}

#[test]
fn parts_of_texts() {
    let mut values = Vec::new();
    for start in -6..=6 {
        for length in -6..=6 {
            values.push((start.to_string(), length.to_string()));
        }
    }
    let both = both_of(values);
    for text in ["hello", "é", ""] {
        check(
            &both,
            &format!("substr('{text}', x, y) || '|'"),
            &format!("outgrow_sqlite.substr('{text}', x, y) || '|'"),
        );
    }
    check(&both, "x << y", "outgrow_sqlite.shift_left(x, y)");
    check(&both, "x >> (y * 20)", "outgrow_sqlite.shift_right(x, y * 20)");
    check(&both, "x << (y * 20)", "outgrow_sqlite.shift_left(x, y * 20)");
}

#[test]
fn json_is_valid_or_it_is_not() {
    let texts = [
        "{}",
        "[]",
        "{\"a\":1}",
        "{a:1}",
        "",
        " ",
        "null",
        "01",
        "1.",
        "\"x\"",
        "'x'",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "\"\\u0000\"",
        "NaN",
        "true",
        "[1 2]",
        "1e5",
        "-",
        "\"\\x\"",
        " [ 1 ] ",
    ];
    let both = both_of(texts.iter().map(|text| (quoted(text), "NULL".to_owned())));
    check(&both, "json_valid(x)", "outgrow_sqlite.json_valid(x)");
}

#[test]
fn texts_read_as_times() {
    let texts = [
        "2024-02-29",
        "2024-02-30",
        "2024-02-31",
        "2024-13-01",
        "2024-2-3",
        "2024-02-29 12:34",
        "2024-02-29T12:34:56",
        "2024-02-29 12:34:56.7894",
        "2024-02-29 12:34:56Z",
        "2024-02-29 12:34:56+05:30",
        "2024-02-29 12:34:56 -08:00",
        "12:34",
        "12:34:56",
        "25:00",
        "12:60",
        "12:34:60",
        "nonsense",
        "",
        "2024-02-29 ",
        " 2024-02-29",
        "2024-02-29x",
        "2460000.5",
        "-1",
        "20240229",
        "2024-02-29 12",
        "2024-02-29T12:34:56.789123Z",
        "2024-02-29   12:34",
        "1970-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "2024-02-29T 12:34",
        "2024-02-2912:34",
        "2024-00-10",
        "2024-01-00",
        "2024-02-29 12:34z",
    ];
    let both = both_of(texts.iter().map(|text| (quoted(text), "NULL".to_owned())));
    check(
        &both,
        "strftime('%Y-%m-%d %H:%M:%f', x) || '|'",
        "to_char(outgrow_sqlite.timestamp(x), 'YYYY-MM-DD HH24:MI:SS.MS') || '|'",
    );
}
