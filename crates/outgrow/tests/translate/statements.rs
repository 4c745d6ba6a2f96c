//! Rows picked by min() and max(), windows by name, limits, row values, changes that answer.

use crate::both::Both;

const TABLES: &str = "
    CREATE TABLE item (id INTEGER PRIMARY KEY, kind TEXT, name TEXT COLLATE NOCASE, price REAL, stock INTEGER, blob BLOB);
    CREATE TABLE pair (a INTEGER, b TEXT, n INTEGER, PRIMARY KEY (a, b));
    CREATE TABLE one (v INTEGER);
    CREATE TABLE empty (x INTEGER, y TEXT);
    INSERT INTO item VALUES (1, 'x', 'Ann', 1.5, 5, x'61'), (2, 'x', 'bob', 7.25, NULL, x'62'), (3, 'y', 'ANN', 7.25, 0, NULL),
        (4, 'y', NULL, NULL, 3, x'C3A9'), (5, NULL, 'Zoe', 2, 9, x''), (6, 'X', 'zoe ', 0.25, -4, x'00');
    INSERT INTO pair VALUES (1, 'x', 10), (1, 'y', 20), (2, 'x', NULL), (3, 'Z', 7);
    INSERT INTO one VALUES (1), (3), (NULL);
";

/// Runs all queries and tells every difference at once.
#[track_caller]
fn same(both: &Both, queries: &[&str]) {
    let differences: Vec<String> = queries.iter().filter_map(|sql| both.difference(sql)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn columns_beside_min_and_max_come_from_their_row() {
    let both = Both::new(TABLES);
    same(
        &both,
        &[
            "SELECT kind, name, max(price) FROM item GROUP BY kind ORDER BY kind",
            "SELECT name, min(price) FROM item",
            "SELECT *, max(stock) FROM item",
            "SELECT kind, name || '!', min(stock) AS m, count(*) FROM item GROUP BY kind ORDER BY m",
            "SELECT i.name, p.n, max(p.n) FROM item i JOIN pair p ON p.a = i.id GROUP BY i.kind ORDER BY 2",
            "SELECT kind, name, max(price) FROM item WHERE name <> 'x' GROUP BY kind HAVING stock > 1 ORDER BY name",
            "SELECT name, max(x) FROM empty LEFT JOIN item ON item.id = x",
            "SELECT price, price = 7.25, max(stock) FROM item",
            "SELECT kind FROM item GROUP BY kind HAVING max(price) > 2 ORDER BY kind",
        ],
    );
    both.refused("SELECT name, min(price), max(price) FROM item", "neither groups by");
    both.refused("SELECT name, max(price) FILTER (WHERE id > 1) FROM item", "neither groups by");
    both.refused(
        "SELECT kind, name, max(price) FROM item GROUP BY kind UNION SELECT 'a', 'b', 1.0",
        "neither groups by",
    );
}

#[test]
fn windows_have_names_frames_and_defaults() {
    let both = Both::new(TABLES);
    same(
        &both,
        &[
            "SELECT id, sum(stock) OVER w, count(*) OVER (w ROWS 1 PRECEDING) FROM item WINDOW w AS (PARTITION BY kind ORDER BY id) ORDER BY id",
            "SELECT id, rank() OVER w2 FROM item WINDOW w AS (PARTITION BY kind), w2 AS (w ORDER BY price) ORDER BY id",
            "SELECT id, lag(stock, 1, 0) OVER (ORDER BY id), lead(name, 2, 'none') OVER (ORDER BY id) FROM item ORDER BY id",
            "SELECT id, lag(stock, 1, '-') OVER (ORDER BY id) || '' FROM item ORDER BY id",
            "SELECT id, nth_value(id, 2) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM item ORDER BY id",
            "SELECT id, sum(id) OVER (ORDER BY stock RANGE BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM item ORDER BY id",
            "SELECT id, ntile(2) OVER (ORDER BY id), percent_rank() OVER (ORDER BY id), cume_dist() OVER (ORDER BY kind) FROM item ORDER BY id",
            "SELECT kind, sum(sum(stock)) OVER (ORDER BY kind) FROM item GROUP BY kind ORDER BY kind",
            "SELECT id, count(*) FILTER (WHERE stock > 1) OVER (ORDER BY id) FROM item ORDER BY id",
            "SELECT id, max(price) OVER (PARTITION BY name) FROM item ORDER BY id",
        ],
    );
    both.refused("SELECT sum(id) OVER nosuch FROM item", "nosuch");
}

#[test]
fn limits_are_values() {
    let both = Both::new(TABLES);
    same(
        &both,
        &[
            "SELECT id FROM item ORDER BY id LIMIT '2'",
            "SELECT id FROM item ORDER BY id LIMIT 1 + 1 OFFSET 2 - 1",
            "SELECT id FROM item ORDER BY id LIMIT (-1+0) OFFSET -5",
            "SELECT id FROM item ORDER BY id LIMIT (SELECT count(*) / 2 FROM item)",
            "SELECT id FROM item ORDER BY id LIMIT 2.0",
            "SELECT id FROM item ORDER BY id LIMIT 0",
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT 4) SELECT i FROM c ORDER BY i DESC",
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION SELECT i * 2 FROM c LIMIT 6 OFFSET 1) SELECT i FROM c JOIN one ON v = 1",
        ],
    );
    both.refused("SELECT id FROM item LIMIT 'x'", "no integer");
}

