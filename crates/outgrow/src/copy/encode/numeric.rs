//! `numeric`.

use outgrow_planner::value::Value;

use super::shown::Shown;
use super::{Refusal, Wire};

/// Precision and scale; `None` for any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits(pub(crate) Option<(u16, u16)>);

impl Limits {
    /// The most digits before the point, and the most after it.
    fn most(self) -> (i64, i64) {
        match self.0 {
            Some((precision, scale)) => (i64::from(precision) - i64::from(scale), i64::from(scale)),
            None => (MAX_WHOLE, MAX_SCALE),
        }
    }
}

const MAX_WHOLE: i64 = 131_072;
const MAX_SCALE: i64 = 16_383;
const POSITIVE: u16 = 0x0000;
const NEGATIVE: u16 = 0x4000;
const INFINITY: u16 = 0xd000;
const MINUS_INFINITY: u16 = 0xf000;
/// Below this, a decimal number and its nearest double name each other.
const FIFTEEN_DIGITS: f64 = 1e15;

/// INTEGER exactly, REAL as the shortest decimal that reads back as it, TEXT in canonical decimal form.
pub(super) fn encode(limits: Limits, value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    match value {
        Value::Integer(number) => integer(limits, number, wire),
        Value::Real(number) => real(limits, number, wire),
        Value::Text(text) => decimal(text).ok_or(Refusal::Form)?.write(limits, wire),
        Value::Null | Value::Blob(_) => Err(Refusal::StorageClass),
    }
}

fn integer(limits: Limits, number: i64, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    units(limits, number < 0, number.unsigned_abs(), 0, wire)
}

/// So many units of 10 to the power of `-scale`. Numbers below 10^16 units with a scale, or any without.
fn units(limits: Limits, negative: bool, units: u64, scale: u16, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let (most_whole, most_scale) = limits.most();
    let places = units.checked_ilog10().map(|log| i64::from(log) + 1 - i64::from(scale));
    if places.is_some_and(|places| places > most_whole) {
        return Err(Refusal::Range);
    }
    if i64::from(scale) > most_scale {
        return Err(Refusal::Digits);
    }
    let shown = limits.0.map_or(scale, |(_, scale)| scale);
    if units == 0 {
        head(0, 0, POSITIVE, shown, wire);
        return Ok(());
    }
    // Groups of four digits are aligned at the point.
    let padding = (4 - scale % 4) % 4;
    let mut left = units * 10_u64.pow(u32::from(padding));
    let mut weight = -i32::from((scale + padding) / 4);
    while left.is_multiple_of(10_000) {
        left /= 10_000;
        weight += 1;
    }
    let (mut groups, mut count) = ([0_u16; 5], 0);
    while left > 0 {
        groups[count] = (left % 10_000) as u16;
        left /= 10_000;
        count += 1;
    }
    weight += count as i32 - 1;
    head(count as u16, weight as i16, if negative { NEGATIVE } else { POSITIVE }, shown, wire);
    for group in groups[..count].iter().rev() {
        wire.small(&group.to_be_bytes());
    }
    Ok(())
}

fn real(limits: Limits, number: f64, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    if number.is_infinite() {
        return infinite(limits, number, wire);
    }
    if let Some((scaled, scale)) = scaled(limits, number) {
        return units(limits, number < 0.0, scaled, scale, wire);
    }
    let mut text = Shown::default();
    text.show(format_args!("{:e}", number.abs()));
    let shown = text.bytes();
    let at = shown.iter().position(|byte| *byte == b'e').unwrap_or(shown.len());
    let exponent = std::str::from_utf8(&shown[at + 1..]).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    Decimal::new(number < 0.0, &shown[..at], exponent).write(limits, wire)
}

/// The cheap way: with a scale of two, 1.25 is 125 hundredths, if dividing says so.
///
/// Up to 15 digits no two decimals share a double, so this is the shortest one.
fn scaled(limits: Limits, number: f64) -> Option<(u64, u16)> {
    let (_, scale) = limits.0.filter(|(_, scale)| *scale <= 15)?;
    let power = 10_f64.powi(i32::from(scale));
    let scaled = (number.abs() * power).round();
    (scaled < FIFTEEN_DIGITS && scaled / power == number.abs()).then_some((scaled as u64, scale))
}

fn infinite(limits: Limits, number: f64, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    if limits.0.is_some() {
        return Err(Refusal::Range);
    }
    let sign = if number > 0.0 { INFINITY } else { MINUS_INFINITY };
    head(0, 0, sign, 0, wire);
    Ok(())
}

fn head(groups: u16, weight: i16, sign: u16, scale: u16, wire: &mut Wire<'_>) {
    wire.length(8 + 2 * usize::from(groups));
    for part in [groups, weight as u16, sign, scale] {
        wire.small(&part.to_be_bytes());
    }
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, but no negative zero, which `numeric` does not know.
fn decimal(text: &[u8]) -> Option<Decimal<'_>> {
    let (negative, digits) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let dot = digits.iter().position(|byte| *byte == b'.').unwrap_or(digits.len());
    let (whole, fraction) = (&digits[..dot], digits.get(dot + 1..));
    let canonical = whole == b"0" || whole.first().is_some_and(|first| *first != b'0');
    let numbers = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    if !canonical || !numbers(whole) || !fraction.is_none_or(numbers) {
        return None;
    }
    let decimal = Decimal::new(negative, digits, 0);
    (!negative || decimal.first < decimal.end).then_some(decimal)
}

