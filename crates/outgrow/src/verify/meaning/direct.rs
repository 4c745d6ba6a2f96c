//! Values that are seen to be the same without working out what they mean.
//!
//! Nearly all values of a table are stored in the usual way of their rule. For these a comparison of
//! bytes, or a little arithmetic, shows that both sides are the same. What it does not show is left to
//! the meanings, which decide: so nothing here can find a difference, or hide one.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use rusqlite::types::ValueRef;

use super::moment::{self, DAY, POSTGRES_EPOCH};
use super::numeric;
use super::{Reading, Transfer};

/// What can be seen of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Direct {
    /// An integer as two bytes.
    Integer2,
    /// An integer as four bytes.
    Integer4,
    /// An integer as eight bytes.
    Integer8,
    /// 0 or 1 as a byte.
    Boolean,
    /// A real as its bits.
    Double,
    /// An integer or a real as a decimal.
    Numeric,
    /// A text as its bytes.
    Text,
    /// A text or a blob as its bytes.
    Bytes,
    /// A blob as its bytes.
    Blob,
    /// `YYYY-MM-DD` as days.
    Date,
    /// `YYYY-MM-DD HH:MM:SS` as microseconds.
    Seconds,
    /// Nothing.
    Nothing,
}

impl Direct {
    /// What can be seen where values arrive so.
    pub(super) fn of(rule: Rule, data_type: DataType, transfer: Transfer) -> Direct {
        if transfer == Transfer::Digested {
            return Direct::Nothing;
        }
        match (rule, data_type) {
            (Rule::Integer, DataType::Smallint) => Direct::Integer2,
            (Rule::Integer, DataType::Integer) => Direct::Integer4,
            (Rule::Integer, DataType::Bigint) => Direct::Integer8,
            (Rule::Boolean, DataType::Boolean) => Direct::Boolean,
            (Rule::Double, DataType::DoublePrecision) => Direct::Double,
            (Rule::Numeric, DataType::Numeric(_)) => Direct::Numeric,
            (Rule::Text | Rule::Rendered, DataType::Text | DataType::Varchar(_)) => Direct::Text,
            (Rule::Bytes, DataType::Bytea) | (Rule::Json, DataType::Json) => Direct::Bytes,
            (Rule::UuidBytes, DataType::Uuid) => Direct::Blob,
            (Rule::Temporal, DataType::Date) => Direct::Date,
            (Rule::Temporal, DataType::Timestamp | DataType::TimestampTz) => Direct::Seconds,
            // Where nothing is seen, the meanings tell.
            _ => Direct::Nothing,
        }
    }
}

/// Whether a value and a field are the same; where this says no, they may be so nevertheless.
#[inline(always)]
pub(super) fn are_same(reading: &Reading, source: ValueRef<'_>, field: &[u8]) -> bool {
    match (reading.direct, source) {
        (Direct::Integer8, ValueRef::Integer(integer)) => field == integer.to_be_bytes(),
        (Direct::Integer4, ValueRef::Integer(integer)) => {
            i32::try_from(integer).is_ok_and(|integer| field == integer.to_be_bytes())
        }
        (Direct::Integer2, ValueRef::Integer(integer)) => {
            i16::try_from(integer).is_ok_and(|integer| field == integer.to_be_bytes())
        }
        (Direct::Boolean, ValueRef::Integer(bit @ (0 | 1))) => field == [bit as u8],
        (Direct::Double, ValueRef::Real(real)) => field == real.to_bits().to_be_bytes(),
        (Direct::Numeric, ValueRef::Integer(integer)) => numeric::is_integer(field, integer),
        (Direct::Numeric, ValueRef::Real(real)) => numeric::is_real(field, real),
        (Direct::Text | Direct::Bytes, ValueRef::Text(text)) => text == field,
        (Direct::Bytes, ValueRef::Blob(blob)) => blob == field,
        (Direct::Blob, ValueRef::Blob(blob)) => blob.len() == 16 && blob == field,
        (Direct::Date, ValueRef::Text(text)) => is_date(text, field),
        (Direct::Seconds, ValueRef::Text(text)) => is_second(text, field),
        _ => false,
    }
}

fn is_date(text: &[u8], field: &[u8]) -> bool {
    let (Ok(text), Ok(field)) = (text.try_into(), field.try_into()) else { return false };
    moment::day(text).is_some_and(|day| day - POSTGRES_EPOCH == i64::from(i32::from_be_bytes(field)))
}