#[test]
fn row_values_and_membership() {
    let both = Both::new(TABLES);
    same(
        &both,
        &[
            "SELECT n FROM pair WHERE (a, b) = (1, 'x')",
            "SELECT n FROM pair WHERE (a, b) <> (1, 'x') ORDER BY n",
            "SELECT n FROM pair WHERE (a, b) > (1, 'x') ORDER BY a, b",
            "SELECT n FROM pair WHERE (a, b) <= (1, 'y') ORDER BY a, b",
            "SELECT a FROM pair WHERE (n, b) IS (NULL, 'x')",
            "SELECT n FROM pair WHERE (a, b) IN (VALUES (1, 'y'), (2, 'x')) ORDER BY n",
            "SELECT n FROM pair WHERE (a, b) NOT IN (SELECT a, b FROM pair WHERE n > 8) ORDER BY a",
            "SELECT n FROM pair WHERE (a, b) IN (SELECT id, kind FROM item) ORDER BY a",
            "SELECT id IN one, id NOT IN one FROM item ORDER BY id",
            "SELECT 1 IN one, 2 IN (SELECT x FROM empty), NULL IN (SELECT x FROM empty), 5 NOT IN (SELECT x FROM empty)",
            "SELECT id FROM item WHERE name IN (SELECT 'ANN') ORDER BY id",
            "SELECT id FROM item WHERE id IN (1, '2', 3.0, 'x', NULL) ORDER BY id",
            "SELECT id FROM item WHERE kind IN ('x', 1) ORDER BY id",
            "SELECT id FROM item WHERE id NOT IN (1, NULL)",
            "SELECT id FROM item WHERE kind COLLATE NOCASE IN ('X') ORDER BY id",
            "SELECT (SELECT a FROM pair WHERE n > 100), EXISTS (SELECT 1 FROM empty), NOT EXISTS (SELECT 1 FROM empty)",
        ],
    );
    both.refused("SELECT id FROM item WHERE stock IN (SELECT '5' UNION ALL SELECT '9')", "another storage class");
    both.refused("SELECT 1 IN empty", "not one column");
}

