//! Exact decimals.
//!
//! The normal form is a sign, the place of the first digit, and the digits
//! without zeros at either end; `0` alone for zero, `+i` and `-i` for infinities.

use std::io::Write;

/// A digit of PostgreSQL's `numeric` has four decimal digits.
const DIGIT_PLACES: i64 = 4;
const NEGATIVE: u16 = 0x4000;
const POSITIVE_INFINITY: u16 = 0xD000;
const NEGATIVE_INFINITY: u16 = 0xF000;

/// The normal form of a `numeric` as the server sends it; `None` for NaN and for what is none.
pub(super) fn of_wire(field: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.clear();
    let (count, weight, sign) = header(field)?;
    match sign {
        0 | NEGATIVE => {}
        POSITIVE_INFINITY => return infinity(b'+', out),
        NEGATIVE_INFINITY => return infinity(b'-', out),
        _ => return None,
    }
    let digits = field.get(8..)?;
    if digits.len() != count * 2 {
        return None;
    }
    begin(sign == NEGATIVE, out);
    for pair in digits.chunks_exact(2) {
        push_four(u16::from_be_bytes([pair[0], pair[1]]), out)?;
    }
    finish((i64::from(weight) + 1) * DIGIT_PLACES, out);
    Some(())
}

/// Powers of ten that a double holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];
/// A decimal of at most 15 digits is less than this many of its last place.
const FIFTEEN_DIGITS: u64 = 1_000_000_000_000_000;

/// A decimal of few digits: `digits / 10^places`, with as few places as it needs.
struct Small {
    negative: bool,
    digits: u64,
    places: usize,
}

impl Small {
    /// `None` for what has more than 16 digits, is not finite, or is no `numeric`.
    fn of_wire(field: &[u8]) -> Option<Small> {
        let (head, digits) = field.split_first_chunk::<8>()?;
        let count = usize::from(u16::from_be_bytes([head[0], head[1]]));
        let weight = i16::from_be_bytes([head[2], head[3]]);
        let sign = u16::from_be_bytes([head[4], head[5]]);
        if count > 4 || digits.len() != count * 2 || (sign != 0 && sign != NEGATIVE) {
            return None;
        }
        let mut all = 0;
        for pair in digits.chunks_exact(2) {
            let digit = u16::from_be_bytes([pair[0], pair[1]]);
            if digit > 9_999 {
                return None;
            }
            all = all * 10_000 + u64::from(digit);
        }
        Small::with_places(sign == NEGATIVE, all, count as i64 - 1 - i64::from(weight))
    }

    /// Of digits with so many groups of four behind the point, or zeros where there are fewer than none.
    fn with_places(negative: bool, mut digits: u64, groups: i64) -> Option<Small> {
        if digits == 0 {
            return (!negative).then_some(Small { negative, digits, places: 0 });
        }
        if groups <= 0 {
            let zeros = 10_000_u64.checked_pow(u32::try_from(-groups).ok()?)?;
            return Some(Small { negative, digits: digits.checked_mul(zeros)?, places: 0 });
        }
        let mut places = usize::try_from(groups).ok()?.checked_mul(4)?;
        while places > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            places -= 1;
        }
        Some(Small { negative, digits, places })
    }
}

/// Whether a `numeric` is seen to be this integer.
pub(super) fn is_integer(field: &[u8], value: i64) -> bool {
    let Some(small) = Small::of_wire(field) else { return false };
    small.places == 0 && small.negative == (value < 0) && small.digits == value.unsigned_abs()
}

/// Whether a `numeric` is seen to be the shortest decimal that reads back as this double.
///
/// No two decimals of at most 15 digits read as the same double, so the one of them that does is the
/// shortest. Both its digits and the power of ten are exact in a double, and a division of these
/// rounds as reading the decimal does.
pub(super) fn is_real(field: &[u8], value: f64) -> bool {
    let Some(small) = Small::of_wire(field).filter(|small| small.digits < FIFTEEN_DIGITS) else { return false };
    let Some(ten) = TENS.get(small.places) else { return false };
    small.negative == value.is_sign_negative() && small.digits as f64 / ten == value.abs()
}

fn header(field: &[u8]) -> Option<(usize, i16, u16)> {
    let word = |at: usize| Some(u16::from_be_bytes([*field.get(at)?, *field.get(at + 1)?]));
    Some((usize::from(word(0)?), word(2)? as i16, word(4)?))
}

fn push_four(digit: u16, out: &mut Vec<u8>) -> Option<()> {
    if digit > 9_999 {
        return None;
    }
    for unit in [1_000, 100, 10, 1] {
        out.push(b'0' + (digit / unit % 10) as u8);
    }
    Some(())
}

/// The normal form of a decimal text: an optional minus, digits without idle zeros in front,
/// a point and digits, and where `exponents` allows, an exponent.
pub(super) fn of_text(text: &[u8], exponents: Exponents, out: &mut Vec<u8>) -> Option<()> {
    out.clear();
    let (negative, rest) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some(_) => (false, text),
        None => return None,
    };
    let (mantissa, exponent) = match rest.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) if exponents == Exponents::Allowed => (&rest[..at], parse_exponent(&rest[at + 1..])?),
        Some(_) => return None,
        None => (rest, 0),
    };
    let point = mantissa.iter().position(|byte| *byte == b'.');
    let whole = &mantissa[..point.unwrap_or(mantissa.len())];
    let fraction = point.map_or(&[][..], |at| &mantissa[at + 1..]);
    if !is_whole(whole) || !fraction.iter().all(u8::is_ascii_digit) || (point.is_some() && fraction.is_empty()) {
        return None;
    }
    begin(negative, out);
    out.extend_from_slice(whole);
    out.extend_from_slice(fraction);
    finish(exponent.checked_add(whole.len() as i64)?, out);
    Some(())
}

