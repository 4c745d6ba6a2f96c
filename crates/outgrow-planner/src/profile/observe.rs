//! Adds one value to what is known of its column.

mod long;
mod text;

pub use long::LongValue;

use super::digits::{self, Digits};
use super::json::{self, Json};
use super::{BlobFacts, ColumnProfile, IntegerFacts, RealFacts, RowKey, Witness};
use crate::value::Value;

/// 2^53: up to here a double holds every integer.
const DOUBLE_EXACT: u64 = 1 << 53;
/// Milliseconds of a day.
const DAY_MILLIS: i64 = 86_400_000;

impl ColumnProfile {
    /// Adds one value; `row` is asked only for the first witnesses.
    #[inline]
    pub fn observe(&mut self, value: Value<'_>, row: impl Fn() -> RowKey + Copy) {
        match value {
            Value::Null => self.nulls.add(move || Witness::new(row(), Value::Null)),
            Value::Integer(integer) => {
                self.integers.observe(integer, move || Witness::new(row(), Value::Integer(integer)));
            }
            Value::Real(real) => self.reals.observe(real, move || Witness::new(row(), Value::Real(real))),
            Value::Text(text) => {
                let witness: &dyn Fn() -> Witness = &move || Witness::new(row(), Value::Text(text));
                self.texts.observe(text, witness);
            }
            Value::Blob(blob) => {
                let witness: &dyn Fn() -> Witness = &move || Witness::new(row(), Value::Blob(blob));
                self.blobs.observe(blob, witness);
            }
        }
    }
}

impl IntegerFacts {
    #[inline]
    fn observe(&mut self, integer: i64, witness: impl Fn() -> Witness + Copy) {
        self.all.add(witness);
        let (smallest, largest) = self.range.unwrap_or((integer, integer));
        self.range = Some((smallest.min(integer), largest.max(integer)));
        if !matches!(integer, 0 | 1) {
            self.not_boolean.add(witness);
        }
        if integer.unsigned_abs() > DOUBLE_EXACT {
            self.beyond_double.add(witness);
        }
        if integer % DAY_MILLIS != 0 {
            self.not_midnight_millis.add(witness);
        }
    }
}

impl RealFacts {
    #[inline]
    fn observe(&mut self, real: f64, witness: impl Fn() -> Witness + Copy) {
        self.all.add(witness);
        if !self.range.is_some_and(|(smallest, largest)| smallest < real && real < largest) {
            self.widen_range(real);
        }
        if !real.is_finite() {
            self.infinite.add(witness);
            return;
        }
        if has_fraction(real) {
            self.fractional.add(witness);
        }
        if real == 0.0 && real.is_sign_negative() {
            self.negative_zero.add(witness);
        }
        self.count_digits(real);
    }

    fn widen_range(&mut self, real: f64) {
        self.range = Some(match self.range {
            None => (real, real),
            Some((smallest, largest)) => (lesser(smallest, real), greater(largest, real)),
        });
    }

    fn count_digits(&mut self, real: f64) {
        let known = Digits { integer: self.max_integer_digits, scale: self.max_scale };
        if digits::surely_fits(real, known) {
            return;
        }
        let digits = Digits::of_real(real);
        self.max_integer_digits = self.max_integer_digits.max(digits.integer);
        self.max_scale = self.max_scale.max(digits.scale);
    }
}

/// Whether a finite double is no integer; from 2^53 on all are.
#[inline]
fn has_fraction(real: f64) -> bool {
    real.abs() < DOUBLE_EXACT as f64 && real as i64 as f64 != real
}

/// The lesser of two doubles, -0 below 0, so that the order of the rows does not matter.
pub(super) fn lesser(one: f64, other: f64) -> f64 {
    if other.total_cmp(&one).is_lt() { other } else { one }
}

/// The greater of two doubles, -0 below 0.
pub(super) fn greater(one: f64, other: f64) -> f64 {
    if other.total_cmp(&one).is_gt() { other } else { one }
}

impl BlobFacts {
    fn observe(&mut self, blob: &[u8], witness: impl Fn() -> Witness + Copy) {
        self.all.add(witness);
        self.max_bytes = self.max_bytes.max(blob.len() as u64);
        let uuid = <&[u8; 16]>::try_from(blob).ok();
        self.sixteen += u64::from(uuid.is_some());
        if !uuid.is_some_and(|bytes| is_uuid(bytes[6], bytes[8])) {
            self.not_uuid.add(witness);
        }
        // .NET writes the field with the version little-endian.
        if !uuid.is_some_and(|bytes| is_uuid(bytes[7], bytes[8])) {
            self.not_uuid_dotnet.add(witness);
        }
        // Few blobs begin as JSON does, so most are not read for the encoding.
        let json = json::judge(blob);
        let json = if json == Json::Not || std::str::from_utf8(blob).is_ok() { json } else { Json::Not };
        if json == Json::Not {
            self.not_json.add(witness);
        }
        if json != Json::Binary {
            self.not_jsonb.add(witness);
        }
    }
}

fn is_uuid(version: u8, variant: u8) -> bool {
    (1..=8).contains(&(version >> 4)) && variant >> 6 == 0b10
}

#[cfg(test)]
mod tests;
