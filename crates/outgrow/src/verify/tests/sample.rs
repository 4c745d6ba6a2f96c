//! A table with all rules and many rows, the same on both engines.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;

use super::bench::Bench;

/// Rows of the sample.
pub(super) const ROWS: u64 = 520;

/// The columns; the first is the key.
pub(super) const COLUMNS: &[(&str, DataType, Rule)] = &[
    ("id", DataType::Bigint, Rule::Integer),
    ("flag", DataType::Boolean, Rule::Boolean),
    ("small", DataType::Smallint, Rule::Integer),
    ("middle", DataType::Integer, Rule::Integer),
    ("large", DataType::Bigint, Rule::Integer),
    ("ratio", DataType::DoublePrecision, Rule::Double),
    ("exact", DataType::Numeric(None), Rule::Numeric),
    ("price", DataType::Numeric(Some((12, 2))), Rule::Numeric),
    ("words", DataType::Text, Rule::Text),
    ("short", DataType::Varchar(20), Rule::Text),
    ("mixed", DataType::Text, Rule::Rendered),
    ("bytes", DataType::Bytea, Rule::Bytes),
    ("day", DataType::Date, Rule::Temporal),
    ("clock", DataType::Time, Rule::Temporal),
    ("zoned", DataType::TimeTz, Rule::Temporal),
    ("naive", DataType::Timestamp, Rule::Temporal),
    ("instant", DataType::TimestampTz, Rule::Temporal),
    ("epoch", DataType::TimestampTz, Rule::EpochMillis),
    ("rails", DataType::Time, Rule::RailsTime),
    ("span", DataType::Interval, Rule::SqlalchemyInterval),
    ("uuid", DataType::Uuid, Rule::Uuid),
    ("uuid16", DataType::Uuid, Rule::UuidBytes),
    ("json", DataType::Json, Rule::Json),
    ("jsonb", DataType::Jsonb, Rule::Json),
    ("list", DataType::TextArray, Rule::BarList),
    ("numbers", DataType::BigintArray, Rule::BarList),
];

/// A deterministic generator: xorshift64*.
pub(super) struct Dice(pub u64);

impl Dice {
    pub(super) fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        (self.roll() >> 16) % bound
    }
}

/// Makes and fills table `t` on both engines.
pub(super) fn fill(bench: &Bench) {
    let names: Vec<&str> = COLUMNS.iter().skip(1).map(|(name, _, _)| *name).collect();
    let types: Vec<String> = COLUMNS.iter().map(|(name, data_type, _)| format!("{name} {data_type}")).collect();
    bench.sqlite(&format!("CREATE TABLE t (id INTEGER PRIMARY KEY, {})", names.join(", ")));
    bench.postgres(&format!("CREATE TABLE t ({})", types.join(", ")));
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut source, mut target) = (Vec::new(), Vec::new());
    for id in 1..=ROWS {
        let (left, right) = row(id, &mut dice);
        source.push(format!("({})", left.join(", ")));
        target.push(format!("({})", right.join(", ")));
    }
    bench.sqlite(&format!("INSERT INTO t VALUES {}", source.join(", ")));
    bench.postgres(&format!("INSERT INTO t VALUES {}", target.join(", ")));
}

/// One row in the SQL of both engines.
fn row(id: u64, dice: &mut Dice) -> (Vec<String>, Vec<String>) {
    let key = (id * 3).to_string();
    let mut row = (vec![key.clone()], vec![key]);
    for (name, _, _) in &COLUMNS[1..] {
        // Every column has some NULLs.
        let (left, right) = if dice.below(12) == 0 { same("NULL") } else { value(name, dice) };
        row.0.push(left);
        row.1.push(right);
    }
    row
}

