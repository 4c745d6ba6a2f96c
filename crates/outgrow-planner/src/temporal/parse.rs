//! Reads the ISO 8601 spellings that applications store, strictly.

use super::{Parts, Precision, Separator, Spelling, Zone};

/// `2024-02-29 12:34:56.123456789 +05:30` is the longest spelling.
const LONGEST: usize = 36;

/// The moment that a text names, before any choice of a data type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Days since 1970-01-01 in the proleptic Gregorian calendar; 0 where the text has no date.
    pub days: i32,
    /// Nanoseconds since midnight; 0 where the text has no time.
    pub nanos: i64,
    /// Seconds east of UTC; 0 where the text has no offset.
    pub offset: i32,
    /// The exact form of the text.
    pub spelling: Spelling,
}

impl Civil {
    /// Nanoseconds below the microsecond, which PostgreSQL cannot hold.
    pub fn below_microsecond(&self) -> i64 {
        self.nanos % 1_000
    }

    /// Microseconds since 1970-01-01 00:00:00, on the wall clock that the text shows.
    pub fn local_micros(&self) -> i64 {
        i64::from(self.days) * 86_400_000_000 + self.nanos / 1_000
    }

    /// Microseconds since 1970-01-01 00:00:00 UTC, an absent offset read as UTC.
    pub fn utc_micros(&self) -> i64 {
        self.local_micros() - i64::from(self.offset) * 1_000_000
    }
}

/// Reads a date, a time, or both, in a spelling that [`Spelling`] can name.
///
/// `None` for everything else: other forms, dates that do not exist, the year
/// 0000, hour 24, second 60, offsets beyond 15:59.
#[inline]
pub fn parse(text: &[u8]) -> Option<Civil> {
    // Most texts are none.
    if !text.first()?.is_ascii_digit() || text.len() > LONGEST { None } else { parse_digits(text) }
}

fn parse_digits(text: &[u8]) -> Option<Civil> {
    let mut cursor = Cursor { rest: text };
    if text.get(2) == Some(&b':') {
        let (nanos, precision) = cursor.time()?;
        return cursor.finish(0, nanos, Parts::Time(precision));
    }
    let days = cursor.date()?;
    let separator = match cursor.next() {
        None => {
            let spelling = Spelling { parts: Parts::Date, zone: Zone::Naive };
            return Some(Civil { days, nanos: 0, offset: 0, spelling });
        }
        Some(b' ') => Separator::Blank,
        Some(b'T') => Separator::T,
        Some(_) => return None,
    };
    let (nanos, precision) = cursor.time()?;
    cursor.finish(days, nanos, Parts::DateTime(separator, precision))
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.rest = rest;
        Some(digits.iter().fold(0, |number, digit| number * 10 + i32::from(digit - b'0')))
    }

    fn two_digits(&mut self) -> Option<i32> {
        let [tens, ones, rest @ ..] = self.rest else { return None };
        let number = pair(*tens, *ones)?;
        self.rest = rest;
        Some(number)
    }

    fn date(&mut self) -> Option<i32> {
        let (month, rest) = self.rest.split_first_chunk::<8>()?;
        let [century, _, year, _, _, month, _, _] = pairs(*month, *b"0000-00-")?;
        self.rest = rest;
        let (year, month, day) = (century * 100 + year, month, self.two_digits()?);
        exists(year, month, day).then(|| days_from_civil(year, month, day))
    }

    fn time(&mut self) -> Option<(i64, Precision)> {
        let (hour, minute, second) = self.clock()?;
        if hour > 23 || minute > 59 || second.is_some_and(|second| second > 59) {
            return None;
        }
        let minutes = i64::from(hour * 60 + minute) * 60_000_000_000;
        let Some(second) = second else { return Some((minutes, Precision::Minutes)) };
        let seconds = minutes + i64::from(second) * 1_000_000_000;
        if !self.eat(b'.') {
            return Some((seconds, Precision::Seconds));
        }
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 || count > 9 {
            return None;
        }
        let fraction = i64::from(self.digits(count)?) * 10_i64.pow(9 - count as u32);
        Some((seconds + fraction, Precision::Fraction(count as u8)))
    }

    /// Hour, minute, and the second where there is one.
    fn clock(&mut self) -> Option<(i32, i32, Option<i32>)> {
        if let Some((clock, rest)) = self.rest.split_first_chunk::<8>()
            && let Some([hour, _, _, minute, _, _, second, _]) = pairs(*clock, *b"00:00:00")
        {
            self.rest = rest;
            return Some((hour, minute, Some(second)));
        }
        let hour = self.two_digits()?;
        let minute = self.eat(b':').then(|| self.two_digits())??;
        let second = if self.eat(b':') { Some(self.two_digits()?) } else { None };
        Some((hour, minute, second))
    }

    fn zone(&mut self) -> Option<(Zone, i32)> {
        if self.rest.is_empty() {
            return Some((Zone::Naive, 0));
        }
        if self.eat(b'Z') {
            return Some((Zone::Zulu, 0));
        }
        let blank = self.eat(b' ');
        let sign = match self.next()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.two_digits()?;
        let colon = self.eat(b':');
        let minutes = if colon || !self.rest.is_empty() { self.two_digits()? } else { 0 };
        if hours > 15 || minutes > 59 {
            return None;
        }
        let zone = if colon { Zone::Offset { blank } } else { Zone::ShortOffset { blank } };
        Some((zone, sign * (hours * 3600 + minutes * 60)))
    }

    fn finish(&mut self, days: i32, nanos: i64, parts: Parts) -> Option<Civil> {
        let (zone, offset) = self.zone()?;
        if !self.rest.is_empty() {
            return None;
        }
        Some(Civil { days, nanos, offset, spelling: Spelling { parts, zone } })
    }
}

