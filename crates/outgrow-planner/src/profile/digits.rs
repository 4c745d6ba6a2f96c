//! How many digits a number needs, before and after the point.

use std::fmt::{self, Write};

/// Digits of a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    /// Before the point, a lone 0 counted as none.
    pub(super) integer: u16,
    /// After the point, trailing zeros not counted for a double.
    pub(super) scale: u16,
}

impl Digits {
    /// The digits of the shortest decimal that reads back as `real`, which must be finite.
    pub(super) fn of_real(real: f64) -> Digits {
        let mut shortest = Shortest::default();
        // The buffer has room for `-1.2345678901234567e-308`, the longest there is.
        write!(shortest, "{real:e}").expect("the shortest form of a double fits");
        shortest.digits()
    }

    /// The digits of a text in canonical decimal form, with or without a point.
    pub(super) fn of_text(text: &[u8]) -> Digits {
        let unsigned = text.strip_prefix(b"-").unwrap_or(text);
        let point = unsigned.iter().position(|byte| *byte == b'.');
        let integer = &unsigned[..point.unwrap_or(unsigned.len())];
        let scale = point.map_or(0, |point| unsigned.len() - point - 1);
        Digits { integer: saturated(if integer == b"0" { 0 } else { integer.len() }), scale: saturated(scale) }
    }
}

/// Whether `real` is a decimal with at most these digits; a quick no is no proof that it is not.
pub(super) fn surely_fits(real: f64, within: Digits) -> bool {
    let size = real.abs();
    let Some(limit) = power_of_ten(i32::from(within.integer)) else { return false };
    size < limit && (size == 0.0 || has_few_places(size, i32::from(within.scale)))
}

fn has_few_places(size: f64, scale: i32) -> bool {
    // The shortest decimal has at most 17 digits, so a large number has few of them after the
    // point.
    if power_of_ten(16 - scale).is_some_and(|least| size >= least) {
        return true;
    }
    // Powers of ten up to 22 are exact doubles. Two decimals of up to 15 digits are never the
    // same double, so one that reads back is the shortest.
    let Some(power) = power_of_ten(scale) else { return false };
    let scaled = nearest_integer(size * power);
    scaled < 1e15 && scaled / power == size
}

/// A positive double below 2^51, rounded to an integer: beyond 2^52 a double has no other digits, and the
/// processor rounds to them. Larger ones stay larger than 10^15.
#[inline]
fn nearest_integer(size: f64) -> f64 {
    const TWO_TO_52: f64 = (1_u64 << 52) as f64;
    (size + TWO_TO_52) - TWO_TO_52
}

/// The double nearest to a power of ten with an exponent of -22 to 22.
fn power_of_ten(exponent: i32) -> Option<f64> {
    const POWERS: [f64; 45] = [
        1e-22, 1e-21, 1e-20, 1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7,
        1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
        1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];
    POWERS.get(usize::try_from(exponent + 22).ok()?).copied()
}

fn saturated(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// A double in scientific form, on the stack.
#[derive(Default)]
struct Shortest {
    bytes: [u8; 32],
    length: usize,
}

impl Shortest {
    fn digits(&self) -> Digits {
        let text = &self.bytes[..self.length];
        let mark = text.iter().position(|byte| *byte == b'e').unwrap_or(text.len());
        let (mantissa, exponent) = text.split_at(mark);
        if mantissa == b"0" || mantissa == b"-0" {
            return Digits { integer: 0, scale: 0 };
        }
        let fraction = mantissa.iter().position(|byte| *byte == b'.').map_or(0, |point| mantissa.len() - point - 1);
        let exponent = signed(exponent.get(1..).unwrap_or_default());
        let places = |count: i32| u16::try_from(count.max(0)).unwrap_or(u16::MAX);
        Digits { integer: places(exponent + 1), scale: places(fraction as i32 - exponent) }
    }
}

fn signed(text: &[u8]) -> i32 {
    let (digits, sign) = text.strip_prefix(b"-").map_or((text, 1), |digits| (digits, -1));
    sign * digits.iter().fold(0, |number, digit| number * 10 + i32::from(digit - b'0'))
}

impl Write for Shortest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_shortest_decimal() {
        let cases = [
            (0.0, 0, 0),
            (-0.0, 0, 0),
            (2.0, 1, 0),
            (0.5, 0, 1),
            (-12.25, 2, 2),
            (0.1 + 0.2, 0, 17),
            (1e-7, 0, 7),
            (1.5e-7, 0, 8),
            (1e22, 23, 0),
            (1.5e300, 301, 0),
            (5e-324, 0, 324),
            (f64::MAX, 309, 0),
            (-f64::MIN_POSITIVE, 0, 324),
            (123_456_789.125, 9, 3),
        ];
        for (real, integer, scale) in cases {
            assert_eq!(Digits::of_real(real), Digits { integer, scale }, "{real:?}");
        }
    }

    #[test]
    fn what_surely_fits_does_fit() {
        let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
        for _ in 0..20_000 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let real = match state % 3 {
                0 => f64::from_bits(state),
                1 => (state % 2_000_000) as f64 / 1000.0 - 1000.0,
                _ => (state % 1_000_000_000_007) as f64 / 1e6,
            };
            if !real.is_finite() {
                continue;
            }
            let digits = Digits::of_real(real);
            for scale in [0, 1, 2, 3, 4, 5, 6, 7, 12, 16, 17, 20, 24, 40] {
                let within = Digits { integer: 6, scale };
                let fits = digits.integer <= 6 && digits.scale <= scale;
                assert!(fits || !surely_fits(real, within), "{real:?} in {within:?}");
                let short = digits.integer + digits.scale <= 15 && scale <= 8;
                assert!(!fits || !short || surely_fits(real, within), "{real:?} in {within:?}");
            }
        }
    }

    #[test]
    fn a_text_keeps_its_trailing_zeros() {
        let cases = [("0", 0, 0), ("-10", 2, 0), ("0.50", 0, 2), ("-12.000", 2, 3)];
        for (text, integer, scale) in cases {
            assert_eq!(Digits::of_text(text.as_bytes()), Digits { integer, scale }, "{text}");
        }
        assert_eq!(Digits::of_text("9".repeat(70_000).as_bytes()).integer, u16::MAX);
    }
}