fn same(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

fn value(name: &str, dice: &mut Dice) -> (String, String) {
    match name {
        "flag" => {
            let spellings = [("1", "true"), ("0", "false"), ("'t'", "true"), ("'f'", "false"), ("'true'", "true")];
            let (left, right) = spellings[dice.below(5) as usize];
            (left.to_owned(), right.to_owned())
        }
        "small" => same(&(dice.below(60_000) as i64 - 30_000).to_string()),
        "middle" => same(&(dice.below(4_000_000_000) as i64 - 2_000_000_000).to_string()),
        "large" => same(&((dice.roll() >> 1) as i64 - (1 << 62)).to_string()),
        "ratio" => real(dice),
        "exact" => exact(dice),
        "price" => same(&format!("{}.{:02}", dice.below(1_000_000), dice.below(100))),
        "words" => same(&words(dice, 40)),
        "short" => same(&words(dice, 4)),
        "mixed" => mixed(dice),
        "bytes" => {
            let digits: String = (0..dice.below(40)).map(|_| format!("{:02x}", dice.below(256))).collect();
            (format!("x'{digits}'"), format!("'\\x{digits}'"))
        }
        _ => structured(name, dice),
    }
}

fn real(dice: &mut Dice) -> (String, String) {
    match dice.below(10) {
        0 => ("9e999".to_owned(), "'Infinity'".to_owned()),
        1 => same("0.0"),
        2 => same(&dice.below(1 << 50).to_string()),
        _ => {
            let real = f64::from_bits((dice.roll() >> 12) | (900 + dice.below(250)) << 52);
            (format!("{real:e}"), format!("{real:e}"))
        }
    }
}

fn exact(dice: &mut Dice) -> (String, String) {
    match dice.below(4) {
        0 => same(&(dice.roll() as i64 / 3).to_string()),
        1 => {
            let real = dice.below(100_000_000) as f64 / 8192.0;
            (format!("{real:?}"), format!("{real:?}"))
        }
        _ => {
            let text = format!("'{}.{:09}'", dice.roll(), dice.below(1_000_000_000));
            (text.clone(), text)
        }
    }
}

fn words(dice: &mut Dice, most: u64) -> String {
    const WORDS: [&str; 8] = ["a", "Zoë", "it's", "😀", "  ", "tab\t", "\"q\"", "x|y"];
    let text: String = (0..dice.below(most)).map(|_| WORDS[dice.below(8) as usize]).collect();
    let text: String = text.chars().take(18).collect();
    format!("'{}'", text.replace('\'', "''"))
}

fn mixed(dice: &mut Dice) -> (String, String) {
    match dice.below(3) {
        0 => {
            let number = dice.roll() as i64;
            (number.to_string(), format!("'{number}'"))
        }
        1 => {
            let real = dice.below(1_000_000) as f64 / 8.0;
            (format!("{real:?}"), format!("'{real:?}'"))
        }
        _ => same(&words(dice, 10)),
    }
}

fn structured(name: &str, dice: &mut Dice) -> (String, String) {
    let date = format!("{:04}-{:02}-{:02}", 1 + dice.below(9998), 1 + dice.below(12), 1 + dice.below(28));
    let clock =
        format!("{:02}:{:02}:{:02}.{:06}", dice.below(24), dice.below(60), dice.below(60), dice.below(1_000_000));
    let hex: String = (0..32).map(|_| char::from_digit(dice.below(16) as u32, 16).unwrap()).collect();
    match name {
        "day" => same(&format!("'{date}'")),
        "clock" => same(&format!("'{clock}'")),
        "zoned" => same(&format!("'{clock}+{:02}:{:02}'", dice.below(15), dice.below(60))),
        "naive" => same(&format!("'{date} {clock}'")),
        "instant" => {
            let offset = ["", "Z", "+05:30", "-08:00"][dice.below(4) as usize];
            let stated = if offset.is_empty() { "Z" } else { offset };
            (format!("'{date}T{clock}{offset}'"), format!("'{date} {clock}{stated}'"))
        }
        "epoch" => {
            let millis = dice.below(4_000_000_000_000) as i64 - 1_000_000_000_000;
            (millis.to_string(), format!("'epoch'::timestamptz + {millis} * interval '1 millisecond'"))
        }
        "rails" => (format!("'2000-01-01 {clock}'"), format!("'{clock}'")),
        "span" => {
            let day = 1 + dice.below(27);
            (format!("'1970-01-{day:02} {clock}'"), format!("make_interval(days => {}) + '{clock}'::interval", day - 1))
        }
        "uuid" => {
            let spelled = if dice.below(2) == 0 { hex.to_uppercase() } else { hex.clone() };
            (format!("'{spelled}'"), format!("'{hex}'"))
        }
        "uuid16" => (format!("x'{hex}'"), format!("'{hex}'")),
        "json" => same(&format!("'{{\"k\" : {}, \"d\":\"{date}\"}}'", dice.below(100))),
        "jsonb" => {
            let (one, two) = (dice.below(100), dice.below(100));
            (
                format!("'{{\"key\":{one}.50,\"a\":[{two},\"\\u00e9\",null,{{}}],\"k\":\"v\"}}'"),
                format!("'{{\"a\": [{two}, \"é\", null, {{}}], \"k\": \"v\", \"key\": {one}.5}}'"),
            )
        }
        "list" => {
            let items: Vec<u64> = (0..dice.below(4)).map(|_| dice.below(50)).collect();
            let bars: String = items.iter().map(|item| format!("e||{item}|")).collect();
            let array: Vec<String> = items.iter().map(|item| format!("'e|{item}'")).collect();
            (format!("'|{bars}'"), format!("ARRAY[{}]::text[]", array.join(", ")))
        }
        "numbers" => {
            let items: Vec<String> = (0..dice.below(4)).map(|_| (dice.below(500) as i64 - 250).to_string()).collect();
            let bars: String = items.iter().map(|item| format!("{item}|")).collect();
            (format!("'|{bars}'"), format!("ARRAY[{}]::bigint[]", items.join(", ")))
        }
        _ => unreachable!("a column without values: {name}"),
    }
}
