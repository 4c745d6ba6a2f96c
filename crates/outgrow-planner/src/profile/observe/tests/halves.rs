//! A table may be profiled in parts: the merged parts must say what one pass says.

use crate::profile::{ColumnProfile, RowDigest, RowKey, TableProfile};
use crate::value::Value;

/// A small generator whose sequence is the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn integer(&mut self) -> i64 {
        let choices = [0, 1, 86_400_000, i64::MIN, i64::MAX, self.next() as i64];
        choices[self.below(choices.len())]
    }

    fn real(&mut self) -> f64 {
        let arbitrary = f64::from_bits(self.next());
        let choices = [0.0, -0.0, f64::INFINITY, 19.99, 1e300, if arbitrary.is_nan() { 0.5 } else { arbitrary }];
        choices[self.below(choices.len())]
    }

    fn text(&mut self) -> Vec<u8> {
        const TEXTS: [&str; 18] = [
            "",
            "0",
            "-12.50",
            "t",
            "F",
            "true",
            "2024-02-29",
            "2024-02-29 12:34:56.1234567",
            "2024-02-29T12:34Z",
            "2000-01-01 01:02:03",
            "1970-01-01 00:00:00.000000",
            "|1|2|",
            "|a|",
            "{\"a\":[1]}",
            "{\"a\":1,\"a\":2}",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            " ä ",
            "plain words",
        ];
        let mut text = TEXTS[self.below(TEXTS.len())].as_bytes().to_vec();
        if self.below(8) == 0 {
            let at = self.below(text.len() + 1);
            text.insert(at, self.next() as u8);
        }
        text
    }

    fn value<'a>(&mut self, buffer: &'a mut Vec<u8>) -> Value<'a> {
        *buffer = self.text();
        match self.below(8) {
            0 => Value::Null,
            1 => Value::Integer(self.integer()),
            2 => Value::Real(self.real()),
            3 => Value::Blob(buffer),
            _ => Value::Text(buffer),
        }
    }
}

fn profile(rows: std::ops::Range<u64>, seed: u64) -> ColumnProfile {
    let mut profile = ColumnProfile::default();
    let mut buffer = Vec::new();
    for row in rows {
        let mut random = Random(seed.wrapping_mul(row + 1) | 1);
        random.next();
        let value = random.value(&mut buffer);
        profile.observe(value, || RowKey::Rowid(row as i64));
    }
    profile
}

#[test]
fn two_merged_halves_equal_one_whole_pass() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for round in 0..600 {
        let seed = random.next();
        let rows = random.below(if round % 2 == 0 { 12 } else { 80 }) as u64;
        let cut = random.below(rows as usize + 1) as u64;
        let mut merged = profile(0..cut, seed);
        merged.merge(profile(cut..rows, seed));
        assert_eq!(merged, profile(0..rows, seed), "{rows} rows cut at {cut} with seed {seed:#x}");
    }
}

/// The profile of a table with one column.
fn table(rows: std::ops::Range<u64>, seed: u64) -> TableProfile {
    let mut table = TableProfile { rows: rows.end - rows.start, ..TableProfile::default() };
    let mut buffer = Vec::new();
    for row in rows.clone() {
        let mut random = Random(seed.wrapping_mul(row + 1) | 1);
        random.next();
        let mut digest = RowDigest::new(Some(row as i64));
        digest.add(random.value(&mut buffer));
        table.digest = table.digest.wrapping_add(digest.finish());
        table.max_row_bytes = table.max_row_bytes.max(buffer.len() as u64);
        table.bytes += buffer.len() as u64;
    }
    table.columns.push(profile(rows, seed));
    table
}

#[test]
fn parts_that_are_merged_in_any_grouping_equal_one_whole_pass() {
    let mut random = Random(0x0dd_ba11);
    for round in 0..300 {
        let seed = random.next();
        let rows = random.below(if round % 2 == 0 { 12 } else { 60 }) as u64;
        let mut cuts: Vec<u64> = (0..random.below(7)).map(|_| random.below(rows as usize + 1) as u64).collect();
        cuts.sort_unstable();
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain([rows]);
        let mut parts: Vec<TableProfile> = starts.zip(ends).map(|(start, end)| table(start..end, seed)).collect();
        while parts.len() > 1 {
            let at = random.below(parts.len() - 1);
            let later = parts.remove(at + 1);
            parts[at].merge(later);
        }
        assert_eq!(parts[0], table(0..rows, seed), "{rows} rows cut at {cuts:?} with seed {seed:#x}");
    }
}
