//! REAL values as the text that SQLite prints.
//!
//! SQLite prints 15 significant digits, which is too few for some doubles; such
//! a text has 16 or 17 digits, either the nearest or the shortest that reads
//! back. Which of these the encoder chose is no difference.

/// Whether `text` is this real as SQLite would print it, with enough digits to read it back.
pub(in crate::verify) fn is_of(real: f64, text: &[u8]) -> bool {
    real_behind(text).is_some_and(|found| found.to_bits() == real.to_bits())
}

/// The real that a text renders; `None` where SQLite would never print a real so.
pub(super) fn real_behind(text: &[u8]) -> Option<f64> {
    match text {
        b"Inf" => return Some(f64::INFINITY),
        b"-Inf" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let layout = Layout::of(text)?;
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    (value.is_finite() && has_right_digits(value, layout.digits())).then_some(value)
}

/// The parts of a text like `-12.5` or `1.5e+300`.
struct Layout<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
}

impl<'a> Layout<'a> {
    fn of(text: &'a [u8]) -> Option<Layout<'a>> {
        let text = text.strip_prefix(b"-").unwrap_or(text);
        if text.len() > 32 || !text.first()?.is_ascii_digit() {
            return None;
        }
        let (mantissa, exponent) = match text.iter().position(|byte| *byte == b'e') {
            Some(at) => (&text[..at], Some(exponent(&text[at + 1..])?)),
            None => (text, None),
        };
        let point = mantissa.iter().position(|byte| *byte == b'.')?;
        let layout = Layout { whole: &mantissa[..point], fraction: &mantissa[point + 1..] };
        layout.is_usual(exponent).then_some(layout)
    }

    fn is_usual(&self, exponent: Option<i32>) -> bool {
        let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
        if !digits(self.whole) || !digits(self.fraction) {
            return false;
        }
        if self.fraction.len() > 1 && self.fraction.last() == Some(&b'0') {
            return false;
        }
        match exponent {
            Some(exponent) => self.whole.len() == 1 && self.whole != b"0" && !(-4..FIRST_EXPONENT).contains(&exponent),
            None => self.is_fixed(),
        }
    }

    fn is_fixed(&self) -> bool {
        if self.whole == b"0" {
            let zeros = self.fraction.iter().take_while(|byte| **byte == b'0').count();
            return zeros < 4 || zeros == self.fraction.len();
        }
        self.whole[0] != b'0' && self.whole.len() <= 17
    }

    fn digits(&self) -> impl Iterator<Item = u8> + Clone {
        self.whole.iter().chain(self.fraction).copied()
    }
}

/// The smallest exponent that is written out; from here on to 17 places both forms are usual.
const FIRST_EXPONENT: i32 = 15;

fn exponent(text: &[u8]) -> Option<i32> {
    let (sign, digits) = match text.split_first()? {
        (b'+', digits) => (1, digits),
        (b'-', digits) => (-1, digits),
        _ => return None,
    };
    if !(2..=3).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(sign * digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit - b'0')))
}

/// Whether the digits are the shortest that read back, or the nearest with 15, 16 or 17 digits,
/// no more of them than needed.
fn has_right_digits(value: f64, digits: impl Iterator<Item = u8> + Clone) -> bool {
    if same_digits(digits.clone(), &format!("{value:e}")) {
        return true;
    }
    let candidates = [format!("{value:.14e}"), format!("{value:.15e}"), format!("{value:.16e}")];
    let needed = candidates.iter().find(|text| text.parse() == Ok(value));
    needed.is_some_and(|text| same_digits(digits, text))
}

fn same_digits(digits: impl Iterator<Item = u8> + Clone, scientific: &str) -> bool {
    let mantissa = scientific.split('e').next().unwrap_or_default();
    let other = mantissa.bytes().filter(u8::is_ascii_digit);
    significant(digits).eq(significant(other))
}

/// The digits without zeros at either end.
fn significant(digits: impl Iterator<Item = u8> + Clone) -> impl Iterator<Item = u8> {
    let digits = digits.skip_while(|digit| *digit == b'0');
    let last = digits.clone().enumerate().filter(|(_, digit)| *digit != b'0').last();
    digits.take(last.map_or(0, |(position, _)| position + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_prints_is_a_rendering() {
        let cases = [
            (0.1, "0.1"),
            (1.0, "1.0"),
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (100.0, "100.0"),
            (0.0001, "0.0001"),
            (1e-5, "1.0e-05"),
            (1e15, "1.0e+15"),
            (1e15, "1000000000000000.0"),
            (1e300, "1.0e+300"),
            (0.1 + 0.2, "0.30000000000000004"),
            (5e-324, "4.94065645841247e-324"),
            (5e-324, "5.0e-324"),
            (f64::INFINITY, "Inf"),
            (f64::MAX, "1.7976931348623157e+308"),
        ];
        for (real, text) in cases {
            assert!(is_of(real, text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn other_spellings_of_a_real_are_none() {
        for text in ["1", "1.50", "01.5", "1e5", "1.0e5", "1.0e+02", ".5", "5.", "+1.5", "0.00001", "1.5 ", "inf", ""] {
            assert_eq!(real_behind(text.as_bytes()), None, "{text}");
        }
        assert!(!is_of(0.0, b"-0.0"));
        assert!(!is_of(0.1, b"0.10000000000000001"));
        assert!(!is_of(0.1, b"0.2"));
    }
}
