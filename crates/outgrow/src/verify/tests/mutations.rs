//! Damage in a table with all rules, one value or row at a time: each is found, and nothing else is.

use std::collections::BTreeSet;

use super::bench::{Bench, places, plan};
use super::sample::{self, COLUMNS, Dice, ROWS};

/// Changes of one value: the column, and an expression that is never what the column held.
const CHANGES: &[(&str, &str)] = &[
    ("flag", "NOT flag"),
    ("small", "small + 1"),
    ("middle", "middle - 1"),
    ("large", "large + 1"),
    ("exact", "exact + 1e-10"),
    ("price", "price + 0.01"),
    ("words", "words || ' '"),
    ("words", "nullif(left(words, -1), words)"),
    ("words", "CASE words WHEN '' THEN NULL END"),
    ("words", "normalize(words, NFD) || E'\\u0301'"),
    ("short", "nullif(upper(short), short)"),
    ("mixed", "mixed || '0'"),
    ("mixed", "nullif(left(mixed, -1), mixed)"),
    ("bytes", "set_bit(bytes, 3, 1 - get_bit(bytes, 3))"),
    ("bytes", "bytes || '\\x00'"),
    ("day", "day + 1"),
    ("clock", "clock + interval '1 microsecond'"),
    ("zoned", "zoned AT TIME ZONE interval '15:01'"),
    ("naive", "naive + interval '1 hour'"),
    ("instant", "instant - interval '1 hour'"),
    ("instant", "instant + interval '1 microsecond'"),
    ("epoch", "epoch + interval '1 microsecond'"),
    ("rails", "rails + interval '12 hours'"),
    ("span", "span + interval '1 microsecond'"),
    ("span", "span + interval '1 month'"),
    ("uuid", "uuid16"),
    ("uuid16", "uuid"),
    ("json", "(json::text || ' ')::json"),
    ("jsonb", "jsonb - 'k' || '{\"K\": \"v\"}'"),
    ("jsonb", "jsonb_set(jsonb, '{key}', to_jsonb((jsonb->>'key')))"),
    ("jsonb", "jsonb_set(jsonb, '{a,0}', '1000')"),
    ("list", "list || ''::text"),
    ("list", "array_append(list, 'x')"),
    ("numbers", "array_append(numbers, 0)"),
];

type Places = BTreeSet<(String, String)>;

/// The sample with its generator; `label` is how its rows are named.
struct Lab {
    bench: Bench,
    dice: Dice,
    label: &'static str,
    key: &'static [usize],
    damages: u64,
}

#[test]
fn each_damage_of_a_table_with_a_key_is_found_where_it_is() {
    damage_everything("id", &[0], 2);
}

#[test]
fn each_damage_of_a_table_without_a_key_is_found_where_it_is() {
    damage_everything("rowid", &[], 1);
}

/// Asks every generator of damage `rounds` times.
fn damage_everything(label: &'static str, key: &'static [usize], rounds: u64) {
    let bench = Bench::open();
    sample::fill(&bench);
    let mut lab = Lab { bench, dice: Dice(0x1234_5678_9ABC_DEF1), label, key, damages: 0 };
    lab.expect("nothing", Places::new());
    for _ in 0..rounds {
        for (column, change) in CHANGES {
            lab.change_value(column, change);
        }
        for (column, _, _) in &COLUMNS[1..] {
            lab.lose_value(column);
            lab.swap_values(column);
        }
        lab.next_double();
        lab.delete_row();
        lab.duplicate_row();
        lab.change_key();
    }
    lab.expect("nothing", Places::new());
    assert!(lab.damages >= 85 * rounds, "{}", lab.damages);
}

impl Lab {
    fn any_id(&mut self) -> u64 {
        (1 + self.dice.below(ROWS)) * 3
    }

    fn place(&self, id: u64, column: &str) -> (String, String) {
        (format!("{}={id}", self.label), column.to_owned())
    }

    /// Compares, checks that exactly these places are told, and undoes the damage.
    fn expect(&mut self, damage: &str, expected: Places) {
        let verification = self.bench.compare(&plan(COLUMNS, self.key));
        let found: Places = places(&verification).into_iter().collect();
        assert_eq!(found, expected, "{damage}: {verification:?}");
        assert_eq!(verification.difference_count, expected.len() as u64, "{damage}: {verification:?}");
        self.damages += 1;
    }

