//! Which shapes a TEXT value has.

use super::json::{self, Json};
use super::text::{Shape, Shapes};
use crate::temporal::{Civil, Parts, Precision, Separator, Zone};

/// 2000-01-01 in days since 1970-01-01: the date that Rails puts before a time.
const RAILS_DATE: i32 = 10_957;
/// The days of 1969 and 1970, where SQLAlchemy's intervals of less than a year lie.
const SQLALCHEMY_DAYS: std::ops::Range<i32> = -365..365;

/// Whether a text begins as those do that have a shape, or name a moment: most begin otherwise.
#[inline]
pub(super) fn may_have_a_shape(text: &[u8]) -> bool {
    text.first().is_some_and(|first| MAY_BEGIN[usize::from(*first)])
}

const MAY_BEGIN: [bool; 256] = {
    let mut may = [false; 256];
    let begins = b"0123456789-abcdefABCDEFtTnf|{[\" \t\n\r";
    let mut place = 0;
    while place < begins.len() {
        may[begins[place] as usize] = true;
        place += 1;
    }
    may
};

/// The shapes of a text that is UTF-8, and that names the moment `civil`.
pub(super) fn shapes(text: &[u8], civil: Option<&Civil>) -> Shapes {
    if let Some(civil) = civil {
        // A date or time is no number, no UUID and no JSON.
        return moment(civil);
    }
    let Some(first) = text.first() else { return Shapes::NONE };
    // Nearly every text is decided by its first byte.
    let plain = match first {
        b'0'..=b'9' => number(text).union(identifier(text)),
        b'-' => number(text),
        b'a'..=b'f' | b'A'..=b'F' => letter(text).union(identifier(text)),
        b't' | b'T' => letter(text),
        b'|' => bar_list(text),
        _ => Shapes::NONE,
    };
    plain.union(if is_short_number(text, plain) { JSONB } else { json_shapes(text) })
}

const JSONB: Shapes = Shapes::one(Shape::Json).and(Shape::Jsonb);

/// Whether a text is a number of JSON that `jsonb` surely holds, as nearly every number is.
fn is_short_number(text: &[u8], shapes: Shapes) -> bool {
    (shapes.has(Shape::Integer) || shapes.has(Shape::Decimal)) && text.len() < json::SURE_DIGITS
}

fn json_shapes(text: &[u8]) -> Shapes {
    match json::judge(text) {
        Json::Not => Shapes::NONE,
        Json::Text => Shapes::one(Shape::Json),
        Json::Binary => JSONB,
    }
}

fn letter(text: &[u8]) -> Shapes {
    match text {
        b"t" | b"f" => Shapes::one(Shape::LetterTf),
        b"T" | b"F" => Shapes::one(Shape::CapitalTf),
        b"true" | b"false" => Shapes::one(Shape::TrueFalse),
        _ => Shapes::NONE,
    }
}

fn number(text: &[u8]) -> Shapes {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    let integer = unsigned.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if integer == 0 || (integer > 1 && unsigned[0] == b'0') {
        return Shapes::NONE;
    }
    let negative_zero = || unsigned.len() < text.len() && !unsigned.iter().any(|byte| (b'1'..=b'9').contains(byte));
    match unsigned[integer..].split_first() {
        None if is_int64(text, unsigned) && !negative_zero() => Shapes::one(Shape::Integer),
        Some((b'.', fraction)) if all_digits(fraction) && !negative_zero() => Shapes::one(Shape::Decimal),
        None | Some(_) => Shapes::NONE,
    }
}

fn all_digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// Whether a canonical integer lies within int64: numbers of equal length compare as texts do.
fn is_int64(text: &[u8], unsigned: &[u8]) -> bool {
    let largest: &[u8] = if text.len() > unsigned.len() { b"9223372036854775808" } else { b"9223372036854775807" };
    unsigned.len() < largest.len() || (unsigned.len() == largest.len() && unsigned <= largest)
}