#[test]
fn groups_under_collations_and_constants() {
    let both = Both::new(TABLES);
    same(
        &both,
        &[
            "SELECT count(*) FROM item GROUP BY 'x'",
            "SELECT count(*) FROM empty GROUP BY 'x'",
            "SELECT count(*) FROM item GROUP BY name ORDER BY 1",
            "SELECT count(*) FROM item GROUP BY rtrim(name) COLLATE NOCASE ORDER BY 1",
            "SELECT count(*), sum(price) FROM item GROUP BY kind COLLATE NOCASE ORDER BY 1, 2",
            "SELECT max(stock) FROM item GROUP BY kind IS NULL ORDER BY 1",
            "SELECT count(*) AS c FROM item GROUP BY kind HAVING c > 1 ORDER BY c",
            "SELECT kind, count(*) FROM item GROUP BY 1 HAVING kind > 'a' ORDER BY 2 DESC, 1",
            "SELECT sum(stock) FROM item HAVING count(*) > 100",
            "SELECT DISTINCT kind, stock > 0 FROM item ORDER BY 1, 2",
            "SELECT name FROM item ORDER BY name, id",
            "SELECT kind FROM item ORDER BY kind COLLATE NOCASE DESC NULLS LAST, id",
            "SELECT id FROM item ORDER BY name = 'ann', -id",
        ],
    );
    both.refused("SELECT name, count(*) FROM item GROUP BY name", "neither groups by");
    both.refused("SELECT DISTINCT name FROM item", "under a collation");
    both.refused(
        "SELECT (SELECT n FROM pair WHERE a = item.stock), count(*) FROM item GROUP BY kind",
        "neither groups by",
    );
}

#[test]
fn numbers_leave_their_range_as_in_sqlite() {
    let both = Both::new(TABLES);
    same(
        &both,
        &[
            "SELECT 9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775807 * 2",
            "SELECT 1 / 0, 1.0 / 0, 1 % 0, 5 / 0.0, stock / (stock - 5), stock % (id - 1) FROM item ORDER BY id",
            "SELECT 9e999 * 0.0 IS NULL, 9e999 - 9e999 IS NULL, 1e308 * 10 > 1e308",
            "SELECT -7 / 2, -7 % 3, 7 % -3, 7.9 % 3, -7.5 / 2, 5 % 2.9",
            "SELECT 1 << 2, 1 << 64, 1 << -1, -1 >> 70, ~5, ~NULL, +'5', -'5x', - -3, 6 & 3, 6 | 1",
            "SELECT id FROM item WHERE stock ORDER BY id",
            "SELECT NOT stock, NOT price, stock AND price, stock OR NULL FROM item ORDER BY id",
            "SELECT '5' + 3, '5x' * 2, 'x' - 1, '1.5' + 1, NULL + 1, '3' / '2', 3 / '2.0'",
            "SELECT CAST('12abc' AS INTEGER), CAST('3.9' AS INTEGER), CAST(3.9 AS INTEGER), CAST(-3.9 AS INTEGER), CAST('2023-05-06' AS DATE), CAST('1e2' AS NUMERIC)",
            "SELECT CAST(5 AS TEXT) || '', CAST(5.0 AS TEXT), CAST(price AS TEXT), CAST(stock AS REAL), CAST(price AS NUMERIC) FROM item ORDER BY id",
            "SELECT CAST(blob AS TEXT) FROM item WHERE id < 4 ORDER BY id",
            "SELECT x'61' || 'b', CAST(x'C3A9' AS TEXT), CAST(x'3132' AS INTEGER)",
            "SELECT kind LIKE 'X', name LIKE '%N%', 'a_b' LIKE 'a\\_b' ESCAPE '\\', 12 LIKE '1%', price LIKE '7%' FROM item ORDER BY id",
            "SELECT 'Hello.txt' GLOB '*.txt', 'a1' GLOB '[a-z][0-9]', 'A1' GLOB '[a-z]*', 'x' GLOB '[^a-c]', kind GLOB '?', 'a]' GLOB 'a[]]', 'a-b' GLOB 'a[x-]b', 'a\\b' GLOB 'a\\b', 'é' GLOB '?' FROM item",
            "SELECT stock BETWEEN 0 AND '5', kind BETWEEN 'a' AND 'x', name BETWEEN 'A' AND 'b', id NOT BETWEEN 2 AND 4 FROM item ORDER BY id",
            "SELECT price = '7.25', stock = '5', kind = 1, stock < 'a', kind > 5, blob > 'a', blob = x'61', '1' = 1, 1.0 = 1 FROM item ORDER BY id",
            "SELECT stock IS NULL, stock IS 5, stock IS NOT NULL, kind IS 'x', name IS 'ANN', NULL IS NULL, stock IS DISTINCT FROM 5 FROM item ORDER BY id",
            "SELECT 'a ' = 'a' COLLATE RTRIM, 'A' = 'a' COLLATE NOCASE, name = 'ann', 'ann' = name, name || '' = 'ann' FROM item ORDER BY id",
            "SELECT CASE stock WHEN '5' THEN 'five' WHEN NULL THEN 'null' ELSE 'other' END, CASE WHEN price THEN 1 END FROM item ORDER BY id",
            "SELECT CASE WHEN 1 THEN 'a' ELSE 'b' END, coalesce(stock, price, 0) FROM item ORDER BY id",
            "SELECT coalesce(kind, 0) || '' FROM item ORDER BY id",
        ],
    );
    both.refused("SELECT DISTINCT coalesce(kind, 0) FROM item", "both numbers and texts");
    both.refused("SELECT 1 FROM item GROUP BY coalesce(kind, 0)", "a number in one case");
    both.refused("SELECT price * 9e999 FROM item", "infinity");
}

