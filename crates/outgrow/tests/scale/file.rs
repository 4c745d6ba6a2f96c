//! Files as large as tests need them.

/// `count` small tables, each with indexes and a key to the one before; some views that stand on later
/// ones, and some triggers.
pub(crate) fn tables(count: usize) -> String {
    let mut sql = String::from("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;\n");
    for at in 0..count {
        let before = at.saturating_sub(1);
        sql.push_str(&format!(
            "CREATE TABLE t{at} (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT 'x',
               price DECIMAL(10,2) CHECK (price >= 0), made DATETIME, before INTEGER REFERENCES t{before}(id));
             CREATE INDEX t{at}_name ON t{at}(name);
             INSERT INTO t{at} VALUES (1, 'n{at}', 1.5, '2024-01-01 00:00:00', 1), (2, 'm', NULL, NULL, NULL);\n"
        ));
        if at % 2 == 1 {
            sql.push_str(&format!("CREATE UNIQUE INDEX t{at}_made ON t{at}(made, id);\n"));
        }
        if at % 50 == 0 {
            let next = if at + 50 < count { format!("v{}", at + 50) } else { format!("t{at}") };
            sql.push_str(&format!(
                "CREATE VIEW v{at} AS SELECT a.id, a.name FROM t{at} a JOIN {next} b ON a.id = b.id;\n"
            ));
        }
        if at % 50 == 25 {
            sql.push_str(&format!(
                "CREATE TRIGGER g{at} AFTER INSERT ON t{at} BEGIN
                   UPDATE t{before} SET name = NEW.name WHERE id = NEW.before; END;\n"
            ));
        }
    }
    sql.push_str("COMMIT;");
    sql
}

/// A table of `count` columns, with an index, a CHECK or an expression on most of them, and a view of all.
pub(crate) fn columns(count: usize) -> String {
    let column = |at: usize| match at % 6 {
        0 => format!("c{at} INTEGER DEFAULT {at} CHECK (c{at} >= 0)"),
        1 => format!("c{at} TEXT CHECK (length(c{at}) < 99)"),
        2 => format!("c{at} REAL CHECK (c{at} < c{})", at - 2),
        3 => format!("c{at} DATETIME"),
        4 => format!("c{at} DECIMAL(10,2) CHECK (c{at} IS NOT NULL)"),
        _ => format!("c{at} INTEGER GENERATED ALWAYS AS (c{} + 1) STORED", at - 5),
    };
    let columns: Vec<String> = (0..count).map(column).collect();
    let mut sql = format!("CREATE TABLE wide ({});\n", columns.join(", "));
    for at in (0..count).step_by(3) {
        sql.push_str(&format!("CREATE INDEX wide_c{at} ON wide(c{at});\n"));
    }
    for at in (0..count).step_by(30) {
        sql.push_str(&format!("CREATE INDEX wide_e{at} ON wide(c{at} + 1) WHERE c{at} > 7;\n"));
    }
    sql.push_str("CREATE VIEW all_of_it AS SELECT * FROM wide WHERE c0 > 1;");
    sql
}
