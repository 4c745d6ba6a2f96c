//! Operators, comparisons and functions over columns of every kind.

use crate::both::Both;

const TABLE: &str = "
    CREATE TABLE t (
        id INTEGER PRIMARY KEY, n INTEGER, small SMALLINT, r REAL, price DECIMAL(10,2), s TEXT, u TEXT, active BOOLEAN,
        d DATE, ts DATETIME, z TIMESTAMP, bin BLOB, word TEXT COLLATE NOCASE, mixed
    );
    INSERT INTO t VALUES
        (1, 7, 2, 2.5, 7, 'abc', '12', 1, '2024-02-29', '2024-02-29 12:34:56', '2024-02-29T12:34:56.789Z', x'616263', 'Abc', 'x'),
        (2, -7, 3, -0.5, 7.25, 'ABC', '12abc', 0, '1999-12-31', '1999-12-31 23:59:59', '1999-12-31T23:59:59.999Z', x'00ff', 'aBC', 5),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (4, 0, 0, 0.0, 0, '', ' 5 ', 1, '2023-01-01', '2023-01-01 00:00:00', '2023-01-01T00:00:00.000Z', x'', '', ''),
        (5, 100, -1, 1e20, -7.5, 'éÉ%_\\', 'x1', 0, '2023-12-25', '2023-12-25 08:00:01', '2023-12-25T08:00:01.001Z', x'7f', 'Zed', 'y');
";