/// Whether a decimal text may have an exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exponents {
    /// As JSON and Rust write it.
    Allowed,
    /// As `numeric` prints it: never.
    Refused,
}

fn is_whole(digits: &[u8]) -> bool {
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) && (digits[0] != b'0' || digits.len() == 1)
}

fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 15 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0, |value: i64, digit| value * 10 + i64::from(digit - b'0'));
    Some(if negative { -value } else { value })
}

/// The normal form of an integer.
pub(super) fn of_integer(value: i64, out: &mut Vec<u8>) {
    out.clear();
    begin(value < 0, out);
    let start = out.len();
    write!(out, "{}", value.unsigned_abs()).expect("a Vec takes every byte");
    finish((out.len() - start) as i64, out);
}

/// The normal form of the shortest decimal that reads back as this double.
///
/// `None` for negative zero, which no decimal is.
pub(super) fn of_real(value: f64, out: &mut Vec<u8>) -> Option<()> {
    out.clear();
    if value.is_infinite() {
        return infinity(if value > 0.0 { b'+' } else { b'-' }, out);
    }
    if value.is_nan() || (value == 0.0 && value.is_sign_negative()) {
        return None;
    }
    // The longest such text is -1.2345678901234567e-308.
    let mut buffer = [0_u8; 32];
    let mut rest = &mut buffer[..];
    write!(rest, "{value:e}").expect("32 bytes hold every double");
    let length = 32 - rest.len();
    of_text(&buffer[..length], Exponents::Allowed, out)
}

fn infinity(sign: u8, out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(&[sign, b'i']);
    Some(())
}

/// Bytes before the digits: the sign and the place of the first digit.
const PREFIX: usize = 9;

fn begin(negative: bool, out: &mut Vec<u8>) {
    out.push(if negative { b'-' } else { b'+' });
    out.extend_from_slice(&[0; PREFIX - 1]);
}

/// Takes the zeros off both ends; `places` is how many digits stand before the point.
fn finish(places: i64, out: &mut Vec<u8>) {
    while out.len() > PREFIX && out.last() == Some(&b'0') {
        out.pop();
    }
    let idle = out[PREFIX..].iter().take_while(|digit| **digit == b'0').count();
    out.drain(PREFIX..PREFIX + idle);
    if out.len() == PREFIX {
        out.clear();
        out.push(b'0');
        return;
    }
    out[1..PREFIX].copy_from_slice(&(places - idle as i64).to_be_bytes());
}

/// Whether a normal form was made from a text that says minus zero.
pub(super) fn is_zero(normal: &[u8]) -> bool {
    normal == b"0"
}

/// A `numeric` as people read it, for reports.
pub(in crate::verify) fn decimal_text(field: &[u8]) -> Option<String> {
    let mut normal = Vec::new();
    of_wire(field, &mut normal)?;
    if is_zero(&normal) {
        return Some("0".to_owned());
    }
    let sign = if normal[0] == b'-' { "-" } else { "" };
    if normal.get(1) == Some(&b'i') {
        return Some(format!("{sign}Infinity"));
    }
    let places = i64::from_be_bytes(normal[1..PREFIX].try_into().ok()?);
    let digits = String::from_utf8_lossy(&normal[PREFIX..]);
    Some(format!("{sign}{}", with_point(&digits, places)))
}

fn with_point(digits: &str, places: i64) -> String {
    let count = digits.len() as i64;
    if !(-20..=60).contains(&places) {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        return format!("{first}{point}{rest}e{}", places - 1);
    }
    if places <= 0 {
        return format!("0.{}{digits}", "0".repeat(places.unsigned_abs() as usize));
    }
    if places >= count {
        return format!("{digits}{}", "0".repeat((places - count) as usize));
    }
    let (whole, fraction) = digits.split_at(places as usize);
    format!("{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        of_text(text.as_bytes(), Exponents::Allowed, &mut out)?;
        Some(out)
    }

    #[test]
    fn one_number_has_one_normal_form() {
        assert_eq!(text("1.50"), text("15e-1"));
        assert_eq!(text("100"), text("1e2"));
        assert_eq!(text("0.00"), text("0"));
        assert_ne!(text("1.5"), text("15"));
        assert_ne!(text("1.5"), text("-1.5"));
        for refused in ["", "-", "+1", "1.", ".5", "01", "1e", "1 ", "NaN", "0x1"] {
            assert_eq!(text(refused), None, "{refused}");
        }
    }

    #[test]
    fn wire_digits_are_base_ten_thousand() {
        let mut out = Vec::new();
        // 12345.67: digits 1, 2345, 6700, the first of weight 1.
        let wire = [0, 3, 0, 1, 0, 0, 0, 2, 0, 1, 0x09, 0x29, 0x1a, 0x2c];
        of_wire(&wire, &mut out).unwrap();
        assert_eq!(Some(out), text("12345.67"));
        assert_eq!(decimal_text(&wire).unwrap(), "12345.67");
        assert_eq!(of_wire(&[0, 1, 0, 0], &mut Vec::new()), None);
        assert_eq!(of_wire(&[0, 0, 0, 0, 0xC0, 0, 0, 0], &mut Vec::new()), None);
    }

    #[test]
    fn reals_are_their_shortest_decimal() {
        let mut out = Vec::new();
        of_real(0.1, &mut out).unwrap();
        assert_eq!(Some(&out), text("0.1").as_ref());
        of_real(1e300, &mut out).unwrap();
        assert_eq!(Some(&out), text("1e300").as_ref());
        assert_eq!(of_real(-0.0, &mut out), None);
        of_integer(i64::MIN, &mut out);
        assert_eq!(Some(&out), text("-9223372036854775808").as_ref());
    }
}
