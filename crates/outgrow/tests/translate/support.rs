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

/// A generator that gives the same numbers every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn one<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const TIMES: [&str; 58] = [
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
    "24:00",
    "2024-01-01 24:00",
    "2024-12-31 24:00:59.9999",
    "12:60",
    "12:34:60",
    "nonsense",
    "",
    "2024-02-29 ",
    " 2024-02-29",
    "2024-02-29x",
    "2460000.5",
    "-1",
    "0",
    "2024",
    "5373484.4999999",
    "5373484.5",
    "1e3",
    "20240229",
    ".5",
    "1.5e",
    "9999-12-31 23:59:59.999",
    "0000-01-01",
    "-0001-05-06",
    "-4713-11-24 12:00",
    "-4714-01-01",
    "2024-02-29T 12:34",
    "2024-00-10",
    "2024-01-00",
    "2024-02-29 12:34z",
    "1683356889",
    "1683356889.5",
    "-62167219200",
    "253402300799",
    "253402300800",
    "12:34:56.0005",
    "2023-02-29 23:59:59.9995",
    "2024-12-30",
    "2021-01-03",
    "1e400",
    "2023-01-31 10:00:00",
    "24:30+14:00",
    "0.0001",
    "1721059.5",
    "12:34:56.123456789+01:15",
];

const MODIFIERS: [&str; 44] = [
    "start of day",
    "start of month",
    "START OF YEAR",
    "start of week",
    "weekday 0",
    "weekday 6",
    "weekday 7",
    "weekday x",
    "+1 day",
    "-1 day",
    "1 day",
    "+1.5 days",
    "+1day",
    "+1 month",
    "-1 month",
    "+13 months",
    "-14.25 month",
    "+1 year",
    "+0.5 year",
    "+10000 years",
    "-90 minutes",
    "+30 seconds",
    "+0.0001 seconds",
    "+02:30",
    "-02:30:15.5",
    "+24:00",
    "+25:00",
    "+0001-02-03",
    "-0001-02-03",
    "+0000-11-30 23:59",
    "+0000-12-01",
    "+00001-01-01",
    "ceiling",
    "floor",
    "auto",
    "unixepoch",
    "julianday",
    "subsec",
    "",
    "bogus",
    "+5373485 days",
    "-5000000 days",
    "+12:00+01:00",
    " +1 day",
];

const LETTERS: &str = "%d|%e|%f|%F|%G|%g|%H|%k|%I|%l|%j|%J|%m|%M|%p|%P|%R|%s|%S|%T|%u|%w|%U|%V|%W|%Y|%%";

#[test]
fn texts_read_as_times() {
    let both = both_of(TIMES.iter().map(|text| (quoted(text), "NULL".to_owned())));
    check(&both, "date(x) || '|'", "outgrow_sqlite.date(outgrow_sqlite.moment(x)) || '|'");
    check(&both, "time(x) || '|'", "outgrow_sqlite.time(outgrow_sqlite.moment(x)) || '|'");
    let (left, right) = (
        format!("strftime('{LETTERS}', x)"),
        format!("outgrow_sqlite.strftime('{LETTERS}', outgrow_sqlite.moment_or_now(x))"),
    );
    check(&both, &left, &right);
}

#[test]
fn times_move_by_modifiers() {
    let mut numbers = Numbers(11);
    let values = (0..600).map(|_| (quoted(numbers.one(&TIMES)), quoted(numbers.one(&MODIFIERS)))).collect::<Vec<_>>();
    let both = both_of(values);
    for (before, after) in [("", ""), ("", ", '+1 month'"), ("'-1 day', ", ""), ("", ", 'start of day'")] {
        check(
            &both,
            &format!("strftime('%J|%Y-%m-%d %H:%M:%f|%s|%W', x, {before}y{after})"),
            &format!(
                "outgrow_sqlite.strftime('%J|%Y-%m-%d %H:%M:%f|%s|%W', outgrow_sqlite.moment(x, {before}y{after}))"
            ),
        );
    }
}

#[test]
fn numbers_in_formats() {
    let mut numbers = Numbers(3);
    let mut values: Vec<String> = ["0.0", "-0.3", "0.5", "2.5", "1.005", "99.95", "100000000000000.5", "1e19", "1e-7"]
        .iter()
        .map(|&text| text.to_owned())
        .collect();
    values.extend((0..500).map(|_| format!("{}.0", (numbers.below(2_000_000_000) as f64 - 1e9) / 1024.0)));
    values.extend((0..200).map(|_| format!("{}e{}", numbers.below(1 << 30), numbers.below(400) as i64 - 200)));
    let values = values.into_iter().map(|text| text.replacen(".0", "", usize::from(text.matches('.').count() > 1)));
    let both = both_of(values.map(|text| (text, "NULL".to_owned())));
    for (format, arguments) in [
        ("%f", "'f', 0, -1, ''"),
        ("%.2f", "'f', 0, 2, ''"),
        ("%08.3f", "'f', 8, 3, '0'"),
        ("%+.0f", "'f', 0, 0, '+'"),
        ("%,.2f", "'f', 0, 2, ','"),
        ("%.3e", "'e', 0, 3, ''"),
        ("%g", "'g', 0, -1, ''"),
        ("%-12.4G|", "'G', 12, 4, '-'"),
    ] {
        let tail = if format.ends_with('|') { " || '|'" } else { "" };
        check(
            &both,
            &format!("printf('{format}', x) || '|'"),
            &format!("outgrow_sqlite.format_real(x, {arguments}){tail} || '|'"),
        );
    }
    for (format, arguments) in [
        ("%d", "'d', 0, -1, ''"),
        ("%05d", "'d', 5, -1, '0'"),
        ("%+,d", "'d', 0, -1, '+,'"),
        ("%x", "'x', 0, -1, ''"),
        ("%#o", "'o', 0, -1, '#'"),
        ("%u", "'u', 0, -1, ''"),
    ] {
        check(
            &both,
            &format!("printf('{format}', CAST(x AS INTEGER)) || '|'"),
            &format!("outgrow_sqlite.format_integer(outgrow_sqlite.real_to_integer(x), {arguments}) || '|'"),
        );
    }
}