fn is_second(text: &[u8], field: &[u8]) -> bool {
    let (Ok(text), Ok(field)) = (text.try_into(), field.try_into()) else { return false };
    moment::second(text).is_some_and(|micros| micros - POSTGRES_EPOCH * DAY == i64::from_be_bytes(field))
}

#[cfg(test)]
mod tests {
    use super::super::{Scratch, by_meaning};
    use super::*;

    /// Every rule with every type that it may arrive as, and some as which it may not.
    fn readings() -> Vec<Reading> {
        let types = [
            DataType::Boolean,
            DataType::Smallint,
            DataType::Integer,
            DataType::Bigint,
            DataType::DoublePrecision,
            DataType::Numeric(None),
            DataType::Numeric(Some((12, 2))),
            DataType::Text,
            DataType::Varchar(9),
            DataType::Bytea,
            DataType::Date,
            DataType::Time,
            DataType::Timestamp,
            DataType::TimestampTz,
            DataType::Uuid,
            DataType::Json,
        ];
        let rules = [
            Rule::Boolean,
            Rule::Integer,
            Rule::Double,
            Rule::Numeric,
            Rule::Text,
            Rule::Rendered,
            Rule::Bytes,
            Rule::Temporal,
            Rule::EpochMillis,
            Rule::Uuid,
            Rule::UuidBytes,
            Rule::Json,
        ];
        let transfers = [Transfer::Whole, Transfer::Digested];
        let pairs = rules.iter().flat_map(|rule| types.iter().map(move |data_type| (*rule, *data_type)));
        pairs.flat_map(|(rule, to)| transfers.map(|transfer| Reading::new(rule, to, transfer))).collect()
    }

