//! Joins, groups, subqueries, compounds, order.

use crate::both::Both;

const TABLES: &str = "
    CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born DATE);
    CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER, title TEXT, price DECIMAL(5,2), stock INTEGER, sold BOOLEAN);
    CREATE TABLE tag (book_id INTEGER, tag TEXT, PRIMARY KEY (book_id, tag)) WITHOUT ROWID;
    INSERT INTO author VALUES (1, 'Ann', '1950-01-01'), (2, 'bob', '1960-05-05'), (3, 'Zoe', NULL);
    INSERT INTO book VALUES (1, 1, 'One', 10, 5, 1), (2, 1, 'Two', 12.5, NULL, 0), (3, 2, 'three', 7.25, 0, 1), (4, NULL, NULL, NULL, 3, NULL);
    INSERT INTO tag VALUES (1, 'a'), (1, 'b'), (2, 'a'), (3, 'c');
";

#[test]
fn joins_of_every_kind() {
    let both = Both::new(TABLES);
    for sql in [
        "SELECT author.name, book.title FROM author JOIN book ON author.id = book.author_id",
        "SELECT a.name, b.title FROM author a LEFT JOIN book AS b ON a.id = b.author_id WHERE b.id IS NULL OR b.price > 8",
        "SELECT a.name, b.title FROM author a, book b WHERE a.id = b.author_id",
        "SELECT * FROM book JOIN tag ON book.id = tag.book_id",
        "SELECT b.*, t.tag FROM book b JOIN tag t ON b.id = t.book_id",
        "SELECT * FROM book CROSS JOIN author",
        "SELECT a.name, x.n FROM author a JOIN (SELECT author_id, count(*) AS n FROM book GROUP BY author_id) x ON x.author_id = a.id",
        "SELECT Name, TITLE FROM AUTHOR INNER JOIN Book ON Author.Id = Book.Author_Id",
        "SELECT a.name, b.name FROM author a JOIN author b ON a.id < b.id",
        "SELECT * FROM (SELECT id, name FROM author) JOIN (SELECT id, title FROM book) USING (id)",
        "SELECT id, title FROM author NATURAL JOIN (SELECT id, title FROM book)",
        "SELECT a.id, t.tag FROM author a LEFT JOIN (book b JOIN tag t ON b.id = t.book_id) ON b.author_id = a.id",
        "SELECT x FROM (SELECT name AS x FROM author)",
        "SELECT \"nosuch\" FROM author",
        "SELECT a.name FROM author a RIGHT JOIN book b ON b.author_id = a.id",
    ] {
        both.same_set(sql);
    }
    both.refused("SELECT id FROM author, book", "ambiguous");
    both.refused("SELECT nosuch FROM author", "not there");
    both.refused("SELECT id FROM book WHERE sold = 't'", "a boolean column with a text");
}

#[test]
fn groups_and_aggregates() {
    let both = Both::new(TABLES);
    for sql in [
        "SELECT count(*), count(stock), count(DISTINCT author_id), sum(stock), avg(stock), total(stock), min(title), max(title) FROM book",
        "SELECT author_id, count(*) FROM book GROUP BY author_id",
        "SELECT author_id AS a, sum(price) FROM book GROUP BY a HAVING count(*) > 1",
        "SELECT author_id, sum(price) / 2, sum(stock) / 2 FROM book GROUP BY 1",
        "SELECT a.id, a.name, count(b.id) FROM author a LEFT JOIN book b ON b.author_id = a.id GROUP BY a.id",
        "SELECT substr(title, 1, 1) || '!', count(*) FROM book GROUP BY substr(title, 1, 1) || '!'",
        "SELECT sum(sold), max(sold), avg(sold), min(sold) FROM book",
        "SELECT sum(price * stock), avg(price), total(price) FROM book",
        "SELECT count(*) FILTER (WHERE price > 8) FROM book",
        "SELECT min(born), max(born) FROM author",
        "SELECT sum(price) FROM book WHERE id > 100",
        "SELECT total(price), count(*) FROM book WHERE id > 100",
        "SELECT DISTINCT author_id FROM book",
        "SELECT group_concat(tag, '-' ORDER BY tag DESC) FROM tag",
        "SELECT count(*) FROM (SELECT DISTINCT tag FROM tag)",
        "SELECT a.name FROM author a GROUP BY a.id HAVING max(a.born) > '1955'",
        "SELECT sum(stock) || '' FROM book",
        "SELECT author_id, max(price) > 8 FROM book GROUP BY author_id",
    ] {
        both.same_set(sql);
    }
    both.refused("SELECT author_id, title, sum(price) FROM book GROUP BY author_id", "neither groups by");
    both.refused("SELECT title, count(*) FROM book", "neither groups by");
}

#[test]
fn order_puts_nulls_first_and_compares_bytes() {
    let both = Both::new(TABLES);
    for sql in [
        "SELECT title FROM book ORDER BY title",
        "SELECT title FROM book ORDER BY title DESC",
        "SELECT name FROM author ORDER BY lower(name)",
        "SELECT name FROM author ORDER BY name COLLATE NOCASE",
        "SELECT price AS p, id FROM book ORDER BY p DESC, 2",
        "SELECT stock FROM book ORDER BY stock DESC NULLS FIRST",
        "SELECT id FROM book ORDER BY price * 2 LIMIT 2 OFFSET 1",
        "SELECT id FROM book ORDER BY id LIMIT -1 OFFSET 2",
        "SELECT id FROM book ORDER BY 1 LIMIT 1, 2",
        "SELECT DISTINCT tag FROM tag ORDER BY tag DESC",
        "SELECT name FROM author ORDER BY born",
        "SELECT author_id, count(*) AS n FROM book GROUP BY author_id ORDER BY n DESC, author_id",
        "SELECT id FROM book ORDER BY 'x', id",
    ] {
        both.same(sql);
    }
}

