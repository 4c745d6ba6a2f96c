//! Thousands of damages, many at a time: the comparison tells exactly them.

use std::collections::BTreeSet;

use super::bench::{Bench, places, plan};
use super::sample::{self, COLUMNS, Dice, ROWS};

/// Changes of one value: the column, and an expression that is not what the column held.
const CHANGES: &[(&str, &str)] = &[
    ("flag", "NOT flag"),
    ("small", "-1 - small"),
    ("middle", "middle # 65536"),
    ("large", "large # 1"),
    ("ratio", "ratio * (1 + 2.220446049250313e-16::float8)"),
    ("ratio", "ratio::real::float8"),
    ("exact", "exact + 1e-9"),
    ("exact", "round(exact, 1)"),
    ("price", "-price"),
    ("price", "price / 10"),
    ("words", "words || ' '"),
    ("words", "CASE words WHEN '' THEN NULL ELSE words END"),
    ("words", "left(words, 1)"),
    ("words", "rtrim(words)"),
    ("words", "convert_from(convert_to(words, 'UTF8') || '\\xc2a0', 'UTF8')"),
    ("short", "left(short, -1)"),
    ("short", "upper(short)"),
    ("mixed", "mixed || '0'"),
    ("mixed", "NULL"),
    ("bytes", "CASE WHEN length(bytes) > 0 THEN set_bit(bytes, 5, 1 - get_bit(bytes, 5)) ELSE bytes END"),
    ("bytes", "substr(bytes, 2)"),
    ("bytes", "bytes || '\\x00'"),
    ("day", "day - 1"),
    ("day", "day + interval '1 year'"),
    ("clock", "clock + interval '1 hour'"),
    ("clock", "date_trunc('second', clock::interval)::time"),
    ("zoned", "zoned AT TIME ZONE interval '15:01'"),
    ("naive", "naive + interval '1 hour'"),
    ("naive", "date_trunc('milliseconds', naive)"),
    ("instant", "instant - interval '1 hour'"),
    ("instant", "instant + interval '5 hours 30 minutes'"),
    ("epoch", "epoch + interval '1 millisecond'"),
    ("rails", "rails + interval '12 hours'"),
    ("span", "-span"),
    ("span", "span + interval '1 day'"),
    ("uuid", "uuid16"),
    ("uuid16", "('00' || substr(uuid16::text, 3))::uuid"),
    ("json", "(json::text || ' ')::json"),
    ("json", "(replace(json::text, ' ', ''))::json"),
    ("jsonb", "jsonb - 'a'"),
    ("jsonb", "jsonb_set(jsonb, '{k}', '\"v \"')"),
    ("list", "list || ''::text"),
    ("list", "list[2:]"),
    ("numbers", "numbers || 0::bigint"),
    ("numbers", "array_replace(numbers, numbers[1], NULL)"),
];

type Places = BTreeSet<(String, String)>;

/// How the rows of the sample are told apart.
struct Lab {
    bench: Bench,
    dice: Dice,
    label: &'static str,
    key: &'static [usize],
    /// What is damaged in this round.
    damaged: Places,
    /// The rows that are damaged in this round.
    rows: BTreeSet<u64>,
}

#[test]
fn two_thousand_damages_of_a_table_with_a_key_are_found_where_they_are() {
    let mut lab = Lab::open("id", &[0]);
    let mut total = 0;
    for _ in 0..4 {
        total += lab.round(|lab| {
            for (column, change) in CHANGES {
                lab.change(column, change, 11);
            }
            for (column, ..) in &COLUMNS[1..] {
                lab.change(column, "NULL", 4);
            }
            lab.delete(12);
            lab.swap(20);
        });
    }
    assert!(total >= 2_000, "only {total} damages");
}

#[test]
fn damages_of_a_table_without_a_key_are_found_where_they_are() {
    let mut lab = Lab::open("rowid", &[]);
    let mut total = 0;
    for _ in 0..3 {
        // One damage in a row: rows are known by what they hold.
        total += lab.round(|lab| {
            for (column, change) in CHANGES {
                lab.change_fresh(column, change, 4);
            }
            lab.delete(10);
        });
    }
    assert!(total >= 300, "only {total} damages");
}

