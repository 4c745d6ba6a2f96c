//! Texts that are long or deep in one way each, and valid as far as SQLite's grammar goes.

use crate::{mutator, parser, translator};

/// `start`, then `part` many times, then `end`.
fn chain(start: &str, part: &str, times: usize, end: &str) -> String {
    format!("{start}{}{end}", part.repeat(times))
}

fn nested(open: &str, inner: &str, close: &str, times: usize) -> String {
    format!("{}{inner}{}", open.repeat(times), close.repeat(times))
}

#[test]
fn long_and_deep_statements_are_translated_or_refused() {
    let texts = [
        chain("SELECT 1", " UNION SELECT 1", 4_000, ""),
        chain("SELECT * FROM t", " JOIN u USING (a)", 3_000, ""),
        chain("SELECT * FROM t", ", u", 3_000, ""),
        chain("SELECT ", "*, ", 300, "* FROM t") + &", u".repeat(300),
        chain("SELECT ", "a, ", 4_000, "a FROM t"),
        chain("SELECT a FROM t WHERE ", "a = 1 AND ", 4_000, "1"),
        chain("SELECT a FROM t ORDER BY ", "a, ", 4_000, "a"),
        chain("SELECT a FROM t GROUP BY ", "a, ", 5_000, "a"),
        chain("WITH ", "c AS (SELECT 1), ", 3_000, "d AS (SELECT 2) SELECT * FROM d"),
        chain("CASE ", "WHEN a = 1 THEN 2 ", 4_000, "END"),
        chain("a", " COLLATE NOCASE", 4_000, ""),
        chain("a", " IS NULL", 4_000, ""),
        chain("a", " ISNULL", 4_000, ""),
        chain("a", " BETWEEN 1 AND 2", 4_000, ""),
        chain("s", " LIKE 'x'", 4_000, ""),
        chain("j", " -> 'x'", 4_000, ""),
        chain("s", " || s", 4_000, " = 'x'"),
        chain("a", " IN (1)", 4_000, ""),
        chain("", "NOT ", 4_000, "a"),
        chain("", "- ", 4_000, "a"),
        chain("", "~", 4_000, "a"),
        chain("max(", "a, ", 4_000, "a) > 0"),
        nested("abs(", "a", ")", 10_000),
        nested("(", "a", ")", 10_000),
        nested("(", "a", ")", 99),
        nested("CAST(", "a", " AS TEXT)", 99),
        nested("coalesce(a, ", "a", ")", 99),
        nested("CASE WHEN a THEN ", "a", " END", 5_000),
        nested("(SELECT ", "a FROM t", ")", 99),
        nested("a IN (SELECT a FROM t WHERE ", "a", ")", 99),
        nested("SELECT * FROM (", "SELECT 1", ")", 99),
        nested("WITH c AS (", "SELECT 1", ") SELECT * FROM c", 99),
        nested("EXISTS (SELECT 1 FROM t WHERE ", "a", ")", 99),
        chain("CREATE TRIGGER g AFTER INSERT ON t BEGIN ", "UPDATE u SET s = new.s; ", 5_000, "END"),
        chain("CREATE VIEW v AS SELECT a, a, a, a FROM t", " UNION ALL SELECT a, a, a, a FROM t", 5_000, ""),
        chain("INSERT INTO t(a) VALUES (1)", ", (2)", 4_000, ""),
        chain("SELECT a FROM t", " LIMIT 1, 2", 10_000, ""),
        chain("SELECT 1", ";", 100_000, ""),
        chain("CAST(a AS ", "long ", 50_000, ")"),
    ];
    for text in texts {
        mutator::attempt(text.as_bytes(), translator::body);
    }
}

#[test]
fn long_and_deep_definitions_are_read_or_refused() {
    let texts = [
        chain("CREATE TABLE t(a", " CHECK (a > 0)", 4_000, ")"),
        chain("CREATE TABLE t(a", ", b", 4_000, ")"),
        chain("CREATE TABLE t(a", " REFERENCES p", 4_000, ")"),
        chain("CREATE TABLE t(a", ", UNIQUE (a)", 4_000, ")"),
        chain("CREATE TABLE t(a ", "long ", 50_000, ")"),
        chain("CREATE TABLE t(a ", "before ", 50_000, ")"),
        chain("CREATE TABLE t(a DEFAULT ", "-", 50_000, "1)"),
        chain("CREATE TABLE t(a CHECK (a", " AND a", 50_000, "))"),
        nested("CREATE TABLE t(a CHECK (", "a", "))", 1),
        format!("CREATE TABLE t(a CHECK ({}))", nested("(", "a", ")", 499)),
        format!("CREATE TABLE t(a CHECK ({}))", nested("(", "a", ")", 100_000)),
        format!("CREATE TABLE t(a CHECK ({}))", nested("CASE WHEN ", "a", " THEN 1 END", 4_000)),
        chain("CREATE INDEX i ON t(a", ", a", 4_000, ")"),
        chain("CREATE VIRTUAL TABLE f USING fts5(a", ", a", 50_000, ")"),
        chain("CREATE VIRTUAL TABLE f USING fts5(", "(", 50_000, ""),
    ];
    for text in texts {
        mutator::attempt(text.as_bytes(), parser::body);
    }
}
