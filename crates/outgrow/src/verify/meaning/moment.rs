//! Dates and times: a reader of SQLite's texts, and a printer for reports.

/// Microseconds of a day.
pub(in crate::verify) const DAY: i64 = 86_400_000_000;
/// Days from 1970-01-01 to PostgreSQL's epoch, 2000-01-01.
pub(in crate::verify) const POSTGRES_EPOCH: i64 = 10_957;

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Days since 1970-01-01; `None` for a time alone.
    pub days: Option<i64>,
    /// Microseconds since midnight; `None` for a date alone.
    pub time: Option<i64>,
    /// Seconds east of UTC; `None` where none stands there.
    pub offset: Option<i32>,
}

impl Moment {
    /// Microseconds since 1970-01-01 UTC, an absent offset being zero; `None` without a date.
    pub(super) fn instant(&self) -> Option<i64> {
        let wall = self.days? * DAY + self.time.unwrap_or(0);
        Some(wall - i64::from(self.offset.unwrap_or(0)) * 1_000_000)
    }
}

/// Reads `YYYY-MM-DD`, `HH:MM[:SS[.f…]]`, or both with a blank or a T between them, a time
/// perhaps with an offset: `Z`, `+HH:MM`, `+HHMM`, `+HH`, the sign perhaps after a blank.
///
/// `None` for all else, and where digits below the microsecond are not zero.
pub(super) fn parse(text: &[u8]) -> Option<Moment> {
    if text.get(2) == Some(&b':') {
        let (time, offset) = clock_and_offset(text)?;
        return Some(Moment { days: None, time: Some(time), offset });
    }
    let (date, rest) = text.split_first_chunk::<10>()?;
    let days = Some(day(date)?);
    match rest.split_first() {
        None => Some(Moment { days, time: None, offset: None }),
        Some((b' ' | b'T', clock)) => {
            let (time, offset) = clock_and_offset(clock)?;
            Some(Moment { days, time: Some(time), offset })
        }
        Some(_) => None,
    }
}

/// The day of `YYYY-MM-DD`, since 1970-01-01.
#[inline]
pub(super) fn day(text: &[u8; 10]) -> Option<i64> {
    if text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let (year, month, day) =
        (two(text[0], text[1])? * 100 + two(text[2], text[3])?, two(text[5], text[6])?, two(text[8], text[9])?);
    if year < 1 || !(1..=12).contains(&month) || day < 1 || day > month_length(year, month) {
        return None;
    }
    let leap = i64::from(month > 2 && is_leap(year));
    Some(days_before_year(year) + BEFORE_MONTH[month as usize - 1] + leap + day - 1 - DAYS_BEFORE_1970)
}

/// The microseconds of `YYYY-MM-DD HH:MM:SS`, or with a T, since 1970-01-01.
#[inline]
pub(super) fn second(text: &[u8; 19]) -> Option<i64> {
    let (date, clock) = text.split_first_chunk::<10>()?;
    let [b' ' | b'T', h, hh, b':', m, mm, b':', s, ss] = clock else { return None };
    let (hour, minute, second) = (two(*h, *hh)?, two(*m, *mm)?, two(*s, *ss)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(day(date)? * DAY + ((hour * 60 + minute) * 60 + second) * 1_000_000)
}

/// Days of a year that is no leap year before each of its months.
const BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_BEFORE_1970: i64 = 719_162;

/// The number of two digits.
fn two(tens: u8, units: u8) -> Option<i64> {
    let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
    (tens < 10 && units < 10).then(|| i64::from(tens * 10 + units))
}

/// Days from 0001-01-01 to the first of January of this year.
fn days_before_year(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
}

fn is_leap(year: i64) -> bool {
    year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn clock_and_offset(text: &[u8]) -> Option<(i64, Option<i32>)> {
    let end = text.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b':' | b'.')).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    Some((clock_of(clock)?, offset_of(zone)?))
}

fn clock_of(text: &[u8]) -> Option<i64> {
    let (hour, minute) = (number(text.get(..2)?)?, number(text.get(3..5)?)?);
    if text[2] != b':' || hour > 23 || minute > 59 {
        return None;
    }
    let second_and_fraction = match text.get(5..)? {
        [] => 0,
        [b':', rest @ ..] => seconds_of(rest)?,
        _ => return None,
    };
    Some((hour * 60 + minute) * 60_000_000 + second_and_fraction)
}

fn seconds_of(text: &[u8]) -> Option<i64> {
    let second = number(text.get(..2)?)?;
    let micros = match text.get(2..)? {
        [] => 0,
        [b'.', digits @ ..] => fraction_of(digits)?,
        _ => return None,
    };
    (second <= 59).then_some(second * 1_000_000 + micros)
}

fn fraction_of(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let (kept, lost) = digits.split_at(digits.len().min(6));
    let scale = 10_i64.pow(6 - kept.len() as u32);
    (number(lost)? == 0).then_some(number(kept)? * scale)
}