/// Digits with a point among them, times a power of ten.
struct Decimal<'a> {
    negative: bool,
    digits: &'a [u8],
    /// Position of the point in `digits`; its length where there is none.
    dot: usize,
    /// The first digit that is not 0, and one past the last.
    first: usize,
    end: usize,
    /// Decimal places before the point, counted from `first`.
    whole: i64,
    /// Decimal places after the point as written.
    scale: i64,
}

impl<'a> Decimal<'a> {
    fn new(negative: bool, digits: &'a [u8], exponent: i64) -> Decimal<'a> {
        let dot = digits.iter().position(|byte| *byte == b'.').unwrap_or(digits.len());
        let count = digits.len() - usize::from(dot < digits.len());
        let mut decimal =
            Decimal { negative, digits, dot, first: 0, end: count, whole: dot as i64 + exponent, scale: 0 };
        decimal.scale = (count as i64 - decimal.whole).max(0);
        while decimal.end > 0 && decimal.digit(decimal.end as i64 - 1) == 0 {
            decimal.end -= 1;
        }
        while decimal.first < decimal.end && decimal.digit(decimal.first as i64) == 0 {
            decimal.first += 1;
        }
        decimal.whole -= decimal.first as i64;
        decimal
    }

    fn digit(&self, position: i64) -> u16 {
        let Ok(position) = usize::try_from(position) else { return 0 };
        let skipped = usize::from(position >= self.dot);
        self.digits.get(position + skipped).map_or(0, |digit| u16::from(digit - b'0'))
    }

    /// The scale to show, or why the value does not fit.
    fn shown_scale(&self, limits: Limits) -> Result<u16, Refusal> {
        let zero = self.first == self.end;
        let (most_whole, most_scale) = limits.most();
        if !zero && self.whole > most_whole {
            return Err(Refusal::Range);
        }
        if self.scale > most_scale {
            return Err(Refusal::Digits);
        }
        let shown = limits.0.map_or(self.scale, |(_, scale)| i64::from(scale));
        u16::try_from(shown).map_err(|_| Refusal::Digits)
    }

    fn write(&self, limits: Limits, wire: &mut Wire<'_>) -> Result<(), Refusal> {
        let scale = self.shown_scale(limits)?;
        if self.first == self.end {
            head(0, 0, POSITIVE, scale, wire);
            return Ok(());
        }
        // Groups of four digits, aligned at the point; the first has this weight.
        let weight = (self.whole - 1).div_euclid(4);
        let last = (self.whole - (self.end - self.first) as i64).div_euclid(4);
        let groups = u16::try_from(weight - last + 1).map_err(|_| Refusal::Digits)?;
        let sign = if self.negative { NEGATIVE } else { POSITIVE };
        head(groups, i16::try_from(weight).map_err(|_| Refusal::Range)?, sign, scale, wire);
        for group in (last..=weight).rev() {
            wire.small(&self.group(group).to_be_bytes());
        }
        Ok(())
    }

    fn group(&self, group: i64) -> u16 {
        // The digit for 10^n stands at `whole - 1 - n`, counted from the first.
        let leftmost = self.whole - 1 - (group * 4 + 3);
        (leftmost..leftmost + 4).fold(0, |number, position| {
            let inside = (0..(self.end - self.first) as i64).contains(&position);
            number * 10 + if inside { self.digit(position + self.first as i64) } else { 0 }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Wire<'_>) -> Result<(), Refusal>) -> (Vec<u8>, bool) {
        let mut bytes = Vec::new();
        let mut send = |piece: Vec<u8>| {
            bytes.extend_from_slice(&piece);
            Ok(())
        };
        let mut wire = Wire::field_alone(&mut send);
        let fits = write(&mut wire).is_ok();
        wire.flush().expect("nothing fails");
        (bytes, fits)
    }

    #[test]
    fn units_and_digits_are_written_alike() {
        let limits = [None, Some((5, 2)), Some((12, 2)), Some((18, 7)), Some((3, 5)), Some((38, 0))];
        let mut number = 1_u64;
        for turn in 0..20_000_u64 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let round = 10_u64.pow((turn % 8) as u32);
            let value =
                if turn % 50 == 0 { 0 } else { (number >> (turn % 60)) % 1_000_000_000_000_000 / round * round };
            for limits in limits.map(Limits) {
                let scale = limits.0.map_or((turn % 12) as u16, |(_, scale)| scale);
                let digits = value.to_string();
                let slow = written(|wire| {
                    Decimal::new(turn % 2 == 0, digits.as_bytes(), -i64::from(scale)).write(limits, wire)
                });
                let fast = written(|wire| units(limits, turn % 2 == 0, value, scale, wire));
                assert_eq!(slow, fast, "{value} with scale {scale} as {limits:?}");
            }
        }
    }

    #[test]
    fn every_integer_of_64_bits_is_written() {
        for number in [0, 1, -1, 9_999, 10_000, -10_001, i64::MAX, i64::MIN] {
            let digits = number.unsigned_abs().to_string();
            let slow = written(|wire| Decimal::new(number < 0, digits.as_bytes(), 0).write(Limits(None), wire));
            assert_eq!(written(|wire| integer(Limits(None), number, wire)), slow, "{number}");
        }
    }
}
