//! Columns for the tests of this folder: a declared type, values, and what they become.

use super::{Context, Framework, Injective, Mapping, map};
use crate::catalog::sqlite::{Affinity, Check, Column, Expression, KeyColumn, PrimaryKey, Table, TableRole};
use crate::profile::{ColumnProfile, RowKey, Shape, Tally, Witness};
use crate::temporal;
use crate::value::Value;

/// A column under test.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) table: Table,
    pub(super) profile: ColumnProfile,
    pub(super) context: Context,
    pub(super) injective: Injective,
}

/// A column of this declared type, named `c`, without values.
pub(super) fn column(declared: &str) -> Sample {
    let declared_type = (!declared.is_empty()).then(|| declared.to_owned());
    let affinity = Affinity::of(declared_type.as_deref());
    let column = Column {
        name: "c".to_owned(),
        declared_type,
        affinity,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    };
    let table = Table {
        name: "t".to_owned(),
        sql: String::new(),
        role: TableRole::User,
        strict: false,
        without_rowid: false,
        columns: vec![column],
        primary_key: None,
        autoincrement: None,
        uniques: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
    };
    Sample { table, profile: ColumnProfile::default(), context: Context::default(), injective: Injective::NotRequired }
}

impl Sample {
    pub(super) fn named(mut self, name: &str) -> Sample {
        self.table.columns[0].name = name.to_owned();
        self
    }

    pub(super) fn default(mut self, sql: &str) -> Sample {
        self.table.columns[0].default = Some(Expression::new(sql));
        self
    }

    pub(super) fn check(mut self, sql: &str) -> Sample {
        self.table.checks.push(Check { name: None, expression: Expression::new(sql) });
        self
    }

    pub(super) fn of(mut self, framework: Framework) -> Sample {
        self.context.frameworks.push(framework);
        self
    }

    pub(super) fn in_a_key(mut self) -> Sample {
        self.injective = Injective::Required;
        self
    }

    pub(super) fn rowid_alias(mut self) -> Sample {
        let key = KeyColumn { column: 0, collation: "BINARY".to_owned(), descending: false };
        self.table.primary_key = Some(PrimaryKey { name: None, columns: vec![key], rowid_alias: true });
        self
    }

    pub(super) fn integers(mut self, values: &[i64]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Integer(*value)));
        self
    }

    pub(super) fn reals(mut self, values: &[f64]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Real(*value)));
        self
    }

    pub(super) fn texts(mut self, values: &[&str]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Text(value.as_bytes())));
        self
    }

    pub(super) fn raw_texts(mut self, values: &[&[u8]]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Text(value)));
        self
    }

    pub(super) fn blobs(mut self, values: &[&[u8]]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Blob(value)));
        self
    }

    pub(super) fn mapped(&self) -> Mapping {
        map(&self.context, &self.table, &self.table.columns[0], &self.profile, self.injective)
    }

    /// `bigint by Integer: the integers go from 1 to 2`
    pub(super) fn becomes(&self) -> String {
        let Mapping { to, rule, because } = self.mapped();
        format!("{to} by {rule:?}: {because}")
    }

    /// `bigint`
    pub(super) fn to(&self) -> String {
        self.mapped().to.to_string()
    }
}

fn add(profile: &mut ColumnProfile, value: Value<'_>) {
    let rowid = i64::try_from(profile.values()).expect("a test has few values") + 1;
    let shown = match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(value) => value.to_string(),
        Value::Real(value) => format!("{value:?}"),
        Value::Text(text) => format!("'{}'", String::from_utf8_lossy(text).escape_debug()),
        Value::Blob(bytes) => format!("{} bytes", bytes.len()),
    };
    let witness = || Witness { row: RowKey::Rowid(rowid), value: shown.clone() };
    match value {
        Value::Null => profile.nulls.add(witness),
        Value::Integer(value) => add_integer(profile, value, witness),
        Value::Real(value) => add_real(profile, value, witness),
        Value::Text(text) => add_text(profile, text, witness),
        Value::Blob(bytes) => {
            profile.blobs.all.add(witness);
            profile.blobs.max_bytes = profile.blobs.max_bytes.max(bytes.len() as u64);
            profile.blobs.sixteen += u64::from(bytes.len() == 16);
        }
    }
}

fn add_if(condition: bool, tally: &mut Tally, witness: impl Fn() -> Witness) {
    if condition {
        tally.add(witness);
    }
}