    fn values() -> Vec<ValueRef<'static>> {
        let integers = [0, 1, -1, 2, 255, 256, 9_999, 10_000, -10_000, 40_000, 1 << 31, 1 << 53, i64::MAX, i64::MIN];
        let reals = [
            0.0,
            -0.0,
            1.0,
            -1.5,
            0.1,
            0.1 + 0.2,
            1e15,
            1e16,
            999_999_999_999_999.0,
            123_456_789_012_345.67,
            1e22,
            1e23,
            1e-22,
            1e-23,
            5e-324,
            f64::MIN_POSITIVE,
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            19.99,
            -0.07,
            1e300,
            12_345_678.9,
        ];
        let texts: [&[u8]; 22] = [
            b"",
            b"\0",
            b"a\0b",
            b"17",
            b"-0",
            b"0.10",
            b"t",
            b"2024-02-29",
            b"2023-02-29",
            b"0001-01-01",
            b"0000-12-31",
            b"9999-12-31",
            b"2000-01-01 00:00:00",
            b"1999-12-31T23:59:59",
            b"2024-02-29 24:00:00",
            b"2024-02-29 12:34:60",
            b"2024-02-29 12:34:5x",
            b"2024-02-29x12:34:56",
            b"0001-01-01 00:00:00",
            b"2024-02-2\xff",
            b"\xff\xfe",
            b"0123456789abcdef",
        ];
        let integers = integers.into_iter().map(ValueRef::Integer);
        let reals = reals.into_iter().map(ValueRef::Real);
        let strings = texts.into_iter().flat_map(|text| [ValueRef::Text(text), ValueRef::Blob(text)]);
        integers.chain(reals).chain(strings).chain([ValueRef::Null]).collect()
    }

    /// Fields of every type, those of the values above among them, and some that are none.
    fn fields() -> Vec<Vec<u8>> {
        let mut fields: Vec<Vec<u8>> = Vec::new();
        for value in values() {
            match value {
                ValueRef::Integer(integer) => {
                    fields.extend([integer.to_be_bytes().to_vec(), (integer as i32).to_be_bytes().to_vec()]);
                    fields.extend([(integer as i16).to_be_bytes().to_vec(), vec![integer as u8]]);
                    fields.push(numeric_field(&integer.to_string()));
                }
                ValueRef::Real(real) => {
                    fields.push(real.to_be_bytes().to_vec());
                    if real.is_finite() {
                        fields.push(numeric_field(&format!("{real}")));
                        fields.push(numeric_field(&format!("{real:.2}")));
                    }
                }
                ValueRef::Text(text) => fields.push(text.to_vec()),
                ValueRef::Null | ValueRef::Blob(_) => {}
            }
        }
        for days in [-730_119_i32, -1, 0, 8_825, 2_921_939, i32::MIN, i32::MAX] {
            fields.push(days.to_be_bytes().to_vec());
            fields.push(i64::from(days).saturating_mul(DAY).to_be_bytes().to_vec());
            fields.push(i64::from(days).saturating_mul(DAY).saturating_sub(1_000_000).to_be_bytes().to_vec());
        }
        let odd: [&[u8]; 9] = [
            &[0, 0, 0, 0, 0xC0, 0, 0, 0],
            &[0, 0, 0, 0, 0xD0, 0, 0, 0],
            &[0, 0, 0, 0, 0x40, 0, 0, 0],
            &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0, 1, 0, 0, 0, 0, 0, 0, 0x27, 0x10],
            &[0, 2, 0, 0, 0, 0, 0, 0, 0, 1],
            &[0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
            &[0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
            &[0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
        ];
        fields.extend(odd.map(<[u8]>::to_vec));
        fields
    }

    /// A decimal as the server sends it.
    fn numeric_field(text: &str) -> Vec<u8> {
        let (sign, text) = text.strip_prefix('-').map_or((0_u16, text), |rest| (0x4000, rest));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = format!("{}{whole}", "0".repeat((4 - whole.len() % 4) % 4));
        let padded = format!("{whole}{fraction}{}", "0".repeat((4 - fraction.len() % 4) % 4));
        let digits: Vec<u16> = (0..padded.len() / 4).map(|at| padded[at * 4..at * 4 + 4].parse().unwrap()).collect();
        let idle = digits.iter().take_while(|digit| **digit == 0).count();
        let used = digits.len() - digits.iter().rev().take_while(|digit| **digit == 0).count();
        let digits = &digits[idle.min(used)..used.max(idle.min(used))];
        let weight = (whole.len() / 4) as i16 - 1 - idle as i16;
        let sign = if digits.is_empty() { 0 } else { sign };
        let weight = if digits.is_empty() { 0 } else { weight };
        let head = [digits.len() as u16, weight as u16, sign, fraction.len() as u16];
        head.iter().chain(digits).flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn what_is_seen_to_be_the_same_means_the_same() {
        let (values, fields, mut scratch, mut seen) = (values(), fields(), Scratch::default(), 0);
        for reading in readings() {
            for value in &values {
                for field in &fields {
                    if are_same(&reading, *value, field) {
                        seen += 1;
                        assert!(by_meaning(&reading, *value, field, &mut scratch), "{reading:?} {value:?} {field:?}");
                    }
                }
            }
        }
        assert!(seen > 200, "{seen}");
    }

    #[test]
    fn usual_decimals_are_seen() {
        let reading = Reading::new(Rule::Numeric, DataType::Numeric(Some((15, 2))), Transfer::Whole);
        let mut scratch = Scratch::default();
        for cents in (-1_000_000..1_000_000).step_by(37).chain([1, 5, 10, 99, 100, 101, 99_999_999_999_999]) {
            let real = cents as f64 / 100.0;
            let field = numeric_field(&format!("{real}"));
            assert!(are_same(&reading, ValueRef::Real(real), &field), "{real}");
            for other in [cents + 1, cents - 1, -cents, cents * 10].into_iter().filter(|other| *other != cents) {
                let other = ValueRef::Real(other as f64 / 100.0);
                assert!(!are_same(&reading, other, &field), "{real} {other:?}");
                assert!(!by_meaning(&reading, other, &field, &mut scratch), "{real} {other:?}");
            }
            assert!(are_same(&reading, ValueRef::Integer(cents), &numeric_field(&cents.to_string())), "{cents}");
        }
    }

    #[test]
    fn reals_by_chance_are_seen_as_they_mean() {
        let reading = Reading::new(Rule::Numeric, DataType::Numeric(None), Transfer::Whole);
        let (mut scratch, mut bits) = (Scratch::default(), 0x9E37_79B9_7F4A_7C15_u64);
        for round in 0..40_000_u64 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let scale = 10_f64.powi((bits >> 59) as i32 - 12);
            let real = (bits >> 20) as f64 * scale / if round % 2 == 0 { 1.0 } else { 3.0 };
            let field = numeric_field(&format!("{real}"));
            for near in [real, f64::from_bits(real.to_bits() + 1), f64::from_bits(real.to_bits().saturating_sub(1))] {
                let (seen, meant) = (
                    are_same(&reading, ValueRef::Real(near), &field),
                    by_meaning(&reading, ValueRef::Real(near), &field, &mut scratch),
                );
                assert!(meant || !seen, "{near:?} is not {real:?}");
                assert_eq!(meant, near.to_bits() == real.to_bits(), "{near:?} {real:?}");
            }
        }
    }
}
