//! Numbers of JSON, and whether `numeric` holds them.

/// Digits that `numeric` holds before the point.
const MAX_INTEGER_DIGITS: i64 = 131_072;
/// Digits that `numeric` holds after the point.
const MAX_SCALE: i64 = 16_383;
/// Exponents beyond any limit are all the same.
const MAX_EXPONENT: i64 = 1 << 40;

/// A number as it stands in a text.
pub(super) struct Number {
    /// Its bytes.
    pub(super) length: usize,
    negative_zero: bool,
    integer_digits: i64,
    scale: i64,
    exponent: i64,
}

impl Number {
    /// Whether `numeric` holds it with every digit and its sign, which a zero has not there. A
    /// zero with a huge positive exponent is refused too, although `numeric` takes it.
    pub(super) fn fits_numeric(&self) -> bool {
        !self.negative_zero
            && self.integer_digits + self.exponent <= MAX_INTEGER_DIGITS
            && self.scale - self.exponent <= MAX_SCALE
    }

    /// How many zeros at most it grows by when it is written without its exponent.
    pub(super) fn zeros(&self) -> usize {
        usize::try_from(self.exponent.abs()).unwrap_or(usize::MAX)
    }
}

/// Reads the number that `text` begins with: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
pub(super) fn read(text: &[u8]) -> Option<Number> {
    let mut at = usize::from(text.first() == Some(&b'-'));
    let integer = digits(text, at);
    if integer == 0 || (integer > 1 && text[at] == b'0') {
        return None;
    }
    at += integer;
    let mut scale = 0;
    if text.get(at) == Some(&b'.') {
        scale = digits(text, at + 1);
        at += 1 + scale;
        (scale > 0).then_some(())?;
    }
    let negative_zero = text[0] == b'-' && !text[..at].iter().any(|byte| (b'1'..=b'9').contains(byte));
    let mut exponent = 0;
    if let Some(b'e' | b'E') = text.get(at) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let start = at + 1 + sign;
        let count = digits(text, start);
        (count > 0).then_some(())?;
        at = start + count;
        exponent = value(&text[start..at]) * if text[start - 1] == b'-' { -1 } else { 1 };
    }
    Some(Number { length: at, negative_zero, integer_digits: integer as i64, scale: scale as i64, exponent })
}

/// How many digits a number has that is nothing but up to fifteen digits, as most are.
#[inline]
pub(super) fn few_digits(text: &[u8]) -> Option<usize> {
    let count = leading_digits(text);
    let more = matches!(text.get(count), Some(b'.' | b'e' | b'E'));
    let zeros = text.first() == Some(&b'0') && count > 1;
    ((1..16).contains(&count) && !more && !zeros).then_some(count)
}

/// How many digits a text begins with.
#[inline]
pub(super) fn leading_digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn digits(text: &[u8], from: usize) -> usize {
    leading_digits(&text[from.min(text.len())..])
}

fn value(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |number, digit| (number * 10 + i64::from(digit - b'0')).min(MAX_EXPONENT))
}
