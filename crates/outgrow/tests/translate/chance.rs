//! Every function that is translated, over values by chance: the same seed gives the same values.

use std::fmt::Write as _;

use crate::both::Both;

const ROWS: usize = 1_200;

/// xorshift64*.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % most
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn integer(&mut self) -> i64 {
        let large = (self.below(1 << 31) as i64) << self.below(32);
        let number = [self.below(20) as i64 - 10, self.below(100_000) as i64, large, -large, i64::MAX, i64::MIN + 1];
        let among = if self.below(20) == 0 { 6 } else { 4 };
        number[self.below(among)]
    }

    fn real(&mut self) -> f64 {
        let mantissa = self.below(2_000_001) as f64 - 1_000_000.0;
        mantissa / [1.0, 2.0, 3.0, 8.0, 10.0, 100.0, 1000.0, 7e5][self.below(8)]
    }

    fn word(&mut self) -> String {
        let letters =
            ["a", "B", "z", "é", "ß", " ", "1", "-", ".", "%", "_", "*", "?", "[", "]", "^", "\u{1F600}", "\n", "'"];
        (0..self.below(9)).map(|_| self.one_of(&letters)).collect()
    }

    /// A text that begins like a number, more often than not.
    fn digits(&mut self) -> String {
        let parts = ["", " ", "+", "-", "0", "12", "907", ".5", "1.25", "e3", "E-2", "x", "99999999999999999999", "\t"];
        (0..=self.below(4)).map(|_| self.one_of(&parts)).collect()
    }

    fn moment(&mut self) -> String {
        let day = format!("{:04}-{:02}-{:02}", 1900 + self.below(200), 1 + self.below(12), 1 + self.below(31));
        let time = format!("{:02}:{:02}:{:02}", self.below(24), self.below(60), self.below(60));
        match self.below(6) {
            0 => day,
            1 => format!("{day}T{time}"),
            2 => format!("{day} {time}.{:03}", self.below(1_000)),
            3 => format!("{day} {}", &time[..5]),
            4 => format!("{day} {time}+0{}:30", self.below(9)),
            _ => format!("{day} {time}"),
        }
    }

    fn json(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => self.integer().to_string(),
            1 => format!("{}", self.below(100) as f64 / 4.0 + 0.25),
            2 => self.one_of(&["true", "false", "null"]).to_owned(),
            3 | 4 => format!("\"{}\"", self.one_of(&["", "a", "é", "x y", "\\n", "\\u00e9", "1"])),
            5 => {
                let items: Vec<String> = (0..self.below(4)).map(|_| self.json(depth - 1)).collect();
                format!("[{}]", items.join(","))
            }
            _ => {
                let names = ["a", "b", "c d", "é"];
                let count = self.below(4);
                let items: Vec<String> =
                    (0..count).map(|at| format!("\"{}\":{}", names[at], self.json(depth - 1))).collect();
                format!("{{{}}}", items.join(","))
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn script() -> String {
    let mut chance = Chance(0x05ee_d0f0_c7a1);
    let mut sql = String::from(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, m INTEGER, few INTEGER, r REAL, s TEXT, p TEXT, u TEXT,
                         w TEXT, j TEXT, b BLOB);",
    );
    for id in 1..=ROWS {
        let (n, m, few, r) =
            (chance.integer(), chance.below(1000) as i64 - 500, chance.below(9) as i64 - 4, chance.real());
        let (s, p, u) = (quoted(&chance.word()), quoted(&chance.word()), quoted(&chance.digits()));
        let (w, j) = (quoted(&chance.moment()), quoted(&chance.json(2)));
        let b: String = (0..chance.below(6)).map(|_| format!("{:02x}", chance.below(256))).collect();
        let _ = writeln!(sql, "INSERT INTO t VALUES ({id}, {n}, {m}, {few}, {r:?}, {s}, {p}, {u}, {w}, {j}, x'{b}');");
    }
    sql
}

#[track_caller]
fn all(expressions: &[&str], refused: &[&str]) {
    let both = Both::new(&script());
    let is_refused = |expression: &&&str| both.translate(&format!("SELECT {expression} FROM t")).is_err();
    let found: Vec<&str> = expressions.iter().filter(is_refused).copied().collect();
    assert_eq!(found, refused, "what is not converted");
    let mut wrong = Vec::new();
    for expression in expressions {
        if let Some(difference) = both.first_difference("t", ROWS, expression) {
            wrong.push(difference);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn functions_of_texts() {
    all(
        &[
            "length(s)",
            "upper(s)",
            "lower(s)",
            "trim(s)",
            "ltrim(s, p)",
            "rtrim(s, 'a1')",
            "trim(s, p)",
            "replace(s, p, u)",
            "replace(s, 'a', '')",
            "substr(s, few)",
            "substr(s, few, few + 1)",
            "substr(s, 2, -few)",
            "instr(s, p)",
            "instr(s, 'a')",
            "hex(s)",
            "quote(s)",
            "unicode(s)",
            "char(m + 600, 65)",
            "s || u",
            "s || n",
            "s LIKE p",
            "s LIKE '%a%'",
            "s LIKE p ESCAPE '^'",
            "s GLOB p",
            "s GLOB '*[a-z]*'",
            "s = p",
            "s < p",
            "s BETWEEN p AND u",
            "coalesce(nullif(s, p), u)",
            "ifnull(nullif(s, ''), 'x')",
            "iif(s < p, s, p)",
            "min(s, p, u)",
            "max(s, p)",
            "typeof(s)",
            "soundex(s)",
            "concat(s, n, p)",
            "concat_ws('-', s, p, few)",
            "octet_length(s)",
        ],
        &["s LIKE p ESCAPE '^'"],
    );
}

#[test]
fn functions_of_numbers() {
    all(
        &[
            "abs(m)",
            "abs(r)",
            "sign(n)",
            "sign(r)",
            "round(r)",
            "round(r, 2)",
            "round(r, few)",
            "round(m)",
            "n % 7",
            "m / few",
            "m % few",
            "r / few",
            "r / 3",
            "m + r",
            "m * few",
            "-m",
            "~n",
            "m & few",
            "m | 12",
            "m << few",
            "m >> few",
            "CAST(r AS INTEGER)",
            "CAST(u AS INTEGER)",
            "CAST(u AS REAL)",
            "CAST(u AS NUMERIC)",
            "CAST(n AS TEXT)",
            "CAST(r AS TEXT)",
            "u + 0",
            "u * 2",
            "n = u",
            "u < 100",
            "typeof(r)",
            "typeof(n)",
            "quote(r)",
            "quote(n)",
            "min(n, m, few)",
            "max(r, m)",
            "m BETWEEN few AND 100",
            "m IN (1, 2, few)",
            "m IS few",
        ],
        &["max(r, m)"],
    );
}

#[test]
fn functions_of_bytes() {
    all(
        &[
            "hex(b)",
            "length(b)",
            "quote(b)",
            "substr(b, 2)",
            "substr(b, few, 2)",
            "typeof(b)",
            "b = x'00'",
            "b < x'80'",
            "unhex(hex(b))",
        ],
        &[],
    );
}

#[test]
fn formats() {
    all(
        &[
            "printf('%d|%5d|%-5d|%05d|%+d', m, m, few, m, few)",
            "printf('%x %X %o', m & 65535, m & 65535, 8)",
            "printf('%.2f|%8.3f|%e|%g', r, r, r, r)",
            "printf('%s|%10s|%-10s|%.2s', s, u, u, u)",
            "printf('%q %Q', s, p)",
            "printf('%c%%', s || 'x')",
            "format('%,d', n)",
        ],
        &[],
    );
}

#[test]
fn functions_of_times() {
    all(
        &[
            "date(w)",
            "time(w)",
            "datetime(w)",
            "julianday(w)",
            "unixepoch(w)",
            "strftime('%Y-%m-%d %H:%M:%S', w)",
            "strftime('%j %w %W %s', w)",
            "strftime('%f', w)",
            "date(w, '+1 month')",
            "date(w, few || ' days')",
            "datetime(w, '-3 hours', 'start of day')",
            "date(w, 'start of month', '-1 day')",
            "date(w, 'weekday 1')",
            "date(w, '+1 year', 'start of year')",
            "datetime(w, '+90 minutes')",
            "time(w, '-45 seconds')",
        ],
        &[],
    );
}

#[test]
fn functions_of_json() {
    all(
        &[
            "json_valid(j)",
            "json_type(j)",
            "json_type(j, '$.a')",
            "json_array_length(j)",
            "json_extract(j, '$.a')",
            "json_extract(j, '$[0]')",
            "j ->> '$.b'",
            "j -> '$.a'",
            "json_quote(s)",
            "json_valid(s)",
            "json_array(n, s, few)",
            "json_object('k', s, 'm', m)",
        ],
        &[],
    );
}