#[test]
fn doubled_rows_are_found_with_and_without_a_key() {
    for (label, key) in [("id", &[0_usize] as &[usize]), ("rowid", &[])] {
        let mut lab = Lab::open(label, key);
        lab.bench.postgres("BEGIN");
        let ids = lab.fresh_ids(50);
        let doubled = lab.bench.touch(&format!("INSERT INTO t SELECT * FROM t WHERE id IN ({ids})"));
        let found = lab.bench.compare_all(&plan(COLUMNS, key));
        assert_eq!((found.difference_count, found.target_rows), (doubled, ROWS + doubled), "{found:?}");
        assert!(found.differences.iter().all(|difference| difference.source.is_none()), "{found:?}");
    }
}

/// The copy path broken as a whole, as one mistake in it would break it: what a mistake does, and to which columns.
const MISTAKES: &[(&str, &[&str], &str)] = &[
    ("the time zone of the session", &["instant"], "instant = instant - interval '1 hour'"),
    ("four bytes for a real", &["ratio"], "ratio = ratio::numeric::real::float8"),
    ("texts cut at a length", &["words"], "words = left(words, 5)"),
    ("integers without their sign", &["middle", "small"], "middle = abs(middle), small = abs(small)"),
    (
        "bytes in the other order",
        &["large"],
        "large = ('x' || (SELECT string_agg(substr(h, at * 2 + 1, 2), '' ORDER BY at DESC) \
         FROM encode(int8send(large), 'hex') h, generate_series(0, 7) at))::bit(64)::bigint",
    ),
    ("NULL for an empty text", &["words"], "words = nullif(words, '')"),
    ("the epoch one day off", &["day"], "day = day + 1"),
    ("the scale of a numeric lost", &["exact", "price"], "exact = round(exact), price = round(price)"),
    ("two columns swapped", &["uuid", "uuid16"], "uuid = uuid16, uuid16 = uuid"),
    ("seconds for milliseconds", &["epoch"], "epoch = date_trunc('second', epoch)"),
    ("booleans turned round", &["flag"], "flag = NOT flag"),
    ("blanks at the end lost", &["words", "short"], "words = rtrim(words), short = rtrim(short)"),
];

#[test]
fn a_broken_copy_is_found_whatever_broke_it() {
    let lab = Lab::open("id", &[0]);
    for (mistake, columns, assignments) in MISTAKES {
        lab.bench.postgres("BEGIN");
        let changed = changed_cells(&lab, columns, assignments);
        assert!(!changed.is_empty(), "{mistake} changes nothing");
        let found = lab.bench.compare_all(&plan(COLUMNS, &[0]));
        let told: Places = places(&found).into_iter().collect();
        assert_eq!(told, changed, "{mistake}");
        lab.bench.postgres("ROLLBACK");
    }
}

#[test]
fn rows_that_were_not_sent_are_found() {
    for (label, key) in [("id", &[0_usize] as &[usize]), ("rowid", &[])] {
        let mut lab = Lab::open(label, key);
        for lost in ["id = (SELECT max(id) FROM t)", "id = (SELECT min(id) FROM t)", "id % 7 = 0"] {
            lab.round(|lab| {
                let ids = lab.ids_of(&format!("DELETE FROM t WHERE {lost} RETURNING id"));
                lab.damaged = ids.iter().map(|id| lab.place(*id, "")).collect();
            });
        }
    }
}

/// Makes a mistake in the whole table and says in which cells it shows.
fn changed_cells(lab: &Lab, columns: &[&str], assignments: &str) -> Places {
    lab.bench.postgres("CREATE TEMP TABLE before ON COMMIT DROP AS TABLE t");
    lab.bench.postgres(&format!("UPDATE t SET {assignments}"));
    let changed = columns.iter().flat_map(|column| {
        let differs = format!("t.{column}::text IS DISTINCT FROM before.{column}::text");
        let ids = lab.ids_of(&format!("SELECT id FROM t JOIN before USING (id) WHERE {differs}"));
        ids.into_iter().map(|id| lab.place(id, column))
    });
    changed.collect()
}

impl Lab {
    fn open(label: &'static str, key: &'static [usize]) -> Lab {
        let bench = Bench::open();
        sample::fill(&bench);
        let (damaged, rows) = (Places::new(), BTreeSet::new());
        Lab { bench, dice: Dice(0x0DDB_1A5E_5BAD_5EED), label, key, damaged, rows }
    }