fn add_integer(profile: &mut ColumnProfile, value: i64, witness: impl Fn() -> Witness) {
    let facts = &mut profile.integers;
    facts.all.add(&witness);
    let (min, max) = facts.range.unwrap_or((value, value));
    facts.range = Some((min.min(value), max.max(value)));
    facts.whole_days += u64::from(value % 86_400_000 == 0);
    add_if(value != 0 && value != 1, &mut facts.not_boolean, &witness);
    add_if(value.unsigned_abs() > 1 << 53, &mut facts.beyond_double, &witness);
}

fn add_real(profile: &mut ColumnProfile, value: f64, witness: impl Fn() -> Witness) {
    let facts = &mut profile.reals;
    facts.all.add(&witness);
    let (min, max) = facts.range.unwrap_or((value, value));
    facts.range = Some((min.min(value), max.max(value)));
    add_if(value.fract() != 0.0, &mut facts.fractional, &witness);
    add_if(value.is_infinite(), &mut facts.infinite, &witness);
    add_if(value == 0.0 && value.is_sign_negative(), &mut facts.negative_zero, &witness);
    if value.is_finite() {
        let decimal = value.abs().to_string();
        let (before, after) = decimal.split_once('.').unwrap_or((&decimal, ""));
        facts.max_integer_digits = facts.max_integer_digits.max(before.trim_start_matches('0').len() as u16);
        facts.max_scale = facts.max_scale.max(after.len() as u16);
    }
}

fn add_text(profile: &mut ColumnProfile, bytes: &[u8], witness: impl Fn() -> Witness) {
    let facts = &mut profile.texts;
    let text = String::from_utf8_lossy(bytes);
    facts.all.add(&witness);
    add_if(bytes.is_empty(), &mut facts.empty, &witness);
    add_if(bytes.contains(&0), &mut facts.with_nul, &witness);
    add_if(std::str::from_utf8(bytes).is_err(), &mut facts.invalid_utf8, &witness);
    facts.max_chars = facts.max_chars.max(text.chars().count() as u64);
    facts.max_bytes = facts.max_bytes.max(bytes.len() as u64);
    let known: Vec<Shape> = facts.shapes.keys().copied().collect();
    let own = shapes(&text);
    for shape in known.into_iter().filter(|shape| !own.contains(shape)) {
        facts.without_shape.entry(shape).or_default().add(&witness);
    }
    for shape in own {
        *facts.shapes.entry(shape).or_default() += 1;
    }
    match temporal::parse(bytes) {
        None => facts.not_temporal.add(&witness),
        Some(civil) => {
            facts.spellings.entry(civil.spelling).or_default().add(&witness);
            add_if(civil.below_microsecond() != 0, &mut facts.below_microsecond, &witness);
            add_if(civil.offset != 0, &mut facts.nonzero_offset, &witness);
            facts.nonzero_fraction += u64::from(civil.nanos % 1_000_000_000 != 0);
        }
    }
}

fn shapes(text: &str) -> Vec<Shape> {
    let hexadecimal = |upper: bool| {
        let digit = |byte: u8| byte.is_ascii_digit() || (if upper { b'A'..=b'F' } else { b'a'..=b'f' }).contains(&byte);
        text.bytes().all(|byte| byte == b'-' || digit(byte))
    };
    let dashed = text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let json = serde_json::from_str::<serde_json::Value>(text).is_ok();
    let decimal = text
        .split_once('.')
        .is_some_and(|(before, after)| before.parse::<i64>().is_ok() && after.parse::<u64>().is_ok());
    let bars = text.starts_with('|') && text.ends_with('|');
    let is_time = temporal::parse(text.as_bytes()).is_some();
    let all = [
        (Shape::Integer, text.parse::<i64>().is_ok()),
        (Shape::Decimal, decimal),
        (Shape::LetterTf, ["t", "f"].contains(&text)),
        (Shape::CapitalTf, ["T", "F"].contains(&text)),
        (Shape::TrueFalse, ["true", "false"].contains(&text)),
        (Shape::UuidLower, dashed && hexadecimal(false)),
        (Shape::UuidUpper, dashed && hexadecimal(true)),
        (Shape::Hex32, text.len() == 32 && hexadecimal(false) && !text.contains('-')),
        (Shape::Json, json),
        (Shape::Jsonb, json && !text.contains("\\u0000")),
        (Shape::BarStrings, bars),
        (Shape::BarIntegers, bars && text.bytes().all(|byte| byte == b'|' || byte.is_ascii_digit())),
        (Shape::RailsTime, text.starts_with("2000-01-01 ") && is_time),
        (Shape::SqlalchemyInterval, text.starts_with("1970-01-") && text.len() == 26 && is_time),
    ];
    all.into_iter().filter(|(_, has)| *has).map(|(shape, _)| shape).collect()
}
