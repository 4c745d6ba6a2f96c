//! Views, and views over views.

use crate::both::Both;

#[test]
fn a_view_over_a_view_keeps_affinities_and_spellings() {
    let mut both = Both::new(
        "CREATE TABLE o (id INTEGER PRIMARY KEY, day DATETIME, price NUMERIC, qty INTEGER, off REAL, code TEXT);
         INSERT INTO o VALUES (1, '1997-03-04', 10, 3, 0.1, '0'), (2, '1998-01-01', 2.5, 1, 0, '1'), (3, NULL, 7, 2, 0.25, '0');
         CREATE VIEW lines AS SELECT o.*, (price * qty * (1 - off) / 100) * 100 AS total FROM o WHERE ((o.code) = 0);
         CREATE VIEW late AS SELECT id, day, price / 2 AS half, total > 5 AS big FROM lines
             WHERE day BETWEEN datetime('1997-01-01') AND datetime('1997-12-31');
         CREATE VIEW names AS SELECT id AS \"The Id\", code || '!' AS c FROM late JOIN o USING (id);",
    );
    for view in ["lines", "late", "names"] {
        let translated = both.make_view(view).unwrap();
        assert!(translated.relation.columns.len() > 1);
        let left = both.sqlite_rows(&format!("SELECT * FROM {view}"));
        assert!(!left.is_empty(), "{view}");
        both.same_set(&format!("SELECT * FROM {view}"));
    }
    both.same_set("SELECT half, big + 1, day LIKE '1997%' FROM late");
}