    /// Damages, compares, checks that exactly the damages are told, and undoes them.
    fn round(&mut self, damage: impl FnOnce(&mut Lab)) -> usize {
        self.bench.postgres("BEGIN");
        damage(self);
        let found = self.bench.compare_all(&plan(COLUMNS, self.key));
        let told: Places = places(&found).into_iter().collect();
        let missed: Vec<_> = self.damaged.difference(&told).collect();
        let invented: Vec<_> = told.difference(&self.damaged).collect();
        assert!(missed.is_empty() && invented.is_empty(), "missed: {missed:?}; invented: {invented:?}");
        assert_eq!(found.difference_count, self.damaged.len() as u64);
        self.bench.postgres("ROLLBACK");
        self.rows.clear();
        std::mem::take(&mut self.damaged).len()
    }

    fn place(&self, id: u64, column: &str) -> (String, String) {
        (format!("{}={id}", self.label), column.to_owned())
    }

    /// Changes a value in some rows in which it is not changed yet, and which are not gone.
    fn change(&mut self, column: &str, change: &str, rows: u64) {
        let drawn: Vec<u64> = (0..rows).map(|_| (1 + self.dice.below(ROWS)) * 3).collect();
        let ids: Vec<u64> = drawn.into_iter().filter(|id| !self.damaged.contains(&self.place(*id, column))).collect();
        self.change_in(column, change, &list(&ids));
    }

    /// Changes a value in some rows that are not damaged yet.
    fn change_fresh(&mut self, column: &str, change: &str, rows: u64) {
        let ids = self.fresh_ids(rows);
        self.change_in(column, change, &ids);
    }

    fn change_in(&mut self, column: &str, change: &str, ids: &str) {
        // 5 and 5.0 are one number and two texts; json has no equality but that of its text.
        let of = if column == "exact" { "numeric" } else { "text" };
        let update = format!(
            "UPDATE t SET {column} = {change} WHERE id IN ({ids}) AND {column} IS NOT NULL \
             AND ({change})::{of} IS DISTINCT FROM {column}::{of} RETURNING id"
        );
        for id in self.ids_of(&update) {
            self.rows.insert(id);
            self.damaged.insert(self.place(id, column));
        }
    }

    fn delete(&mut self, rows: u64) {
        let ids = self.fresh_ids(rows);
        for id in self.ids_of(&format!("DELETE FROM t WHERE id IN ({ids}) RETURNING id")) {
            self.damaged.insert(self.place(id, ""));
        }
    }

    /// Two rows change their keys: each holds the other's values.
    fn swap(&mut self, pairs: u64) {
        for _ in 0..pairs {
            let ids = self.fresh_ids(2);
            if !ids.contains(", ") {
                continue;
            }
            for (column, ..) in &COLUMNS[1..] {
                let update = format!(
                    "UPDATE t SET {column} = o.{column} FROM t o WHERE t.id IN ({ids}) AND o.id IN ({ids}) \
                     AND o.id <> t.id AND o.{column}::text IS DISTINCT FROM t.{column}::text RETURNING t.id"
                );
                for id in self.ids_of(&update) {
                    self.damaged.insert(self.place(id, column));
                }
            }
        }
    }

    /// Rows that no damage of this round has touched; they count as touched from now on.
    fn fresh_ids(&mut self, rows: u64) -> String {
        let drawn: BTreeSet<u64> = (0..rows * 2).map(|_| (1 + self.dice.below(ROWS)) * 3).collect();
        let fresh: Vec<u64> = drawn.into_iter().filter(|id| !self.rows.contains(id)).take(rows as usize).collect();
        self.rows.extend(&fresh);
        list(&fresh)
    }

    fn ids_of(&self, sql: &str) -> Vec<u64> {
        let rows = self.bench.runtime.block_on(self.bench.client.query(sql, &[]));
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        rows.iter().map(|row| row.get::<_, i64>(0) as u64).collect()
    }
}

/// A list for IN, never empty: no row has the key 0.
fn list(ids: &[u64]) -> String {
    let ids: Vec<String> = ids.iter().map(u64::to_string).collect();
    if ids.is_empty() { "0".to_owned() } else { ids.join(", ") }
}