#[test]
fn compounds_and_joins() {
    let both = Both::new(TABLES);
    same(
        &both,
        &[
            "SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT 1 UNION SELECT 5 ORDER BY 1",
            "SELECT 1 INTERSECT SELECT 1 UNION ALL SELECT 1",
            "SELECT id FROM item INTERSECT SELECT v FROM one ORDER BY 1",
            "SELECT a, b FROM pair UNION SELECT id, kind FROM item ORDER BY 1, 2",
            "VALUES (1, 'a'), (2, NULL)",
            "VALUES (1, 'a') UNION ALL SELECT 2, 'b'",
            "SELECT stock FROM item UNION ALL SELECT price FROM item ORDER BY 1",
            "SELECT * FROM (SELECT id FROM item LIMIT 2) UNION ALL SELECT * FROM (SELECT a FROM pair ORDER BY a DESC LIMIT 1)",
            "SELECT name FROM item UNION ALL SELECT b FROM pair ORDER BY 1 COLLATE NOCASE, 1 COLLATE BINARY",
            "SELECT i.id, p.n FROM item i FULL JOIN pair p ON p.a = i.id ORDER BY 1, 2",
            "SELECT i.id, o.v FROM one o RIGHT JOIN item i ON i.id = o.v ORDER BY 1",
            "SELECT * FROM one AS x NATURAL JOIN one ORDER BY 1",
            "SELECT o.v, (SELECT name FROM item WHERE id = o.v) FROM one o ORDER BY 1",
            "WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT x, y FROM a, b",
            "WITH RECURSIVE t(n, s) AS (VALUES (1, 'a') UNION ALL SELECT n + 1, s || n FROM t WHERE n < 4) SELECT * FROM t",
            "SELECT count(*) FROM (SELECT 1 UNION SELECT 1)",
            "SELECT (SELECT max(n) FROM pair WHERE a = item.id), (SELECT b FROM pair WHERE a = item.id ORDER BY b DESC) FROM item ORDER BY id",
        ],
    );
}