/// For each byte, the number that it and the next one write; `None` where `text` has not the form of `form`, in
/// which 0 stands for any digit.
#[inline]
fn pairs(text: [u8; 8], form: [u8; 8]) -> Option<[i32; 8]> {
    // Added to it, a digit that is none, or another byte than that of the form, reaches the highest bit.
    let room = u64::from_le_bytes(form.map(|byte| if byte == b'0' { 0x7f - 9 } else { 0x7f }));
    let digits = u64::from_le_bytes(text) ^ u64::from_le_bytes(form);
    if (digits | digits.wrapping_add(room)) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    Some((digits * 10 + (digits >> 8)).to_le_bytes().map(i32::from))
}

/// The number that two digits write.
#[inline]
fn pair(tens: u8, ones: u8) -> Option<i32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| i32::from(tens) * 10 + i32::from(ones))
}

fn exists(year: i32, month: i32, day: i32) -> bool {
    let always = year > 0 && (1..=12).contains(&month) && day > 0;
    always && (day <= 28 || day <= last_day(year, month))
}

fn last_day(year: i32, month: i32) -> i32 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a day that exists: years begin in March, so that a leap day is their last one.
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    /// The days of a year that begins in March which lie before each month.
    const BEFORE: [u16; 13] = [0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275];
    let years = (year - i32::from(month <= 2)).cast_unsigned();
    let leap_days = years / 4 - years / 100 + years / 400;
    let before = u32::from(BEFORE[(month & 15) as usize % BEFORE.len()]);
    (years * 365 + leap_days + before).cast_signed() + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(String, i64)> {
        parse(text.as_bytes()).map(|civil| (civil.spelling.to_string(), civil.utc_micros()))
    }

    #[test]
    fn days_are_counted_without_a_gap() {
        let mut days = days_from_civil(1, 1, 1);
        assert_eq!((days, days_from_civil(1970, 1, 1)), (-719_162, 0));
        for year in 1..=9999 {
            for month in 1..=12 {
                let last = last_day(year, month);
                assert!(exists(year, month, last) && !exists(year, month, last + 1));
                for day in 1..=last {
                    assert_eq!(days_from_civil(year, month, day), days, "{year}-{month}-{day}");
                    days += 1;
                }
            }
        }
        assert_eq!(days, days_from_civil(9999, 12, 31) + 1);
        assert!(!exists(0, 1, 1) && !exists(1, 0, 1) && !exists(1, 13, 1) && !exists(1, 1, 0));
    }

    #[test]
    fn every_spelling_is_named_and_read() {
        let cases = [
            ("1970-01-02", "YYYY-MM-DD", 86_400_000_000),
            ("00:00:01", "HH:MM:SS", 1_000_000),
            ("1970-01-01 00:01", "YYYY-MM-DD HH:MM", 60_000_000),
            ("1970-01-01T00:00:00.5Z", "YYYY-MM-DDTHH:MM:SS.fZ", 500_000),
            ("1970-01-01 00:00:00.000001 +00:00", "YYYY-MM-DD HH:MM:SS.ffffff +00:00", 1),
            ("1970-01-01 01:00:00+01:00", "YYYY-MM-DD HH:MM:SS+00:00", 0),
            ("1969-12-31 19:00:00-0500", "YYYY-MM-DD HH:MM:SS+0000", 0),
            ("2024-02-29 12:34:56", "YYYY-MM-DD HH:MM:SS", 1_709_210_096_000_000),
            ("0001-01-01", "YYYY-MM-DD", -62_135_596_800_000_000),
        ];
        for (text, spelling, micros) in cases {
            assert_eq!(shown(text), Some((spelling.to_owned(), micros)), "{text}");
        }
    }

    #[test]
    fn what_postgresql_would_guess_is_refused() {
        let texts = [
            "",
            "today",
            "now",
            "01/02/2023",
            "2023-02-29",
            "0000-00-00",
            "0000-01-01",
            "2023-13-01",
            "24:00:00",
            "12:34:60",
            "2024-02-29 12:34:56 ",
            " 2024-02-29",
            "20240229",
            "2024-2-9",
            "2024-02-29Z",
            "2024-02-29 12:34:56.1234567890",
            "2024-02-29 12:34:56+16:00",
            "2024-02-29 12",
            "12:3",
        ];
        for text in texts {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
