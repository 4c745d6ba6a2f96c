//! Numbers in texts and texts of numbers, for constants.

use super::super::typed::Constant;

/// A numeric literal of the grammar.
pub(in crate::translate) fn literal(text: &str) -> Option<Constant> {
    let digits: String = text.chars().filter(|character| *character != '_').collect();
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        // SQLite reads sixteen hexadecimal digits as the bits of a signed integer.
        return u64::from_str_radix(hex, 16).ok().map(|bits| Constant::Integer(bits.cast_signed()));
    }
    if let Ok(number) = digits.parse::<i64>() {
        return Some(Constant::Integer(number));
    }
    digits.parse::<f64>().ok().map(Constant::Real)
}

/// The number at the beginning of a text, 0 without one.
pub(in crate::translate) fn prefix(text: &str) -> Constant {
    let trimmed = text.trim_start_matches(is_space);
    let end = prefix_length(trimmed.as_bytes());
    read(&trimmed[..end]).unwrap_or(Constant::Integer(0))
}

/// The number that a text is, from end to end but for blanks; `None` for other texts.
pub(in crate::translate) fn whole(text: &str) -> Option<Constant> {
    let trimmed = text.trim_matches(is_space);
    if trimmed.is_empty() || prefix_length(trimmed.as_bytes()) != trimmed.len() {
        return None;
    }
    read(trimmed)
}

/// The text of a number or text; `None` where only SQLite itself would know it.
pub(in crate::translate) fn constant_text(constant: &Constant) -> Option<String> {
    match constant {
        Constant::Integer(number) => Some(number.to_string()),
        Constant::Text(text) => Some(text.clone()),
        Constant::Real(_) | Constant::Null | Constant::Blob(_) => None,
    }
}

/// The blanks that SQLite passes over.
pub(in crate::translate) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

fn read(text: &str) -> Option<Constant> {
    let plain = text.strip_prefix('+').unwrap_or(text);
    if plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && let Ok(number) = plain.parse::<i64>()
    {
        return Some(Constant::Integer(number));
    }
    plain.parse::<f64>().ok().map(Constant::Real)
}

/// How many bytes form a number: sign, digits, fraction, exponent.
fn prefix_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(sign);
    let mut end = sign + whole;
    let mut fraction = 0;
    if bytes.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        if whole + fraction > 0 {
            end += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return 0;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits((end + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numeric_prefix_of_a_text() {
        let cases = [
            ("", Constant::Integer(0)),
            ("abc", Constant::Integer(0)),
            (" 12abc", Constant::Integer(12)),
            ("-3.5e1x", Constant::Real(-35.0)),
            ("1e", Constant::Integer(1)),
            (".5", Constant::Real(0.5)),
            (".", Constant::Integer(0)),
            ("+7", Constant::Integer(7)),
            ("0x10", Constant::Integer(0)),
        ];
        for (text, number) in cases {
            assert_eq!(prefix(text), number, "{text}");
        }
    }

    #[test]
    fn a_text_is_a_number_or_it_is_not() {
        assert_eq!(whole(" 5 "), Some(Constant::Integer(5)));
        assert_eq!(whole("5.0"), Some(Constant::Real(5.0)));
        assert_eq!(whole("5x"), None);
        assert_eq!(whole(""), None);
        assert_eq!(whole("-"), None);
    }

    #[test]
    fn hexadecimal_literals_are_bits() {
        assert_eq!(literal("0x1F"), Some(Constant::Integer(31)));
        assert_eq!(literal("0xFFFFFFFFFFFFFFFF"), Some(Constant::Integer(-1)));
        assert_eq!(literal("9223372036854775808"), Some(Constant::Real(9_223_372_036_854_775_808.0)));
    }
}
