//! The spellings of dates and times.

use outgrow::planner::temporal::{Parts, parse};

/// Where mutations begin.
#[allow(dead_code, reason = "fuzzing itself starts from its own corpus")]
pub(crate) const SEEDS: &[&[u8]] = &[
    b"2024-02-29",
    b"2024-02-29 12:34:56.123456789 +05:30",
    b"9999-12-31T23:59:59.999999Z",
    b"0001-01-01 00:00-15:59",
    b"12:34:56.7",
    b"23:59+05",
];

/// Reads a text and holds the parts against the calendar.
pub(crate) fn body(data: &[u8]) {
    let Some(civil) = parse(data) else { return };
    assert!((0..86_400_000_000_000).contains(&civil.nanos), "{civil:?}");
    assert!(civil.offset.abs() < 16 * 3_600, "{civil:?}");
    // From 0001-01-01 to 9999-12-31.
    assert!((-719_162..=2_932_896).contains(&civil.days), "{civil:?}");
    let pattern = civil.spelling.to_string();
    let dated = !matches!(civil.spelling.parts, Parts::Time(_));
    assert_eq!(pattern.starts_with("YYYY-MM-DD"), dated, "{civil:?}");
    let _ = (civil.utc_micros(), civil.local_micros(), civil.below_microsecond());
}