fn all(expressions: &[&str]) {
    let both = Both::new(TABLE);
    let wrong: Vec<String> = expressions
        .iter()
        .filter_map(|expression| both.difference(&format!("SELECT id, {expression} FROM t ORDER BY id")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn comparisons_follow_affinity_and_storage_class() {
    all(&[
        "n = 7",
        "n = '7'",
        "n = 'abc'",
        "n < 'abc'",
        "n > 'abc'",
        "s = 7",
        "u = 12",
        "u < 5",
        "s > 5",
        "n = r",
        "price = 7",
        "price > 7",
        "price = '7.25'",
        "active = 1",
        "active = 0",
        "active = 2",
        "active <> 1",
        "active",
        "NOT active",
        "active IS 1",
        "active IS NOT 1",
        "n IS NULL",
        "n IS NOT NULL",
        "n IS 7",
        "n IS NOT 7",
        "s IS 'abc'",
        "n IS 'abc'",
        "n = small",
        "n = u",
        "n < u",
        "u > n",
        "r = u",
        "price <> u",
        "bin = 'abc'",
        "bin > s",
        "s < bin",
        "bin = x'616263'",
        "word = 'ABC'",
        "word < 'b'",
        "s = word",
        "word = s",
        "s = 'ABC' COLLATE NOCASE",
        "n BETWEEN -7 AND 7",
        "n NOT BETWEEN 0 AND '50'",
        "s BETWEEN 'a' AND 'b'",
        "n IN (7, 0)",
        "n IN ('7', 'x')",
        "n NOT IN (7, NULL)",
        "s IN ('abc', '')",
        "s IN (7)",
        "active IN (0, 1)",
        "word IN ('abc')",
        "n IN ()",
        "active = (n > 5)",
        "(n > 5) = 1",
        "1 = '1'",
        "n + 0 = '7'",
        "mixed = 'x'",
        "mixed <> ''",
        "TRUE",
        "n IS TRUE",
        "active IS NOT FALSE",
        "s IS TRUE",
        "n = NULL",
        "active = (id = 1)",
        "id = 1.0",
        "n + 0.0 > 6.5",
        "CAST(n AS TEXT) = 7",
        "s || '' = 7",
    ]);
}

#[test]
fn arithmetic_keeps_integers_and_reals_apart() {
    all(&[
        "n + 1",
        "n / 2",
        "n / 2.0",
        "small / 2",
        "n % 4",
        "n % 0",
        "n / 0",
        "n * 1.5",
        "r / 2",
        "r * n",
        "price / 2",
        "price * 2",
        "price * n / 3",
        "price / price",
        "-n",
        "-r",
        "+s",
        "n / small",
        "n % small",
        "r % 3",
        "7.9 % 2",
        "price % 2",
        "u + 1",
        "u * 2",
        "u / 5",
        "s + ' ' + u",
        "n & 3",
        "n | 8",
        "n << 2",
        "n >> 1",
        "n << -1",
        "n << 70",
        "-8 >> 70",
        "~n",
        "active + 1",
        "(n > 0) + 1",
        "100000 * 100000",
        "2147483647 + 1",
        "small * 2000000000 * 2",
        "0x1F",
        "n + NULL",
        "0.1 + 0.2",
        "1.0 / 3",
        "r + 0.1",
        "s + 1",
        "n AND s",
        "u OR n",
        "NOT u",
        "s AND 1",
    ]);
}

#[test]
fn concatenation_renders_numbers_as_sqlite_does() {
    all(&[
        "s || u",
        "n || ''",
        "r || ''",
        "price || ''",
        "active || '!'",
        "1.0 || ''",
        "0.1 + 0.2 || ''",
        "d || ''",
        "ts || ' '",
        "z || ''",
        "s || NULL",
        "(n > 0) || ''",
        "r / 1e10 || ''",
        "n || '-' || s || '-' || d",
        "1e15 || ''",
        "123456789012345678 || ''",
        "CAST(r AS TEXT)",
        "CAST(price AS TEXT)",
        "3.0e-5 || ''",
        "100.0 || ''",
    ]);
}

#[test]
fn like_folds_ascii_only_and_has_no_escape() {
    all(&[
        "s LIKE 'A%'",
        "s LIKE 'abc'",
        "s NOT LIKE '%b%'",
        "s LIKE 'É%'",
        "s LIKE 'é%'",
        "s LIKE '%\\'",
        "s LIKE '%\\%' ESCAPE '\\'",
        "s LIKE '%!_%' ESCAPE '!'",
        "n LIKE '1%'",
        "r LIKE '%.5'",
        "d LIKE '2024%'",
        "ts LIKE '%-12-%'",
        "s LIKE u",
        "s LIKE NULL",
        "u LIKE s || '%'",
        "active LIKE '1'",
        "like('a%', s)",
    ]);
}

#[test]
fn casts_are_lenient() {
    all(&[
        "CAST(u AS INTEGER)",
        "CAST(s AS INTEGER)",
        "CAST(r AS INTEGER)",
        "CAST(price AS INTEGER)",
        "CAST(n AS REAL)",
        "CAST(u AS REAL)",
        "CAST(' -3.5e1x' AS REAL)",
        "CAST('9999999999999999999' AS INTEGER)",
        "CAST(n AS TEXT)",
        "CAST(active AS TEXT)",
        "CAST(r AS NUMERIC)",
        "CAST(d AS TEXT)",
        "CAST(ts AS INTEGER)",
        "CAST(n AS VARCHAR(1))",
        "CAST(price AS REAL) / 2",
        "CAST('0x10' AS INTEGER)",
    ]);
}

#[test]
fn text_functions() {
    all(&[
        "length(s)",
        "length(n)",
        "length(bin)",
        "length(r)",
        "upper(s)",
        "lower(s)",
        "trim(u)",
        "ltrim(u)",
        "rtrim(u)",
        "trim(s, 'ac')",
        "ltrim(s, 'a')",
        "rtrim(s, 'c')",
        "replace(s, 'b', 'xx')",
        "replace(s, '', 'x')",
        "instr(s, 'b')",
        "instr(s, '')",
        "instr(s, 'q')",
        "substr(s, 2)",
        "substr(s, -2)",
        "substr(s, 0, 2)",
        "substr(s, 2, 1)",
        "substr(s, -2, 1)",
        "substr(s, 3, -2)",
        "substr(s, n)",
        "substr(s, small, n)",
        "substr(d, 1, 4)",
        "substring(s, 2, 1)",
        "hex(bin)",
        "hex(s)",
        "hex(n)",
        "upper(n)",
        "substr(s, 1, 2) || '!'",
        "concat(s, n, NULL)",
    ]);
}

#[test]
fn number_functions() {
    all(&[
        "abs(n)",
        "abs(r)",
        "abs(price)",
        "abs(u)",
        "round(r)",
        "round(price)",
        "round(price, 1)",
        "round(2.5)",
        "round(-0.5)",
        "round(1.005, 2)",
        "round(r, 1)",
        "round(n)",
        "round(3.14159, 3)",
        "round(1234.5678, -2)",
        "max(n, small)",
        "min(n, small, 3)",
        "max(s, u)",
        "max(n, NULL)",
        "sign(n)",
        "max(r, 1.5)",
        "min(s, 'b')",
        "typeof(n)",
        "typeof(s)",
        "typeof(r)",
        "typeof(price)",
        "typeof(active)",
        "typeof(d)",
        "typeof(NULL)",
        "typeof(n / 2)",
        "typeof(r / 2)",
        "typeof(round(n))",
        "typeof(1 = 1)",
    ]);
}

#[test]
fn choices_have_one_type() {
    all(&[
        "coalesce(n, small, 5)",
        "ifnull(s, 'none')",
        "coalesce(d, 'never')",
        "coalesce(NULL, s, '')",
        "nullif(n, 7)",
        "nullif(s, 'abc')",
        "iif(n > 0, 'yes', 'no')",
        "iif(s, 1, 0)",
        "CASE WHEN n > 0 THEN 'a' ELSE s END",
        "CASE n WHEN 7 THEN 'seven' WHEN '0' THEN 'zero' END",
        "CASE s WHEN 7 THEN 1 ELSE 2 END",
        "CASE WHEN active THEN n ELSE 0 END",
        "CASE active WHEN 1 THEN 'on' ELSE 'off' END",
        "CASE WHEN n THEN 1 ELSE 2.5 END",
        "CASE WHEN n = 7 THEN d END",
        "coalesce(active, 0)",
        "coalesce(n > 1, 0)",
        "CASE WHEN n = 7 THEN active ELSE n END",
        "ifnull(r, n)",
        "coalesce(price, 0)",
    ]);
    let both = Both::new(TABLE);
    // A number and a text in one column are texts on PostgreSQL, and the note says so.
    for expression in ["CASE WHEN n > 0 THEN 'a' ELSE 0 END", "coalesce(n, 'none')", "coalesce(r, s, 1.5)"] {
        both.same(&format!("SELECT ({expression}) || '' FROM t ORDER BY id"));
        let translated = both.translate(&format!("SELECT {expression} FROM t")).unwrap();
        assert!(translated.notes.iter().any(|note| note.contains("answers with texts")), "{:?}", translated.notes);
        both.refused(&format!("SELECT 1 FROM t WHERE ({expression}) > 0"), "both numbers and texts");
    }
    both.refused("SELECT coalesce(n, x'00') FROM t", "bytes in one case");
}

#[test]
fn dates_compare_as_the_texts_they_were() {
    all(&[
        "d = '2024-02-29'",
        "d > '2023-06-01'",
        "d < '2024-02-29 00:00:00'",
        "d BETWEEN datetime('1999-12-31') AND datetime('2024-02-29')",
        "d >= '2023'",
        "ts > '2023-01-01'",
        "ts = '2023-01-01 00:00:00'",
        "ts < '2023-01-01T00:00:00'",
        "z > '2023-01-01T00:00:00.000Z'",
        "z < '2023-12-25 08'",
        "d = date(ts)",
        "d = ts",
        "d < ts",
        "ts > z",
        "d IN ('2024-02-29', '1999-12-31')",
        "d IN ('2024')",
        "d > 5",
        "d IS '2023-01-01'",
        "d = 'x'",
        "substr(d, 1, 4) = '2024'",
        "d || 'T00' < z",
        "date(ts) = '2024-02-29'",
        "ts BETWEEN '2023-01-01' AND '2023-12-31'",
        "coalesce(d, ts)",
        "d + 1",
        "z = '2024-02-29T12:34:56.789Z'",
        "d = '2024-2-29'",
    ]);
}

#[test]
fn date_functions() {
    all(&[
        "date(d)",
        "datetime(d)",
        "time(ts)",
        "datetime(z)",
        "date(d, '+1 day')",
        "date(d, '+1 month')",
        "date(d, '-1 months')",
        "date(d, '+1 year')",
        "date(d, 'start of month')",
        "date(d, 'start of year', '+1 month', '-1 day')",
        "datetime(ts, '+90 minutes')",
        "datetime(ts, '-36 hours')",
        "datetime(ts, '+1.5 days')",
        "date(d, 'weekday 0')",
        "date(d, 'weekday 4')",
        "datetime(ts, 'start of day')",
        "julianday(d)",
        "julianday(ts)",
        "julianday(z)",
        "julianday(d) - julianday('2023-01-01')",
        "unixepoch(ts)",
        "strftime('%s', ts)",
        "strftime('%Y', d)",
        "strftime('%Y-%m', ts)",
        "strftime('%j %w %H:%M:%S', ts)",
        "strftime('%f', z)",
        "strftime('%Y-%m-%dT%H:%M:%fZ', z)",
        "strftime('Day %d of %m', d)",
        "strftime('%d/%m/%Y', d)",
        "CAST(strftime('%Y', d) AS INTEGER)",
        "strftime('%Y', d) - 1990",
        "datetime(n, 'unixepoch')",
        "date(n * 86400, 'unixepoch')",
        "datetime(id * 1000 / 3.0, 'unixepoch')",
        "datetime('2024-01-31', '+1 month')",
        "date('2024-02-29')",
        "time('12:34')",
        "strftime('%Y', 'nonsense ' || s)",
        "datetime(ts || '.5')",
        "date(d || ' 10:00', '+20 hours')",
        "time(date(ts))",
    ]);
}

#[test]
fn formats_patterns_and_extremes() {
    all(&[
        "printf('%05d|%-6s|%.2f|%x|%,d|%%|%q', n, s, r, small, n * 1000, u)",
        "printf('%s-%d', n, r)",
        "s GLOB 'a*'",
        "u GLOB '[0-9]*'",
        "s NOT GLOB '[^a-c]??'",
        "u GLOB s",
        "char(65, 8364)",
        "char(id + 60)",
        "unicode(s)",
        "quote(s)",
        "quote(n)",
        "quote(r)",
        "quote(bin)",
        "hex(s)",
        "substr(bin, 2)",
        "substr(bin, -2, 1)",
        "instr(bin, x'62')",
        "concat(n, s, NULL)",
        "concat_ws('-', n, s, NULL, 1)",
        "max(1, '0')",
        "min('x', 5, 3)",
        "max(id, 'z', x'00')",
        "coalesce(NULL, 5, '')",
        "9e999 - 9e999",
        "9e999 * 0.0",
    ]);
}

#[test]
fn dates_of_numbers_texts_and_columns() {
    all(&[
        "datetime(n, 'unixepoch')",
        "date(n)",
        "datetime(1683356889123, 'unixepoch')",
        "datetime(r, 'auto')",
        "strftime('%Y-%W', ts)",
        "date(ts, '+1 month', 'weekday 0')",
        "date(d, '+' || n || ' days')",
        "julianday(ts, '-1 day') - julianday(d)",
        "unixepoch(ts, '+1 hour')",
        "unixepoch(ts, 'subsec')",
        "time(z, '+0.5 seconds')",
        "strftime(s, ts)",
        "date('9999-12-31', '+1 day')",
        "date(s)",
    ]);
}

#[test]
fn json_in_texts() {
    let both = Both::new(
        "CREATE TABLE j (id INTEGER PRIMARY KEY, doc TEXT, n INTEGER, s TEXT);
         INSERT INTO j VALUES
            (1, '{\"a\": 1, \"s\": \"x\", \"t\": true, \"l\": [1, 2.50, \"z\"], \"a\": 2}', 1, 'x'),
            (2, '{\"a\": \"1\", \"s\": null, \"l\": []}', 1, 'it''s \"q\"'),
            (3, NULL, NULL, NULL),
            (4, '[5, {\"a\": 9.0}]', 5, '5');",
    );
    let wrong: Vec<String> = [
        "json_extract(doc, '$.a')",
        "json_extract(doc, '$.t')",
        "json_extract(doc, '$.l')",
        "json_extract(doc, '$.a', '$.s')",
        "doc ->> 'a' = 1",
        "doc ->> 'a' = '1'",
        "doc ->> 'a' < 'b'",
        "json_extract(doc, '$.a') = n",
        "json_extract(doc, '$.s') = s",
        "json_extract(doc, '$.a') + 1",
        "doc -> 'l' -> 1",
        "doc ->> '$[#-1].a'",
        "json(doc)",
        "json_type(doc, '$.l')",
        "json_array_length(doc, '$.l')",
        "json_set(doc, '$.a', n, '$.new', s)",
        "json_set(doc, '$.l', json('[0]'))",
        "json_remove(doc, '$.a')",
        "json_patch(doc, '{\"a\":null,\"b\":{\"c\":1}}')",
        "json_array(n, s, json(doc), NULL, 1.5)",
        "json_object('n', n, 's', s, 'd', json_extract(doc, '$.l'))",
        "json_quote(s)",
        "(SELECT count(*) FROM json_each(j.doc) WHERE value = 5)",
    ]
    .iter()
    .filter_map(|expression| both.difference(&format!("SELECT id, {expression} FROM j ORDER BY id")))
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    both.same("SELECT json_group_array(n ORDER BY id) FROM j");
    both.same("SELECT json_group_object('k' || id, s ORDER BY id) FROM j");
}