fn identifier(text: &[u8]) -> Shapes {
    match text.len() {
        32 if hex_cases(text) & LOWER != 0 => Shapes::one(Shape::Hex32),
        36 if [8, 13, 18, 23].iter().all(|at| text[*at] == b'-') => dashed_uuid(text),
        _ => Shapes::NONE,
    }
}

fn dashed_uuid(text: &[u8]) -> Shapes {
    let parts = [&text[..8], &text[9..13], &text[14..18], &text[19..23], &text[24..]];
    let cases = parts.iter().fold(LOWER | UPPER, |cases, part| cases & hex_cases(part));
    let shape = |case, shape| if cases & case != 0 { Shapes::one(shape) } else { Shapes::NONE };
    shape(LOWER, Shape::UuidLower).union(shape(UPPER, Shape::UuidUpper))
}

const LOWER: u8 = 1;
const UPPER: u8 = 2;

/// For each byte, in which cases it is a hexadecimal digit.
const HEX_CASES: [u8; 256] = {
    let mut cases = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        cases[byte] = match byte as u8 {
            b'0'..=b'9' => LOWER | UPPER,
            b'a'..=b'f' => LOWER,
            b'A'..=b'F' => UPPER,
            _ => 0,
        };
        byte += 1;
    }
    cases
};

/// The cases in which a text is all hexadecimal digits.
fn hex_cases(text: &[u8]) -> u8 {
    text.iter().fold(LOWER | UPPER, |cases, byte| cases & HEX_CASES[usize::from(*byte)])
}

/// The lists of pyDAL: items between bars, a bar inside an item doubled.
fn bar_list(text: &[u8]) -> Shapes {
    if text == b"||" {
        return Shapes::one(Shape::BarIntegers).and(Shape::BarStrings);
    }
    let Some(inner) = text.strip_prefix(b"|").and_then(|rest| rest.strip_suffix(b"|")) else { return Shapes::NONE };
    let edge = inner.first().is_none_or(|byte| *byte == b'|') || inner.last() == Some(&b'|');
    if edge || inner.windows(3).any(|bars| bars == b"|||") {
        return Shapes::NONE;
    }
    let integers = inner.split(|byte| *byte == b'|').all(|item| number(item) == Shapes::one(Shape::Integer));
    let strings = Shapes::one(Shape::BarStrings);
    if integers { strings.and(Shape::BarIntegers) } else { strings }
}

