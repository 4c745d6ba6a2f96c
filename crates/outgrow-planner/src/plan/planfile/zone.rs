//! The time zones that a plan file can name: UTC and fixed offsets.
//!
//! A zone with summer time gives one wall clock two instants or none, and its
//! rules change with every release of a zone database; so it is no fact that a
//! value can be compared by.

use crate::mapping::NaiveTimes;

/// What a text says of times without an offset: `keep`, `UTC`, `+05:30`. `None` for all else.
pub(super) fn parse(text: &str) -> Option<NaiveTimes> {
    match text {
        "keep" => return Some(NaiveTimes::Keep),
        "UTC" | "utc" | "Z" => return Some(NaiveTimes::At(0)),
        _ => {}
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let number = |digits: &str| {
        let two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        two.then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 15 && minutes <= 59).then_some(NaiveTimes::At(sign * (hours * 60 + minutes) * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utc_and_fixed_offsets_are_zones() {
        assert_eq!(parse("keep"), Some(NaiveTimes::Keep));
        assert_eq!(parse("UTC"), Some(NaiveTimes::At(0)));
        assert_eq!(parse("+05:30"), Some(NaiveTimes::At(19_800)));
        assert_eq!(parse("-02:00"), Some(NaiveTimes::At(-7_200)));
    }

    #[test]
    fn real_zones_and_odd_spellings_are_none() {
        for text in ["", "Europe/Berlin", "CET", "+5", "+0530", "+16:00", "+05:60", "+-5:00", "+ä:00", "05:00", "+05:3"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
