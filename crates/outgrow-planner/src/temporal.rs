//! The spellings that applications use for dates and times in TEXT values.
//!
//! A [`Spelling`] is the exact form of one value: two values with the same
//! spelling are written by the same format string. A column with one spelling
//! can be rendered back byte for byte.

mod parse;

pub use parse::{Civil, parse};

use std::fmt;

use serde::Serialize;

/// The exact form of a date, a time, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Spelling {
    /// Which parts stand there.
    pub parts: Parts,
    /// What follows the time.
    pub zone: Zone,
}

/// The parts of a temporal value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Parts {
    /// `2024-02-29`
    Date,
    /// `12:34:56.789`
    Time(Precision),
    /// `2024-02-29 12:34:56`
    DateTime(Separator, Precision),
}

/// What separates date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Separator {
    /// A blank.
    Blank,
    /// The letter T.
    T,
}

/// The last part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Precision {
    /// `12:34`
    Minutes,
    /// `12:34:56`
    Seconds,
    /// `12:34:56.789`: the number of digits, 1 to 9.
    Fraction(u8),
}

/// The offset that follows a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Zone {
    /// None: a local or an implied time.
    Naive,
    /// `Z`
    Zulu,
    /// `+05:30`, with a colon.
    Offset {
        /// Whether a blank stands before the sign.
        blank: bool,
    },
    /// `+0530` or `+05`: legal ISO 8601, written by few.
    ShortOffset {
        /// Whether a blank stands before the sign.
        blank: bool,
    },
}

impl Spelling {
    /// Whether the value names an instant, not a wall clock.
    pub fn is_zoned(self) -> bool {
        self.zone != Zone::Naive
    }

    /// The number of digits after the second, 0 where there are none.
    pub fn fraction_digits(self) -> u8 {
        match self.parts {
            Parts::Date => 0,
            Parts::Time(precision) | Parts::DateTime(_, precision) => match precision {
                Precision::Minutes | Precision::Seconds => 0,
                Precision::Fraction(digits) => digits,
            },
        }
    }
}

impl fmt::Display for Spelling {
    /// Shows the spelling as a pattern: `YYYY-MM-DD HH:MM:SS.ffffff+00:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts {
            Parts::Date => f.write_str("YYYY-MM-DD")?,
            Parts::Time(precision) => write!(f, "{precision}")?,
            Parts::DateTime(Separator::Blank, precision) => write!(f, "YYYY-MM-DD {precision}")?,
            Parts::DateTime(Separator::T, precision) => write!(f, "YYYY-MM-DDT{precision}")?,
        }
        f.write_str(match self.zone {
            Zone::Naive => "",
            Zone::Zulu => "Z",
            Zone::Offset { blank: false } => "+00:00",
            Zone::Offset { blank: true } => " +00:00",
            Zone::ShortOffset { blank: false } => "+0000",
            Zone::ShortOffset { blank: true } => " +0000",
        })
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Precision::Minutes => f.write_str("HH:MM"),
            Precision::Seconds => f.write_str("HH:MM:SS"),
            Precision::Fraction(digits) => write!(f, "HH:MM:SS.{}", "f".repeat(usize::from(*digits))),
        }
    }
}