fn offset_of(text: &[u8]) -> Option<Option<i32>> {
    if text.is_empty() {
        return Some(None);
    }
    if text == b"Z" {
        return Some(Some(0));
    }
    let (sign, digits) = text.strip_prefix(b" ").unwrap_or(text).split_first()?;
    let (hours, minutes) = match digits.len() {
        2 => (number(digits)?, 0),
        4 => (number(&digits[..2])?, number(&digits[2..])?),
        5 if digits[2] == b':' => (number(&digits[..2])?, number(&digits[3..])?),
        _ => return None,
    };
    let seconds = (hours * 60 + minutes) as i32 * 60;
    match sign {
        _ if hours > 15 || minutes > 59 => None,
        b'+' => Some(Some(seconds)),
        b'-' => Some(Some(-seconds)),
        _ => None,
    }
}

/// The number that digits spell, 0 for none; `None` where something else is among them.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i64::from(byte - b'0')))
}

/// A date as people read it, for reports.
pub(in crate::verify) fn date_text(days: i64) -> String {
    let (mut year, mut day) = year_of(days);
    let mut month = 1;
    while day >= month_length(year, month) {
        day -= month_length(year, month);
        month += 1;
    }
    let era = if year < 1 { " BC" } else { "" };
    year = if year < 1 { 1 - year } else { year };
    format!("{year:04}-{month:02}-{:02}{era}", day + 1)
}

/// The year of a day since 1970-01-01, and the day in it.
fn year_of(days: i64) -> (i64, i64) {
    let since_first = days + DAYS_BEFORE_1970;
    let mut year = since_first.div_euclid(366) + 1;
    while days_before_year(year + 1) <= since_first {
        year += 1 + (since_first - days_before_year(year + 1)) / 366;
    }
    (year, since_first - days_before_year(year))
}

/// A time as people read it, for reports.
pub(in crate::verify) fn time_text(micros: i64) -> String {
    let seconds = micros.div_euclid(1_000_000);
    let fraction = match micros.rem_euclid(1_000_000) {
        0 => String::new(),
        rest => format!(".{rest:06}"),
    };
    format!("{:02}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A date and time as people read it, for reports.
pub(in crate::verify) fn instant_text(micros: i64) -> String {
    format!("{} {}", date_text(micros.div_euclid(DAY)), time_text(micros.rem_euclid(DAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Option<i64> {
        parse(text.as_bytes())?.instant()
    }

    fn date_of(text: &str) -> Option<i64> {
        day(text.as_bytes().try_into().ok()?)
    }

    #[test]
    fn a_second_is_read_as_any_other_moment() {
        for text in ["2024-02-29 12:34:56", "0001-01-01T00:00:00", "1969-12-31 23:59:59", "9999-12-31 23:59:59"] {
            assert_eq!(second(text.as_bytes().try_into().unwrap()), instant(text), "{text}");
        }
        for text in ["2023-02-29 12:34:56", "2024-02-29 24:00:00", "2024-02-29 12:60:00", "2024-02-29 12:34:60"] {
            assert_eq!((second(text.as_bytes().try_into().unwrap()), instant(text)), (None, None), "{text}");
        }
        for text in ["2024-02-29-12:34:56", "2024-02-29 12:34.56", "2024-02-29 1+:34:56", "2024-02-29 12:34:5:"] {
            assert_eq!(second(text.as_bytes().try_into().unwrap()), None, "{text}");
        }
    }

    #[test]
    fn texts_name_the_instant_that_they_say() {
        let cases = [
            ("1970-01-02", DAY),
            ("1970-01-01 00:01", 60_000_000),
            ("1970-01-01T00:00:00.5Z", 500_000),
            ("1970-01-01 00:00:00.000001 +00:00", 1),
            ("1970-01-01 00:00:00.000001000", 1),
            ("1970-01-01 01:00:00+01:00", 0),
            ("1969-12-31 19:00:00-0500", 0),
            ("1969-12-31 19:00:00-05", 0),
            ("2024-02-29 12:34:56", 1_709_210_096_000_000),
            ("0001-01-01", -62_135_596_800_000_000),
            ("9999-12-31 23:59:59.999999", 253_402_300_799_999_999),
        ];
        for (text, micros) in cases {
            assert_eq!(instant(text), Some(micros), "{text}");
        }
    }

    #[test]
    fn texts_that_name_no_moment_are_refused() {
        let texts = [
            "",
            "now",
            "2023-02-29",
            "0000-01-01",
            "2023-13-01",
            "2024-02-29 ",
            "2024-02-29Z",
            "2024-02-29 12",
            "2024-02-29 24:00",
            "2024-02-29 12:34:60",
            "2024-02-29 12:34:56.",
            "2024-02-29 12:34:56.0000000001",
            "2024-02-29 12:34:56.0000001",
            "2024-02-29 12:34:56+16:00",
            "2024-02-29 12:34:56 UTC",
            "2024-02-29 12:3",
            "2024-02-29  12:34",
            "12:3:4",
            "99:00",
            "2024-02-29 12:34:5é",
        ];
        for text in texts {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn days_are_printed_as_they_are_read() {
        for days in (-719_162..2_932_897).step_by(97).chain(-1_000..22_000) {
            assert_eq!(date_of(&date_text(days)), Some(days));
        }
        assert_eq!(days_before_year(1970), DAYS_BEFORE_1970);
        assert_eq!(instant_text(1_709_210_096_500_000), "2024-02-29 12:34:56.500000");
        assert_eq!(date_text(-719_163), "0001-12-31 BC");
    }
}
