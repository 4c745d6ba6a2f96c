//! Numbers with their units, and names that cannot harm a terminal.

use std::time::Duration;

/// A whole number with its thousands apart: `15,607`.
pub(crate) fn number(value: impl Into<i128>) -> String {
    let value = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its unit: `1 row`, `15,607 rows`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// Bytes in the largest unit that leaves a whole number before the point; 1 kB is 1,000 bytes.
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if count < 1000 {
        return counted(count, "byte", "bytes");
    }
    let mut value = count as f64 / 1000.0;
    let mut unit = UNITS[0];
    for larger in &UNITS[1..] {
        // 999.95 would be printed as 1000.0.
        if value < 999.95 {
            break;
        }
        value /= 1000.0;
        unit = larger;
    }
    format!("{value:.1} {unit}")
}

/// A measured time with about three digits: `7 ms`, `3.42 s`, `2 min 5 s`, `1 h 2 min`.
pub(crate) fn duration(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds >= 3600 {
        return format!("{} h {} min", number(seconds / 3600), seconds % 3600 / 60);
    }
    if seconds >= 60 {
        return format!("{} min {} s", seconds / 60, seconds % 60);
    }
    if elapsed >= Duration::from_secs(1) {
        return format!("{:.2} s", elapsed.as_secs_f64());
    }
    format!("{} ms", elapsed.as_millis())
}

/// As short as it reads back, with an exponent where digits would only fill the line.
pub(crate) fn real(value: f64) -> String {
    let plain = value == 0.0 || (1e-5..1e15).contains(&value.abs());
    if plain { format!("{value:?}") } else { format!("{value:e}") }
}

/// Text of a database file as it may stand on a terminal: control characters,
/// and those that change the direction of writing, become escapes.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_harmful(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// A word as a shell takes it.
pub(crate) fn argument(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-:+=@%,".contains(&byte);
    let shown = visible(word);
    if !shown.is_empty() && shown.bytes().all(plain) {
        return shown;
    }
    format!("'{}'", shown.replace('\'', "'\\''"))
}

/// A clause as a sentence: its first letter is a capital.
pub(crate) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    match letters.next() {
        Some(first) => first.to_ascii_uppercase().to_string() + letters.as_str(),
        None => String::new(),
    }
}

/// A name as it may stand in a table: visible, and cut where it is very long.
pub(crate) fn name(text: &str) -> String {
    cut(&visible(text), 48)
}

/// Two digits for each byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        digits.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or_default()));
        digits
    })
}

/// Text cut to `most` characters, with a sign where it was cut.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

fn is_harmful(character: char) -> bool {
    let directs = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || directs || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(number(0_u64), "0");
        assert_eq!(number(999_u64), "999");
        assert_eq!(number(1_000_u64), "1,000");
        assert_eq!(number(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(number(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn a_count_has_its_unit() {
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(0, "row", "rows"), "0 rows");
    }

    #[test]
    fn bytes_have_the_unit_that_suits_them() {
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(1_000), "1.0 kB");
        assert_eq!(bytes(999_999), "1.0 MB");
        assert_eq!(bytes(1_234_567_890), "1.2 GB");
        assert_eq!(bytes(u64::MAX), "18446.7 PB");
    }

    #[test]
    fn durations_have_the_unit_that_suits_them() {
        assert_eq!(duration(Duration::from_micros(900)), "0 ms");
        assert_eq!(duration(Duration::from_millis(412)), "412 ms");
        assert_eq!(duration(Duration::from_millis(3_421)), "3.42 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 5 s");
        assert_eq!(duration(Duration::from_secs(3_725)), "1 h 2 min");
    }

    #[test]
    fn names_cannot_drive_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\nc\0"), "a\\u{1b}[31mb\\nc\\u{0}");
        assert_eq!(visible("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(visible("naïve 表"), "naïve 表");
    }

    #[test]
    fn a_very_long_name_is_cut_with_a_sign() {
        let cut = name(&"x".repeat(1_000_000));
        assert_eq!(cut.chars().count(), 48);
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn very_large_and_very_small_numbers_have_an_exponent() {
        assert_eq!(real(9.99), "9.99");
        assert_eq!(real(-3.0), "-3.0");
        assert_eq!(real(1e300), "1e300");
        assert_eq!(real(f64::INFINITY), "inf");
        assert_eq!(real(5e-324), "5e-324");
    }

    #[test]
    fn a_path_can_be_pasted_into_a_shell() {
        assert_eq!(argument("data/app.db"), "data/app.db");
        assert_eq!(argument("it's mine.db"), "'it'\\''s mine.db'");
        assert_eq!(argument("$(rm x).db"), "'$(rm x).db'");
    }
}