#[test]
fn changes_answer_and_replace() {
    let both = Both::new(TABLES);
    both.pg("ALTER TABLE item ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 7)");
    same(
        &both,
        &[
            "INSERT INTO item (name, stock) VALUES ('new', 1) RETURNING rowid, name, stock + 1 AS more",
            "INSERT OR IGNORE INTO item (id) VALUES (1) RETURNING id",
            "UPDATE item SET stock = stock + 1 WHERE id = 1 RETURNING *",
            "DELETE FROM item WHERE id = 7 RETURNING id, upper(name)",
            "INSERT INTO pair VALUES (1, 'x', 0) ON CONFLICT (a, b) DO UPDATE SET n = n + 1 RETURNING n",
            "WITH new(x) AS (SELECT 9) INSERT INTO one SELECT x FROM new RETURNING v",
            "WITH old AS (SELECT 9 AS x) DELETE FROM one WHERE v IN (SELECT x FROM old) RETURNING v",
            "WITH up(id, s) AS (VALUES (1, 50)) UPDATE item SET stock = up.s FROM up WHERE item.id = up.id RETURNING item.id, stock",
        ],
    );
    both.change("INSERT OR REPLACE INTO pair VALUES (1, 'x', 99), (8, 'q', 1)");
    both.change("REPLACE INTO pair (a, b) VALUES (1, 'y')");
    both.change("UPDATE pair SET (b, n) = ('w', 5) WHERE a = 2");
    both.change("UPDATE pair SET (b, n) = (SELECT kind, stock FROM item WHERE id = 3) WHERE a = 3");
    both.change("INSERT INTO empty DEFAULT VALUES");
    both.change("INSERT INTO pair VALUES (1, 'x', 3) ON CONFLICT DO NOTHING");
    both.change("INSERT INTO pair VALUES (1, 'x', 3) ON CONFLICT DO UPDATE SET n = n + excluded.n");
    both.same("SELECT * FROM pair ORDER BY a, b");
    both.same("SELECT * FROM empty");
    for (sql, reason) in [
        ("INSERT OR REPLACE INTO empty VALUES (1, 'a')", "exactly one unique key"),
        ("DELETE FROM item LIMIT 1", "limited number of rows"),
        ("UPDATE item SET stock = 1 LIMIT 1", "limited number of rows"),
        ("PRAGMA foreign_keys = ON", "PRAGMA"),
        ("ATTACH 'x.db' AS x", "attaches"),
        ("VACUUM", "VACUUM"),
        ("CREATE TABLE n (a)", "structure"),
        ("BEGIN IMMEDIATE", "transaction"),
        ("SELECT name FROM sqlite_master", "sqlite_master"),
        ("SELECT * FROM item WHERE item MATCH 'x'", "MATCH"),
    ] {
        both.refused(sql, reason);
    }
}

#[test]
fn an_answer_has_the_names_of_sqlite() {
    let both = Both::new("CREATE TABLE t (id INTEGER PRIMARY KEY, userName TEXT)");
    let answer = |sql: &str| both.translate(sql).unwrap().sql.to_string();
    assert_eq!(
        answer("SELECT id, USERNAME, count(*) AS \"Total\" FROM t GROUP BY id"),
        "SELECT t.id, t.username AS \"userName\", count(*) AS \"Total\" FROM public.t GROUP BY t.id, t.username"
    );
    assert_eq!(answer("SELECT id AS key FROM t"), "SELECT t.id AS key FROM public.t");
}

#[test]
fn changes_of_the_first_rows_in_an_order() {
    let both = Both::new(TABLES);
    // The bundled SQLite is built without them, so the answers are written here.
    let answer = |sql: &str| {
        let translated = both.translate(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        format!("{:?}", both.pg_rows(translated.sql.as_str()))
    };
    assert_eq!(answer("DELETE FROM item WHERE stock > 0 RETURNING id ORDER BY stock DESC LIMIT 1"), "[[Text(\"5\")]]");
    assert_eq!(answer("DELETE FROM pair AS p RETURNING n ORDER BY p.n LIMIT 1 OFFSET 1"), "[[Text(\"7\")]]");
    assert_eq!(answer("UPDATE one SET v = v + 1 RETURNING v ORDER BY v DESC LIMIT 1"), "[[Text(\"4\")]]");
    both.refused("DELETE FROM one LIMIT 1", "nothing says which");
    both.refused("DELETE FROM one ORDER BY v", "without a limit");
}