    fn damaged(&mut self, damage: &str, expected: impl IntoIterator<Item = (String, String)>) {
        self.expect(damage, expected.into_iter().collect());
        self.bench.postgres("ROLLBACK");
    }

    /// Tries rows until one is changed.
    fn change_value(&mut self, column: &str, change: &str) {
        self.bench.postgres("BEGIN");
        loop {
            let id = self.any_id();
            let sql = format!(
                "UPDATE t SET {column} = {change} WHERE id = {id} \
                 AND {column} IS NOT NULL AND ({change})::text IS DISTINCT FROM {column}::text \
                 AND CASE WHEN '{column}' = 'bytes' THEN length(bytes) > 0 ELSE true END"
            );
            let null = change.starts_with("nullif");
            let sql = if null { format!("{sql} AND {change} IS NOT NULL") } else { sql };
            if self.bench.touch(&sql) == 1 {
                let place = self.place(id, column);
                return self.damaged(&format!("{column} = {change} at {id}"), [place]);
            }
        }
    }

    fn lose_value(&mut self, column: &str) {
        self.bench.postgres("BEGIN");
        loop {
            let id = self.any_id();
            let sql = format!("UPDATE t SET {column} = NULL WHERE id = {id} AND {column} IS NOT NULL");
            if self.bench.touch(&sql) == 1 {
                let place = self.place(id, column);
                return self.damaged(&format!("{column} lost at {id}"), [place]);
            }
        }
    }

    fn swap_values(&mut self, column: &str) {
        self.bench.postgres("BEGIN");
        loop {
            let (one, two) = (self.any_id(), self.any_id());
            let sql = format!(
                "UPDATE t SET {column} = o.{column} FROM t o WHERE t.id IN ({one}, {two}) AND o.id IN ({one}, {two}) \
                 AND o.id <> t.id AND o.{column}::text IS DISTINCT FROM t.{column}::text"
            );
            if self.bench.touch(&sql) == 2 {
                let places = [self.place(one, column), self.place(two, column)];
                return self.damaged(&format!("{column} of {one} and {two} swapped"), places);
            }
        }
    }

    fn next_double(&mut self) {
        self.bench.postgres("BEGIN");
        loop {
            let id = self.any_id() as i64;
            let query = "SELECT ratio FROM t WHERE id = $1 AND ratio <> 'Infinity'";
            let found = self.bench.runtime.block_on(self.bench.client.query_opt(query, &[&id])).unwrap();
            let Some(real) = found.map(|row| row.get::<_, f64>(0)) else { continue };
            let next = f64::from_bits(real.to_bits() + 1);
            let update = "UPDATE t SET ratio = $1 WHERE id = $2";
            self.bench.runtime.block_on(self.bench.client.execute(update, &[&next, &id])).unwrap();
            let place = self.place(id as u64, "ratio");
            return self.damaged(&format!("{real:e} became {next:e}"), [place]);
        }
    }

    fn delete_row(&mut self) {
        let id = self.any_id();
        self.bench.postgres(&format!("BEGIN; DELETE FROM t WHERE id = {id}"));
        let place = self.place(id, "");
        self.damaged("a row deleted", [place]);
    }

    fn duplicate_row(&mut self) {
        let id = self.any_id();
        self.bench.postgres(&format!("BEGIN; INSERT INTO t SELECT * FROM t WHERE id = {id}"));
        let found = self.bench.compare(&plan(COLUMNS, self.key));
        assert_eq!((found.difference_count, found.target_rows), (1, ROWS + 1), "{found:?}");
        assert!(found.differences[0].target.as_deref().unwrap().starts_with(&format!("({id}, ")), "{found:?}");
        self.damages += 1;
        self.bench.postgres("ROLLBACK");
    }

    /// With a key the row is another one; without, it is the same with another value.
    fn change_key(&mut self) {
        let id = self.any_id();
        self.bench.postgres(&format!("BEGIN; UPDATE t SET id = id + 1 WHERE id = {id}"));
        let places = match self.key {
            [] => vec![self.place(id, "id")],
            _ => vec![self.place(id, ""), self.place(id + 1, "")],
        };
        self.damaged("a key changed", places);
    }
}