fn moment(civil: &Civil) -> Shapes {
    let Parts::DateTime(Separator::Blank, precision) = civil.spelling.parts else { return Shapes::NONE };
    if civil.spelling.zone != Zone::Naive {
        return Shapes::NONE;
    }
    let microseconds = match precision {
        Precision::Minutes => return Shapes::NONE,
        Precision::Seconds => true,
        Precision::Fraction(digits) => digits <= 6,
    };
    if civil.days == RAILS_DATE && microseconds {
        return Shapes::one(Shape::RailsTime);
    }
    if SQLALCHEMY_DAYS.contains(&civil.days) && precision == Precision::Fraction(6) {
        return Shapes::one(Shape::SqlalchemyInterval);
    }
    Shapes::NONE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporal;

    fn shapes_of(text: &str) -> Vec<Shape> {
        shapes(text.as_bytes(), temporal::parse(text.as_bytes()).as_ref()).collect()
    }

    fn assert_shape(shape: Shape, with: &[&str], without: &[&str]) {
        for text in with {
            assert!(shapes_of(text).contains(&shape), "{text} is {shape:?}");
        }
        for text in without {
            assert!(!shapes_of(text).contains(&shape), "{text} is no {shape:?}");
        }
    }

    #[test]
    fn an_integer_is_canonical_and_fits_int64() {
        assert_shape(
            Shape::Integer,
            &["0", "-1", "10", "9223372036854775807", "-9223372036854775808"],
            &["", "-", "-0", "00", "01", "+1", " 1", "1 ", "1.0", "1e3", "9223372036854775808", "-9223372036854775809"],
        );
    }

    #[test]
    fn a_decimal_has_a_point_and_reads_as_numeric_prints_it() {
        let long = format!("{}.5", "9".repeat(200));
        assert_shape(
            Shape::Decimal,
            &["0.0", "-0.5", "1.10", "10.000", &long],
            &["1", "1.", ".5", "01.5", "-0.0", "-0.000", "1.5e3", "1.2.3", "1,5", "--1.5"],
        );
    }

    #[test]
    fn booleans_are_spelled_in_three_ways() {
        assert_shape(Shape::LetterTf, &["t", "f"], &["T", "tf", "true", ""]);
        assert_shape(Shape::CapitalTf, &["T", "F"], &["t", "TRUE"]);
        assert_shape(Shape::TrueFalse, &["true", "false"], &["True", "t", "true "]);
    }

    #[test]
    fn a_uuid_keeps_its_case() {
        let lower = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
        let upper = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11";
        let neither = "00000000-0000-0000-0000-000000000005";
        let mixed = "A0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
        let shifted = "a0eebc999-c0b-4ef8-bb6d-6bb9bd380a11";
        assert_shape(Shape::UuidLower, &[lower, neither], &[upper, mixed, shifted]);
        assert_shape(Shape::UuidUpper, &[upper, neither], &[lower, mixed, shifted]);
        let bare = lower.replace('-', "");
        assert_shape(Shape::Hex32, &[&bare], &[lower, &bare.to_uppercase(), &bare[1..]]);
    }

    #[test]
    fn bar_lists_can_be_read_in_one_way_only() {
        assert_shape(
            Shape::BarIntegers,
            &["||", "|1|", "|1|2|", "|-1|0|"],
            &["|", "|1", "1|", "|01|", "|1||2|", "|a|", "| 1|", "|99999999999999999999|"],
        );
        assert_shape(
            Shape::BarStrings,
            &["||", "|1|", "|a|b||c|", "| |", "|ä|"],
            &["|", "|||", "||||", "||a|", "|a||", "|a|||b|", "a|b"],
        );
    }

    #[test]
    fn disguised_times_are_told_from_timestamps() {
        assert_shape(
            Shape::RailsTime,
            &["2000-01-01 12:34:56", "2000-01-01 12:34:56.123456"],
            &["2000-01-02 12:34:56", "2000-01-01", "2000-01-01 12:34", "2000-01-01 12:34:56Z", "2000-01-01T12:34:56"],
        );
        assert_shape(
            Shape::SqlalchemyInterval,
            &["1970-01-02 00:00:00.000000", "1969-12-31 23:59:59.000001", "1970-12-31 00:00:00.000000"],
            &["1970-01-02 00:00:00", "1971-01-01 00:00:00.000000", "1968-12-31 00:00:00.000000", "1970-01-02"],
        );
    }

    #[test]
    fn what_may_have_no_shape_by_its_first_byte_has_none() {
        let rests = ["", "1", "rue", "2024-01-01", "|", "\"", "]", "}", "23e4567-e89b-12d3-a456-426614174000", ".5"];
        for first in (0..=255).filter(|first| !may_have_a_shape(&[*first])) {
            for rest in rests {
                let text = [&[first], rest.as_bytes()].concat();
                assert_eq!(temporal::parse(&text), None, "{text:?}");
                assert_eq!(shapes(&text, None), Shapes::NONE, "{text:?}");
            }
        }
        assert!(!may_have_a_shape(b""));
    }

    #[test]
    fn numbers_and_booleans_are_json_too() {
        assert_eq!(shapes_of("17"), [Shape::Integer, Shape::Jsonb, Shape::Json]);
        assert_eq!(shapes_of("true"), [Shape::TrueFalse, Shape::Jsonb, Shape::Json]);
        assert_eq!(shapes_of("-0"), [Shape::Json]);
        assert_eq!(shapes_of("{\"a\":1,\"a\":2}"), [Shape::Json]);
        assert_eq!(shapes_of("hello"), []);
        assert_eq!(shapes_of(""), []);
    }
}