#[test]
fn patterns_of_glob() {
    let patterns = [
        "*", "a*", "?", "a?c", "[a-z]", "[^a-z]*", "[]a]", "[^]a]x", "[a-", "[", "a[b", "[z-a]", "[a-c-e]", "[-a]",
        "[a-]", "[[]", "[^", "[]", "^a", "[\\]", "a[^b]*", "**", "*?", "%", "_", "a.c", "(a|b)", "[a--]", "[^]",
    ];
    let texts = [
        "", "a", "b", "abc", "A", "é", "a1", "x.txt", "[", "^", "\\", "]", "-", "ac", "^a", "(a|b)", "a-", "[]", "]x",
        "%", "_",
    ];
    let values = patterns.iter().flat_map(|pattern| texts.iter().map(|text| (quoted(pattern), quoted(text))));
    let both = both_of(values);
    check(&both, "x GLOB x || y", "outgrow_sqlite.glob(x || y, x)::integer");
    check(&both, "y GLOB x", "outgrow_sqlite.glob(x, y)::integer");
}

fn document(numbers: &mut Numbers, depth: usize) -> String {
    let blank = numbers.one(&["", " ", "\n"]);
    match numbers.below(if depth < 3 { 9 } else { 6 }) {
        0 => numbers.one(&["1", "-0", "12345678901234567890", "-9223372036854775808", "42"]).to_owned(),
        1 => numbers.one(&["1.5", "1.50", "1e5", "-2.5E-3", "1.0"]).to_owned(),
        2 => numbers.one(&["true", "false", "null"]).to_owned(),
        3..=5 => format!("\"{}\"", numbers.one(&["", "a", "\\u00e9", "\\n", "\\\"", "it's", "é", "{", "\\/"])),
        6 | 7 => {
            let members = (0..numbers.below(4))
                .map(|_| {
                    let key = numbers.one(&["a", "b", "c", "a b", "a.b", "", "\\u0061", "é"]);
                    format!("\"{key}\"{blank}:{}", document(numbers, depth + 1))
                })
                .collect::<Vec<_>>();
            format!("{{{blank}{}{blank}}}", members.join(&format!("{blank},")))
        }
        _ => {
            let elements = (0..numbers.below(4)).map(|_| document(numbers, depth + 1)).collect::<Vec<_>>();
            format!("[{blank}{}]", elements.join(&format!(",{blank}")))
        }
    }
}

#[test]
fn documents_of_json() {
    let mut numbers = Numbers(5);
    let paths = [
        "$",
        "$.a",
        "$.b",
        "$.a.b",
        "$.\"a b\"",
        "$.\"a.b\"",
        "$[0]",
        "$[1]",
        "$[#-1]",
        "$[#]",
        "$[#-9]",
        "$.a[0]",
        "$.\"\\u0061\"",
        "$.é",
        "$.d.e",
        "$.d[0]",
        "$.d[1]",
        "$[0].a",
    ];
    let values =
        (0..500).map(|_| (quoted(&document(&mut numbers, 0)), quoted(numbers.one(&paths)))).collect::<Vec<_>>();
    let both = both_of(values);
    let at = "outgrow_sqlite.json_at(x, y)";
    for (sqlite, postgresql) in [
        ("json(x) || '~'", "outgrow_sqlite.json_at(x, '$') || '~'".to_owned()),
        ("(x -> y) || '~'", format!("{at} || '~'")),
        ("json_extract(x, y) || '~'", format!("outgrow_sqlite.json_value({at}) || '~'")),
        ("json_array(json_extract(x, y)) || '~'", format!("'[' || outgrow_sqlite.json_again({at}) || ']~'")),
        ("json_type(x, y)", format!("outgrow_sqlite.json_type({at})")),
        ("json_array_length(x, y)", format!("outgrow_sqlite.json_array_length({at})")),
        ("json_set(x, y, 'é\"') || '~'", "outgrow_sqlite.json_change('set', x, y, '\"é\\\"\"') || '~'".to_owned()),
        ("json_insert(x, y, 1) || '~'", "outgrow_sqlite.json_change('insert', x, y, '1') || '~'".to_owned()),
        ("json_replace(x, y, 1) || '~'", "outgrow_sqlite.json_change('replace', x, y, '1') || '~'".to_owned()),
        ("json_remove(x, y) || '~'", "outgrow_sqlite.json_remove(x, y) || '~'".to_owned()),
        (
            "json_patch(x, json_object('a', json(x), 'b', NULL)) || '~'",
            "outgrow_sqlite.json_patch(x, '{\"a\":' || x || ',\"b\":null}') || '~'".to_owned(),
        ),
    ] {
        check(&both, sqlite, &postgresql);
    }
}

#[test]
fn parts_of_bytes() {
    let values =
        (-6..=6).flat_map(|start| (-6..=6).map(move |length| (i32::to_string(&start), i32::to_string(&length))));
    let both = both_of(values);
    check(
        &both,
        "hex(substr(x'0102030405', x, y)) || '|'",
        "encode(outgrow_sqlite.substr_bytes('\\x0102030405', x, y), 'hex') || '|'",
    );
}