#[test]
fn subqueries_and_membership() {
    let both = Both::new(TABLES);
    for sql in [
        "SELECT title FROM book WHERE price > (SELECT avg(price) FROM book)",
        "SELECT name FROM author a WHERE EXISTS (SELECT 1 FROM book b WHERE b.author_id = a.id)",
        "SELECT name FROM author a WHERE NOT EXISTS (SELECT * FROM book WHERE author_id = a.id)",
        "SELECT title FROM book WHERE author_id IN (SELECT id FROM author WHERE name LIKE 'a%')",
        "SELECT id FROM author WHERE id NOT IN (SELECT author_id FROM book WHERE author_id IS NOT NULL)",
        "SELECT name, (SELECT count(*) FROM book WHERE author_id = author.id) FROM author",
        "SELECT (SELECT name FROM author WHERE id = b.author_id) FROM book b",
        "SELECT (SELECT max(price) FROM book) + 1",
        "WITH cheap AS (SELECT * FROM book WHERE price < 11) SELECT title, author.name FROM cheap JOIN author ON author.id = author_id",
        "WITH x(a, b) AS (SELECT id, name FROM author) SELECT b, a + 1 FROM x WHERE a > 1",
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT n FROM c",
        "WITH RECURSIVE c(s, n) AS (SELECT 'a', 1 UNION ALL SELECT s || 'b', n + 1 FROM c WHERE n < 3) SELECT max(s) FROM c",
        "SELECT * FROM (VALUES (1, 'a'), (2, 'b'))",
        "SELECT price * 2 AS d FROM book WHERE d > 15",
    ] {
        both.same_set(sql);
    }
}

#[test]
fn compounds_go_from_left_to_right() {
    let both = Both::new(TABLES);
    for sql in [
        "SELECT name FROM author UNION SELECT title FROM book ORDER BY name",
        "SELECT 1 UNION SELECT 2 INTERSECT SELECT 2",
        "SELECT id FROM author UNION ALL SELECT id FROM book ORDER BY 1 DESC LIMIT 3",
        "SELECT id FROM author EXCEPT SELECT author_id FROM book ORDER BY id",
        "SELECT name, 'author' AS kind FROM author UNION SELECT title, 'book' FROM book ORDER BY kind, name",
        "SELECT born FROM author UNION SELECT title FROM book ORDER BY 1",
        "SELECT NULL UNION SELECT NULL UNION SELECT 1 ORDER BY 1",
        "SELECT id, NULL FROM author UNION ALL SELECT id, title FROM book ORDER BY 1, 2",
    ] {
        both.same(sql);
    }
    both.refused("SELECT id FROM author UNION SELECT title FROM book", "both numbers and texts");
}

#[test]
fn windows() {
    let both = Both::new(TABLES);
    for sql in [
        "SELECT id, row_number() OVER (ORDER BY price) FROM book ORDER BY id",
        "SELECT id, rank() OVER (PARTITION BY author_id ORDER BY price DESC) FROM book ORDER BY id",
        "SELECT id, sum(stock) OVER (ORDER BY id) FROM book ORDER BY id",
        "SELECT id, lag(title) OVER (ORDER BY id), lead(id, 2) OVER (ORDER BY id) FROM book ORDER BY id",
        "SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM book ORDER BY id",
        "SELECT count(*) OVER (), first_value(title) OVER (ORDER BY id DESC) FROM book ORDER BY id",
    ] {
        both.same(sql);
    }
}

#[test]
fn changes_convert_to_the_type_of_the_column() {
    let both = Both::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, n INTEGER, ok BOOLEAN, d DATE, ts DATETIME);
         INSERT INTO t VALUES (1, 'a', 1, 1, '2024-01-01', '2024-01-01 00:00:00');",
    );
    both.change("INSERT INTO t (id, s, n, ok, d, ts) VALUES (2, 5, '7', 0, '2023-05-06', '2023-05-06 07:08:09')");
    both.change("INSERT INTO t VALUES (3, 'x', NULL, NULL, NULL, NULL), (4, 'y', 9, 1, NULL, NULL)");
    both.change("INSERT INTO t (id, s, d) SELECT id + 10, s || n, d FROM t WHERE id < 3");
    both.change("UPDATE t SET n = n + 1, ok = NOT ok, s = n WHERE id = 2");
    both.change("UPDATE t SET ts = datetime(d, '+1 day'), d = date(d, '-1 month') WHERE d IS NOT NULL");
    both.change("INSERT INTO t (id, s) VALUES (1, 'again') ON CONFLICT (id) DO UPDATE SET s = excluded.s || s");
    both.change("INSERT OR IGNORE INTO t (id, s) VALUES (1, 'never')");
    both.pg("ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 13)");
    both.change("INSERT INTO t (id, s) VALUES (NULL, 'next')");
    both.change("DELETE FROM t WHERE n > 9 OR s LIKE 'Y'");
    both.same("SELECT * FROM t ORDER BY id");
}
